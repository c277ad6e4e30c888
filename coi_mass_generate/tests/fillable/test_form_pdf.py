import base64
import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE
from ..reading import read_bookmarks, read_pages
from ..sample_forms import make
from .filled import FilledCase


def is_said(words, text):
    """Whether all of ``words`` is in ``text``, be it with the end of a page between."""
    return any(
        words[:place] in text and words[place:] in text
        for place in range(len(words) + 1)
    )


@tagged("post_install", "-at_install", "coi_page")
class TestFillableForm(FilledCase):
    """Certificates on a form that an agency uploads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.upload()

    def issue_on_it(self, interest, **options):
        return self.issue(interest, form_id=self.form.id, **options)

    def test_a_certificate_says_on_it_what_ours_says(self):
        certificate = self.issue_on_it(self.ai_interest)
        self.assertEqual(certificate.form_id, self.form)
        [page] = self.read_pages(certificate)
        for text in (
            *("Bay State Builders, Inc.", "5 Elm Street", "Worcester, MA 01970"),
            *("Harbor Point Insurance Agency", "Mary Keane", "617 555 0199"),
            *("Beacon Roofing & Sons, LLC", "7 Slate Road", "Quincy, MA 02169"),
            *("Granite State Mutual", "12345", "Atlantic Casualty Company"),
            *("Commonwealth Workers Fund", "AA-1234567"),
            *("GL-100", "AU-200", "UM-300", "WC-400"),
            *("01/31/2026", "01/31/2027", "03/02/2026"),
            *("1,000,000", "100,000", "Excluded", "See policy", "5,000,000", "10,000"),
            *(certificate.number, "Roof of building B.", "Project: Pier 4", "Y Y"),
        ):
            self.assertIn(text, page.text)
        self.assertNotIn("$", page.text)

    def test_each_holder_gets_a_page_of_its_own(self):
        interests = self.make_interests(*(f"Holder {name}" for name in "ABCDEF"))
        batch = self.generate(interests, form_id=self.form.id)
        self.assertEqual(batch.count_done, 6, self.get_reasons(batch))
        self.assertEqual(len(batch.certificate_ids.master_id), 1)
        with self.open_zip(batch) as archive:
            names = [name for name in archive.namelist() if name.endswith(".pdf")]
            texts = [read_pages(archive.read(name))[0].text for name in names]
        self.assertEqual(len(texts), 6)
        for interest in interests:
            [text] = [text for text in texts if interest.holder_id.name in text]

    def test_forms_are_mixed_in_one_file(self):
        """Ours and somebody's, in letters that are stamped and in others."""
        self.coastal.with_env(self.env_of(self.manager)).coi_form_id = self.form
        self.bay.name = "上海建设有限公司"
        chinese = self.make_interest(self.bay, self.coastal)
        interests = self.plain_interest | self.coastal_interest | chinese
        batch = self.generate(interests, output="pdf")
        self.assertEqual(batch.count_done, 3, self.get_reasons(batch))
        content = self.get_output(batch)
        self.assertEqual(len(read_bookmarks(content)), 3)
        texts = [page.text for page in read_pages(content)]
        self.assertEqual(["SAMPLE EVID" in text for text in texts], [False, True, True])
        self.assertIn("上海建设有限公司", "".join(texts[2].split()))
        for name in (b"/AcroForm", b"/Widget", b"/JavaScript"):
            self.assertNotIn(name, content)

    def test_any_script_stands_where_it_would_be_stamped(self):
        stamped = self.read_pages(self.issue_on_it(self.bank_interest))[0]
        for name in ("上海建设有限公司", "شركة البناء", "חברת בניין"):
            self.adams.name = name
            certificate = self.issue_on_it(self.plain_interest)
            self.assertTrue(certificate.document)
            [page] = self.read_pages(certificate)
            self.assertIn("SAMPLE EVIDENCE", page.text)
            for text in ("03/02/2026", "Salem, MA 01970"):
                for found, wanted in zip(
                    page.find(text), stamped.find(text), strict=True
                ):
                    self.assertAlmostEqual(found, wanted, delta=0.5, msg=text)

    def test_an_insured_in_another_script(self):
        self.beacon.sudo().name = "上海建设有限公司"
        certificate = self.issue_on_it(self.plain_interest)
        self.assertTrue(certificate.document)
        self.assertIn("上海建设有限公司", "".join(self.read_text(certificate).split()))

    def test_what_has_no_place_goes_on_behind_the_form(self):
        self.policies = {}
        insurers = self.admin_env["res.partner"].create(
            [{"name": f"Insurer {name}"} for name in ("One", "Two", "Three", "Four")]
        )
        self.make_policy(
            "general_liability", "GL-SECOND", insurer=insurers[0],
            endorsement_ids=[self.endorsement("CG 20 10", "ai", "waiver")],
        )  # fmt: skip
        for insurer, line in zip(
            insurers[1:], ("cyber", "pollution", "professional"), strict=True
        ):
            self.policies[f"{line.upper()}-1"] = insurer
            self.make_policy(line, f"{line.upper()}-1", insurer=insurer)
        certificate = self.issue_on_it(self.ai_interest)
        first, *more = self.read_pages(certificate)
        text = " ".join(page.text for page in more)
        self.assertNotIn("GL-SECOND", first.text)
        self.assertIn("GL-SECOND", text)
        [sheet] = [page for page in more if page.has_line("GL-SECOND")]
        self.assertEqual(sheet.get_flags("GL-SECOND")[0], "Y")
        shown = [name for name in ("CYBER-1", "POLLUTION-1", "PROFESSIONAL-1")]
        self.assertEqual(sum(name in first.text for name in shown), 1)
        self.assertEqual(sum(name in text for name in shown), 2)
        for insurer in insurers:
            self.assertIn(insurer.name, first.text + text)
        # Letters are given to what stands on the form first, then in the page's order.
        self.assertEqual(sheet.get_letter("GL-SECOND"), "E")
        self.assertIn("Insurer One", first.text)
        [seventh] = [each for each in insurers if each.name not in first.text]
        [policy] = [
            each for each in shown if each in text and self.policies[each] == seventh
        ]
        self.assertEqual(sheet.get_letter(policy), "G")

    def test_a_text_too_long_goes_whole_to_the_continuation_page(self):
        number = "GL-" + "9" * 80
        self.gl.name = number
        self.plain_interest.description = "Much work. " * 300
        certificate = self.issue_on_it(self.plain_interest)
        first, *more = self.read_pages(certificate)
        text = "".join("".join(page.text.split()) for page in more)
        self.assertIn("See continuation page", first.text)
        self.assertIn(number, text)
        self.assertIn("Muchwork.", text)
        self.assertEqual(text.count("Muchwork."), 300)
        self.assertNotIn(number, "".join(first.text.split()))

    def test_nothing_is_cut(self):
        """Texts of any length are on the form, or behind it."""
        for seed in range(6):
            rnd = random.Random(seed)
            said = self.write_texts(rnd)
            certificate = self.issue_on_it(self.plain_interest)
            text = "".join(self.read_text(certificate).split())
            for each in said:
                said_whole = is_said("".join(each.split()), text)
                self.assertTrue(said_whole, f"seed {seed}: {each}")

    def write_texts(self, rnd):
        """Texts of random length in all that a page prints; list of them."""
        admin, said = self.admin_env, []

        def write(longest=300):
            count = rnd.randint(1, longest)
            letters = rnd.choices("ABCDEFGHIJKLMNOPRSTUVWXYZ   &-.", k=count)
            said.append(" ".join(f"T{len(said)}x{''.join(letters)}".split()))
            return said[-1]

        self.agency.sudo().write(
            {"name": write(), "coi_contact": write(), "coi_representative": write()}
        )
        self.beacon.write({"name": write(), "street": write(), "city": write(40)})
        self.adams.write({"name": write(), "street": write(), "street2": write()})
        for policy in (self.gl, self.auto, self.umbrella, self.wc):
            policy.name = write()
            for limit in policy.limit_ids:
                limit.text = write(60)
        self.gl.write({"aggregate_per": "other", "aggregate_other": write()})
        for insurer in (self.granite, self.atlantic, self.fund):
            insurer.with_env(admin).name = write()
        self.plain_interest.write(
            {
                "description": write(300),
                "attention": write(60),
                "loan_number": write(60),
                "project": write(),
            }
        )
        self.env.flush_all()
        return said

    def test_attention_loan_and_marks_without_a_cell_are_said(self):
        cell = "CertificateOfInsurance_GeneralLiability_AdditionalInsuredCode_A"
        form = self.upload(is_used=False, edition="2026/12")
        self.get_field(form, cell).source = "blank"
        form.with_env(self.env_of(self.manager)).action_use()
        self.ai_interest.write({"attention": "Ann Doe", "loan_number": "LN-9"})
        certificate = self.issue(self.ai_interest, form_id=form.id)
        text = self.read_text(certificate)
        for said in ("Attn: Ann Doe", "LN-9", "Additional insured on:"):
            self.assertIn(said, text)
        # In the history it is a Y as any other, which a later one may lose.
        [shown] = [
            each
            for each in certificate._get_coverages_shown()
            if each["number"] == "GL-100"
        ]
        self.assertEqual((shown["ai"], shown["waiver"]), ("Y", "Y"))
        self.ai_interest.ai_line_ids = self.ai_interest.waiver_line_ids = False
        [case] = self.env["coi.plan"]._get_cases(
            self.ai_interest, ISSUE_DATE, None, {None: form}
        )
        lost = [each for each in case.findings if each.key.startswith("lost_")]
        self.assertEqual([each.key for each in lost], ["lost_ai", "lost_waiver"])

    def test_the_same_bytes_after_a_restart(self):
        certificate = self.issue_on_it(self.plain_interest)
        content = self.get_pdf(certificate)
        self.env.cr.cache.clear()
        self.assertEqual(self.get_pdf(certificate), content)

    def test_a_form_of_our_own_is_a_continuation_page(self):
        remarks = self.upload(
            make(),
            number="SAMPLE 101",
            is_used=False,
        )
        field = self.get_field(
            remarks, "CertificateOfLiabilityInsurance_ACORDForm_RemarkText_A"
        )
        field.value_key = "body"
        self.assertTrue(remarks.is_continuation)
        remarks.with_env(self.env_of(self.manager)).action_use()
        form = self.form.with_env(self.env_of(self.manager))
        form.continuation_form_id = remarks
        self.plain_interest.description = "Much work. " * 300
        certificate = self.issue_on_it(self.plain_interest)
        pages = self.read_pages(certificate)
        self.assertGreater(len(pages), 1)
        for page in pages[1:]:
            self.assertIn("SAMPLE EVIDENCE", page.text)
        text = "".join("".join(page.text.split()) for page in pages[1:])
        self.assertEqual(text.count("Muchwork."), 300)


@tagged("post_install", "-at_install", "coi_page")
class TestUpload(FilledCase):
    """What becomes of a file, and what managers are told."""

    def refuse(self, words, **traps):
        with self.assertRaisesRegex(UserError, words):
            self.upload(make(**traps), is_used=False)
        self.assertFalse(self.env["coi.form"].search([("kind", "=", "pdf")]))

    def test_refusals_say_what_to_do(self):
        self.refuse("password", password="secret")
        self.refuse("not dynamic", xfa="only")
        self.refuse("already signed", signed=True)
        with self.assertRaisesRegex(UserError, "cannot be read as a PDF"):
            self.upload(b"no PDF", is_used=False)

    def test_known_names_are_filled_in(self):
        for traps in ({}, {"qualified": True, "on": "/Oui"}):
            form = self.upload(make(**traps), is_used=False).with_env(
                self.env_of(self.manager)
            )
            self.assertEqual(len(form.field_ids), 129)
            self.assertEqual(form.known_count, 129)
            self.assertEqual(form.open_count, 0)
            values = form.field_ids.filtered(lambda field: field.source == "value")
            self.assertEqual(len(values), 119)
            form.unlink()

    def test_a_mapping_made_once_is_offered_again(self):
        names = {"Form_CompletionDate_A": "f1_01"}
        form = self.upload(make(names=names), is_used=False)
        self.assertEqual(form.with_env(self.env_of(self.manager)).open_count, 1)
        self.get_field(form, "f1_01").value_key = "date"
        form.with_env(self.env_of(self.manager)).action_use()
        again = self.upload(make(names=names), edition="2027/01", is_used=False)
        self.assertEqual(self.get_field(again, "f1_01").value_key, "date")

    def test_what_was_chosen_on_one_form_is_not_taken_for_another(self):
        """Programs call fields Text1 on every form, and mean something else by it."""
        form = self.upload(
            make(names={"Form_CompletionDate_A": "Text1"}), is_used=False
        )
        self.get_field(form, "Text1").value_key = "date"
        form.with_env(self.env_of(self.manager)).action_use()
        names = {"Producer_FaxNumber_A": "Text1"}
        other = self.upload(make(names=names), number="OTHER 1", is_used=False)
        self.assertEqual(self.get_field(other, "Text1").source, "open")
        self.assertFalse(self.get_field(other, "Text1").is_known)
        self.get_field(other, "Text1").value_key = "producer.fax"
        other.with_env(self.env_of(self.manager)).action_use()
        again = self.upload(make(names=names), edition="2027/01", is_used=False)
        self.assertEqual(self.get_field(again, "Text1").value_key, "date")

    def test_what_somebody_wrote_for_all_forms_holds_on_them(self):
        names = self.env_of(self.manager)["coi.form.name"]
        names.create({"name": "OurFax", "value_key": "producer.fax"})
        content = make(names={"Producer_FaxNumber_A": "OurFax"})
        form = self.upload(content, number="OTHER 1", is_used=False)
        self.assertEqual(self.get_field(form, "OurFax").value_key, "producer.fax")

    def test_a_name_means_on_its_own_form_what_is_known_of_that(self):
        """The upper box of a property certificate is for what is insured."""
        upper = "CertificateOfLiabilityInsurance_ACORDForm_RemarkText_A"
        lower = "CertificateOfLiabilityInsurance_ACORDForm_RemarkText_B"
        names = {"Producer_FaxNumber_A": lower}
        form = self.upload(make(names=names), number="ACORD 24", is_used=False)
        self.assertEqual(self.get_field(form, lower).value_key, "description")
        self.assertEqual(self.get_field(form, upper).source, "open")
        self.assertFalse(self.get_field(form, upper).is_known)
        other = self.upload(number="ACORD 25", is_used=False)
        self.assertEqual(self.get_field(other, upper).value_key, "description")

    def test_a_license_is_needed(self):
        form = self.upload(is_used=False, licence_confirmed=False)
        with self.assertRaisesRegex(UserError, "license"):
            form.with_env(self.env_of(self.manager)).action_use()
        form.with_env(self.env_of(self.manager)).licence_confirmed = True
        form.with_env(self.env_of(self.manager)).action_use()
        self.assertEqual(form.licence_user_id, self.manager)

    def test_nothing_is_issued_on_one_that_is_not_in_use(self):
        form = self.upload(is_used=False)
        forms = {None: form}
        [case] = self.env["coi.plan"]._get_cases(
            self.plain_interest, ISSUE_DATE, None, forms
        )
        self.assertEqual(case.verdict, "blocked")
        self.assertIn("not in use", case.explain())

    def test_file_and_fields_are_frozen_once_used(self):
        form = self.upload()
        self.issue(self.plain_interest, form_id=form.id)
        manager = form.with_env(self.env_of(self.manager))
        with self.assertRaisesRegex(UserError, "Earlier Edition"):
            manager.file = base64.b64encode(make())
        with self.assertRaisesRegex(UserError, "Earlier Edition"):
            self.get_field(form, "Form_CompletionDate_A").value_key = "number"

    def test_two_agencies_each_have_their_copy(self):
        boss = self.make_user(
            "boss", "coi_mass_generate.group_manager", self.other_agency
        )
        ours, theirs = self.upload(), self.upload(env=self.env_of(boss))
        self.assertNotEqual(ours.company_id, theirs.company_id)
        self.assertNotIn(theirs, self.env["coi.form"].search([]))

    def test_one_is_looked_at_before_it_is_judged(self):
        self.gl.name = "GL-" + "9" * 80
        form = self.upload()
        [case] = self.env["coi.plan"]._get_cases(
            self.plain_interest, ISSUE_DATE, None, {None: form}
        )
        self.assertIn("too long for its field", case.explain())
        [finding] = [each for each in case.findings if each.key == "small_field"]
        self.assertEqual(finding.target, self.gl)
