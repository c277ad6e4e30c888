from . import (
    coi_additional_interest,
    coi_basis,
    coi_certificate,
    coi_certificate_document,
    coi_form,
    coi_master,
    coi_policy,
    coi_policy_endorsement,
    ir_attachment,
    res_partner,
)
