from odoo import api, models

from ...pdf.gauge import Gauge


class CoiFit(models.AbstractModel):
    """Whether texts will fit their places, before a page is drawn."""

    _name = "coi.fit"
    _description = "Fit of Texts on the Page"

    @api.model
    def _get_gauges(self, insureds, forms):
        """A ``pdf.gauge.Gauge`` by (form id, insured id), for all of ``forms``; None
        stands for all other insureds.

        A page's places depend on the policies shown: the insured's latest master says
        best where they are, else any master of the form.
        """
        gauges = {}
        for form in forms:
            metrics, usual = form._get_face().metrics, form._get_usual_slots()
            latest = self.env["coi.master"]._get_latest_slots(insureds, form)
            for insured_id, slots in {None: {}, **latest}.items():
                gauges[form.id, insured_id] = Gauge(metrics, {**usual, **slots})
        return gauges
