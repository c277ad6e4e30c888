from odoo import api, models

from ..delivery.ir_qweb import Compiled


class CoiLetter(models.AbstractModel):
    """The words of a letter that is printed: those of the mail, without its frame."""

    _inherit = "coi.letter"

    @api.model
    def _render_plain(self, deliveries):
        """Subjects and bodies by id, see ``_render``.

        :param deliveries: of one sending
        """
        plain = self.with_context(coi_compiled=Compiled(), coi_plain=True)
        return plain._render(deliveries, "")

    @api.model
    def _put_in_frames(self, template, deliveries, bodies):
        if self.env.context.get("coi_plain"):
            return None
        return super()._put_in_frames(template, deliveries, bodies)
