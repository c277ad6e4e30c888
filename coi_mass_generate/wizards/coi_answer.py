from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.door import door, one, trusted

# What may be wrong with a holder on a certificate.
PARTS = ("name", "street", "street2", "city", "state_id", "zip", "email")


class CoiAnswer(models.TransientModel):
    """What a receiver says by the page of a link, and what is changed for it."""

    _name = "coi.answer"
    _inherit = ["coi.wizard"]
    _description = "Answer of a Receiver"

    delivery_id = fields.Many2one("coi.delivery", required=True, readonly=True)
    answer = fields.Selection(related="delivery_id.answer")
    answer_text = fields.Char(related="delivery_id.answer_text")
    answer_date = fields.Datetime(related="delivery_id.answer_date")
    email = fields.Char("From the Mail To", related="delivery_id.email")
    interest_id = fields.Many2one(
        "coi.additional.interest",
        domain="[('id', 'in', interest_ids)]",
        help="Empty: all that were in this mail.",
    )
    interest_ids = fields.Many2many(
        "coi.additional.interest",
        string="Interests of This Mail",
        compute="_compute_choices",
    )
    holder_id = fields.Many2one(
        "res.partner",
        "Certificate Holder",
        domain="[('id', 'in', holder_ids)]",
    )
    holder_ids = fields.Many2many(
        "res.partner", string="Holders of This Mail", compute="_compute_choices"
    )
    name = fields.Char()
    street = fields.Char()
    street2 = fields.Char()
    city = fields.Char()
    state_id = fields.Many2one("res.country.state")
    zip = fields.Char("ZIP")
    holder_email = fields.Char("E-mail")
    way = fields.Selection(
        [
            ("end", "End the interest today"),
            ("none", "Keep the interest, and send its certificates to nobody"),
        ],
        "If Accepted",
        required=True,
        default="end",
    )

    @api.model
    def _get_own_names(self):
        return {"delivery_id"}

    @api.depends("delivery_id")
    def _compute_choices(self):
        for wizard in self:
            certificates = wizard.delivery_id.certificate_ids
            wizard.interest_ids = certificates.interest_id
            wizard.holder_ids = certificates.holder_id

    @api.onchange("holder_id")
    def _onchange_holder_id(self):
        for name in PARTS:
            self[self._get_own_name(name)] = self.holder_id[name]

    @api.model
    def _get_own_name(self, name):
        """The window's field for one of the holder's."""
        return "holder_email" if name == "email" else name

    @api.model
    def _open(self, delivery):
        """:param delivery: which the user may read"""
        holder = delivery.certificate_ids.holder_id[:1]
        told = {self._get_own_name(name): holder[name] for name in PARTS}
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {
                **told,
                "state_id": holder.state_id.id,
                "delivery_id": delivery.id,
                "holder_id": holder.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer of a Receiver"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @door
    def action_accept(self):
        """Button: change what the receiver wants changed, by the user's own rights."""
        one(self)
        self.check_access("read")
        self.delivery_id._check_answer_open()
        wrong = self.answer == "wrong"
        change = self._correct_holder() if wrong else self._stop_interests()
        self.delivery_id._decide_answer("accepted", change)
        return {"type": "ir.actions.act_window_close"}

    @door
    def action_decline(self):
        """Button: leave everything as it is."""
        one(self)
        self.check_access("read")
        self.delivery_id._decide_answer("declined")
        return {"type": "ir.actions.act_window_close"}

    def _correct_holder(self):
        """Write what differs; returns it to be read."""
        holder = self.holder_id
        if holder not in self.delivery_id.certificate_ids.holder_id:
            raise UserError(self.env._("Choose the holder to change."))
        given = {name: self[self._get_own_name(name)] for name in PARTS}
        vals = {name: given[name] for name in PARTS if given[name] != holder[name]}
        if not vals:
            raise UserError(
                self.env._(
                    "Nothing was changed. Correct the name or the address, or decline."
                )
            )
        state = vals.get("state_id")
        holder.write({**vals, **({"state_id": state.id} if state is not None else {})})
        labels = [holder._fields[name]._description_string(self.env) for name in vals]
        return f"{holder.display_name}: {', '.join(labels)}"

    def _stop_interests(self):
        known = self.delivery_id.certificate_ids.interest_id
        interests = self.interest_id or known
        if not interests or interests - known:
            raise UserError(self.env._("Choose an interest of this mail."))
        if self.way == "end":
            interests.valid_until = fields.Date.context_today(self)
        else:
            interests.channel = "none"
        way = dict(self._fields["way"]._description_selection(self.env))[self.way]
        return f"{', '.join(interests.mapped('display_name'))}: {way}"
