"""How long the worst files hold the server, and what memory they take.

Read as the server reads them: in a child process with its limits, here of a process
that is small, because a child's memory counts from the moment it is split off.
"""

import io
import json
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

from .. import say
from ..odoo import addons

SHEET = "xl/worksheets/sheet1.xml"
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
MEGABYTE = 1 << 20
_READ = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
import sheets
with open(sys.argv[2], "rb") as file:
    content = file.read()
start, code = time.perf_counter(), None
try:
    sheets.read_safely(content, "list.xlsx")
except sheets.Refused as refused:
    code = refused.code
seconds = time.perf_counter() - start
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, seconds, children.ru_maxrss / 1024]))
"""


def measure():
    """``import_hostile_worst_s`` and ``import_hostile_worst_mb`` (the child alone)."""
    taken = {name: _read(content) for name, content in _make_files().items()}
    for name, (code, seconds, megabytes) in taken.items():
        if not code:
            raise RuntimeError(f"{name} was read")
        say.line(f"  {name}: refused ({code}), {seconds:.2f} s, {megabytes:.0f} MB")
    return {
        "import_hostile_worst_s": round(max(each[1] for each in taken.values()), 2),
        "import_hostile_worst_mb": round(max(each[2] for each in taken.values())),
    }


def _read(content):
    """(code of the refusal, seconds, megabytes)"""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                _READ,
                str(addons.folder() / addons.MAIN),
                file.name,
            ],
            capture_output=True,
            check=True,
        )
    return json.loads(done.stdout)


def _make_files():
    encrypted = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    return {
        "zip bomb": _workbook(b"<a>" + b" " * (400 * MEGABYTE)),
        "XML entities": _workbook(b'<!DOCTYPE a [<!ENTITY a "a">]>' + _sheet(b"")),
        "1,048,576 rows": _workbook(_sheet(b"<row><c><v>1</v></c></row>" * 1_048_576)),
        "11 million empty cells": _workbook(
            _sheet((b"<row>" + b'<c s="1"/>' * 16_000 + b"</row>") * 700)
        ),
        "cell of 10 MB": b"Name\n" + b"A" * (10 * MEGABYTE),
        "lines by the million": b"Name\n" + b"\n" * (20 * MEGABYTE),
        "unclosed comments": b"<html><table>" + b"<!--" * (5 * MEGABYTE),
        "unclosed CDATA": b"<html><table><tr><td>" + b"<![CDATA[" * (2 * MEGABYTE),
        "5 million cells of a page": b"<html><table><tr>" + b"<td>" * (5 * MEGABYTE),
        "12 million elements": _workbook(_sheet(b"<x/>" * (12 * MEGABYTE))),
        "2 million filled cells": _workbook(
            _sheet((b"<row>" + b"<c><v>7</v></c>" * 100 + b"</row>") * 19_900)
        ),
        "12 million attributes": _workbook(
            _sheet(b"<row " + b'a="1" ' * (12 * MEGABYTE) + b"/>")
        ),
        "2 million elements in each other": _workbook(_sheet(b"<a>" * (2 * MEGABYTE))),
        "entities of a page": b"<html><table><tr><td>" + b"&amp" * (5 * MEGABYTE),
        "a million columns": b"Name" + b"," * 1_000_000 + b"x\n",
        "password": encrypted + "EncryptedPackage".encode("utf-16-le"),
        "PDF": b"%PDF-1.7" + bytes(5_000),
        "noise": bytes(range(256)) * 40_000,
    }


def _sheet(rows):
    return OPEN + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def _workbook(sheet):
    """A real workbook with another first sheet."""
    whole = io.BytesIO()
    openpyxl.Workbook().save(whole)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(whole) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if name == SHEET else old.read(name))
    return out.getvalue()
