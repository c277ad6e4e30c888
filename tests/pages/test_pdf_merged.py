"""Many certificates in one file: each holder on its own pages, and nowhere else."""

import io
import resource
import time

import drawing
import make_golden
import pytest
import reading
from coi_pdf import errors, typeset, writer
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas

ABOUT = {"title": "Łódź: all", "author": "Harbor Agency", "language": "en-US"}


class Sink:
    """A file that can only be written to, and remembers the longest write."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(bytes(data))

    def value(self):
        return b"".join(self.parts)


def merged(*additions):
    """A merged file; each addition is ``(head, pages)`` or bytes of a single file."""
    sink = Sink()
    target = writer.Merged(sink, **ABOUT)
    for number, addition in enumerate(additions):
        if isinstance(addition, bytes):
            target.add_pdf(addition, f"Bookmark {number}")
        else:
            target.add(*addition, f"Bookmark {number}")
    target.close()
    return sink.value()


def certificates(head, count, **more):
    for number in range(count):
        values = {
            **drawing.VALUES,
            "holder": f"Holder{number}!\n{number} Main St",
            **more,
        }
        yield head, typeset.compose(head, values, drawing.LABELS)


def holders(pages):
    """Who stands on each page."""
    return [[word for word in page if word.startswith("Holder")] for page in pages]


def test_each_holder_on_its_own_page(head, tmp_path):
    pages = reading.check(merged(*certificates(head, 25)), tmp_path)
    expected = [[[f"Holder{number}!"], []] for number in range(25)]
    assert holders(pages) == [page for pair in expected for page in pair]


def test_the_usual_way_mixes_holders_up(head):
    """Why this module exists: a master added again and again is one page to pypdf."""
    blank = writer.stamp(head, [[0, []]])
    page, target = PdfReader(io.BytesIO(blank)).pages[0], PdfWriter()
    for number in range(3):
        target.add_page(page).merge_page(overlay(f"Holder{number}!"))
    file = io.BytesIO()
    target.write(file)
    everyone = [f"Holder{number}!" for number in range(3)]
    found = holders(reading.words(file.getvalue()))
    assert [sorted(page) for page in found] == [everyone] * 3
    ours = merged(*certificates(head, 3))
    assert holders(reading.words(ours))[::2] == [[holder] for holder in everyone]


def overlay(text):
    file = io.BytesIO()
    drawn = canvas.Canvas(file)
    drawn.drawString(100, 100, text)
    drawn.save()
    return PdfReader(io.BytesIO(file.getvalue())).pages[0]


def test_pages_look_as_in_single_files(head):
    pages = [pages for _head, pages in certificates(head, 2, description="word " * 900)]
    single = b"".join(reading.pixels(writer.stamp(head, each)) for each in pages)
    assert reading.pixels(merged(*((head, each) for each in pages))) == single


def test_a_head_is_written_once(head):
    again = writer.Head.load(head.dump())
    both = merged(*certificates(head, 20), *certificates(again, 20))
    assert both.count(b"/Subtype/Form") == 2 and both.count(b"/FontFile2") == 1
    more = merged(*certificates(head, 20, description="word " * 3000))
    assert more.count(b"/Subtype/Form") == 3


def test_several_heads(make_head, tmp_path):
    heads = [
        make_head(),
        make_head("Житомир Ελλάδα Đặng" + "".join(map(chr, CYRILLIC))),
    ]
    texts = ["Holder one", "Holder Житомир"]
    pages = [
        typeset.compose(head, {"holder": text}, drawing.LABELS)
        for head, text in zip(heads, texts, strict=True)
    ]
    pdf = merged(*zip(heads, pages, strict=True), (heads[0], pages[0]))
    found = reading.check(pdf, tmp_path)
    assert [page[:2] for page in found[::2]] == [texts[i].split() for i in (0, 1, 0)]
    # They differ in their letters only: the pages under them are there once.
    assert pdf.count(b"/Subtype/Form") == 2
    assert pdf.count(b"/FontFile2") == len(heads) + 1


CYRILLIC = range(0x400, 0x460)


def test_finished_files_can_be_added(head, master_pdf, tmp_path):
    [(_head, pages)] = certificates(head, 1)
    single = writer.stamp(head, pages)
    pdf = merged((head, pages), single, master_pdf, (head, pages))
    found = reading.check(pdf, tmp_path)
    assert len(found) == 2 + 2 + 3 + 2
    assert found[2:4] == found[:2] == found[7:]
    images = [reading.pixels(part) for part in (single, single, master_pdf, single)]
    assert reading.pixels(pdf) == b"".join(images)


def test_bookmarks(head):
    additions = certificates(head, 200, description="word " * 900)
    reader = PdfReader(io.BytesIO(merged(*additions)), strict=True)
    outline = reader.outline
    assert [item.title for item in outline] == [f"Bookmark {n}" for n in range(200)]
    pages = [reader.get_destination_page_number(item) for item in outline]
    assert pages == list(range(0, len(reader.pages), len(reader.pages) // 200))
    assert reader.trailer["/Root"]["/Outlines"]["/Count"] == 200


def test_title_author_language(head):
    reader = PdfReader(io.BytesIO(merged(*certificates(head, 1))), strict=True)
    assert reader.metadata.title == ABOUT["title"]
    assert reader.metadata.author == ABOUT["author"]
    assert reader.trailer["/Root"]["/Lang"] == "en-US"


def test_the_page_tree_is_no_long_list(head):
    reader = PdfReader(io.BytesIO(merged(*certificates(head, 500))))
    root = reader.trailer["/Root"]["/Pages"]
    kids = [kid.get_object() for kid in root["/Kids"]]
    assert root["/Count"] == 1000 == sum(kid["/Count"] for kid in kids)
    assert max(len(kid["/Kids"]) for kid in [root, *kids]) < 100


def test_the_same_bytes_each_time(head):
    one, two = (merged(*certificates(head, 5)) for _time in range(2))
    assert one == two != merged(*certificates(head, 6))


def test_a_file_without_pages_is_refused():
    target = writer.Merged(io.BytesIO(), **ABOUT)
    with pytest.raises(errors.PdfError):
        target.close()


def test_it_is_written_as_it_comes(head):
    sink = Sink()
    target = writer.Merged(sink, **ABOUT)
    for number, (_head, pages) in enumerate(certificates(head, 300)):
        target.add(head, pages, "Bookmark")
        assert target.page_count == 2 * number + 2
    assert len(sink.parts) > 3
    target.close()
    assert max(map(len, sink.parts)) < 1_000_000


@pytest.mark.long
def test_ten_thousand_pages(face, tmp_path):
    """Prints what it took; every page is read again."""
    head = make_golden.make(face)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, path = time.perf_counter(), tmp_path / "merged.pdf"
    with path.open("wb") as file:
        target = writer.Merged(file, **ABOUT)
        for number in range(10_000):
            values = {"number": str(number), "holder": f"Holder{number}!\n1 Main St"}
            pages = typeset.compose(head, values, make_golden.LABELS)
            target.add(head, pages, f"Holder {number}")
        target.close()
    seconds = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{seconds:.2f} s, {path.stat().st_size >> 10} kB, {grown >> 10} MB more")
    assert grown < 50 << 10
    found = holders(reading.check(path.read_bytes(), tmp_path))
    assert found == [[f"Holder{number}!"] for number in range(10_000)]
