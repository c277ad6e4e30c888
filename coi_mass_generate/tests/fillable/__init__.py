from . import (
    test_form_lasting,
    test_form_mixed,
    test_form_other,
    test_form_pdf,
    test_form_refusals,
    test_form_rules,
    test_form_sample,
    test_form_screen,
    test_form_windows,
)
