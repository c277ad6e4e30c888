from odoo import api, fields, models

from ..models.common.door import door, one, trusted

# What is proposed for what a server does not take as it is.
PROPOSED = {"size": "split", "blocked": "link"}
# Of smaller mails, where nothing is known of the mailbox.
USUAL_MB = 5
STATES = ("failed", "bounced", "unsure")


class CoiMend(models.TransientModel):
    """What is done about a delivery that did not arrive."""

    _name = "coi.mend"
    _inherit = ["coi.wizard"]
    _description = "Fix and Send"

    delivery_id = fields.Many2one("coi.delivery", required=True, readonly=True)
    state = fields.Selection(related="delivery_id.state")
    kind = fields.Selection(related="delivery_id.kind")
    reason = fields.Char(related="delivery_id.reason")
    advice = fields.Char(related="delivery_id.advice")
    words = fields.Char(related="delivery_id.words")
    holder_name = fields.Char(related="delivery_id.holder_name")
    old_email = fields.Char("Sent To", related="delivery_id.email")
    email = fields.Char("E-mail")
    way = fields.Selection(
        [
            ("mail", "By e-mail"),
            ("link", "By e-mail, with a link instead of files"),
            ("split", "In several smaller mails"),
            ("print", "Printed"),
        ],
        "Send It",
        required=True,
        default="mail",
    )
    max_mb = fields.Integer(
        "At Most (MB)",
        default=USUAL_MB,
        help="This mailbox always gets mails of at most this size from now on.",
    )
    keep = fields.Selection(
        [
            ("holder", "From now on, for this holder"),
            ("interest", "From now on, for this interest only"),
            ("once", "Only this once"),
        ],
        "Use It",
        required=True,
        default="holder",
    )
    is_kept_asked = fields.Boolean(compute="_compute_is_kept_asked")
    other_count = fields.Integer(
        "Others to This Mailbox", compute="_compute_other_count"
    )
    with_others = fields.Boolean(
        "And All Others to This Mailbox",
        help="Whatever else did not arrive there is sent the same way.",
    )

    @api.model
    def _get_own_names(self):
        return {"delivery_id"}

    @api.depends("email", "way")
    def _compute_is_kept_asked(self):
        for wizard in self:
            is_new = (wizard.email or "").strip().lower() != wizard.old_email
            wizard.is_kept_asked = is_new or wizard.way in ("link", "print")

    @api.depends("delivery_id")
    def _compute_other_count(self):
        for wizard in self:
            wizard.other_count = len(wizard._find_others())

    def _find_others(self):
        delivery = self.delivery_id
        if not delivery.mailbox_id:
            return delivery.browse()
        return delivery.search(
            [
                ("id", "!=", delivery.id),
                ("mailbox_id", "=", delivery.mailbox_id.id),
                ("state", "in", STATES),
                ("resent_ids", "=", False),
                ("is_left", "=", False),
            ]
        )

    @api.model
    def _open(self, delivery):
        """:param delivery: which the user may read"""
        way, max_mb = self._propose(delivery)
        # sudo(): what is written is what the user has just chosen, and may read.
        wizard = trusted(self).create(
            {
                "delivery_id": delivery.id,
                "email": delivery.email,
                "way": way,
                "max_mb": max_mb,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fix and Send"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _propose(self, delivery):
        """The way that is likely to work, and the size of smaller mails."""
        way = PROPOSED.get(delivery.kind, "mail")
        # What a server has refused for its size has lowered that of its mailbox.
        most = delivery.mailbox_id.max_mb or USUAL_MB
        if delivery.kind != "size":
            most = min(most, USUAL_MB)
        if way == "split" and not delivery._is_in_parts(most):
            way = "link"
        return way, most

    @door
    def action_mend(self):
        """Button: keep the address and send this one."""
        deliveries = self._get_deliveries()
        keep = self.keep if self.is_kept_asked else "once"
        max_mb = self.max_mb if self.way == "split" else 0
        deliveries.mend(self.email or "", keep, self.way, max_mb)
        return self._close()

    @door
    def action_repeat(self):
        """Button: the same mail once more."""
        self._get_unsure().action_repeat()
        return self._close()

    @door
    def action_arrived(self):
        """Button: somebody knows that it arrived."""
        self._get_unsure().action_arrived()
        return self._close()

    @door
    def action_leave(self):
        """Button: nothing more is done about it."""
        self._get_deliveries().action_leave()
        return self._close()

    def _get_deliveries(self):
        one(self)
        self.check_access("read")
        others = self._find_others() if self.with_others else self.delivery_id.browse()
        return self.delivery_id | others

    def _get_unsure(self):
        return self._get_deliveries().filtered(lambda each: each.state == "unsure")

    @api.model
    def _close(self):
        return {"type": "ir.actions.act_window_close"}
