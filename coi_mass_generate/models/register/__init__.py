from . import (
    coi_additional_interest,
    coi_coverage_line,
    coi_interest_type,
    coi_interest_words,
    coi_policy,
    coi_policy_endorsement,
    coi_policy_limit,
    coi_policy_log,
    coi_policy_series,
    mail_message,
    res_company,
    res_partner,
)
