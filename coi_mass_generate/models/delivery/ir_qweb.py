from lxml import etree

from odoo import models


class Compiled(dict):
    """What templates were compiled to, by what they look like; in the context as
    ``coi_compiled``, for as long as the same ones are rendered for many records."""


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _compile(self, template):
        """Odoo compiles the text of a mail template anew for every record, which takes
        longer than all the rest of a mail."""
        known = self.env.context.get("coi_compiled")
        # A caller from outside may say anything, but not this.
        if not isinstance(known, Compiled) or not isinstance(template, etree._Element):
            return super()._compile(template)
        keys = self._get_template_cache_keys()
        key = (
            etree.tostring(template),
            self.env.context.get("raise_on_forbidden_code_for_model"),
            *(self.env.context.get(name) for name in keys),
        )
        if key not in known:
            known[key] = super()._compile(template)
        return known[key]
