from . import (
    coi_additional_interest,
    coi_asked,
    coi_check,
    coi_fit,
    coi_form,
    coi_plan,
    coi_state_approval,
    coi_state_rule,
    coi_wording_rule,
)

# isort: split
from . import rules_grant, rules_holder, rules_law, rules_policy, rules_wording
