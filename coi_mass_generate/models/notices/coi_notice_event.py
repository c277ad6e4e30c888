from odoo import api, models

from ..common.door import trusted


class CoiNotice(models.Model):
    """What becomes of letters when what they say is no longer so.

    What has not left is taken back. Whoever was told hears of the reinstatement, and
    nobody else does: of a cancellation they never heard of.
    """

    _inherit = "coi.notice"

    @api.model
    def _end_event(self, policies):
        """These are no longer canceled, nor announced to be.

        :param policies: for whose change the caller has the right
        """
        lines = self.env["coi.notice.line"].search(
            [
                ("policy_id", "in", policies.ids),
                ("kind", "=", "cancellation"),
                ("notice_id.state", "=", "sent"),
                ("is_over", "=", False),
            ],
            order="id",
        )
        lines._write_bulk({"is_over": True})
        lines._take_back()
        for mine in (
            lines.filtered(lambda each: each._may_be_told())
            .grouped(lambda each: (each.company_id, each.policy_id.insured_id))
            .values()
        ):
            self._make_answer(mine)
        self._drop_untrue(policies)

    @api.model
    def _begin_event(self, policies):
        """These are canceled, or announced to be: nobody hears any more that they were
        reinstated, or merely not renewed."""
        lines = self.env["coi.notice.line"].search(
            [
                ("policy_id", "in", policies.ids),
                ("kind", "!=", "cancellation"),
                ("notice_id.state", "=", "sent"),
                ("is_over", "=", False),
                ("outcome", "=", "waiting"),
            ]
        )
        lines._write_bulk({"is_over": True})
        lines._take_back()
        self._drop_untrue(policies)
        self._reopen(policies)

    @api.model
    def _move_event(self, policies):
        """The day has changed. What has not left says the new one; whoever was told
        the other one is among those to be told again, should the agency send it."""
        lines = self.env["coi.notice.line"].search(
            [
                ("policy_id", "in", policies.ids),
                ("kind", "=", "cancellation"),
                ("notice_id.state", "=", "sent"),
                ("is_over", "=", False),
                ("outcome", "in", ["waiting", "failed"]),
            ]
        )
        lines._move()

    @api.model
    def _reopen(self, policies):
        """Whoever never heard that they were reinstated still takes them for canceled:
        the next reinstatement is for them, too."""
        known = [("policy_id", "in", policies.ids), ("notice_id.state", "=", "sent")]
        lines = self.env["coi.notice.line"].search(
            [*known, ("outcome", "in", ["told", "waiting"])], order="id"
        )
        answered = {
            (line.policy_id, line.holder_id): line.id
            for line in lines
            if line.kind == "reinstatement"
        }
        lines.filtered(
            lambda each: (
                each.kind == "cancellation"
                and each.is_over
                and answered.get((each.policy_id, each.holder_id), 0) < each.id
            )
        )._write_bulk({"is_over": False})

    @api.model
    def _obey(self, companies):
        """Whom these agencies tell has changed: letters to whomever they no longer tell
        do not leave."""
        lines = self.env["coi.notice.line"].search(
            [
                ("company_id", "in", companies.ids),
                ("notice_id.state", "=", "sent"),
                ("outcome", "=", "waiting"),
            ]
        )
        lines.filtered(lambda each: not each._is_still_told())._take_back()

    @api.model
    def _drop_untrue(self, policies):
        """Of what was not sent, what could not be true any more."""
        drafts = self.search(
            [("state", "=", "draft"), ("policy_ids", "in", policies.ids)]
        )
        for draft in drafts:
            left = draft.policy_ids.filtered(
                lambda each, kind=draft.kind: each._fits_notice(kind)
            )
            if not left:
                draft.state = "dropped"
            elif left != draft.policy_ids:
                draft.policy_ids = left
                draft._refresh()

    # ------------------------------------------------------------ reinstatement

    @api.model
    def _make_answer(self, lines):
        """The reinstatement that answers ``lines``, to be sent."""
        notices = lines.notice_id
        lines = lines._keep_latest()
        notice = self._create_one(
            lines.policy_id,
            "reinstatement",
            reinstates_id=notices.sorted("id")[-1:].id,
        )
        trusted(self.env["coi.notice.line"])._create_bulk(
            [
                {
                    "holder_id": line.holder_id.id,
                    "holder_name": line.holder_name,
                    "policy_id": line.policy_id.id,
                    "why": line.why,
                    "reason": line.reason,
                    "papers": line.papers,
                    "interests": line.interests,
                    "before_id": False,
                    "answers_id": line.id,
                    "is_wanted": line.outcome == "told",
                }
                for line in lines
            ],
            {"notice_id": notice.id, "company_id": notice.company_id.id},
        )
        return notice

    def _refresh(self):
        """A reinstatement is for those who were told, whoever is concerned now."""
        if self.kind != "reinstatement":
            return super()._refresh()
        # sudo(): see _create_one().
        self._record({"practice": trusted(self.company_id).coi_notice_practice})
        lines = trusted(self.line_ids).filtered("answers_id")
        (trusted(self.line_ids) - lines).unlink()
        lines.filtered(lambda each: each.policy_id not in self.policy_ids).unlink()
        for is_told, some in (
            lines.exists().grouped(lambda each: each.answers_id.outcome == "told")
        ).items():
            some._write_bulk({"is_wanted": is_told})
        self.invalidate_recordset(["line_ids"])

    def _find_open_answers(self):
        """Lines of what is taken back of which nobody knows yet whether it left: being
        handed over just now, or packed to be mailed."""
        answered = trusted(self.line_ids).answers_id
        return answered.filtered(lambda each: each.outcome == "waiting")
