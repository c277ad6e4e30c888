from datetime import timedelta
from email import message_from_bytes, policy
from hashlib import sha256

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .post import PostCase

SHARED = "certificates@llcs.example"


@tagged("post_install", "-at_install")
class TestTemplates(PostCase):
    """What a mail says, and what the ledger keeps of it."""

    def receive(self, certificates):
        """``{address: (mail, its HTML)}``"""
        self.sending = self.send(certificates)
        found = {}
        for to, content in self.run_postman():
            mail = message_from_bytes(content, policy=policy.default)
            found[to] = mail, mail.get_body(["html"]).get_content()
        return found

    def get_delivery(self, email):
        return self.sending.delivery_ids.filtered(lambda each: each.email == email)

    def test_one_certificate_reads_otherwise_than_several(self):
        mails = self.receive(self.make_mailed(A=SHARED, B=SHARED, C="c@x.example"))
        one, several = mails["c@x.example"][1], mails[SHARED][1]
        self.assertIn("Enclosed is the certificate of insurance of", one)
        self.assertNotIn("<th", one)
        self.assertIn("Enclosed are the certificates of insurance listed", several)
        self.assertEqual(several.count("<th "), 3)
        for html in (one, several):
            self.assertIn('<html lang="en-US">', html)
            self.assertIn("12 Long Wharf, Boston, MA 02110", html)
            self.assertNotIn("[coi:body]", html)

    def test_a_table_names_holder_and_project(self):
        holder = self.make_holder("Holder", email=SHARED)
        interest = self.make_interest(holder, project="Pier 4 <b>")
        certificates = self.issue(interest) + self.make_mailed(B=SHARED)
        _mail, html = self.receive(certificates)[SHARED]
        self.assertIn("Pier 4 &lt;b&gt;", html)
        self.assertIn(f">{certificates[0].number}<", html)
        # A cell of which there is nothing to say is a cell all the same.
        self.assertEqual(html.count("vertical-align: top"), 6)

    def test_what_the_run_names_is_used_for_all(self):
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        own = template.copy({"body_html": "<p>Own words</p>"})
        certificates = self.make_mailed(A=SHARED, B=SHARED, C="c@x.example")
        sending = self.send(certificates)
        sending.sudo().template_id = own
        for _to, content in self.run_postman():
            self.assertIn(b"Own words", content)

    def test_each_in_its_own_language(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        spanish = template.with_context(lang="es_ES")
        spanish.subject = "Certificado: {{ object.holder_name }}"
        spanish.body_html = "<p>Hola</p>"
        certificates = self.make_mailed(English="e@x.example", Otro="s@x.example")
        certificates[1].holder_id.lang = "es_ES"
        mails = self.receive(certificates)
        mail, html = mails["s@x.example"]
        self.assertEqual(mail["Subject"], "Certificado: Otro")
        self.assertIn('<html lang="es-ES">', html)
        self.assertIn("<p>Hola</p>", html)
        mail, html = mails["e@x.example"]
        self.assertIn("Certificate of insurance", mail["Subject"])
        self.assertIn('<html lang="en-US">', html)

    @mute_logger(
        "odoo.addons.base.models.ir_qweb", "odoo.addons.mail.models.mail_render_mixin"
    )
    def test_without_its_layout_the_words_are_there(self):
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        for layout in (False, "coi_mass_generate.gone"):
            template.email_layout_xmlid = layout
            [(_mail, html)] = self.receive(self.make_mailed(A=SHARED)).values()
            self.assertIn("Enclosed is the certificate", html)
            self.assertNotIn("12 Long Wharf", html)

    # ----------------------------------------------------------------- evidence

    def test_the_ledger_keeps_subject_and_hash_and_for_a_while_the_words(self):
        mail, html = self.receive(self.make_mailed(A=SHARED))[SHARED]
        delivery = self.get_delivery(SHARED)
        self.assertEqual(delivery.sent_subject, mail["Subject"])
        # A mail ends its lines in its own way.
        self.assertEqual(html.split(), delivery.body.split())
        hashed = sha256(delivery.body.encode()).hexdigest()
        self.assertEqual(delivery.sent_sha256, hashed)
        self.assertIn("Enclosed is the certificate", delivery.body_text)
        deliveries = self.env["coi.delivery"].sudo()
        deliveries._gc_bodies()
        self.assertTrue(delivery.body)
        day = fields.Datetime.now() - timedelta(days=91)
        delivery.sudo().date_done = day
        self.assertEqual(deliveries._gc_bodies(), (1, False))
        self.assertFalse(delivery.body or delivery.body_text)
        self.assertEqual(delivery.sent_sha256, hashed)

    def test_the_words_kept_open_no_link(self):
        self.env["coi.mailbox"].create({"email": SHARED, "attach": "link"})
        _mail, html = self.receive(self.make_mailed(A=SHARED))[SHARED]
        delivery = self.get_delivery(SHARED)
        self.assertRegex(html, "/coi/get/[-_0-9A-Za-z]{43}")
        self.assertIn("/coi/get/…", delivery.body)
        self.assertNotRegex(delivery.body, "/coi/get/[-_0-9A-Za-z]")
        self.assertIn("opens it for 90 days", html)

    def test_what_never_left_says_nothing(self):
        self.sending = self.send(self.make_mailed(A=SHARED))
        self.run_postman({("rcpt", SHARED): (550, b"5.1.1 Unknown")})
        delivery = self.get_delivery(SHARED)
        self.assertEqual(delivery.state, "failed")
        self.assertFalse(delivery.sent_subject or delivery.body)

    def test_another_company_reads_none_of_it(self):
        self.receive(self.make_mailed(A=SHARED))
        theirs = self.env_of(self.other_csr)["coi.delivery"]
        self.assertFalse(theirs.search([("sent_subject", "!=", False)]))
