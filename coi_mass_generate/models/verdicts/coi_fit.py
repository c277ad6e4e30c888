from odoo import api, models

from ...pdf.gauge import Gauge
from ..forms.coi_form import get_face

# Where the certificate's own layout has its places, in pt (``pdf.gauge``), as a master
# with a policy in each of the four first rows was measured: what is assumed of an
# insured for whom no page has been drawn yet. A test compares it with a drawn page.
USUAL_SLOTS = {
    "holder": [24.0, 707.03, 8.0, 24.0, 652.55, 298.88, 714.52],
    "attention": [24.0, 632.56, 8.0, 24.0, 630.06, 161.44, 640.05],
    "loan": [161.44, 632.56, 8.0, 161.44, 630.06, 298.88, 640.05],
    "description": [24.0, 265.21, 8.0, 24.0, 144.27, 587.76, 272.71],
}


class CoiFit(models.AbstractModel):
    """Whether texts will fit their places, before a page is drawn."""

    _name = "coi.fit"
    _description = "Fit of Texts on the Page"

    @api.model
    def _get_gauges(self, insureds, form):
        """A ``pdf.gauge.Gauge`` by insured id; None stands for all other insureds.

        A page's places depend on the policies shown: the insured's latest master says
        best where they are, else any master of the form.
        """
        metrics = get_face().metrics
        latest = self.env["coi.master"]._get_latest_slots(insureds, form)
        gauges = {
            insured_id: Gauge(metrics, {**USUAL_SLOTS, **slots})
            for insured_id, slots in latest.items()
        }
        gauges.setdefault(None, Gauge(metrics, USUAL_SLOTS))
        return gauges
