import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.coi_bulk import HeldMany2one, is_own
from ..common.filename import clean_filename, cut_bytes
from ..common.grants import MARKED

# What may still change once a certificate is issued; all else is what was sent.
AFTER_ISSUE = {"state", "state_reason", "state_user_id", "state_date"}
# How the values of a certificate begin a mark on a policy; a pattern.
MARK = f'"({"|".join(kind.key for kind in MARKED)}):p'
# Valid certificates with a mark of which it is not stored what it rests on: those of
# an earlier database. An index is made of just these, so that to look costs nothing.
UNNAMED_MARKS = (
    "basis_id IS NULL AND is_kept IS TRUE AND state = 'issued'"
    f" AND values_json ~ '{MARK}'"
)


def join_number(number, revision):
    """Number with its revision, where there is one: "COI-000012-R2"."""
    return f"{number}-R{revision}" if revision else number


def make_filename(number, holder, mark=""):
    """Portable name of a certificate's file: ``<number> <holder>.pdf``.

    :param mark: what must be seen before it is opened: "(canceled)" behind the holder
    """
    name = clean_filename(f"{number} {holder}")
    # File systems count bytes: 255 for a name, here with room for a counter.
    stem = cut_bytes(" ".join(name.split()), 180).rstrip(". ")
    return f"{stem} ({clean_filename(mark)}).pdf" if mark else f"{stem}.pdf"


class CoiCertificate(models.Model):
    """One sent certificate: enough of it to give back its exact bytes for ever.

    Only the engine creates certificates. Users read them; nobody edits or deletes one
    that is kept.
    """

    _name = "coi.certificate"
    _inherit = ["coi.bulk"]
    _description = "Issued Certificate"
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
    line_id = fields.Many2one(
        "coi.batch.line", readonly=True, required=True, index=True, ondelete="restrict"
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
        readonly=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    form_id = fields.Many2one(related="master_id.form_id")
    policy_ids = fields.Many2many(related="master_id.policy_ids")
    basis_id = fields.Many2one(
        "coi.basis",
        string="Based On",
        readonly=True,
        ondelete="restrict",
        help="The endorsements its rights are based on, as they were when it was "
        "issued.",
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
        "In Issued Certificates",
        readonly=True,
        help="False: made for download only, and gone when the download expires.",
    )
    state = fields.Selection(
        [
            ("issued", "Issued"),
            ("superseded", "Superseded"),
            ("cancelled", "Canceled"),
        ],
        default="issued",
        readonly=True,
        required=True,
    )
    state_reason = fields.Char("Reason for Cancellation", readonly=True)
    state_user_id = fields.Many2one("res.users", "Canceled By", readonly=True)
    state_date = fields.Datetime("Canceled On", readonly=True)
    override_reason = fields.Text(
        readonly=True, help="Why a manager had it issued although it was blocked."
    )
    override_user_id = fields.Many2one("res.users", "Overridden By", readonly=True)
    override_findings = fields.Text("Overridden", readonly=True)
    supersedes_id = fields.Many2one(
        "coi.certificate", readonly=True, index="btree_not_null"
    )
    renews_id = fields.Many2one(
        "coi.certificate",
        readonly=True,
        index="btree_not_null",
        help="The holder's last certificate, of which this one shows a later term.",
    )
    superseded_by_id = fields.Many2one(
        "coi.certificate", compute="_compute_superseded_by_id"
    )
    holder_block = fields.Text("Holder as Printed", compute="_compute_holder_block")

    _number_once = models.UniqueIndex("(company_id, number, revision)")
    _line_once = models.UniqueIndex("(line_id)")
    _issued_once = models.UniqueIndex(
        "(identity) WHERE is_kept IS TRUE AND state = 'issued'",
        "Certificates for one of these holders were issued by someone else at the "
        "same moment. Look at Issued Certificates before you generate again.",
    )
    # Few rows at any time: what was made for download only, until it expires.
    _not_kept = models.Index("(batch_id) WHERE is_kept IS NOT TRUE")
    _by_insured = models.Index("(insured_id, id)")
    # Asked before an endorsement is deleted: does a valid one rest on it?
    _by_basis = models.Index("(basis_id, state) WHERE basis_id IS NOT NULL")
    # Counted by page whenever a policy is opened: which say something else than it?
    _issued_by_page = models.Index(
        "(master_id, basis_id, holder_id) WHERE state = 'issued' AND is_kept IS TRUE"
    )
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
        mark = self._get_state_marks().get(self.state, "")
        return make_filename(self._get_full_number(), self.holder_name, mark)

    @api.model
    def _get_state_marks(self):
        """By state what is said of a certificate that is not valid any more."""
        return {
            "superseded": self.env._("superseded"),
            "cancelled": self.env._("canceled"),
        }

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
                    "An issued certificate cannot be changed. Issue a new revision "
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
                self.env._("An issued certificate cannot be deleted: it is a record.")
            )
