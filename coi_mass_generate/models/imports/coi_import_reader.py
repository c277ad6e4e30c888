import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError

from ... import sheets
from ...sheets.header import (
    Header,
    find_header,
    find_second_list,
    header_at,
    map_columns,
)
from ...sheets.text import clean_line
from ..common.door import trusted
from .coi_import_column import _get_letter


class CoiImportReader(models.AbstractModel):
    """From a file to the rows and columns of an import."""

    _name = "coi.import.reader"
    _description = "Reader of an Imported File"

    @api.model
    def _read(self, run, header_line=None):
        """Read the chosen sheet, propose where its columns go, and preview the rows.

        :param header_line: the line the user says is the header, 0 for none; else it is
            looked for
        """
        is_first = not run.sheet_id and header_line is None
        run._check_open()
        twin = is_first and self._find_twin(run)
        if twin:
            self._copy(run, twin)
            return
        book = self._open_book(run)
        self._take_header(run, book, header_line)
        self._take_sheets(run, book)
        rows = [row for row in book.rows if row.number > run.header_line]
        self._take_columns(run, rows)
        self.env["coi.import.preview"]._take_rows(run, rows)

    @api.model
    def _open_book(self, run):
        words = self.env["coi.import.message"]
        try:
            if not run.file:
                # Of a file without a byte, its name alone is stored.
                raise sheets.Refused("empty" if run.filename else "no_file")
            return sheets.read_safely(
                base64.b64decode(run.file),
                run.filename or "",
                sheet=run.sheet_id.name or None,
                limits=self._get_limits(),
            )
        except binascii.Error as error:
            raise UserError(words._refuse(sheets.Refused("unreadable"))) from error
        except sheets.Refused as refused:
            raise UserError(words._refuse(refused)) from None

    @api.model
    def _get_limits(self):
        """Limits of a file; system parameters override the defaults."""
        # sudo(): a user may not read the parameters, and is only shown these limits
        # when a file exceeds one.
        params = self.env["ir.config_parameter"].sudo()
        given = {
            name: params.get_param(f"coi_mass_generate.import_max_{name}")
            for name in ("megabytes", "rows", "columns", "seconds", "memory")
        }
        return sheets.Limits(
            **{name: int(value) for name, value in given.items() if value}
        )

    @api.model
    def _take_header(self, run, book, header_line):
        catalogue = self.env["coi.import.field"]._get_catalogue(run.kind)
        header = self._find_header(book.rows, header_line, catalogue)
        line = book.rows[header.index].number if header.index >= 0 else 0
        notes = self._prepare_notes(book, header)
        signature = run._get_signature(header)
        if not (header.known or self._recall(run, signature)):
            notes.append(["header_unknown" if line else "no_header", {"line": line}])
        run._set(
            {
                "file_kind": book.kind,
                "headers": header.texts,
                "signature": signature,
                "header_line": line,
                "notes": notes,
            }
        )

    @api.model
    def _recall(self, run, signature):
        mapping = self.env["coi.import.mapping"]
        return mapping._recall(run.company_id, signature)

    @api.model
    def _find_header(self, rows, header_line, catalogue):
        if header_line == 0:
            return Header(-1, 0, [])
        for index, row in enumerate(rows):
            if header_line and row.number >= header_line:
                return header_at(rows, index, catalogue)
        return find_header(rows, catalogue)

    @api.model
    def _prepare_notes(self, book, header):
        """[[code, detail]]: what the user should know about the file as a whole."""
        notes = [*map(self._prepare_note, book.notes)]
        above = [
            " ".join(clean_line(cell) for cell in row.cells if cell.strip())
            for row in book.rows[: max(header.index, 0)]
        ]
        if above:
            text = " / ".join(above)
            text = text if len(text) <= 500 else text[:500] + "…"
            notes.append(["above_header", {"text": text}])
            notes.append(["above_rows", {"count": len(above)}])
        notes += self._prepare_struck_notes(book, header)
        notes += self._prepare_sheet_notes(book)
        rows = book.rows[header.index + 1 :]
        notes += self._prepare_side_notes(header, rows)
        if not rows:
            notes.append(["no_rows", {}])
        counts = {
            "hidden_rows": sum(row.hidden for row in rows),
            "struck_rows": sum(row.struck for row in rows),
        }
        return notes + [[code, {"count": n}] for code, n in counts.items() if n]

    @api.model
    def _prepare_struck_notes(self, book, header):
        """What is struck through in the header, and so says nothing of its column."""
        marks = book.rows[header.index].marks if header.index >= 0 else ()
        names = [
            f'{_get_letter(index)} "{clean_line(detail["value"])}"'
            for index, code, detail in marks
            if code == "struck"
        ]
        return [["header_struck", {"names": _join_names(names, {})}]] if names else []

    @api.model
    def _prepare_sheet_notes(self, book):
        """What is in the sheets that are not read; where it was seen, how many rows."""
        rows = {sheet["name"]: sheet["rows"] for sheet in book.others}
        lists = [sheet["name"] for sheet in book.others if sheet["is_list"]]
        notes = []
        if lists:
            names = _join_names(lists, rows)
            notes.append(["other_lists", {"sheet": book.sheet, "names": names}])
        for code, hidden in (("other_sheets", False), ("hidden_sheets", True)):
            names = [
                sheet["name"]
                for sheet in book.sheets
                if sheet["hidden"] is hidden
                and sheet["name"] not in (book.sheet, *lists)
            ]
            if names:
                notes.append([code, {"names": _join_names(names, rows)}])
        return notes

    @api.model
    def _prepare_side_notes(self, header, rows):
        """What is lost of a second list beside the first."""
        catalogue = self.env["coi.import.field"]._get_catalogue()
        second = find_second_list(header.texts, catalogue)
        if second is None:
            return []
        width = max([len(header.texts), *(len(row.cells) for row in rows)])
        first = next(at for at, text in enumerate(header.texts) if text)
        detail = {
            "taken": f"{_get_letter(first)}–{_get_letter(second - 1)}",
            "others": f"{_get_letter(second)}–{_get_letter(width - 1)}",
            "count": sum(any(row.cells[second:]) for row in rows),
        }
        return [["two_lists", detail]]

    @api.model
    def _prepare_note(self, note):
        code, detail = note
        if code == "hidden_columns":
            letters = [_get_letter(index) for index in detail["columns"][:30]]
            detail = {"columns": ", ".join(letters)}
        return [code, detail]

    @api.model
    def _take_sheets(self, run, book):
        if run.sheet_ids or len(book.sheets) < 2:
            return
        # sudo(): users only read sheets; these are those of a file they gave us.
        made = trusted(self.env["coi.import.sheet"]).create(
            [
                {"run_id": run.id, "sequence": index, **sheet}
                for index, sheet in enumerate(book.sheets)
            ]
        )
        chosen = made.filtered(lambda sheet: sheet.name == book.sheet)
        run._set({"sheet_id": chosen[:1].id})

    @api.model
    def _take_columns(self, run, rows, known=None):
        """Columns with where they go: as last time for these headers, else guessed.

        :param known: field keys in the columns' order, where the file itself is known
        """
        remembered = self._recall(run, run.signature) or known
        headers = run.headers or []
        width = max([len(headers), *(len(row.cells) for row in rows)])
        texts = headers + [""] * (width - len(headers))
        catalogue = self.env["coi.import.field"]._get_catalogue(run.kind)
        targets = (remembered or map_columns(texts, catalogue)) + [""] * width
        # What another addon's field was remembered for, went with that addon.
        targets = [key if key in catalogue.fields else "" for key in targets]
        # sudo(): users say where columns go, and make none; these are their file's.
        trusted(run.column_ids).unlink()
        trusted(self.env["coi.import.column"]).create(
            [
                {
                    "run_id": run.id,
                    "index": index,
                    "header": text,
                    "target": targets[index] or False,
                    "example": self._get_example(rows, index),
                }
                for index, text in enumerate(texts)
                if text or any(row.cell(index) for row in rows)
            ]
        )
        is_clear = remembered and not run._find_missing()
        run._set({"state": "preview" if is_clear else "columns"})
        run._recall_marks()

    @api.model
    def _get_example(self, rows, index):
        texts = (clean_line(row.cell(index)) for row in rows[:200])
        return " · ".join(list(dict.fromkeys(filter(None, texts)))[:3])[:120]

    # ------------------------------------------ a file that was imported before

    @api.model
    def _find_twin(self, run):
        """The last finished import of this very file: it need not be read again.

        Lists are imported twice as a rule, once a pass.
        """
        files = self.env["ir.attachment"].search_fetch(
            [("res_model", "=", run._name), ("res_field", "=", "file")]
            + [("checksum", "=", self._get_checksum(run)), ("res_id", "!=", run.id)],
            ["res_id"],
        )
        return run.search(
            [
                ("id", "in", files.mapped("res_id")),
                ("company_id", "=", run.company_id.id),
                ("kind", "in" if run.kind == "policy" else "not in", ["policy"]),
                ("state", "in", ("done", "undone")),
            ],
            limit=1,
        )

    @api.model
    def _get_checksum(self, run):
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", run._name), ("res_field", "=", "file")]
            + [("res_id", "=", run.id)],
            limit=1,
        )
        return attachment.checksum

    @api.model
    def _copy(self, run, twin):
        """Take over what was read of the same file before, and plan it anew."""
        names = ("file_kind", "headers", "signature", "header_line", "notes")
        run._set({name: twin[name] for name in names})
        for sheet in twin.sheet_ids:
            # sudo(): as in _take_sheets(); the file is the same.
            copy = trusted(sheet).copy({"run_id": run.id})
            if sheet == twin.sheet_id:
                run._set({"sheet_id": copy.id})
        preview = self.env["coi.import.preview"]
        lines = preview._fetch_lines(twin)
        rows = [preview._make_row(line) for line in lines]
        self._take_columns(run, rows, twin._get_targets())
        preview._take_lines(run, lines, twin.cleaning_key)


def _join_names(names, rows):
    """Names of sheets, with their number of rows: "Lookup (51), Prices"."""
    shown = [f"{name} ({rows[name]})" if name in rows else name for name in names]
    return ", ".join(shown[:20]) + (" …" if len(shown) > 20 else "")
