# What others inherit comes first.
from . import coi_wizard

# isort: split
from . import (
    base_partner_merge,
    coi_agency,
    coi_agency_sample,
    coi_answer,
    coi_certificate_cancel,
    coi_certificate_download,
    coi_certificate_download_pack,
    coi_form_move,
    coi_form_try,
    coi_form_try_screen,
    coi_generate,
    coi_generate_consent,
    coi_generate_open,
    coi_generate_picker,
    coi_generate_shown,
    coi_import,
    coi_import_holder,
    coi_import_interest,
    coi_import_policy,
    coi_mend,
    coi_policy_continue,
    coi_refuse,
    coi_send,
    coi_send_facts,
    coi_send_screen,
    coi_setup,
    coi_upload_proof,
    res_config_settings,
)
