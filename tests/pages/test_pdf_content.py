"""Content streams are read token by token and never written anew."""

import pytest
from coi_pdf import content
from hypothesis import given
from hypothesis import strategies as st


def names(data):
    return [operator for operator, *_rest in content.operators(data)]


def test_operands_and_place():
    data = b"q 0.750000000 0 0 -.75 9 782 cm\nf*"
    found = list(content.operators(data))
    assert [item[0] for item in found] == [b"q", b"cm", b"f*"]
    assert found[1][1] == [b"0.750000000", b"0", b"0", b"-.75", b"9", b"782"]
    assert [data[start:end] for *_more, start, end in found] == [b"q", b"cm", b"f*"]


@pytest.mark.parametrize(
    "string",
    [rb"(Q (f) \) Q)", rb"(\\)", rb"(\()", b"<51 66>", b"(a\nQ)", rb"(\\\()", b"()"],
)
def test_operators_inside_strings_are_none(string):
    assert names(b"BT " + string + b" Tj ET") == [b"BT", b"Tj", b"ET"]


def test_what_else_looks_like_an_operator():
    data = b"/Q gs [(Q) 1 /f] TJ /P <</f /Q /B true>> BDC % Q f\nEMC null foo"
    assert names(data) == [b"gs", b"TJ", b"BDC", b"EMC", b"foo"]


def test_inline_image_data_is_skipped():
    data = b"q BI /W 1 /H 1 ID Q f* (( EI\nQ"
    assert names(data) == [b"q", b"BI", b"ID", b"Q"]


def test_a_stream_that_ends_inside_a_string():
    assert names(b"f (abc") == [b"f"]


@pytest.mark.parametrize(
    "before, after",
    [
        (b"q 1 0 0 1 0 0 cm Q f", b" f"),
        (b"q q 0 0 m h W n Q /GSa gs Q S", b" S"),
        (b"q q Q 0 0 1 1 re f Q", b"q  0 0 1 1 re f Q"),
        (b"q (x) Tj Q q Q", b"q (x) Tj Q "),
        (b"q /P BMC Q", b"q /P BMC Q"),  # unknown effects are left alone
        (b"Q q", b"Q q"),  # as unbalanced as Qt's own
    ],
)
def test_groups_that_paint_nothing_are_dropped(before, after):
    assert content.without_silent_groups(before) == after


@given(st.lists(st.sampled_from([b"q", b"Q", b"f", b"n", b"W", b"1 w", b"(q) Tj"])))
def test_all_that_paints_remains(parts):
    painting = [b"f", b"Tj"]
    before = b" ".join(parts)
    after = content.without_silent_groups(before)
    kept = [name for name in names(after) if name in painting]
    assert kept == [name for name in names(before) if name in painting]
    assert depths(after) == depths(before)


def depths(data):
    """How deep in groups each painting operator stands."""
    depth, found = 0, []
    for name in names(data):
        depth = {b"q": depth + 1, b"Q": max(depth - 1, 0)}.get(name, depth)
        found += [depth] if name in (b"f", b"Tj") else []
    return found
