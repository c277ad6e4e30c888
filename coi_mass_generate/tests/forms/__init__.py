from . import (
    test_description,
    test_form_choice,
    test_form_contract,
    test_languages,
    test_missing_tools,
    test_page,
    test_page_labels,
    test_spanish,
    test_stamp_looks_drawn,
    test_strict_readers,
)
