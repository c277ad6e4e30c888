"""Forms of our own making, filled in and read back."""

import functools
import io
import re

import by_hand
import faces
import plain  # noqa: F401 - makes the plain packages known
import pypdfium2
import reading
from coi_pdf import acroform, master, typeset, writer
from coi_pdf.face import Face
from coi_sample_forms.builder import FormBuilder
from pypdf import PdfReader

BOX = (100, 600, 300, 612)
LABELS = typeset.Labels(see="See continuation page", page="Page {page} of {pages}")
ABOUT = {"author": "Harbor Insurance Agency", "language": "en-US", "title": "Form"}
# What makes a viewer do more than show a page.
INTERACTIVE = b"/AcroForm /Widget /XFA /JavaScript /Sig /Annots /AA /OpenAction".split()


@functools.cache
def get_face():
    return Face(faces.find_face().read_bytes())


def make_one(kind="text", box=BOX, **options):
    """A form with the field "one", made by the builder's ``add_<kind>``."""
    builder = FormBuilder()
    getattr(builder, f"add_{kind}")("one", box, **options)
    return builder.make()


def read_one(kind="text", box=BOX, **options):
    """The ``Field`` of that."""
    [field] = acroform.read_form(make_one(kind, box, **options)).fields
    return field


@functools.cache
def continuation():
    """A page of our own for what does not fit."""
    top = by_hand.mark(1, box="40 750 8 4", cell="36 745 200 16")
    body = by_hand.mark(0, box="40 690 8 4", cell="36 40 540 662")
    return master.read_master(by_hand.page_pdf(top + body), ["body", "number"])


def fill(pdf, contents, blocks=(), texts=()):
    """``(head, spilled)`` of a form with our page behind it."""
    form = acroform.read_form(pdf)
    filled = acroform.fill(form, get_face(), contents, blocks)
    whole = acroform.joined(filled.master, continuation())
    texts = [*texts, *filled.spilled.values()]
    return writer.make_head(whole, get_face(), texts, **ABOUT), filled.spilled


def make_file(pdf, contents, values=None, blocks=(), labels=LABELS):
    """The bytes of one certificate."""
    values = values or {}
    head, spilled = fill(pdf, contents, blocks, values.values())
    pages = typeset.compose(head, {**spilled, **values}, labels)
    return writer.stamp(head, pages)


def get_texts(pdf):
    """Text of each page, as pdfium reads it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def get_image(pdf, *, fields=False, page=0, scale=2):
    """A page in grays as pdfium draws it, with or without fields."""
    document = pypdfium2.PdfDocument(pdf)
    if fields:
        document.init_forms()
    drawn = document[page].render(
        scale=scale, may_draw_forms=fields, draw_annots=fields
    )
    return drawn.to_pil().convert("L")


def get_ink(image, box, height, scale=2):
    """The box of what is not white within ``box`` (pt from below), or None."""
    left, bottom, right, top = box
    pixels = (left, height - top, right, height - bottom)
    part = image.crop(tuple(round(edge * scale) for edge in pixels))
    found = part.point(lambda gray: 255 if gray < 160 else 0).getbbox()
    if not found:
        return None
    x0, y0, x1, y1 = (edge / scale for edge in found)
    return left + x0, top - y1, left + x1, top - y0


def find_words(pdf):
    """``[(word, left, bottom, right, top)]`` of the first page in pt, by poppler."""
    boxes = reading.run("pdftotext", "-f", "1", "-l", "1", "-bbox", "-", "-", data=pdf)
    height = float(PdfReader(io.BytesIO(pdf)).pages[0].mediabox.height)
    found = []
    for numbers, word in re.findall(r"<word ([^>]*)>(.*?)</word>", boxes.decode()):
        x0, y0, x1, y1 = map(float, re.findall(r'"([\d.]+)"', numbers))
        found.append((word, x0, height - y1, x1, height - y0))
    return found


def find_interactive(pdf):
    """What of ``INTERACTIVE`` is anywhere in a file, its packed parts included."""
    reader = PdfReader(io.BytesIO(pdf))
    parts = [pdf]
    for number in range(1, len(reader.xref[0]) + 1):
        thing = reader.get_object(number)
        if hasattr(thing, "get_data") and thing.get("/Subtype") == "/Form":
            parts.append(thing.get_data())
    names = [re.compile(word + rb"(?![\w+-])") for word in INTERACTIVE]
    return [each.pattern for each in names if any(map(each.search, parts))]


def get_contents(pdf):
    """The content of each drawing and page."""
    reader = PdfReader(io.BytesIO(pdf))
    return [
        thing.get_data()
        for thing in map(reader.get_object, range(1, len(reader.xref[0]) + 1))
        if hasattr(thing, "get_data") and thing.get("/Subtype") in ("/Form", None)
    ]
