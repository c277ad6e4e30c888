"""What an import of policies has to say, by code: see ``coi_import_message``."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

PROBLEMS = {
    "insured_new": _lt(
        'There is no insured "%(value)s" yet. Is it a new one? Then create it; '
        "otherwise type the name as it is there, or leave the row out."
    ),
    "insured_seems": _lt(
        'There is no insured "%(value)s". Is it "%(other)s"? Confirm it, or create a '
        "new one."
    ),
    "insured_contact": _lt(
        'The contact "%(other)s" is not an insured so far. Is it this one? Confirm '
        "it, or create a new one."
    ),
    "insured_elsewhere": _lt(
        'The insured "%(other)s" is in a different state than this row says. Is it '
        "that one? Confirm it, or create a new one."
    ),
    "insured_twins": _lt(
        'There are several insureds named "%(value)s". Add the state, or type the '
        "name of one of them exactly."
    ),
    "party_alike": _lt(
        '"%(value)s" is written "%(other)s" in line %(line)s. Is it the same one? '
        "Confirm it, or create another one."
    ),
    "insurer_new": _lt(
        'There is no insurer "%(value)s" yet. Is it a new one? Then create it; '
        "otherwise type the name as it is there, or leave the row out."
    ),
    "insurer_seems": _lt(
        'There is no insurer "%(value)s". Is it "%(other)s"? Confirm it, or create a '
        "new one."
    ),
    "insurer_contact": _lt(
        'The contact "%(other)s" is not an insurer so far. Is it this one? Confirm '
        "it, or create a new one."
    ),
    "insurer_twins": _lt(
        'There are several insurers named "%(value)s". Type the NAIC number of the '
        "right one."
    ),
    "naic_twins": _lt(
        "Several insurers have the NAIC number %(value)s. Type the name of one of "
        "them exactly."
    ),
    "insured_archived": _lt(
        'The insured "%(other)s" is archived. Unarchive it first, or leave the row out.'
    ),
    "insurer_archived": _lt(
        'The insurer "%(other)s" is archived. Unarchive it first, or type another name.'
    ),
    "renewal_new": _lt(
        "The policy %(other)s of this line ends on the day %(value)s begins. Does it "
        "renew that one under a new number? Confirm it, and its holders follow; or "
        "create it as another policy."
    ),
    "insurer_missing": _lt("Which insurer writes the policy? Type its name."),
    "insurer_contradiction": _lt(
        '"%(value)s" and NAIC number %(naic)s do not belong together: the insurer '
        'here is "%(other)s" with number %(others)s. Type the matching name and '
        "number, or clear one of them."
    ),
    "naic_unknown": _lt(
        "There is no insurer with the NAIC number %(value)s. Type the insurer's name "
        "as well."
    ),
    "naic_bad": _lt(
        '"%(value)s" is not a NAIC number: it has five digits, or AA- and seven. '
        "Correct it, or clear the cell."
    ),
    "naic_differs": _lt(
        "The insurer's name ends in a different number, %(other)s, than this one, "
        "%(value)s. Type the right one."
    ),
    "line_missing": _lt("Which line of coverage is it? Type it."),
    "line_unknown": _lt(
        'There is no line of coverage "%(value)s". Type one of those in '
        "Configuration; for a package, put each line in its own row."
    ),
    "policy_missing": _lt("There is no policy number. Type it, or leave the row out."),
    "policy_several": _lt(
        'There is more than one number: "%(value)s". Each policy needs a row of its '
        "own: type one of them here."
    ),
    "policy_no_number": _lt(
        '"%(value)s" is not a policy number. Type the number here, or leave the row '
        "out; what you type is used as is."
    ),
    "policy_archived": _lt(
        "The term of %(value)s that begins on this day is archived. Unarchive it "
        "first, or leave the row out."
    ),
    "policy_differs": _lt(
        "Line %(line)s is the same term of this policy, but has a different "
        "%(field)s. Make them the same, or leave one out."
    ),
    "effective_missing": _lt("When does the policy take effect? Type the date."),
    "expiration_missing": _lt("When does the policy expire? Type the date."),
    "dates_order": _lt(
        "The policy would expire on %(value)s, which is not after it takes effect, "
        "%(other)s. Correct the dates."
    ),
    "cancelled_outside": _lt(
        "%(value)s is not within the policy's term. Type the first day without "
        "coverage, or clear the cell."
    ),
    "term_overlaps": _lt(
        "%(value)s already has a term from %(other)s to %(others)s, and this one "
        "overlaps it. Correct the dates."
    ),
    "status_over": _lt(
        'Its status is "%(value)s". Type the first day without coverage here, or '
        "leave the row out."
    ),
    "amount_unclear": _lt(
        '"%(value)s" cannot be read as an amount with certainty. Type it as in '
        "$1,000,000, or a word such as Excluded, or clear the cell."
    ),
    "amount_small": _lt(
        "%(value)s is very low for this. Is it in thousands? Type the full amount "
        "with a dollar sign, as in $1,000,000."
    ),
    "amount_large": _lt(
        "%(value)s is very high for this. Does it belong in another column? Type the "
        "right amount here; what you type is used as is."
    ),
    "limit_other_line": _lt(
        "A policy of this line has no such limit. Correct the line, or clear the cell."
    ),
    "retention_twice": _lt(
        "There is a deductible as well as a retention. Clear one of them."
    ),
    "retroactive_occurrence": _lt(
        "A policy on an occurrence basis has no retroactive date. Correct the basis, "
        "or clear the cell."
    ),
    "choice_unclear": _lt('"%(value)s" is not one of the choices here. Correct it.'),
    "autos_unclear": _lt(
        '"%(value)s" is only partly understood. Type any, owned, scheduled, hired, '
        "non-owned, or their symbols 1, 2, 7, 8, 9."
    ),
    "endorsement_unclear": _lt(
        '"%(value)s" does not name a form. Type its number, as in CG 20 10 04 13, or '
        "clear the cell."
    ),
    "endorsement_several": _lt(
        '"%(value)s" seems to name more than one form. Type a semicolon between them, '
        "as in CG 20 10 04 13; CG 20 37 04 13."
    ),
    "endorsement_other_form": _lt(
        "%(value)s is a form that usually grants something else. Correct the number, "
        "or what it grants."
    ),
    "endorsement_contradicts": _lt(
        '"%(value)s" says two different things. Type it again, as in CG 20 10 04 13 '
        "(blanket, AI ongoing)."
    ),
    "endorsements_in_order": _lt(
        '"%(value)s": which endorsement grants what? Type as many answers as there '
        "are endorsements, in the same order, or write each one after its number."
    ),
    "basis_unclear": _lt('"%(value)s" is neither scheduled nor blanket. Correct it.'),
    "grants_unclear": _lt(
        '"%(value)s" is not something an endorsement grants. Type AI ongoing, AI '
        "completed, AI, waiver, PNC, or notice of cancellation."
    ),
    "basis_missing": _lt(
        "Is %(value)s scheduled or blanket? Type it after the number, as in %(value)s "
        "(blanket, …)."
    ),
}

NOTICES = {
    "naic_split": _lt("The NAIC number %(value)s was part of the insurer's name."),
    "insurer_by_naic": _lt('Based on its NAIC number, the insurer is "%(other)s".'),
    "next_term": _lt(
        "The next term of the policy that ends on %(other)s. What the list does not "
        "say is copied from there; endorsements that are only copied must be "
        "confirmed on the policy."
    ),
    "other_number": _lt(
        "The policy %(other)s of this line ends on the day this one begins. If this "
        "renews it under a new number, renew it there instead, so that its holders "
        "follow."
    ),
    "renews": _lt(
        "Renews %(other)s under a new number: its holders follow. What the list does "
        "not say is not copied."
    ),
    "certificates_show": _lt(
        "Issued certificates that show this policy: %(count)s. Revise them after the "
        "import."
    ),
    "number_elsewhere": _lt('"%(other)s" has a policy with the same number.'),
    "number_kept": _lt('Written "%(other)s" in the policy: it stays that way.'),
    "same_policy": _lt("The same policy as line %(line)s."),
    "left_blank": _lt("Not given in the list, and left blank: %(fields)s."),
    "aggregate_less": _lt("The aggregate is less than the limit of one occurrence."),
    "retroactive_means": _lt("Taken as claims-made: it has a retroactive date."),
    "retroactive_late": _lt(
        "The retroactive date, %(value)s, is after the policy takes effect."
    ),
    "term_short": _lt("A short term: from %(value)s to %(other)s."),
    "term_long": _lt("A long term: from %(value)s to %(other)s."),
    "status_unknown": _lt('The status "%(value)s" is ignored.'),
    "aggregate_is_general": _lt("The aggregate is the general aggregate."),
    "option_other_line": _lt(
        "Not imported, because this line of coverage does not have it: %(field)s."
    ),
    "endorsement_usual": _lt(
        "%(value)s: the list does not say what it grants. Recorded as usual for this "
        "form; it counts once it is confirmed on the policy."
    ),
    "endorsement_bare": _lt(
        "%(value)s: the list says neither what it grants nor whether it is blanket. "
        "Recorded as usual for this form, and as scheduled; it counts once it is "
        "confirmed on the policy and its holders are named."
    ),
    "basis_scheduled": _lt(
        "%(value)s: the list does not say whether it is scheduled or blanket. "
        "Recorded as scheduled, which grants nobody anything yet."
    ),
    "endorsement_scheduled": _lt(
        "%(value)s is scheduled: name its holders on the policy."
    ),
}

LABELS = {
    "line": _lt("Line of coverage"),
    "insurer": _lt("Insurer"),
    "naic": _lt("NAIC number"),
    "effective": _lt("Effective date"),
    "expiration": _lt("Expiration date"),
    "cancelled": _lt("Canceled on"),
    "status": _lt("Status"),
    "claims_basis": _lt("Occurrence or claims-made"),
    "retroactive": _lt("Retroactive date"),
    "aggregate_per": _lt("Aggregate applies per"),
    "limit_each_occurrence": _lt("Each occurrence"),
    "limit_damage_to_rented": _lt("Damage to rented premises"),
    "limit_medical_expense": _lt("Medical expense"),
    "limit_personal_injury": _lt("Personal & advertising injury"),
    "limit_general_aggregate": _lt("General aggregate"),
    "limit_products_aggregate": _lt("Products – completed operations aggregate"),
    "limit_combined_single": _lt("Combined single limit"),
    "limit_bodily_injury_person": _lt("Bodily injury (per person)"),
    "limit_bodily_injury_accident": _lt("Bodily injury (per accident)"),
    "limit_property_damage": _lt("Property damage"),
    "limit_aggregate": _lt("Aggregate"),
    "limit_each_accident": _lt("E.L. each accident"),
    "limit_disease_employee": _lt("E.L. disease – each employee"),
    "limit_disease_policy": _lt("E.L. disease – policy limit"),
    "limit_each_claim": _lt("Each claim"),
    "limit_own": _lt("Limit"),
    "autos": _lt("Covered autos"),
    "auto_any": _lt("Any auto (Y/N)"),
    "auto_owned": _lt("Owned autos only (Y/N)"),
    "auto_scheduled": _lt("Scheduled autos (Y/N)"),
    "auto_hired": _lt("Hired autos only (Y/N)"),
    "auto_non_owned": _lt("Non-owned autos only (Y/N)"),
    "umbrella_form": _lt("Umbrella or excess"),
    "deductible": _lt("Deductible"),
    "retention": _lt("Retention"),
    "retention_kind": _lt("Retention"),
    "wc_basis": _lt("Per statute or other"),
    "wc_excluded": _lt("Owners / officers excluded (Y/N)"),
    "endorsements": _lt("Endorsements"),
    "ai_endorsement": _lt("Additional insured endorsement"),
    "waiver_endorsement": _lt("Waiver endorsement"),
    "pnc_endorsement": _lt("Primary & non-contributory endorsement"),
    "endorsement_basis": _lt("Scheduled or blanket"),
    "endorsement_grants": _lt("What endorsements grant"),
}
