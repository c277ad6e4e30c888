from datetime import date, timedelta
from itertools import product

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import EFFECTIVE, EXPIRATION, ISSUE_DATE, AgencyCase

TODAY = date(2026, 9, 15)
BEFORE, AFTER = TODAY - timedelta(days=60), TODAY + timedelta(days=60)

# What a policy may be, and what a certificate says of it that is made TODAY with an
# issue date of (BEFORE, TODAY, AFTER): "" where it is shown without a word, "-" where
# it is shown with a warning, else a part of the reason why it is not shown.
GONE = "No certificate may be dated back"
CANCELLED = "before a cancellation that is known"
KNOWN = "became known on"
STATES = {
    "in force": ({}, ("", "", "")),
    "archived": ({"active": False}, ("is archived",) * 3),
    "archived and cancelled": (
        {"active": False, "date_cancelled": TODAY},
        ("is archived",) * 3,
    ),
    "cancelled": (
        {"date_cancelled": TODAY - timedelta(days=1)},
        (CANCELLED, "was canceled on", "was canceled on"),
    ),
    "cancelled today": (
        {"date_cancelled": TODAY},
        (CANCELLED, "was canceled on", "was canceled on"),
    ),
    "cancelled long ago": (
        {"date_cancelled": BEFORE - timedelta(days=1)},
        ("was canceled on",) * 3,
    ),
    "cancelled flat": ({"date_cancelled": EFFECTIVE}, ("was canceled on",) * 3),
    "to be cancelled": (
        {"date_cancelled": TODAY + timedelta(days=1)},
        (KNOWN, "-", "was canceled on"),
    ),
    "to be cancelled later": (
        {"date_cancelled": AFTER + timedelta(days=1)},
        (KNOWN, "-", "-"),
    ),
    "expired": (
        {"date_expiration": TODAY},
        (GONE, "expired on", "expired on"),
    ),
    "expired long ago": ({"date_expiration": BEFORE}, ("expired on",) * 3),
    "to expire": (
        {"date_expiration": TODAY + timedelta(days=1)},
        ("", "-", "expired on"),
    ),
    "not yet effective": (
        {
            "date_effective": TODAY + timedelta(days=1),
            "date_expiration": EXPIRATION + timedelta(days=300),
        },
        ("-", "-", ""),
    ),
}
DAYS = (BEFORE, TODAY, AFTER)


class ShownCase(AgencyCase):
    known_on = TODAY

    def setUp(self):
        super().setUp()
        self.interest = self.make_interest(self.make_holder("Elm Trust"))

    def bring_to(self, vals):
        """Let one policy of four come to this, after all was as it should be."""
        self.auto.write(vals)
        self.env.flush_all()
        self.env.invalidate_all()

    def read_numbers(self, certificates):
        text = "".join(
            page.text for each in certificates for page in self.read_pages(each)
        )
        return {number for number in ("AU-200", "GL-100") if number in text}


@tagged("post_install", "-at_install")
class TestMayBeShown(ShownCase):
    """Every way in, with a policy in every state, on three issue dates."""

    def assertShown(self, state, day, expected, is_asked, work):
        """``work()`` prints the policy just where the table says so.

        :param is_asked: whether the policy was asked for by name: then its end blocks
        """
        with self.subTest(state=state, day=day), self.cr.savepoint(flush=True) as point:
            self.bring_to(STATES[state][0])
            batch, reasons = self.try_to(work, day)
            numbers = self.read_numbers(batch.certificate_ids)
            self.assertEqual("AU-200" in numbers, expected in ("", "-"), reasons)
            if is_asked and expected not in ("", "-"):
                self.assertIn(f"AU-200 {expected}".split()[0], reasons)
                self.assertIn(expected, reasons)
                self.assertFalse(batch.certificate_ids)
            elif expected == "-":
                self.assertIn("AU-200", reasons)
            point.rollback()
        self.env.invalidate_all()
        self.env.cr.cache.clear()

    def try_to(self, work, day):
        """The batch and why it has no certificate; none where it would make nothing."""
        try:
            with self.cr.savepoint():
                batch = work(day)
        except UserError as error:
            return self.env["coi.batch"], str(error)
        return batch, batch.line_ids[0].reason_text

    def walk(self, is_asked, work):
        for state, (place, day) in product(STATES, enumerate(DAYS)):
            self.assertShown(state, day, STATES[state][1][place], is_asked, work)

    def test_chosen_in_the_wizard_or_by_a_program(self):
        chosen = (self.auto | self.gl).ids
        self.walk(
            True,
            lambda day: self.generate(self.interest, issue_date=day, policy_ids=chosen),
        )

    def test_tied_to_an_interest(self):
        self.interest.series_ids = [
            Command.set((self.auto.series_id | self.gl.series_id).ids)
        ]
        self.walk(True, lambda day: self.generate(self.interest, issue_date=day))

    def test_in_a_revision(self):
        certificate = self.issue(self.interest, issue_date=ISSUE_DATE)
        self.walk(
            True,
            lambda day: self.env["coi.batch"]._start(
                self.interest,
                issue_date=day,
                revised={self.interest.id: certificate},
            ),
        )

    def test_not_chosen_by_anybody(self):
        for state, (place, day) in product(STATES, enumerate(DAYS)):
            expected = STATES[state][1][place]
            if "not yet" in state and day != AFTER:
                expected = "is left out"
            self.assertShown(
                state,
                day,
                expected,
                expected in (GONE, CANCELLED, KNOWN),
                lambda day: self.generate(self.interest, issue_date=day),
            )

    def test_one_function_and_one_domain_say_the_same(self):
        policies = self.env["coi.policy"].with_context(active_test=False)
        for vals, _expected in STATES.values():
            with self.cr.savepoint(flush=True) as point:
                self.bring_to(vals)
                for day in DAYS:
                    found = policies.search(policies._get_showable_domain(day, TODAY))
                    standing = self.auto._get_standing(day, TODAY)
                    self.assertEqual(
                        self.auto in found, standing in ("active", "upcoming")
                    )
                point.rollback()
            self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestOtherWaysIn(ShownCase):
    def test_a_context_does_not_bring_back_what_is_archived(self):
        """Past Imports / Interests of This Import opens its list this way."""
        self.auto.action_archive()
        env = self.env(context={**self.env.context, "active_test": False})
        batch = self.generate(self.interest, env, issue_date=TODAY)
        self.assertEqual(self.read_numbers(batch.certificate_ids), {"GL-100"})
        wizard = env["coi.generate"].new(
            {"insured_ids": [Command.set(self.beacon.ids)], "issue_date": TODAY}
        )
        self.assertNotIn(self.auto, wizard.possible_policy_ids._origin)

    def test_what_is_archived_while_a_batch_waits_is_said(self):
        """Without it the others, or all in force, would be printed."""
        self.agency.sudo().coi_click_limit = 0
        batch = self.generate(self.interest, issue_date=TODAY, policy_ids=self.auto.ids)
        self.assertEqual(batch.state, "pending")
        self.auto.action_archive()
        self.env.flush_all()
        self.env.invalidate_all()
        batch._run()
        self.assertFalse(batch.certificate_ids)
        self.assertIn("is archived", batch.line_ids.reason_text)

    def test_what_is_archived_while_the_wizard_is_open_is_said(self):
        wizard = self.env["coi.generate"].create(
            {
                "insured_ids": [Command.set(self.beacon.ids)],
                "issue_date": TODAY,
                "policy_ids": [Command.set(self.auto.ids)],
                "selected_ids": self.interest.ids,
            }
        )
        self.auto.action_archive()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "is archived"):
            wizard.action_generate()
        self.assertFalse(wizard.batch_id)

    def test_another_insureds_policy_is_not_shown(self):
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            self.generate(
                self.interest, issue_date=TODAY, policy_ids=self.coastal_gl.ids
            )

    def test_a_manager_cannot_override_it(self):
        self.auto.date_cancelled = TODAY
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            self.generate(
                self.interest,
                self.env_of(self.manager),
                issue_date=BEFORE,
                overrides={self.interest.id: "The client insists."},
            )

    def test_a_policy_that_follows_another_is_not_dated_back_either(self):
        self.auto.write({"date_expiration": TODAY, "date_cancelled": False})
        self.auto.action_renew()
        self.auto.series_id.policy_ids.action_confirm_limits()
        with self.assertRaisesRegex(UserError, GONE):
            self.generate(self.interest, issue_date=BEFORE)
        batch = self.generate(self.interest, issue_date=TODAY)
        self.assertTrue(batch.certificate_ids)

    def test_the_page_says_when_a_cancelled_policy_ends(self):
        self.auto.date_cancelled = AFTER
        certificate = self.issue(self.interest, issue_date=TODAY)
        [coverage] = [
            each
            for each in certificate.master_id.snapshot["coverages"]
            if each["number"] == "AU-200"
        ]
        self.assertEqual(coverage["expiration"], AFTER.strftime("%m/%d/%Y"))
        self.assertIn(AFTER.strftime("%m/%d/%Y"), self.read_pages(certificate)[0].text)

    def test_a_chosen_policy_that_is_deleted_does_not_mean_all(self):
        every = self.auto | self.umbrella
        for chosen in (self.umbrella, every):
            wizard = self.env["coi.generate"].create(
                {
                    "insured_ids": [Command.set(self.interest.insured_id.ids)],
                    "selected_ids": self.interest.ids,
                    "issue_date": TODAY,
                }
            )
            wizard.policy_ids = chosen
            with self.cr.savepoint() as savepoint:
                self.umbrella.with_env(self.env_of(self.manager)).unlink()
                self.env.invalidate_all()
                for button in ("action_generate", "action_preview"):
                    with self.assertRaisesRegex(UserError, "has been deleted since"):
                        getattr(wizard, button)()
                wizard.policy_ids = self.auto
                self.assertEqual(wizard._get_chosen_policies(), self.auto)
                savepoint.rollback()
            self.env.invalidate_all()
