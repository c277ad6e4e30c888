"""What tests of notices share: an agency that tells all, and holders with mailboxes."""

from odoo.fields import Command

from ..delivery.post import PostCase


class NoticeCase(PostCase):
    practice = "all"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.practice != "none":
            cls.agency.sudo().coi_notice_practice = cls.practice
        cls.adams.email = "adams@holder.example"
        cls.bay.email = "bay@holder.example"
        cls.bank.email = "loans@bank.example"
        cls.property = cls.make_policy("property", "PR-700", insurer=cls.atlantic)
        cls.env.flush_all()

    def make(self, policies, kind="cancellation", env=None):
        notices = (env or self.env)["coi.notice"]
        return notices.browse(notices.make(policies.ids, kind)["notice_id"])

    def cancel(self, policy, day="2026-03-01"):
        policy.date_cancelled = day

    def give_notice(self, policy, number="IL 02", scheduled=None, **vals):
        """An endorsement that grants notice, on ``policy``."""
        command = self.endorsement(number, "notice", scheduled=scheduled, **vals)
        policy.endorsement_ids = [command]
        return policy.endorsement_ids.filtered(lambda each: each.number == number)

    def make_lender(self, holder, key="loss_payee", **vals):
        types = [Command.set(self.get_type(key).ids)]
        return self.make_interest(holder, type_ids=types, project="Truck", **vals)

    def get_pairs(self, notice, **wanted):
        """``{(holder, policy number)}`` of lines with these values."""
        return {
            (line.holder_name, line.policy_id.name)
            for line in notice.line_ids
            if all(line[name] == value for name, value in wanted.items())
        }

    def get_outcomes(self, notice):
        return {line.holder_name: line.outcome for line in notice.line_ids}
