import io

from odoo import api, models
from odoo.exceptions import UserError

from ..pdf import draft, writer
from .coi_head import get_language_tag


class CoiDraft(models.AbstractModel):
    """Certificates to look at before they are made: marked DRAFT, without a number.

    They are drawn by the engine itself, so what is seen is what would be issued.
    """

    _name = "coi.draft"
    _description = "Draft Certificates"

    @api.model
    def _make(self, cases):
        """One PDF, as bytes: those of ``cases`` that are worth a look."""
        chosen = self._pick(cases)
        return self._draw(chosen, chosen[0].form)

    @api.model
    def _pick(self, cases):
        """Of all cases those worth a look: the first, the longest, every warned one."""
        printable = [case for case in cases if case.verdict != "blocked"]
        if not printable:
            raise UserError(
                self.env._(
                    "There is nothing to preview: every selected holder is blocked."
                )
            )
        longest = max(printable, key=self._get_length)
        return [
            case
            for place, case in enumerate(printable)
            if not place or case is longest or case.verdict == "warning"
        ]

    @api.model
    def _get_length(self, case):
        return sum(map(len, case.values.values()))

    @api.model
    def _draw(self, cases, form):
        """One PDF, as bytes, of the drafts of ``cases``."""
        engine = self.env["coi.engine"]
        batch = self.env["coi.batch"].new({"form_id": form.id})
        sheets = [
            self._prepare_sheet(case, place) for place, case in enumerate(cases, 1)
        ]
        engine._draw(sheets, batch)
        failed = [sheet for sheet in sheets if sheet.error]
        if failed:
            raise UserError(failed[0].error)
        return draft.mark(self._merge(sheets), "DRAFT")

    @api.model
    def _prepare_sheet(self, case, place):
        line = self.env["coi.batch.line"]
        sheet = self.env["coi.engine"]._prepare_sheet(line, case)
        # What is drawn whole is told apart by its number; a draft's is none.
        sheet.number = self.env._("DRAFT %(place)s", place=place)
        sheet.values.update(number=sheet.number, revision="")
        return sheet

    @api.model
    def _merge(self, sheets):
        file, first = io.BytesIO(), sheets[0].case
        merged = writer.Merged(
            file,
            title=self.env._("Draft certificates"),
            author=first.interest.company_id.name,
            language=get_language_tag(first.lang),
        )
        for sheet in sheets:
            bookmark = f"{sheet.number} {sheet.case.holder.name}"
            if sheet.is_whole:
                merged.add_pdf(sheet.content, bookmark)
            else:
                merged.add(sheet.head._get_engine_head(), sheet.pages, bookmark)
        merged.close()
        return file.getvalue()
