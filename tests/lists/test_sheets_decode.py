"""Letters with accents come out right, or the row says that they may not."""

import codecs

import pytest
from coi_sheets import Refused, read_safely
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import map_columns
from coi_sheets.read.csv_file import read
from coi_sheets.read.decode import decode, judge
from coi_sheets.read.limits import Limits
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import read_measured

HEADER = "Holder Name,Address,City,State,ZIP"
NAMES = [
    "Café Ñandú LLC",
    "PEÑA HERMANOS S.A.",
    "Müller & Söhne GmbH",
    "São João Ltda",
    "Université d’Été",
    "Joe’s “Pops” Diner – North",
    "Hernández Construcción",
    "Ávila y Núñez",
    "Crème Brûlée Inc.",
    "Señor Frío",
]


def make(names, encoding="utf-8"):
    lines = [HEADER, *(f"{name},14 Quay St,Boston,MA,02110" for name in names)]
    return "\r\n".join(lines).encode(encoding)


def take(content):
    return read(content, None, Limits())


def get_names(book):
    return [row.cells[0] for row in book.rows[1:]]


def get_told(book):
    """Numbers of the lines that say that their letters were guessed."""
    return [
        row.number
        for row in book.rows
        if any(code == "decoded" for _index, code, _detail in row.marks)
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_one_wrong_byte_spoils_no_other_line(name, end):
    """All accents of the file were spoilt by one line."""
    lines = [line.encode() for line in [HEADER, "Café Ñandú LLC,1 A", "Plain LLC,2 A"]]
    content = end.encode().join([*lines, f"{name},3 A".encode("cp1252")])
    book = take(content)
    assert get_names(book) == ["Café Ñandú LLC", "Plain LLC", name]
    assert get_told(book) == [4]
    assert dict(book.notes)["encoding_mixed"] == {"lines": "4"}


def test_a_byte_that_is_wrong_in_a_line_that_is_right():
    content = make(["Café Ñandú LLC"]).replace("ú".encode(), b"\xfa")
    book = take(content)
    assert get_names(book) == ["Café Ñandú LLC"]
    assert get_told(book) == [2]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850"])
def test_old_encodings_of_a_whole_file(encoding):
    names = [name for name in NAMES if _is_writable(name, encoding)]
    book = take(make(names, encoding))
    assert get_names(book) == names
    told = get_told(book)
    assert not told if encoding in ("cp1252", "latin-1") else len(told) >= len(names)
    assert "encoding" in dict(book.notes)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize("name", NAMES)
def test_a_single_name_in_an_old_encoding_is_right_or_told(name, encoding):
    if not _is_writable(name, encoding):
        return
    book = take(make([name], encoding))
    assert get_names(book) == [name] or get_told(book) == [2]
    if encoding == "cp1252":
        assert get_names(book) == [name]


def _is_writable(name, encoding):
    try:
        name.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def test_the_letters_of_a_row_that_was_guessed_are_told():
    content = make(["Café Ñandú LLC"], "mac_roman")
    book = take(content)
    done = Cleaner(dict(enumerate(map_columns(book.rows[0].cells)))).clean(book.rows[1])
    assert done.get("name") == "Café Ñandú LLC"
    assert done.notices == [
        ["name", "decoded", {"value": "Café Ñandú LLC", "encoding": "mac_roman"}]
    ]


def test_a_line_of_another_program_in_a_file_of_windows():
    content = make(NAMES, "cp1252") + "\r\nCafé Ñandú LLC,1 A".encode("cp850")
    book = take(content)
    assert get_names(book) == [*NAMES, "Café Ñandú LLC"]
    assert get_told(book) == [len(NAMES) + 2]


def test_letters_that_are_lost_are_asked():
    """Written by a program that did not know them."""
    book = take(make(["Caf\ufffd Luna", "Café Dos"]))
    cleaner = Cleaner(dict(enumerate(map_columns(book.rows[0].cells))))
    [[key, code, _detail]] = cleaner.clean(book.rows[1]).problems
    assert (key, code) == ("name", "letters_lost")
    assert not cleaner.clean(book.rows[2]).problems


def test_a_byte_that_means_nothing_is_asked_or_told():
    book = take(make(NAMES, "cp1252") + b"\r\nCaf\x81 Luna,1 A\r\nCaf\x8f,2 A")
    assert get_names(book)[: len(NAMES)] == NAMES
    assert get_told(book)[0] == len(NAMES) + 2
    cleaner = Cleaner(dict(enumerate(map_columns(book.rows[0].cells))))
    last = cleaner.clean(book.rows[-1])
    assert "letters_lost" in str(last.problems) or "decoded" in str(last.notices)


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le", "utf-8-sig"]
)
@pytest.mark.parametrize("padding", [b"", bytes(2048), bytes(1000) + b"\x1a"])
def test_wide_encodings_with_and_without_their_mark(encoding, padding):
    book = take(make(NAMES, encoding) + padding)
    assert get_names(book) == NAMES
    assert not get_told(book)
    assert book.rows[1].cells[-1] == "02110"


def test_a_mark_of_utf_8_on_a_file_of_windows():
    book = take(codecs.BOM_UTF8 + make(NAMES, "cp1252"))
    assert get_names(book) == NAMES


@pytest.mark.parametrize("encoding", ["cp1251", "cp1250", "shift_jis"])
def test_other_alphabets_are_guessed_and_told(encoding):
    name = {
        "cp1251": "ООО Строительная компания Рога и Копыта, Москва",
        "cp1250": "Przedsiębiorstwo Żółć Łódź Spółka Święty Źródło",
        "shift_jis": "東京海上日動火災保険株式会社 サンプル建設",
    }[encoding]
    name = name.replace(",", "")
    book = take(make([name] * 5, encoding))
    assert get_names(book) == [name] * 5 or len(get_told(book)) >= 5


# ------------------------------------------------------------ padding, and nothing


@pytest.mark.parametrize(
    "content",
    [
        make(["Quay LLC"]) + bytes(5000),
        make(["Quay LLC"]) + b"\r\n\x1a",
        make(["Quay LLC"]) + b"\r\n\x1a" + bytes(100),
        make(["Quay LLC"]).replace(b",", b"\0\0\0\0\0,"),
        make(["Quay LLC"]).replace(b",", bytes(400) + b","),
        bytes(64) + make(["Quay LLC"]),
        b"\x1a" + make(["Quay LLC"]),
        make(["Quay LLC"]).replace(b"\r\n", b"\x1a\r\n"),
    ],
)
def test_what_programs_fill_up_with_is_passed_over(content):
    book = read_safely(content, "list.csv")
    assert [row.cells for row in book.rows] == [
        HEADER.split(","),
        ["Quay LLC", "14 Quay St", "Boston", "MA", "02110"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x1a",
        b"\r\n\x1a\0\0",
        codecs.BOM_UTF8,
        codecs.BOM_UTF8 + b"\r\n",
        "\r\n".encode("utf-16"),
        ",,,\n".encode("utf-16-le"),
        b'"",""\n"",""\n',
        b"sep=;\r\n",
        b"<html><body></body></html>",
        b"<table></table>",
        b"\xa0,\xa0\n",
    ],
)
def test_a_file_without_a_row_is_called_empty(content):
    with pytest.raises(Refused) as refused:
        read_safely(content, "list.csv")
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    "content, what",
    [
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,5\r\n""\r\n', "dif"),
        (b'table\n0,1\n""\n', "dif"),
        (b'<Workbook xmlns="urn:office:spreadsheet"><Worksheet/></Workbook>', "xml"),
        (b"<ss:Workbook><ss:Worksheet/></ss:Workbook>", "xml"),
        (b"<holders><holder><name>Elm Works, LLC</name></holder></holders>", "data"),
        (b"<rss>\n  <item id='1'>Elm Works</item>\n</rss>", "data"),
        ("TABLE\r\n0,1\r\n".encode("utf-16"), "dif"),
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\n", "sylk"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lee Roe\r\nEND:VCARD", "cards"),
        (b'[{"name": "Quay LLC"}]', "data"),
        (b'{\n "holders": [1]}', "data"),
        (b"<?xml version='1.0'?><holders><holder>Quay</holder></holders>", "data"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "web_archive"),
        (b"SQLite format 3\0" + bytes(100), "database"),
        (b"\0\1\0\0Standard Jet DB\0" + bytes(100), "database"),
        (b"\3\x7e\1\1\1\0\0\0\x41\0\x20\0" + bytes(52) + b"\r data", "database"),
    ],
)
def test_other_formats_of_tables_are_refused_by_name(content, what):
    with pytest.raises(Refused) as refused:
        read_safely(content, "list.csv")
    assert (refused.value.code, refused.value.detail) == ("wrong_kind", {"what": what})


@pytest.mark.parametrize(
    "first",
    ["TABLE", "Table,City", "ID", "ID;Name", "[Name],City", "PK,City", "MZ Name,City"],
)
def test_a_list_whose_header_begins_alike_is_read(first):
    assert len(read_safely(f"{first}\nQuay,Boston\n".encode()).rows) == 2


# ----------------------------------------------------------------------- any bytes


FIRST = b"Holder Name,City\n"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_byte_that_is_text_is_lost(content):
    text = decode(FIRST + content).text
    assert (
        text.startswith("Holder") or "\0" in text or content[:1] in (b"\xff", b"\xfe")
    )
    plain = [sign for sign in content.rstrip(b"\0\x1a") if 32 <= sign < 127]
    if "\0" not in text and decode(FIRST + content).encoding in ("utf-8", "cp1252"):
        assert sum(32 <= ord(sign) < 127 for sign in text) >= len(plain)


def test_what_makes_no_sense_is_known():
    assert judge("Café Ñandú")[0] > 0
    assert judge("CafŽ „andœ")[0] < judge("Café Ñandú")[0]
    assert not judge("Caf├®")[1]


@pytest.mark.parametrize(
    "line",
    [
        b"\xe9" * 1000,
        b"a\x81",
        b"\xc3\xa9\xe9",
        b"\x8e\x96 " * 300,
        b"\xff",
        b"a,\xfa\r",
    ],
)
def test_odd_bytes_by_the_megabyte_take_little_time(line):
    content = b"Holder Name,City\n" + (line + b"\n") * (10_000_000 // (len(line) + 1))
    _code, seconds, megabytes = read_measured(content, "list.csv")
    assert seconds < 5
    assert megabytes < 200
