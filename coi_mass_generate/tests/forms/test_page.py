import io
from datetime import date

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase, make_picture
from ..reading import read_pages, squeeze


class PageCase(AgencyCase):
    def assertLines(self, page, *lines):
        for line in lines:
            self.assertTrue(page.has_line(line), f"no line {line!r} in {page.lines}")

    def read_one(self, interest, **options):
        return self.read_pages(self.issue(interest, **options))


@tagged("post_install", "-at_install", "coi_page")
class TestPage(PageCase):
    """Every text of the page that a holder gets, read back from its PDF."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = {}
        interests = cls.plain_interest | cls.ai_interest | cls.bank_interest
        batch = cls.env["coi.batch"].browse(
            cls.env["coi.batch"].generate(
                interest_ids=interests.ids, issue_date=ISSUE_DATE
            )["batch_id"]
        )
        cls.batch = batch
        cls.page = {}
        for certificate in batch.certificate_ids:
            pdf = certificate._get_document()
            [cls.page[certificate.holder_id.name]] = read_pages(pdf)

    def get_page(self, holder):
        return self.page[holder.name]

    def test_each_holder_gets_its_own_certificate(self):
        """The one thing that must never go wrong: nobody reads another's page."""
        self.assertEqual(len(self.page), 3)
        for certificate in self.batch.certificate_ids:
            page = self.get_page(certificate.holder_id)
            self.assertTrue(page.has_line(certificate.number))
            self.assertTrue(page.has_line("03/02/2026"))
            for other in self.batch.certificate_ids - certificate:
                self.assertNotIn(other.holder_id.name, page.text)
                self.assertNotIn(other.number, page.text)

    def test_producer(self):
        self.assertLines(
            self.get_page(self.adams),
            "Harbor Point Insurance Agency",
            "12 Long Wharf",
            "Boston, MA 02110",
            "coi@harborpoint.example",
        )
        for text in (
            "Contact Mary Keane",
            "Phone 617 555 0100",
            "Fax 617 555 0199",
            "Josephine R. Bell",
        ):
            self.assertIn(text, self.get_page(self.adams).text)

    def test_insured_exactly_as_on_the_policy(self):
        self.assertLines(
            self.get_page(self.adams),
            "Beacon Roofing & Sons, LLC",
            "7 Slate Road",
            "Quincy, MA 02169",
        )

    def test_insurers_with_their_letters_and_naic_numbers(self):
        text = self.get_page(self.adams).text
        for line in (
            "A Granite State Mutual 12345",
            "B Atlantic Casualty Company 23456",
            "C Commonwealth Workers Fund AA-1234567",
        ):
            self.assertIn(line, text)

    def test_each_policy_names_its_insurer_by_letter(self):
        page = self.get_page(self.adams)
        letters = {
            number: page.get_letter(number)
            for number in ("GL-100", "AU-200", "UM-300", "WC-400")
        }
        self.assertEqual(
            letters, {"GL-100": "A", "AU-200": "A", "UM-300": "B", "WC-400": "C"}
        )

    def test_holder_with_all_its_address_lines(self):
        self.assertLines(
            self.get_page(self.adams),
            "Adams Property Management",
            "5 Elm Street",
            "Suite 4",
            "Salem, MA 01970",
        )

    def test_lender_with_its_successors_loan_and_attention(self):
        self.assertLines(
            self.get_page(self.bank),
            "Commonwealth Bank ISAOA/ATIMA",
            "LN-77/2",
            "Loan Servicing",
        )
        self.assertNotIn("ISAOA", self.get_page(self.adams).text)

    def test_dates_of_the_policies(self):
        text = self.get_page(self.adams).text
        self.assertIn("GL-100 Effective 01/31/2026 Expires 01/31/2027", text)

    def test_limits_as_amount_text_or_both(self):
        limits = self.get_page(self.adams).get_limits("GL-100")
        self.assertEqual(
            limits,
            {
                "Each occurrence": "$1,000,000",
                "Damage to rented premises": "$100,000",
                "Medical expense (one person)": "Excluded",
                "General aggregate": "$2,000,000 See policy",
            },
        )

    def test_limits_of_the_other_rows(self):
        page = self.get_page(self.adams)
        self.assertEqual(
            page.get_limits("UM-300"),
            {"Each occurrence": "$5,000,000", "Aggregate": "$5,000,000"},
        )
        self.assertEqual(
            page.get_limits("WC-400"),
            {
                "Each accident": "$500,000",
                "Disease – each employee": "$500,000",
                "Disease – policy limit": "$500,000",
            },
        )

    def test_options_that_are_chosen_are_ticked(self):
        text = self.get_page(self.adams).text
        for ticked in ("X Occurrence", "X Aggregate per: Project", "X Any Auto"):
            self.assertIn(ticked, text)
        for empty in ("X Claims-made", "X Aggregate per: Policy", "X Owned Autos"):
            self.assertNotIn(empty, text)

    def test_retention_and_exclusion_are_written_out(self):
        text = self.get_page(self.adams).text
        self.assertIn("Retention: $10,000", text)
        self.assertIn("Proprietor, partner, officer or member excluded: N", text)

    def test_marks_stand_only_where_asked_and_endorsed(self):
        expected = {
            self.adams: {
                "GL-100": ("", "", ""),
                "AU-200": ("", "", ""),
                "UM-300": ("", "", ""),
                "WC-400": ("n/a", "", ""),
            },
            self.bay: {
                "GL-100": ("Y", "Y", ""),
                "AU-200": ("", "", ""),
                "UM-300": ("", "", ""),
                "WC-400": ("n/a", "", ""),
            },
        }
        for holder, rows in expected.items():
            page = self.get_page(holder)
            found = {number: page.get_flags(number) for number in rows}
            self.assertEqual(found, rows, holder.name)

    def test_project_and_own_description(self):
        self.assertLines(
            self.get_page(self.bay), "Project: Pier 4", "Roof of building B."
        )
        self.assertNotIn("Roof of building B.", self.get_page(self.adams).text)

    def test_a_row_without_a_policy_is_named_and_empty(self):
        self.assertIn(
            "Other coverage Not shown on this certificate",
            self.get_page(self.adams).text,
        )

    def test_what_the_certificate_must_get_across(self):
        text = self.get_page(self.adams).text
        for words in (
            "For information only.",
            "neither an insurance policy nor a contract",
            "does not change any coverage",
            "no rights beyond those the policies give",
            "terms, exclusions and conditions determine what is insured",
            "Claims may already have reduced the limits",
            "does not make anyone an insured",
            "as of the issue date",
            "notice is given only as the policy or the law requires",
        ):
            self.assertIn(words, text)

    def test_it_neither_looks_like_nor_promises_what_it_must_not(self):
        text = self.get_page(self.adams).text
        self.assertNotIn("ACORD", text.upper())
        self.assertNotRegex(text, r"(?i)\d+ days")

    def test_page_number_form_and_first_revision(self):
        page = self.get_page(self.adams)
        self.assertTrue(page.has_line("Page 1 of 1"))
        self.assertTrue(page.has_line("0"))
        for text in ("Agency certificate", "CMG 1", "2026/11"):
            self.assertIn(text, page.text)


@tagged("post_install", "-at_install", "coi_page")
class TestPageOfOneHolder(PageCase):
    """What a holder's own data does to its page."""

    def test_markup_in_a_name_prints_as_text(self):
        self.adams.name = "Smith <b>&amp; Sons</b> {{7*7}} <script>x</script>"
        [page] = self.read_one(self.plain_interest)
        self.assertLines(page, "Smith <b>&amp; Sons</b> {{7*7}} <script>x</script>")

    def test_markup_in_what_all_holders_share_prints_as_text(self):
        self.beacon.name = "Beacon <i>Roofing</i> & Co"
        self.granite.name = "Granite <u>&lt;</u>"
        [page] = self.read_one(self.plain_interest)
        self.assertLines(page, "Beacon <i>Roofing</i> & Co", "Granite <u>&lt;</u>")

    def test_parentheses_and_backslashes_print_as_they_are(self):
        """They mean something in a PDF."""
        self.adams.name = r"A (B) \(C\) ) ( \n \101"
        [page] = self.read_one(self.plain_interest)
        self.assertLines(page, r"A (B) \(C\) ) ( \n \101")

    def test_letters_with_accents_and_typographic_marks(self):
        self.adams.name = "Łódź Büro “Ñandú” – Œuvre №5 €"
        [page] = self.read_one(self.plain_interest)
        self.assertLines(page, "Łódź Büro “Ñandú” – Œuvre №5 €")

    def test_a_name_of_300_characters_comes_out_whole(self):
        self.adams.name = " ".join(f"Partner{number:03}" for number in range(27))
        self.assertGreater(len(self.adams.name), 290)
        pages = self.read_one(self.plain_interest)
        text = squeeze(" ".join(page.text for page in pages))
        self.assertIn(self.adams.name, text)
        self.assertIn("Salem, MA 01970", text)

    def test_a_long_description_goes_whole_to_continuation_pages(self):
        words = " ".join(f"operation{number:04}" for number in range(700))
        self.plain_interest.description = words
        certificate = self.issue(self.plain_interest)
        pages = self.read_pages(certificate)
        self.assertGreater(len(pages), 1)
        self.assertEqual(certificate.page_count, len(pages))
        self.assertTrue(pages[0].has_line("See continuation page"))
        self.assertNotIn("operation0000", pages[0].text)
        text = " ".join(page.text for page in pages[1:])
        missing = [word for word in words.split() if word not in text]
        self.assertFalse(missing)
        for place, page in enumerate(pages, 1):
            self.assertTrue(page.has_line(certificate.number))
            self.assertTrue(page.has_line(f"Page {place} of {len(pages)}"))

    def test_a_continuation_is_only_for_who_needs_it(self):
        self.ai_interest.description = "soffit " * 1500
        batch = self.generate(self.plain_interest | self.ai_interest)
        pages = {
            certificate.holder_id: self.read_pages(certificate)
            for certificate in batch.certificate_ids
        }
        self.assertEqual(len(pages[self.adams]), 1)
        self.assertGreater(len(pages[self.bay]), 1)
        self.assertNotIn(self.adams.name, pages[self.bay][-1].text)

    def test_holder_abroad_with_its_country(self):
        self.adams.write(
            {
                "street": "1 Rue de Rivoli",
                "street2": False,
                "zip": "75001",
                "city": "Paris",
                "state_id": False,
                "country_id": self.env.ref("base.fr").id,
            }
        )
        [page] = self.read_one(self.plain_interest)
        self.assertLines(page, "1 Rue de Rivoli", "75001 Paris", "France")

    def test_holder_at_home_without_its_country(self):
        [page] = self.read_one(self.plain_interest)
        self.assertNotIn("United States", page.text)

    def test_standing_text_of_the_insured_comes_first(self):
        self.beacon.coi_description = "All operations of the insured."
        [page] = self.read_one(self.ai_interest)
        self.assertIn(
            "Project: Pier 4 All operations of the insured. Roof of building B.",
            page.text,
        )

    def test_own_text_instead_of_the_insureds(self):
        self.beacon.coi_description = "All operations of the insured."
        self.ai_interest.description_mode = "replace"
        [page] = self.read_one(self.ai_interest)
        self.assertNotIn("All operations", page.text)
        self.assertIn("Roof of building B.", page.text)

    def test_no_own_text_to_replace_it_keeps_the_insureds(self):
        self.beacon.coi_description = "All operations of the insured."
        self.plain_interest.description_mode = "replace"
        [page] = self.read_one(self.plain_interest)
        self.assertIn("All operations of the insured.", page.text)

    def test_primary_and_non_contributory_is_worded(self):
        self.plain_interest.pnc_line_ids = self.get_line("general_liability")
        [page] = self.read_one(self.plain_interest)
        self.assertIn("primary and non-contributory", page.text)
        self.assertIn("Commercial general liability GL-100.", page.text)

    def test_scheduled_holder_alone_gets_the_mark(self):
        self.wc.endorsement_ids = [
            self.endorsement("WC 00 03 13", "waiver", scheduled=self.bay)
        ]
        self.ai_interest.waiver_line_ids = self.get_line("workers_comp")
        [page] = self.read_one(self.ai_interest)
        self.assertEqual(page.get_flags("WC-400"), ("n/a", "Y", ""))
        self.assertEqual(page.get_flags("GL-100"), ("Y", "", ""))

    def test_only_the_chosen_policies_and_their_insurers(self):
        [page] = self.read_one(self.plain_interest, policy_ids=self.wc.ids)
        self.assertIn("WC-400", page.text)
        self.assertNotIn("GL-100", page.text)
        self.assertIn("A Commonwealth Workers Fund AA-1234567", page.text)
        self.assertNotIn("Granite", page.text)
        self.assertEqual(page.get_letter("WC-400"), "A")

    def test_two_variants_in_one_batch(self):
        """Different policies shown, one batch: each holder its own page."""
        self.plain_interest.series_ids = self.wc.series_id
        batch = self.generate(self.plain_interest | self.ai_interest)
        pages = {
            certificate.holder_id: self.read_pages(certificate)[0]
            for certificate in batch.certificate_ids
        }
        self.assertNotIn("GL-100", pages[self.adams].text)
        self.assertIn("GL-100", pages[self.bay].text)
        self.assertEqual(pages[self.bay].get_flags("GL-100"), ("Y", "Y", ""))


@tagged("post_install", "-at_install", "coi_page")
class TestPageByCount(PageCase):
    """What the first page has no place for by count is continued, never lost."""

    def read_text(self, **options):
        pages = self.read_pages(self.issue(self.plain_interest, **options))
        return pages, squeeze(" ".join(page.text for page in pages))

    def test_second_policy_of_a_line(self):
        self.make_policy(
            "auto",
            "AU-201",
            endorsement_ids=[self.endorsement("CA 20 48", "ai")],
            limit_ids=self.limits(("combined_single", 250000, False)),
        )
        self.auto.endorsement_ids = [self.endorsement("CA 20 48", "ai")]
        self.plain_interest.ai_line_ids = self.get_line("auto")
        pages, _text = self.read_text()
        self.assertEqual(len(pages), 2)
        self.assertEqual(pages[0].get_flags("AU-200"), ("Y", "", ""))
        self.assertEqual(pages[1].get_flags("AU-201"), ("Y", "", ""))
        self.assertEqual(
            pages[1].get_limits("AU-201")["Combined single limit"], "$250,000"
        )
        self.assertIn("are listed on the following pages", pages[0].text)
        self.assertTrue(pages[1].has_line("Page 2 of 2"))

    def test_second_other_policy(self):
        own = {"key": "own", "name": "Each claim", "amount": 750000}
        self.make_policy("professional", "PL-1", limit_ids=[Command.create(own)])
        self.make_policy("cyber", "CY-2", limit_ids=[Command.create(own)])
        pages, _text = self.read_text()
        self.assertEqual(pages[0].get_limits("PL-1"), {"Each claim": "$750,000"})
        self.assertEqual(pages[1].get_limits("CY-2"), {"Each claim": "$750,000"})

    def test_seventh_insurer(self):
        lines = ("professional", "pollution", "cyber", "property", "inland_marine")
        for place, line in enumerate(lines):
            insurer = self.env["res.partner"].create(
                {"name": f"Further Insurer {place}", "coi_naic": f"9000{place}"}
            )
            self.make_policy(line, f"XX-{place}", insurer=insurer)
        pages, text = self.read_text()
        for place, letter in enumerate("DEFGH"):
            self.assertIn(f"{letter} Further Insurer {place} 9000{place}", text)
        self.assertNotIn("Further Insurer 3", pages[0].text)
        letters = {
            f"XX-{place}": page.get_letter(f"XX-{place}")
            for place in range(5)
            for page in pages
            if f"XX-{place}" in page.text
        }
        self.assertEqual(letters, dict(zip(letters, "DEFGH", strict=True)))
        self.assertEqual(len(letters), 5)

    def test_the_twenty_seventh_insurer_has_a_letter_of_its_own(self):
        insurers = self.env["res.partner"].create(
            [{"name": f"Insurer {number}"} for number in range(54)]
        )
        policies = self.env["coi.policy"]
        for number, insurer in enumerate(insurers):
            policies += self.make_policy("cyber", f"CY-{number:02}", insurer=insurer)
        letters = list(self.env["coi.page"]._get_letters(policies).values())
        self.assertEqual(len(set(letters)), 54)
        self.assertEqual(letters[25:28] + letters[51:], "Z AA AB AZ BA BB".split())

    def test_twenty_policies(self):
        for number in range(16):
            self.make_policy("auto", f"FLEET-{number:02}")
        _pages, text = self.read_text()
        for number in range(16):
            self.assertEqual(text.count(f"FLEET-{number:02}"), 1)

    def test_both_kinds_of_continuation(self):
        self.make_policy("auto", "AU-201")
        self.plain_interest.description = "soffit " * 1500
        pages, text = self.read_text()
        self.assertGreaterEqual(len(pages), 3)
        self.assertIn("AU-201", pages[1].text)
        self.assertEqual(text.count("soffit"), 1500)

    def test_since_when_a_claims_made_policy_insures(self):
        self.gl.write({"claims_basis": "claims_made", "date_retroactive": "2018-06-01"})
        self.make_policy(
            "professional", "PL-1", claims_basis="claims_made", full_prior_acts=True
        )
        # Of an occurrence policy, or a line that is none, what was entered is idle.
        self.umbrella.date_retroactive = "2017-01-01"
        self.auto.write({"claims_basis": "claims_made", "full_prior_acts": True})
        _pages, text = self.read_text()
        self.assertIn(
            "GL-100 Effective 01/31/2026 Expires 01/31/2027 Retroactive 06/01/2018",
            text,
        )
        self.assertIn("Expires 01/31/2027 Retroactive full prior acts", text)
        self.assertIn("Professional liability Claims-made PL-1", text)
        self.assertEqual(text.count("Retroactive"), 2)

    def test_a_new_retroactive_date_is_a_new_page(self):
        """What revises the certificates of a policy that has changed."""
        self.gl.write({"claims_basis": "claims_made", "date_retroactive": "2018-06-01"})
        batch = self.generate(self.plain_interest)
        first = batch.certificate_ids
        [case] = self.env["coi.plan"]._get_cases(self.plain_interest, ISSUE_DATE)
        self.assertEqual(case.sent, first)
        self.gl.date_retroactive = "2020-06-01"
        [case] = self.env["coi.plan"]._get_cases(self.plain_interest, ISSUE_DATE)
        self.assertFalse(case.sent)
        self.assertEqual(self.gl._find_outdated(), first.ids)
        second = self.generate(self.plain_interest).certificate_ids
        self.assertEqual(second.supersedes_id, first)
        self.assertIn("Retroactive 06/01/2020", self.read_pages(second)[0].text)

    def test_claims_made_and_claims_of_several_kinds(self):
        self.gl.write(
            {
                "claims_basis": "claims_made",
                "aggregate_per": "other",
                "aggregate_other": "Vessel",
            }
        )
        self.wc.wc_excluded = "yes"
        _pages, text = self.read_text()
        self.assertIn("X Claims-made", text)
        self.assertIn("X Aggregate per: Vessel", text)
        self.assertIn("officer or member excluded: Y", text)


@tagged("post_install", "-at_install", "coi_page")
class TestPageStrain(PageCase):
    """Texts far longer than anybody planned for come out whole, or in words not."""

    def read_all(self, **options):
        try:
            with self.env.cr.savepoint():
                batch = self.generate(self.plain_interest, **options)
        except UserError as error:
            return False, {self.adams.name: ("skipped", str(error))}
        if not batch.count_done:
            return False, self.get_reasons(batch)
        pages = self.read_pages(batch.certificate_ids)
        return pages, squeeze(" ".join(page.text for page in pages))

    def assertWhole(self, *texts, **options):
        """All ``texts`` are printed, whatever lines they were broken into."""
        pages, text = self.read_all(**options)
        self.assertTrue(pages, text)
        printed = text.replace(" ", "")
        for each in texts:
            self.assertIn(each.replace(" ", ""), printed)
        for place, page in enumerate(pages, 1):
            self.assertTrue(page.has_line(f"Page {place} of {len(pages)}"))
        return pages

    def get_long(self, word, count):
        return " ".join(f"{word}{number:03}" for number in range(count))

    def test_long_attention_and_loan_number(self):
        long = self.get_long("Desk", 30)
        self.plain_interest.write({"attention": long, "loan_number": "7" * 120})
        self.assertWhole(long, "7" * 120)

    def test_five_address_lines(self):
        self.adams.write(
            {
                "street": "c/o Risk Management, Building 12\nMail Stop 4",
                "street2": "Suite 400, Floor 4",
                "country_id": self.env.ref("base.ca").id,
                "state_id": self.env.ref("base.state_ca_on").id,
                "zip": "M5V 3L9",
                "city": "Toronto",
            }
        )
        self.assertWhole(
            "c/o Risk Management, Building 12",
            "Mail Stop 4",
            "Suite 400, Floor 4",
            "Toronto ON M5V 3L9",
            "Canada",
        )

    def test_a_very_long_project(self):
        self.plain_interest.project = self.get_long("Phase", 200)
        self.assertWhole(f"Project: {self.plain_interest.project}")

    def test_a_description_of_many_lines(self):
        self.plain_interest.description = "\n".join(
            f"{number}. item" for number in range(120)
        )
        self.assertWhole("119. item", "0. item")

    def test_a_description_of_5000_characters(self):
        self.plain_interest.description = ("All work at the premises; " * 200)[:5000]
        pages = self.assertWhole(self.plain_interest.description.strip())
        self.assertEqual(len(pages), 2)

    def test_a_word_without_an_end(self):
        self.plain_interest.description = "W" * 3000
        self.assertWhole("W" * 3000)

    def test_a_long_insured(self):
        self.beacon.name = self.get_long("Roofing", 30)
        self.assertWhole(self.beacon.name)

    def test_a_long_policy_number(self):
        self.gl.name = "GL" + "1234567890" * 8
        self.assertWhole(self.gl.name)

    def test_long_insurers(self):
        for insurer in (self.granite, self.atlantic, self.fund):
            insurer.name = self.get_long(insurer.name[:4], 20)
        self.assertWhole(self.granite.name, self.atlantic.name, self.fund.name)

    def test_a_policy_with_thirty_limits(self):
        self.make_policy(
            "inland_marine",
            "IM-1",
            limit_ids=[
                Command.create(
                    {"key": "own", "name": f"Item {number:02}", "amount": 1000 + number}
                )
                for number in range(30)
            ],
        )
        self.assertWhole(*[f"Item {number:02}" for number in range(30)], "$1,029")

    def test_a_limit_in_long_words(self):
        self.gl.limit_ids[0].text = self.get_long("clause", 20)
        self.assertWhole(self.gl.limit_ids[0].text)

    def test_a_very_large_amount(self):
        self.gl.limit_ids[0].amount = 999999999999
        self.assertWhole("$999,999,999,999")

    def test_an_agency_that_says_much(self):
        self.agency.sudo().write(
            {
                "name": self.get_long("Agency", 12),
                "coi_contact": self.get_long("Contact", 12),
                "coi_representative": self.get_long("Signer", 10),
                "email": "a.very.long.address.of.the.department@harborpoint.example",
            }
        )
        self.assertWhole(
            self.agency.name, self.agency.coi_contact, self.agency.coi_representative
        )

    def test_signs_that_have_no_ink(self):
        """Zero-width, soft hyphen, bell, tab: typed by nobody, pasted by everybody."""
        self.adams.name = "Ad\u00adams\u200b \x07Pro\ufeffperty\tManagement"
        [page] = self.assertWhole("Adams Property Management")
        self.assertTrue(page.has_line("Adams Property Management"))

    def test_no_break_spaces_and_smart_quotes(self):
        self.adams.name = "O’Neil\u00a0& “Sons”\u202fLtd"
        self.assertWhole("O’Neil & “Sons” Ltd".replace(" ", ""))

    def test_an_accent_typed_as_two_characters(self):
        self.adams.name = "Zoe\u0308 Cafe\u0301"
        [page] = self.assertWhole("Zoë Café")
        self.assertTrue(page.has_line("Zoë Café"))

    def test_a_picture_in_a_name(self):
        """An emoji is drawn by a font that has it, or the holder is blocked."""
        self.adams.name = "Sunny 😀 Homes"
        pages, text = self.read_all()
        if pages:
            self.assertRegex(text, "Sunny .* Homes")
        else:
            self.assertIn("No font", text[self.adams.name][1])

    def test_a_character_there_is_no_font_for(self):
        self.adams.name = "Private \ue123 Ltd"
        pages, reasons = self.read_all()
        self.assertFalse(pages)
        self.assertIn("No font of the server can print", reasons[self.adams.name][1])

    def test_a_nearly_empty_agency(self):
        """No fax, no e-mail, nobody to ask for: no empty labels, no "False"."""
        self.agency.sudo().write(
            {"email": False, "coi_fax": False, "coi_contact": False}
        )
        [page] = self.assertWhole("Harbor Point Insurance Agency")
        for word in ("False", "None", "E-mail", "Fax", "Contact"):
            self.assertNotIn(word, page.text)

    def test_an_insured_without_an_address(self):
        """Printed only where a manager says why."""
        self.beacon.write(
            {"street": False, "city": False, "zip": False, "state_id": False}
        )
        overrides = {self.plain_interest.id: "It has none yet."}
        [page] = self.assertWhole(
            "Beacon Roofing & Sons, LLC",
            env=self.env_of(self.manager),
            overrides=overrides,
        )
        self.assertNotIn("False", page.text)


@tagged("post_install", "-at_install", "coi_page")
class TestPageLogo(PageCase):
    """The agency's own face on the page."""

    def count_images(self, certificate):
        [page] = PdfReader(io.BytesIO(self.get_pdf(certificate))).pages
        return len(self._find_images(page))

    def _find_images(self, holder):
        objects = holder["/Resources"].get("/XObject", {})
        found = []
        for name in objects:
            entry = objects[name]
            if entry["/Subtype"] == "/Image":
                found.append(entry)
            elif "/Resources" in entry:
                found += self._find_images(entry)
        return found

    def test_logo_and_signature_are_on_the_page(self):
        without = self.count_images(self.issue(self.plain_interest))
        self.agency.sudo().write(
            {"logo": make_picture(), "coi_signature": make_picture()}
        )
        certificate = self.issue(self.plain_interest)
        self.assertGreater(self.count_images(certificate), without)

    def test_odoos_own_picture_is_not_the_agencys_logo(self):
        self.assertEqual(self.count_images(self.issue(self.plain_interest)), 0)


@tagged("post_install", "-at_install", "coi_page")
class TestPageLanguage(PageCase):
    """A holder's certificate speaks the holder's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("fr_FR", "es_ES", "ar_001"):
            cls.env["res.lang"].sudo()._activate_lang(code)

    def test_dates_and_amounts_as_the_french_write_them(self):
        self.adams.lang = "fr_FR"
        certificate = self.issue(self.plain_interest)
        [page] = self.read_pages(certificate)
        self.assertIn("31/01/2027", page.text)
        self.assertTrue(page.has_line("02/03/2026"))
        self.assertRegex(
            page.get_limits("GL-100")["Each occurrence"], r"^\$1\s000\s000$"
        )
        self.assertEqual(certificate.master_id.lang, "fr_FR")

    def test_one_batch_of_several_languages(self):
        self.adams.lang = "fr_FR"
        self.bay.lang = "es_ES"
        batch = self.generate(
            self.plain_interest | self.ai_interest | self.bank_interest
        )
        langs = {made.holder_id: made.master_id.lang for made in batch.certificate_ids}
        self.assertEqual(
            langs, {self.adams: "fr_FR", self.bay: "es_ES", self.bank: "en_US"}
        )
        [page] = self.read_pages(
            batch.certificate_ids.filtered(lambda made: made.holder_id == self.bank)
        )
        self.assertTrue(page.has_line("03/02/2026"))

    def test_the_pages_own_words_are_translated(self):
        header = self.env.ref("coi_mass_generate.certificate_header").sudo()
        words = {"Certificate number": "Numéro du certificat"}
        header.update_field_translations("arch_db", {"fr_FR": words})
        self.adams.lang = "fr_FR"
        batch = self.generate(self.plain_interest | self.ai_interest)
        pages = {
            made.holder_id: self.read_pages(made)[0] for made in batch.certificate_ids
        }
        self.assertTrue(pages[self.adams].has_line("Numéro du certificat"))
        self.assertFalse(pages[self.adams].has_line("Certificate number"))
        self.assertTrue(pages[self.bay].has_line("Certificate number"))

    def test_a_language_that_is_not_installed_any_more(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'pt_PT' WHERE id = %s", self.adams.ids
        )
        self.env.invalidate_all()
        certificate = self.issue(self.plain_interest)
        self.assertEqual(certificate.master_id.lang, "en_US")

    def test_the_users_language_does_not_matter(self):
        self.csr.sudo().lang = "fr_FR"
        env = self.env(context={**self.env.context, "lang": "fr_FR"})
        [page] = self.read_pages(self.issue(self.plain_interest.with_env(env)))
        self.assertIn("Certificate number", page.text)
        self.assertTrue(page.has_line("03/02/2026"))

    def test_arabic_is_drawn_with_arabic_letters(self):
        """Nothing the stamp can draw: the page comes whole from wkhtmltopdf."""
        self.adams.name = "شركة البناء"
        certificate = self.issue(self.plain_interest)
        [page] = self.read_pages(certificate)
        self.assertTrue(page.has_line(certificate.number))
        letters = {char for char in page.text if "\u0600" <= char <= "\ufeff"}
        self.assertGreater(len(letters), 4)
        self.assertTrue(certificate.document)
        self.assertIn("Salem, MA 01970", page.text)

    def test_chinese_is_drawn_or_refused_but_never_boxes(self):
        self.adams.name = "東京建設株式会社"
        batch = self.generate(self.plain_interest)
        if batch.count_done:
            [page] = self.read_pages(batch.certificate_ids)
            self.assertIn("東京建設", page.text)
        else:
            self.assertIn("No font", self.get_reasons(batch)[self.adams.name][1])

    def test_markup_in_a_page_that_is_drawn_whole_prints_as_text(self):
        self.adams.name = "<b>עברית</b> & <script>x</script>"
        [page] = self.read_pages(self.issue(self.plain_interest))
        self.assertIn("<b>", page.text)
        self.assertIn("<script>x</script>", page.text)


@tagged("post_install", "-at_install", "coi_page")
class TestPageLooks(PageCase):
    def test_the_paper_is_us_letter(self):
        self.plain_interest.description = "soffit " * 1500
        pdf = self.get_pdf(self.issue(self.plain_interest))
        for page in PdfReader(io.BytesIO(pdf)).pages:
            box = [float(edge) for edge in page.mediabox]
            for edge, expected in zip(box, (0, 0, 612, 792), strict=True):
                self.assertAlmostEqual(edge, expected, delta=1)

    def test_an_integrator_restyles_it_by_inheriting_the_view(self):
        """New certificates have the new look; what was sent keeps its own."""
        sent = self.issue(self.plain_interest)
        before = self.get_pdf(sent)
        parent = self.env.ref("coi_mass_generate.certificate_notice")
        self.env["ir.ui.view"].sudo().create(
            {
                "name": "Our own notice",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": parent.id,
                "arch": """<xpath expr="//div[1]" position="before">
                    <div>Ask Mary before you call the carrier.</div>
                </xpath>""",
            }
        )
        [page] = self.read_pages(self.issue(self.ai_interest))
        self.assertIn("Ask Mary before you call the carrier.", page.text)
        self.assertEqual(self.get_pdf(sent), before)

    def test_another_paper_format_is_used_from_the_next_certificate_on(self):
        first = self.issue(self.plain_interest)
        paper = self.env.ref("coi_mass_generate.paperformat_certificate").sudo()
        paper.write({"margin_top": 20, "margin_left": 15, "margin_right": 15})
        second = self.issue(self.plain_interest)
        heights = [
            self.read_pages(certificate)[0].find("Certificate of Insurance")
            for certificate in (first, second)
        ]
        self.assertNotEqual(*heights)

    def test_the_file_tells_its_title_language_and_author(self):
        certificate = self.issue(self.plain_interest)
        reader = PdfReader(io.BytesIO(self.get_pdf(certificate)))
        self.assertIn(certificate.number, reader.metadata.title)
        self.assertEqual(reader.metadata.author, "Harbor Point Insurance Agency")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "en-US")

    def test_the_date_asked_for_is_the_date_printed(self):
        [page] = self.read_pages(
            self.issue(self.plain_interest, issue_date=date(2026, 12, 24))
        )
        self.assertTrue(page.has_line("12/24/2026"))
