"""What another addon writes to have its columns imported: this one file."""

from odoo import api, fields, models

from ...api import HOLDER, INTEREST, POLICY, ImportField

# Loaded by tests only; an addon need not say its own name.
ADDON = "coi_cost_center"


class ResPartner(models.Model):
    _module = ADDON
    _inherit = "res.partner"

    coi_cost_center = fields.Char("Cost Center")


class CoiAdditionalInterest(models.Model):
    _module = ADDON
    _inherit = "coi.additional.interest"

    handed_over = fields.Date("Handed Over On")


class CoiPolicy(models.Model):
    _module = ADDON
    _inherit = "coi.policy"

    coi_desk = fields.Char("Desk")


class CoiImportLine(models.Model):
    _module = ADDON
    _inherit = "coi.import.line"

    coi_desk = fields.Char(compute="_compute_cells", readonly=False)
    coi_cost_center = fields.Char(compute="_compute_cells", readonly=False)


class CoiImportField(models.AbstractModel):
    _module = ADDON
    _inherit = "coi.import.field"

    @api.model
    def _get_fields(self):
        key, day = "coi_cost_center", "handed_over"
        return [
            *super()._get_fields(),
            ImportField(key, HOLDER, ("cost center", "kostenstelle"), target=key),
            ImportField("coi_desk", POLICY, ("desk",), target="coi_desk"),
            ImportField(day, INTEREST, ("handed over",), kind="date", target=day),
        ]

    @api.model
    def _get_steps(self):
        return {**super()._get_steps(), "coi_cost_center": clean_cost_center}


def clean_cost_center(_cleaner, texts, done):
    """Four digits, whatever letters stand around them."""
    digits = "".join(sign for sign in texts[0] if sign.isdigit())
    if len(digits) == 4:
        done.put("coi_cost_center", digits)
    else:
        done.ask("coi_cost_center", "cell_odd", value=texts[0])
