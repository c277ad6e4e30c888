from . import (
    coi_asked,
    coi_check,
    coi_fit,
    coi_plan,
    coi_state_approval,
    coi_state_rule,
    coi_wording_rule,
)
