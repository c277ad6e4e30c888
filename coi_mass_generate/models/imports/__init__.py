from . import coi_import_line, coi_import_run

# isort: split
# What extends it comes after it.
from . import (
    coi_import_line_policy,
    coi_import_line_proposed,
    coi_import_line_recipients,
    coi_import_line_renewal,
    coi_import_line_words,
    coi_import_run_buttons,
    coi_import_run_common,
    coi_import_run_marks,
    coi_import_run_policy,
    coi_import_run_words,
)

# isort: split
from . import (
    coi_import_column,
    coi_import_field,
    coi_import_field_recipients,
    coi_import_field_renewal,
    coi_import_mapping,
    coi_import_message,
    coi_import_plan,
    coi_import_plan_holder,
    coi_import_plan_insured,
    coi_import_plan_interest,
    coi_import_plan_interest_marks,
    coi_import_plan_interest_type,
    coi_import_plan_party,
    coi_import_plan_policy,
    coi_import_preview,
    coi_import_progress,
    coi_import_reader,
    coi_import_sheet,
    coi_import_template,
    coi_import_trace,
    coi_import_turn,
    coi_import_undo,
    coi_import_writer,
    coi_import_writer_policy,
    coi_renewal,
    coi_renewal_answer,
    coi_renewal_list,
    coi_renewal_reply,
)

# isort: split
# What extends these comes after them.
from . import coi_import_message_policy, coi_import_plan_policy_changes
