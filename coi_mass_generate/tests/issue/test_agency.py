from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..agency import AgencyCase, make_picture


@tagged("post_install", "-at_install")
class TestAgencyWindow(AgencyCase):
    """Managers complete the agency; companies stay the administrator's."""

    def open(self, user=None, **vals):
        env = self.env_of(user or self.manager)
        return env["coi.agency"].create({"company_id": self.agency.id, **vals})

    def test_it_shows_what_there_is(self):
        form = Form(self.env_of(self.manager)["coi.agency"])
        self.assertEqual(form.name, "Harbor Point Insurance Agency")
        self.assertEqual(form.coi_representative, "Josephine R. Bell")
        form.phone = "617 555 0111"
        form.save()
        self.assertEqual(self.agency.phone, "617 555 0111")
        self.assertEqual(self.agency.coi_representative, "Josephine R. Bell")

    def test_what_is_not_filled_in_is_left_alone(self):
        self.open()
        self.assertEqual(self.agency.phone, "617 555 0100")

    def test_a_second_thought(self):
        window = self.open(phone="1")
        window.write({"phone": "2", "coi_signature": make_picture()})
        self.assertEqual(self.agency.phone, "2")
        self.assertTrue(self.agency.sudo().coi_signature)
        window.write({"coi_signature": False})
        self.assertFalse(self.agency.sudo().coi_signature)

    def test_who_does_not_manage_certificates(self):
        for user in (self.csr, self.colleague):
            with self.assertRaises(AccessError):
                self.open(user, phone="1")
        self.assertEqual(self.agency.phone, "617 555 0100")

    def test_another_company(self):
        with self.assertRaises(AccessError):
            self.open(company_id=self.other_agency.id, phone="1")
        window = self.open()
        with self.assertRaises(AccessError):
            window.write({"company_id": self.other_agency.id, "phone": "1"})
        self.assertEqual(self.other_agency.sudo().phone, "413 555 0150")

    def test_nothing_else_of_a_company_is_changed(self):
        with self.assertRaises(ValueError):
            self.open(vat="1")

    def test_somebody_elses_window(self):
        other = self.make_user("m2", "coi_mass_generate.group_manager", self.agency)
        window = self.open()
        with self.assertRaises(AccessError):
            window.with_env(self.env_of(other)).phone = "1"
