from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _coi_reserve(self, code, company, count):
        """Take ``count`` numbers of the company's sequence ``code`` in one query.

        Numbers are unique under parallel runs; those of a run that fails are lost.

        :returns: list of ``count`` strings, ascending
        """
        return self._coi_find(code, company)._coi_next(count) if count else []

    @api.model
    def _coi_find(self, code, company):
        """The company's sequence ``code``.

        :raises UserError: where it was deleted
        """
        # sudo(): numbering is no right of its own; callers have checked theirs.
        sequence = self.sudo().search(
            [("code", "=", code), ("company_id", "=", company.id)], limit=1
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "%(company)s has no numbering (sequence %(code)s). Ask your "
                    "administrator to restore it; nothing was generated.",
                    company=company.name,
                    code=code,
                )
            )
        return sequence

    def _coi_next(self, count):
        self.ensure_one()
        source = self._get_current_sequence()
        if self.implementation == "standard":
            numbers = self._coi_select_nextval(source, count)
        else:
            numbers = [source._next() for _turn in range(count)]
            return numbers
        prefix, suffix = self._get_prefix_suffix()
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for number in numbers]

    def _coi_select_nextval(self, source, count):
        name = f"ir_sequence_{self.id:03d}"
        if source != self:
            name = f"{name}_{source.id:03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        return sorted(number for [number] in rows)
