from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase


@tagged("post_install", "-at_install")
class TestVerdictDoors(AgencyCase):
    """The same verdicts in the list, in the wizard and for other programs."""

    def test_by_rpc(self):
        result = self.env["coi.batch"].get_verdicts(
            interest_ids=(self.plain_interest | self.dover_interest).ids,
            issue_date="2026-03-02",
        )
        self.assertEqual(
            {key: result[key] for key in ("ready", "warning", "blocked")},
            {"ready": 1, "warning": 0, "blocked": 1},
        )
        ready, blocked = result["verdicts"]
        self.assertEqual(
            ready,
            {
                "interest_id": self.plain_interest.id,
                "insured": self.beacon.name,
                "holder": "Adams Property Management",
                "verdict": "ready",
                "reasons": [],
            },
        )
        [reason] = blocked["reasons"]
        self.assertEqual(reason["key"], "address")
        self.assertEqual(
            (reason["model"], reason["id"]), ("res.partner", self.dover.id)
        )
        self.assertTrue(reason["may_override"])

    def test_by_rpc_of_all_interests_of_an_insured(self):
        result = self.env["coi.batch"].get_verdicts(
            insured_ids=self.beacon.ids, issue_date="2026-03-02"
        )
        self.assertEqual(len(result["verdicts"]), 4)

    def test_by_rpc_what_is_asked_for_is_judged_or_refused(self):
        """As strictly as when it is made: a policy left out would be all policies."""
        ask = self.env["coi.batch"].get_verdicts
        for wrong, text in (
            ({"interest_ids": [999999999]}, "999999999"),
            ({"insured_ids": self.beacon.ids, "policy_ids": [999999998]}, "999999998"),
            (
                {"insured_ids": self.beacon.ids, "issue_date": "02.03.2026"},
                "not a valid",
            ),
        ):
            with self.assertRaisesRegex(UserError, text):
                ask(**wrong)

    def test_by_rpc_nothing_is_made(self):
        self.env["coi.batch"].get_verdicts(insured_ids=self.beacon.ids)
        self.assertFalse(self.env["coi.batch"].search([("user_id", "=", self.csr.id)]))

    def test_by_rpc_only_with_the_right(self):
        batches = self.env_of(self.colleague)["coi.batch"]
        with self.assertRaises(AccessError):
            batches.get_verdicts(interest_ids=self.plain_interest.ids)

    def test_by_rpc_not_of_another_company(self):
        batches = self.env_of(self.other_csr)["coi.batch"]
        with self.assertRaises(AccessError):
            batches.get_verdicts(interest_ids=self.plain_interest.ids)

    def test_a_contact_of_another_company_stops_nobody_else(self):
        self.adams.sudo().company_id = self.other_agency
        self.env.invalidate_all()
        interests = self.plain_interest | self.bank_interest
        result = self.env["coi.batch"].get_verdicts(
            interest_ids=interests.ids, issue_date="2026-03-02"
        )
        hidden, ready = result["verdicts"]
        self.assertEqual((hidden["verdict"], ready["verdict"]), ("blocked", "ready"))
        self.assertEqual(hidden["holder"], "Adams Property Management")
        [reason] = hidden["reasons"]
        self.assertEqual((reason["key"], reason["model"]), ("hidden", False))
        batch = self.generate(interests)
        self.assertEqual(batch.line_ids.mapped("state"), ["skipped", "done"])
        self.assertIn(b"Adams", self.env["coi.evidence"]._write(batch))
        self.assertEqual(self.plain_interest.verdict, "blocked")

    def test_in_the_interests_list(self):
        (self.gl | self.auto | self.umbrella | self.wc).write(
            {"date_effective": "2020-01-01", "date_expiration": "2099-01-01"}
        )
        listed = self.beacon.coi_additional_interest_ids
        self.assertEqual(
            {each.holder_name: each.verdict for each in listed},
            {
                "Adams Property Management": "ready",
                "Bay State Builders, Inc.": "ready",
                "Commonwealth Bank": "ready",
                "Dover Supply": "blocked",
            },
        )
        self.assertEqual(
            self.dover_interest.verdict_text,
            "The holder's address is incomplete: street. Complete the contact.",
        )

    def test_in_the_list_a_certificate_sent_is_no_warning(self):
        """That nothing has changed since is for the run to say, not for the list."""
        (self.gl | self.auto | self.umbrella | self.wc).write(
            {"date_effective": "2020-01-01", "date_expiration": "2099-01-01"}
        )
        self.issue(self.plain_interest, issue_date=False)
        self.assertEqual(self.plain_interest.verdict, "ready")

    def test_the_list_filters_by_verdict(self):
        (self.gl | self.auto | self.umbrella | self.wc).write(
            {"date_effective": "2020-01-01", "date_expiration": "2099-01-01"}
        )
        interests = self.env["coi.additional.interest"]
        domain = [("insured_id", "=", self.beacon.id)]
        for verdicts, names in (
            (["blocked"], ["Dover Supply"]),
            (["warning"], []),
            (["ready", "warning"], ["Adams Property Management"]),
        ):
            found = interests.search([*domain, ("verdict", "in", verdicts)])
            self.assertEqual(found[:1].mapped("holder_name"), names)


@tagged("post_install", "-at_install")
class TestConfirmation(AgencyCase):
    """Warnings are confirmed once for all; until then their holders are kept aside."""

    def setUp(self):
        super().setUp()
        self.interests = self.make_interests("Aspen Hall", "Birch Lane", "Cedar Works")
        self.interests[1].description = "We guarantee it."
        self.interests[2].holder_id.street = False
        self.interests[2].holder_id.street2 = False

    def test_unconfirmed_warnings_are_kept_aside(self):
        batch = self.generate(self.interests, confirm_warnings=False)
        self.assertEqual(batch.line_ids.mapped("state"), ["done", "aside", "skipped"])
        self.assertEqual(
            (
                batch.count_selected,
                batch.count_done,
                batch.count_aside,
                batch.count_blocked,
            ),
            (3, 1, 1, 1),
        )
        self.assertFalse(batch.warnings_confirmed)

    def test_confirmed_warnings_are_made(self):
        batch = self.generate(self.interests, confirm_warnings=True)
        self.assertEqual(batch.line_ids.mapped("state"), ["done", "done", "skipped"])
        self.assertEqual(
            batch.line_ids.mapped("verdict"), ["ready", "warning", "blocked"]
        )

    def test_the_summary_names_those_kept_aside(self):
        result = self.env["coi.batch"].generate(
            interest_ids=self.interests[:2].ids,
            issue_date="2026-03-02",
            confirm_warnings=False,
        )
        self.assertEqual((result["done"], result["aside"]), (1, 1))
        [reason] = result["reasons"]
        self.assertEqual(reason["state"], "aside")
        self.assertIn("guarantee", reason["message"])

    def test_a_ready_holder_that_got_a_warning_meanwhile_is_kept_aside(self):
        self.agency.coi_click_limit = 0
        batch = self.env["coi.batch"]._start(
            self.interests[0], issue_date=ISSUE_DATE, confirmed=False
        )
        self.interests[0].description = "We certify it."
        batch._run()
        self.assertEqual(batch.line_ids.state, "aside")
        self.assertIn("certify", batch.line_ids.reason_text)

    def test_a_warning_that_came_up_later_was_not_confirmed(self):
        """Whoever read one warning has not read the next."""
        self.agency.coi_click_limit = 0
        batch = self.env["coi.batch"]._start(
            self.interests[:2], issue_date=ISSUE_DATE, confirmed=True
        )
        self.interests[0].description = "We certify it."
        batch._run()
        self.assertEqual(batch.line_ids.mapped("state"), ["aside", "done"])
        self.assertIn("certify", batch.line_ids[0].reason_text)

    def test_a_further_phrase_in_the_same_text_was_not_confirmed(self):
        self.agency.coi_click_limit = 0
        batch = self.env["coi.batch"]._start(
            self.interests[1], issue_date=ISSUE_DATE, confirmed=True
        )
        self.interests[1].description = "We guarantee and certify it."
        batch._run()
        self.assertEqual(batch.line_ids.state, "aside")

    def test_those_left_are_a_list_of_their_own(self):
        """Sixteen among ten thousand must not be looked for."""
        batch = self.generate(self.interests, confirm_warnings=False)
        self.assertEqual(batch.count_left, 2)
        action = batch.action_open_left()
        left = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(left.interest_id, self.interests[1:])
        opened = left[0].action_open_interest()
        self.assertEqual(opened["res_id"], self.interests[1].id)

    def test_those_left_can_be_taken_up(self):
        batch = self.generate(self.interests, confirm_warnings=False)
        context = batch.action_take_up()["context"]
        self.assertEqual(
            set(context["default_selected_ids"]), set(self.interests[1:].ids)
        )


@tagged("post_install", "-at_install")
class TestVerdictCost(AgencyCase):
    """From search to stored lines: the same number of queries for few and many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [f"Holder {number:04}" for number in range(1500)]
        holders = cls.env["res.partner"].create(
            [
                {"name": name, **cls.get_address("1 Elm St", "Salem", "01970")}
                for name in names
            ]
        )
        line = cls.get_line("general_liability")
        cls.many = cls.env["coi.additional.interest"].create(
            [
                {
                    "insured_id": (cls.beacon if place % 2 else cls.coastal).id,
                    "holder_id": holder.id,
                    "description": f"Unit {place}" if place % 3 else False,
                    "ai_line_ids": [Command.set(line.ids if place % 2 else [])],
                }
                for place, holder in enumerate(holders)
            ]
        )

    def run_to_lines(self, limit):
        batches = self.env["coi.batch"]
        domain = [("holder_id.name", "=like", "Holder%")]
        interests = self.env["coi.additional.interest"].search(domain, limit=limit)
        cases = self.env["coi.plan"]._get_cases(interests, ISSUE_DATE)
        vals = {
            "issue_date": ISSUE_DATE,
            "output": "zip",
            "save_history": True,
        }
        batch = batches._create_batch(cases, vals)
        batch._create_lines(cases)
        self.env.flush_all()
        return batch

    def test_queries_do_not_grow_up_to_the_stored_lines(self):
        # From a cold cache as well: what is known for ever, such as the rules of the
        # models read then, is known now.
        self.count_queries(lambda: self.run_to_lines(50))
        few = self.count_queries(lambda: self.run_to_lines(50))
        many = self.count_queries(lambda: self.run_to_lines(1500))
        self.assertEqual(many, few)

    def test_all_lines_are_stored_as_judged(self):
        batch = self.run_to_lines(1500)
        self.assertEqual(batch.count_selected, 1500)
        self.assertEqual(set(batch.line_ids.mapped("state")), {"pending"})
        self.assertEqual(batch.line_ids.company_id, self.agency)
        self.assertEqual(batch.line_ids.mapped("create_uid"), self.csr)
        self.assertEqual(batch.line_ids.mapped("sequence"), list(range(1500)))
