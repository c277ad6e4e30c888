from unittest.mock import patch

from odoo.exceptions import MissingError
from odoo.tests import Form, tagged

from ...models.common.columns import read_rows
from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestAddresses(AgencyCase):
    """Many addresses at once are those of the contacts one by one."""

    def make_odd_contacts(self):
        values = [
            {"country_id": country.id, "zip": "123 45", "city": "  Town \n hall "}
            for country in self.env["res.country"].search([])
        ]
        for state in self.env["res.country.state"].search([], limit=30):
            values.append({"state_id": state.id, "country_id": state.country_id.id})
        values += [{}, {"street": "1 Only Street"}, {"street2": "100 % of it"}]
        values = [{"name": "Odd", "street": "5 Elm", **each} for each in values]
        return self.env["res.partner"].create(values)

    def get_one_by_one(self, contacts, company):
        return {each.id: each._coi_get_address_lines(company) for each in contacts}

    def test_they_are_the_same_in_every_country(self):
        contacts = self.make_odd_contacts()
        company = self.agency.with_env(self.env)
        for home in (self.us, self.env.ref("base.de")):
            company.sudo().country_id = home.id
            found = contacts._coi_get_addresses(company)
            self.assertEqual(found, self.get_one_by_one(contacts, company))

    def test_what_another_addon_does_with_addresses_is_done(self):
        contacts = self.make_odd_contacts()[:3]

        def prepare(self, without_company=False):
            return "%(street)s in %(who)s", {"street": self.street, "who": self.name}

        model = type(contacts)
        with patch.object(model, "_prepare_display_address", prepare):
            found = contacts._coi_get_addresses(self.agency.with_env(self.env))
        self.assertEqual(set(map(tuple, found.values())), {("5 Elm in Odd",)})

    def test_a_country_is_named_in_the_language_of_the_holder(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        mexico = self.env.ref("base.mx")
        mexico.sudo().with_context(lang="es_ES").name = "México"
        self.adams.write({"country_id": mexico.id, "state_id": False, "lang": "es_ES"})
        [case] = self.judge(self.plain_interest)
        self.assertEqual(case.values["holder"].splitlines()[-1], "México")
        self.adams.lang = "en_US"
        [case] = self.judge(self.plain_interest)
        self.assertEqual(case.values["holder"].splitlines()[-1], "Mexico")


@tagged("post_install", "-at_install")
class TestRows(AgencyCase):
    """Rows say what the records say, stored or being edited."""

    NAMES = ("holder_id", "project", "isaoa", "valid_until", "ai_line_ids")

    def test_rows_of_stored_records(self):
        interests = self.plain_interest | self.ai_interest
        plain, asked = read_rows(interests, self.NAMES)
        self.assertEqual(plain.holder_id, self.adams.id)
        self.assertFalse(plain.project or plain.isaoa or plain.valid_until)
        self.assertEqual(asked.project, "Pier 4")
        self.assertEqual(asked.ai_line_ids, self.get_line("general_liability")._ids)

    def test_rows_of_what_a_form_is_editing(self):
        seen = []
        model = type(self.env["coi.plan"])
        prepare = model._prepare_case

        def look(self, interest, asked, facts):
            seen.append((interest.id, asked.holder_id, asked.project))
            return prepare(self, interest, asked, facts)

        with patch.object(model, "_prepare_case", look):
            with Form(self.plain_interest) as form:
                form.project = "Dock 9"
                self.assertEqual(form.verdict, "ready")
        edited = [each for each in seen if each[2] == "Dock 9" and not each[0]]
        self.assertIn(self.adams.id, [holder for _id, holder, _project in edited])

    def test_a_record_that_is_gone_is_missed(self):
        interest = self.make_interest(self.make_holder("Gone"))
        interest.unlink()
        with self.assertRaises(MissingError):
            read_rows(interest, self.NAMES)


@tagged("post_install", "-at_install")
class TestRulesOfPolicies(AgencyCase):
    """Rules that look at the policies only are asked once, and no heir is passed by."""

    def test_all_who_see_the_same_policies_are_told_the_same(self):
        self.gl.with_env(self.env).write({"date_expiration": "2026-03-10"})
        interests = self.plain_interest | self.bank_interest
        cases = self.judge(interests)
        for case in cases:
            self.assertIn("expiring", [finding.key for finding in case.findings])
        one, two = ([each for each in case.findings][0] for case in cases)
        self.assertIsNot(one, two)

    def test_an_heir_that_looks_at_the_holder_is_asked_for_each(self):
        model = type(self.env["coi.check"])
        asked = []

        def check(self, case):
            asked.append(case.holder)
            return ()

        with patch.object(model, "_rule_expiring", check):
            self.judge(self.plain_interest | self.bank_interest)
        self.assertEqual(len(asked), 2)
