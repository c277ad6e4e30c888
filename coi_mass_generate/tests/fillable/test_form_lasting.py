from odoo.tests import tagged
from odoo.tools.convert import convert_file

from ...models.fillable.coi_form_pdf import FORMS, PROBES
from ..sample_forms import make
from .filled import FilledCase

NAMES = "data/coi.form.name.csv"


@tagged("post_install", "-at_install", "coi_page")
class TestLasting(FilledCase):
    """What was issued on a form is the same for ever, whatever becomes of the form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.upload(make(layer=True, xfa="beside", password=""))

    def issue_all(self):
        """Certificates that are stamped, drawn whole, and go on behind the form."""
        self.bay.name = "上海建设有限公司"
        self.bank_interest.description = "Much work. " * 300
        interests = self.plain_interest | self.ai_interest | self.bank_interest
        batch = self.generate(interests, form_id=self.form.id)
        self.assertEqual(batch.count_done, 3, self.get_reasons(batch))
        return batch.certificate_ids

    def forget(self):
        """As a server that was just started."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.env.cr.cache.clear()
        FORMS.clear()
        PROBES.clear()

    def check_same(self, certificates, contents):
        self.forget()
        for certificate, content in zip(certificates, contents, strict=True):
            self.assertEqual(self.get_pdf(certificate), content)

    def test_the_file_is_gone(self):
        """From the file store, past all that keeps it there."""
        certificates = self.issue_all()
        contents = [self.get_pdf(certificate) for certificate in certificates]
        self.env.flush_all()
        statement = "DELETE FROM ir_attachment WHERE res_model = 'coi.form'"
        self.env.cr.execute(statement)
        self.assertTrue(self.env.cr.rowcount)
        self.check_same(certificates, contents)

    def test_the_fields_say_something_else_now(self):
        certificates = self.issue_all()
        contents = [self.get_pdf(certificate) for certificate in certificates]
        self.env.flush_all()
        for statement in (
            "UPDATE coi_form_field SET source = 'blank', value_key = NULL",
            "UPDATE coi_form SET mapping = NULL, file_sha256 = 'x' WHERE kind = 'pdf'",
        ):
            self.env.cr.execute(statement)
        self.check_same(certificates, contents)

    def test_the_addon_was_updated(self):
        """What is loaded again changes neither old bytes nor those of a further one."""
        certificates = self.issue_all()
        contents = [self.get_pdf(certificate) for certificate in certificates]
        masters = certificates.master_id
        env = self.env(su=True)
        convert_file(env, "coi_mass_generate", NAMES, {}, "update")
        self.env.add_to_compute(self.form.sudo()._fields["mapping"], self.form.sudo())
        self.check_same(certificates, contents)
        again = self.generate(
            self.plain_interest | self.bank_interest, form_id=self.form.id
        ).certificate_ids
        self.assertLessEqual(again.master_id, masters)
