import json
from collections import defaultdict
from hashlib import sha256
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, osutil
from odoo.tools.misc import split_every

from ..common.argument import is_blank
from ..common.coi_bulk import HeldMany2one, is_own
from ..common.door import door, one, trusted
from ..common.grants import MARKED
from ..common.json_text import dump, encode

# What may still change once a certificate is issued; all else is what was sent.
AFTER_ISSUE = {"state", "state_reason", "state_user_id", "state_date"}
# What is shown of a sent certificate, and never changes.
GUARDED = (
    "number", "revision", "company_id", "insured_name", "insured_origin",
    "holder_name", "holder_origin", "batch_id", "user_id", "issue_date", "is_kept",
    "description", "values_json", "page_count", "sha256", "content_hash",
    "override_reason", "override_user_id", "override_findings", "basis_id",
)  # fmt: skip
# Whom it refers to, and as whom it was issued.
ORIGINS = (("holder_id", "holder_origin"), ("insured_id", "insured_origin"))
# How the values of a certificate begin a mark on a policy; a pattern.
MARK = f'"({"|".join(kind.key for kind in MARKED)}):p'
# Valid certificates with a mark of which it is not stored what it rests on: those of
# an earlier database. An index is made of just these, so that to look costs nothing.
UNNAMED_MARKS = (
    "basis_id IS NULL AND is_kept IS TRUE AND state = 'issued'"
    f" AND values_json ~ '{MARK}'"
)
# Certificates of an earlier database that get their hash at once.
GUARD_AT_ONCE = 5000
# What differs between two certificates that say the same.
NOT_CONTENT = ("date", "number", "revision")


def join_number(number, revision):
    """Number with its revision, where there is one: "COI-000012-R2"."""
    return f"{number}-R{revision}" if revision else number


def make_filename(number, holder):
    """Portable name of a certificate's file: ``<number> <holder>.pdf``."""
    name = osutil.clean_filename(f"{number} {holder}")
    # File systems count bytes: 255 for a name, here with room for a counter.
    stem = " ".join(name.split()).encode()[:180].decode(errors="ignore")
    return f"{stem.rstrip('. ')}.pdf"


class CoiCertificate(models.Model):
    """One sent certificate: enough of it to give back its exact bytes for ever.

    Only the engine creates certificates. Users read them; nobody edits or deletes one
    that is kept.
    """

    _name = "coi.certificate"
    _inherit = ["coi.bulk"]
    _description = "Sent Certificate"
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "holder_name", "insured_id"]

    number = fields.Char(required=True, readonly=True)
    revision = fields.Integer(readonly=True, aggregator=None)
    # What its line and its batch refer to as well is held there: see _get_held().
    create_uid = HeldMany2one("res.users", string="Created by", readonly=True)
    company_id = HeldMany2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    insured_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="restrict"
    )
    holder_id = fields.Many2one(
        "res.partner",
        string="Certificate Holder",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    holder_name = fields.Char(readonly=True)
    insured_name = fields.Char(
        "Insured as Issued", readonly=True, help="Whatever the contact is called since."
    )
    # Ids as numbers: a merge of contacts changes every reference, but not these.
    holder_origin = fields.Integer(
        readonly=True, aggregator=None, help="Id of the holder it was issued to."
    )
    insured_origin = fields.Integer(
        readonly=True, aggregator=None, help="Id of the insured it was issued for."
    )
    interest_id = HeldMany2one(
        "coi.additional.interest", readonly=True, index=True, ondelete="restrict"
    )
    # Its index is _line_once.
    line_id = fields.Many2one(
        "coi.batch.line", readonly=True, required=True, ondelete="restrict"
    )
    batch_id = HeldMany2one(
        "coi.batch", readonly=True, required=True, index=True, ondelete="restrict"
    )
    user_id = HeldMany2one(
        "res.users", string="Issued By", readonly=True, required=True
    )
    issue_date = fields.Date(readonly=True, required=True)
    description = fields.Text("Description of Operations", readonly=True)
    master_id = fields.Many2one(
        "coi.master",
        string="Master",
        readonly=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    form_id = fields.Many2one(related="master_id.form_id")
    policy_ids = fields.Many2many(related="master_id.policy_ids")
    basis_id = fields.Many2one(
        "coi.basis",
        string="Rests On",
        readonly=True,
        ondelete="restrict",
        help="The endorsements its marks stand on, as they were when it was issued.",
    )
    basis_summary = fields.Text(related="basis_id.summary", string="Endorsements")
    # JSON as text: a Json field copies its value again on every access, which is most
    # of the time a large batch takes.
    values_json = fields.Text(
        "Printed Values",
        readonly=True,
        required=True,
        help="The holder's texts by place on the page, as printed (JSON).",
    )
    stamp_json = fields.Text(
        "Stamp",
        readonly=True,
        required=True,
        help="Title, and the texts as they were fitted: size and lines of each place "
        "(JSON).",
    )
    page_count = fields.Integer(readonly=True, aggregator=None)
    document = fields.Binary(
        attachment=True,
        readonly=True,
        help="The file itself, where it was drawn whole instead of stamped.",
    )
    sha256 = fields.Char("SHA-256", readonly=True, required=True)
    record_sha256 = fields.Char(
        "SHA-256 of the Record",
        readonly=True,
        help="Hash of what is stored and shown of this certificate besides its file.",
    )
    is_damaged = fields.Boolean(compute="_compute_is_damaged")
    content_hash = fields.Char(
        readonly=True,
        help="Hash of what the holder sees, without date, number and revision.",
    )
    identity = fields.Char(
        readonly=True,
        required=True,
        help="Company, insured, holder, project, form and policies: certificates "
        "that share it are revisions of one another.",
    )
    is_kept = fields.Boolean(
        "In Sent Certificates",
        readonly=True,
        help="False: made for download only, and gone when the download expires.",
    )
    state = fields.Selection(
        [
            ("issued", "Issued"),
            ("superseded", "Superseded"),
            ("cancelled", "Cancelled"),
        ],
        default="issued",
        readonly=True,
        required=True,
    )
    state_reason = fields.Char("Cancelled Because", readonly=True)
    state_user_id = fields.Many2one("res.users", "Cancelled By", readonly=True)
    state_date = fields.Datetime("Cancelled On", readonly=True)
    override_reason = fields.Text(
        readonly=True, help="Why a manager had it printed although it was blocked."
    )
    override_user_id = fields.Many2one("res.users", "Overridden By", readonly=True)
    override_findings = fields.Text("Overridden", readonly=True)
    supersedes_id = fields.Many2one(
        "coi.certificate", readonly=True, index="btree_not_null"
    )
    superseded_by_id = fields.Many2one(
        "coi.certificate", compute="_compute_superseded_by_id"
    )
    holder_block = fields.Text("Holder as Printed", compute="_compute_holder_block")

    _number_once = models.UniqueIndex("(company_id, number, revision)")
    _line_once = models.UniqueIndex("(line_id)")
    _issued_once = models.UniqueIndex(
        "(identity) WHERE is_kept IS TRUE AND state = 'issued'",
        "Certificates for one of these holders were issued by somebody else at the "
        "same moment. Look at Sent Certificates before you generate again.",
    )
    # Few rows at any time: what was made for download only, until it expires.
    _not_kept = models.Index("(batch_id) WHERE is_kept IS NOT TRUE")
    _by_insured = models.Index("(insured_id, id)")
    # Asked before an endorsement is deleted: does a valid one rest on it?
    _by_basis = models.Index("(basis_id, state) WHERE basis_id IS NOT NULL")
    _with_unnamed_marks = models.Index(f"(master_id) WHERE {UNNAMED_MARKS}")

    @api.depends("number", "revision")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = certificate._get_full_number()

    @api.depends("values_json")
    def _compute_holder_block(self):
        for certificate in self:
            certificate.holder_block = certificate._get_values().get("holder")

    def _is_made_for(self, company, insured, holder):
        """Whether it is a certificate of just these: a number never names others."""
        # sudo(): only ids are compared.
        own = self.sudo()
        named = (own.company_id.id, own.insured_id.id, own.holder_id.id)
        return named == (company.id, insured.id, holder.id)

    def _filter_listed(self):
        """Those whose interest is still listed, for the same insured and holder."""
        self.check_access("read")
        return self.filtered(lambda each: each._is_listed())

    def _is_listed(self):
        # sudo(): where the interest belongs now is compared, and told to nobody.
        interest = self.sudo().interest_id
        return interest.active and self._is_made_for(
            interest.company_id, interest.insured_id, interest.holder_id
        )

    def _get_values(self):
        """The holder's texts by slot name, as printed."""
        return json.loads(self.values_json or "{}")

    def _get_stamp(self):
        """(title, fitted pages): what the file is stamped from."""
        stamp = json.loads(self.stamp_json)
        return stamp["title"], stamp["pages"]

    def _compute_is_damaged(self):
        damaged = self._find_damaged()
        for certificate in self:
            certificate.is_damaged = certificate.id in damaged

    def _compute_superseded_by_id(self):
        successors = self.search([("supersedes_id", "in", self.ids)])
        by_old = {successor.supersedes_id: successor for successor in successors}
        for certificate in self:
            certificate.superseded_by_id = by_old.get(certificate)

    def _get_full_number(self):
        """Number with its revision, where there is one: "COI-000012-R2"."""
        return join_number(self.number or "", self.revision)

    def _get_document_values(self):
        """What the report's template shows this certificate from."""
        self.ensure_one()
        master, (_title, pages) = self.master_id, self._get_stamp()
        head = master._get_engine_head()
        return master.form_id._prepare_document(head, master.snapshot, pages)

    def _get_filename(self):
        """Portable name of the single file."""
        return make_filename(self._get_full_number(), self.holder_name)

    @api.model
    def _get_static_hash(self, static):
        """SHA-256 over what all holders of a variant see (``coi.page``)."""
        return sha256(encode(static).encode()).hexdigest()

    @api.model
    def _get_content_hash(self, static_hash, values):
        """SHA-256 over what the holder sees, apart from date, number and revision."""
        seen = {name: text for name, text in values.items() if name not in NOT_CONTENT}
        return sha256(encode([static_hash, seen]).encode()).hexdigest()

    # --------------------------------------------------------- what is under a hash

    @api.model
    def _get_record_hash(self, vals, form_id, policy_ids):
        """SHA-256 over what is stored and shown of a certificate, as it was issued.

        :param vals: values by name of column
        :param form_id: id of its form
        :param policy_ids: ids of the policies it shows
        """
        # Where there is nothing, nothing is said: a column that comes later leaves the
        # hashes of those that were issued before it as they are.
        parts = [f"{name}={value}" for name in GUARDED if (value := vals[name])]
        return sha256(dump([*parts, form_id, sorted(policy_ids)]).encode()).hexdigest()

    def _find_damaged(self):
        """Ids of those that are not stored any more as they were issued."""
        damaged, moved, resting = set(), [], defaultdict(set)
        for vals, record_hash in self._iter_record_hashes():
            if vals["record_sha256"] != record_hash:
                damaged.add(vals["id"])
            if any(vals[now] != vals[then] for now, then in ORIGINS):
                moved.append(vals["id"])
            resting[vals["basis_id"]].add(vals["id"])
        # Thousands share what they rest on: each is looked at once.
        for basis_id in self.env["coi.basis"].browse(filter(None, resting))._find_odd():
            damaged |= resting[basis_id]
        return damaged | self.browse(moved)._find_given_away()

    def _iter_record_hashes(self):
        """(stored values, the hash they have now) of each, in a few queries."""
        self.flush_model()
        own = [name for name, _origin in ORIGINS]
        columns = ["id", "master_id", "record_sha256", *own, *GUARDED]
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM coi_certificate WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, columns)),
                list(self.ids),
            )
        )
        masters = self._read_masters({master_id for _id, master_id, *_rest in rows})
        for row in rows:
            vals = dict(zip(columns, row, strict=True))
            yield vals, self._get_record_hash(vals, *masters[vals["master_id"]])

    @api.model
    def _read_masters(self, master_ids):
        """``{master id: (form id, policy ids)}``, archived ones and all."""
        shown = self.env["coi.master"]._fields["policy_ids"]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, form_id, ARRAY(SELECT %s FROM %s WHERE %s = coi_master.id)"
                " FROM coi_master WHERE id = ANY(%s)",
                SQL.identifier(shown.column2),
                SQL.identifier(shown.relation),
                SQL.identifier(shown.column1),
                list(master_ids),
            )
        )
        return {master_id: (form_id, policies) for master_id, form_id, policies in rows}

    def _find_given_away(self):
        """Ids of those that refer to another contact than they were issued with,
        though that one was not merged into it: it is still there."""
        if not self:
            return set()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM coi_certificate c WHERE id = ANY(%s) AND"
                " (holder_id != holder_origin OR insured_id != insured_origin) AND"
                " EXISTS (SELECT FROM res_partner p WHERE p.id = holder_origin AND"
                " p.id != holder_id OR p.id = insured_origin AND p.id != insured_id)",
                list(self.ids),
            )
        )
        return {row_id for [row_id] in rows}

    def _check_intact(self):
        """Refuse to hand out what is not stored any more as it was issued."""
        damaged = self.browse(self._find_damaged())
        if damaged:
            raise UserError(
                self.env._(
                    "The stored data of certificate %(number)s was changed: it no "
                    "longer says what was issued. Nothing was downloaded. Restore it "
                    "from a backup.",
                    number=", ".join(each._get_full_number() for each in damaged[:10]),
                )
            )

    @api.private
    def init(self):
        """Give certificates of earlier databases what new ones are stored with."""
        unguarded = self.env.execute_query(
            SQL("SELECT id FROM coi_certificate WHERE record_sha256 IS NULL")
        )
        ids = [row_id for [row_id] in unguarded]
        for some in split_every(GUARD_AT_ONCE, ids):
            # trusted(): Odoo itself asks, as it updates the addon.
            trusted(self.browse(some))._guard_issued()
        return super().init()

    def _guard_issued(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT c.id, c.holder_id, c.insured_id,"
                " COALESCE(h.snapshot->'insured'->>'name', p.name)"
                " FROM coi_certificate c JOIN coi_master h ON h.id = c.master_id"
                " JOIN res_partner p ON p.id = c.insured_id WHERE c.id = ANY(%s)",
                list(self.ids),
            )
        )
        names = ("holder_origin", "insured_origin", "insured_name")
        self.browse(row[0] for row in rows)._write_bulk(
            {}, [dict(zip(names, row[1:], strict=True)) for row in rows]
        )
        hashes = {
            vals["id"]: record_hash for vals, record_hash in self._iter_record_hashes()
        }
        self.browse(hashes)._write_bulk(
            {}, [{"record_sha256": record_hash} for record_hash in hashes.values()]
        )

    @api.model
    def _get_identity(
        self, company_id, insured_id, holder_id, project, form_id, policy_ids
    ):
        """What certificates share that are revisions of one another.

        :param form_id: id of the form's first edition (``coi.form._get_root``)
        """
        policies = sorted(policy_ids)
        parts = company_id, insured_id, holder_id, project or "", form_id, policies
        return sha256(repr(parts).encode()).hexdigest()

    @api.model
    def _find_same(self, interest_ids, content_hashes):
        """Issued certificates by (interest id, content hash)."""
        sent = self.search_fetch(
            [
                ("content_hash", "in", content_hashes),
                ("interest_id", "in", interest_ids),
                ("state", "=", "issued"),
                ("is_kept", "=", True),
            ],
            ["interest_id", "content_hash", "number", "revision", "issue_date"],
            order="id",
        )
        return {(each.interest_id.id, each.content_hash): each for each in sent}

    def write(self, vals):
        if not (set(vals) <= AFTER_ISSUE or is_own(self)):
            raise UserError(
                self.env._(
                    "A sent certificate cannot be changed. Issue a new revision "
                    "instead."
                )
            )
        return super().write(vals)

    @api.model
    def _get_held(self, lines):
        """The certificates of ``lines``, which were just stored, in their order.

        Their line and its batch hold the records both refer to (``HeldMany2one``).

        :param lines: ``coi.batch.line`` records
        :raises ValueError: where a line has no certificate, or one that says something
            else than it
        """
        self.flush_model()
        lines.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT c.id, l.id, (c.batch_id, c.company_id, c.user_id,"
                " c.interest_id) IS DISTINCT FROM (l.batch_id, b.company_id,"
                " b.user_id, l.interest_id)"
                " FROM coi_batch_line l JOIN coi_batch b ON b.id = l.batch_id"
                " LEFT JOIN coi_certificate c ON c.line_id = l.id"
                " WHERE l.id = ANY(%s) ORDER BY l.id",
                lines.ids,
            )
        )
        for _certificate_id, line_id, is_odd in rows:
            if is_odd:
                raise ValueError(f"Line {line_id} has no certificate of its own")
        return self.browse(certificate_id for certificate_id, *_rest in rows)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if any(self.mapped("is_kept")):
            raise UserError(
                self.env._("A sent certificate cannot be deleted: it is a record.")
            )

    @api.model
    def _check_partners_free(self, partners):
        """Refuse, in the user's words, to delete contacts that certificates name."""
        named = trusted(self).search_count(
            [
                "|",
                ("holder_id", "in", partners.ids),
                ("insured_id", "in", partners.ids),
            ],
            limit=1,
        )
        if named:
            raise UserError(
                self.env._(
                    "Certificates were sent to or for this contact. Archive it "
                    "instead of deleting it."
                )
            )

    @api.model
    def _follow_merge(self, partners, survivor):
        """Let valid certificates of contacts that become one be revised as one's.

        Whose certificate was issued last is the valid one; what was printed stays.

        :param partners: the contacts that are merged, ``survivor`` among them
        """
        # sudo(): the wizard has checked that the user may merge them.
        issued = trusted(self).search(
            [
                ("is_kept", "=", True),
                ("state", "=", "issued"),
                "|",
                ("holder_id", "in", partners.ids),
                ("insured_id", "in", partners.ids),
            ],
            order="id",
        )
        identities = issued._get_merged_identities(partners, survivor)
        for twins in issued.grouped(identities.get).values():
            for old, new in pairwise(twins):
                new._supersede_twin(old)
        valid = issued.filtered(lambda each: each.state == "issued")
        valid._write_bulk({}, [{"identity": identities[each]} for each in valid])

    def _get_merged_identities(self, partners, survivor):
        """The identity each of these will have; its own where it does not depend on
        what its records say now: the project was changed since, say."""
        identities = {}
        for each in self:
            ids = each.insured_id.id, each.holder_id.id
            merged = (survivor.id if id_ in partners.ids else id_ for id_ in ids)
            rest = (
                each.interest_id.project,
                each.master_id.form_id._get_root().id,
                each.master_id.policy_ids.ids,
            )
            known = self._get_identity(each.company_id.id, *ids, *rest)
            identities[each] = (
                self._get_identity(each.company_id.id, *merged, *rest)
                if known == each.identity
                else each.identity
            )
        return identities

    def _supersede_twin(self, old):
        """Set ``old`` before the first revision of this one's number."""
        first = self
        while first.supersedes_id:
            first = first.supersedes_id
        old.write({"state": "superseded"})
        first._write_bulk({"supersedes_id": old.id})

    @door
    def action_open_pdf(self):
        """Button: show the PDF exactly as it was issued."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/certificate/{self.id}/pdf",
            "target": "new",
        }

    @door
    def action_download_pdf(self):
        """Button: save the PDF exactly as it was issued."""
        one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/coi/certificate/{self.id}/pdf?download=1",
            "target": "self",
        }

    @door
    def action_revise(self):
        """Button and mass action: new revisions that supersede these certificates."""
        return self.env["coi.generate"]._open_for_revision(self)

    @door
    def action_cancel(self):
        """Button and mass action: ask for the reason, then cancel."""
        self._check_can_cancel()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel Certificates"),
            "res_model": "coi.certificate.cancel",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_certificate_ids": self.ids},
        }

    def _check_can_cancel(self):
        self.check_access("read")
        if not self.env.user.has_group("coi_mass_generate.group_user"):
            raise AccessError(
                self.env._(
                    "You may not cancel certificates. Ask your administrator for the "
                    "right Certificates / User."
                )
            )
        if not self:
            raise UserError(
                self.env._("No certificate is selected: choose those to cancel.")
            )
        over = self.filtered(lambda each: each.state != "issued" or not each.is_kept)
        if over:
            raise UserError(
                self.env._(
                    "Only an issued certificate can be cancelled. These are not: "
                    "%(numbers)s.",
                    numbers=", ".join(over.mapped("display_name")),
                )
            )

    def _cancel(self, reason):
        """Mark these certificates as no longer valid; what was sent is kept."""
        self._check_can_cancel()
        if is_blank(reason or ""):
            raise UserError(self.env._("Give a reason: it is kept on the certificate."))
        # sudo(): users only read certificates; the right and the state were checked.
        trusted(self).write(
            {
                "state": "cancelled",
                "state_reason": reason.strip(),
                "state_user_id": self.env.uid,
                "state_date": fields.Datetime.now(),
            }
        )

    @door
    def action_generate_again(self):
        """Mass action on historical holders: certificates anew, from today's data."""
        return self.env["coi.generate"]._open_for_certificates(self)
