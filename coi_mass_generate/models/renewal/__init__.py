from . import (
    coi_additional_interest,
    coi_policy,
    res_partner,
)
