from . import (
    coi_additional_interest,
    coi_batch,
    coi_batch_control,
    coi_batch_line,
    coi_engine,
    coi_policy,
    coi_progress,
    coi_request,
    coi_runner,
    ir_sequence,
    res_partner,
)
