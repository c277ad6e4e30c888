from odoo import api, models

from odoo.addons.coi_mass_generate.api import FAILING, STALLED


class CoiProgress(models.AbstractModel):
    _inherit = "coi.progress"

    @api.model
    def _get_alert_of_queue_job(self, batch):
        """Why the jobs of an open batch do not move, in words for its user."""
        failed = batch._count_jobs(("failed",))
        if failed and not self._has_moved(batch, FAILING):
            return self.env._(
                "%(count)s jobs of this batch failed and are tried again in smaller "
                "parts; nothing is lost. If this stays, ask your administrator to look "
                "at them under Job Queue / Jobs.",
                count=failed,
            )
        if self._has_moved(batch, STALLED):
            return ""
        return self.env._(
            "Nothing has happened for %(minutes)s minutes. Ask your administrator "
            "whether the job queue runs (the module queue_job in server_wide_modules). "
            "This batch then goes on by itself.",
            minutes=STALLED.seconds // 60,
        )
