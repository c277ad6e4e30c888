from odoo import models
from odoo.exceptions import UserError

from ..common.door import trusted

# By which history and evidence tell what a certificate was issued on.
PRINTED = ("number", "edition")
# What they were drawn on.
DRAWN = ("file", "kind")


class CoiForm(models.Model):
    """What certificates were issued on keeps its place: their numbers hang on it."""

    _inherit = "coi.form"

    def write(self, vals):
        if not {"replaces_id", "company_id", *PRINTED, *DRAWN} & set(vals):
            return super().write(vals)
        used = self._get_used()
        for form in self.filtered(used.get):
            form._check_printed(vals)
            form._check_drawn(vals)
        roots = [form._get_root() for form in used]
        result = super().write(vals)
        for form, root in zip(used, roots, strict=True):
            form._check_root(root)
            form._check_users(used[form])
        return result

    def _get_used(self):
        """``{coi.form: companies that issued on it}``, of all forms."""
        # sudo(): whoever issued; only a company's name is told.
        groups = trusted(self.env["coi.master"])._read_group(
            [], ["form_id"], ["company_id:recordset"]
        )
        return dict(groups)

    def _check_printed(self, vals):
        if any(vals.get(name, self[name]) != self[name] for name in PRINTED):
            raise UserError(
                self.env._(
                    "Certificates were issued on %(form)s, and say so: its number and "
                    "edition can no longer be changed. Add a new form with this one "
                    "as its Earlier Edition instead.",
                    form=self.display_name,
                )
            )

    def _check_drawn(self, vals):
        if "file" in vals or vals.get("kind", self.kind) != self.kind:
            raise UserError(self._explain_frozen())

    def _is_frozen(self):
        # sudo(): whoever issued; that they did is all that is told.
        masters = trusted(self.env["coi.master"])
        used = masters.search_count([("form_id", "=", self._origin.id)], limit=1)
        return bool(used) or super()._is_frozen()

    def _explain_locked(self):
        return (
            self._explain_frozen() if self._is_frozen() else super()._explain_locked()
        )

    def _explain_frozen(self):
        return self.env._(
            "Certificates were issued on %(form)s: its file, and what is printed in "
            "its fields, can no longer be changed. Add a new form with this one as its "
            "Earlier Edition instead.",
            form=self.display_name,
        )

    def _check_root(self, root):
        if self._get_root() != root:
            raise UserError(
                self.env._(
                    "Certificates were issued on %(form)s: the edition it replaces "
                    "can no longer be changed, or their numbers would start over. Add "
                    "a new form instead.",
                    form=self.display_name,
                )
            )

    def _check_users(self, companies):
        for company in companies:
            if not self._is_for(company):
                raise UserError(
                    self.env._(
                        "Certificates of %(company)s were issued on %(form)s: it must "
                        "stay theirs. Archive it, or add a new form.",
                        company=company.name,
                        form=self.display_name,
                    )
                )
