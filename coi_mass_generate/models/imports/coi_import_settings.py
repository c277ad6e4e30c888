from odoo import fields, models

from ...sheets import Limits


class CoiImportSettings(models.TransientModel):
    """What a file may ask of the server when a list is imported."""

    _inherit = "res.config.settings"

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
