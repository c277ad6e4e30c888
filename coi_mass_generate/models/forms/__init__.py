from . import (
    coi_description,
    coi_form,
    coi_form_contract,
    coi_form_qweb,
    coi_page,
    res_company,
    res_partner,
)
