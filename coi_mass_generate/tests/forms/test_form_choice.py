from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..agency import ISSUE_DATE
from .second_form import FormCase


class ChoiceCase(FormCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_form("SECOND")
        cls.own = cls.make_form("OWN", company_id=cls.agency.id)
        cls.foreign = cls.make_form("FOREIGN", company_id=cls.other_agency.id)
        cls.old = cls.make_form("OLD", sunset_date=ISSUE_DATE)

    def set_company_form(self, form):
        self.agency.with_env(self.admin_env).coi_form_id = form.id

    def set_insured_form(self, form, insured=None):
        insured = insured or self.beacon
        insured.with_env(self.admin_env).coi_form_id = form.id

    def get_forms(self, interests, **options):
        return self.generate(interests, **options).certificate_ids.form_id


@tagged("post_install", "-at_install")
class TestFormChoice(ChoiceCase):
    """Which form a certificate is drawn on: chosen, the insured's, the company's."""

    def test_by_default_the_first_in_the_list(self):
        self.assertEqual(self.get_forms(self.plain_interest), self.first)

    def test_the_companys(self):
        self.set_company_form(self.own)
        self.assertEqual(self.get_forms(self.plain_interest), self.own)

    def test_the_insureds_before_the_companys(self):
        self.set_company_form(self.own)
        self.set_insured_form(self.second)
        self.assertEqual(self.get_forms(self.plain_interest), self.second)
        self.assertEqual(self.get_forms(self.coastal_interest), self.own)

    def test_what_is_chosen_before_all(self):
        self.set_company_form(self.own)
        self.set_insured_form(self.own)
        made = self.get_forms(self.plain_interest, form_id=self.second.id)
        self.assertEqual(made, self.second)

    def test_an_insureds_form_is_the_one_companys_that_set_it(self):
        self.set_insured_form(self.second)
        self.assertFalse(self.beacon.with_company(self.other_agency).sudo().coi_form_id)

    def test_a_default_that_may_not_be_used_does_not_count(self):
        self.set_company_form(self.own)
        self.set_insured_form(self.old)
        self.assertEqual(self.get_forms(self.plain_interest), self.own)
        self.own.sudo().active = False
        self.assertEqual(self.get_forms(self.plain_interest), self.first)

    def test_two_insureds_with_forms_of_their_own_in_one_batch(self):
        self.set_insured_form(self.second)
        self.set_insured_form(self.own, self.coastal)
        batch = self.generate(self.plain_interest | self.coastal_interest)
        made = {each.insured_id: each.form_id for each in batch.certificate_ids}
        self.assertEqual(made, {self.beacon: self.second, self.coastal: self.own})
        self.assertEqual(batch.form_ids, self.second | self.own)
        self.assertFalse(batch.form_id)
        self.assertTrue(self.get_output(batch))

    def test_evidence_names_them(self):
        self.set_insured_form(self.second)
        self.set_insured_form(self.own, self.coastal)
        batch = self.generate(
            self.plain_interest | self.coastal_interest | self.dover_interest
        )
        text = self.env["coi.evidence"]._write(batch).decode("utf-8-sig")
        rows = text.splitlines()
        [head] = [row for row in rows if row.startswith("Form,")]
        for form in (self.second, self.own):
            self.assertIn(form.display_name, head)
        [blocked] = [row for row in rows if "Dover Supply" in row]
        self.assertIn(self.second.display_name, blocked)

    def test_verdicts_are_those_of_the_form(self):
        self.env["coi.state.rule"].sudo().create(
            {
                "state_id": self.massachusetts.id,
                "form_id": self.second.id,
                "effect": "block",
                "reason": "Never on this one.",
                "source": "x",
            }
        )
        batches, ids = self.env["coi.batch"], self.plain_interest.ids
        answers = {
            form: batches.get_verdicts(ids, form_id=form.id, issue_date=ISSUE_DATE)
            for form in (self.first, self.second)
        }
        self.assertEqual(answers[self.first]["blocked"], 0)
        self.assertEqual(answers[self.second]["blocked"], 1)
        candidate = self.env["coi.generate"].get_candidates(
            "insureds", [], self.beacon.ids, self.agency.id, ISSUE_DATE, [],
            ids, form_id=self.second.id,
        )  # fmt: skip
        self.assertEqual(candidate[0]["verdict"], "blocked")

    def test_asking_for_many_insureds_takes_no_more_queries(self):
        def judge(insureds):
            ids = insureds.ids
            found = self.env["coi.form"]._find_all(self.agency, ids, ISSUE_DATE, {})
            self.assertEqual(len(found), len(insureds))

        few = self.beacon | self.coastal
        judge(few)
        many = few + self.make_interests(*map(str, range(40))).holder_id
        self.assertLessEqual(
            self.count_queries(lambda: judge(many)),
            self.count_queries(lambda: judge(few)),
        )

    def test_a_batch_asked_for_keeps_its_form(self):
        """A default that is changed while it waits is for what is asked for later."""
        self.agency.sudo().coi_click_limit = 0
        batch = self.generate(self.plain_interest)
        self.set_company_form(self.own)
        self.set_insured_form(self.second)
        self.env["coi.runner"]._make(batch._get_waiting())
        self.assertEqual(batch.certificate_ids.form_id, self.first)


@tagged("post_install", "-at_install")
class TestFormRefused(ChoiceCase):
    """No certificate of one company on a form of another."""

    def assertRefused(self, message, form, env=None):
        with self.assertRaisesRegex(UserError, message):
            self.generate(self.plain_interest, env, form_id=form.id)

    def test_a_form_of_another_company(self):
        both = self.make_user(
            "both", "coi_mass_generate.group_user", self.agency, self.other_agency
        )
        ids = [self.agency.id, self.other_agency.id]
        env = self.env(
            user=both, context={**self.env.context, "allowed_company_ids": ids}
        )
        self.assertRefused("does not belong to Harbor Point", self.foreign, env)
        self.assertFalse(self.env["coi.batch"].search([("user_id", "=", both.id)]))

    def test_one_that_may_not_even_be_seen(self):
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with self.assertRaises(UserError):
                self.generate(self.plain_interest, form_id=self.foreign.id)
        self.assertNotIn(self.foreign, self.env["coi.form"].search([]))

    def test_one_that_is_past(self):
        self.assertRefused("may not be used on the issue date", self.old)

    def test_one_that_is_archived(self):
        self.second.sudo().active = False
        self.assertRefused("is archived", self.second)

    def test_what_is_no_form(self):
        refused = {
            "give one ID": ("x", [1], {}, True, 1.5),
            "there is none": (0, -1, 10**9, 2**40),
        }
        for words, odd in refused.items():
            for given in odd:
                with (
                    self.subTest(given=given),
                    self.assertRaisesRegex(UserError, words),
                ):
                    self.generate(self.plain_interest, form_id=given)

    def test_no_form_at_all(self):
        self.env["coi.form"].sudo().search([]).active = False
        with self.assertRaisesRegex(UserError, "No certificate form"):
            self.generate(self.plain_interest)

    def test_defaults_of_another_company(self):
        """They are not even told its name: the form may be hidden from them."""
        for choose in (self.set_company_form, self.set_insured_form):
            words = "does not belong to Harbor Point"
            with self.assertRaisesRegex(ValidationError, words) as caught:
                choose(self.foreign)
            self.assertNotIn("FOREIGN", str(caught.exception))

    def test_a_default_that_became_anothers_does_not_count(self):
        self.set_company_form(self.second)
        self.second.sudo().company_id = self.other_agency
        self.assertEqual(self.get_forms(self.plain_interest), self.first)


@tagged("post_install", "-at_install")
class TestWhoKeepsForms(ChoiceCase):
    """Managers keep their company's forms; users choose among them."""

    def test_a_manager_adds_one_for_the_own_company(self):
        form = self.make_form("MINE", self.env_of(self.manager))
        self.assertEqual(form.company_id, self.agency)
        self.assertEqual(self.get_forms(self.plain_interest, form_id=form.id), form)

    def test_and_none_for_all_or_another(self):
        env = self.env_of(self.manager)
        for company in (False, self.other_agency.id):
            with self.subTest(company=company), self.assertRaises(AccessError):
                self.make_form("MINE", env, company_id=company)

    def test_none_that_nobody_can_tell_from_others(self):
        form = self.make_form("BLANK", self.env_of(self.manager)).sudo()
        for name in ("name", "number", "edition"):
            with (
                self.subTest(name),
                self.assertRaisesRegex(ValidationError, "name, a number and an edit"),
            ):
                form[name] = "  "

    def test_two_companies_with_the_same_edition(self):
        for company in (self.agency, self.other_agency):
            self.make_form("SAME", company_id=company.id)
        with self.assertRaisesRegex(Exception, "coi_form_number_edition_unique"):
            with mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.make_form("SAME", company_id=self.agency.id)

    def test_users_edit_none(self):
        form = self.own.with_env(self.env)
        for work in (
            lambda: form.write({"name": "x"}),
            lambda: form.unlink(),
            lambda: self.make_form("NEW", self.env),
        ):
            with self.assertRaises(AccessError):
                work()

    def test_nobody_sees_another_companys(self):
        for user in (self.csr, self.manager):
            forms = self.env_of(user)["coi.form"].search([])
            self.assertIn(self.own.id, forms.ids)
            self.assertNotIn(self.foreign.id, forms.ids)
        portal = self.make_user("portal", "base.group_portal", self.agency)
        for user in (self.colleague, portal):
            with self.assertRaises(AccessError):
                self.env_of(user)["coi.form"].search([])
            wizard = self.env_of(user)["coi.generate"]
            asked = ("insureds", [], [], self.agency.id, "2026-01-01", [])
            # The same whether there is such a form or not.
            for form_id in (self.own.id, self.foreign.id, 10**6):
                with self.assertRaisesRegex(AccessError, "You may not issue"):
                    wizard.get_candidates(*asked, form_id=form_id)

    def test_a_rule_on_the_own_form_is_the_companys(self):
        law = {"state_id": self.massachusetts.id, "reason": "x", "source": "x"}
        manager = self.env_of(self.manager)
        own = self.own.with_env(manager)
        own.state_rule_ids = [Command.create(law)]
        rules = self.env["coi.state.rule"]
        self.assertIn(own.state_rule_ids.id, rules.search([]).ids)
        other = self.env_of(self.other_csr)["coi.state.rule"]
        self.assertNotIn(own.state_rule_ids.id, other.search([]).ids)

    def test_who_may_not_issue_does_not_see_an_insureds_form(self):
        self.set_insured_form(self.second)
        with self.assertRaises(AccessError):
            self.beacon.with_env(self.env_of(self.colleague)).read(["coi_form_id"])


@tagged("post_install", "-at_install")
class TestFormInTheWizard(ChoiceCase):
    def open_wizard(self, action, **vals):
        wizards = self.env["coi.generate"].with_context(**action["context"])
        return wizards.create({"issue_date": ISSUE_DATE, **vals})

    def test_it_says_what_will_be_used_where_nobody_chooses(self):
        self.set_insured_form(self.second)
        wizard = self.open_wizard(self.beacon.action_coi_generate())
        self.assertFalse(wizard.form_id)
        self.assertEqual(wizard.usual_forms, self.second.display_name)

    def test_of_one_that_is_past_the_picker_says_so_for_each_holder(self):
        wizard = self.open_wizard(self.beacon.action_coi_generate())
        [row] = wizard.get_candidates(
            "interests",
            self.plain_interest.ids,
            self.beacon.ids,
            self.agency.id,
            str(ISSUE_DATE),
            [],
            form_id=self.old.id,
        )
        self.assertEqual(row["verdict"], "blocked")

    def test_what_is_chosen_is_made(self):
        wizard = self.open_wizard(
            self.beacon.action_coi_generate(),
            form_id=self.own.id,
            selected_ids=self.plain_interest.ids,
        )
        wizard.action_generate()
        self.assertEqual(wizard.batch_id.certificate_ids.form_id, self.own)
        self.assertEqual(wizard.batch_id.form_id, self.own)

    def test_a_revision_stays_on_its_form(self):
        old = self.issue(self.plain_interest, form_id=self.own.id)
        wizard = self.open_wizard(old.action_revise(), confirm_warnings=True)
        self.assertEqual(wizard.form_id, self.own)
        wizard.action_generate()
        new = wizard.batch_id.certificate_ids
        self.assertEqual((new.form_id, new.number), (self.own, old.number))

    def test_a_revision_of_one_on_a_form_that_is_past(self):
        old = self.issue(self.plain_interest, form_id=self.own.id)
        self.own.sudo().sunset_date = ISSUE_DATE - timedelta(days=1)
        self.assertFalse(self.open_wizard(old.action_revise()).form_id)

    def test_generated_again_on_todays_form(self):
        old = self.issue(self.plain_interest, form_id=self.own.id)
        self.assertFalse(self.open_wizard(old.action_generate_again()).form_id)
