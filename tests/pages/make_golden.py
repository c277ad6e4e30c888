"""Makes a golden head and its pages: when WRITER_VERSION changes, only then.

``PYTHONPATH=tests python tests/pages/make_golden.py``, then the new hash goes into
test_pdf_stamp.py. The old files stay: what was issued with them must come out the same
for ever.
"""

import hashlib
import json
import pathlib

import by_hand
import faces
import plain  # noqa: F401 - makes coi_pdf known
from coi_pdf import drawing, master, typeset, writer
from coi_pdf.master import CENTER, RIGHT, Slot, Style
from pypdf.generic import DictionaryObject

FILES = pathlib.Path(__file__).parent / "files"
NAMES = [
    *("number", "page", "holder", "description", "ai:p1", "body"),
    *("label:description", "first:holder"),
]
LABELS = typeset.Labels(
    see="See continuation page",
    page="Page {page} of {pages}",
    headings={"description": "Description", "label:description": "What it says"},
)
TOP = by_hand.mark(0, box="40 750 8 4", cell="36 745 200 16") + by_hand.mark(
    1, box="400 750 8 4", cell="396 745 180 16"
)
FIRST = [
    TOP,
    b"0.2 0.4 0.6 RG 36 500 540 200 re S\n",
    by_hand.mark(2, box="40 690 8 4", cell="36 600 250 100"),
    by_hand.mark(3, box="40 580 8 4", cell="36 520 540 70"),
    by_hand.mark(4, box="380 650 8 4", cell="360 640 40 20"),
    by_hand.mark(6, box="40 594 6 3", cell="36 591 300 8"),
]
LAST = [
    TOP,
    by_hand.mark(5, box="40 690 8 4", cell="36 640 540 62"),
    by_hand.mark(7, box="40 725 8 4", cell="36 705 300 30"),
]
VALUES = {
    "number": "CMG-000001",
    "holder": "Oak (West) \\ Łódź “Properties” LLC\nЖитомир – Ελλάδα\n½ Main Street",
    "description": "Operations of the insured, as far as they go. " * 40,
    "ai:p1": "Y",
    "amount": "1,000,000\n€ 2 Łódź",
    "cells": "97301",
    "rows": "Oak LLC\nŻ Main Street\nSalem",
    "check": "Y",
}
# Slots as fields of a form are: aligned, in cells, on a pitch of their own, a drawing.
STYLED = [
    Slot("amount", 0, 302, 470, 8, 300, 450, 400, 480, Style(RIGHT, color="0 0 1 rg")),
    Slot("cells", 0, 302, 440, 9, 300, 436, 380, 450, Style(cells=5, most=5, lines=1)),
    Slot("rows", 0, 38, 470, 8, 36, 440, 200, 480, Style(leading=12, rise=0.4)),
    Slot("check", 0, 420, 440, 9, 420, 440, 429, 449, Style(mark="K0")),
]
LETTERS = "".join(map(chr, [*range(0xC0, 0x180), *range(0x391, 0x3CA)]))


def make(face):
    pdf = by_hand.page_pdf(b"".join(FIRST), b"".join(LAST))
    drawn = master.read_master(pdf, NAMES)
    mark = drawing.make_drawing(
        b"420 440 9 9 re f", DictionaryObject(), (0, 0, 612, 792)
    )
    text = master.Text(STYLED[2]._replace(y=420, style=Style(CENTER)), 8, ["½ to all"])
    drawn.pages[0] = drawn.pages[0]._replace(texts=(text,), marks={"K0": mark})
    return writer.make_head(
        drawn._replace(slots=[*drawn.slots, *STYLED]),
        face,
        [*VALUES.values(), LETTERS],
        author="Harbor Insurance Agency – Łódź",
        language="en-US",
        title="Certificate",
        centered=["ai:p1"],
        color="#1d252c",
        colors={"label:description": "#59636d"},
    )


def main():
    head = make(typeset.Face(faces.find_face().read_bytes()))
    pages = typeset.compose(head, VALUES, LABELS)
    FILES.mkdir(exist_ok=True)
    name = f"golden{writer.WRITER_VERSION}"
    (FILES / f"{name}.head").write_bytes(head.dump())
    text = json.dumps(pages, ensure_ascii=False, indent=1)
    (FILES / f"{name}.json").write_text(text)
    data = writer.stamp(head, pages, title="Golden certificate – 1")
    print(hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
