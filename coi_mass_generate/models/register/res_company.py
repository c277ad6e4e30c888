from odoo import api, fields, models, tools

from ..common.argument import check_numbers
from ..common.door import trusted

USER = "coi_mass_generate.group_user"
# Beyond so many days, dates are no dates any more.
MAX_DAYS = 3650
# Nobody prepares a renewal earlier: it would be that of the term after the next.
MOST_LEAD = 365
MOST = {
    "coi_renewal_days": MOST_LEAD,
    "coi_keep_downloads_days": MAX_DAYS,
    "coi_expiring_days": MAX_DAYS,
    "coi_click_limit": 1_000_000,
}

# What is done while a part of an insured's policies is renewed and the rest is not.
INCOMPLETE = [
    ("wait", "Wait for the rest"),
    ("again", "Send now, and again when the rest is renewed"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    coi_contact = fields.Char(
        "Certificate Contact",
        groups=USER,
        help="Whom a holder asks about a certificate.",
    )
    coi_fax = fields.Char("Certificate Fax", groups=USER)
    coi_representative = fields.Char(
        "Authorized Representative", groups=USER, help="Who signs the certificates."
    )
    coi_signature = fields.Image(
        "Authorized Signature",
        max_width=600,
        max_height=200,
        # Without it the image of every company is given out without a login.
        groups=USER,
        help="Printed above the representative's name.",
    )
    coi_keep_downloads_days = fields.Integer(
        "Keep Downloads (Days)",
        default=7,
        help="How long the files of a batch without history can be downloaded again.",
    )

    coi_setup = fields.Selection(
        [("hidden", "Hidden"), ("shown", "Shown, also when all is done")],
        "Set-Up Checklist",
        groups=USER,
        help="Empty: the checklist stands above the insureds until all is done.",
    )

    coi_click_limit = fields.Integer(
        "Make at Once up to (Holders)",
        default=1000,
        help="Larger batches are made in the background. An extra page that has to be "
        "drawn counts as 200 holders, a certificate in a script that has to be "
        "drawn completely as 40. 0: everything is made in the background.",
    )
    coi_worker = fields.Selection(
        [("cron", "Scheduled action")],
        "Larger Batches Are Made by",
        default="cron",
        required=True,
    )
    coi_expiring_days = fields.Integer(
        "Warn of Expiring Policies (Days)",
        default=30,
        help="How many days after the issue date a policy must still run for its "
        "holders to be ready without a warning. For as long after it ends, "
        "holders are warned that it is left out.",
    )
    coi_cite_endorsements = fields.Boolean(
        "Cite Endorsements",
        # Their numbers are the first thing a general contractor asks for. What an
        # agency has chosen before stays as it is.
        default=True,
        help="Name the endorsements behind additional insured, waiver and primary "
        "wording in every description. Where a state requires it, it is done "
        "anyway.",
    )

    coi_renewal_days = fields.Integer(
        "Prepare Renewals (Days Before)",
        default=45,
        help="So long before policies end, their renewal is prepared and their "
        "certificates are listed as ending soon.",
    )
    coi_renewal_incomplete = fields.Selection(
        INCOMPLETE,
        "When Some Policies Are Not Renewed Yet",
        default="wait",
        required=True,
        help="Whether holders wait until all policies of their certificate are "
        "renewed, or get one now and another when the rest is there.",
    )

    @api.constrains(*MOST)
    def _check_coi_numbers(self):
        check_numbers(self, 0, MOST)

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _coi_get_by_contact(self):
        """Ids of all companies by their contacts' ids; asked on every write of one."""
        # sudo(): a contact is looked at whosever company it is.
        every = trusted(self).with_context(active_test=False)
        companies = every.search([("partner_id", "!=", False)])
        return {company.partner_id.id: company.id for company in companies}
