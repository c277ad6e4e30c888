from . import (
    test_check,
    test_green,
    test_hidden_contacts,
    test_lost,
    test_may_be_shown,
    test_oracle,
    test_override,
    test_plan,
    test_rule_table,
    test_rules,
    test_verdicts,
    test_wording,
)
