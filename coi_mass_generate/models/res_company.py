from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    coi_contact = fields.Char(
        "Certificate Contact", help="Whom a holder asks about a certificate."
    )
    coi_fax = fields.Char("Certificate Fax")
    coi_representative = fields.Char(
        "Authorized Representative", help="Who signs the certificates."
    )
    coi_signature = fields.Image(
        "Authorized Signature",
        max_width=600,
        max_height=200,
        help="Printed above the representative's name.",
    )
    coi_keep_downloads_days = fields.Integer(
        "Keep Downloads (Days)",
        default=7,
        help="How long the files of a batch without history can be downloaded again.",
    )

    coi_click_limit = fields.Integer(
        "Make at Once up to (Holders)",
        default=1000,
        help="Larger batches are made in the background. A further page that has to "
        "be drawn counts as 200 holders, a certificate in a script that has to be "
        "drawn whole as 40. 0: everything is made in the background.",
    )
    coi_worker = fields.Selection(
        [("cron", "Scheduled action")],
        "Larger Batches Are Made by",
        default="cron",
        required=True,
    )
    coi_expiring_days = fields.Integer(
        "Warn of Policies That End (Days)",
        default=30,
        help="How many days after the issue date a policy must still run for its "
        "holders to be ready without a warning. As long after its end holders are "
        "warned that it is left out.",
    )
    coi_cite_endorsements = fields.Boolean(
        "Cite Endorsements",
        help="Name the endorsements behind additional insured, waiver and primary "
        "wording in every description. Where a state demands it, it is done anyway.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._coi_create_sequences()
        return companies

    def _coi_create_sequences(self):
        """Give companies their own numbering; all get it when we are installed."""
        sequences = [
            {"code": "coi.certificate", "prefix": "COI-", "padding": 6},
            {"code": "coi.batch", "prefix": "BATCH-", "padding": 5},
        ]
        # sudo(): who may create a company need not be allowed to edit sequences.
        model = self.env["ir.sequence"].sudo()
        # Those of an earlier installation are still there, and count on.
        known = model.search_fetch(
            [("company_id", "in", self.ids)], ["code", "company_id"]
        ).mapped(lambda sequence: (sequence.code, sequence.company_id.id))
        model.create(
            [
                {**vals, "name": vals["code"], "company_id": company.id}
                for company in self
                for vals in sequences
                if (vals["code"], company.id) not in known
            ]
        )
