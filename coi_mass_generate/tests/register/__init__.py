from . import (
    test_interest,
    test_interest_words,
    test_merge,
    test_policy,
    test_traces,
)
