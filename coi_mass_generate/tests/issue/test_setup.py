from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..agency import EFFECTIVE, EXPIRATION, ISSUE_DATE, AgencyCase

STEPS = ["agency", "insurers", "insured", "policies", "holders", "generate"]


@tagged("post_install", "-at_install")
class TestSetup(AgencyCase):
    """The first hour of a new agency: each step ticks itself when it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = cls.admin_env["res.company"].create({"name": "YourCompany"})
        group = "coi_mass_generate.group_%s"
        cls.boss = cls.make_user("boss", group % "manager", cls.new)
        cls.clerk = cls.make_user("clerk", group % "user", cls.new)
        cls.own = cls.env_of(cls.boss)
        # Contacts that all companies share tick steps in all of them.
        shared = [("coi_is_insured", "=", True)], [("coi_is_insurer", "=", True)]
        for domain in shared:
            cls.admin_env["res.partner"].search(domain).sudo().write(
                {"coi_is_insured": False, "coi_is_insurer": False}
            )
        cls.env.flush_all()

    def get(self, user=None):
        return self.env_of(user or self.boss)["coi.setup"].get_steps()

    def get_done(self, user=None):
        return [step["key"] for step in self.get(user)["steps"] if step["is_done"]]

    def get_hints(self, user=None):
        steps = self.get(user)["steps"]
        return {step["key"]: step["hint"] for step in steps if step["hint"]}

    def open(self, key, user=None):
        return self.env_of(user or self.boss)["coi.setup"].action_open(key)

    def fill_agency(self):
        self.own["coi.agency"].create(
            {
                "name": "Larkspur Agency",
                "phone": "503 555 0142",
                "coi_representative": "Dana Whitfield",
                **self.get_address("48 Prospect St", "Salem", "97301", "OR"),
            }
        )

    def make_contact(self, role, **vals):
        address = self.get_address("1 Main St", "Salem", "97301", "OR")
        return self.own["res.partner"].create(
            {"name": role, role: True, "is_company": True, **address, **vals}
        )

    def enter_policy(self, insured, insurer):
        limits = [("each_occurrence", 1000000), ("general_aggregate", 2000000)]
        return self.own["coi.policy"].create(
            {
                "name": "GL-1",
                "insured_id": insured.id,
                "insurer_id": insurer.id,
                "coverage_id": self.get_line("general_liability").id,
                "date_effective": EFFECTIVE,
                "date_expiration": EXPIRATION,
                "aggregate_per": "project",
                "limit_ids": [
                    (0, 0, {"key": key, "amount": amount}) for key, amount in limits
                ],
            }
        )

    def test_the_steps_in_their_order(self):
        steps = self.get()["steps"]
        self.assertEqual([step["key"] for step in steps], STEPS)
        self.assertEqual(self.get()["company"], "YourCompany")
        self.assertEqual(self.get_done(), [])
        for step in steps:
            self.assertTrue(step["title"] and step["text"] and step["button"])

    def test_each_ticks_itself(self):
        self.fill_agency()
        self.assertEqual(self.get_done(), STEPS[:1])
        insurer = self.make_contact("coi_is_insurer")
        self.assertEqual(self.get_done(), STEPS[:2])
        insured = self.make_contact("coi_is_insured")
        self.assertEqual(self.get_done(), STEPS[:3])
        self.enter_policy(insured, insurer)
        self.assertEqual(self.get_done(), STEPS[:4])
        interest = self.own["coi.additional.interest"].create(
            {
                "insured_id": insured.id,
                "holder_id": self.make_contact("coi_is_holder").id,
            }
        )
        self.assertEqual(self.get_done(), STEPS[:5])
        summary = self.own["coi.batch"].generate(
            interest_ids=interest.ids, issue_date=str(ISSUE_DATE)
        )
        self.assertEqual(summary["done"], 1)
        self.assertFalse(self.get(), "all is done")
        self.assertFalse(self.get(self.clerk))

    def test_an_agency_that_issues_certificates_sees_nothing_of_others(self):
        """One company's data tick nothing in another."""
        self.enter_policy(
            self.make_contact("coi_is_insured"), self.make_contact("coi_is_insurer")
        )
        other = self.make_user("m2", "coi_mass_generate.group_manager", self.agency)
        self.assertIn("holders", self.get_done(other))
        self.assertEqual(self.get_done(), ["insurers", "insured", "policies"])

    def test_a_contact_of_another_company_counts_there_only(self):
        self.make_contact("coi_is_insured", company_id=self.new.id)
        self.assertEqual(self.get_done(), ["insured"])
        other = self.make_user("m3", "coi_mass_generate.group_manager", self.agency)
        self.assertNotIn("insured", self.get_done(other))

    def test_the_number_of_queries_does_not_grow(self):
        self.get()  # fills what requests share
        first = self.count_queries(self.get)
        insurer = self.make_contact("coi_is_insurer")
        for _turn in range(3):
            self.enter_policy(self.make_contact("coi_is_insured"), insurer)
        self.assertLessEqual(self.count_queries(self.get), first)
        self.assertLess(first, 25)

    # ------------------------------------------------------------- who may do what

    def test_who_does_not_manage_asks_a_manager(self):
        self.assertIn("manager", self.get_hints(self.clerk)["agency"])
        self.assertNotIn("agency", self.get_hints())
        with self.assertRaisesRegex(UserError, "manager"):
            self.open("agency", self.clerk)

    def test_what_comes_first_is_said(self):
        self.assertEqual(list(self.get_hints()), ["policies", "holders", "generate"])
        self.make_contact("coi_is_insured")
        self.assertEqual(list(self.get_hints()), ["generate"])

    def test_somebody_without_certificates_sees_nothing(self):
        stranger = self.make_user("stranger", "base.group_user", self.new)
        self.assertFalse(self.get(stranger))
        with self.assertRaises(AccessError):
            self.open("insured", stranger)
        for method in ("action_dismiss", "action_show"):
            with self.assertRaises(AccessError):
                getattr(self.env_of(stranger)["coi.setup"], method)()

    def test_a_manager_dismisses_it_for_the_company(self):
        self.assertTrue(self.get()["can_dismiss"])
        self.assertFalse(self.get(self.clerk)["can_dismiss"])
        with self.assertRaises(AccessError):
            self.env_of(self.clerk)["coi.setup"].action_dismiss()
        self.assertTrue(self.get(self.clerk))
        self.own["coi.setup"].action_dismiss()
        self.assertFalse(self.get())
        self.assertFalse(self.get(self.clerk))
        self.assertFalse(self.agency.sudo().coi_setup, "no other company's")

    def test_it_comes_back_from_the_menu(self):
        self.own["coi.setup"].action_dismiss()
        action = self.env.ref("coi_mass_generate.action_setup").with_env(self.own)
        opened = action.run()
        self.assertEqual(opened["xml_id"], "coi_mass_generate.action_insureds")
        self.assertTrue(self.get())
        with self.assertRaises(AccessError):
            action.with_env(self.env_of(self.clerk)).run()

    def test_brought_back_it_is_there_though_all_is_done(self):
        self.test_each_ticks_itself()
        self.own["coi.setup"].action_show()
        self.assertEqual(self.get_done(), STEPS)
        self.own["coi.setup"].action_dismiss()
        self.assertFalse(self.get())

    # ------------------------------------------------------------ what a button opens

    def test_the_buttons_of_the_agency_and_of_insurers(self):
        self.assertEqual(self.open("agency")["res_model"], "coi.agency")
        action = self.open("insurers", self.clerk)
        self.assertEqual(action["target"], "new")
        [[view, _form]] = action["views"]
        env = self.env_of(self.clerk)(context=action["context"])
        with Form(env["res.partner"], view=view) as form:
            form.name = "Granite Mutual"
            form.coi_naic = "12345"
        self.assertEqual(self.get_done(), ["insurers"])
        self.assertTrue(form.record.is_company)

    def test_the_buttons_of_an_insured(self):
        action = self.open("insured", self.clerk)
        self.assertTrue(action["context"]["default_coi_is_insured"])
        first = self.make_contact("coi_is_insured")
        self.enter_policy(first, self.make_contact("coi_is_insurer"))
        self.assertEqual(self.open("holders")["res_id"], first.id)
        second = self.make_contact("coi_is_insured")
        self.assertEqual(self.open("policies")["res_id"], second.id)
        self.assertEqual(self.open("holders")["res_id"], first.id)
        self.assertEqual(self.open("holders")["views"], [(False, "form")])

    def test_the_button_that_generates(self):
        insured = self.make_contact("coi_is_insured")
        self.own["coi.additional.interest"].create(
            {
                "insured_id": insured.id,
                "holder_id": self.make_contact("coi_is_holder").id,
            }
        )
        self.make_contact("coi_is_insured")
        action = self.open("generate")
        self.assertEqual(action["res_model"], "coi.generate")
        self.assertEqual(action["context"]["default_insured_ids"], insured.ids)

    def test_a_button_before_its_time_says_so(self):
        for key in ("policies", "holders", "generate"):
            with self.assertRaises(UserError):
                self.open(key)

    def test_odd_keys(self):
        for odd in (None, "", "x", 5, ["agency"], {"a": 1}, "__class__"):
            with self.assertRaises(UserError):
                self.open(odd)
