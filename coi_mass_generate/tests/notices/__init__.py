from . import (
    test_notice_odd,
    test_notice_oracle,
    test_notice_paper,
    test_notice_send,
    test_notice_set,
    test_pending,
    test_practice,
    test_reinstate,
)
