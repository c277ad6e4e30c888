"""What leaves as a file for a spreadsheet: text stays text, whatever it begins with."""

import csv
import io
import itertools
import time
from pathlib import Path

import openpyxl
import pytest
from coi_sheets import export

ADDONS = Path(__file__).resolve().parents[2]
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
GAPS = ("", " ", "\xa0", "\t", "\u3000", "\u200b", "\ufeff", '"', '""', ' "')
BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")


def read(content, separator):
    """Every cell as a program reads it whose list separator is ``separator``."""
    text = content.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield from row


def is_formula(cell):
    return cell.strip(' \t\r\n\xa0\u3000\u200b\ufeff"')[:1] in tuple(SIGNS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_is_a_formula_whatever_the_list_separator(separator):
    starts = ("", *("x" + each for each in (",", ";", "\t", "|", *BREAKS)))
    for start, gap, sign in itertools.product(starts, GAPS, SIGNS):
        text = f"{start}{gap}{sign}1+1{separator}y"
        content = export.write_csv([["a", text, 'say "b"'], [text, text]])
        for cell in read(content, separator):
            if separator == "," or "x," not in text:
                assert not is_formula(cell), (text, cell)


@pytest.mark.parametrize("line_break", BREAKS)
def test_no_line_of_a_cell_is_a_formula(line_break):
    content = export.write_csv([["a", f"x{line_break}=1+1"]])
    lines = content.decode("utf-8-sig").splitlines()
    assert not [line for line in lines if is_formula(line)]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1", "'=1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t1", "'\t1"),
        ("x;=1", "x;'=1"),
        ('x; -1;"+2', "x; '-1;\"'+2"),
        ("two\nlines", "two\nlines"),
        ("30 days; none - or a@b.example", "30 days; none - or a@b.example"),
        ("Smith, Jones & Co.; Suite 4", "Smith, Jones & Co.; Suite 4"),
        ("", ""),
    ],
)
def test_what_is_put_before_a_sign(text, safe):
    assert export.defuse(text) == safe


def test_a_file_without_such_texts_is_what_it_always_was():
    rows = [["File", "Number"], ['a "b", c', 7], ["x\ny", ""]]
    text = 'File,Number\r\n"a ""b"", c",7\r\n"x\ny",\r\n'
    assert export.write_csv(rows) == text.encode("utf-8-sig")


def test_a_long_text_takes_no_longer_than_it_is_long():
    for text in ("\n" * 1_000_000, ";" * 1_000_000 + "x", " " * 1_000_000):
        begin = time.perf_counter()
        assert export.defuse(text) == text
        assert time.perf_counter() - begin < 1


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "＝1+1", "x;=1+1", "@x", "\t=1"])
def test_in_a_workbook_a_text_is_a_text(text):
    content = export.write_rows([text], [[text]], title="t")
    for [cell] in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows():
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.quotePrefix


def test_there_is_no_other_writer():
    """What is written elsewhere would not be looked at here."""
    writers = [
        path.name
        for addon in ADDONS.glob("coi_mass_generate*")
        for path in addon.rglob("*.py")
        if "tests" not in path.parts and "csv.writer(" in path.read_text("utf-8")
    ]
    assert writers == ["export.py"]
