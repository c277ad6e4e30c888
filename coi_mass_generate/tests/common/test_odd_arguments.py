"""Whatever another program sends, it gets words back, and never a crash."""

import itertools
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.common.argument import (
    read_choice,
    read_date,
    read_flag,
    read_ids,
    read_records,
    read_text,
)
from ...models.common.consent import read_overrides
from ..agency import AgencyCase

TODAY = "2026-03-02"
ODD_IDS = (
    "abc", [None], [-1], ["x"], [1.5], [True], {"a": 1}, [2**40], [2**31], [[1]], 1,
    [False], [0], [{}], ["1"], [2**70], "", 0, True, [1, [2]],
)  # fmt: skip
ODD_DATES = (
    "0001-01-01", "9999-12-31", "2026-02-30", 5, "'; drop table", ["2026-01-01"],
    "2026-11-25 23:59:59", "٢٠٢٦-٠١-٠١", "1899-12-31", "2201-01-01", {"a": 1}, True,
    "2026-1-1", "x" * 10**6,
)  # fmt: skip
ODD_FLAGS = ("maybe", None, [1], "no", {"a": 1}, 7, 1, 0, "")
ODD_OUTPUTS = (5, ["zip"], {"a": 1}, None, "docx", "", True)
ODD_KINDS = (
    "claim",
    5,
    {"claim": True},
    [5],
    [None],
    ["nonsense"],
    ["a\0b"],
    [["claim"]],
)
ODD_OVERRIDES = (
    [1], "x", 5, {"x": "y"}, {"1": 5}, {"1": {"reason": 5}}, {"1": ["a"]},
    {"1": {"reason": "r", "codes": 5}}, {"1": {"reason": "r", "codes": [5]}},
    {"1": {"reason": "r", "codes": "c"}}, {"1": {"reason": "r", "more": 1}},
    {"1": "x" * 2_000_000}, {"1": "a\0b"}, {"1": "\ud800"}, {"1.5": "r"}, {"²": "r"},
    {"": "r"},
)  # fmt: skip


class OddCase(AgencyCase):
    def assert_words(self, work, *args, **kwargs):
        """``work`` refuses in words; nothing of it stays."""
        with self.assertRaises(UserError, msg=(args, kwargs)) as caught:
            work(*args, **kwargs)
        self.assertTrue(str(caught.exception))
        self.assertLess(len(str(caught.exception)), 500)

    def assert_no_crash(self, work, *args, **kwargs):
        with self.env.cr.savepoint() as savepoint:
            with suppress(UserError):
                work(*args, **kwargs)
            savepoint.rollback()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestReader(OddCase):
    def test_ids(self):
        for odd in ODD_IDS:
            self.assert_words(read_ids, self.env, odd, "ids")
        for nothing in (None, False, [], ()):
            self.assertEqual(read_ids(self.env, nothing, "ids"), [])
        self.assertEqual(read_ids(self.env, (3, 1, 3), "ids"), [3, 1])

    def test_records(self):
        gone = self.plain_interest.copy({"project": "x"})
        missing = gone.id
        gone.unlink()
        with self.assertRaisesRegex(UserError, f"none with the ID {missing}"):
            read_records(self.env, gone._name, [self.plain_interest.id, missing], "ids")
        ids = [self.ai_interest.id, self.plain_interest.id]
        self.assertEqual(read_records(self.env, gone._name, ids, "ids").ids, ids)

    def test_dates(self):
        for odd in ODD_DATES:
            self.assert_words(read_date, self.env, odd, "issue_date")
        for nothing in (None, False, ""):
            self.assertIsNone(read_date(self.env, nothing, "issue_date"))
        for day in (TODAY, date(2026, 3, 2)):
            self.assertEqual(read_date(self.env, day, "issue_date"), date(2026, 3, 2))

    def test_choices_flags_and_texts(self):
        for odd in ODD_OUTPUTS:
            self.assert_words(read_choice, self.env, odd, ("zip", "pdf"), "output")
        for odd in ODD_FLAGS:
            self.assert_words(read_flag, self.env, odd, "flag")
        for odd in (5, ["a"], {"a": 1}, "a\0", "\udfff", "x" * 2001, True):
            self.assert_words(read_text, self.env, odd, "reason")
        self.assertEqual(read_text(self.env, "  a b ", "reason"), "a b")
        self.assertEqual(read_choice(self.env, "pdf", ("zip", "pdf"), "x"), "pdf")
        self.assertIs(read_flag(self.env, False, "x"), False)

    def test_overrides(self):
        for odd in ODD_OVERRIDES:
            self.assert_words(read_overrides, self.env, odd, "overrides")
        self.assertEqual(
            read_overrides(
                self.env, {"7": " why ", 8: {"reason": "r", "codes": ["c"]}}, "x"
            ),
            {
                7: {"reason": "why", "codes": None},
                8: {"reason": "r", "codes": ["c"]},
            },
        )

    def test_long_lists_of_odd_ids_are_cut(self):
        self.assert_words(read_ids, self.env, list(range(-100000, 0)), "ids")


@tagged("post_install", "-at_install")
class TestOddCalls(OddCase):
    """Calls of the doors for programs, each as a user and as a manager."""

    def get_calls(self):
        ids = self.plain_interest.ids
        for odd in ODD_IDS:
            yield {"interest_ids": odd}
            yield {"insured_ids": odd}
            yield {"interest_ids": ids, "policy_ids": odd}
        for odd in ODD_DATES:
            yield {"interest_ids": ids, "issue_date": odd}

    def iter_users(self):
        for user in (self.csr, self.manager):
            yield self.env_of(user)["coi.batch"]

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_is_no_argument_is_refused_by_both_doors(self):
        for batches, call in itertools.product(self.iter_users(), self.get_calls()):
            self.assert_words(batches.generate, **call)
            self.assert_words(batches.get_verdicts, **call)

    def test_what_only_generate_takes(self):
        ids = self.plain_interest.ids
        for batches in self.iter_users():
            for odd in ODD_OUTPUTS:
                self.assert_words(batches.generate, ids, output=odd)
            for odd in ODD_FLAGS:
                self.assert_words(batches.generate, ids, save_history=odd)
                self.assert_words(batches.generate, ids, confirm_warnings=odd)
            for odd in ODD_OVERRIDES:
                self.assert_words(batches.generate, ids, overrides=odd)
            for odd in ODD_KINDS:
                self.assert_words(batches.generate, ids, confirm_kinds=odd)

    def test_nothing_at_all(self):
        for batches in self.iter_users():
            self.assert_words(batches.generate)
            self.assertEqual(batches.get_verdicts()["verdicts"], [])

    def test_the_same_holder_three_times_is_one(self):
        summary = self.env["coi.batch"].generate(
            self.plain_interest.ids * 3, issue_date=TODAY
        )
        self.assertEqual(summary["selected"], 1)

    def test_a_refused_call_leaves_nothing(self):
        before = self.env["coi.batch"].search_count([])
        self.assert_words(
            self.env["coi.batch"].generate,
            self.plain_interest.ids,
            save_history="maybe",
        )
        self.assertEqual(self.env["coi.batch"].search_count([]), before)

    def test_candidates(self):
        wizard = self.env["coi.generate"]
        fine = {
            "scope": "insureds",
            "scope_ids": [],
            "insured_ids": self.beacon.ids,
            "company_id": self.agency.id,
            "issue_date": TODAY,
            "policy_ids": [],
        }
        self.assertTrue(wizard.get_candidates(**fine))
        for name in ("scope_ids", "insured_ids", "policy_ids"):
            for odd in ODD_IDS:
                self.assert_words(wizard.get_candidates, **{**fine, name: odd})
        for odd in ("x", [1], 2**40, True, {"a": 1}, -1):
            self.assert_words(wizard.get_candidates, **{**fine, "company_id": odd})
        for odd in ("nope", None, 5, ["insureds"]):
            self.assert_words(wizard.get_candidates, **{**fine, "scope": odd})
        for odd in ODD_DATES:
            self.assert_words(wizard.get_candidates, **{**fine, "issue_date": odd})

    def test_fields_of_the_window(self):
        fine = {
            "insured_ids": self.beacon.ids,
            "selected_ids": self.plain_interest.ids,
            "issue_date": TODAY,
        }
        confirmed = {"confirm_warnings": True, "count_ready": 1}
        revising = {"scope": "certificates"}
        cases = [{"selected_ids": odd} for odd in ODD_IDS if odd]
        cases += [{"overrides": odd} for odd in ODD_OVERRIDES]
        cases += [{"issue_date": day} for day in ("0001-01-01", "9999-12-31")]
        cases += [{"scope_ids": odd, **revising} for odd in ODD_IDS if odd]
        warned = [{"warned_ids": odd, **confirmed} for odd in ODD_IDS if odd]
        cases += [{"confirmed_kinds": odd} for odd in ODD_KINDS]
        managers = self.env_of(self.manager)["coi.generate"]
        for vals in [*cases, *warned]:
            try:
                wizard = managers.create({**fine, **vals})
            except UserError:
                continue  # what no database can keep is refused at once
            self.assert_words(wizard.action_generate)
            if "warned_ids" not in vals:
                self.assert_words(wizard.action_preview)

    def test_what_no_database_can_keep(self):
        wizard = self.env["coi.generate"].create({})
        for odd in ({"1": "a\0b"}, {"1": "\ud800"}, [float("nan")], {"1": {1, 2}}):
            for name in (
                "selected_ids", "overrides", "warned_ids", "scope_ids", "warned_kinds",
                "confirmed_kinds",
            ):  # fmt: skip
                self.assert_words(wizard.create, {name: odd})
                self.assert_words(wizard.write, {name: odd})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
ANYTHING = JSON | st.dates().map(str) | st.lists(st.integers(-5, 2**33), max_size=4)
quick = settings(
    max_examples=60,
    deadline=timedelta(seconds=20),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@tagged("post_install", "-at_install")
class TestAnyArgument(OddCase):
    """Made up by hypothesis: words or an answer, and never another exception."""

    @quick
    @given(
        st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                [
                    "interest_ids", "insured_ids", "issue_date", "policy_ids",
                    "output", "save_history", "confirm_warnings", "overrides",
                    "confirm_kinds",
                ],
                ANYTHING,
            ),
        )
    )  # fmt: skip
    def test_generate(self, arguments):
        batches = self.env_of(self.manager)["coi.batch"]
        self.assert_no_crash(
            batches.generate,
            **{"interest_ids": self.plain_interest.ids, **arguments},
        )

    @quick
    @given(st.tuples(*[ANYTHING] * 4))
    def test_get_verdicts(self, arguments):
        self.assert_no_crash(self.env["coi.batch"].get_verdicts, *arguments)

    @quick
    @given(
        st.tuples(
            st.sampled_from(["insureds", "holders", "interests", "certificates"]),
            *[ANYTHING] * 5,
        )
    )
    def test_get_candidates(self, arguments):
        self.assert_no_crash(self.env["coi.generate"].get_candidates, *arguments)

    @quick
    @given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
    def test_window(self, selected, warned, overrides, scope):
        wizard = self.env_of(self.manager)["coi.generate"].new(
            {
                "insured_ids": self.beacon.ids,
                "selected_ids": selected,
                "warned_ids": warned,
                "overrides": overrides,
                "scope_ids": scope,
                "scope": "certificates",
                "count_ready": 1,
                "confirm_warnings": True,
                "issue_date": TODAY,
                "company_id": self.agency.id,
            }
        )
        self.assert_no_crash(wizard._start_batch)
        self.assert_no_crash(wizard.action_preview)
