from odoo.tests import tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestAddress(AgencyCase):
    """Addresses as people of the USA write them, and foreign ones as at home."""

    def get_lines(self, **vals):
        """The address of Adams with ``vals``, which is the same among many."""
        self.adams.write(vals)
        company = self.agency.with_env(self.env)
        lines = self.adams._coi_get_address_lines(company)
        self.assertEqual(
            self.adams._coi_get_addresses(company), {self.adams.id: lines}, vals
        )
        return lines

    def test_a_comma_stands_between_city_and_state(self):
        self.assertEqual(self.get_lines()[-1], "Salem, MA 01970")

    def test_it_stands_there_once_whatever_was_typed(self):
        for city in ("Salem,", "Salem ,", " Salem, "):
            self.assertEqual(self.get_lines(city=city)[-1], "Salem, MA 01970", city)

    def test_without_a_city_or_a_state_there_is_none(self):
        self.assertEqual(self.get_lines(city=False)[-1], "MA 01970")
        self.assertEqual(
            self.get_lines(city="Salem", state_id=False)[-1], "Salem 01970"
        )
        self.assertEqual(self.get_lines(zip=False)[-1], "Salem")

    def test_a_state_says_the_country(self):
        self.assertEqual(self.get_lines(country_id=False)[-1], "Salem, MA 01970")

    def test_territories_and_forces_abroad(self):
        for code in ("PR", "GU", "AE", "DC"):
            self.adams.state_id = self.get_state(code)
            self.assertEqual(self.get_lines()[-1], f"Salem, {code} 01970")

    def test_other_countries_write_as_they_do(self):
        canada = {
            "country_id": self.env.ref("base.ca").id,
            "state_id": self.env.ref("base.state_ca_on").id,
        }
        self.assertEqual(
            self.get_lines(city="Toronto", zip="M5V 3L9", **canada)[-2:],
            ["Toronto ON M5V 3L9", "Canada"],
        )
        mexico = {"country_id": self.env.ref("base.mx").id, "state_id": False}
        self.assertEqual(
            self.get_lines(city="Monterrey", zip="64000", **mexico)[-2:],
            ["64000 Monterrey", "Mexico"],
        )

    def test_a_format_of_the_agency_s_own_is_kept(self):
        self.us.sudo().address_format = "%(street)s\n%(city)s - %(state_name)s %(zip)s"
        self.assertEqual(self.get_lines()[-1], "Salem - Massachusetts 01970")
        self.us.sudo().address_format = "%(street)s\n%(city)s, %(state_code)s %(zip)s"
        self.assertEqual(self.get_lines()[-1], "Salem, MA 01970")

    def test_an_agency_without_a_country_is_american(self):
        company = self.agency.sudo()
        company.country_id = False
        self.assertEqual(self.get_lines()[-1], "Salem, MA 01970")
        company.write({"state_id": False, "country_id": False})
        self.assertEqual(self.get_lines()[-1], "Salem, MA 01970")
        germany = self.env.ref("base.de").id
        lines = self.get_lines(country_id=germany, state_id=False)
        self.assertEqual(lines[-1], "Germany")

    def test_an_agency_abroad_names_the_country(self):
        self.agency.sudo().write(
            {"state_id": False, "country_id": self.env.ref("base.ca").id}
        )
        self.assertEqual(self.get_lines()[-2:], ["Salem, MA 01970", "United States"])
