from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..agency import ISSUE_DATE
from .background import BackgroundCase

REQUEST = "odoo.addons.coi_mass_generate.models.issue.coi_request.request"
ANSWER_NEWER = (
    "odoo.addons.coi_mass_generate.models.issue.coi_request.CoiRequest._answer_newer"
)


@tagged("post_install", "-at_install")
class TestRequestAgain(BackgroundCase):
    """A program whose answer was late or lost asks again; made is once."""

    def setUp(self):
        super().setUp()
        self.interests = self.plain_interest | self.bank_interest

    def ask(self, env=None, **options):
        given = {
            "interest_ids": self.interests.ids,
            "issue_date": str(ISSUE_DATE),
            **options,
        }
        return (env or self.env)["coi.batch"].generate(**given)

    def get_batch(self, answer):
        return self.env["coi.batch"].browse(answer["batch_id"])

    def make_at_once(self):
        self.agency.sudo().coi_click_limit = 1000

    # --------------------------------------------------------------- with a key

    def test_with_its_key_it_is_answered_whatever_became_of_it(self):
        first = self.ask(request_key="order 1")
        batch = self.get_batch(first)
        self.assertEqual(self.ask(request_key="order 1"), first)
        batch.action_pause()
        self.assertEqual(self.ask(request_key="order 1")["state"], "paused")
        batch.action_resume()
        self.run_cron()
        again = self.ask(request_key=" order 1 ")
        self.assertEqual((again["batch_id"], again["done"]), (batch.id, 2))
        self.assertTrue(again["download_url"])

    def test_made_in_the_click(self):
        self.make_at_once()
        first = self.ask(request_key="order 1")
        self.assertEqual(first["done"], 2)
        self.assertEqual(self.ask(request_key="order 1"), first)

    def test_even_where_the_holders_have_changed_since(self):
        first = self.ask(insured_ids=self.beacon.ids, request_key="order 1")
        self.adams.name = "Adams Holdings"
        self.make_interests("One More")
        again = self.ask(insured_ids=self.beacon.ids, request_key="order 1")
        self.assertEqual(again["batch_id"], first["batch_id"])

    def test_another_request_with_the_same_key_is_refused(self):
        made = self.get_batch(self.ask(request_key="order 1"))
        for change in (
            {"interest_ids": self.plain_interest.ids},
            {"insured_ids": self.beacon.ids},
            {"issue_date": "2026-03-03"},
            {"policy_ids": self.gl.ids},
            {"output": "pdf"},
            {"save_history": False},
            {"confirm_warnings": False},
        ):
            with self.subTest(change=change):
                with self.assertRaisesRegex(UserError, f"became {made.name}"):
                    self.ask(request_key="order 1", **change)

    def test_another_override_with_the_same_key_is_refused(self):
        env = self.env_of(self.manager)
        given = {"request_key": "order 1", "env": env}
        self.ask(overrides={str(self.plain_interest.id): "Known to all"}, **given)
        self.ask(overrides={self.plain_interest.id: "Known to all"}, **given)
        with self.assertRaisesRegex(UserError, "another request with this key"):
            self.ask(overrides={self.plain_interest.id: "Another reason"}, **given)

    def test_another_key_is_another_request(self):
        first = self.ask(request_key="order 1")
        self.assertNotEqual(
            self.ask(request_key="order 2")["batch_id"], first["batch_id"]
        )

    def test_keys_of_others_are_their_own(self):
        first = self.ask(request_key="order 1")
        other = self.ask(self.env_of(self.manager), request_key="order 1")
        self.assertNotEqual(other["batch_id"], first["batch_id"])

    def test_a_key_that_is_none(self):
        for key in (12, ["a"], "x" * 201, "a\0"):
            with self.subTest(key=key):
                with self.assertRaisesRegex(UserError, "request_key"):
                    self.ask(request_key=key)

    def test_the_database_keeps_keys_apart_too(self):
        """Where two transactions looked and neither saw the other."""
        self.ask(request_key="order 1")
        with patch(ANSWER_NEWER, lambda *args: None):
            with patch.object(
                type(self.env["coi.request"]), "_answer", lambda *args: None
            ):
                with mute_logger("odoo.sql_db"):
                    with self.assertRaises(UniqueViolation):
                        self.ask(request_key="order 1")

    # ------------------------------------------------------------ without a key

    def test_without_a_key_while_it_waits(self):
        first = self.ask()
        self.assertEqual(self.ask()["batch_id"], first["batch_id"])
        self.get_batch(first).action_pause()
        self.assertEqual(self.ask()["batch_id"], first["batch_id"])

    def test_without_a_key_while_it_is_made_in_a_transaction_not_stored_yet(self):
        """It waits for that one, and then looks at what was stored meanwhile."""
        self.make_at_once()
        first = self.ask()
        with self.as_if_stored_meanwhile(first["batch_id"]):
            self.assertEqual(self.ask(), first)

    def test_without_a_key_where_odoo_tries_one_again(self):
        """It gave way to another; the same was made by a third, and is finished."""
        self.make_at_once()
        with patch(REQUEST, SimpleNamespace()):
            with self.env.cr.savepoint() as first_try:
                self.ask()
                first_try.rollback()
            self.env.invalidate_all()
            self.env.cr.postrollback.run()
            with patch(REQUEST, None):
                first = self.ask()
            self.assertEqual(self.ask(), first)
        with patch(REQUEST, SimpleNamespace()):
            self.assertNotEqual(self.ask()["batch_id"], first["batch_id"])

    @contextmanager
    def as_if_stored_meanwhile(self, batch_id):
        requests = type(self.env["coi.request"])
        answer_newer = requests._answer_newer

        def answer(request, asked, request_hash):
            # A new snapshot sees what this transaction does not: here it sees both.
            batches = request.env["coi.batch"].sudo()
            newer = batches.search(
                [("request_hash", "=", request_hash), ("request_key", "=", False)]
            )
            self.assertEqual(newer.ids, [batch_id])
            self.assertIsNone(answer_newer(request, asked, request_hash))
            return request._repeat(newer, request_hash)

        with patch.object(requests, "_answer_newer", answer):
            yield

    def test_after_it_is_finished_it_is_a_request_of_its_own(self):
        self.make_at_once()
        first = self.ask()
        again = self.ask()
        self.assertNotEqual(again["batch_id"], first["batch_id"])
        self.assertEqual(again["done"], 2)
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            self.ask(confirm_warnings=False)

    def test_another_selection_option_or_content_is_another_request(self):
        first = self.ask()
        others = [
            self.ask(interest_ids=self.plain_interest.ids),
            self.ask(output="pdf"),
            self.ask(self.env_of(self.manager)),
        ]
        self.adams.street = "99 New Street"
        others.append(self.ask())
        ids = {answer["batch_id"] for answer in (first, *others)}
        self.assertEqual(len(ids), 5)

    def test_two_clicks_in_the_wizard_are_no_requests_of_programs(self):
        batches = self.env["coi.batch"]
        ids = {
            batches._start(self.interests, issue_date=ISSUE_DATE).id for _turn in "ab"
        }
        self.assertEqual(len(ids), 2)

    def test_an_answer_takes_the_same_queries_for_many(self):
        few = self.make_interests("A", "B")
        many = self.make_interests(*(f"C {place}" for place in range(9)))
        answer = self.env["coi.request"]._answer
        counts = []
        for interests in (few, many):
            self.ask(interest_ids=interests.ids, request_key=str(interests.ids))
            counts.append(
                self.count_queries(lambda: answer(self.agency, "no such key", ""))
            )
        self.assertEqual(*counts)
