import io
import re
from datetime import timezone
from email.utils import format_datetime
from hashlib import sha256

from markupsafe import Markup

from odoo import api, models

from .ir_qweb import Compiled

PDF, ZIP = "application/pdf", "application/zip"
USUAL = "coi_mass_generate.mail_template_delivery"
SEVERAL = "coi_mass_generate.mail_template_bundle"
USUAL_LANG = "en_US"
# Where a layout has the body.
PLACE = "[coi:body]"
TOKEN = re.compile(r"(/coi/get/)[\w-]+")
# Nobody's absence is answered to.
HEADERS = {"X-Auto-Response-Suppress": "OOF, AutoReply"}


class CoiLetter(models.AbstractModel):
    """What a mail says, and what it carries: the very bytes that were issued, rebuilt
    when it is handed over and stored nowhere."""

    _name = "coi.letter"
    _description = "Mail with Certificates"

    @api.model
    def _compose(self, deliveries, link=""):
        """What mails say and carry.

        :param link: the address to download from, where nothing is attached
        :returns: ``{id: (subject, body, [(name, bytes, kind)])}``
        :raises UserError: where what is stored does not give what was issued
        """
        subjects, bodies = self._render(deliveries, link)
        attached = self._attach(deliveries)
        return {
            each.id: (subjects[each.id], bodies[each.id], attached[each.id])
            for each in deliveries
        }

    @api.model
    def _make(self, delivery, content, head=None):
        """The mail of ``delivery``, and what is attached to it.

        :param content: its own of ``_compose``
        :param head: its own of ``_get_head``, where it is known already
        :returns: ``email.message.EmailMessage`` and a list of dicts ``name``,
            ``sha256`` and ``size``
        """
        subject, body, attached = content
        head = dict(head or self._get_head(delivery))
        date = head.pop("date")
        message = self.env["ir.mail_server"]._build_email__(
            subject=" ".join(subject.split()),
            body=body,
            attachments=attached,
            subtype="html",
            **head,
        )
        message.replace_header("Date", date)
        self._hook_message(delivery, message)
        return message, [self._describe(name, data) for name, data, _kind in attached]

    @api.model
    def _get_head(self, delivery, bounce=None):
        """What the mail of ``delivery`` says outside of its content, as arguments of
        ``ir.mail_server._build_email__``; and its ``date``.

        :param bounce: what ``_get_company_addresses`` says, where it is known
        """
        sending = delivery.sending_id
        if bounce is None:
            bounce, _sender = self._get_company_addresses(delivery.company_id)
        return {
            "email_from": sending.email_from,
            "email_to": (delivery.header_to or delivery.email).split(", "),
            "email_cc": (delivery.header_cc or "").split(", "),
            "reply_to": sending.reply_to,
            "message_id": delivery.message_id,
            "headers": {**HEADERS, **({"Return-Path": bounce} if bounce else {})},
            "date": format_datetime(delivery.date_mail.replace(tzinfo=timezone.utc)),
        }

    @api.model
    def _get_company_addresses(self, company):
        """Where reports of what was not delivered reach Odoo, if its server lets them,
        and as whom Odoo writes for a company; "" where it has none."""
        servers = self.env["ir.mail_server"].with_company(company)
        bounce = servers._get_default_bounce_address()
        return bounce or "", servers._get_default_from_address() or ""

    @api.model
    def _hook_message(self, delivery, message):
        """Called with every mail before it is handed over; does nothing, and is there
        to be extended. Message-ID, Date and what is attached are not to be changed.

        :param message: ``email.message.EmailMessage``
        """

    # -------------------------------------------------------------------- words

    @api.model
    def _render(self, deliveries, link):
        """Subjects and bodies by id, each in its reader's language.

        :param deliveries: of one sending
        """
        subjects, bodies = {}, {}
        compiled = self.env.context.get("coi_compiled") or Compiled()
        for template, some in self._group_by_template(deliveries).items():
            template = template.with_company(deliveries.company_id)
            template = template.with_context(coi_link=link, coi_compiled=compiled)
            langs = {each.id: each.lang or USUAL_LANG for each in some}
            for name, told in (("subject", subjects), ("body_html", bodies)):
                told.update(template._render_field(name, some.ids, res_ids_lang=langs))
            self._put_in_frames(template, some, bodies)
        return subjects, bodies

    @api.model
    def _group_by_template(self, deliveries):
        """``{template: deliveries}``: where the run names none of its own, it depends
        on how many certificates there are."""
        groups = {}
        for name, some in deliveries.grouped(lambda each: each._get_template()).items():
            # Whatever run they are in: one that was mended goes with others.
            own = {self.env.ref(name): some} if name else self._group_by_run(some)
            groups.update(own)
        return groups

    @api.model
    def _group_by_run(self, deliveries):
        template = deliveries.sending_id.template_id
        several = self.env.ref(SEVERAL, raise_if_not_found=False)
        if template != self.env.ref(USUAL, raise_if_not_found=False) or not several:
            return {template: deliveries}
        many = deliveries.filtered(lambda each: len(each.certificate_ids) > 1)
        groups = {template: deliveries - many, several: many}
        return {each: some for each, some in groups.items() if some}

    @api.model
    def _put_in_frames(self, template, deliveries, bodies):
        """Put ``bodies`` into the layout of their template, if it has one: drawn once
        for all mails of a language."""
        layout = template.email_layout_xmlid
        for lang, some in deliveries.grouped("lang").items() if layout else ():
            framed = template.with_context(lang=lang or USUAL_LANG)._render_encapsulate(
                layout,
                Markup(PLACE),
                add_context={"company": some.company_id, "record_name": ""},
                context_record=some[:1],
            )
            # Of a layout that is gone, nothing is there to put them into.
            for each in some if PLACE in framed else ():
                bodies[each.id] = framed.replace(PLACE, bodies[each.id])

    @api.model
    def _tell(self, content):
        """What the ledger keeps of what a mail says.

        :param content: of ``_compose``
        """
        subject, body, _attached = content
        return {
            "sent_subject": " ".join(subject.split()),
            "sent_sha256": sha256(body.encode()).hexdigest(),
            # Whoever reads the ledger cannot use its links.
            "body": TOKEN.sub(r"\1…", body),
        }

    # -------------------------------------------------------------------- files

    @api.model
    def _attach(self, deliveries):
        """``{id: [(name, bytes, kind)]}``"""
        single = deliveries.filtered(lambda each: each.attach == "single")
        # Rebuilt for all of them at once: many stand on the same page.
        documents = {
            certificate.id: document.data
            for certificate, document in single.certificate_ids._iter_documents()
        }
        pages = self.env["coi.delivery.pages"]._find(deliveries)
        return {
            each.id: self._add_pages(
                self._attach_single(each, documents)
                if each in single
                else self._attach_together(each),
                pages[each.id],
            )
            + each.with_context(lang=each.lang or USUAL_LANG)._attach_digest_list()
            for each in deliveries
        }

    @api.model
    def _add_pages(self, attached, endorsements):
        """``attached`` and, once a mail, the pages of what its certificates rely on."""
        if not attached:
            return attached
        taken = {name.casefold() for name, _data, _kind in attached}
        return attached + [
            (
                self.env["coi.output"]._number_duplicate(
                    each._get_document_name(), taken
                ),
                each._get_document(),
                PDF,
            )
            for each in endorsements
        ]

    @api.model
    def _attach_single(self, delivery, documents):
        taken, attached = set(), []
        for certificate in delivery.certificate_ids.sorted("id"):
            name = certificate._get_filename()
            name = self.env["coi.output"]._number_duplicate(name, taken)
            attached.append((name, documents[certificate.id], PDF))
        return attached

    @api.model
    def _attach_together(self, delivery):
        certificates = delivery.certificate_ids.sorted("id")
        if delivery.attach == "link" or not certificates:
            return []
        output = "pdf" if delivery.attach == "combined" else "zip"
        title = self.env["coi.output"]._get_title(certificates)
        file = io.BytesIO()
        self.env["coi.output"]._write_selection(file, certificates, output, title)
        kind = PDF if output == "pdf" else ZIP
        return [(f"{title}.{output}", file.getvalue(), kind)]

    @api.model
    def _describe(self, name, data):
        return {"name": name, "sha256": sha256(data).hexdigest(), "size": len(data)}
