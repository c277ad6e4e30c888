import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.argument import read_text
from ..models.common.door import door, one, trusted
from ..sheets import Refused, read_safely
from ..sheets.export import defuse, write_csv

COLUMNS = ("field", "box", "printed", "value", "text", "block")
MOST = 3  # holders of an insured whose drafts are shown


class CoiFormTry(models.TransientModel):
    """Look at a form before certificates are issued on it, and carry over what is
    printed in its fields."""

    _name = "coi.form.try"
    _inherit = ["coi.wizard"]
    _description = "Try a Form"

    form_id = fields.Many2one("coi.form", required=True, readonly=True)
    company_id = fields.Many2one(related="form_id.company_id")
    insured_id = fields.Many2one(
        "res.partner",
        domain="[('coi_policy_ids', '!=', False)]",
        help="Whose certificates are drawn, marked DRAFT and without a number.",
    )
    draft = fields.Binary(attachment=False, readonly=True)
    mapping = fields.Binary("Mapping (CSV)", attachment=False)
    mapping_name = fields.Char(default="mapping.csv")

    @api.model
    def _get_own_names(self):
        return {"draft"}

    def _check_may(self):
        """Forms are a manager's."""
        one(self).check_access("write")
        self.form_id._check_may_map()

    # ------------------------------------------------------------------- drafts

    @door
    def action_names(self):
        """Button: the form with the name of each field printed in it."""
        self._check_may()
        kind = self.env["coi.form.pdf"]
        return self._show(kind._draw_names(self.form_id))

    @door
    def action_insured(self):
        """Button: the insured's first certificates on it, as they would be issued."""
        self._check_may()
        interests = self._find_interests(self.form_id, self.insured_id, MOST)
        day = fields.Date.context_today(self)
        cases = self.env["coi.plan"]._get_cases(
            interests, day, None, {None: self.form_id}
        )
        return self._show(self.env["coi.draft"]._draw(cases))

    @api.model
    def _find_interests(self, form, insured, most):
        """The first of an insured, whose certificates are looked at."""
        interests = self.env["coi.additional.interest"].search(
            [
                ("insured_id", "=", insured.id),
                ("company_id", "=", form.company_id.id),
            ],
            limit=most,
        )
        if not interests:
            raise UserError(
                self.env._("Choose an insured that has additional interests.")
            )
        return interests

    def _show(self, content):
        # sudo(): only drafts are shown as drafts; this one was made in the user's name.
        trusted(self).draft = base64.b64encode(content)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/draft/draft.pdf",
            "target": "new",
        }

    # ------------------------------------------------------------------ mapping

    @door
    def action_export(self):
        """Button: names of fields and what is printed there, nothing of the form."""
        self._check_may()
        rows = [
            [
                *(field.name, field.on or "", field.source),
                *(field.value_key or "", field.text or ""),
                "x" if field.is_block else "",
            ]
            for field in self.form_id.field_ids
        ]
        self.mapping = base64.b64encode(write_csv([COLUMNS, *rows]))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/mapping/mapping.csv"
            "?download=true",
            "target": "self",
        }

    @door
    def action_import(self):
        """Button: take over what such a file says, for fields of the same names."""
        self._check_may()
        wanted = {(row["field"], row["box"]): row for row in self._read_mapping()}
        taken = 0
        for field in self.form_id.field_ids:
            row = wanted.get((field.name, field.on or ""))
            if row:
                field.write(self._prepare_choice(field, row))
                taken += 1
        message = self.env._(
            "%(count)s of %(all)s fields were found in the file.",
            count=taken,
            all=len(self.form_id.field_ids),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if taken else "warning",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _read_mapping(self):
        """A dict for each row; the file may have been saved by any spreadsheet."""
        rows = self._read_rows()
        heads = [row for row in rows if set(COLUMNS) <= set(row)]
        if not heads:
            raise UserError(
                self.env._(
                    "This is no mapping that was exported here: its columns are "
                    "%(columns)s.",
                    columns=", ".join(COLUMNS),
                )
            )
        places = {name: heads[0].index(name) for name in COLUMNS}
        return [
            {name: self._undo_defused(row[at]) for name, at in places.items()}
            for row in rows[rows.index(heads[0]) + 1 :]
        ]

    def _read_rows(self):
        """Lists of texts, each as long as the longest; none of what is no table."""
        try:
            content = base64.b64decode(self.mapping or b"")
            book = read_safely(content, self.mapping_name or "")
        except (ValueError, Refused):
            return []
        width = max((len(row.cells) for row in book.rows), default=0)
        return [[row.cell(turn).strip() for turn in range(width)] for row in book.rows]

    @api.model
    def _undo_defused(self, text):
        """``text`` without the mark that keeps a spreadsheet from calculating it."""
        plain = text.removeprefix("'")
        return plain if defuse(plain) == text else text

    def _prepare_choice(self, field, row):
        sources = dict(field._fields["source"]._description_selection(self.env))
        values = self.env["coi.form.value"]._get_values()
        if row["printed"] not in sources or (
            row["value"] and row["value"] not in values
        ):
            raise UserError(
                self.env._(
                    "%(field)s: %(value)s is nothing that can be printed.",
                    field=row["field"],
                    value=row["value"] or row["printed"],
                )
            )
        return {
            "source": row["printed"],
            "value_key": row["value"] or False,
            "text": read_text(self.env, row["text"], "text") or False,
            "is_block": bool(row["block"]),
        }
