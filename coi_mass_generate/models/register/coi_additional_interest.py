from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import sql

from ..common.door import door, one, trusted
from ..common.grants import GRANTS


class CoiAdditionalInterest(models.Model):
    """A holder of certificates of one insured, and what interest it has, if any."""

    _name = "coi.additional.interest"
    _description = "Additional Interest"
    _order = "insured_id, holder_name, id"
    _rec_names_search = ["holder_id", "insured_id", "project"]
    _check_company_auto = True

    insured_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    holder_id = fields.Many2one(
        "res.partner",
        string="Certificate Holder",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    holder_name = fields.Char(
        "Name",
        compute="_compute_holder_name",
        store=True,
        help="For a contact that moved to another company, the name it had until then.",
    )
    locality = fields.Char("City", compute="_compute_locality")
    type_ids = fields.Many2many(
        "coi.interest.type",
        string="Interest Type",
        ondelete="restrict",
        help="What is said of the holder besides its marks; empty, and nothing marked: "
        "certificate holder only, with no interest in any policy.",
    )
    series_ids = fields.Many2many(
        "coi.policy.series",
        string="Policies Shown",
        ondelete="restrict",
        domain="[('insured_id', '=', insured_id), ('company_id', '=', company_id)]",
        help="Empty: all policies that are in force on the issue date.",
    )
    ai_line_ids = fields.Many2many(
        "coi.coverage.line",
        "coi_additional_interest_ai_rel",
        "interest_id",
        "line_id",
        string="Additional Insured On",
        ondelete="restrict",
        # As text: what screens offer. A list would hide what is stored as well.
        domain=str([("row", "not in", GRANTS["ai"].not_on)]),
    )
    waiver_line_ids = fields.Many2many(
        "coi.coverage.line",
        "coi_additional_interest_waiver_rel",
        "interest_id",
        "line_id",
        string="Waiver of Subrogation On",
        ondelete="restrict",
    )
    pnc_line_ids = fields.Many2many(
        "coi.coverage.line",
        "coi_additional_interest_pnc_rel",
        "interest_id",
        "line_id",
        string="Primary & Non-contributory On",
        ondelete="restrict",
    )
    description = fields.Text("Description of Operations")
    description_mode = fields.Selection(
        [
            ("append", "Added to the insured's text"),
            ("replace", "Instead of the insured's text"),
        ],
        required=True,
        default="append",
    )
    project = fields.Char()
    project_state_id = fields.Many2one(
        "res.country.state", help="Where the work is done: some states have rules."
    )
    loan_number = fields.Char()
    attention = fields.Char()
    isaoa = fields.Boolean(
        "ISAOA",
        help='Print "ISAOA", its successors and/or assigns, after the holder\'s name.',
    )
    atima = fields.Boolean(
        "ATIMA",
        compute="_compute_atima",
        precompute=True,
        store=True,
        readonly=False,
        copy=True,
        help='Print "ATIMA", as their interests may appear, after the holder\'s name.',
    )
    valid_until = fields.Date(help="The last day this interest exists.")

    _holder_once = models.UniqueIndex(
        "(company_id, insured_id, holder_id, COALESCE(project, '')) WHERE active",
        "This holder is already in the insured's list. To list it twice, give each "
        "its own project.",
    )
    _holder_is_another = models.Constraint(
        "CHECK (insured_id != holder_id)",
        "The insured cannot be the holder of its own certificate.",
    )

    def _auto_init(self):
        """Give the interests of earlier databases both, as they are printed.

        In the database: computed by Odoo, each would be marked as changed by the
        update, and no import of before could be undone.
        """
        columns = sql.table_columns(self.env.cr, self._table)
        if "isaoa" in columns and "atima" not in columns:
            sql.create_column(self.env.cr, self._table, "atima", "bool")
            self.env.cr.execute(
                "UPDATE coi_additional_interest SET atima = TRUE WHERE isaoa"
            )
        return super()._auto_init()

    def _compute_atima(self):
        """Of an interest that does not say: those of programs that know but the one
        tick, for which both were printed."""
        for interest in self:
            interest.atima = interest.isaoa

    @api.depends("holder_id.name", "holder_id.company_id", "company_id")
    def _compute_holder_name(self):
        for interest in self:
            company = interest.holder_id.company_id
            # sudo(): above which companies ours stands is compared, and told to nobody.
            is_ours = not company or company in interest.company_id.sudo().parent_ids
            known = interest.holder_name
            # Who is asked for in a form, only, is not told: nobody has checked.
            may_know = is_ours or interest.id and not known
            interest.holder_name = interest.holder_id.name if may_know else known

    @api.depends("holder_name", "insured_id.name", "project")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Odoo asks as superuser for the name of a record another one links to.
        seen = self.insured_id.sudo(False)._filtered_access("read")
        for interest in self:
            insured = interest.insured_id & seen
            parts = (interest.holder_name, interest.project, insured.name)
            interest.display_name = " – ".join(part for part in parts if part)

    @api.depends(
        "holder_id.city", "holder_id.state_id.code", "holder_id.country_id.code"
    )
    def _compute_locality(self):
        seen = self.holder_id._filtered_access("read")
        for interest in self:
            holder = interest.holder_id & seen
            region = holder.state_id.code or holder.country_id.code
            interest.locality = ", ".join(
                part for part in (holder.city, region) if part
            )

    @api.model_create_multi
    def create(self, vals_list):
        # A holder taken out and added again in one go: the archived row must be
        # written as such before the database compares the new one with it.
        self.flush_model()
        interests = super().create(vals_list)
        interests._mark_contacts()
        interests._check_series()
        return interests

    def write(self, vals):
        result = super().write(vals)
        if {"insured_id", "holder_id"} & set(vals):
            self._mark_contacts()
        if {"insured_id", "company_id", "series_ids"} & set(vals):
            self._check_series()
        return result

    def _check_series(self):
        """Of another insured's policies none could be shown, and nobody knew why."""
        # sudo(): whose policies they are is only compared.
        for interest in trusted(self):
            owner = interest.company_id.id, interest.insured_id.id
            if any(series._get_owner() != owner for series in interest.series_ids):
                raise UserError(
                    self.env._(
                        "%(holder)s is shown a policy that is not one of %(insured)s. "
                        "Choose others under Policies Shown, or none to show all.",
                        holder=interest.holder_name,
                        insured=interest.insured_id.name,
                    )
                )

    def _mark_contacts(self):
        (self.insured_id | self.holder_id)._coi_check_seen()
        self.insured_id._coi_mark("coi_is_insured")
        self.holder_id._coi_mark("coi_is_holder")

    def unlink(self):
        """Delete what was never used; archive what a certificate or batch names.

        A certificate's history must keep its interest, and the person who clicks
        the bin in the insured's list only wants it out of the list.
        """
        used = self._filter_used()
        used.action_archive()
        return super(CoiAdditionalInterest, self - used).unlink()

    def _filter_used(self):
        """Those that something names, for which they must be kept."""
        used = {
            interest_id
            for model in self._get_users()
            for interest_id in self._get_used_ids(model)
        }
        return self.filtered(lambda interest: interest.id in used)

    @api.model
    def _get_users(self):
        """Models whose ``interest_id`` keeps an interest; a hook of later wings."""
        return []

    def _get_used_ids(self, model):
        # sudo(): another user's certificate keeps the interest just as well.
        groups = trusted(self.env[model])._read_group(
            [("interest_id", "in", self.ids)], ["interest_id"]
        )
        return [interest.id for [interest] in groups]

    @door
    def action_generate(self):
        """Mass action on a list of interests: certificates of just these."""
        return self.env["coi.generate"]._open_for_interests(self)

    @door
    def action_open(self):
        """Button of the tab's rows: all fields of this interest."""
        one(self)
        # What it is called is told only to who may read it.
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
