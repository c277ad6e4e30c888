from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...models.common.grants import ENDORSEMENT_FIELDS
from ...sheets.clean import endorsements
from ..agency import AgencyCase


class FormCase(AgencyCase):
    """A number is typed into the endorsements of a policy."""

    def type(self, number, edition="", **ticked):
        """The new endorsement."""
        before = self.gl.endorsement_ids
        with Form(self.gl) as form, form.endorsement_ids.new() as row:
            for name, value in ticked.items():
                row[name] = value
            row.number = number
            if edition:
                row.edition = edition
        return self.gl.endorsement_ids - before

    def assertGives(self, endorsement, *grants):
        given = {name for name in ENDORSEMENT_FIELDS if endorsement[name]}
        self.assertEqual(given, {f"grants_{grant}" for grant in grants})


@tagged("post_install", "-at_install")
class TestProposals(FormCase):
    """What a common form usually gives is proposed; somebody has to confirm it."""

    def test_a_number_is_enough(self):
        made = self.type("CG 20 10")
        self.assertGives(made, "ai_ongoing")
        self.assertTrue(made.to_confirm and made.is_proposed)
        self.assertIn("Additional insured", made.description)

    def test_however_it_is_written(self):
        made = self.type("cg2010 1219")
        self.assertEqual((made.number, made.edition), ("CG 20 10", "12 19"))
        self.assertGives(made, "ai_ongoing")

    def test_editions_differ(self):
        self.assertGives(self.type("CG 20 10", "11 85"), "ai_ongoing", "ai_completed")
        self.assertGives(self.type("CG 20 10", "04 13"), "ai_ongoing")

    def test_every_kind(self):
        for number, *grants in [
            ("CG 20 37", "ai_completed"),
            ("CG 20 26", "ai_other"),
            ("CG 24 04", "waiver"),
            ("WC 00 03 13", "waiver"),
            ("CG 20 01", "pnc"),
            ("CA 20 48", "ai_other"),
            ("CA 04 49", "pnc"),
            ("CG 02 24", "notice"),
        ]:
            with self.subTest(number):
                self.assertGives(self.type(number), *grants)

    def test_an_unknown_number_proposes_nothing(self):
        made = self.type("HP 777 A")
        self.assertGives(made)
        self.assertFalse(made.to_confirm)

    def test_what_somebody_ticked_is_left_alone(self):
        made = self.type("CG 20 10", grants_waiver=True)
        self.assertGives(made, "waiver")
        self.assertFalse(made.to_confirm)

    def test_another_number_is_proposed_anew(self):
        with Form(self.gl) as form, form.endorsement_ids.new() as row:
            row.number = "CG 20 10"
            row.number = "CG 24 04"
            self.assertTrue(row.grants_waiver)
            self.assertFalse(row.grants_ai_ongoing)
            row.number = "HP 777 A"
            self.assertFalse(row.grants_waiver or row.to_confirm)

    def test_a_proposal_prints_nothing_before_it_is_confirmed(self):
        self.gl.endorsement_ids = [Command.clear()]
        made = self.type("CG 20 10")
        self.assertFalse(self.gives(self.gl, "ai", self.adams))
        self.gl.action_confirm_endorsements()
        self.assertTrue(self.gives(self.gl, "ai", self.adams))
        self.assertFalse(made.to_confirm or made.is_proposed)

    def test_the_reason_says_that_it_is_proposed(self):
        self.gl.endorsement_ids = [Command.clear()]
        self.type("CG 20 10")
        [case] = self.judge(self.ai_interest)
        [message] = [each.message for each in case.findings if each.key == "ai"]
        self.assertIn("only what such a form usually does", message)
        self.assertEqual(case.verdict, "blocked")


@tagged("post_install", "-at_install")
class TestLibrary(FormCase):
    """The forms an agency knows: those common to all, and its own."""

    def test_imports_know_the_same(self):
        forms = self.env["coi.endorsement.form"].search([("company_id", "=", False)])
        self.assertEqual(len(forms), len(endorsements.FORMS))
        for form in forms:
            usual = endorsements.get_usual(form.number, form.edition)
            given = {name for name, value in form._get_grants().items() if value}
            self.assertEqual(given, set(usual), form.display_name)
            self.assertTrue(form.coverage_id, form.display_name)

    def test_the_newest_is_proposed_where_no_edition_is_said(self):
        find = self.env["coi.endorsement.form"]._find
        self.assertEqual(find("CG 20 10", "", self.agency).edition, "12 19")
        self.assertEqual(find("CG 20 10", "99 99", self.agency).edition, "12 19")
        self.assertFalse(find("", "", self.agency))

    def test_an_update_keeps_what_somebody_changed(self):
        forms = self.env["coi.endorsement.form"].sudo()
        form = forms._find("CG 20 10", "12 19", self.agency)
        form.title = "Ours"
        forms._load_library()
        self.assertEqual(form.title, "Ours")
        self.assertEqual(
            forms.search_count([("company_id", "=", False)]), len(endorsements.FORMS)
        )

    def add(self, **vals):
        return self.env_of(self.manager)["coi.endorsement.form"].create(
            {"number": "CG 20 10", "title": "As we write it", **vals}
        )

    def test_an_agencys_own_goes_first(self):
        self.add(grants_ai_other=True)
        self.assertGives(self.type("CG 20 10"), "ai_other")

    def test_another_agencys_is_not_seen(self):
        own = self.add(number="HP 5", grants_waiver=True)
        other = self.env_of(self.other_csr)["coi.endorsement.form"]
        self.assertFalse(other.search([("id", "=", own.id)]))
        self.assertFalse(other._find("HP 5", "", self.other_agency))

    def test_what_all_share_is_not_for_one_companys_manager(self):
        form = self.env["coi.endorsement.form"]._find("CG 20 10", "", self.agency)
        with self.assertRaises(AccessError):
            form.with_env(self.env_of(self.manager)).title = "Ours"

    def test_it_is_found_as_it_is_typed(self):
        forms = self.env["coi.endorsement.form"]
        for typed in ("CG 20 1", "cg2010", "lessor"):
            self.assertTrue(forms.name_search(typed), typed)
