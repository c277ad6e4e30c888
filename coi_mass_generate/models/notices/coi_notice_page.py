from odoo import api, models
from odoo.tools.misc import format_date

from ..common.door import trusted

# Of US Letter, of which the page leaves 24 pt free at each side; it is 1128 px wide
# and set on 564 pt, as a certificate's (report/coi_certificate_templates.xml).
MARGIN, PX_A_MM = 24, 2 * 72 / 25.4
PAPER = "coi_mass_generate.report_coi_certificate_action"
LETTER = "coi_mass_generate.notice_letter"


class CoiNoticePage(models.AbstractModel):
    """The letter on paper: what the mail says, under the agency's head and with the
    holder's address where the window of an envelope is."""

    _name = "coi.notice.page"
    _description = "Notice on Paper"

    @api.model
    def _draw(self, deliveries):
        """``{id: PDF bytes}``"""
        if not deliveries:
            return {}
        # sudo(): the words are the agency's templates, which users need not read.
        letters = trusted(self.env["coi.letter"])
        subjects, bodies = {}, {}
        for some in trusted(deliveries).grouped("sending_id").values():
            said = letters._render_plain(some)
            subjects.update(said[0])
            bodies.update(said[1])
        options = self._get_options()
        draw = self.env["coi.form.qweb"]._draw_by
        return {
            each.id: draw(
                self._render(each, subjects[each.id], bodies[each.id]), options
            )
            for each in deliveries
        }

    @api.model
    def _get_options(self):
        # sudo(): the paper of certificates, configuration the user need not read.
        report = trusted(self.env["ir.actions.report"]).env.ref(PAPER)
        options = report._build_wkhtmltopdf_args(report.get_paperformat(), False)
        # The page runs no scripts: nothing to wait for.
        options[options.index("--javascript-delay") + 1] = "0"
        return options

    @api.model
    def _render(self, delivery, subject, body):
        # sudo(): how the company of what the user sends wants its paper.
        company = trusted(delivery.company_id)
        lang = delivery.lang or self.env.lang or "en_US"
        qweb = self.env["ir.qweb"].with_context(lang=lang)
        today = self.env["coi.policy"]._get_today()
        address = (delivery.address or "").split("\n")
        return str(
            qweb._render(
                LETTER,
                {
                    "company": company,
                    "head": company.partner_id._coi_get_address_lines(),
                    "lines": [delivery.holder_name or "", *filter(None, address)],
                    "day": format_date(qweb.env, today, date_format="long"),
                    "subject": " ".join(subject.split()),
                    "body": body,
                    "page_lang": lang.replace("_", "-"),
                    "left": round(company.coi_print_left * PX_A_MM) - 2 * MARGIN,
                    "top": round(company.coi_print_top * PX_A_MM) - 2 * MARGIN,
                },
            )
        )
