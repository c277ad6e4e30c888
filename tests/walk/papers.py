"""What every holder of the demo agency must get, written down by hand."""

import csv
import importlib.util
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

ADDON_TESTS = Path(__file__).resolve().parents[2] / "coi_mass_generate" / "tests"

# The addon's tests read pages with this; it needs no Odoo.
_spec = importlib.util.spec_from_file_location(
    "page_reading", ADDON_TESTS / "reading.py"
)
reading = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reading)

GRANITE = "Granite Ridge Contractors, LLC"
BRAMBLE = "Bramble & Finch Catering, Inc."
# (additional insured, waiver, primary) of policies on which nothing is asked for;
# workers compensation has no additional insureds.
GRANITE_FLAGS = {
    "NC-GL-100200": ("", "", ""),
    "NC-CA-100201": ("", "", ""),
    "KM-UMB-7705": ("", "", ""),
    "FX-WC-31-0042": ("n/a", "", ""),
}
STANDING = "Operations of the named insured: concrete and site work."


@dataclass
class Paper:
    """What one certificate must say.

    ``flags`` are those of every policy that must be shown; a policy that is not among
    them must not be. ``lacks`` are texts of others that might have slipped in.
    """

    block: list
    says: list = field(default_factory=list)
    flags: dict = field(default_factory=dict)
    lacks: list = field(default_factory=list)


def _granite(*block, says=(STANDING,), lacks=(), **flags):
    names = {"gl": "NC-GL-100200", "auto": "NC-CA-100201", "wc": "FX-WC-31-0042"}
    marked = {names[key]: value for key, value in flags.items()}
    return Paper(list(block), list(says), {**GRANITE_FLAGS, **marked}, list(lacks))


def _bramble(*block, says=(), **flags):
    names = {"gl": "KM-CGL-8810", "cyber": "OSP-CY-0019"}
    return Paper(
        list(block),
        list(says),
        {names[key]: value for key, value in flags.items()},
        [STANDING],
    )


BANK = ("P.O. Box 5550", "Sampleville, OH 43998")
PAPERS = {
    GRANITE: {
        "Harbor Point Builders, LLC": _granite(
            "Harbor Point Builders, LLC",
            "1 Pier Road",
            "Suite 200",
            "Exampleton, MA 02197",
            says=["Project: Pier 9 warehouse", STANDING],
            gl=("Y", "Y", ""),
            auto=("Y", "", ""),
        ),
        "City of Exampleton": _granite(
            "City of Exampleton",
            "City Hall, 100 Main Street",
            "Exampleton, MA 02199",
            says=[
                STANDING,
                "Street opening permits of the current calendar year.",
                "Risk Management, Room 12",
            ],
            gl=("Y", "", ""),
            wc=("n/a", "Y", ""),
        ),
        "First Meadow Bank, N.A.": _granite(
            "First Meadow Bank, N.A. ISAOA/ATIMA",
            *BANK,
            says=[STANDING, "55-0100-778"],
            lacks=["55-0100-912"],
        ),
        "Quarry Lane Apartments, LP": _granite(
            "Quarry Lane Apartments, LP", "55 Quarry Lane", "Exampleton, MA 02198"
        ),
        "Tidewater Storage & Logistics, Inc.": _granite(
            "Tidewater Storage & Logistics, Inc.",
            "2200 Dockside Drive",
            "Fairhaven Bay, RI 02899",
            says=[
                "Project: Dock repair, phase 2",
                STANDING,
                "primary and non-contributory",
            ],
            gl=("Y", "Y", "Y"),
        ),
        "Blue Heron Regional School District": _granite(
            "Blue Heron Regional School District",
            "12 Schoolhouse Way",
            "Heronsford, NH 03899",
            says=[
                "Sidewalk replacement at the middle school, summer recess only.",
                "Business Office",
            ],
            lacks=[STANDING],
        ),
        "Orchard Street Properties Trust": _granite(
            "Orchard Street Properties Trust",
            "9 Orchard Street",
            "c/o Greenleaf Management",
            "Exampleton, MA 02197",
            gl=("Y", "", ""),
        ),
        "Les Érables Habitations Ltée": _granite(
            "Les Érables Habitations Ltée",
            "4500, rue de l'Exemple",
            "Montréal QC H0H 0H0",
            "Canada",
        ),
    },
    BRAMBLE: {
        "Sampleville Convention Hall": _bramble(
            "Sampleville Convention Hall",
            "300 Exhibition Boulevard",
            "Sampleville, OH 43997",
            says=["Project: Spring trade show"],
            gl=("Y", "", ""),
        ),
        "Clover Field Weddings, LLC": _bramble(
            "Clover Field Weddings, LLC",
            "88 Clover Field Road",
            "Sampleville, OH 43996",
            gl=("", "", ""),
        ),
        "First Meadow Bank, N.A.": _bramble(
            "First Meadow Bank, N.A.", *BANK, says=["55-0100-912"], gl=("", "", "")
        ),
        "Maplewood Community College": _bramble(
            "Maplewood Community College",
            "1500 College Avenue",
            "Maplewood Falls, OH 43995",
            gl=("", "", ""),
            cyber=("", "", ""),
        ),
    },
}
BLOCKED = "Silverbrook Rail Authority"
POLICIES = {
    number
    for papers in PAPERS.values()
    for paper in papers.values()
    for number in paper.flags
}
HOLDERS = {BLOCKED, *(name for papers in PAPERS.values() for name in papers)}


def check(pages, number, insured, holder):
    """Compare the pages of one certificate with what ``holder`` must get."""
    paper = PAPERS[insured][holder]
    first, text = pages[0], " ".join(page.text for page in pages)
    for page in pages:
        assert number in page.text
    for piece in [insured, *paper.block, *paper.says]:
        assert piece in first.text, f"{holder}: {piece!r} is missing"
    assert {name: first.get_flags(name) for name in paper.flags} == paper.flags, holder
    strange = [*paper.lacks, *(HOLDERS - {holder}), *(POLICIES - set(paper.flags))]
    assert [piece for piece in strange if piece in text] == []


def check_zip(content, *insureds):
    """Compare a zip (bytes) with what all holders of ``insureds`` must get.

    :returns: ``{(insured, holder): number}``
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    index = archive.read("index.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(index)))
    assert archive.namelist() == [*(row["File"] for row in rows), "index.csv"]
    numbers = {}
    for row in rows:
        key = row["Insured"], row["Certificate holder"]
        numbers[key] = number = row["Number"]
        pages = reading.read_pages(archive.read(row["File"]))
        check(pages, number, *key)
        assert len(pages) == int(row["Pages"])
        revision = f"-R{row['Revision']}" if row["Revision"] != "0" else ""
        name = row["File"].rpartition("/")[2]
        assert name.startswith(f"{number}{revision} ")
    assert set(numbers) == get_keys(insureds) and len(rows) == len(numbers)
    return numbers


def check_combined(content, *insureds):
    """The same for a combined PDF, whose bookmarks say whose pages begin where."""
    pages, marks = reading.read_pages(content), reading.read_bookmarks(content)
    assert marks[0][1] == 0
    ends = [start for _title, start in marks[1:]] + [len(pages)]
    found = []
    for (title, start), end in zip(marks, ends, strict=True):
        number, _blank, holder = title.partition(" ")
        insured = next(one for one in insureds if one in pages[start].text)
        check(pages[start:end], number.partition("-R")[0], insured, holder)
        found.append((insured, holder))
    assert set(found) == get_keys(insureds) and len(found) == len(set(found))


def get_keys(insureds):
    return {(insured, holder) for insured in insureds for holder in PAPERS[insured]}
