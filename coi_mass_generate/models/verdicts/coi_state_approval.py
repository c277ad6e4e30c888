from odoo import api, fields, models
from odoo.fields import Domain


class CoiStateApproval(models.Model):
    """A state's approval of the agency's form, as the agency has it on file."""

    _name = "coi.state.approval"
    _description = "State Approval of a Form"
    _order = "form_id, state_id, id"
    _check_company_auto = True

    form_id = fields.Many2one(
        "coi.form",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    state_id = fields.Many2one("res.country.state", required=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    reference = fields.Char(
        "Approval Number",
        required=True,
        help="The number the state gave the filing, or the letter's date.",
    )
    date_from = fields.Date(
        "Approved On",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_until = fields.Date("Valid Until", help="Empty: until it is withdrawn.")
    note = fields.Text()

    _state_once = models.UniqueIndex(
        "(company_id, form_id, state_id)",
        "This state's approval of the form is already recorded.",
    )

    @api.depends("state_id.name", "reference")
    def _compute_display_name(self):
        for approval in self:
            parts = (approval.state_id.name, approval.reference)
            approval.display_name = " ".join(part for part in parts if part)

    @api.model
    def _get_approved(self, forms, companies, day):
        """(form id, company id, state id) of the approvals that count on ``day``."""
        approvals = self.search(
            Domain("form_id", "in", forms.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("date_from", "<=", day)
            & (Domain("date_until", "=", False) | Domain("date_until", ">=", day))
        )
        return frozenset(
            (approval.form_id.id, approval.company_id.id, approval.state_id.id)
            for approval in approvals
        )
