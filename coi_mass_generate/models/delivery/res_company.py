from odoo import api, fields, models

from ..common.argument import check_numbers

USER = "coi_mass_generate.group_user"
# Of a sheet of US Letter.
PLACES = {"coi_print_left": 150, "coi_print_top": 250}
MOST = {"coi_undo_minutes": 24 * 60, "coi_approve_above": 1_000_000, **PLACES}


class ResCompany(models.Model):
    """How a company's certificates are sent."""

    _inherit = "res.company"

    coi_mail_from = fields.Char(
        "Certificates Are Sent From",
        groups=USER,
        help="Empty: the address of whoever sends them.",
    )
    coi_mail_reply_to = fields.Char(
        "Answers Go To", groups=USER, help="Empty: to whoever sends them."
    )
    coi_mail_server_id = fields.Many2one(
        "ir.mail_server",
        "Mail Server for Certificates",
        groups="base.group_system",
        ondelete="restrict",
        help="Empty: the one Odoo chooses for the sender.",
    )
    coi_send_pages = fields.Boolean(
        "Send Endorsement Pages",
        default=True,
        help="The pages of the endorsements that a certificate relies on go along with "
        "it, once a mail, as far as they were uploaded on the policy.",
    )
    coi_digest = fields.Boolean(
        "Report to Insureds",
        groups=USER,
        help="When a sending is through, each insured gets one mail: to whom its "
        "certificates went, when, and which did not. An insured's own choice goes "
        "before this.",
    )
    coi_print_separators = fields.Boolean(
        "Separator Sheets",
        help="In a print pack, a sheet before each envelope says what goes into it.",
    )
    coi_print_addresses = fields.Boolean(
        "Address Sheets",
        help="In a print pack, each envelope has a page with its address where the "
        "window of the envelope is.",
    )
    coi_print_left = fields.Integer("Address from the Left (mm)", default=22)
    coi_print_top = fields.Integer("Address from the Top (mm)", default=52)
    coi_undo_minutes = fields.Integer(
        "Can Be Taken Back for (Minutes)",
        default=10,
        help="So long nothing leaves after Send was pressed.",
    )
    coi_approve_above = fields.Integer(
        "Approval above (Mails)",
        groups=USER,
        help="A user who sends more mails within an hour than this needs the approval "
        "of a manager. 0: nobody needs it.",
    )
    coi_approve_managers = fields.Boolean(
        "Managers Need It, Too",
        groups=USER,
        help="What a manager sends needs the approval of another manager.",
    )
    coi_repeat_unsure = fields.Boolean(
        "Repeat What May Not Have Arrived",
        help="A mail of which no server said whether it was taken is sent again by "
        "itself, as the same mail: most receivers then drop it if they have it. "
        "Otherwise someone is asked.",
    )

    @api.constrains(*MOST)
    def _check_coi_numbers_of_sending(self):
        check_numbers(self, 0, MOST)
