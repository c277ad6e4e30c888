"""Whether what is stored is what was promised, read in a process of its own."""

import json

from tools.odoo import script

LOOK = """
import io, json, tempfile, zipfile
from collections import Counter
from hashlib import sha256
from pypdf import PdfReader

batch = env["coi.batch"].browse(BATCH)
lines, made = batch.line_ids, batch._get_certificates()
hashes = {}
for certificate, document in made._iter_documents():  # checks every hash
    hashes[sha256(document.data).hexdigest()] = certificate.id
with tempfile.TemporaryFile() as file:
    env["coi.output"]._write_file(file, made, "zip")
    with zipfile.ZipFile(file) as archive:
        entries = [name for name in archive.namelist() if name != "index.csv"]
        packed = {sha256(archive.read(name)).hexdigest() for name in entries}
        rows = archive.read("index.csv").decode("utf-8-sig").splitlines()
pages = marks = 0
if made:
    with tempfile.TemporaryFile() as file:
        env["coi.output"]._write_file(file, made, "pdf")
        reader = PdfReader(file)
        pages, marks = len(reader.pages), len(reader.outline)
env.cr.execute(
    "SELECT count(*), count(DISTINCT (company_id, number, revision))"
    " FROM coi_certificate"
)
numbers = env.cr.fetchone()
print(json.dumps({
    "state": batch.state,
    "lines": len(lines),
    "states": Counter(lines.mapped("state")),
    "messages": sorted(set(filter(None, lines.mapped("message")))),
    "certificates": len(made),
    "of_done_lines": made.line_id == lines.filtered(lambda one: one.state == "done"),
    "hashes": len(hashes),
    "pages_stored": sum(made.mapped("page_count")),
    "entries": len(set(entries)),
    "packed": packed == set(hashes),
    "rows": len(rows) - 1,
    "pages": pages,
    "marks": marks,
    "numbers": numbers,
}))
"""


def look(name, batch):
    told = script.run(name, LOOK.replace("BATCH", str(batch)))
    return json.loads(told.splitlines()[-1])


def check(name, batch, state="done", **states):
    """Every line accounted for, numbers unique, every hash right, files complete.

    :param states: how many lines are in each state besides those blocked
    """
    found = look(name, batch)
    done = found["certificates"]
    assert found["state"] == state, found
    assert found["states"].get("pending", 0) == 0, found
    assert sum(found["states"].values()) == found["lines"], found
    assert found["states"].get("done", 0) == done and found["of_done_lines"], found
    assert found["hashes"] == found["entries"] == found["rows"] == done, found
    assert found["packed"], found
    assert found["pages"] == found["pages_stored"] and found["marks"] == done, found
    stored, unique = found["numbers"]
    assert stored == unique, f"{stored} certificates, {unique} numbers"
    for name, count in states.items():
        assert found["states"].get(name, 0) == count, found
    return found
