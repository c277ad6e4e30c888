from odoo import api, fields, models

# The limits a row of the page has places for, in the order they are printed.
ROW_LIMITS = {
    "general_liability": [
        "each_occurrence",
        "damage_to_rented",
        "medical_expense",
        "personal_injury",
        "general_aggregate",
        "products_aggregate",
    ],
    "auto": [
        "combined_single",
        "bodily_injury_person",
        "bodily_injury_accident",
        "property_damage",
    ],
    "umbrella": ["each_occurrence", "aggregate"],
    "workers_comp": ["each_accident", "disease_employee", "disease_policy"],
    "other": [],
}


class CoiPolicyLimit(models.Model):
    """One limit of a policy: an amount and/or a text such as "Excluded"."""

    _name = "coi.policy.limit"
    _inherit = ["coi.traced"]
    _log_field = "policy_id"
    _description = "Policy Limit"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "coi.policy", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    key = fields.Selection(
        [
            ("each_occurrence", "Each occurrence"),
            ("damage_to_rented", "Damage to rented premises"),
            ("medical_expense", "Medical expense (one person)"),
            ("personal_injury", "Personal & advertising injury"),
            ("general_aggregate", "General aggregate"),
            ("products_aggregate", "Products – completed operations aggregate"),
            ("combined_single", "Combined single limit"),
            ("bodily_injury_person", "Bodily injury (per person)"),
            ("bodily_injury_accident", "Bodily injury (per accident)"),
            ("property_damage", "Property damage"),
            ("aggregate", "Aggregate"),
            ("each_accident", "Each accident"),
            ("disease_employee", "Disease – each employee"),
            ("disease_policy", "Disease – policy limit"),
            ("own", "Own wording"),
        ],
        string="Limit",
        required=True,
        default="own",
    )
    name = fields.Char(
        string="Own Wording", help="What this limit is called on the certificate."
    )
    amount = fields.Monetary()
    text = fields.Char(help='Printed after the amount: "Excluded", "See policy" …')
    currency_id = fields.Many2one(related="policy_id.currency_id")

    _own_has_name = models.Constraint(
        "CHECK (key != 'own' OR name IS NOT NULL)",
        "A limit in your own wording needs that wording.",
    )

    @api.depends("key", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for limit in self:
            limit.display_name = limit._get_label()

    def _get_traced(self):
        return ["key", "name", "amount", "text"]

    def _get_text(self, name):
        if name == "amount":
            amount = self.amount
            return self.policy_id._format_amount(amount) if amount else ""
        return super()._get_text(name)

    def _get_label(self):
        """The limit's name on the page, in the language of the context."""
        if self.key == "own":
            return self.name
        return dict(self._fields["key"]._description_selection(self.env))[self.key]

    def _get_printed_value(self):
        """Amount and/or text as printed; '' when there is neither."""
        amount = self.policy_id._format_amount(self.amount) if self.amount else ""
        return " ".join(part for part in (amount, self.text) if part)
