"""What the columns of our templates mean, and what may stand in them, by field key."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

AMOUNT = _lt("$1,000,000, 1M, 500k; or Excluded, Included, See policy")
YES_NO = _lt("Y or N")
SEVERAL = _lt("Several: separated by ;")
OF_CHANNEL = (
    _lt("How certificates reach it."),
    _lt("E-mail, Post, Portal only, The insured only, Nobody"),
)
DAY = _lt("A date, as in 2026-01-31 or 01/31/2026")

# {key: (meaning, values)}
WORDS = {
    "name": (_lt("Who gets the certificate. Required."), ""),
    "street": (_lt("Its postal address."), ""),
    "city": ("", ""),
    "state": ("", _lt("Two letters, or the name of the state")),
    "zip": ("", _lt("Five digits, or nine; as text, so that leading zeros stay")),
    "email": (_lt("Where its mail goes."), SEVERAL),
    "phone": ("", ""),
    "insured": (_lt("Whose insurance it is: the name as it is in Certificates."), ""),
    "description": (_lt("Text for the description of operations."), ""),
    "loan_number": (_lt("A lender's number, printed for it."), ""),
    "ai": (_lt("Whether it should be an additional insured."), YES_NO),
    "waiver": (_lt("Whether subrogation should be waived."), YES_NO),
    "pnc": (_lt("Whether the insurance should be primary."), YES_NO),
    "attention": (_lt("A person or department at the holder."), ""),
    "isaoa": (
        _lt("Printed after its name; a column ISAOA or ATIMA means only that one."),
        YES_NO,
    ),
    "project": (_lt("What tells two interests of one holder apart."), ""),
    "valid_until": (_lt("The last day it needs certificates."), DAY),
    "tail_until": (
        _lt("After the job has ended, the last day it still gets certificates."),
        DAY,
    ),
    "renewal": (
        _lt("Whether it gets certificates of new terms."),
        _lt("Yes, No, Ask the insured"),
    ),
    "renewal_days": (
        _lt("How many days before its policies end it wants the next certificate."),
        _lt("A number; empty: as the agency does it"),
    ),
    **dict.fromkeys(("channel", "coi_channel"), OF_CHANNEL),
    "emails_to": (_lt("Who gets it, instead of the holder's own address."), SEVERAL),
    **dict.fromkeys(("emails_cc", "coi_email_cc"), (_lt("Who else gets it."), SEVERAL)),
    "coi_portal_url": (_lt("Where its certificates are uploaded."), ""),
    "coi_portal_vendor": (_lt("What the portal calls you."), ""),
    "coi_portal_file_name": (
        _lt("What the portal wants the file to be called."),
        _lt("May have {vendor}, {number}, {insured} and {holder} in it"),
    ),
    "policy": (_lt("The number as it is on the policy."), ""),
    "insurer": (_lt("The company that writes the policy."), ""),
    "naic": (_lt("The insurer's number at the NAIC."), _lt("Five digits")),
    "effective": (_lt("The first day of coverage. Required."), DAY),
    "expiration": (_lt("The first day without coverage. Required."), DAY),
    "cancelled": (
        _lt("Only for a canceled policy: the first day without coverage."),
        DAY,
    ),
    "claims_basis": (
        _lt("General liability, umbrella, others."),
        "Occurrence, Claims-made",
    ),
    "retroactive": (
        _lt("Claims-made policies: what happened before it is not insured."),
        _lt("A date, as in 2026-01-31 or 01/31/2026; or Full prior acts"),
    ),
    "aggregate_per": (_lt("General liability."), "Policy, Project, Location"),
    "limit_combined_single": (_lt("Automobile."), AMOUNT),
    "limit_bodily_injury_person": (_lt("Automobile."), AMOUNT),
    "limit_bodily_injury_accident": (_lt("Automobile."), AMOUNT),
    "limit_property_damage": (_lt("Automobile."), AMOUNT),
    "limit_each_occurrence": (_lt("General liability, umbrella, others."), AMOUNT),
    "limit_aggregate": (_lt("Umbrella, others."), AMOUNT),
    "limit_each_accident": (_lt("Employers' liability."), AMOUNT),
    "limit_disease_employee": (_lt("Employers' liability."), AMOUNT),
    "limit_disease_policy": (_lt("Employers' liability."), AMOUNT),
    "limit_each_claim": (_lt("Professional liability and others."), AMOUNT),
    "autos": (
        _lt("Automobile."),
        _lt("Any, owned, scheduled, hired, non-owned; or symbols 1, 2, 7, 8, 9"),
    ),
    "umbrella_form": (_lt("Umbrella."), "Umbrella, Excess"),
    "retention": (_lt("Umbrella."), AMOUNT),
    "deductible": (_lt("Umbrella."), AMOUNT),
    "wc_basis": (_lt("Workers compensation."), "Statute, Other"),
    "wc_excluded": (_lt("Workers compensation."), YES_NO),
    "endorsements": (
        _lt(
            "Number and edition of each form; in parentheses whether it is scheduled "
            "or blanket, and what it grants. What is not said for common forms is "
            "recorded as they usually grant it, to be confirmed on the policy."
        ),
        _lt("AI ongoing, AI completed, AI, waiver, PNC, notice of cancellation"),
    ),
}
OF_LIMITS = (_lt("General liability."), AMOUNT)
OF_ADDRESS = _lt("Of the insured; used only if the insured is new.")
EXAMPLES = _lt(
    "Rows whose first cell begins with %(mark)s are left out. Type over them or delete "
    "them."
)
