import base64
import zlib

from pypdf.generic import NameObject, StreamObject

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..sample_forms import builder, make
from ..sample_forms.make import MAY_PRINT
from .filled import FilledCase

BOX = (100, 600, 300, 612)


@tagged("post_install", "-at_install")
class TestRefusals(FilledCase):
    """Every file that cannot be used is refused with its own sentence, and nothing of
    it is stored."""

    def refuse(self, content, sentence):
        before = self.count_all()
        with self.assertRaises(UserError) as caught:
            self.upload(content, is_used=False)
        self.assertEqual(str(caught.exception), sentence)
        self.assertEqual(self.count_all(), before)

    def count_all(self):
        env = self.env(su=True)
        models = ("coi.form", "coi.form.field", "coi.form.name", "ir.attachment")
        return [env[model].search_count([]) for model in models]

    def test_each_says_what_to_do(self):
        buttons = builder.FormBuilder()
        buttons.add_button("Reset", (0, 0, 90, 20))
        for content, sentence in (
            (
                make(password="secret"),
                "This PDF needs a password to open. Save a copy of it without the "
                "password, or ask for the fillable copy.",
            ),
            (
                make(password="", allowed=MAY_PRINT),
                "The publisher of this PDF does not allow filling it in. Ask for a "
                "copy that may be filled in.",
            ),
            (
                make(xfa="only"),
                'This is a "dynamic" PDF, which shows "Please wait…" in many programs. '
                "Ask its publisher for the fillable, not dynamic, PDF.",
            ),
            (
                buttons.make(),
                "This PDF has no fields to fill in: it is a printed or scanned copy. "
                "Upload the fillable form, not one that was printed to PDF.",
            ),
            (
                make(signed=True),
                "This PDF is already signed. Upload the blank form, before anybody "
                "signed it.",
            ),
            (
                b"PK\3\4 no PDF",
                "This file cannot be read as a PDF. Upload the form as you got it from "
                "its publisher.",
            ),
            (
                bytes(26 << 20),
                "This PDF is larger than 25 MB. Ask for a smaller copy of the form.",
            ),
        ):
            with self.subTest(sentence=sentence):
                self.refuse(content, sentence)

    def test_a_file_made_to_do_harm_ends_in_a_sentence(self):
        form = builder.FormBuilder()
        form.add_text("one", BOX)
        stream = StreamObject()
        stream._data = zlib.compress(bytes(1500 << 20), 1)
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        form.pages[0][NameObject("/Contents")] = form.add_object(stream)
        with self.assertRaisesRegex(UserError, "(memory|too long|cannot be read)"):
            self.upload(form.make(), is_used=False)

    def test_what_is_taken_is_told_with_what_is_left_out(self):
        told = {
            "xfa": "has a second, dynamic part",
            "layer": "Hidden layers",
            "rights": "certificate for filling it in is not carried over",
            "scripts": "Scripts in the file do not run",
        }
        form = self.upload(
            make(xfa="beside", layer=True, rights=True, scripts=True), is_used=False
        ).with_env(self.env_of(self.manager))
        for words in told.values():
            self.assertIn(words, form.facts_text)
        self.assertEqual(form.facts["pages"], [[612, 792]])

    def test_the_window_tells_at_once(self):
        form = self.env_of(self.manager)["coi.form"].new({"kind": "pdf"})
        form.file = base64.b64encode(make(signed=True))
        with self.assertRaisesRegex(UserError, "already signed"):
            form._onchange_file()
