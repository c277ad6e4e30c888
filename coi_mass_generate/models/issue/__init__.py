from . import (
    coi_batch,
    coi_batch_line,
    coi_engine,
    coi_progress,
    coi_request,
    coi_runner,
    ir_sequence,
)
