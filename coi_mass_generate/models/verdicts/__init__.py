from . import (
    coi_additional_interest,
    coi_asked,
    coi_check,
    coi_comparison,
    coi_difference,
    coi_fit,
    coi_form,
    coi_loss,
    coi_plan,
    coi_state_approval,
    coi_state_rule,
    coi_wording_rule,
    res_partner,
)

# isort: split
from . import (
    coi_difference_rows,
    plan_facts,
    plan_grants,
    plan_terms,
    rules_agency,
    rules_boxes,
    rules_dates,
    rules_form,
    rules_grant,
    rules_holder,
    rules_law,
    rules_limits,
    rules_loss,
    rules_policy,
    rules_wording,
)
