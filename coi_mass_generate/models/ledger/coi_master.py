import base64
import logging
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ...pdf import writer
from ...pdf.errors import MasterError
from ...pdf.master import mirrored, read_master
from ..common.door import trusted
from ..forms.coi_form import get_face, read_face

_logger = logging.getLogger(__name__)

# Shares of a page's room that are given to policies, one try after the other.
ROOMS = (1, 0.9, 0.75, 0.55, 0.35)
ON_EVERY_PAGE = {"number", "page"}

# A list of ten thousand insureds has as many masters; a few are in use at a time.
MASTERS_AT_ONCE = 32


def get_language_tag(code):
    """BCP 47 tag of an Odoo language code: "en_US" is "en-US"."""
    return code.partition("@")[0].replace("_", "-")


class CoiMaster(models.Model):
    """One drawn master: the page as all holders of a variant share it.

    ``data`` holds everything a certificate is rebuilt from besides its own values, and
    is never drawn again: whatever happens to templates, contacts or libraries, what
    was issued stays what it was.
    """

    _name = "coi.master"
    _description = "Certificate Master"
    _order = "id desc"
    _rec_name = "key"

    key = fields.Char(
        required=True,
        index=True,
        readonly=True,
        help="Hash of the drawn page: same key, same master.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    insured_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    form_id = fields.Many2one(
        "coi.form", required=True, readonly=True, ondelete="restrict"
    )
    policy_ids = fields.Many2many(
        "coi.policy", readonly=True, string="Policies Shown", ondelete="restrict"
    )
    lang = fields.Char(required=True, readonly=True)
    snapshot = fields.Json(
        readonly=True, help="What the page says, as it was when it was drawn."
    )
    slots = fields.Json(
        readonly=True,
        help="Where on the first page the holder's texts go: lengths in points.",
    )
    data = fields.Binary(attachment=True, readonly=True, required=True)
    sha256 = fields.Char(required=True, readonly=True)

    @api.model
    def _find_or_draw(self, case, form, snapshot, texts):
        """The master of a variant: a stored one, or one drawn now.

        :param case: a ``Case`` of the variant
        :param form: ``coi.form`` record
        :param snapshot: the variant's static part (``coi.page``)
        :param texts: what will be stamped
        """
        slots = form._get_slots(snapshot)
        html = self._render_master(case, form, snapshot, slots)
        key = self._get_key(form, html)
        known = self._find(key, case, texts)
        return known or self._draw_new(case, form, snapshot, key, slots, texts)

    @api.model
    def _get_key(self, form, html):
        """Hash of all that decides what the drawn page looks like."""
        paper = "\n".join(form._get_draw_options())
        return sha256(html.encode() + paper.encode() + read_face()).hexdigest()

    @api.model
    def _render_master(self, case, form, snapshot, slots):
        document = {"static": snapshot, "slots": slots, "mode": "master"}
        return form._render_html([document], case.lang)

    @api.model
    def _find(self, key, case, texts):
        masters = self.search(
            [
                ("key", "=", key),
                ("company_id", "=", case.interest.company_id.id),
                ("insured_id", "=", case.asked.insured_id),
            ]
        )
        for master in masters:
            if set(master.policy_ids.ids) == set(case.policies.ids) and (
                master._get_engine_head().covers(texts)
            ):
                return master
        return self.browse()

    @api.model
    def _draw_new(self, case, form, snapshot, key, slots, texts):
        snapshot, drawn = self._draw_master(case, form, snapshot, slots)
        built = self._build(drawn, slots, case, texts)
        data = built.dump()
        files = self.env["ir.attachment"]
        files._coi_remove_torn(data)
        # sudo(): users only read masters. What is drawn here follows from interests
        # and policies whose access was checked when the batch was asked for.
        master = trusted(self).create(
            {
                "key": key,
                "company_id": case.interest.company_id.id,
                "insured_id": case.asked.insured_id,
                "form_id": form.id,
                "policy_ids": [fields.Command.set(case.policies.ids)],
                "lang": case.lang,
                "snapshot": snapshot,
                "slots": {slot.name: slot[2:] for slot in reversed(built.slots)},
                "data": base64.b64encode(data),
                "sha256": sha256(data).hexdigest(),
            }
        )
        # Thousands of certificates will stand on this one file.
        files._coi_make_durable(data)
        return master

    @api.model
    def _draw_master(self, case, form, snapshot, slots):
        """(snapshot as drawn, ``pdf.master.Master``).

        The template deals policies out to pages by estimated heights; what does not
        fit in fact is dealt out again, with less room a page.
        """
        for room in ROOMS:
            snapshot = {**snapshot, "room": room}
            html = self._render_master(case, form, snapshot, slots)
            try:
                drawn = read_master(form._draw(html), slots)
                self._check_master(drawn)
                return snapshot, mirrored(drawn) if snapshot["rtl"] else drawn
            except MasterError as error:
                _logger.info("Master with room %s: %s", room, error)
        raise UserError(
            self.env._(
                "The policies of %(insured)s do not fit the page. Choose fewer "
                "policies, or shorten their limits.",
                insured=case.insured.name,
            )
        )

    @api.model
    def _check_master(self, drawn):
        """A part that spilled over has a page of its own, without head or foot."""
        expected = ON_EVERY_PAGE & {slot.name for slot in drawn.slots}
        for number in range(len(drawn.pages)):
            names = {slot.name for slot in drawn.slots if slot.page == number}
            if not expected <= names:
                raise MasterError(f"Page {number + 1} is a part of another page")

    @api.model
    def _get_latest_slots(self, insureds, form):
        """``slots`` of the latest master by insured id, and of any other under None."""
        latest = self._read_group(
            [("insured_id", "in", insureds.ids), ("form_id", "=", form.id)],
            ["insured_id"],
            ["id:max"],
        )
        other = self.search([("form_id", "=", form.id)], limit=1)
        ids = {insured.id: master_id for insured, master_id in latest}
        if other:
            ids[None] = other.id
        masters = self.browse(ids.values())
        return {
            insured_id: master.slots or {}
            for insured_id, master in zip(ids, masters, strict=True)
        }

    def _build(self, drawn, slots, case, texts):
        """The stampable ``pdf.writer.Head`` of a drawn master."""
        labels = self.env["coi.engine"]._get_labels(case.lang)
        return writer.make_head(
            drawn,
            get_face(),
            [*texts, *self._get_label_texts(labels)],
            author=case.interest.company_id.name,
            language=get_language_tag(case.lang),
            title=self.env._("Certificate of insurance"),
            centered=[slot for slot in slots if slot.startswith(("ai:", "waiver:"))],
        )

    @api.model
    def _get_label_texts(self, labels):
        return [labels.see, labels.page, labels.mark, *labels.headings.values()]

    def _get_engine_head(self):
        """This master, read and checked; the last few are kept by the cursor."""
        self.ensure_one()
        cache = self.env.cr.cache.setdefault(self._name, LRU(MASTERS_AT_ONCE))
        if self.id not in cache:
            cache[self.id] = self._load()
        return cache[self.id]

    def _load(self):
        # sudo(): the file belongs to this record, which the user may read.
        data = base64.b64decode(trusted(self).data)
        self.invalidate_recordset(["data"], flush=False)
        if sha256(data).hexdigest() != self.sha256:
            raise UserError(
                self.env._(
                    "A stored certificate page is damaged. Restore the file store "
                    "from a backup; nothing was downloaded."
                )
            )
        return writer.Head.load(data)

    @api.model
    def _unlink_unused(self):
        """Delete the masters no certificate needs any more."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM coi_master WHERE NOT EXISTS"
                " (SELECT FROM coi_certificate WHERE master_id = coi_master.id)"
            )
        )
        self.browse(master_id for [master_id] in rows).unlink()

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A drawn certificate page cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Only a master that no certificate needs may go."""
        certificates = trusted(self.env["coi.certificate"])
        if certificates.search_count([("master_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("A page that certificates were drawn on cannot be deleted.")
            )
