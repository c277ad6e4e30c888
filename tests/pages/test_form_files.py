"""Certificates on a form as files: each holder's own, the same for ever, and dead."""

import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import by_hand
import drawing
import faces
import form_making
import pytest
import reading
from coi_pdf import acroform, master, typeset, whole, writer
from coi_pdf.acroform import Block, Place
from coi_sample_forms import builder, make
from coi_sample_forms.layout import REMARKS
from form_making import ABOUT, LABELS, fill, get_texts, make_file
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from test_form_filling import ADDRESS, HOLDER

COUNT = 1000
NUMBER = "CertificateOfInsurance_CertificateNumberIdentifier_A"
BLOCKS = [Block(tuple(ADDRESS), Place("holder"))]
PLACES = {NUMBER: Place("number"), REMARKS: Place("description")}
# Each of them somewhere in a real file of somebody's.
TRAPS = [
    {},
    {"password": "", "qualified": False},
    {"xfa": "beside", "scripts": True, "rights": True},
    {"layer": True, "need_appearances": True},
]


def values_of(number):
    """Words that are nobody else's, nor on the form; every seventh has many."""
    words = f"Only{number}only " * (300 if number % 7 == 0 else 3)
    return {
        "holder": f"Holder{number}x LLC\n{number} Main Street\nSalem, OR",
        "number": f"COI-{number:06}",
        "description": words,
    }


@pytest.fixture(scope="module")
def head():
    return fill(make(scripts=True, xfa="beside"), PLACES, BLOCKS)[0]


def test_a_thousand_holders_each_on_pages_of_its_own(head, tmp_path):
    """Merged by others, forms show the first one's values on all pages."""
    merged, archive = io.BytesIO(), io.BytesIO()
    target = writer.Merged(merged, **ABOUT)
    expected = []
    with zipfile.ZipFile(archive, "w") as files:
        for number in range(COUNT):
            pages = typeset.compose(head, values_of(number), LABELS)
            target.add(head, pages, f"{number}")
            files.writestr(f"{number}.pdf", writer.stamp(head, pages))
            expected += [number] * len(pages)
        target.close()
        assert len(expected) > COUNT
        assert owners(reading.texts(merged.getvalue())) == expected
        for number in random.Random(1).sample(range(COUNT), 40):
            texts = reading.texts(files.read(f"{number}.pdf"))
            assert owners(texts) == [number] * len(texts)
    assert form_making.find_interactive(merged.getvalue()) == []
    path = tmp_path / "merged.pdf"
    path.write_bytes(merged.getvalue())
    said = reading.run("qpdf", "--check", path).decode()
    assert "No syntax or stream encoding errors" in said


def owners(texts):
    """The one number that all words of each page tell."""
    found = []
    for text in texts:
        told = re.findall(r"\b(?:Only|Holder|COI-)(\d+)", text)
        [number] = set(map(int, told))
        found.append(number)
    return found


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_nothing_is_left_to_fill_in(trap, tmp_path):
    """Set to read-only, fields are still fields: here there are none."""
    data = make_file(make(**trap), PLACES, values_of(1), BLOCKS)
    assert form_making.find_interactive(data) == []
    reading.check(data, tmp_path)
    reader = PdfReader(io.BytesIO(data), strict=True)
    assert not reader.is_encrypted and reader.get_fields() is None
    assert set(reader.trailer["/Root"]) == {
        *("/Type", "/Pages", "/Lang", "/ViewerPreferences")
    }


def test_forms_of_many_sources_in_one_file():
    """Their objects have the same numbers and their fields the same names."""
    merged = io.BytesIO()
    target = writer.Merged(merged, **ABOUT)
    for edition in ("EDITION ONE", "EDITION TWO"):
        head, _spilled = fill(make(edition=edition), PLACES, BLOCKS)
        for number in (1, 2):
            pages = typeset.compose(head, values_of(number), LABELS)
            target.add(head, pages, edition)
    target.close()
    texts = get_texts(merged.getvalue())
    editions = ["ONE", "ONE", "TWO", "TWO"]
    assert [text.partition("EDITION ")[2][:3] for text in texts] == editions
    assert owners(texts) == [1, 2, 1, 2]


def test_a_form_under_many_insureds_is_there_once():
    """Else a thousand insureds would have a thousand copies of it in one file."""
    sizes, count = [], 20
    for insureds in (1, count):
        merged = io.BytesIO()
        target = writer.Merged(merged, **ABOUT)
        for number in range(count):
            contents = {
                **PLACES,
                "NamedInsured_FullName_A": f"Firm {number % insureds}",
            }
            head, _spilled = fill(make(layer=True), contents, BLOCKS)
            pages = typeset.compose(head, values_of(number), LABELS)
            target.add(head, pages, f"{number}")
        target.close()
        texts = get_texts(merged.getvalue())
        firsts = [text for text in texts if "SAMPLE" in text]
        assert owners(texts)[-1] == count - 1 and len(firsts) == count
        for number, text in enumerate(firsts):
            assert f"Firm {number % insureds}" in text.splitlines()
        sizes.append(len(merged.getvalue()))
    own = (sizes[1] - sizes[0]) / (count - 1)
    assert own < 2500 < len(make()) / 10


def test_another_form_behind_a_form():
    """As its continuation page: of another file, with page numbers apart."""
    form = builder.FormBuilder(draw_remarks)
    form.add_text("number", (400, 740, 500, 752))
    form.add_text("page", (520, 740, 535, 752))
    form.add_text("pages", (540, 740, 555, 752))
    form.add_text("remarks", (30, 40, 580, 700), flags=builder.MULTILINE)
    behind = acroform.fill(
        acroform.read_form(form.make()),
        form_making.get_face(),
        {
            "number": Place("number"),
            "page": Place("page_number"),
            "pages": Place("page_count"),
            "remarks": Place("body"),
        },
    )
    first = acroform.fill(
        acroform.read_form(make()), form_making.get_face(), PLACES, BLOCKS
    )
    joined = acroform.joined(first.master, behind.master)
    head = writer.make_head(joined, form_making.get_face(), [], **ABOUT)
    short = typeset.compose(head, values_of(1), LABELS)
    assert len(get_texts(writer.stamp(head, short))) == 1
    words = " ".join(f"word{number}" for number in range(2000))
    pages = typeset.compose(head, {**values_of(1), "description": words}, LABELS)
    first, *more = get_texts(writer.stamp(head, pages))
    assert "See continuation page" in first and "word0" not in first
    for page, text in enumerate(more, 2):
        told = {"OWN", "REMARKS", "COI-000001", str(page), str(len(more) + 1)}
        assert told <= set(text.split())
    assert set(words.split()) <= set(" ".join(more).split())


def draw_remarks(canvas):
    canvas.drawString(30, 770, "OWN REMARKS")
    canvas.showPage()


def test_no_character_is_lost():
    """Whatever its length, every text is on the form or on the continuation page."""
    chance = random.Random(7)
    form = acroform.read_form(make())
    fields = [one for one in form.fields if one.kind == "text" and one.is_usable]
    for _time in range(6):
        texts = {field.name: make_words(chance, field.name) for field in fields}
        shared = {name: text for name, text in texts.items() if chance.random() < 0.5}
        own = {name: text for name, text in texts.items() if name not in shared}
        contents = {**shared, **{name: Place(name) for name in own}}
        pages = get_texts(make_file(make(), contents, own))
        found = "".join("".join(pages).split())
        for name, text in texts.items():
            for word in text.split():
                assert word in found, name


def make_words(chance, name):
    length = chance.choice((1, 5, 10, 40, 300))
    stem = "".join(filter(str.isupper, name))
    return " ".join(
        f"{stem}{chance.randrange(10**6)}" for _word in range(length // 9 + 1)
    )


def test_bytes_of_a_form_on_several_pages():
    """A text of two widgets of one name is on both pages."""
    form = builder.FormBuilder(lambda canvas: [canvas.showPage(), canvas.showPage()])
    for page in (0, 1):
        form.add_text("one", form_making.BOX, page=page)
    for contents, values in (
        ({"one": "Text"}, {}),
        ({"one": Place("s")}, {"s": "Text"}),
    ):
        texts = get_texts(make_file(form.make(), contents, values))
        assert [text.strip() for text in texts] == ["Text", "Text"]


# --------------------------------------------------------------------------- for ever

PROGRAM = """
import hashlib, sys
sys.path[:0] = sys.argv[1:4]
if sys.argv[4] == "odoo":
    import odoo.tools.pdf
import plain
import form_making
import test_form_files
print(test_form_files.make_hashes())
"""


def make_hashes():
    """Of all that is made of a form with traps of all kinds."""
    pdf = make(layer=True, xfa="beside", password=None, qualified=False)
    head, spilled = fill(pdf, {**PLACES, HOLDER: "x" * 200}, ())
    values = {**values_of(7), **spilled}
    values.pop("holder")
    pages = typeset.compose(head, values, LABELS)
    parts = (head.dump(), writer.stamp(head, pages))
    return [hashlib.sha256(data).hexdigest() for data in parts]


@pytest.mark.parametrize("where", ["outside", "odoo"])
def test_the_same_bytes_with_and_without_odoo(where):
    """Odoo changes how pypdf's dictionaries give what they hold."""
    folders = [Path(__file__).parent, Path(__file__).parents[1], faces.ODOO]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, folders), where],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.strip() == str(make_hashes()), done.stderr


def test_the_form_is_not_needed_any_more(head, monkeypatch):
    """Neither it, nor what it says, nor the library that read it."""
    pages = typeset.compose(head, values_of(3), LABELS)
    data, stored = writer.stamp(head, pages), (head.dump(), json.dumps(pages))
    for place, name in ((PdfReader, "__init__"), (acroform, "fill")):
        monkeypatch.setattr(place, name, None)
    again = writer.Head.load(stored[0])
    assert writer.stamp(again, json.loads(stored[1])) == data


# ------------------------------------------------------------------------- any script


def test_what_the_face_cannot_draw_is_laid_over(render):
    """The page renderer paints white paper under all it draws: it hid the form."""
    html = drawing.document(
        "body {font: 14px sans-serif; margin: 0}",
        "<p style='margin: 300px 0 0 200px'>Łódź laid over</p>",
    )
    base = make_file(make(), PLACES, values_of(1), BLOCKS)
    data = whole.overlaid(base, render(html))
    [text] = get_texts(data)
    assert "Łódź laid over" in text and "SAMPLE EVIDENCE" in text
    assert "COI-000001" in PdfReader(io.BytesIO(data)).pages[0].extract_text()
    parts = [whole.Part("COI-000001", 1, "One")]
    about = {key: ABOUT[key] for key in ("author", "language")}
    [alone] = whole.split(data, parts, **about)
    below, above = (form_making.get_image(pdf) for pdf in (base, alone))
    # Nothing of the form is lighter than it was.
    assert all(
        new <= old + 2
        for old, new in zip(below.tobytes(), above.tobytes(), strict=True)
    )
    assert form_making.get_ink(above, (100, 500, 400, 650), 792)


def test_other_pages_are_not_laid_over():
    one = by_hand.page_pdf(b"0 0 9 9 re f")
    with pytest.raises(whole.PartsDoNotMatchError):
        whole.overlaid(one, by_hand.page_pdf(b"", b""))


def test_resources_of_the_form_are_not_those_of_the_head():
    page = master.Page(b"", DictionaryObject(), None, (0, 0, 612, 792))
    text = master.Text(master.Slot("a", 0, 9, 9, 8, 0, 0, 99, 20), 8, ["Żółć to all"])
    drawn = master.Master([page._replace(texts=(text,))], [])
    head = writer.make_head(drawn, form_making.get_face(), [], **ABOUT)
    assert "Żółć to all" in get_texts(writer.stamp(head, [[0, []]]))[0]
