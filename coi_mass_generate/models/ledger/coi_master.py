import base64
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ...pdf import writer
from ..common.door import trusted

# A list of ten thousand insureds has as many masters; a few are in use at a time.
MASTERS_AT_ONCE = 32


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
        key = form._get_key(snapshot)
        known = self._find(key, case, texts)
        return known or self._draw_new(case, form, snapshot, key, texts)

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
    def _draw_new(self, case, form, snapshot, key, texts):
        author = case.interest.company_id.name
        snapshot, head = form._draw_master(snapshot, texts, author)
        data = head.dump()
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
                "slots": {slot.name: slot.measures for slot in reversed(head.slots)},
                "data": base64.b64encode(data),
                "sha256": sha256(data).hexdigest(),
            }
        )
        # Thousands of certificates will stand on this one file.
        files._coi_make_durable(data)
        return master

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
        # sudo(): another company's or user's certificate needs it just as well.
        certificates = trusted(self.env["coi.certificate"])
        if certificates.search_count([("master_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("A page that certificates were drawn on cannot be deleted.")
            )
