import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..reading import read_pages
from ..sample_forms import make
from .filled import FilledCase


@tagged("post_install", "-at_install", "coi_page")
class TestTry(FilledCase):
    """What a manager sees of a form before it is used, and takes to another."""

    def open_window(self, form, **vals):
        windows = self.env_of(self.manager)["coi.form.try"]
        return windows.create({"form_id": form.id, **vals})

    def read_draft(self, window):
        return read_pages(base64.b64decode(window.draft))

    def test_names_are_printed_in_their_fields(self):
        window = self.open_window(self.upload(is_used=False))
        window.action_names()
        [page] = self.read_draft(window)
        self.assertIn("DRAFT", page.text)
        self.assertIn("Producer_FullName_A", page.text)
        self.assertIn("NamedInsured_FullName_A", page.text)

    def test_an_insured_is_drawn_as_it_would_be_issued(self):
        form = self.upload(is_used=False)
        window = self.open_window(form, insured_id=self.beacon.id)
        window.action_insured()
        pages = self.read_draft(window)
        self.assertEqual(len(pages), 3)
        for page in pages:
            self.assertIn("DRAFT", page.text)
            self.assertIn("GL-100", page.text)

    def test_an_insured_without_holders_is_refused(self):
        window = self.open_window(self.upload(is_used=False), insured_id=self.bay.id)
        with self.assertRaisesRegex(UserError, "additional interests"):
            window.action_insured()

    def test_a_window_is_not_opened_on_another_agencys_form(self):
        form = self.upload(is_used=False)
        other = self.make_user(
            "other_manager", "coi_mass_generate.group_manager", self.other_agency
        )
        for name in ("coi.form.try", "coi.form.move"):
            windows = self.env_of(other)[name]
            with self.assertRaises(AccessError):
                windows.create({"form_id": form.id})
            with self.assertRaises(AccessError):
                windows.with_context(default_form_id=form.id).create({})

    def test_a_mapping_goes_out_and_comes_back(self):
        form = self.upload(is_used=False)
        self.get_field(form, "Producer_FaxNumber_A").text = "Call us"
        window = self.open_window(form)
        window.action_export()
        content = base64.b64decode(window.mapping)
        self.assertNotIn(b"%PDF", content)
        self.assertIn(b"Call us", content)
        names = {"Form_CompletionDate_A": "f1_01"}
        other = self.upload(make(names=names), number="SAMPLE 26", is_used=False)
        again = self.open_window(other, mapping=window.mapping)
        done = again.action_import()
        self.assertIn("128 of 129", done["params"]["message"])
        self.assertEqual(self.get_field(other, "Producer_FaxNumber_A").text, "Call us")

    def test_a_mapping_comes_back_from_any_spreadsheet(self):
        """Excel writes semicolons in many countries, and other letters than UTF-8."""
        form = self.upload(is_used=False)
        text = (
            "field,box,printed,value,text,block\n"
            "Producer_FaxNumber_A,,text,,'=Café\0,\n"
        )
        for separator in ",;\t":
            for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
                content = text.replace(",", separator).encode(encoding)
                with self.subTest(separator=separator, encoding=encoding):
                    field = self.get_field(form, "Producer_FaxNumber_A")
                    field.source = "blank"
                    self.open_window(
                        form, mapping=base64.b64encode(content)
                    ).action_import()
                    self.assertEqual(field.text, "=Café")

    def test_a_text_of_a_mapping_is_no_longer_than_one_that_is_typed(self):
        form = self.upload(is_used=False)
        text = (
            "field,box,printed,value,text,block\n"
            f"Producer_FaxNumber_A,,text,,{'long ' * 500},\n"
        )
        window = self.open_window(form, mapping=base64.b64encode(text.encode()))
        with self.assertRaisesRegex(UserError, "too many"):
            window.action_import()

    def test_no_mapping_is_taken_over_by_a_form_in_use(self):
        """Not even where no certificate stands on it yet: a batch may be waiting."""
        form = self.upload()
        window = self.open_window(form)
        window.action_export()
        with self.assertRaisesRegex(UserError, "Set Up"):
            window.action_import()
        with self.assertRaisesRegex(UserError, "Set Up"):
            self.get_field(form, "CertificateHolder_FullName_A").source = "blank"

    def test_what_is_no_mapping_is_refused(self):
        window = self.open_window(self.upload(is_used=False))
        head = "field,box,printed,value,text,block\n"
        for text, words in (
            ("", "no mapping"),
            ("a,b\n1,2\n", "no mapping"),
            (
                f"{head}Producer_FaxNumber_A,,value,env.user.password,,\n",
                "nothing that",
            ),
            (f"{head}Producer_FaxNumber_A,,odd,,,\n", "nothing that"),
        ):
            window.mapping = base64.b64encode(text.encode())
            with self.assertRaisesRegex(UserError, words):
                window.action_import()

    def test_a_user_has_no_such_window(self):
        form = self.upload(is_used=False)
        with self.assertRaises(AccessError):
            self.env["coi.form.try"].create({"form_id": form.id})


@tagged("post_install", "-at_install")
class TestWhoMay(FilledCase):
    """The form is a manager's; who issues sees no more than that it is there."""

    def test_a_user_reads_what_a_choice_needs_and_no_file(self):
        form = self.upload()
        [said] = form.read()
        self.assertEqual(said["name"], "Sample certificate")
        for name in ("file", "mapping", "field_ids", "facts"):
            self.assertNotIn(name, said)
            with self.assertRaises(AccessError):
                form.read([name])

    def test_a_user_changes_nothing(self):
        form = self.upload(is_used=False)
        for work in (form.action_use, form.action_retire, form.unlink):
            with self.assertRaises(AccessError):
                work()

    def test_a_manager_says_nothing_of_what_the_file_says(self):
        form = self.upload(is_used=False).with_env(self.env_of(self.manager))
        with self.assertRaises(UserError):
            form.field_ids[0].name = "Other"
        confirmed = form.licence_user_id
        form.write({"licence_user_id": self.csr.id, "mapping": False, "facts": {}})
        self.assertEqual(form.licence_user_id, confirmed)
        self.assertTrue(form.mapping)
        self.assertTrue(form.facts)

    def test_a_manager_of_another_agency_sees_none_of_it(self):
        form = self.upload()
        stranger = self.make_user(
            "stranger", "coi_mass_generate.group_manager", self.other_agency
        )
        env = self.env_of(stranger)
        for model, ids in (
            ("coi.form", form.ids),
            ("coi.form.field", form.sudo().field_ids.ids),
        ):
            with self.assertRaises(AccessError):
                env[model].browse(ids[:1]).read(["display_name"])
            self.assertFalse(env[model].search([("id", "in", ids)]))

    def test_a_form_in_use_needs_what_using_it_needs(self):
        form = self.upload(is_used=False, licence_confirmed=False)
        with self.assertRaises(UserError):
            form.with_env(self.env_of(self.manager)).state = "ready"

    def test_what_is_no_file_is_refused(self):
        for file in ("no base64!", "YWJj", 7):
            with self.assertRaises(UserError):
                self.upload(is_used=False, file=file)


@tagged("post_install", "-at_install", "coi_page")
class TestEditions(FilledCase):
    """From one edition to the next."""

    def test_an_edition_is_told_from_the_file(self):
        forms = self.env_of(self.manager)["coi.form"]
        for said in ("ACORD 25 (2016/03)", "ACORD 25 2016-03r2"):
            form = forms.new({"kind": "pdf"})
            form.file = base64.b64encode(make(edition=said))
            form._onchange_file()
            self.assertEqual((form.number, form.edition), ("ACORD 25", "2016/03"))

    def test_a_known_edition_has_its_last_day(self):
        form = self.upload(number="ACORD 25", edition="2016/03", is_used=False)
        known = self.env.ref("coi_mass_generate.edition_25_2016").sudo()
        self.assertEqual(form.sunset_date, known.sunset_date)

    def test_numbers_go_on_on_the_next_edition(self):
        old = self.upload()
        manager = self.env_of(self.manager)
        self.beacon.with_env(manager).coi_form_id = old
        first = self.issue(self.plain_interest)
        self.assertEqual(first.form_id, old)
        names = {"Form_CompletionDate_A": "Form_SignedDate_A"}
        new = self.upload(make(names=names), edition="2027/01", is_used=False)
        self.get_field(new, "Form_SignedDate_A").value_key = "date"
        window = manager["coi.form.move"].create({"form_id": new.id})
        self.assertEqual(window.from_id, old)
        self.assertIn("Form_SignedDate_A: new", window.differences)
        self.assertIn("Form_CompletionDate_A: no longer there", window.differences)
        action = window.action_move()
        offered = self.env["coi.certificate"].search(action["domain"])
        self.assertEqual(offered, first)
        again = self.issue(self.plain_interest)
        self.assertEqual(again.form_id, new)
        self.assertEqual((again.number, again.revision), (first.number, 1))
        self.assertEqual(old.state, "ready")

    def test_back_to_the_earlier_edition_and_forth_again(self):
        old = self.upload()
        self.issue(self.plain_interest, form_id=old.id)
        manager = self.env_of(self.manager)
        new = self.upload(edition="2027/01", is_used=False)
        old, new = old.with_env(manager), new.with_env(manager)
        windows = manager["coi.form.move"]
        windows.create({"form_id": new.id, "from_id": old.id}).action_move()
        old.action_retire()
        windows.create({"form_id": old.id, "from_id": new.id}).action_move()
        self.assertEqual((old.state, new.replaces_id), ("ready", old))
        new.action_retire()
        windows.create({"form_id": new.id, "from_id": old.id}).action_move()
        self.assertEqual(new.state, "ready")
