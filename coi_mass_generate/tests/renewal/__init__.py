from . import (
    test_continue,
    test_renewal_fields,
    test_standing,
)
