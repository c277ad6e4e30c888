from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import door
from .coi_import_plan_insured import CREATABLE, UNKNOWN


def _cell(label):
    return fields.Char(label, compute="_compute_cells", readonly=False)


class CoiImportLine(models.Model):
    """A row of a list of policies: its cells, and who its insured and insurer are."""

    _inherit = "coi.import.line"

    policy_id = fields.Many2one(
        "coi.policy",
        string="Policy of the Row",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    may_create = fields.Boolean(compute="_compute_may_answer")
    may_take = fields.Boolean(compute="_compute_may_answer")
    limits_text = fields.Text("Limits", compute="_compute_policy_texts")
    endorsements_text = fields.Text("Grants", compute="_compute_policy_texts")

    line = _cell("Line of Coverage")
    insurer = _cell("Insurer")
    naic = _cell("NAIC")
    effective = _cell("Effective")
    expiration = _cell("Expiration")
    cancelled = _cell("Canceled On")
    status = _cell("Status")
    claims_basis = _cell("Occurrence / Claims-made")
    retroactive = _cell("Retroactive Date")
    aggregate_per = _cell("Aggregate Per")
    limit_each_occurrence = _cell("Each Occurrence")
    limit_damage_to_rented = _cell("Damage to Rented")
    limit_medical_expense = _cell("Med Exp")
    limit_personal_injury = _cell("Personal & Adv")
    limit_general_aggregate = _cell("General Aggregate")
    limit_products_aggregate = _cell("Products Agg")
    limit_combined_single = _cell("CSL")
    limit_bodily_injury_person = _cell("BI per Person")
    limit_bodily_injury_accident = _cell("BI per Accident")
    limit_property_damage = _cell("Property Damage")
    limit_aggregate = _cell("Aggregate")
    limit_each_accident = _cell("E.L. Each Accident")
    limit_disease_employee = _cell("E.L. Disease Employee")
    limit_disease_policy = _cell("E.L. Disease Policy")
    limit_each_claim = _cell("Each Claim")
    limit_own = _cell("Limit")
    autos = _cell("Covered Autos")
    auto_any = _cell("Any Auto")
    auto_owned = _cell("Owned")
    auto_scheduled = _cell("Scheduled")
    auto_hired = _cell("Hired")
    auto_non_owned = _cell("Non-owned")
    umbrella_form = _cell("Umbrella / Excess")
    deductible = _cell("Deductible")
    retention = _cell("Retention")
    wc_basis = _cell("Statute / Other")
    wc_excluded = _cell("Owners Excluded")
    endorsements = _cell("Endorsements")
    ai_endorsement = _cell("AI Endorsement")
    waiver_endorsement = _cell("Waiver Endorsement")
    pnc_endorsement = _cell("PNC Endorsement")
    endorsement_basis = _cell("Scheduled / Blanket")
    endorsement_grants = _cell("Endorsements Grant")

    @api.depends("values")
    def _compute_policy_texts(self):
        words = self.env["coi.import.message"]
        for line in self:
            values = line.values if line.run_id.kind == "policy" else {}
            line.limits_text = words._list_limits(values or {})
            line.endorsements_text = words._list_endorsements(values or {})

    @api.depends("findings")
    def _compute_may_answer(self):
        hidden = self._find_hidden()
        for line in self:
            unknown = line._get_unknown()
            line.may_create = bool(unknown)
            is_likely = any("answer" in each for each in unknown)
            line.may_take = is_likely or bool(line._get_proposed(hidden))

    def _get_unknown(self):
        """Details of what is asked about the row's insured and insurer."""
        return [
            detail
            for _key, code, detail in self._get_findings().get("problems", ())
            if code in CREATABLE
        ]

    @door
    def action_create_party(self):
        """The insured or insurer is a new one: for all rows that name it."""
        self._answer(lambda detail: 0)

    @door
    def action_take_party(self):
        """It is the one it looks like: for all rows that name it."""
        self._answer(lambda detail: detail.get("answer"))

    def _answer(self, get_answer):
        self.run_id._check_open()
        for run, lines in self.grouped("run_id").items():
            answers = {
                detail["party"]: get_answer(detail)
                for line in lines
                for detail in line._get_unknown()
                if get_answer(detail) is not None
            }
            if not answers:
                raise UserError(self.env._("Nothing like that is asked here."))
            run._set({"party_answers": {**(run.party_answers or {}), **answers}})
            run._renew_preview()

    def _get_new_parties(self):
        """Keys of insureds and insurers nobody there is like."""
        return {
            detail["party"]
            for line in self
            for _key, code, detail in line._get_findings().get("problems", ())
            if code in UNKNOWN
        }
