from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..sample_forms import NAMES, make
from .filled import FilledCase

HOLDER = "CertificateHolder_FullName_A"
DATE = "Form_CompletionDate_A"
FAX = "Producer_FaxNumber_A"
BOX = "GeneralLiability_OccurrenceIndicator_A"
# As a stranger may call them: nobody knows a single one.
STRANGE = {each.name: f"f1_{turn:03d}" for turn, each in enumerate(NAMES, 1)}


class ScreenCase(FilledCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.upload(is_used=False).with_env(cls.env_of(cls.manager))

    def choose(self, short, **choice):
        field = self.get_field(self.form, short)
        return self.form.choose([{"id": field.id, **choice}])

    def see(self, form, short, insured_id=None):
        window = self.env_of(self.manager)["coi.form.try"]
        texts = window.get_texts(form.id, insured_id)
        return texts["fields"].get(self.get_field(form, short).id)


@tagged("post_install", "-at_install", "coi_page")
class TestScreen(ScreenCase):
    """What the screen is told, and what it may say."""

    def test_it_is_told_where_each_field_is_and_what_is_printed(self):
        screen = self.form.get_screen()
        self.assertEqual(screen["pages"], [[612, 792]])
        self.assertEqual(len(screen["fields"]), 129)
        date = self.get_field(self.form, DATE)
        [told] = [each for each in screen["fields"] if each["id"] == date.id]
        self.assertEqual(told["places"], [[1, [500, 756, 590, 768]]])
        self.assertEqual(screen["choices"][date.id]["value_key"], "date")
        holder = self.get_field(self.form, HOLDER)
        self.assertEqual(screen["choices"][holder.id]["block"], "holder")
        self.assertEqual(screen["text"], "129 fields: 129 known, 0 to look at.")
        keys = {value["key"] for value in screen["values"]}
        self.assertLessEqual({"date", "holder", "general_liability.number"}, keys)
        words = {value["key"]: value["words"] for value in screen["values"]}
        self.assertIn("producer", words["producer.name"])
        self.assertIn("GL", words["general_liability.number"])
        self.assertIn("ADDL INSD", words["general_liability.ai"])
        self.assertIn("SUBR WVD", words["workers_comp.waiver"])

    def test_what_is_chosen_is_kept_and_counted(self):
        answer = self.choose(FAX, source="text", text=" Call us ")
        field = self.get_field(self.form, FAX)
        self.assertEqual((field.source, field.text), ("text", "Call us"))
        self.assertFalse(field.value_key)
        self.assertEqual(answer["choices"][field.id]["text"], "Call us")
        answer = self.choose(FAX, source="open")
        self.assertEqual(answer["text"], "129 fields: 129 known, 1 to look at.")

    def test_nothing_is_kept_of_what_is_refused_in_part(self):
        fax, box = self.get_field(self.form, FAX), self.get_field(self.form, BOX)
        with self.assertRaisesRegex(ValidationError, "a picture needs"):
            with self.env.cr.savepoint():
                self.form.choose(
                    [
                        {"id": fax.id, "source": "blank"},
                        {
                            "id": box.id,
                            "source": "value",
                            "value_key": "producer.signature",
                        },
                    ]
                )
        self.assertEqual(fax.source, "value")

    def test_what_makes_no_sense_is_refused_in_words(self):
        field = self.get_field(self.form, FAX)
        foreign = self.upload(number="SAMPLE 26", is_used=False)
        for choices, words in (
            (7, "give a list"),
            ([7], "give a list"),
            ([{}], "IDs"),
            ([{"id": field.id}], "source"),
            ([{"id": field.id, "source": "env"}], "source"),
            ([{"id": field.id, "source": "value"}], "Choose a value"),
            (
                [{"id": field.id, "source": "value", "value_key": "env.user"}],
                "Choose a value",
            ),
            ([{"id": field.id, "source": "text", "text": 7}], "text"),
            ([{"id": field.id, "source": "text"}], "Enter the text"),
            ([{"id": field.id, "source": "keep", "is_block": 1}], "true or false"),
            (
                [{"id": self.get_field(foreign, FAX).id, "source": "keep"}],
                "uploaded again",
            ),
        ):
            with self.subTest(choices), self.assertRaisesRegex(UserError, words):
                with self.env.cr.savepoint():
                    self.form.choose(choices)
        self.assertEqual(field.source, "value")

    def test_several_fields_are_one_block_from_the_top(self):
        form = self.upload(
            make(names=STRANGE), number="STRANGE 1", is_used=False
        ).with_env(self.form.env)
        shorts = [
            STRANGE[f"Producer_{name}_A"]
            for name in (
                "FullName",
                "MailingAddress_LineOne",
                "MailingAddress_LineTwo",
                "MailingAddress_CityName",
                "MailingAddress_StateOrProvinceCode",
                "MailingAddress_PostalCode",
            )
        ]
        fields = [self.get_field(form, short) for short in shorts]
        answer = form.print_as_block(
            [field.id for field in reversed(fields)], "insured"
        )
        self.assertEqual(
            [field.value_key for field in fields],
            [
                f"insured.{part}"
                for part in ("name", "line1", "line2", "city", "state", "zip")
            ],
        )
        blocks = {answer["choices"][field.id]["block"] for field in fields}
        self.assertEqual(blocks, {"insured"})
        window = self.form.env["coi.form.try"]
        texts = window.get_texts(form.id, self.beacon.id)
        self.assertEqual(
            texts["blocks"]["insured"].splitlines()[:2],
            ["Beacon Roofing & Sons, LLC", "7 Slate Road"],
        )

    def test_a_block_needs_fields_for_text(self):
        fax, box = self.get_field(self.form, FAX), self.get_field(self.form, BOX)
        with self.assertRaisesRegex(UserError, "two or more"):
            self.form.print_as_block(fax.ids, "holder")
        with self.assertRaisesRegex(UserError, "fields for text"):
            self.form.print_as_block((fax | box).ids, "holder")
        with self.assertRaisesRegex(UserError, "party"):
            self.form.print_as_block((fax | box).ids, "nobody")

    def test_boxes_say_what_certificates_say(self):
        insured = self.beacon.id
        self.assertEqual(self.see(self.form, FAX, insured), "617 555 0199")
        number = "Policy_GeneralLiability_PolicyNumberIdentifier_A"
        self.assertEqual(self.see(self.form, number, insured), "GL-100")
        self.assertEqual(self.see(self.form, BOX, insured), "X")
        # Of nobody, as long as no insured was chosen.
        self.assertEqual(self.see(self.form, number), "GL-0000000")
        window = self.form.env["coi.form.try"]
        blocks = window.get_texts(self.form.id)["blocks"]
        self.assertIn("Sample Contractors", blocks["insured"])
        self.assertIn("Sample Holder", blocks["holder"])
        with self.assertRaisesRegex(UserError, "additional interests"):
            self.see(self.form, FAX, self.bay.id)

    def test_the_form_says_what_to_do_next(self):
        form = self.form
        self.assertIn("Use This Form", form.next_step)
        self.choose(FAX, source="open")
        self.assertIn("Map Fields", form.next_step)
        self.assertEqual(form.fields_text, "129 fields: 129 known, 1 to look at.")
        self.choose(FAX, source="keep")
        form.licence_confirmed = False
        self.assertIn("license", form.next_step)
        form.licence_confirmed = True
        form.action_use()
        self.assertFalse(form.next_step)
        turned = self.upload(make(rotate=90), number="TURNED 1", is_used=False)
        said = turned.with_env(form.env).next_step
        self.assertIn("another copy", said)

    def test_one_in_use_is_set_up_before_it_is_changed(self):
        self.form.action_use()
        screen = self.form.get_screen()
        self.assertIn("Set Up", screen["locked"])
        self.assertTrue(screen["can_set_up"])
        with self.assertRaisesRegex(UserError, "Set Up"):
            self.choose(FAX, source="keep")
        self.form.action_set_up()
        self.assertFalse(self.form.get_screen()["locked"])
        self.choose(FAX, source="keep")

    def test_one_that_certificates_stand_on_is_only_looked_at(self):
        self.form.action_use()
        self.issue(self.plain_interest, form_id=self.form.id)
        for _state in ("ready", "retired"):
            screen = self.form.get_screen()
            self.assertIn("Earlier Edition", screen["locked"])
            self.assertFalse(screen["can_set_up"])
            with self.assertRaisesRegex(UserError, "Earlier Edition"):
                self.choose(FAX, source="keep")
            # Nothing could be set up: it would only be out of use.
            with self.assertRaisesRegex(UserError, "Earlier Edition"):
                self.form.action_set_up()
            self.form.action_retire()

    def test_it_is_a_managers_of_the_same_agency(self):
        stranger = self.make_user(
            "stranger", "coi_mass_generate.group_manager", self.other_agency
        )
        field = self.get_field(self.form, FAX)
        for user in (self.csr, stranger):
            form = self.form.with_env(self.env_of(user))
            window = form.env["coi.form.try"]
            for work in (
                form.get_screen,
                lambda form=form: form.choose([{"id": field.id, "source": "keep"}]),
                lambda form=form: form.print_as_block(field.ids, "holder"),
                lambda window=window: window.get_texts(self.form.id),
            ):
                with self.assertRaises(AccessError):
                    work()
        self.assertEqual(field.source, "value")

    def test_no_form_without_fields_has_one(self):
        own = self.env.ref("coi_mass_generate.form_own")
        with self.assertRaisesRegex(UserError, "Upload"):
            own.with_env(self.env_of(self.manager)).get_screen()


@tagged("post_install", "-at_install")
class TestScreenTour(ScreenCase, HttpCase):
    """A form nobody prepared for, set up to the end by clicks and keys."""

    def test_a_strangers_form_is_mapped_and_used(self):
        content = make(
            names=STRANGE, rotate=90, upright=True, xfa="beside", password=""
        )
        form = self.upload(
            content,
            name="Stranger's form",
            number="STRANGE 25",
            is_used=False,
            licence_confirmed=False,
        ).with_env(self.env_of(self.manager))
        self.assertEqual((form.known_count, form.open_count), (0, 128))
        self.log_in(self.manager)
        self.start_tour(
            "/odoo/action-coi_mass_generate.coi_form_action",
            "coi_map_fields_tour",
            login=self.manager.login,
        )
        form.invalidate_recordset()
        self.assertEqual(form.state, "ready")
        self.assertEqual(form.licence_user_id, self.manager)
        certificate = self.issue(self.plain_interest, form_id=form.id)
        first, *_more = self.read_pages(certificate)
        for text in (
            *("Adams Property Management", "Beacon Roofing & Sons, LLC", "03/02/2026"),
            *("GL-100", "Call us"),
        ):
            self.assertIn(text, first.text)
