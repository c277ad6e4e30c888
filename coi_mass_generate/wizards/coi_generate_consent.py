from odoo import api, fields, models


class CoiGenerate(models.TransientModel):
    """What somebody has read in the picker, and wants made all the same."""

    _inherit = "coi.generate"

    # How many of the checked holders are what, as the picker shows them; what counts
    # is what is judged on Generate.
    count_ready = fields.Integer()
    count_warning = fields.Integer("With a Warning")
    count_confirmed = fields.Integer(
        "Confirmed", help="Of those with a warning: all their warnings are confirmed."
    )
    count_blocked = fields.Integer("Blocked")
    count_unjudged = fields.Integer(
        "Not Checked Yet",
        help="With a very large selection: checked when the certificates are "
        "generated.",
    )
    warned_ids = fields.Json(
        help="The checked holders whose warnings the picker shows: what is confirmed."
    )
    warned_kinds = fields.Json(
        help="Keys of the rules of these warnings: of no other is anything confirmed."
    )
    confirm_warnings = fields.Boolean(
        "I have read the warnings: issue these certificates too",
        help="Those of all kinds that do no harm, together.",
    )
    confirmed_kinds = fields.Json(
        default=[],
        help="Keys of the serious rules whose warnings are confirmed, each by itself.",
    )
    overrides = fields.Json(
        default={},
        help="By interest ID: a manager's reason for issuing what is blocked, and the "
        "codes of the findings it is for.",
    )
    is_manager = fields.Boolean(compute="_compute_is_manager")

    @api.depends_context("uid")
    def _compute_is_manager(self):
        self.is_manager = self.env.user.has_group("coi_mass_generate.group_manager")

    def _is_shown(self):
        """Whether the picker has said what the checked holders are."""
        return bool(
            self.count_ready
            or self.count_warning
            or self.count_blocked
            or self.count_unjudged
        )

    def _get_confirmed(self, kinds):
        """Whether warnings are confirmed; ids, where it is known whose were read.

        :param kinds: those that are confirmed
        """
        if kinds and self._is_shown():
            return self._read_ids("warned_ids")
        return bool(kinds)

    def _get_confirmed_kinds(self):
        """Keys of the rules whose warnings are confirmed; of no others that were not
        on the screen."""
        read = self.env["coi.request"]._read_kinds
        shown = self.warned_kinds
        return read(
            self.confirm_warnings,
            self.confirmed_kinds,
            read(False, shown) if isinstance(shown, list) else None,
        )
