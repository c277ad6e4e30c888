"""Workbooks as no test of a library has them, each an edit of a plain one.

Plain ones are written here part by part, so that every sign can be odd.
"""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = "http://purl.oclc.org/ooxml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

TYPES = "[Content_Types].xml"
TOP = "_rels/.rels"
BOOK = "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"

WORDS = [
    *("Holder Name", "Address", "City", "ZIP", "Valid until"),
    *("Pier One LLC", "1 Pier Rd", "Boston", "Pier Two LLC", "2 Pier Rd", "Salem"),
]
ROWS = [
    WORDS[:5],
    ["Pier One LLC", "1 Pier Rd", "Boston", "12110", "2026-12-31"],
    ["Pier Two LLC", "2 Pier Rd", "Salem", "11970", "2026-12-30"],
]
_CELLS = [
    "".join(
        f'<c r="{letter}1" t="s"><v>{at}</v></c>' for at, letter in enumerate("ABCDE")
    ),
    '<c r="A2" t="s"><v>5</v></c><c r="B2" t="s"><v>6</v></c><c r="C2" t="s"><v>7</v>'
    '</c><c r="D2"><v>12110</v></c><c r="E2" s="1"><v>46387</v></c>',
    '<c r="A3" t="s"><v>8</v></c><c r="B3" t="s"><v>9</v></c><c r="C3" t="s"><v>10</v>'
    '</c><c r="D3"><v>11970</v></c><c r="E3" s="1"><v>46386</v></c>',
]


def make_parts():
    """{name: XML} of a plain workbook of ``ROWS``, as Excel writes it."""
    rows = "".join(
        f'<row r="{at}" spans="1:5">{cells}</row>' for at, cells in enumerate(_CELLS, 1)
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in (
            *((BOOK, "sheet.main"), (SHEET, "worksheet")),
            *((STYLES, "styles"), (TEXTS, "sharedStrings")),
        )
    )
    relation = '<Relationship Id="{}" Type="' + DOCS + '/{}" Target="{}"/>'
    relations = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    return {
        TYPES: f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension='
        '"rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        TOP: relations
        + relation.format("rId1", "officeDocument", BOOK)
        + "</Relationships>",
        BOOK: f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCS}"><workbookPr/>'
        "<bookViews>"
        '<workbookView activeTab="0"/></bookViews><sheets><sheet name="Holders" '
        'sheetId="1" r:id="rId1"/></sheets></workbook>',
        RELS: relations
        + relation.format("rId1", "worksheet", "worksheets/sheet1.xml")
        + relation.format("rId2", "styles", "styles.xml")
        + relation.format("rId3", "sharedStrings", "sharedStrings.xml")
        + "</Relationships>",
        SHEET: f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:E3"/><sheetViews>'
        '<sheetView workbookViewId="0"/></sheetViews><cols><col min="1" max="5" '
        f'width="20"/></cols><sheetData>{rows}</sheetData></worksheet>',
        STYLES: f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt '
        'numFmtId="164" formatCode="General"/></numFmts><fonts count="2"><font><sz '
        'val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/></font>'
        "<font>"
        "<strike/></font></fonts><fills><fill/></fills><borders><border/></borders>"
        "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
        '<xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/>'
        '<xf numFmtId="164" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs>'
        "</styleSheet>",
        TEXTS: f'{HEAD}<sst xmlns="{MAIN}" count="11" uniqueCount="11">'
        + "".join(f"<si><t>{word}</t></si>" for word in WORDS)
        + "</sst>",
    }


def pack(parts, compression=zipfile.ZIP_DEFLATED, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression, **more) as archive:
        for name, data in parts.items():
            archive.writestr(name, data if isinstance(data, bytes) else data.encode())
    return out.getvalue()


def edit(*edits, parts=None):
    """The plain workbook with edits: (part or "*", old, new) each.

    Without an old text, the part becomes ``new``; without both, it is left out.
    """
    parts = dict(parts or make_parts())
    for name, old, new in edits:
        if old is None and new is None:
            del parts[name]
        elif old is None:
            parts[name] = new
        else:
            for each in [name] if name != "*" else list(parts):
                assert name == "*" or old in parts[each], (name, old)
                parts[each] = parts[each].replace(old, new)
    return parts


def rename(change):
    return {change(name): data for name, data in make_parts().items()}


def encode(encoding, name=SHEET):
    parts = make_parts()
    parts[name] = parts[name].replace("UTF-8", encoding).encode(encoding)
    return parts


def put(name, old, new):
    return lambda: pack(edit((name, old, new)))


def leave_out(*names):
    return lambda: pack(edit(*((name, None, None) for name in names)))


D2 = '<c r="D2"><v>12110</v></c>'
A2 = '<c r="A2" t="s"><v>5</v></c>'


def cell(text):
    """Another cell D2."""
    return put(SHEET, D2, text)


def form(code, value, kind=""):
    """D2 with a number format; ``kind`` "s" makes it a text."""
    code = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    given = f'<c r="D2" s="2"><v>{value}</v></c>'
    if kind:
        given = f'<c r="D2" s="2" t="str"><v>{value}</v></c>'
    return lambda: pack(
        edit(
            (STYLES, 'formatCode="General"', f'formatCode="{code}"'), (SHEET, D2, given)
        )
    )


def change(*edits, **more):
    return lambda: pack(edit(*edits), **more)


def strip_references():
    parts = make_parts()
    for at in range(1, 4):
        parts[SHEET] = parts[SHEET].replace(f'<row r="{at}" spans="1:5">', "<row>")
        for letter in "ABCDE":
            parts[SHEET] = parts[SHEET].replace(f' r="{letter}{at}"', "")
    return pack(parts)


def add_prefixes():
    parts = make_parts()
    for name in (BOOK, SHEET, STYLES, TEXTS):
        text = parts[name].replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        head, body = text.split("\n", 1)
        body = body.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
        parts[name] = f"{head}\n{body}"
    return pack(parts)


def stream():
    """As programs write that cannot go back: sizes behind the data."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_place):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in make_parts().items():
            archive.writestr(name, data)
    return out.getvalue()


def make_zip64():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in make_parts().items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(data.encode())
    return out.getvalue()


def add_sheets(*, state="", kind="worksheet", name="Old", first=True):
    """A second sheet without a list, before or behind the first."""
    extra = f'<sheet name="{name}" sheetId="2" {state} r:id="rId9"/>'
    place = ("<sheets>", f"<sheets>{extra}")
    if not first:
        place = ("</sheets>", f"{extra}</sheets>")
    relation = (
        f'<Relationship Id="rId9" Type="{DOCS}/{kind}" Target="{kind}s/sheet9.xml"/>'
    )
    empty = f'<{kind} xmlns="{MAIN}"><sheetData/></{kind}>'
    return pack(
        edit(
            (BOOK, *place),
            (RELS, "</Relationships>", f"{relation}</Relationships>"),
            (f"xl/{kind}s/sheet9.xml", None, empty),
        )
    )


# ------------------------------------------------------- binary workbooks (.xlsb)

_BIN = {"book": "xl/workbook.bin", "sheet": "xl/worksheets/sheet1.bin"}


def _record(number, data=b""):
    """One record of BIFF12: its number and its length, seven bits a byte."""
    head = bytes([number & 0x7F | 0x80, number >> 7])
    if number < 128:
        head = bytes([number])
    size, length = len(data), b""
    while size > 127:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + data


def _wide(text):
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def make_xlsb(rows, *, shared=False, state=0, style=0, macros=False):
    """A binary workbook as Excel writes it, of texts, numbers, booleans and errors.

    rows: a cell is a text, an int (packed), a float, a bool, b"" and the code of an
    error, or ("=", text) for a formula with a text as its result.

    :param style: of numbers: 1 is a date
    """
    texts = list(dict.fromkeys(v for row in rows for v in row if isinstance(v, str)))
    size = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    records = [_record(129), _record(148, size), _record(145)]
    for at, row in enumerate(rows):
        if row:
            records.append(_record(0, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0)))
        for column, value in enumerate(row):
            if value is not None:
                start = struct.pack("<II", column, 0)
                known = texts if shared else None
                records.append(_make_binary_cell(start, value, known, style))
    sheet = b"".join([*records, _record(146), _record(130)])
    bundle = struct.pack("<II", state, 1) + _wide("rId1") + _wide("Holders")
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144)
    book += _record(132)
    styles = _record(278) + _record(617, struct.pack("<I", 2))
    for number in (0, 14):
        styles += _record(47, struct.pack("<HHHHHBBH", 0, number, 0, 0, 0, 0, 0, 0))
    styles += _record(618) + _record(279)
    parts = _make_binary_parts(book, sheet, styles)
    if shared:
        parts["xl/sharedStrings.bin"] = (
            _record(159, struct.pack("<II", len(texts), len(texts)))
            + b"".join(_record(19, b"\0" + _wide(text)) for text in texts)
            + _record(160)
        )
    if macros:
        parts["xl/vbaProject.bin"] = b"Auto_Open"
    return pack(parts)


def _make_binary_cell(start, value, texts, style):
    dated = start[:4] + struct.pack("<I", style)
    if isinstance(value, bool):
        return _record(4, start + bytes([value]))
    if isinstance(value, bytes):
        return _record(3, start + value)
    if isinstance(value, int):
        return _record(2, dated + struct.pack("<i", value << 2 | 2))
    if isinstance(value, float):
        return _record(5, dated + struct.pack("<d", value))
    if isinstance(value, tuple):
        return _record(8, start + _wide(value[1]) + struct.pack("<HIBI", 0, 1, 0x1D, 0))
    if texts is not None:
        return _record(7, start + struct.pack("<I", texts.index(value)))
    return _record(6, start + _wide(value))


def _make_binary_parts(book, sheet, styles):
    parts = make_parts()
    names = {BOOK: _BIN["book"], SHEET: _BIN["sheet"], STYLES: "xl/styles.bin"}
    names[TEXTS] = "xl/sharedStrings.bin"
    made = {name: parts[name] for name in (TYPES, TOP)}
    made["xl/_rels/workbook.bin.rels"] = parts[RELS]
    for old, new in names.items():
        for name, text in made.items():
            short = old.removeprefix("xl/"), new.removeprefix("xl/")
            made[name] = text.replace(old, new).replace(*short)
    made[TYPES] = made[TYPES].replace(
        "sheet.main+xml", "sheet.binary.macroEnabled.main"
    )
    return {**made, _BIN["book"]: book, _BIN["sheet"]: sheet, "xl/styles.bin": styles}
