from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..common.door import trusted

TEMPLATES = {
    "cancellation": "coi_mass_generate.mail_template_notice_cancellation",
    "non_renewal": "coi_mass_generate.mail_template_notice_non_renewal",
    "reinstatement": "coi_mass_generate.mail_template_notice_reinstatement",
}


class CoiDelivery(models.Model):
    """A letter that tells holders what became of policies. It carries no certificate;
    what is no longer so when it leaves, it does not say."""

    _inherit = "coi.delivery"

    purpose = fields.Selection(
        selection_add=[("notice", "Notice to holders")],
        ondelete={"notice": "set default"},
    )
    letter_ids = fields.One2many(
        "coi.notice.letter", "delivery_id", string="What It Tells", readonly=True
    )
    notice_kind = fields.Char(compute="_compute_notice_kind")
    notice = fields.Json(
        compute="_compute_notice", help="What the letter says, to be read."
    )

    @api.depends("letter_ids.line_id.kind")
    def _compute_notice_kind(self):
        for delivery in self:
            delivery.notice_kind = delivery.letter_ids[:1].line_id.kind

    @api.depends("letter_ids", "lang")
    @api.depends_context("lang")
    def _compute_notice(self):
        true = self._get_true_lines().with_context(lang=self.env.lang)
        papers = self._read_papers(true)
        for delivery in self:
            ids = set(trusted(delivery).letter_ids.line_id.ids)
            own = true.filtered(lambda each, ids=ids: each.id in ids)
            delivery.notice = delivery._prepare_notice(own, papers)

    def _get_true_lines(self):
        """Of what it is about, what is still so."""
        # sudo(): of a delivery that the user may read; holders and insurers may be
        # hidden from the user by now.
        lines = trusted(self).letter_ids.line_id
        return lines._filter_true()

    def _prepare_notice(self, lines, papers):
        """Dict ``insured``, ``policies``, ``papers`` and ``is_announced``: whether
        something in it has not happened yet.

        :param lines: which it tells of
        :param papers: as of ``_read_papers``
        """
        ids = dict.fromkeys(each for line in lines for each in line.papers or [])
        policies = lines.policy_id.sorted(lambda each: (each.row or "", each.id))
        return {
            "insured": lines.notice_id.insured_id[:1].name or "",
            "is_announced": any(each._get_pending() for each in policies),
            "policies": [self._prepare_policy(each) for each in policies],
            "papers": [papers[each] for each in ids if each in papers],
        }

    def _prepare_policy(self, policy):
        return {
            "line": policy.coverage_id.display_name or "",
            "number": policy.name,
            "insurer": policy.insurer_id.name or "",
            "what": self._say_end(policy),
        }

    def _say_end(self, policy):
        """What became of it: canceled, to be, not renewed, in force again."""

        def say(day):
            return format_date(self.env, day)

        if self.notice_kind == "non_renewal":
            day = say(policy.date_expiration)
            return self.env._("Ends on %(day)s", day=day)
        if self.notice_kind == "reinstatement":
            return self._say_reinstated(policy)
        if policy.date_cancelled:
            return self.env._("Canceled as of %(day)s", day=say(policy.date_cancelled))
        return self.env._(
            "To be canceled as of %(day)s", day=say(policy.date_pending_cancel)
        )

    def _say_reinstated(self, policy):
        if not policy.reinstated_on:
            return self.env._("In force")
        day = format_date(self.env, policy.reinstated_on)
        if policy.reinstated_gap == "yes":
            return self.env._("Reinstated on %(day)s, with a gap in coverage", day=day)
        return self.env._("Reinstated on %(day)s, without a gap in coverage", day=day)

    @api.model
    def _read_papers(self, lines):
        """``{id: dict}`` of the certificates that show what ``lines`` are about."""
        ids = dict.fromkeys(each for line in lines for each in line.papers or [])
        return {
            each.id: {
                "number": each._get_full_number(),
                "holder": each.holder_name or "",
                "project": each.interest_id.project or "",
            }
            for each in lines.env["coi.certificate"].browse(ids).exists()
        }

    @api.depends("purpose", "letter_ids")
    def _compute_subject(self):
        others = self.filtered(lambda each: each.purpose != "notice")
        for delivery in self - others:
            delivery.subject = delivery._say_notice()
        return super(CoiDelivery, others)._compute_subject()

    def _say_notice(self):
        told = {"insured": self.notice["insured"]}
        if self.notice_kind == "non_renewal":
            return self.env._("Insurance not renewed: %(insured)s", **told)
        if self.notice_kind == "reinstatement":
            return self.env._("Insurance reinstated: %(insured)s", **told)
        if self.notice["is_announced"]:
            return self.env._("Cancellation announced: %(insured)s", **told)
        return self.env._("Insurance canceled: %(insured)s", **told)

    # ------------------------------------------------------------------ its way

    def _search_following(self, limit):
        """What a letter says is asked when it leaves, and never ahead."""
        if self.purpose == "notice":
            return self.browse()
        following = super()._search_following(limit)
        return following.filtered(lambda each: each.purpose != "notice")

    def _get_template(self):
        if self.purpose != "notice":
            return super()._get_template()
        return TEMPLATES[self.notice_kind or "cancellation"]

    def _tells_something(self):
        if self.purpose != "notice":
            return super()._tells_something()
        return bool(self._get_true_lines())

    def _get_concerned(self):
        if self.purpose != "notice":
            return super()._get_concerned()
        lines = self.letter_ids.line_id
        ids = {each for line in lines for each in line.interests or []}
        interests = self.env["coi.additional.interest"].browse(sorted(ids))
        return interests.exists(), lines.holder_id

    def _check_way(self, way):
        if way in ("link", "split") and "notice" in self.mapped("purpose"):
            raise UserError(
                self.env._(
                    "A notice carries no files: send it by e-mail to another address, "
                    "or print it."
                )
            )
        return super()._check_way(way)

    def _make_anew(self, way, email, max_mb=0):
        if self.purpose != "notice":
            return super()._make_anew(way, email, max_mb)
        lines = self._get_true_lines()
        # sudo(): what the agency does for all holders.
        trusted(lines.notice_id)._check_practice()
        if way == "print":
            return self.env["coi.notice.plan"]._make_printed(self, lines)
        return [self._make_mail(email, [], 0)] if lines else []

    def _make_mail(self, email, pieces, max_mb):
        envelope = super()._make_mail(email, pieces, max_mb or 1)
        if self.purpose == "notice":
            envelope.attach = ""
            envelope.about = tuple(self._get_true_lines().ids)
        return envelope

    # -------------------------------------------------------------------- print

    def _draw_letters(self):
        """One letter a sheet or more, for the window of an envelope."""
        notices = self.filtered(lambda each: each.purpose == "notice")
        drawn = super(CoiDelivery, self - notices)._draw_letters()
        untrue = notices.filtered(lambda each: not each._tells_something())
        if untrue:
            raise UserError(
                self.env._(
                    "%(delivery)s: what this letter says is no longer so. Take it back "
                    "on its notice, and print the others.",
                    delivery=untrue[0].display_name,
                )
            )
        return {**drawn, **self.env["coi.notice.page"]._draw(notices)}
