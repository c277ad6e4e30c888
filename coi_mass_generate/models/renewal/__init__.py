from . import (
    coi_additional_interest,
    coi_certificate,
    coi_master,
    coi_policy,
    res_partner,
)
