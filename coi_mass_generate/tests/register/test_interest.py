from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestInterest(AgencyCase):
    """The insured's list of holders, and what interest each has."""

    def test_a_holder_need_not_have_any_interest(self):
        self.assertFalse(self.plain_interest.type_ids)

    def test_a_holder_may_have_several_interests(self):
        types = self.get_type("mortgagee") | self.get_type("loss_payee")
        self.plain_interest.type_ids = types
        self.assertEqual(self.plain_interest.type_ids, types)

    def test_being_listed_makes_insured_and_holder(self):
        interest = self.make_interest(self.make_holder("New"), self.granite)
        self.assertTrue(interest.holder_id.coi_is_holder)
        self.assertTrue(interest.insured_id.coi_is_insured)
        self.assertFalse(interest.holder_id.coi_is_insured)

    def test_another_contact_put_in_its_place_becomes_a_holder(self):
        newcomer = self.make_holder("Newcomer")
        self.plain_interest.holder_id = newcomer
        self.assertTrue(newcomer.coi_is_holder)

    def test_moved_to_another_contact_makes_that_one_an_insured(self):
        newcomer = self.make_holder("Newcomer")
        self.plain_interest.insured_id = newcomer
        self.assertTrue(newcomer.coi_is_insured)

    def assertNotShown(self, work):
        with self.assertRaises(UserError) as refused:
            work()
        self.assertIn("Policies Shown", str(refused.exception))

    def test_moved_to_another_insured_it_cannot_be_shown_the_formers_policy(self):
        """It would say that there is no policy to show, and nobody would know why."""
        interest = self.bank_interest
        interest.series_ids = self.gl.series_id
        moved = {"insured_id": self.coastal.id}
        self.assertNotShown(lambda: interest.write(moved))
        series = self.coastal_gl.series_id
        interest.write({**moved, "series_ids": [Command.set(series.ids)]})
        self.assertEqual(self.judge(interest)[0].policies, self.coastal_gl)

    def test_no_interest_is_tied_to_another_insureds_policy(self):
        wrong = [Command.set(self.coastal_gl.series_id.ids)]
        self.assertNotShown(lambda: self.bank_interest.write({"series_ids": wrong}))
        holder = self.make_holder("Eastern Mills")
        self.assertNotShown(lambda: self.make_interest(holder, series_ids=wrong))

    def get_printed_name(self, interest):
        return self.judge(interest)[0].values["holder"].partition("\n")[0]

    def test_successors_and_interests_are_printed_as_asked(self):
        for isaoa, atima, printed in [
            (True, False, "Commonwealth Bank ISAOA"),
            (False, True, "Commonwealth Bank ATIMA"),
            (True, True, "Commonwealth Bank ISAOA/ATIMA"),
            (False, False, "Commonwealth Bank"),
        ]:
            self.bank_interest.write({"isaoa": isaoa, "atima": atima})
            self.assertEqual(self.get_printed_name(self.bank_interest), printed)

    def test_whoever_knows_but_one_tick_gets_both_as_before(self):
        """Programs and lists of before: that one printed both."""
        interest = self.make_interest(self.make_holder("Old Bank"), isaoa=True)
        self.assertTrue(interest.atima)
        other = self.make_interest(self.make_holder("B"), isaoa=True, atima=False)
        self.assertFalse(other.atima)
        self.assertFalse(self.plain_interest.atima)
        self.assertFalse(other.copy({"project": "Pier 9"}).atima)

    def test_an_interest_of_before_is_printed_as_it_was(self):
        before = self.get_printed_name(self.bank_interest)
        old = self.bank_interest
        (old | self.plain_interest).flush_recordset()
        archived = self.make_interest(self.make_holder("Old Bank"), isaoa=True)
        archived.action_archive()
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE coi_additional_interest DROP COLUMN atima")
        self.env.cr.execute(
            "UPDATE coi_additional_interest SET write_date = '2020-01-01'"
        )
        self.env.invalidate_all(flush=False)
        models = ["coi.additional.interest"]
        self.registry.init_models(self.env.cr, models, {"module": "coi_mass_generate"})
        self.assertEqual(self.get_printed_name(old), before)
        self.assertEqual(
            (old.atima, archived.atima, self.plain_interest.atima), (True, True, False)
        )
        self.env.flush_all()
        self.assertEqual(old.write_date.year, 2020, "its import can still be undone")

    def test_the_same_holder_twice_is_refused_in_words(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught:
            self.make_interest(self.adams)
        message = self.env["coi.additional.interest"]._sql_error_to_message(
            caught.exception
        )
        self.assertIn("already in the insured's list", message)

    def test_the_same_holder_with_another_project_is_another_interest(self):
        self.make_interest(self.adams, project="Pier 5")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.make_interest(self.adams, project="Pier 5")

    def test_an_empty_project_is_no_project(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.make_interest(self.adams, project="")

    def test_the_same_holder_in_the_list_of_another_company(self):
        interest = (
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
        self.assertTrue(interest)

    def test_the_insured_cannot_be_its_own_holder(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.make_interest(self.beacon)

    def test_a_holder_taken_out_can_be_listed_again(self):
        self.plain_interest.active = False
        self.assertTrue(self.make_interest(self.adams))

    def test_unarchiving_beside_a_new_one_is_refused(self):
        self.plain_interest.active = False
        self.make_interest(self.adams)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.plain_interest.active = True
            self.env.flush_all()

    def test_the_list_is_in_the_order_of_the_names(self):
        interests = self.beacon.coi_additional_interest_ids
        self.assertEqual(
            interests.mapped("holder_name"),
            [
                "Adams Property Management",
                "Bay State Builders, Inc.",
                "Commonwealth Bank",
                "Dover Supply",
            ],
        )

    def test_a_renamed_holder_is_listed_under_its_new_name(self):
        self.adams.name = "Zenith Property Management"
        self.assertEqual(
            self.beacon.coi_additional_interest_ids[-1], self.plain_interest
        )


@tagged("post_install", "-at_install")
class TestInterestRemoval(AgencyCase):
    """The bin in the tab: out of the list, but never out of the history."""

    def remove(self, interest):
        self.beacon.coi_additional_interest_ids = [Command.delete(interest.id)]
        self.env.flush_all()
        self.env.invalidate_all()

    def test_never_used_is_deleted(self):
        self.remove(self.plain_interest)
        self.assertFalse(self.plain_interest.exists())

    def test_used_is_archived_and_its_certificate_stays(self):
        certificate = self.issue(self.plain_interest)
        self.remove(self.plain_interest)
        self.assertTrue(self.plain_interest.exists())
        self.assertFalse(self.plain_interest.active)
        self.assertNotIn(self.plain_interest, self.beacon.coi_additional_interest_ids)
        self.assertEqual(certificate.interest_id, self.plain_interest)

    def test_blocked_once_is_archived_for_its_batch_names_it(self):
        self.generate(self.dover_interest | self.plain_interest)
        self.remove(self.dover_interest)
        self.assertTrue(self.dover_interest.exists())
        self.assertFalse(self.dover_interest.active)

    def test_some_used_and_some_not_in_one_go(self):
        self.issue(self.plain_interest)
        (self.plain_interest | self.bank_interest).unlink()
        self.assertFalse(self.bank_interest.exists())
        self.assertFalse(self.plain_interest.active)

    def test_taken_out_and_added_again_in_one_save(self):
        self.issue(self.plain_interest)
        self.beacon.coi_additional_interest_ids = [
            Command.delete(self.plain_interest.id),
            Command.create({"holder_id": self.adams.id}),
        ]
        self.env.invalidate_all()
        listed = self.beacon.coi_additional_interest_ids
        self.assertEqual(
            listed.mapped("holder_id").mapped("name").count(self.adams.name), 1
        )
        self.assertNotIn(self.plain_interest, listed)

    def test_a_colleagues_certificate_keeps_it_too(self):
        manager_env = self.env_of(self.manager)
        self.generate(self.plain_interest.with_env(manager_env), env=manager_env)
        self.remove(self.plain_interest)
        self.assertTrue(self.plain_interest.exists())


@tagged("post_install", "-at_install")
class TestInterestTab(AgencyCase):
    """The tab of the contact form, as the client sends it."""

    def test_a_holder_is_added_in_the_tab(self):
        newcomer = self.make_holder("Newcomer")
        with Form(self.beacon) as form:
            with form.coi_additional_interest_ids.new() as row:
                row.holder_id = newcomer
        self.assertIn(
            newcomer, self.beacon.coi_additional_interest_ids.mapped("holder_id")
        )
        self.assertTrue(newcomer.coi_is_holder)

    def test_the_first_row_gets_the_users_company(self):
        newcomer = self.make_holder("Newcomer")
        with Form(self.beacon) as form:
            with form.coi_additional_interest_ids.new() as row:
                row.holder_id = newcomer
        interest = self.beacon.coi_additional_interest_ids.filtered(
            lambda each: each.holder_id == newcomer
        )
        self.assertEqual(interest.company_id, self.agency)

    def test_a_new_holder_with_its_address_is_created_from_the_tab(self):
        view = "coi_mass_generate.res_partner_view_form_holder"
        with Form(self.env["res.partner"], view=view) as form:
            form.name = "Brand New Holder"
            form.street = "1 First Street"
            form.city = "Lowell"
            form.zip = "01850"
            form.country_id = self.us
            form.state_id = self.massachusetts
        interest = self.make_interest(form.record)
        [case] = self.judge(interest)
        self.assertEqual(case.verdict, "ready")

    def test_the_button_of_the_tab_opens_the_wizard_for_this_insured(self):
        action = self.beacon.action_coi_generate()
        self.assertEqual(action["res_model"], "coi.generate")
        self.assertEqual(action["context"]["default_insured_ids"], self.beacon.ids)

    def test_every_row_can_be_opened_in_full(self):
        action = self.plain_interest.action_open()
        self.assertEqual(action["res_id"], self.plain_interest.id)


@tagged("post_install", "-at_install")
class TestInterestTypes(AgencyCase):
    """Configuration that is in use cannot vanish from under its records."""

    def setUp(self):
        super().setUp()
        # One company's manager changes none of it: see test_shared.py.
        everywhere = self.env["res.company"].sudo().search([])
        self.manager.sudo().company_ids = [Command.set(everywhere.ids)]

    def test_a_type_in_use_cannot_be_deleted(self):
        mortgagee = self.get_type("mortgagee").with_env(self.env_of(self.manager))
        with self.assertRaisesRegex(UserError, "Archive"):
            mortgagee.unlink()
        self.assertEqual(self.bank_interest.type_ids, self.get_type("mortgagee"))

    def test_a_type_nobody_has_can_be_deleted(self):
        trustee = self.get_type("trustee").with_env(self.env_of(self.manager))
        trustee.unlink()
        self.assertFalse(trustee.exists())

    def test_a_coverage_line_in_use_cannot_be_deleted(self):
        for key in ("general_liability", "cyber"):
            line = self.get_line(key).with_env(self.env_of(self.manager))
            self.plain_interest.ai_line_ids = self.get_line("cyber")
            with self.assertRaisesRegex(UserError, "Archive"):
                line.unlink()

    def test_keys_are_unique(self):
        env = self.env_of(self.manager)
        for model in ("coi.interest.type", "coi.coverage.line"):
            with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
                with self.env.cr.savepoint():
                    env[model].create([{"name": "X", "key": "twice"}] * 2)
