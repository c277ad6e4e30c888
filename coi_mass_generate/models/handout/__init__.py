from . import (
    coi_batch,
    coi_certificate,
    coi_draft,
    coi_evidence,
    coi_output,
    ir_actions_report,
)
