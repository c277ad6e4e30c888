from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..agency import AgencyCase

ALL = ("general_liability", "auto", "umbrella", "property")


@tagged("post_install", "-at_install")
class TestInterestWords(AgencyCase):
    """What a holder is called follows from what its certificates say."""

    def name(self, types=(), **marks):
        """The words for a new holder with these types and marks."""
        chosen = self.env["coi.interest.type"].union(*map(self.get_type, types))
        interest = self.make_interest(
            self.make_holder("Somebody"), type_ids=[Command.set(chosen.ids)], **marks
        )
        return interest.interest_word

    def test_who_has_neither_mark_nor_type_is_a_holder_only(self):
        self.assertEqual(self.name(), "Holder only")
        self.assertEqual(self.plain_interest.interest_text, "Certificate holder only")

    def test_a_mark_is_told_whatever_the_type(self):
        marks = ["umbrella", "general_liability", "auto"]
        expected = "Additional insured · GL Auto Umb"
        self.assertEqual(self.name(ai=marks), expected)
        self.assertEqual(self.name(["additional_insured"], ai=marks), expected)

    def test_every_kind_of_mark_alone_has_its_word(self):
        self.assertEqual(
            self.name(waiver=["workers_comp"]), "Waiver of subrogation · WC"
        )
        self.assertEqual(self.name(pnc=["auto"]), "Primary and non-contributory · Auto")

    def test_few_marks_are_spelled_and_many_are_counted(self):
        few = self.name(ai=["general_liability"], waiver=["general_liability", "auto"])
        self.assertEqual(few, "AI GL · WOS GL Auto")
        many = self.name(ai=ALL, waiver=[*ALL, "workers_comp"])
        self.assertEqual(many, "AI 4 · WOS 5")
        three = self.name(ai=ALL, waiver=ALL, pnc=["auto"])
        self.assertEqual(three, "AI 4 · WOS 4 · PNC 1")

    def test_another_type_stands_before_the_marks(self):
        self.assertEqual(self.name(["mortgagee"]), "Mortgagee")
        self.assertEqual(
            self.name(["mortgagee", "loss_payee"], ai=["property"]),
            "Loss payee · Mortgagee · AI Prop",
        )
        self.assertEqual(
            self.name(["lessor", "additional_insured"], ai=["auto"]), "Lessor · AI Auto"
        )

    def test_a_type_without_its_mark_does_not_promise_it(self):
        """It was chosen by hand: neither is it hidden, nor what is not printed told."""
        self.assertEqual(
            self.name(["additional_insured"]), "Additional insured · none marked"
        )
        self.assertEqual(
            self.name(["additional_insured"], waiver=["auto"]), "AI 0 · WOS Auto"
        )

    def test_the_text_tells_it_in_full(self):
        interest = self.make_interest(
            self.make_holder("Somebody"),
            ai=["auto", "general_liability"],
            type_ids=[Command.set(self.get_type("mortgagee").ids)],
        )
        self.assertEqual(
            interest.interest_text,
            "Mortgagee\nAdditional insured: Commercial general liability, "
            "Automobile liability",
        )

    def test_a_line_without_a_short_name_and_one_put_away_are_named(self):
        line = self.get_line("cyber")
        line.sudo().write({"short_name": False, "active": False})
        self.assertEqual(self.name(ai=["auto"]), "Additional insured · Auto")
        self.plain_interest.with_context(active_test=False).ai_line_ids = line
        self.env.invalidate_all()
        self.assertEqual(
            self.plain_interest.interest_word, "Additional insured · Cyber liability"
        )

    def test_the_form_says_it_while_marks_are_edited(self):
        with Form(self.plain_interest) as form:
            self.assertEqual(form.interest_word, "Holder only")
            form.ai_line_ids.add(self.get_line("auto"))
            self.assertEqual(form.interest_word, "Additional insured · Auto")

    def test_columns_of_many_take_the_same_few_queries(self):
        few = self.make_interests("A", "B", ai=["auto"])
        many = few + self.make_interests(*"CDEFGHIJKL", ai=["auto"], waiver=["auto"])
        words = many._get_words()  # and what is known once and for all
        self.assertEqual(
            self.count_queries(few._get_words), self.count_queries(many._get_words)
        )
        self.assertEqual(words[0].marks, {"ai": "Auto", "waiver": "", "pnc": ""})
        self.assertEqual(words[-1].marks["waiver"], "Auto")

    def find(self, text):
        interests = self.env["coi.additional.interest"]
        return interests.search([("interest_word", "ilike", text)])

    def test_a_holder_is_found_by_what_it_is_called(self):
        marked = self.make_interest(self.make_holder("Marked"), ai=["umbrella"])
        for text in ("additional insured", "Additional", "umb", "AI"):
            self.assertIn(marked, self.find(text), text)
            self.assertNotIn(self.plain_interest, self.find(text), text)
        self.assertIn(self.bank_interest, self.find("mortgage"))
        self.assertIn(self.ai_interest, self.find("wos"))
        found = self.find("holder only")
        self.assertIn(self.plain_interest, found)
        self.assertFalse(found & (marked | self.bank_interest | self.ai_interest))

    def test_the_filter_holder_only_leaves_out_who_is_marked(self):
        marked = self.make_interest(self.make_holder("Marked"), pnc=["auto"])
        tree = etree.fromstring(marked.get_view(view_type="search")["arch"])
        [domain] = tree.xpath("//filter[@name='holder_only']/@domain")
        found = marked.search(safe_eval(domain))
        self.assertIn(self.plain_interest, found)
        self.assertFalse(found & (marked | self.bank_interest))
