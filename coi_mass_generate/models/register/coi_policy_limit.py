from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.amount import get_look, read_written, warn_of

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
# The limits policies of other lines usually have, by the key of their line.
LINE_LIMITS = {
    "property": ["building", "contents", "business_income", "deductible"],
    "inland_marine": ["contents", "deductible"],
    "professional": ["each_occurrence", "aggregate", "deductible"],
    "pollution": ["each_occurrence", "aggregate", "deductible"],
    "cyber": ["each_occurrence", "aggregate", "deductible"],
}
# Those a line of the agency's own may have.
ANY_LIMITS = [
    *("each_occurrence", "aggregate", "building", "contents", "business_income"),
    "deductible",
]


# By which a policy is known at a glance: what is said first, or else instead of it.
MAIN_LIMITS = {
    "general_liability": [("each_occurrence", "general_aggregate")],
    "auto": [
        ("combined_single",),
        ("bodily_injury_person", "bodily_injury_accident", "property_damage"),
    ],
    "umbrella": [("each_occurrence", "aggregate")],
    "workers_comp": [("each_accident", "disease_employee", "disease_policy")],
}
# An amount is told in the largest unit that leaves two decimals at most.
UNITS = [(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")]


def abbreviate(amount):
    """ "1M", "2.5M", "500K"; what cannot be said shortly, in full."""
    for unit, letter in UNITS:
        if amount >= unit and round(amount / unit, 2) * unit == amount:
            return f"{amount / unit:.2f}".rstrip("0").rstrip(".") + letter
    return f"{amount:,.2f}".removesuffix(".00")


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
            ("building", "Building"),
            ("contents", "Business personal property"),
            ("business_income", "Business income"),
            ("deductible", "Deductible"),
            ("own", "Custom wording"),
        ],
        string="Limit",
        required=True,
        default="own",
    )
    offered_keys = fields.Json(compute="_compute_offered_keys")
    name = fields.Char(
        string="Custom Wording", help="What this limit is called on the certificate."
    )
    amount = fields.Monetary()
    amount_text = fields.Char(
        "Amount as Written",
        compute="_compute_amount_text",
        inverse="_inverse_amount_text",
        help="1,000,000, 1m or 500k, or a word such as Excluded.",
    )
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

    @api.depends("policy_id.coverage_id.row")
    def _compute_offered_keys(self):
        """Only what a policy of this line can have is there to choose from."""
        for limit in self:
            limit.offered_keys = [*limit.policy_id.coverage_id._get_limit_keys(), "own"]

    @api.depends("amount", *get_look("policy_id.company_id"))
    @api.depends_context("lang")
    def _compute_amount_text(self):
        for limit in self:
            limit.amount_text = limit._format()

    def _inverse_amount_text(self):
        for limit in self:
            # What was shown has not been written.
            if limit.amount_text != limit._format():
                limit._take_written()
                limit.amount_text = limit._format()

    @api.onchange("amount_text")
    def _onchange_amount_text(self):
        try:
            self._take_written()
        except UserError as error:
            # Left as it was written, to be mended; as it is, it is not saved.
            return warn_of(self.env, error)
        self.amount_text = self._format()

    def _take_written(self):
        currency = self.policy_id._get_currency()
        amount, words = read_written(self.env, currency, self.amount_text)
        self.amount = amount
        if words:
            self.text = words

    def _get_traced(self):
        return ["key", "name", "amount", "text"]

    def _get_text(self, name):
        if name == "amount":
            return self._format()
        return super()._get_text(name)

    def _get_label(self):
        """The limit's name on the page, in the language of the context."""
        if self.key == "own":
            return self.name
        return self._get_labels()[self.key]

    @api.model
    def _get_labels(self):
        """``{key: name}`` of all limits, in the language of the context."""
        return dict(self._fields["key"]._description_selection(self.env))

    def _summarize(self):
        """The main limits of one policy in few letters, as in "1M/2M"; "" for none."""
        by_key = {limit.key: limit._abbreviate() for limit in reversed(self)}
        for keys in MAIN_LIMITS.get(self.policy_id.coverage_id.row, []):
            said = [by_key[key] for key in keys if by_key.get(key)]
            if said:
                return "/".join(said)
        return next(filter(None, by_key.values()), "")

    def _abbreviate(self):
        return abbreviate(self.amount) if self.amount else self.text or ""

    def _get_printed_value(self):
        """Amount and/or text as printed; '' when there is neither."""
        return " ".join(part for part in (self._format(), self.text) if part)

    def _format(self):
        """The amount as printed; '' for none."""
        return self.policy_id._format_amount(self.amount) if self.amount else ""
