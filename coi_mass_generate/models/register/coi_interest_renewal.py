from odoo import api, fields, models

from ..common.argument import check_numbers
from .res_company import MOST_LEAD

RENEWALS = [
    ("yes", "Yes"),
    ("no", "No"),
    ("ask", "Ask the insured"),
]


def get_last_day(interest):
    """The last day on which an interest gets certificates: the end of the job or of
    the tail behind it, whichever is later; None where the job has no end.

    :param interest: the record, or a row of it
    """
    if not interest.valid_until:
        return None
    return max(interest.valid_until, interest.tail_until or interest.valid_until)


class CoiAdditionalInterest(models.Model):
    """What becomes of an interest when its insured's policies are renewed."""

    _inherit = "coi.additional.interest"

    renewal = fields.Selection(
        RENEWALS,
        "Receives Renewals",
        required=True,
        default="yes",
        help="Whether this holder gets a certificate of the new term when policies are "
        "renewed. No: its certificate runs out. Ask: it waits until the insured has "
        "answered.",
    )
    tail_until = fields.Date(
        "Certificates Until",
        help="After the job has ended (Valid Until), this holder still gets "
        "certificates until this day: for completed operations, say. Empty: until the "
        "job ends.",
    )
    renewal_days = fields.Integer(
        "Prepare Renewal (Days Before)",
        aggregator=None,
        help="How long before its policies end this holder wants to have the "
        "certificate of the new term. 0: as the agency does it.",
    )

    @api.constrains("renewal_days")
    def _check_renewal_days(self):
        check_numbers(self, 0, {"renewal_days": MOST_LEAD})
