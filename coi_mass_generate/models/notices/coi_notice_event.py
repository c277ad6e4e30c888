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
        notice = self._create_one(
            lines.policy_id,
            "reinstatement",
            reinstates_id=lines.notice_id.sorted("id")[-1:].id,
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
