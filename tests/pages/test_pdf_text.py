"""Which texts can be stamped, and what becomes of odd characters."""

import unicodedata

import pytest
from coi_pdf import typeset
from hypothesis import given
from hypothesis import strategies as st

# Dropped, or turned into a space or a line end; clean() says which.
CHANGED = {0x09, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029, 0xAD, 0x200B, 0x2060, 0xFEFF}
CHANGED |= {
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0xD800, 0xE000),
}


@pytest.mark.parametrize(
    "before, after",
    [
        ("Oak\r\nElm\rAsh\x0bFir\u2028Yew\x85Box", "Oak\nElm\nAsh\nFir\nYew\nBox"),
        ("a\tb\x00c\x1b[0m\x7f", "a bc[0m"),
        ("pro\xadperty \u200bman\ufeff", "property man"),
        ("Mu\u0308ller", "M\xfcller"),
        ("no\xa0break", "no\xa0break"),
        ("lone \ud83c half", "lone \ufffd half"),
        ("  two  spaces  ", "  two  spaces  "),
        ("", ""),
    ],
)
def test_clean(before, after):
    assert typeset.clean(before) == after


@given(st.text())
def test_clean_keeps_all_else(text):
    kept = "".join(char for char in text if ord(char) not in CHANGED)
    cleaned = typeset.clean(text)
    plain = "".join(char for char in cleaned if char not in " \n\ufffd")
    wanted = unicodedata.normalize("NFC", kept)
    assert plain == "".join(char for char in wanted if char not in " \n\ufffd")
    assert typeset.clean(cleaned) == cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    "text",
    [
        "שלום",
        "سلام",
        "नमस्ते",
        "สวัสดี",
        "ខ្មែរ",
        "မြန်မာ",
        "x\u0323\u0307",  # two marks that no single character has
        "q\u0303",
        "\u202eevil",
        "a\u200db",
        "🏢",
        "𝒜",
        "ﺍ",
    ],
)
def test_scripts_that_need_shaping(text):
    assert typeset.needs_shaping(f"Oak {text} LLC")


@pytest.mark.parametrize(
    "text",
    [
        "Oak & Elm",
        "Łódź",
        "Đặng Thị",
        "Ελλάδα",
        "Житомир",
        "“quoted” – ½ €",
        "e\u0301",
        "東京",
    ],
)
def test_scripts_that_need_none(text):
    assert not typeset.needs_shaping(text)


def test_missing_characters(face):
    assert face.missing("Oak\nŁódź\t– Ελλάδα") == set()
    assert face.missing("Oak 東京 LLC") == {"東", "京"}
    assert face.missing("e\u0301") == set()


def test_the_face_itself_would_draw_boxes(face):
    """Neither reportlab's widths nor its subsets say that a glyph is missing."""
    assert "東" not in face.metrics.widths
    assert face.font.charWidths.get(ord("東"), face.font.defaultWidth) > 0
    assert len(face.subset("東")) > 1000


def test_a_character_mapped_to_no_glyph_is_missing(face):
    drawn = face.font.charToGlyph
    assert all(drawn[ord(char)] for char in face.metrics.widths)


def test_width(face):
    one, two = face.metrics.width("M", 8), face.metrics.width("MM", 16)
    assert 4 < one < 8 and two == pytest.approx(4 * one)
