"""Hostile names, forged reports, planted HTML and pictures: what leaves the house is
what was issued, and nothing in it runs, fetches or escapes."""

import base64
import http.server
import io
import json
import re
import threading
import zipfile

import pytest
from callers import Program, Web
from fight import fight
from PIL import Image
from pypdf import PdfReader
from world import MARK

NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\x",
    "CON",
    "NUL.txt",
    "con.pdf",
    "index.csv",
    "a\r\nSet-Cookie: x=1",
    'a"; filename="evil.exe',
    "%0d%0aX-Evil: y",
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    "{{7*7}}",
    "{holder}{project}{__class__}",
    "${7*7}",
    "\u202etxt.exe",
    "a/b:c*d?e<f>g|h",
    ".",
    "..",
    "\u2028x",
    "%s%n%d",
    "\\x00",
    "x" * 300,
]
DEVICES = re.compile(r"(?i)(^|/)(con|nul|aux|prn|com\d|lpt\d)(\.|$)")
REPORT = "coi_mass_generate.report_coi_certificate"


class Agency:
    """A's people on a server, and A's records by their names."""

    def __init__(self, world, url):
        self.world, self.url, self.name = world, url, world.name
        self.keys = world.facts["keys"]

    def web(self, login):
        return Web(self.url, self.name, login)

    def call(self, model, method, ids=None, login="manager", **values):
        program = Program(self.url, self.keys[login])
        answer = program.call(model, method, ids, values, {})
        assert not answer.error, answer.text
        return answer.result

    def find(self, model, *domain):
        return self.call(model, "search", domain=[list(one) for one in domain])

    def get_insured(self):
        [found] = self.find("res.partner", ("name", "=", "Ours insured"))
        return found

    def get_interests(self):
        names = [f"Ours holder {number}" for number in range(3)]
        return self.find("coi.additional.interest", ("holder_name", "in", names))


@pytest.fixture(scope="module")
def agency(attacked):
    with fight(attacked) as (world, url):
        yield Agency(world, url)


# ---------------------------------------------------------------- hostile names


@pytest.fixture(scope="module")
def named(agency):
    """The answer of a run for holders with hostile names."""
    [place] = agency.call(
        "res.partner",
        "read",
        [agency.get_insured()],
        fields=["city", "zip", "state_id", "country_id", "company_id"],
        load=None,
    )
    place.pop("id")
    values = [{**place, "name": name, "street": "1 Main"} for name in NAMES]
    holders = agency.call("res.partner", "create", vals_list=values)
    interests = agency.call(
        "coi.additional.interest",
        "create",
        vals_list=[
            {
                "insured_id": agency.get_insured(),
                "holder_id": holder,
                "project": name[:100],
                "attention": name[:50],
                "loan_number": name[:30],
            }
            for holder, name in zip(holders, NAMES, strict=True)
        ],
    )
    return agency.call("coi.batch", "generate", interest_ids=interests)


def test_entries_of_a_zip_are_portable_and_stay_inside(agency, named):
    assert named["done"] >= len(NAMES) - 3, named["reasons"]
    answer = agency.web("manager").fetch(named["download_url"])
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert not name.startswith("/") and ".." not in name.split("/"), name
        assert not re.search(r"[\x00-\x1f\\:*?\"<>|\u2028\u202e]", name), name
        assert not DEVICES.search(name) and len(name.encode()) < 255, name
    text = " ".join(
        PdfReader(io.BytesIO(archive.read(name))).pages[0].extract_text()
        for name in names
        if name.endswith(".pdf")
    )
    assert "root:x:0" not in text and "{{7*7}}" in text.replace("\n", "")


def test_names_write_no_header(agency, named):
    web = agency.web("manager")
    made = agency.find("coi.certificate", ("batch_id", "=", named["batch_id"]))
    for number in made:
        answer = web.fetch(f"/coi/certificate/{number}/pdf", {"download": 1})
        assert answer.status_code == 200
        assert "X-Evil" not in answer.headers
        assert "x=1" not in answer.headers.get("Set-Cookie", "")
        told = answer.headers["Content-Disposition"]
        assert "filename=evil.exe" not in told and told.count("filename=") <= 1


# ------------------------------------------------------------------- the report


def test_a_report_prints_what_is_stored_and_nothing_forged(agency):
    [number, *_others] = agency.find("coi.certificate", ("state", "=", "issued"))
    forged = {
        "documents": [
            {
                "static": {"insured": {"name": "FORGED", "address": []}},
                "values": {"holder": {"size": 8, "lines": ["FORGED"]}},
                "mode": "whole",
                "pages": [],
                "text_pages": [["FORGED"]],
                "marks": {"holder": "</style><img src='file:///etc/passwd'>FORGED"},
                "cells": {"holder": "</style><img src='file:///etc/passwd'>FORGED"},
            }
        ],
    }
    options = {
        "options": json.dumps({**forged, "docs": forged["documents"]}),
        "context": json.dumps({"active_test": False}),
    }
    for login in ("portal", "plain", "user", "manager"):
        web = agency.web(login)
        for kind in ("html", "text", "pdf"):
            for ids in ("", f"/{number}", "/999999", "/abc"):
                path = f"/report/{kind}/{REPORT}{ids}"
                for params in ({}, options):
                    answer = web.fetch(path, params)
                    text = get_text(answer.content)
                    assert "FORGED" not in text and "root:x:" not in text, path


def get_text(content):
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content)).pages
        return " ".join(page.extract_text() for page in pages)
    return content.decode("utf-8", "replace")


def test_a_stored_certificate_takes_no_other_file(agency):
    """Attachments cannot be put over what is stored, moved or made public."""
    [number, *_others] = agency.find("coi.certificate", ("state", "=", "issued"))
    web = agency.web("manager")
    before = web.fetch(f"/coi/certificate/{number}/pdf").content
    statement = "SELECT id, checksum FROM ir_attachment WHERE res_model = 'coi.master'"
    stored = agency.world.watch.ask(f"{statement} ORDER BY id")
    forged = base64.b64encode(b"forged").decode()
    head = agency.find("coi.master")[0]
    for login in ("user", "manager", "settings"):
        caller = agency.web(login)
        for field in ("data", False):
            vals = {
                "name": "data",
                "res_model": "coi.master",
                "res_id": head,
                "res_field": field,
                "datas": forged,
            }
            caller.call("ir.attachment", "create", None, {"vals_list": [vals]}, {})
        for vals in (
            {"datas": forged},
            {"res_id": 0},
            {"type": "url", "url": "http://127.0.0.1/x"},
            {"public": True},
        ):
            ids = [one for one, _checksum in stored]
            caller.call("ir.attachment", "write", ids[:1], {"vals": vals}, {})
        caller.call("ir.attachment", "unlink", ids[:1], {}, {})
    assert agency.world.watch.ask(f"{statement} ORDER BY id") == stored
    assert web.fetch(f"/coi/certificate/{number}/pdf").content == before


# ---------------------------------------------------------------- the signature


@pytest.mark.parametrize("login", [None, "portal", "plain", "contacts"])
def test_the_signature_is_for_certificates_only(agency, login):
    web = agency.web(login)
    for company in (agency.world.A, agency.world.B):
        for kind in ("image", "content"):
            answer = web.fetch(f"/web/{kind}/res.company/{company}/coi_signature")
            assert not is_signature(answer.content), answer.url
        fields = {"fields": ["coi_signature"]}
        told = web.call("res.company", "read", [company], fields, {})
        assert told.error or not any(one.get("coi_signature") for one in told.result)


def is_signature(content):
    if not content.startswith(b"\x89PNG"):
        return False
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    return picture.getpixel((picture.width // 2, picture.height // 2)) == (1, 2, 250)


# ---------------------------------------------------------------- planted files

PAGE = b"<html><script>x</script><table><tr><td>Certificate Holder</td></tr></table>"
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def test_a_planted_page_runs_nowhere(agency):
    """What a user uploads never reaches another's browser as a page of ours."""
    web, victim = agency.web("user"), agency.web("manager")
    fields = agency.world.models
    for content, name in ((PAGE, "x.html"), (DRAWING, "x.svg")):
        text = base64.b64encode(content).decode()
        for model, about in fields.items():
            if not model.startswith("coi.") or about["abstract"]:
                continue
            for field, (kind, *_more) in about["fields"].items():
                if kind == "binary":
                    plant(web, victim, model, field, text, name)


def plant(web, victim, model, field, text, name):
    made = web.call(model, "create", None, {"vals_list": [{field: text}]}, {})
    ids = made.result or []
    if not made.error and model.startswith("coi.import."):
        web.call(model, "action_preview", ids, {}, {})
    for record in ids:
        for path in (
            f"/{name}",
            "",
            "?mimetype=text/html",
            "?mimetype=image/svg%2Bxml",
        ):
            answer = victim.fetch(f"/web/content/{model}/{record}/{field}{path}")
            if answer.status_code == 200:
                assert is_harmless(answer), (answer.url, answer.headers)


def is_harmless(answer):
    """Not shown as a page, or shown with everything forbidden."""
    kind = answer.headers.get("Content-Type", "")
    policy = answer.headers.get("Content-Security-Policy", "")
    told = answer.headers.get("Content-Disposition", "")
    return (
        not re.search("html|svg|xml", kind)
        or told.startswith("attachment")
        or "default-src 'none'" in policy
    )


# --------------------------------------------------------------------- pictures

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='80'>{}</svg>"
PICTURES = {
    "image": "<image xmlns:x='http://www.w3.org/1999/xlink' x:href='{url}/image'/>",
    "foreign object": "<foreignObject width='200' height='80'>"
    "<body xmlns='http://www.w3.org/1999/xhtml'><img src='{url}/object'/>"
    "<iframe src='file:///etc/passwd'></iframe></body></foreignObject>",
    "script": "<script>var x = new XMLHttpRequest();"
    "x.open('GET', '{url}/script', false); x.send()</script>",
    "style": "<style>@import url({url}/style);</style><rect width='9' height='9'/>",
}
ENTITY = (
    "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    "<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>&e;</text></svg>"
)


@pytest.fixture(scope="module")
def listener():
    """An address of this machine, and what was asked of it."""
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_told):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("kind", [*PICTURES, "entity"])
def test_a_picture_fetches_nothing(agency, listener, kind):
    """The agency's logo is an SVG that names other addresses and files."""
    url, asked = listener
    drawing = SVG.format(PICTURES.get(kind, "").format(url=url))
    picture = base64.b64encode((ENTITY if kind == "entity" else drawing).encode())
    agency.web("settings").call(
        "res.company",
        "write",
        [agency.world.A],
        {"vals": {"logo": picture.decode(), "coi_signature": picture.decode()}},
        {},
    )
    made = agency.call(
        "coi.batch",
        "generate",
        interest_ids=agency.get_interests()[:1],
        save_history=False,
        output="pdf",
    )
    text = ""
    if made["download_url"]:
        text = get_text(agency.web("manager").fetch(made["download_url"]).content)
    assert made["done"] == 1, made
    assert not asked and "root:x:" not in text
    assert MARK not in text
