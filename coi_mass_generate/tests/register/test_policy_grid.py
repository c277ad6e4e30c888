from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..agency import EFFECTIVE, EXPIRATION, AgencyCase

VIEW = "coi_mass_generate.res_partner_view_policies"
# What somebody types into five rows: line, number, limits side by side.
ROWS = [
    ("general_liability", "G-1", ["1m", "100k", "5k", "1m", "2m", "Excluded"]),
    ("auto", "A-1", ["1mm"]),
    ("umbrella", "U-1", ["5m", "5m"]),
    ("workers_comp", "W-1", ["1m", "1m", "1m"]),
    ("property", "P-1", ["1.5m", "250,000", "", "10k"]),
]


@tagged("post_install", "-at_install")
class TestPolicyGrid(AgencyCase):
    """Several policies of an insured, entered side by side and saved at once."""

    def enter(self, form, line, number, limits=(), effective=EFFECTIVE):
        with form.coi_new_policy_ids.new() as row:
            row.coverage_id = self.get_line(line)
            row.name = number
            row.insurer_id = self.granite
            row.date_effective = effective
            for at, text in enumerate(limits, 1):
                if text:
                    row[f"main_limit_{at}"] = text

    def open_grid(self):
        action = self.coastal.action_coi_new_policies()
        self.assertEqual(action["res_id"], self.coastal.id)
        return Form(self.coastal, view=VIEW)

    def find(self, number):
        return self.env["coi.policy"].search([("name", "=", number)])

    def test_five_at_once(self):
        form = self.open_grid()
        for row in ROWS:
            self.enter(form, *row)
        form.save()
        policies = {number: self.find(number) for _line, number, _limits in ROWS}
        for policy in policies.values():
            self.assertEqual(policy.insured_id, self.coastal)
            self.assertEqual(policy.date_expiration, EXPIRATION)
            self.assertTrue(policy.series_id)
        self.assertEqual(
            [
                (limit.key, limit._get_printed_value())
                for limit in policies["G-1"].limit_ids
            ],
            [
                ("each_occurrence", "$1,000,000"),
                ("damage_to_rented", "$100,000"),
                ("medical_expense", "$5,000"),
                ("personal_injury", "$1,000,000"),
                ("general_aggregate", "$2,000,000"),
                ("products_aggregate", "Excluded"),
            ],
        )
        self.assertEqual(
            policies["P-1"].limit_ids.mapped("key"),
            ["building", "contents", "deductible"],
        )
        self.assertEqual(policies["U-1"].limit_ids.mapped("amount"), [5e6, 5e6])

    def test_it_opens_empty(self):
        self.assertTrue(self.coastal.coi_policy_ids)
        self.assertFalse(self.open_grid().coi_new_policy_ids)

    def test_an_amount_is_shown_in_full_at_once(self):
        form = self.open_grid()
        with form.coi_new_policy_ids.new() as row:
            row.coverage_id = self.get_line("umbrella")
            self.assertEqual(row.main_label_1, "Each occurrence")
            self.assertFalse(row.main_label_3)
            row.main_limit_1 = "5m"
            self.assertEqual(row.main_limit_1, "$5,000,000")
            row.name, row.insurer_id = "U-2", self.granite
            row.date_effective = EFFECTIVE

    def test_nothing_is_half_done(self):
        """One amount that cannot be meant, and none of the policies is there."""
        form = self.open_grid()
        self.enter(form, "auto", "A-2", ["1m"])
        self.enter(form, "umbrella", "U-2", ["5x"])
        with self.assertRaisesRegex(UserError, '"5x" cannot be read'):
            with self.env.cr.savepoint():
                form.save()
        self.assertFalse(self.find("A-2") | self.find("U-2"))

    def test_the_usual_limits_can_be_changed_where_they_stand(self):
        self.gl.main_limit_1 = "2m"
        self.assertEqual(self.gl.limit_ids[0].amount, 2_000_000)
        others = self.gl.limit_ids[2:].mapped("amount")
        self.gl.main_limit_2 = "300k"
        self.assertEqual(self.gl.main_limit_2, "$300,000")
        self.assertEqual(self.gl.limit_ids[0].amount, 2_000_000)
        self.assertEqual(self.gl.limit_ids[2:].mapped("amount"), others)

    def test_a_line_is_found_by_what_it_is_called_for_short(self):
        lines = self.env["coi.coverage.line"]
        for typed, key in (("GL", "general_liability"), ("WC", "workers_comp")):
            found = lines.name_search(typed, limit=1)
            self.assertEqual(found[0][0], self.get_line(key).id)

    def test_an_insurer_is_typed_with_its_number(self):
        insurers = self.env["res.partner"].with_context(default_coi_is_insurer=True)
        for typed in ("Quarry Mutual (12345)", "Quarry Mutual NAIC 12345"):
            insurer = insurers.browse(insurers.name_create(typed)[0])
            self.assertEqual(
                (insurer.name, insurer.coi_naic, insurer.coi_is_insurer),
                ("Quarry Mutual", "12345", True),
            )
        plain = insurers.browse(insurers.name_create("Quarry Mutual")[0])
        self.assertFalse(plain.coi_naic)

    def test_a_contact_of_any_other_kind_is_named_as_it_is(self):
        contacts = self.env["res.partner"]
        contact = contacts.browse(contacts.name_create("Suite (12345)")[0])
        self.assertEqual(contact.name, "Suite (12345)")
