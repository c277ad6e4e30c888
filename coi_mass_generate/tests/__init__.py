from .common import (
    test_access,
    test_bulk,
    test_bulk_heirs,
    test_columns,
    test_depends,
    test_door_contexts,
    test_doors,
    test_grants,
    test_lists_of_records,
    test_odd_arguments,
    test_scripts,
    test_secrets,
    test_shared,
)
from .forms import (
    test_description,
    test_form_choice,
    test_form_contract,
    test_languages,
    test_missing_tools,
    test_page,
    test_stamp_looks_drawn,
    test_strict_readers,
)
from .handout import test_draft, test_evidence, test_output
from .imports import (
    test_import_access,
    test_import_added,
    test_import_closed,
    test_import_first_floor,
    test_import_interest,
    test_import_match,
    test_import_preview,
    test_import_tour,
    test_import_undo,
    test_import_whole,
)
from .issue import (
    test_asked_for,
    test_background,
    test_background_controls,
    test_background_errors,
    test_background_progress,
    test_batch,
    test_engine_doors,
    test_generate,
    test_many,
    test_numbering,
    test_request_again,
    test_screens,
    test_tour,
    test_verdict_tour,
)
from .ledger import (
    test_cancel_revise,
    test_certificate,
    test_edition,
    test_numbers,
    test_record_hash,
)
from .register import test_interest, test_merge, test_policy, test_traces
from .verdicts import (
    test_check,
    test_hidden_contacts,
    test_may_be_shown,
    test_oracle,
    test_override,
    test_plan,
    test_rule_table,
    test_rules,
    test_verdicts,
    test_wording,
)
