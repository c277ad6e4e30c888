"""Workbooks of Excel since 2007, with or without macros (which are never run).

openpyxl knows the workbook: sheets, styles, dates. The rows themselves are read here
straight from the XML: that is six times as fast, bounded, and keeps what openpyxl's
fast mode forgets (hidden rows, merged cells, formulas without a result).
"""

import re
import warnings

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS

from .book import (
    BOOLEAN,
    DATE,
    ERROR,
    FORMULA,
    NUMBER,
    TEXT,
    Book,
    Collector,
    number_text,
)
from .choose import first_list
from .limits import MEGABYTE
from .packed import open_archive, parse, pass_over
from .refused import Refused

# A workbook has no more columns, formatted empty ones included.
COLUMNS = 16_384
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"(0{2,15})(?:-(0{1,10}))?")
STYLES_LIMIT = 4 * MEGABYTE
# More merged cells than rows are in no list.
MERGED = 50_000
# So many different cells are remembered instead of being read again.
KNOWN = 5_000


def read(content, sheet, limits):
    with open_archive(content, limits) as archive:
        source = _Workbook(archive, limits)
        book = Book("xlsx", source.get_sheets())
        if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
            book.note("macros")
        return first_list(book, sheet, source.read_sheet)


class _Workbook:
    def __init__(self, archive, limits):
        self.archive = archive
        self.limits = limits
        self._strings = None
        self.reader = self._open(archive)
        self.styles = _Styles(self.reader.wb)
        self.paths = {
            sheet.name: (rel.target, sheet.state != "visible")
            for sheet, rel in self.reader.parser.find_sheets()
            if "chartsheet" not in rel.Type
        }

    def _open(self, archive):
        for part in archive.infolist():
            if "styles" in part.filename and part.file_size > STYLES_LIMIT:
                raise Refused("bomb", limit=STYLES_LIMIT // MEGABYTE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = ExcelReader(archive.fp, read_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
        return reader

    def get_sheets(self):
        return [
            {"name": name, "hidden": hidden}
            for name, (_path, hidden) in self.paths.items()
        ]

    @property
    def strings(self):
        """[(text, struck through)]: read once, and only when a sheet is."""
        if self._strings is None:
            handler = _SharedStrings(self.limits)
            part = self.reader.package.find(SHARED_STRINGS)
            if part is not None:
                with self.archive.open(part.PartName.lstrip("/")) as stream:
                    parse(stream, handler, self.limits)
            self._strings = handler.strings
        return self._strings

    def read_sheet(self, name, book):
        """Rows of one sheet; says in ``book`` what it has to say."""
        path = self.paths[name][0]
        handler = _SheetRows(self)
        with self.archive.open(path) as stream:
            parse(stream, handler, self.limits)
        return handler.finish(book)


class _Styles:
    """What of a cell's style matters here, by its number in the file."""

    def __init__(self, workbook):
        self.epoch = workbook.epoch
        self.struck, self.dates, self.digits = set(), set(), {}
        fonts, formats = workbook._fonts, workbook._number_formats
        for number, style in enumerate(workbook._cell_styles):
            key = str(number)
            if style.fontId < len(fonts) and fonts[style.fontId].strike:
                self.struck.add(key)
            self._add_format(key, self._get_format(style.numFmtId, formats))

    def _add_format(self, key, code):
        zeros = _ZEROS.fullmatch(code.split(";")[0].replace("\\", ""))
        if zeros:
            self.digits[key] = sum(len(part or "") for part in zeros.groups())
        elif is_date_format(code):
            self.dates.add(key)

    @staticmethod
    def _get_format(number, formats):
        if number < 164:
            return BUILTIN_FORMATS.get(number, "General")
        return formats[number - 164] if number - 164 < len(formats) else "General"


class _SharedStrings:
    """Handler of the shared strings: text, and whether all of it is struck."""

    def __init__(self, limits):
        self.limits = limits
        self.strings = []
        self._parts, self._struck, self._plain = [], 0, 0
        self._run_struck = self._taking = self._phonetic = False
        self.starts = {
            "t": self._start_text,
            "rPh": self._start_phonetic,
            "strike": self._start_strike,
            "si": pass_over,
        }
        self.ends = {
            "t": self._end_text,
            "rPh": self._end_phonetic,
            "r": self._end_run,
            "si": self._finish,
        }

    def _start_text(self, _attributes):
        self._taking = not self._phonetic

    def _end_text(self):
        self._taking = False

    def _start_phonetic(self, _attributes):
        self._phonetic = True

    def _end_phonetic(self):
        self._phonetic = False

    def _start_strike(self, attributes):
        self._run_struck = attributes.get("val", "1") not in ("0", "false")

    def _end_run(self):
        self._run_struck = False

    def text(self, data):
        if self._taking:
            self._parts.append(data)
            if self._run_struck:
                self._struck += 1
            else:
                self._plain += 1

    def _finish(self):
        text = _unescape("".join(self._parts))
        self.strings.append((text, bool(self._struck and not self._plain)))
        if len(self.strings) > self.limits.strings:
            raise Refused("too_slow")
        self._parts, self._struck, self._plain = [], 0, 0


class _SheetRows:
    """Handler of one sheet."""

    def __init__(self, workbook):
        self.strings = workbook.strings
        self.styles = workbook.styles
        self.collector = Collector(workbook.limits)
        self.number, self.index = 0, -1
        self.cells, self.row_hidden, self._seen = [], False, 0
        self.hidden_columns, self.merged, self.formulas = [], [], 0
        self._cell, self._parts = None, []
        self._taking = self._formula = self._phonetic = False
        self._columns, self._lines, self._known = {}, 0, {}
        self.starts = {
            **{"c": self._start_cell, "v": self._start_text, "t": self._start_text},
            **{"row": self._start_row, "f": self._start_formula, "is": pass_over},
            **{"rPh": self._start_phonetic, "col": self._add_column},
            "mergeCell": self._add_merged,
        }
        self.ends = {
            **{"c": self._end_cell, "v": self._end_text, "t": self._end_text},
            **{"row": self._end_row, "rPh": self._end_phonetic},
        }

    def text(self, data):
        if self._taking:
            self._parts.append(data)

    def _start_cell(self, attributes):
        self._cell = attributes

    def _start_text(self, _attributes):
        self._taking = not self._phonetic

    def _end_text(self):
        self._taking = False

    def _start_formula(self, _attributes):
        self._formula = True

    def _start_phonetic(self, _attributes):
        self._phonetic = True

    def _end_phonetic(self):
        self._phonetic = False

    def _add_merged(self, attributes):
        if len(self.merged) < MERGED:
            self.merged.append(attributes.get("ref", ""))

    def _start_row(self, attributes):
        self.number = int(attributes.get("r", self.number + 1))
        self.row_hidden = attributes.get("hidden") in ("1", "true")
        self.cells, self.index = [], -1
        self._lines += 1
        if self._lines > self.collector.limits.lines:
            raise Refused("too_slow")

    def _end_row(self):
        self._count_cells()
        if self.cells:
            self.collector.add(self.number, self.cells, hidden=self.row_hidden)
        else:
            self.collector.blank += 1

    def _count_cells(self):
        """Formatting is written down cell by cell, too; a list has no end of it."""
        self._seen += self.index + 1
        if self._seen > self.collector.limits.cells:
            raise Refused("too_slow")

    def _end_cell(self):
        attributes, formula = self._cell, self._formula
        self._cell, self._formula = None, False
        if "r" in attributes:
            self.index = self._find_index(attributes["r"])
        else:
            self.index += 1
        if self.index >= COLUMNS:
            raise Refused("too_many_columns", line=self.number, limit=COLUMNS)
        if not self._parts and not formula:
            return
        text = "".join(self._parts)
        self._parts = []
        cell = self._get_cell(text, attributes) if text else self._note_formula(formula)
        if cell:
            missing = self.index - len(self.cells)
            if missing > 0:
                self.cells.extend([None] * missing)
            self.cells[self.index :] = [cell]

    def _find_index(self, reference):
        """Column of a cell from its reference, as in "AB12"; some leave it out."""
        letters = reference.rstrip("0123456789")
        if letters not in self._columns:
            self._columns[letters] = column_index_from_string(letters) - 1
        return self._columns[letters]

    def _note_formula(self, formula):
        """What a cell without a text is."""
        self.formulas += formula
        return ("", FORMULA, False) if formula else None

    def _get_cell(self, text, attributes):
        """A cell as the collector takes it; the same cells come again and again."""
        key = (text, attributes.get("t", "n"), attributes.get("s"))
        cell = self._known.get(key)
        if not cell:
            cell = self._make_cell(*key)
            if len(self._known) < KNOWN:
                self._known[key] = cell
        return cell

    def _make_cell(self, text, kind, style):
        struck = style in self.styles.struck
        if kind == "s":
            text, all_struck = self.strings[int(text)]
            return (text, TEXT, struck or all_struck)
        if kind == "n":
            return (*self._read_number(text, style), struck)
        if kind == "b":
            return ("FALSE" if text == "0" else "TRUE", BOOLEAN, struck)
        if kind == "d":
            return (text[:10], DATE, struck)
        return (_unescape(text), ERROR if kind == "e" else TEXT, struck)

    def _read_number(self, text, style):
        try:
            value = float(text)
        except ValueError:
            return text, TEXT
        if style in self.styles.dates:
            day = _read_date(value, self.styles.epoch)
            if day:
                return day, DATE
        if "." not in text and "E" not in text:
            value = int(text)
        return number_text(value, self.styles.digits.get(style, 0)), NUMBER

    def _add_column(self, attributes):
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden_columns += range(first - 1, min(last, first + 255))

    def finish(self, book):
        for reference in self.merged:
            left, top, right, bottom = range_boundaries(reference)
            if left == right:
                self.collector.fill_down(top, min(bottom, top + 500), left - 1)
        if self.collector.blank:
            book.note("blank_rows", count=self.collector.blank)
        if self.hidden_columns:
            book.note("hidden_columns", columns=self.hidden_columns)
        if self.formulas:
            book.note("formulas", count=self.formulas)
        return self.collector.rows


def _unescape(text):
    """Excel writes characters that XML cannot hold as in "_x000D_"."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _read_date(value, epoch):
    try:
        moment = from_excel(value, epoch)
        return moment.date().isoformat()
    except (ValueError, OverflowError, AttributeError):
        return None  # a time of day, or no date at all
