from . import (
    test_interest,
    test_merge,
    test_policy,
    test_traces,
)
