"""What a workbook is besides its rows: sheets, texts, and of its styles what matters.

Read straight from the XML: a library that makes objects of every colour and view
refuses a workbook for a colour, and a list does not care for its looks.
"""

import re

from openpyxl.styles.numbers import BUILTIN_FORMATS

from .number_format import read_format
from .packed import pass_over
from .refused import Refused
from .rich_text import RichText, is_on

_YES = ("1", "true", "on")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")


class Workbook:
    """The parts of a workbook, found by their relations or else by their names."""

    def __init__(self, archive):
        self.archive = archive
        self.base = self._find_base()
        self.relations = self._read_relations(self.base.filename)
        outline = _Outline()
        archive.parse(self.base, outline)
        self.is_1904 = outline.is_1904
        self.parts, self.sheets = {}, []
        for name, state, key in outline.sheets:
            self._add_sheet(name, state, key)
        self.styles = Styles()
        part = self._find("styles", "xl/styles.xml")
        if part:
            archive.parse(part, self.styles)
        self._strings = None

    def _find_base(self):
        top = self._read_relations("")
        for kind, part in top.values():
            if kind == "officeDocument":
                return part
        part = self.archive.find("xl/workbook.xml")
        if not part:
            raise Refused("unreadable")
        return part

    def _read_relations(self, name):
        """``{id: (kind, part)}`` of what a part refers to; '' is the whole file."""
        folder, _slash, file = name.replace("\\", "/").rpartition("/")
        part = self.archive.find(f"{folder}/_rels/{file}.rels")
        if not part:
            return {}
        relations = _Relations()
        self.archive.parse(part, relations)
        found = {
            key: (kind, self.archive.find_target(name, target))
            for key, kind, target in relations.found
        }
        return {key: each for key, each in found.items() if each[1]}

    def _add_sheet(self, name, state, key):
        kind, part = self.relations.get(key, ("", None))
        if kind and kind != "worksheet":
            return  # a chart on a sheet of its own, a macro, a dialog
        part = part or self._find_lost(len(self.sheets) + 1)
        if part and name not in self.parts:
            self.sheets.append({"name": name, "hidden": state != "visible"})
            self.parts[name] = part

    def _find_lost(self, number):
        """The part of a sheet without a relation: as programs name it, or the one."""
        part = self.archive.find(f"xl/worksheets/sheet{number}.xml")
        names = [name for name in self.archive.names() if _SHEET_PART.fullmatch(name)]
        return part or (self.archive.find(names[0]) if len(names) == 1 else None)

    def _find(self, kind, name):
        related = (part for each, part in self.relations.values() if each == kind)
        return next(related, None) or self.archive.find(name)

    @property
    def strings(self):
        """Shared texts, as ``RichText.take`` gives them: read once, when wanted."""
        if self._strings is None:
            handler = _SharedStrings(self.archive.limits)
            part = self._find("sharedStrings", "xl/sharedStrings.xml")
            if part:
                self.archive.parse(part, handler)
            self._strings = handler.strings
        return self._strings


class _Outline:
    """Handler of the workbook's own part: its sheets, and how it counts days."""

    def __init__(self):
        self.sheets, self.is_1904 = [], False
        self.starts = {"sheet": self._add_sheet, "workbookPr": self._take_properties}
        self.ends, self.text = {}, None

    def _add_sheet(self, attributes):
        keys = [name for name in attributes if name.rpartition(":")[2] == "id"]
        key = attributes[keys[0]] if keys else ""
        state = attributes.get("state", "visible")
        self.sheets.append((attributes.get("name", ""), state, key))

    def _take_properties(self, attributes):
        self.is_1904 = attributes.get("date1904") in _YES


class _Relations:
    """Handler of the relations of a part: [(id, kind, target)]."""

    def __init__(self):
        self.found = []
        self.starts, self.ends, self.text = {"Relationship": self._add}, {}, None

    def _add(self, attributes):
        if attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            self.found.append((attributes.get("Id", ""), kind, target))


class Styles:
    """Handler of the styles: of each, by its number, whether it strikes, its format."""

    def __init__(self):
        self._section, self._fonts, self._codes = "", [], {}
        self._styles, self._known = [], {}
        sections = ("fonts", "numFmts", "cellXfs", "cellStyleXfs", "dxfs")
        self.starts = {
            **{name: self._make_start(name) for name in sections},
            "font": self._add_font,
            "strike": self._strike,
            "numFmt": self._add_code,
            "xf": self._add_style,
        }
        self.ends = dict.fromkeys(sections, self._end_section)
        self.text = None

    def get(self, number):
        """(whether it strikes, ``Format``) of the style of a cell.

        :param number: as in the file, or None
        """
        if number not in self._known:
            self._known[number] = self._find(number)
        return self._known[number]

    def _find(self, number):
        at = read_int(number, 0)
        font, code = self._styles[at] if 0 <= at < len(self._styles) else (-1, "0")
        strikes = 0 <= font < len(self._fonts) and self._fonts[font]
        return strikes, read_format(self._get_code(code))

    def _get_code(self, number):
        if number in self._codes:
            return self._codes[number]
        return BUILTIN_FORMATS.get(read_int(number, 0), "General")

    def _make_start(self, name):
        def start(_attributes):
            self._section = name

        return start

    def _end_section(self):
        self._section = ""

    def _add_font(self, _attributes):
        if self._section == "fonts":
            self._fonts.append(False)

    def _strike(self, attributes):
        if self._section == "fonts" and self._fonts:
            self._fonts[-1] = is_on(attributes)

    def _add_code(self, attributes):
        if self._section == "numFmts":
            code = attributes.get("formatCode", "General")
            self._codes[attributes.get("numFmtId", "")] = code

    def _add_style(self, attributes):
        if self._section == "cellXfs":
            font = read_int(attributes.get("fontId"), 0)
            self._styles.append((font, attributes.get("numFmtId", "0")))


class _SharedStrings:
    """Handler of the shared texts."""

    def __init__(self, limits):
        self.limits = limits
        self.strings = []
        self._text = RichText()
        self.text = self._text.add
        self.starts = {**self._text.starts, "si": pass_over}
        self.ends = {**self._text.ends, "si": self._finish}

    def _finish(self):
        self.strings.append(self._text.take())
        if len(self.strings) > self.limits.strings:
            raise Refused("too_slow")


def read_int(text, otherwise):
    """A small number out of an attribute, whatever stands there."""
    try:
        return int((text or "")[:9])
    except ValueError:
        return otherwise
