from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import clean, door, one, trusted

FITS = [
    ("fits", "Fits its box"),
    ("smaller", "Fits in smaller type"),
    ("continuation", "Goes to a continuation page"),
]


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
        help="Of a contact that moved to another company, the name it had until then.",
    )
    place = fields.Char("City", compute="_compute_place")
    type_ids = fields.Many2many(
        "coi.interest.type",
        string="Interest",
        ondelete="restrict",
        help="Empty: certificate holder only, with no interest in any policy.",
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
        domain=[("row", "!=", "workers_comp")],
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
        "ISAOA / ATIMA",
        help='Print "its successors and/or assigns, as their interests may appear" '
        "after the holder's name.",
    )
    valid_until = fields.Date(help="The last day on which this interest exists.")
    certificate_ids = fields.One2many("coi.certificate", "interest_id", readonly=True)
    verdict = fields.Selection(
        [("ready", "Ready"), ("warning", "Warning"), ("blocked", "Blocked")],
        compute="_compute_outlook",
        search="_search_verdict",
        help="Whether a certificate issued today would be right.",
    )
    verdict_text = fields.Text("Reasons", compute="_compute_outlook")
    description_preview = fields.Text("As Printed Today", compute="_compute_outlook")
    description_fit = fields.Selection(FITS, compute="_compute_outlook")
    holder_fit = fields.Selection(
        FITS, string="Name and Address", compute="_compute_outlook"
    )

    _holder_once = models.UniqueIndex(
        "(company_id, insured_id, holder_id, COALESCE(project, '')) WHERE active",
        "This holder is already in the insured's list. To list it twice, give each "
        "its own project.",
    )
    _holder_is_another = models.Constraint(
        "CHECK (insured_id != holder_id)",
        "The insured cannot be the holder of its own certificate.",
    )

    @api.depends("holder_id.name", "holder_id.company_id", "company_id")
    def _compute_holder_name(self):
        for interest in self:
            company = interest.holder_id.company_id
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

    @api.depends("holder_id.city", "holder_id.state_id", "holder_id.country_id")
    def _compute_place(self):
        seen = self.holder_id._filtered_access("read")
        for interest in self:
            holder = interest.holder_id & seen
            region = holder.state_id.code or holder.country_id.code
            interest.place = ", ".join(part for part in (holder.city, region) if part)

    @api.depends(
        "insured_id", "holder_id", "company_id", "series_ids", "ai_line_ids",
        "waiver_line_ids", "pnc_line_ids", "description", "description_mode",
        "project", "project_state_id", "loan_number", "attention", "isaoa",
        "valid_until",
    )  # fmt: skip
    @api.depends_context("tz", "uid", "lang")
    def _compute_outlook(self):
        """What a certificate issued today would be; judged together, for all."""
        cases = self._get_cases_today()
        for interest in self:
            case = cases.get(interest)
            interest.verdict = case and case.verdict
            interest.verdict_text = case and case.explain()
            interest.description_preview = case and case.values.get("description")
            interest.description_fit = case and case.measure("description")
            interest.holder_fit = case and case.measure("holder")

    def _get_cases_today(self):
        """Cases of the interests that say enough of themselves, by interest."""
        named = self.filtered(lambda each: each.insured_id and each.holder_id)
        today = fields.Date.context_today(clean(self))
        # Not compared: a list shows a part of the holders, and that nothing has
        # changed since the last certificate is nothing to mend.
        plan = self.env["coi.plan"]
        cases = plan._get_cases(named, today, compare=False) if named else []
        return {case.interest: case for case in cases}

    def _search_verdict(self, operator, value):
        """All interests are judged: a list's filter, not for every keystroke."""
        if operator != "in":
            return NotImplemented
        # Archived ones have a verdict, too; whether they are listed is not asked here.
        every = clean(self).with_context(active_test=False)
        verdicts = every._judge_all()
        return [("id", "in", [each for one in value for each in verdicts.get(one, ())])]

    def _judge_all(self):
        """Ids of all interests of the companies, by their verdict today.

        A list that does not fit its page asks twice: for the rows, and how many there
        are. While the transaction has written nothing, the answer is the same.
        """
        env, today = self.env, fields.Date.context_today(self)
        if self._has_written():
            return self._judge_all_on(today)
        key = ("coi_verdicts", env.uid, env.su, env.companies._ids, today)
        if key not in env.cr.cache:
            env.cr.cache[key] = self._judge_all_on(today)
        return env.cr.cache[key]

    def _judge_all_on(self, day):
        interests = self.search([("company_id", "in", self.env.companies.ids)])
        verdicts = {}
        for cases in self.env["coi.plan"]._iter_cases(interests, day, compare=False):
            for case in cases:
                verdicts.setdefault(case.verdict, []).append(case.id)
        return verdicts

    @api.model
    def _has_written(self):
        """Whether this transaction sees anything but what it saw at its beginning."""
        self.env.flush_all()
        self.env.cr.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return self.env.cr.fetchone()[0]

    @api.model_create_multi
    def create(self, vals_list):
        # A holder taken out and added again in one go: the archived row must be
        # written as such before the database compares the new one with it.
        self.flush_model()
        for vals in vals_list:
            self._check_not_history(vals)
        interests = super().create(vals_list)
        interests._mark_contacts()
        return interests

    def write(self, vals):
        self._check_not_history(vals)
        result = super().write(vals)
        if {"insured_id", "holder_id"} & set(vals):
            self._mark_contacts()
        return result

    @api.model
    def _check_not_history(self, vals):
        """Odoo follows a list of certificates without a word, where it is as it was."""
        if "certificate_ids" in vals and not self.env.su:
            raise UserError(
                self.env._(
                    "Which certificates an interest got is a record: it cannot be "
                    "changed."
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
        # sudo(): another user's certificate keeps the interest just as well.
        return self.filtered_domain(
            [
                "|",
                ("id", "in", self._get_used_ids("coi.certificate")),
                ("id", "in", self._get_used_ids("coi.batch.line")),
            ]
        )

    def _get_used_ids(self, model):
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
