from . import (
    test_draft,
    test_evidence,
    test_filename,
    test_output,
    test_sample,
    test_selection,
)
