from . import (
    test_continue,
    test_papers,
    test_renewal_fields,
    test_renewed_since,
    test_standing,
)
