from odoo import api, fields, models

from ..models.common.argument import check_numbers
from ..sheets import Limits

# Of what a list may ask of the server: beyond, the machine itself ends sooner.
MOST = 1_000_000
LIMITS = (
    "coi_import_max_megabytes",
    "coi_import_max_rows",
    "coi_import_max_seconds",
    "coi_import_max_memory",
)


class ResConfigSettings(models.TransientModel):
    """All that is set once: of the company, and what a list may ask of the server."""

    _inherit = "res.config.settings"

    coi_form_id = fields.Many2one(
        related="company_id.coi_form_id",
        readonly=False,
        domain="[('company_id', 'in', [False, company_id]),"
        " ('is_choosable', '=', True)]",
    )
    coi_expiring_days = fields.Integer(
        related="company_id.coi_expiring_days", readonly=False
    )
    coi_cite_endorsements = fields.Boolean(
        related="company_id.coi_cite_endorsements", readonly=False
    )
    coi_renewal_days = fields.Integer(
        related="company_id.coi_renewal_days", readonly=False
    )
    coi_renewal_incomplete = fields.Selection(
        related="company_id.coi_renewal_incomplete", readonly=False
    )
    coi_click_limit = fields.Integer(
        related="company_id.coi_click_limit", readonly=False
    )
    coi_worker = fields.Selection(related="company_id.coi_worker", readonly=False)
    coi_keep_downloads_days = fields.Integer(
        related="company_id.coi_keep_downloads_days", readonly=False
    )
    coi_mail_from = fields.Char(related="company_id.coi_mail_from", readonly=False)
    coi_mail_reply_to = fields.Char(
        related="company_id.coi_mail_reply_to", readonly=False
    )
    coi_mail_server_id = fields.Many2one(
        related="company_id.coi_mail_server_id", readonly=False
    )
    coi_digest = fields.Boolean(related="company_id.coi_digest", readonly=False)
    coi_send_pages = fields.Boolean(related="company_id.coi_send_pages", readonly=False)
    coi_print_separators = fields.Boolean(
        related="company_id.coi_print_separators", readonly=False
    )
    coi_print_addresses = fields.Boolean(
        related="company_id.coi_print_addresses", readonly=False
    )
    coi_print_left = fields.Integer(related="company_id.coi_print_left", readonly=False)
    coi_print_top = fields.Integer(related="company_id.coi_print_top", readonly=False)
    coi_undo_minutes = fields.Integer(
        related="company_id.coi_undo_minutes", readonly=False
    )
    coi_approve_above = fields.Integer(
        related="company_id.coi_approve_above", readonly=False
    )
    coi_approve_managers = fields.Boolean(
        related="company_id.coi_approve_managers", readonly=False
    )
    coi_repeat_unsure = fields.Boolean(
        related="company_id.coi_repeat_unsure", readonly=False
    )
    coi_import_max_megabytes = fields.Integer(
        "Largest File (MB)",
        config_parameter="coi_mass_generate.import_max_megabytes",
        default=Limits.megabytes,
    )
    coi_import_max_rows = fields.Integer(
        "Most Rows",
        config_parameter="coi_mass_generate.import_max_rows",
        default=Limits.rows,
    )
    coi_import_max_seconds = fields.Integer(
        "Most Seconds to Read",
        config_parameter="coi_mass_generate.import_max_seconds",
        default=Limits.seconds,
        help="Processor time. A list of 20,000 rows takes about one second.",
    )
    coi_import_max_memory = fields.Integer(
        "Most Memory to Read (MB)",
        config_parameter="coi_mass_generate.import_max_memory",
        default=Limits.memory,
    )

    @api.constrains(*LIMITS)
    def _check_coi_import_limits(self):
        check_numbers(self, 1, dict.fromkeys(LIMITS, MOST))
