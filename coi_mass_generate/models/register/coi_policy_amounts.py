from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.amount import format_amount, get_look, read_written, warn_of

# Fields that show a policy's usual limits side by side, with what each is called.
MAIN = [(f"main_limit_{number}", f"main_label_{number}") for number in range(1, 7)]


def _main_limit(at):
    """The field of the usual limit that stands at ``at``, and that of its name."""
    text = fields.Char(
        f"Limit {at + 1}",
        compute="_compute_main_limits",
        # Each its own: those that were not written are not looked at.
        inverse=lambda policies: policies._inverse_main(at),
        exportable=False,
    )
    label = fields.Char(
        f"Name of Limit {at + 1}", compute="_compute_main_labels", exportable=False
    )
    return text, label


class CoiPolicy(models.Model):
    """Amounts of a policy: as they are written, and as they are printed."""

    _inherit = "coi.policy"

    retention_text = fields.Char(
        "Retention as Written",
        compute="_compute_retention_text",
        inverse="_inverse_retention_text",
        help="10,000 or 10k.",
    )

    @api.depends("retention_amount", *get_look("company_id"))
    @api.depends_context("lang")
    def _compute_retention_text(self):
        for policy in self:
            policy.retention_text = policy._format_retention()

    def _inverse_retention_text(self):
        for policy in self:
            # What was shown has not been written.
            if policy.retention_text != policy._format_retention():
                policy._take_retention()
                policy.retention_text = policy._format_retention()

    @api.onchange("retention_text")
    def _onchange_retention_text(self):
        try:
            self._take_retention()
        except UserError as error:
            # Left as it was written, to be mended; as it is, it is not saved.
            return warn_of(self.env, error)
        self.retention_text = self._format_retention()

    def _take_retention(self):
        text = self.retention_text
        amount, words = read_written(self.env, self._get_currency(), text)
        if words:
            raise UserError(
                self.env._(
                    "A deductible or retention is an amount, as 10,000 or 10k, not "
                    '"%(value)s".',
                    value=text,
                )
            )
        self.retention_amount = amount

    def _format_retention(self):
        amount = self.retention_amount
        return self._format_amount(amount) if amount else ""

    def _get_currency(self):
        """Of the company, also of a policy that is not saved yet."""
        return (self.company_id or self.env.company).currency_id

    def _format_amount(self, amount):
        """``amount`` of this policy's currency as printed: cents only if there are."""
        return format_amount(self.env, self._get_currency(), amount)

    # ----------------------------------------------------- main limits, side by side

    main_limit_1, main_label_1 = _main_limit(0)
    main_limit_2, main_label_2 = _main_limit(1)
    main_limit_3, main_label_3 = _main_limit(2)
    main_limit_4, main_label_4 = _main_limit(3)
    main_limit_5, main_label_5 = _main_limit(4)
    main_limit_6, main_label_6 = _main_limit(5)

    @api.depends("coverage_id.row")
    @api.depends_context("lang")
    def _compute_main_labels(self):
        labels = self.env["coi.policy.limit"]._get_labels()
        for policy in self:
            keys = policy.coverage_id._get_usual_limits()
            for at, (_text, label) in enumerate(MAIN):
                policy[label] = labels[keys[at]] if at < len(keys) else False

    @api.depends(
        *("coverage_id.row", "limit_ids.key", "limit_ids.amount", "limit_ids.text"),
        *get_look("company_id"),
    )
    @api.depends_context("lang")
    def _compute_main_limits(self):
        for policy in self:
            keys = policy.coverage_id._get_usual_limits()
            for at, (text, _label) in enumerate(MAIN):
                key = keys[at] if at < len(keys) else ""
                policy[text] = policy._get_main(key)._get_printed_value()

    def _inverse_main(self, at):
        for policy in self:
            for key in policy.coverage_id._get_usual_limits()[at : at + 1]:
                name = MAIN[at][0]
                policy._put_main(key, policy[name] or "")
                policy[name] = policy._get_main(key)._get_printed_value()

    def _get_main(self, key):
        return self.limit_ids.filtered(lambda limit: limit.key == key)[:1]

    def _put_main(self, key, written):
        limit = self._get_main(key)
        if written == limit._get_printed_value():
            return
        amount, words = read_written(self.env, self._get_currency(), written)
        vals = {"amount": amount, "text": words or False}
        if limit:
            limit.write(vals)
        else:
            at = self.coverage_id._get_usual_limits().index(key)
            vals |= {"policy_id": self.id, "key": key, "sequence": 10 * at + 10}
            limit.create(vals)

    @api.onchange(*(text for text, _label in MAIN))
    def _onchange_main_limits(self):
        try:
            for text, _label in MAIN:
                self[text] = self._spell_out(self[text] or "")
        except UserError as error:
            return warn_of(self.env, error)

    def _spell_out(self, written):
        """ "$1,000,000" for "1m": a limit as it will be printed."""
        amount, words = read_written(self.env, self._get_currency(), written)
        shown = self._format_amount(amount) if amount else ""
        return " ".join(filter(None, (shown, words)))

    @api.onchange("coverage_id")
    def _onchange_coverage_id(self):
        """Offer the limits this line usually has, ready for their amounts."""
        if self.limit_ids.filtered(lambda limit: limit.amount or limit.text):
            return
        keys = self.coverage_id._get_usual_limits()
        self.limit_ids = [fields.Command.clear()] + [
            fields.Command.create({"key": key, "sequence": 10 * index})
            for index, key in enumerate(keys, 1)
        ]
