from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.door import clean, door, one, trusted
from ..common.grants import ASKED
from ..common.links import read_links

# An issued certificate, as an index has it (``coi.certificate._issued_by_page``).
ISSUED = "c.state = 'issued' AND c.is_kept IS TRUE"


class CoiPolicy(models.Model):
    """The certificates that show a policy keep it, and are revised from it.

    It says how many issued ones show it otherwise than it reads now. What is compared
    is what a reader sees: the row of the page they were drawn on, of which thousands
    share one, and the marks that an endorsement gave.
    """

    _inherit = "coi.policy"

    count_outdated = fields.Integer(
        "Certificates That Show Other Values",
        compute="_compute_count_outdated",
        help="Issued certificates on which this policy reads differently than it does "
        "now.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): another user's certificates keep the policy just as well.
        masters = trusted(self.env["coi.master"])
        if masters.search_count([("policy_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Certificates show this policy. Archive it instead of deleting it."
                )
            )

    @api.model
    def _get_shown_domain(self, ids):
        """The issued certificates that show one of these policies."""
        return [
            ("master_id.policy_ids", "in", ids),
            ("state", "=", "issued"),
            ("is_kept", "=", True),
        ]

    @api.model
    def _count_shown(self, ids):
        """{id of a policy: how many issued certificates show it}, of those shown."""
        masters = self.env["coi.certificate"]._read_group(
            self._get_shown_domain(ids), ["master_id"], ["__count"]
        )
        shown, wanted = {}, set(ids)
        for master, count in masters:
            for number in wanted.intersection(master.policy_ids.ids):
                shown[number] = shown.get(number, 0) + count
        return shown

    @door
    def action_revise_certificates(self):
        """Button: a new revision of every issued certificate that shows this policy."""
        one(self)
        shown = self.env["coi.certificate"].search(self._get_shown_domain(self.ids))
        if not shown:
            raise UserError(
                self.env._("No issued certificate shows %(policy)s.", policy=self.name)
            )
        return shown.action_revise()

    # ---------------------------------------------------------------- other values

    @api.depends_context("lang")
    def _compute_count_outdated(self):
        for policy in self:
            # While a form edits it, that of the stored one.
            outdated = policy._origin._get_outdated()
            policy.count_outdated = outdated and self._count_certificates(outdated)

    @door
    def action_revise_outdated(self):
        """Button: a new revision of every certificate that shows other values."""
        one(self)
        self.check_access("read")
        ids = self._find_outdated()
        shown = self.env["coi.certificate"].search(
            [("id", "in", ids), *self._get_shown_domain(self.ids)]
        )
        if not shown:
            raise UserError(
                self.env._(
                    "All issued certificates show %(policy)s as it is now.",
                    policy=self.name,
                )
            )
        return shown.action_revise()

    def _find_outdated(self):
        """Ids of the issued certificates that show this policy with other values."""
        outdated = self._get_outdated()
        query = SQL("SELECT c.id FROM coi_certificate c WHERE %s", outdated)
        rows = self.env.execute_query(query) if outdated else []
        return [row_id for [row_id] in rows]

    @api.model
    def _count_certificates(self, condition):
        """In one query, which an index answers: see ``coi.certificate``."""
        [[count]] = self.env.execute_query(self._query_count(condition))
        return count

    @api.model
    def _query_count(self, condition):
        return SQL("SELECT count(*) FROM coi_certificate c WHERE %s", condition)

    def _get_outdated(self):
        """Condition on a certificate ``c``: it shows this policy with other values than
        it has now; None where there can be none.

        First the few pages are compared that certificates were drawn on; those are
        looked for only on pages that read otherwise, and, where an endorsement gives
        less than it did, those with its mark.
        """
        if not self:
            return None
        self.env["coi.certificate"].flush_model(["state", "is_kept", "basis_id"])
        changed, same = self._compare_pages()
        lost = self._get_lost()
        wanted = [SQL("c.master_id = ANY(%s)", changed)] if changed else []
        if same and lost:
            wanted.append(SQL("c.master_id = ANY(%s) AND (%s)", same, lost))
        if not wanted:
            return None
        return SQL("%s AND (%s)", SQL(ISSUED), SQL(" OR ").join(wanted))

    def _compare_pages(self):
        """Ids of the drawn pages on which this policy reads otherwise than it does now,
        and of those on which it does not."""
        read = {}  # what the policy says now, by language
        changed, same = [], []
        for page_id, lang, coverages, insurers in self._read_pages():
            if lang not in read:
                read[lang] = self._get_said_now(lang)
            is_same = self._get_said(coverages, insurers) in (None, read[lang])
            (same if is_same else changed).append(page_id)
        return changed, same

    def _read_pages(self):
        """What the pages say that show this policy, without their pictures."""
        self.env["coi.master"].flush_model(["lang", "snapshot", "policy_ids"])
        shown = self.env["coi.master"]._fields["policy_ids"]
        return self.env.execute_query(
            SQL(
                "SELECT id, lang, snapshot->'coverages', snapshot->'insurers'"
                " FROM coi_master"
                " WHERE id IN (SELECT %(master)s FROM %(relation)s"
                " WHERE %(policy)s = %(id)s)",
                relation=SQL.identifier(shown.relation),
                master=SQL.identifier(shown.column1),
                policy=SQL.identifier(shown.column2),
                id=self.id,
            )
        )

    # -------------------------------------------------------------------- the page

    def _get_said_now(self, lang):
        """What a page drawn now would say, in ``lang``; see ``_get_said``."""
        page = clean(self.env["coi.page"]).with_company(self.company_id)
        page = page.with_context(lang=lang)
        policy = self.with_env(page.env)
        coverage = page._prepare_coverage(policy, "")
        # sudo(): the name is printed whoever looks.
        insurer = trusted(policy.insurer_id)
        named = {"letter": "", "name": insurer.name, "naic": insurer.coi_naic or ""}
        return self._get_said([coverage], [named])

    def _get_said(self, coverages, insurers):
        """What a reader sees of this policy on a page, to be compared; None where it is
        not there.

        Of limits and boxes only what is filled in and ticked: what else the form has
        room for is no matter of the policy.
        """
        key = f"p{self.id}"
        found = [each for each in coverages or () if each["key"] == key]
        if not found:
            return None
        [coverage] = found[:1]
        named = [
            (each["name"], each["naic"])
            for each in insurers or ()
            if each["letter"] == coverage["letter"]
        ]
        texts = ("label", "number", "effective", "expiration", "retroactive")
        return (
            named,
            [coverage.get(name) or "" for name in texts],
            sorted(each["label"] for each in coverage["options"] if each["checked"]),
            coverage["notes"],
            sorted(
                (each["label"], each["value"])
                for each in coverage["limits"]
                if each["value"]
            ),
        )

    # ------------------------------------------------------------------- the marks

    def _get_lost(self):
        """Condition on a certificate ``c``: it has something that an endorsement of
        this policy gave, and none gives its holder any more. None: there is none."""
        self.env["coi.basis"].flush_model(["data", "endorsement_ids"])
        lost = [self._get_lost_grant(key, self.endorsement_ids) for key in ASKED]
        lost = list(filter(None, lost))
        return SQL(" OR ").join(lost) if lost else None

    @api.model
    def _get_lost_grant(self, grant, endorsements):
        """None where one gives it to everybody."""
        giving = endorsements.filtered(lambda each: each._gives(grant))
        if not endorsements or "blanket" in giving.mapped("basis"):
            return None
        holders = chain.from_iterable(read_links(giving, "scheduled_ids").values())
        named = self.env["coi.basis"]._fields["endorsement_ids"]
        return SQL(
            "(c.holder_id != ALL(%(holders)s) AND c.basis_id IN (SELECT b.id"
            " FROM coi_basis b JOIN %(relation)s r ON r.%(basis)s = b.id,"
            " jsonb_array_elements(b.data) each"
            " WHERE r.%(endorsement)s = ANY(%(ids)s) AND each->>'grant' = %(grant)s"
            " AND (each->>'endorsement')::int = ANY(%(ids)s)))",
            holders=list(holders),
            relation=SQL.identifier(named.relation),
            basis=SQL.identifier(named.column1),
            endorsement=SQL.identifier(named.column2),
            ids=endorsements.ids,
            grant=grant,
        )
