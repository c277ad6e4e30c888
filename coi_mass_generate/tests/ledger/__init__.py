from . import (
    test_cancel_revise,
    test_certificate,
    test_edition,
    test_numbers,
    test_outdated,
    test_record_hash,
    test_renews,
)
