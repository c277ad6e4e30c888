from odoo import api, models

from ...sheets.fields import DATE, INTEREST, Field
from .renewal_words import clean_days, clean_renewal

RENEWAL = (
    "receives renewals", "receive renewals", "do they receive renewals",
    "receives renewal", "receives renewal certificates", "gets renewals",
    "send renewals", "send renewal", "send at renewal", "send on renewal",
    "renewal certificate", "renewal certificates", "renewals", "renewal", "renew",
    "renew y n", "renewal y n", "auto renew", "auto renewal", "renewal flag",
    "include in renewal", "recibe renovaciones", "renovaciones", "renovacion",
    "renovar",
)  # fmt: skip
TAIL = (
    "certificates until", "certificate until", "send until", "send certificates until",
    "completed operations until", "completed ops until", "products completed until",
    "tail until", "tail end", "tail end date", "tail", "keep sending until",
    "certificados hasta", "enviar hasta",
)  # fmt: skip
DAYS = (
    "renewal days", "days before renewal", "renewal lead time", "renewal lead days",
    "renewal notice days", "prepare renewal days before", "lead time", "lead days",
    "dias antes de renovar", "dias antes de la renovacion",
)  # fmt: skip
ADDED = (
    Field("renewal", INTEREST, RENEWAL, target="renewal"),
    Field("tail_until", INTEREST, TAIL, kind=DATE, target="tail_until"),
    Field("renewal_days", INTEREST, DAYS, target="renewal_days"),
)
STEPS = {"renewal": clean_renewal, "renewal_days": clean_days}


class CoiImportField(models.AbstractModel):
    """Columns that say what a holder gets when policies are renewed."""

    _inherit = "coi.import.field"

    @api.model
    def _get_fields(self):
        return [*super()._get_fields(), *ADDED]

    @api.model
    def _get_steps(self):
        return {**super()._get_steps(), **STEPS}
