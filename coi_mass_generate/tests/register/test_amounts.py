from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...sheets.clean.amounts import read_amount
from ..agency import EFFECTIVE, AgencyCase

# What people write into a limit, and what they mean by it.
WRITTEN = [
    ("1m", 1_000_000, ""),
    ("1mm", 1_000_000, ""),
    ("1.5m", 1_500_000, ""),
    ("1 mil", 1_000_000, ""),
    ("2 million", 2_000_000, ""),
    ("500k", 500_000, ""),
    (" 500 K ", 500_000, ""),
    ("2,000,000", 2_000_000, ""),
    ("$1,000,000", 1_000_000, ""),
    ("US$ 1,000,000.00", 1_000_000, ""),
    ("1000000", 1_000_000, ""),
    ("12,500.50", 12_500.5, ""),
    ("excluded", 0, "Excluded"),
    ("Incl.", 0, "Included"),
    ("1m included", 1_000_000, "Included"),
]
UNCLEAR = ["1x", "m", "1,00", "500m", "1m/2m", "-5", "5%", "one", "1..5m", "1 000 00"]


@tagged("post_install", "-at_install")
class TestWrittenAmounts(AgencyCase):
    """An amount is what people mean by what they write, or it is refused."""

    def enter(self, text):
        limit = self.gl.limit_ids[0]
        limit.write({"amount": 7000, "text": False})
        limit.amount_text = text
        return limit

    def test_it_is_what_people_mean(self):
        for text, amount, words in WRITTEN:
            with self.subTest(text):
                limit = self.enter(text)
                self.assertEqual((limit.amount, limit.text or ""), (amount, words))

    def test_an_import_reads_the_same(self):
        for text, amount, words in WRITTEN:
            with self.subTest(text):
                self.assertEqual(read_amount(text), (amount, words))
        for text in UNCLEAR:
            with self.subTest(text):
                self.assertIsNone(read_amount(text))

    def test_what_cannot_be_meant_is_refused_in_words(self):
        for text in UNCLEAR:
            with (
                self.subTest(text),
                self.assertRaisesRegex(UserError, "cannot be read"),
            ):
                self.enter(text)

    def test_nothing_written_is_no_limit(self):
        self.assertEqual(self.enter(False).amount, 0)
        self.assertEqual(self.enter("  ").amount, 0)

    def test_no_cents_are_shown_where_there_are_none(self):
        self.assertEqual(self.enter("1m").amount_text, "$1,000,000")
        self.assertEqual(self.enter("1.50").amount_text, "$1.50")

    def test_a_new_limit_may_be_written_out(self):
        self.gl.limit_ids = [
            Command.clear(),
            Command.create({"key": "each_occurrence", "amount_text": "1m"}),
        ]
        self.assertEqual(self.gl.limit_ids.amount, 1_000_000)

    def test_other_languages_write_numbers_their_way(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        spanish = self.gl.with_context(lang="es_ES").limit_ids[0]
        for text, amount in [
            ("1.000.000", 1_000_000),
            ("25.000", 25_000),
            ("1,5m", 1_500_000),
            ("1.5m", 1_500_000),
            ("12.500,50", 12_500.5),
        ]:
            with self.subTest(text):
                spanish.amount_text = text
                self.assertEqual(spanish.amount, amount)
        # What is shown can be saved as it is.
        spanish.amount = 12_500.5
        shown = spanish.amount_text
        spanish.amount = 0
        spanish.amount_text = shown
        self.assertEqual(spanish.amount, 12_500.5)

    def test_other_currencies(self):
        self.agency.sudo().currency_id = self.env.ref("base.EUR")
        self.env.ref("base.EUR").sudo().write({"active": True, "position": "after"})
        self.assertEqual(self.enter("500k €").amount_text, "500,000 €")
        self.assertEqual(self.enter("EUR 1m").amount, 1_000_000)


@tagged("post_install", "-at_install")
class TestAmountsOnScreen(AgencyCase):
    """What the form does with an amount as soon as its cell is left."""

    def new_policy(self, line):
        form = Form(self.env["coi.policy"])
        form.name = "N-1"
        form.insured_id, form.insurer_id = self.beacon, self.granite
        form.coverage_id = self.get_line(line)
        form.date_effective = EFFECTIVE
        return form

    def test_it_is_shown_in_full_at_once(self):
        form = self.new_policy("general_liability")
        with form.limit_ids.edit(0) as limit:
            limit.amount_text = "1m"
            self.assertEqual(limit.amount_text, "$1,000,000")
        with form.limit_ids.edit(1) as limit:
            limit.amount_text = "Excluded"
            self.assertEqual((limit.amount_text, limit.text), ("", "Excluded"))
        limits = form.save().limit_ids
        self.assertEqual(limits[0].amount, 1_000_000)
        self.assertEqual(limits[1]._get_printed_value(), "Excluded")

    def test_another_line_leaves_what_was_just_written(self):
        form = self.new_policy("general_liability")
        with form.limit_ids.edit(0) as limit:
            limit.amount_text = "1m"
        form.coverage_id = self.get_line("umbrella")
        self.assertEqual(len(form.limit_ids), 6)

    def test_what_is_unclear_is_told_and_not_saved(self):
        result = self.env["coi.policy.limit"].onchange(
            {"amount_text": "1x", "key": "each_occurrence"},
            ["amount_text"],
            {"amount_text": {}, "amount": {}, "key": {}},
        )
        self.assertIn('"1x" cannot be read', result["warning"]["message"])
        self.assertNotIn("amount_text", result["value"])

    def test_a_retention_too(self):
        form = self.new_policy("umbrella")
        form.retention_kind = "retention"
        form.retention_text = "10k"
        self.assertEqual(form.retention_text, "$10,000")
        self.assertEqual(form.save().retention_amount, 10_000)
        for text in ("1x", "Excluded"):
            with self.assertRaises(UserError):
                form.record.retention_text = text


@tagged("post_install", "-at_install")
class TestUsualLimits(AgencyCase):
    """Each line offers its own limits, and no others."""

    def get_offered(self, key):
        line = self.get_line(key)
        form = Form(self.env["coi.policy"])
        form.coverage_id = line
        usual = [each["key"] for each in form.limit_ids._records]
        return usual, set(line._get_limit_keys())

    def test_property_has_its_own(self):
        usual, offered = self.get_offered("property")
        self.assertEqual(
            usual, ["building", "contents", "business_income", "deductible"]
        )
        self.assertEqual(offered, set(usual))

    def test_every_line_has_usual_ones(self):
        for line in self.env["coi.coverage.line"].search([]):
            with self.subTest(line.key):
                usual, offered = self.get_offered(line.key)
                self.assertTrue(usual)
                self.assertLessEqual(set(usual), offered)

    def test_a_limit_knows_what_its_policy_offers(self):
        self.assertIn("own", self.gl.limit_ids[0].offered_keys)
        self.assertIn("each_occurrence", self.gl.limit_ids[0].offered_keys)
        self.assertNotIn("combined_single", self.gl.limit_ids[0].offered_keys)
        self.assertNotIn("building", self.gl.limit_ids[0].offered_keys)

    def test_a_line_of_the_agencys_own_may_have_any_of_them(self):
        line = self.admin_env["coi.coverage.line"].create(
            {"name": "Crime", "key": "crime"}
        )
        self.assertFalse(line._get_usual_limits())
        self.assertIn("deductible", line._get_limit_keys())

    def test_what_is_left_empty_is_not_printed(self):
        policy = self.make_policy(
            "property",
            "P-1",
            limit_ids=[
                Command.create({"key": "building", "amount": 750_000}),
                Command.create({"key": "contents"}),
            ],
        )
        printed = self.env["coi.page"]._prepare_limits(policy)
        self.assertEqual(printed, [{"label": "Building", "value": "$750,000"}])
