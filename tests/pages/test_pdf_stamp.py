"""A certificate's file: well-formed, searchable, and always the same bytes."""

import hashlib
import io
import json
import pathlib
import random
import re
import time
import uuid
import zlib

import drawing
import pytest
import reading
from coi_pdf import errors, typeset, writer
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.pdfbase.ttfonts import TTFontFile

FILES = pathlib.Path(__file__).parent / "files"
LONG = {**drawing.VALUES, "description": "Operations of the insured. " * 300}


def stamped(head, values=drawing.VALUES, **options):
    pages = typeset.compose(head, values, drawing.LABELS)
    return writer.stamp(head, pages, **options)


@pytest.mark.parametrize("values", [drawing.VALUES, LONG])
def test_strict_readers_agree(head, values, tmp_path):
    pages = reading.check(stamped(head, values), tmp_path)
    expected = typeset.compose(head, values, drawing.LABELS)
    for words, (_number, entries) in zip(pages, expected, strict=True):
        stamped_words = " ".join(line for entry in entries for line in entry[2]).split()
        # The master's own words are drawn as paths here.
        assert sorted(words) == sorted(stamped_words)


@pytest.mark.parametrize("options", [[], ["-raw"]])
def test_a_holder_copies_line_by_line(head, options):
    assert drawing.VALUES["holder"] in reading.texts(stamped(head), *options)[0]


def test_letters_of_many_scripts(make_head, tmp_path):
    """More characters than one simple font has: three fonts in a file."""
    texts = ["".join(map(chr, range(first, first + 100))) for first in FIRSTS]
    head = make_head(*texts)
    known = [text for text in texts if head.covers([text])]
    line = "Łódź – Ελλάδα ½ Житомир “Đặng” \\(x)"
    head = make_head(line, *known)
    pdf = stamped(head, {"holder": line, "description": line * 3, "ai:p0": "Ж"})
    [first, _second] = reading.check(pdf, tmp_path)
    assert " ".join(first).count(line) >= 2 and "Ж" in first
    assert len(PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]) > 1


FIRSTS = (0xA1, 0x100, 0x164, 0x391, 0x400, 0x464, 0x1EA0)


def test_texts_stand_in_their_slots(head):
    pdf = stamped(head)
    for name, word in (("number", "CMG-000001"), ("holder", "Oak"), ("loan", "LN")):
        slot = next(slot for slot in head.slots if slot.name == name)
        box = place_of(word, pdf)
        assert box["xMin"] == pytest.approx(slot.x, abs=0.01)
        assert box["yMin"] < HEIGHT - slot.y < box["yMax"] < HEIGHT - slot.bottom + 1


def test_centered_texts_stand_in_the_middle(head):
    slot = next(slot for slot in head.slots if slot.name == "ai:p0")
    box = place_of("Y", stamped(head, {"ai:p0": "Y"}))
    middle = (box["xMin"] + box["xMax"]) / 2
    assert middle == pytest.approx((slot.left + slot.right) / 2, abs=0.01)


def test_text_behind_the_master_itself_goes_astray(head):
    """Qt leaves a flipped coordinate system behind: why a master is drawn as a form."""
    pdf = stamped(head)
    writing = PdfWriter(clone_from=io.BytesIO(pdf))
    page = writing.pages[0]
    form = page["/Resources"]["/XObject"]["/M"]
    page["/Resources"].update({**form["/Resources"], **page["/Resources"]})
    naive = DecodedStreamObject()
    naive.set_data(form.get_data() + page.get_contents().get_data()[len(b"q/M Do Q") :])
    page[NameObject("/Contents")] = writing._add_object(naive)
    file = io.BytesIO()
    writing.write(file)
    slot, word = head.slots[0], drawing.VALUES["number"]
    assert place_of(word, pdf)["yMin"] < HEIGHT - slot.y < place_of(word, pdf)["yMax"]
    assert place_of(word, file.getvalue())["yMin"] > HEIGHT / 2


def place_of(word, pdf):
    """Box of the first such word, in pt from its page's top left."""
    boxes = reading.run("pdftotext", "-bbox", "-", "-", data=pdf).decode()
    match = re.search(rf"<word ([^>]*)>{re.escape(word)}</word>", boxes)
    pairs = re.findall(r'(\w+)="([\d.]+)"', match[1])
    return {name: float(value) for name, value in pairs}


HEIGHT = 792


def test_title_author_language(head):
    reader = PdfReader(io.BytesIO(stamped(head, title="Łódź (1) \\ “2”")), strict=True)
    assert reader.metadata.title == "Łódź (1) \\ “2”"
    assert reader.metadata.author == "Harbor Insurance Agency"
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en-US"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert PdfReader(io.BytesIO(stamped(head))).metadata.title == "Certificate"


def test_an_unused_continuation_page_is_not_in_the_file(head):
    """Neither as a page nor as bytes, which a search by some programs would find."""
    without, with_one = stamped(head), stamped(head, LONG)
    forms = [data.count(b"/Subtype/Form") for data in (without, with_one)]
    assert forms == [2, 3]
    assert len(reading.texts(without)) == 2 and len(reading.texts(with_one)) == 3


def test_the_same_bytes_each_time(head):
    again = writer.Head.load(head.dump())
    for values in (drawing.VALUES, LONG, drawing.VALUES):
        pages = typeset.compose(head, values, drawing.LABELS)
        stored = json.loads(json.dumps(pages))
        assert writer.stamp(again, stored) == writer.stamp(head, pages)
        parts = writer.stamp_parts(again, stored, title="Certificate")
        data, digest = parts.data, parts.sha256
        assert data == writer.stamp(head, pages)
        assert digest == hashlib.sha256(data).hexdigest()


def test_different_files_have_different_names(head):
    """/ID comes from the content."""
    titles = ["One", "Two", "One"]
    readers = [PdfReader(io.BytesIO(stamped(head, title=title))) for title in titles]
    names = [reader.trailer["/ID"][0].original_bytes for reader in readers]
    assert names[0] == names[2] != names[1] and len(names[0]) == 16


def test_a_head_of_another_writer(head):
    version = b"coi-head %d " % writer.WRITER_VERSION
    newer = head.dump().replace(version, b"coi-head 99 ", 1)
    with pytest.raises(errors.HeadError, match="writer version 99"):
        writer.Head.load(newer)
    with pytest.raises(errors.HeadError, match="not a head"):
        writer.Head.load(b"%PDF-1.4")


def test_a_character_that_was_never_fitted(head):
    pages = [[0, [[4, 8.0, ["東京"]]]]]
    with pytest.raises(errors.MissingCharactersError):
        writer.stamp(head, pages)


def test_a_stamp_is_small(head):
    pages = typeset.compose(head, drawing.VALUES, drawing.LABELS)
    assert len(writer.stamp(head, pages)) - len(head.base(False)) < 4000


# --------------------------------------------------------------------- for ever


# What each version of the writer has made.
GOLDEN = {
    "golden": "2f7e93800fa90a2f3e0e2f6b0646012e5a6c25546a18c54b9056879ddd020e97",
    "golden2": "49cb4c9203f5070edf889a948744ee111f029e077572694d208a563c217fc60f",
    "golden3": "7490c263aead28cd39912cfae0bb89b790875fa3c6cd29c3d74c8b945af48ca7",
}


def stamp_golden(name):
    head = writer.Head.load((FILES / f"{name}.head").read_bytes())
    pages = json.loads((FILES / f"{name}.json").read_text())
    return writer.stamp(head, pages, title="Golden certificate – 1")


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_bytes(name):
    """What was issued must come out the same with every later version of the code."""
    assert hashlib.sha256(stamp_golden(name)).hexdigest() == GOLDEN[name]


def test_golden_file_is_good(tmp_path):
    first, second, third = reading.check(stamp_golden("golden"), tmp_path)
    assert "Łódź" in first and "Житомир" in first and "Y" in first
    assert "continued" in second and "Page 3 of 3" in " ".join(third)


def test_golden_file_of_the_second_writer_is_good(tmp_path):
    first, *further = reading.check(stamp_golden("golden2"), tmp_path)
    assert "What it says" in " ".join(first)
    for page in further:
        assert "Oak (West)" in " ".join(page) and "½" not in page
    assert "Description" in further[0] and "Description" not in first


def test_golden_file_of_the_third_writer_is_good(tmp_path):
    first, *_further = reading.check(stamp_golden("golden3"), tmp_path)
    assert "½ to all" in " ".join(first) and "1,000,000" in first
    box = place_of("1,000,000", stamp_golden("golden3"))
    assert box["xMax"] == pytest.approx(398, abs=0.01)


@pytest.mark.parametrize("golden", GOLDEN)
@pytest.mark.parametrize(
    "place, name",
    [
        (zlib, "compress"),
        (PdfReader, "__init__"),
        (TTFontFile, "__init__"),
        (time, "time"),
        (uuid, "uuid4"),
        (random, "random"),
    ],
)
def test_bytes_depend_on_nothing_else(monkeypatch, place, name, golden):
    """Neither on libraries that change nor on the clock nor on chance."""
    monkeypatch.setattr(place, name, None)
    assert hashlib.sha256(stamp_golden(golden)).hexdigest() == GOLDEN[golden]
