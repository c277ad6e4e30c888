from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models

from ..common.columns import read_rows
from ..common.door import trusted
from ..common.links import read_links

# Coverage lines (the data's own keys, and rows of the page) that insure no property a
# lender could have a stake in. A line of the agency's own is taken to insure some.
NO_PROPERTY = frozenset(
    ("general_liability", "umbrella", "workers_comp", "professional", "pollution")
) | {"cyber"}
# Types of interests whose holders a policy itself gives notice, with the lines on which
# it gives them none.
OWED_TYPES = {
    "mortgagee": NO_PROPERTY | {"auto"},
    "lenders_loss_payable": NO_PROPERTY,
    "loss_payee": NO_PROPERTY,
}


@dataclass(slots=True)
class Concern:
    """One holder and one policy.

    :param papers: ids of the issued certificates that show it to the holder
    :param interests: ids of the interests it is about
    :param reasons: why notice is owed, in words; none: it would be a courtesy
    """

    holder_id: int
    policy_id: int
    papers: list = field(default_factory=list)
    interests: list = field(default_factory=list)
    reasons: list = field(default_factory=list)


class CoiNoticeSet(models.AbstractModel):
    """Whom the end of a policy concerns, and to whom notice of it is owed.

    Owed is what the policy itself says: by an endorsement that grants notice, or by
    the interest of a mortgagee or loss payee. A certificate alone gives no such right.
    A constant number of queries, and nothing is stored.
    """

    _name = "coi.notice.set"
    _description = "Holders a Notice Concerns"

    @api.model
    def _find(self, policies):
        """List of ``Concern``, by holder.

        :param policies: of one insured, which the user may read
        """
        found = {}
        self._add_shown(policies, found)
        self._add_scheduled(policies, found)
        self._add_typed(policies, found)
        self._add_blanket(policies, found)
        return sorted(found.values(), key=lambda each: (each.holder_id, each.policy_id))

    @api.model
    def _get(self, found, holder_id, policy_id):
        key = holder_id, policy_id
        return found.setdefault(key, Concern(*key))

    @api.model
    def _add_shown(self, policies, found):
        """Whoever has an issued certificate that shows it."""
        shown = policies._get_shown_domain(policies.ids)
        papers = self.env["coi.certificate"].search(shown, order="id")
        rows = read_rows(papers, ("id", "holder_id", "interest_id", "master_id"))
        pages = read_links(papers.master_id, "policy_ids") if papers else {}
        wanted = set(policies.ids)
        for row in rows:
            for policy_id in wanted.intersection(pages[row.master_id]):
                each = self._get(found, row.holder_id, policy_id)
                each.papers.append(row.id)
                if row.interest_id and row.interest_id not in each.interests:
                    each.interests.append(row.interest_id)

    @api.model
    def _get_notices(self, policies):
        """The endorsements that give notice, and are confirmed."""
        return policies.endorsement_ids.filtered(lambda each: each._gives("notice"))

    @api.model
    def _add_scheduled(self, policies, found):
        """Whoever a schedule names, with a certificate or without."""
        named = self._get_notices(policies).filtered(
            lambda each: each.basis == "scheduled"
        )
        for number, holder_ids in read_links(named, "scheduled_ids").items():
            each = named.browse(number)
            for holder_id in holder_ids:
                concern = self._get(found, holder_id, each.policy_id.id)
                concern.reasons.append(
                    self.env._("Scheduled: %(form)s", form=each.display_name)
                )

    @api.model
    def _add_blanket(self, policies, found):
        """An endorsement for everybody reaches whoever is concerned at all."""
        given = self._get_notices(policies).filtered(
            lambda each: each.basis == "blanket"
        )
        by_policy = given.grouped("policy_id")
        said = {
            policy.id: [
                self.env._("Blanket: %(form)s", form=each.display_name) for each in some
            ]
            for policy, some in by_policy.items()
        }
        for concern in found.values():
            concern.reasons += said.get(concern.policy_id, [])

    @api.model
    def _add_typed(self, policies, found):
        """Mortgagees and loss payees, on what insures property."""
        interests = self.env["coi.additional.interest"].search(
            [
                ("insured_id", "in", policies.insured_id.ids),
                ("company_id", "in", policies.company_id.ids),
                ("type_ids.key", "in", list(OWED_TYPES)),
            ],
            order="id",
        )
        interests = interests.filtered(self._is_there)
        names = self._read_types(interests)
        tied = read_links(interests, "series_ids") if interests else {}
        for row in read_rows(interests, ("id", "holder_id")):
            for policy in policies:
                own = [
                    name
                    for key, name in names[row.id].items()
                    if self._has_stake(key, policy.coverage_id)
                ]
                is_tied = not tied[row.id] or policy.series_id.id in tied[row.id]
                if own and is_tied:
                    concern = self._get(found, row.holder_id, policy.id)
                    if row.id not in concern.interests:
                        concern.interests.append(row.id)
                    concern.reasons += own

    @api.model
    def _has_stake(self, key, line):
        return not OWED_TYPES[key].intersection((line.key, line.row))

    @api.model
    def _is_there(self, interest):
        end = interest.valid_until
        return not end or end >= self.env["coi.policy"]._get_today()

    @api.model
    def _read_types(self, interests):
        """``{id of an interest: {key: name}}`` of its types that have notice."""
        # sudo(): names of types that all may read, archived ones, too.
        types = trusted(self.env["coi.interest.type"]).with_context(active_test=False)
        types = types.search([("key", "in", list(OWED_TYPES))])
        names = {each.id: (each.key, each.with_env(self.env).name) for each in types}
        links = read_links(interests, "type_ids") if interests else {}
        found = defaultdict(dict)
        for number, type_ids in links.items():
            found[number] = dict(names[each] for each in type_ids if each in names)
        return found
