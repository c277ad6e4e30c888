import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..agency import AgencyCase, make_picture
from ..reading import read_pages

# What a drawing can make the program that draws pages do.
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


@tagged("post_install", "-at_install")
class TestSample(AgencyCase):
    """The page beside the agency's fields: as it will be printed, and kept nowhere."""

    def draw(self, user=None, **values):
        env = self.env_of(user or self.manager)
        return base64.b64decode(env["coi.agency"].draw_sample(values))

    def read_page(self, **values):
        [page] = read_pages(self.draw(**values))
        return page.text

    def count_all(self):
        """How many records there are of all that an issued certificate leaves."""
        models = (
            "coi.agency", "coi.batch", "coi.batch.line", "coi.certificate",
            "coi.master", "coi.policy", "coi.policy.limit", "coi.policy.series",
            "ir.attachment", "res.partner",
        )  # fmt: skip
        env = self.env(su=True, context={"active_test": False})
        return {model: env[model].search_count([]) for model in models}

    def test_what_is_typed_stands_on_it(self):
        text = self.read_page(
            name="Larkspur Agency",
            street="48 Prospect St",
            street2="Floor 2",
            city="Marrow Point",
            state_id=self.get_state("OR").id,
            zip="97201",
            phone="(503) 555-0142",
            coi_contact="Certificate desk",
            coi_fax="(503) 555-0143",
            email="desk@larkspur.example",
            coi_representative="Dana Whitfield",
        )
        for part in (
            *("Larkspur Agency", "48 Prospect St", "Floor 2", "(503) 555-0142"),
            *("Marrow Point, OR 97201", "Certificate desk", "(503) 555-0143"),
            *("desk@larkspur.example", "Dana Whitfield"),
        ):
            self.assertIn(part, text)
        self.assertNotIn("Harbor Point", text)
        self.assertNotIn("Long Wharf", text)

    def test_what_is_not_typed_is_the_companys(self):
        text = self.read_page(phone="1")
        self.assertIn("Harbor Point Insurance Agency", text)
        self.assertIn("12 Long Wharf", text)
        self.assertNotIn("617 555 0100", text)

    def test_it_is_marked_and_shows_made_up_parties(self):
        text = self.read_page()
        for part in (
            *("SAMPLE", "Sample Contractors, Inc.", "Sample Holder, LLC"),
            *("GL-0000000", "$2,000,000", "Sampletown, MA 00000"),
        ):
            self.assertIn(part, text)
        for name in ("Beacon", "Granite State", "Adams", "COI-"):
            self.assertNotIn(name, text)

    def test_nothing_is_stored_and_no_number_used(self):
        sequence = self.env["ir.sequence"]
        before = sequence._coi_reserve("coi.certificate", self.agency, 1)
        count = self.count_all()
        self.draw(name="Larkspur", coi_signature=make_picture().decode())
        self.env.flush_all()
        self.assertEqual(self.count_all(), count)
        self.assertEqual(self.agency.name, "Harbor Point Insurance Agency")
        after = sequence._coi_reserve("coi.certificate", self.agency, 1)
        self.assertEqual(int(after[0][-6:]), int(before[0][-6:]) + 1)

    def test_an_agency_that_has_nothing_yet(self):
        company = self.admin_env["res.company"].create({"name": "YourCompany"})
        user = self.make_user("new", "coi_mass_generate.group_manager", company)
        [page] = read_pages(self.draw(user))
        self.assertIn("YourCompany", page.text)
        self.assertIn("GL-0000000", page.text)

    def test_lines_an_agency_does_not_write_are_left_out(self):
        lines = self.admin_env["coi.coverage.line"].search([])
        lines.filtered(lambda line: line.row != "auto").active = False
        text = self.read_page()
        self.assertIn("CA-0000000", text)
        self.assertNotIn("GL-0000000", text)
        lines.active = False
        self.assertIn("SAMPLE", self.read_page())

    def test_a_signature_before_it_is_saved(self):
        without = self.draw(coi_signature=False)
        signed = self.draw(coi_signature=make_picture().decode())
        count = b"/Subtype /Image"
        self.assertGreater(signed.count(count), without.count(count))
        self.assertFalse(self.agency.sudo().coi_signature)
        self.agency.sudo().coi_signature = make_picture()
        self.assertEqual(self.draw().count(count), signed.count(count))

    def test_another_language_and_its_direction(self):
        for code in ("es_MX", "ar_001"):
            self.admin_env["res.lang"]._activate_lang(code)
            self.agency.sudo().partner_id.lang = code
            [page] = read_pages(self.draw(name="Larkspur"))
            self.assertIn("Larkspur", page.text)

    def test_letters_of_any_script(self):
        self.assertIn("株式会社", self.read_page(name="Larkspur 株式会社"))

    # ------------------------------------------------------------------ doors

    def test_only_managers(self):
        for user in (self.csr, self.colleague):
            with self.assertRaises(AccessError):
                self.draw(user)

    def test_no_other_company(self):
        for values in ({}, {"name": "x", "coi_signature": False}):
            with self.assertRaises(AccessError):
                self.draw(company_id=self.other_agency.id, **values)
        administrator = self.make_user("boss", "base.group_system", self.agency)
        administrator.group_ids |= self.env.ref("coi_mass_generate.group_manager")
        with self.assertRaises(AccessError):
            self.draw(administrator, company_id=self.other_agency.id)

    def test_the_company_that_is_chosen(self):
        both = (self.agency, self.other_agency)
        user = self.make_user("both", "coi_mass_generate.group_manager", *both)
        env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids})
        asked = {"company_id": self.other_agency.id}
        [page] = read_pages(base64.b64decode(env["coi.agency"].draw_sample(asked)))
        self.assertIn("Lakeside Insurance Services", page.text)
        self.assertNotIn("Harbor Point", page.text)

    def test_odd_values(self):
        agency = self.env_of(self.manager)["coi.agency"]
        for odd in (
            *(None, 5, "name", ["name"], {"vat": "1"}, {5: "x"}, {"create_uid": 1}),
            *({"name": 5}, {"name": ["x"]}, {"name": "a\0"}, {"zip": "x" * 5000}),
            *({"state_id": "MA"}, {"state_id": 2**40}, {"country_id": [1]}),
            *({"company_id": 2**30}, {"company_id": "x"}, {"coi_signature": 5}),
            *({"coi_signature": "ñ"}, {"coi_signature": "eA=="}),
            {"coi_signature": base64.b64encode(DRAWING).decode()},
            {"coi_signature": base64.b64encode(b"BM" + b"\xff" * 60).decode()},
        ):
            with self.assertRaises(UserError, msg=odd):
                agency.draw_sample(odd)

    def test_markup_is_text(self):
        self.assertIn("<b>Lark & Co</b>", self.read_page(name="<b>Lark & Co</b>"))

    def test_a_missing_program_is_said(self):
        report = type(self.env["ir.actions.report"])
        with patch.object(report, "get_wkhtmltopdf_state", lambda _self: "install"):
            with self.assertRaisesRegex(UserError, "wkhtmltopdf"):
                self.draw()
