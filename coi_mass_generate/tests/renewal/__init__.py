from . import (
    test_continue,
    test_papers,
    test_renewal_fields,
    test_renewal_mapping,
    test_renewal_outcome,
    test_renewal_prepare,
    test_renewal_release,
    test_renewal_sent,
    test_renewal_text,
    test_renewal_tour,
    test_renewed_since,
    test_standing,
)
