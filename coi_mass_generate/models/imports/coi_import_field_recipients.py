from functools import partial

from odoo import api, models

from ...sheets.fields import HOLDER, INTEREST, Catalogue, Field
from .recipient_words import clean_addresses, clean_channel

CHANNEL = (
    "send by", "certificates by", "certificate by", "send via", "send certificate by",
    "delivery method", "method of delivery", "delivery", "deliver by", "deliver via",
    "delivery type", "delivery preference", "preferred delivery", "distribution method",
    "distribution", "channel", "how to send", "send method", "enviar por",
    "metodo de envio", "forma de envio", "envio",
)  # fmt: skip
TO = (
    "send to", "recipients", "recipient", "certificate recipients",
    "certificate recipient", "certificate email", "certificate emails", "deliver to",
    "send certificates to", "recipient email", "recipient emails", "distribution list",
    "enviar a", "destinatarios", "destinatario",
)  # fmt: skip
CC = (
    "cc", "copy to", "copies to", "cc email", "cc emails", "email cc", "e mail cc",
    "carbon copy", "cc recipients", "con copia", "con copia a", "copia a", "copia",
)  # fmt: skip
PORTAL = (
    "portal address", "portal url", "portal link", "portal website", "portal",
    "upload address", "upload url", "upload link", "upload site", "vendor portal",
    "compliance portal", "certificate portal", "direccion del portal",
)  # fmt: skip
VENDOR = (
    "vendor id", "portal vendor id", "vendor number", "vendor no", "vendor code",
    "supplier id", "supplier number", "portal id", "id de proveedor",
    "numero de proveedor",
)  # fmt: skip
FILE_NAME = (
    "portal file name", "file name", "filename", "file name pattern",
    "portal filename", "naming convention", "file naming", "nombre de archivo",
)  # fmt: skip
ADDED = (
    Field("channel", INTEREST, CHANNEL, target="channel"),
    Field("emails_to", INTEREST, TO, several=True, most=1000, target="emails_to"),
    Field("emails_cc", INTEREST, CC, several=True, most=1000, target="emails_cc"),
    Field("coi_channel", HOLDER, CHANNEL, target="coi_channel"),
    Field("coi_email_cc", HOLDER, CC, several=True, most=1000, target="coi_email_cc"),
    Field("coi_portal_url", HOLDER, PORTAL, target="coi_portal_url"),
    Field("coi_portal_vendor", HOLDER, VENDOR, target="coi_portal_vendor"),
    Field("coi_portal_file_name", HOLDER, FILE_NAME, target="coi_portal_file_name"),
)
STEPS = {
    "channel": partial(clean_channel, key="channel"),
    "coi_channel": partial(clean_channel, key="coi_channel"),
    "emails_to": partial(clean_addresses, key="emails_to"),
    "emails_cc": partial(clean_addresses, key="emails_cc", before="emails_to"),
    "coi_email_cc": partial(clean_addresses, key="coi_email_cc"),
}


class CoiImportField(models.AbstractModel):
    """Columns that say how certificates reach their holders.

    "Send By" and "Cc" are of the holder in a list of holders, and of the interest in
    one of interests.
    """

    _inherit = "coi.import.field"

    @api.model
    def _get_fields(self):
        return [*super()._get_fields(), *ADDED]

    @api.model
    def _get_steps(self):
        return {**super()._get_steps(), **STEPS}

    @api.model
    def _get_catalogue(self, kind="holder"):
        catalogue = super()._get_catalogue(kind)
        if kind != "interest":
            return catalogue
        # Of two that claim a header, the later gets it.
        names = [each.key for each in ADDED if each.part == INTEREST]
        fields = catalogue.fields
        rest = [each for key, each in fields.items() if key not in names]
        return Catalogue(rest + [fields[key] for key in names if key in fields])
