"""Every page of both outputs, read by pdftotext and held against what it must say."""

import json
import re
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor

from ..odoo import script

_EXPECTED = """
import json
for output in ("zip", "pdf"):
    batch = env["coi.batch"].search([("output", "=", output)], order="id desc", limit=1)
    for line in batch.line_ids:
        made = line.certificate_ids
        holder = line.holder_id
        print(json.dumps([output, made._get_full_number(), made.number, made.page_count,
            [holder.name, holder.street, holder.city, holder.zip]]))
"""


def check(database, folder):
    """``pages_checked`` and ``pages_wrong`` over both files of the last batches."""
    expected = {"zip": [], "pdf": []}
    for line in script.run(database, _EXPECTED).splitlines():
        if line[:1] == "[":
            output, *rest = json.loads(line)
            expected[output].append(rest)
    checked = wrong = 0
    for pages, wanted in [
        (_read_combined(folder / "certificates.pdf"), expected["pdf"]),
        (_read_zip(folder / "certificates.zip"), expected["zip"]),
    ]:
        found_checked, found_wrong = _compare(pages, wanted)
        checked, wrong = checked + found_checked, wrong + found_wrong
    return {"pages_checked": checked, "pages_wrong": wrong}


def _compare(pages, wanted):
    """Each certificate's pages carry its number; the first one its holder too."""
    wrong = place = 0
    for _full, number, count, texts in wanted:
        own = pages[place : place + count]
        place += count
        for index, page in enumerate(own):
            numbers = set(re.findall(r"COI-\d+", page))
            is_right = numbers == {number}
            if index == 0:
                is_right = is_right and all(_is_in(text, page) for text in texts)
            wrong += not is_right
        wrong += count - len(own)
    return place, wrong + abs(len(pages) - place)


def _is_in(text, page):
    return " ".join((text or "").split()) in " ".join(page.split())


def _read_combined(path):
    return read(path.read_bytes())


def _read_zip(path):
    """Pages of all entries in their order, one pdftotext run an entry."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
        with ThreadPoolExecutor(2) as pool:
            files = pool.map(read, map(archive.read, names))
            return [page for pages in files for page in pages]


def read(content):
    """The text of each page of a PDF."""
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return text.split("\f")[:-1]
