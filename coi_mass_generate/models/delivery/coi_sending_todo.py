from odoo import api, models

from ..common.door import trusted
from ..common.plural import plural
from .coi_delivery import BY_PERSON, TO_MEND


class CoiSending(models.Model):
    """Whoever has sent is asked to look at what did not arrive: once a run, for as long
    as there is any."""

    _inherit = "coi.sending"

    # Nobody writes it: those who read it have its activities.
    _mail_post_access = "read"

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody follows a run: what there is to say of it is an activity."""
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        return super(CoiSending, self.with_context(**quiet)).create(vals_list)

    def _look_after(self):
        """Ask for what is to be done, or no longer ask."""
        for sending in self:
            # sudo(): an activity for whoever sent it, made and ended by what became of
            # the deliveries.
            own = trusted(sending)
            asked = own._get_asked()
            count = own._count_to_mend() if sending.state == "done" else 0
            if count and not asked:
                own._ask(count)
            elif asked and not count:
                asked.unlink()

    def _get_asked(self):
        kind = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("automated", "=", True),
                ("activity_type_id", "=", kind.id if kind else False),
            ]
        )

    def _count_to_mend(self):
        return self.env["coi.delivery"].search_count(
            [("sending_id", "=", self.id), *self._get_to_mend()]
        )

    def _get_to_mend(self):
        """Domain of deliveries that somebody has still to do something about."""
        return [
            ("state", "in", [*TO_MEND, *BY_PERSON]),
            ("resent_ids", "=", False),
            ("is_left", "=", False),
        ]

    def _ask(self, count):
        """In the language of whoever is asked."""
        user = self.user_id
        # Whoever is asked finds it in Odoo, and gets no mail about mails.
        own = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        own.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=plural(
                count,
                own.env._("1 delivery to look at"),
                own.env._("%(count)s deliveries to look at", count=count),
            ),
            note=own.env._(
                "Not everything has arrived, or something is to be printed or "
                "uploaded. Open Deliveries / To Fix: this reminder goes away when "
                "nothing is left."
            ),
            automated=True,
        )
