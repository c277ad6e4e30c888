from . import (
    test_continue,
    test_renewal_fields,
    test_renewed_since,
    test_standing,
)
