from . import (
    test_address,
    test_amounts,
    test_endorsement_forms,
    test_interest,
    test_interest_words,
    test_merge,
    test_policy,
    test_policy_grid,
    test_traces,
)
