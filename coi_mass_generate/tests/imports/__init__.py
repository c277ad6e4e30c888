from . import (
    test_import_access,
    test_import_added,
    test_import_closed,
    test_import_first_floor,
    test_import_interest,
    test_import_match,
    test_import_preview,
    test_import_rows,
    test_import_texts,
    test_import_tour,
    test_import_undo,
    test_import_whole,
)
