from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..agency import EXPIRATION, ISSUE_DATE, AgencyCase


class WizardCase(AgencyCase):
    def open_wizard(self, action, **vals):
        """The wizard as the client opens it from ``action``, with ``vals`` changed."""
        self.assertEqual(action["res_model"], "coi.generate")
        wizards = self.env["coi.generate"].with_context(**action["context"])
        names = list(wizards._fields)
        return wizards.create(
            {"issue_date": ISSUE_DATE, **self._get_defaults(wizards, names), **vals}
        )

    def _get_defaults(self, wizards, names):
        defaults = wizards.default_get(names)
        return {name: value for name, value in defaults.items() if name != "issue_date"}

    def list_candidates(self, wizard):
        """What the picker asks for, from the wizard's values."""
        return wizard.get_candidates(
            wizard.scope,
            wizard.scope_ids or [],
            wizard.insured_ids.ids,
            wizard.company_id.id,
            str(wizard.issue_date),
            wizard.policy_ids.ids,
        )

    def check_all(self, wizard):
        wizard.selected_ids = [row["id"] for row in self.list_candidates(wizard)]

    def run_wizard(self, wizard):
        action = wizard.action_generate()
        self.assertEqual(action["tag"], "coi_show_batch")
        return action["params"]


@tagged("post_install", "-at_install")
class TestWizardScopes(WizardCase):
    """The same wizard from every door."""

    def get_names(self, wizard):
        return [row["name"] for row in self.list_candidates(wizard)]

    def test_from_the_insureds_tab_all_its_interests(self):
        wizard = self.open_wizard(self.beacon.action_coi_generate())
        self.assertEqual(
            self.get_names(wizard),
            [
                "Adams Property Management",
                "Bay State Builders, Inc.",
                "Commonwealth Bank",
                "Dover Supply",
            ],
        )
        self.assertFalse(wizard.selected_ids)

    def test_from_a_list_of_insureds(self):
        insureds = self.beacon | self.coastal
        wizard = self.open_wizard(insureds.action_coi_generate())
        rows = self.list_candidates(wizard)
        self.assertEqual(
            {row["insured"] for row in rows},
            {"Beacon Roofing & Sons, LLC", "Coastal Electric Co."},
        )
        self.assertEqual(len(rows), 5)

    def test_from_a_holder_of_one_insured(self):
        wizard = self.open_wizard(self.bay.action_coi_generate())
        self.assertEqual(wizard.insured_ids, self.beacon)
        self.assertEqual(self.get_names(wizard), ["Bay State Builders, Inc."])

    def test_from_a_holder_of_several_insureds_asks_which(self):
        wizard = self.open_wizard(self.adams.action_coi_generate())
        self.assertFalse(wizard.insured_ids)
        self.assertEqual(wizard.possible_insured_ids, self.beacon | self.coastal)
        self.assertEqual(self.list_candidates(wizard), [])
        wizard.insured_ids = self.coastal
        self.assertEqual(
            [row["id"] for row in self.list_candidates(wizard)],
            self.coastal_interest.ids,
        )

    def test_from_a_contact_that_is_both_the_context_decides(self):
        self.make_interest(self.beacon, self.coastal)
        as_insured = self.open_wizard(self.beacon.action_coi_generate())
        as_holder = self.open_wizard(
            self.beacon.with_context(coi_as_holders=True).action_coi_generate()
        )
        self.assertEqual(as_insured.scope, "insureds")
        self.assertEqual(self.get_names(as_holder), ["Beacon Roofing & Sons, LLC"])

    def test_from_interests_these_are_checked_already(self):
        interests = self.ai_interest | self.coastal_interest
        wizard = self.open_wizard(interests.action_generate())
        self.assertEqual(
            {row["id"] for row in self.list_candidates(wizard)}, set(interests.ids)
        )
        self.assertEqual(set(wizard.selected_ids), set(interests.ids))

    def test_from_issued_certificates_generates_again(self):
        batch = self.generate(self.ai_interest | self.plain_interest)
        wizard = self.open_wizard(batch.certificate_ids.action_generate_again())
        self.assertEqual(
            set(wizard.selected_ids), set((self.ai_interest | self.plain_interest).ids)
        )
        wizard.confirm_warnings = True  # nothing has changed since
        result = self.run_wizard(wizard)
        self.assertEqual(result["done"], 2)

    def test_generating_again_says_who_is_no_longer_in_the_list(self):
        batch = self.generate(self.ai_interest | self.plain_interest)
        self.plain_interest.unlink()
        wizard = self.open_wizard(batch.certificate_ids.action_generate_again())
        self.assertEqual(wizard.selected_ids, self.ai_interest.ids)
        self.assertEqual(
            wizard.note,
            "Left out because they are no longer in the list: "
            "Adams Property Management",
        )

    def test_generating_again_when_nobody_is_left(self):
        certificate = self.issue(self.plain_interest)
        self.plain_interest.unlink()
        with self.assertRaisesRegex(UserError, "no longer in any insured's"):
            certificate.action_generate_again()

    def test_the_list_actions_call_these_doors(self):
        """*Action → Generate Certificates* as the web client runs it."""
        for reference, records in (
            ("action_generate_for_partners", self.beacon),
            ("action_generate_for_interests", self.ai_interest),
            ("action_generate_again", self.issue(self.plain_interest)),
        ):
            action = self.env.ref(f"coi_mass_generate.{reference}").with_context(
                active_model=records._name,
                active_ids=records.ids,
                active_id=records.id,
            )
            self.assertEqual(action.run()["res_model"], "coi.generate")

    def test_who_may_not_issue_gets_no_wizard(self):
        colleague = self.beacon.with_env(self.env_of(self.colleague))
        with self.assertRaises(AccessError):
            colleague.action_coi_generate()


@tagged("post_install", "-at_install")
class TestWizardCandidates(WizardCase):
    """The rows of the popup list."""

    def get_rows(self, **vals):
        wizard = self.open_wizard(self.beacon.action_coi_generate(), **vals)
        return {row["name"]: row for row in self.list_candidates(wizard)}

    def test_a_row_shows_name_place_type_and_verdict(self):
        row = self.get_rows()["Bay State Builders, Inc."]
        self.assertEqual(
            row,
            {
                **row,
                "id": self.ai_interest.id,
                "name": "Bay State Builders, Inc.",
                "locality": "Worcester, MA",
                "type": "AI GL · WOS GL",
                "project": "Pier 4",
                "insured": "Beacon Roofing & Sons, LLC",
                "verdict": "ready",
                "reasons": [],
            },
        )

    def test_a_blocked_row_says_why(self):
        row = self.get_rows()["Dover Supply"]
        self.assertEqual(row["verdict"], "blocked")
        self.assertEqual(
            [reason["message"] for reason in row["reasons"]],
            ["The holder's address is incomplete: street. Complete the contact."],
        )

    def test_another_date_gives_other_verdicts(self):
        rows = self.get_rows(issue_date=EXPIRATION)
        self.assertEqual({row["verdict"] for row in rows.values()}, {"blocked"})

    def test_other_policies_give_other_verdicts(self):
        rows = self.get_rows(policy_ids=[Command.set(self.coastal_gl.ids)])
        self.assertEqual({row["verdict"] for row in rows.values()}, {"blocked"})

    def test_who_was_taken_out_of_the_list_is_not_offered(self):
        self.plain_interest.active = False
        self.assertNotIn("Adams Property Management", self.get_rows())

    def test_no_date_no_rows(self):
        rows = self.env["coi.generate"].get_candidates(
            "insureds", [], self.beacon.ids, self.agency.id, False, []
        )
        self.assertEqual(rows, [])

    def test_a_holder_abroad_is_placed_by_its_country(self):
        self.adams.write(
            {
                "country_id": self.env.ref("base.fr").id,
                "state_id": False,
                "city": "Paris",
            }
        )
        self.assertEqual(
            self.get_rows()["Adams Property Management"]["locality"], "Paris, FR"
        )

    def test_policies_on_offer_are_those_in_force_that_day(self):
        self.auto.date_cancelled = date(2026, 2, 10)
        form = Form(
            self.env["coi.generate"].with_context(
                **self.beacon.action_coi_generate()["context"]
            )
        )
        form.issue_date = ISSUE_DATE
        self.assertEqual(
            set(form.possible_policy_ids.ids),
            set((self.gl | self.umbrella | self.wc).ids),
        )

    def test_a_policy_chosen_for_another_date_stays_chosen_under_a_warning(self):
        """Dropped, it would leave none chosen: all would be printed instead."""
        form = Form(
            self.env["coi.generate"].with_context(
                **self.beacon.action_coi_generate()["context"]
            )
        )
        form.issue_date = ISSUE_DATE
        form.policy_ids.set(self.gl)
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as caught:
            form.issue_date = EXPIRATION
        self.assertIn("GL-100", caught.output[0])
        self.assertEqual(form.policy_ids.ids, self.gl.ids)


@tagged("post_install", "-at_install")
class TestWizardGenerate(WizardCase):
    """The button."""

    def setUp(self):
        super().setUp()
        self.wizard = self.open_wizard(self.beacon.action_coi_generate())

    def test_check_all_makes_what_can_be_made(self):
        self.check_all(self.wizard)
        result = self.run_wizard(self.wizard)
        self.assertEqual(
            (result["done"], result["blocked"], result["failed"]), (3, 1, 0)
        )
        batch = self.env["coi.batch"].browse(result["batch_id"])
        self.assertEqual(batch.count_selected, 4)
        self.assertEqual(result["url"], f"/coi/batch/{batch.id}/download")

    def test_nothing_selected(self):
        with self.assertRaisesRegex(UserError, "No holder is selected"):
            self.wizard.action_generate()

    def test_neither_saved_nor_downloaded(self):
        self.check_all(self.wizard)
        self.wizard.write({"save_history": False, "do_download": False})
        with self.assertRaisesRegex(UserError, "save them to Issued Certificates"):
            self.wizard.action_generate()
        self.assertFalse(self.wizard.batch_id)

    def test_only_saved_offers_no_download(self):
        self.check_all(self.wizard)
        self.wizard.do_download = False
        self.assertFalse(self.run_wizard(self.wizard)["url"])
        self.assertEqual(self.beacon.coi_certificate_count, 3)

    def test_only_downloaded_is_not_in_issued_certificates(self):
        self.check_all(self.wizard)
        self.wizard.save_history = False
        self.assertTrue(self.run_wizard(self.wizard)["url"])
        self.assertEqual(self.beacon.coi_certificate_count, 0)

    def test_only_blocked_holders_make_no_batch(self):
        self.wizard.selected_ids = self.dover_interest.ids
        with self.assertRaisesRegex(UserError, "Dover Supply: .* address"):
            self.wizard.action_generate()
        self.assertFalse(self.wizard.batch_id)

    def test_a_double_click_makes_one_batch(self):
        self.check_all(self.wizard)
        first = self.run_wizard(self.wizard)
        second = self.run_wizard(self.wizard)
        self.assertEqual(first, second)
        self.assertEqual(
            self.env["coi.batch"].search_count(
                [("insured_ids", "in", self.beacon.ids)]
            ),
            1,
        )

    def test_the_batch_is_in_the_lists_order_not_in_that_of_the_clicks(self):
        interests = self.bank_interest | self.plain_interest | self.ai_interest
        self.wizard.selected_ids = interests.ids
        batch = self.env["coi.batch"].browse(self.run_wizard(self.wizard)["batch_id"])
        self.assertEqual(
            batch.line_ids.mapped("holder_id.name"),
            [
                "Adams Property Management",
                "Bay State Builders, Inc.",
                "Commonwealth Bank",
            ],
        )

    def test_what_was_asked_is_on_the_batch(self):
        self.wizard.write(
            {
                "selected_ids": self.plain_interest.ids,
                "policy_ids": [Command.set(self.gl.ids)],
                "output": "pdf",
                "save_history": False,
            }
        )
        batch = self.env["coi.batch"].browse(self.run_wizard(self.wizard)["batch_id"])
        self.assertRecordValues(
            batch,
            [
                {
                    "user_id": self.csr.id,
                    "company_id": self.agency.id,
                    "issue_date": ISSUE_DATE,
                    "policy_ids": self.gl.ids,
                    "insured_ids": self.beacon.ids,
                    "output": "pdf",
                    "save_history": False,
                    "state": "done",
                }
            ],
        )

    def test_the_issue_date_is_today_where_the_user_is(self):
        with freeze_time("2026-03-03 03:00:00"):  # March 2, 10 p.m. in Boston
            wizard = self.env["coi.generate"].create({})
            self.assertEqual(wizard.issue_date, date(2026, 3, 2))
            result = self.env["coi.batch"].generate(
                interest_ids=self.plain_interest.ids
            )
            batch = self.env["coi.batch"].browse(result["batch_id"])
            self.assertEqual(batch.issue_date, date(2026, 3, 2))

    def test_a_warning_that_was_not_on_the_screen_is_not_confirmed(self):
        self.bank_interest.description = "We guarantee it."
        wizard = self.open_wizard(
            self.beacon.action_coi_generate(),
            selected_ids=(self.plain_interest | self.bank_interest).ids,
            count_ready=1,
            count_warning=1,
            warned_ids=self.bank_interest.ids,
            confirm_warnings=True,
        )
        self.plain_interest.description = "We certify it."
        result = self.run_wizard(wizard)
        self.assertEqual((result["done"], result["aside"]), (1, 1))
        lines = self.env["coi.batch"].browse(result["batch_id"]).line_ids
        outcome = {line.interest_id: line.state for line in lines}
        self.assertEqual(outcome[self.plain_interest], "aside")
        self.assertEqual(outcome[self.bank_interest], "done")

    def test_a_holder_taken_out_meanwhile_is_not_dropped_in_silence(self):
        """Selected, then a colleague takes it out of the list, then *Generate*."""
        self.wizard.selected_ids = (self.plain_interest | self.ai_interest).ids
        self.plain_interest.active = False
        result = self.run_wizard(self.wizard)
        self.assertEqual((result["done"], result["blocked"]), (1, 1))
        batch = self.env["coi.batch"].browse(result["batch_id"])
        self.assertEqual(
            self.get_reasons(batch),
            {
                "Adams Property Management": (
                    "skipped",
                    "The holder is no longer in the insured's Additional Interests. "
                    "Add it again or leave it out.",
                )
            },
        )

    def test_a_holder_deleted_meanwhile_is_not_dropped_in_silence(self):
        """Never used, so the colleague's bin deleted it for good."""
        self.wizard.selected_ids = (self.plain_interest | self.ai_interest).ids
        self.plain_interest.unlink()
        with self.assertRaisesRegex(UserError, "removed from the list"):
            self.wizard.action_generate()

    def test_holders_of_another_company_cannot_be_smuggled_in(self):
        theirs = (
            self.env["coi.additional.interest"]
            .sudo()
            .create(
                {
                    "insured_id": self.beacon.id,
                    "holder_id": self.adams.id,
                    "company_id": self.other_agency.id,
                }
            )
        )
        self.wizard.selected_ids = theirs.ids
        with self.assertRaises(UserError):
            self.wizard.action_generate()

    def test_the_form_opens_and_saves_as_the_client_does(self):
        form = Form(
            self.env["coi.generate"].with_context(
                **self.beacon.action_coi_generate()["context"]
            )
        )
        form.issue_date = ISSUE_DATE
        form.selected_ids = self.plain_interest.ids
        wizard = form.save()
        self.assertEqual(self.run_wizard(wizard)["done"], 1)
