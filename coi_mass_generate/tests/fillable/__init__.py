from . import (
    test_form_other,
    test_form_pdf,
    test_form_rules,
    test_form_sample,
    test_form_windows,
)
