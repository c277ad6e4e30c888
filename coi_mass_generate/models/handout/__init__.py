from . import (
    coi_batch,
    coi_certificate,
    coi_draft,
    coi_evidence,
    coi_output,
    coi_sample,
    ir_actions_report,
)
