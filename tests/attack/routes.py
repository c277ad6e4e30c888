"""Asks for B's records by every address that takes one, as every user.

The addresses come from the routing map: those of ours all, of Odoo's those that name a
record by their path or parameters. Methods have their own tests.
"""

import io
import itertools
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

from callers import Web
from PIL import Image, UnidentifiedImageError
from sweep import EVERYBODY, INSIDERS, THREADS, Sweep
from world import OUTSIDERS, PART

METHODS = ("/web/dataset/", "/json/")
MODEL = {"model", "res_model", "thread_model", "model_name"}
RECORD = {"id", "res_id", "thread_id", "ids", "rec_id"}
HOLE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
SIGNED = (1, 2, 250)  # the colour of the signature in the seed


def is_asked(route):
    names = {name for name, *_more in route["params"]} | {
        name for _kind, name in HOLE.findall(route["path"])
    }
    if route["path"].startswith(METHODS) or "xmlid" in route["path"]:
        return False
    return (
        route["own"]
        or bool(names & (MODEL | RECORD | set(PAYLOADS)))
        or (route["path"] in BODIES)
    )


class Target:
    """One record, and a field of it that holds a file."""

    def __init__(self, model, record, field=None):
        self.model, self.record, self.field = model, record, field

    def __repr__(self):
        return f"{self.model}({self.record}).{self.field}"


def find_targets(world):
    """B's records and the agency itself, with every field that holds a file; one
    record a model where there is none."""
    for model, about in world.models.items():
        files = [
            name
            for name, (kind, _comodel, _stored, ours) in about["fields"].items()
            if kind == "binary" and (ours or model.startswith(("coi.", "ir.att")))
        ]
        for record in (world.theirs.get(model) or [])[:1]:
            for field in files or [None]:
                yield Target(model, record, field)


def find_outsiders_targets(world):
    """The same of A, which is as little an outsider's business."""
    for model, about in world.models.items():
        for name, (kind, _comodel, _stored, ours) in about["fields"].items():
            records = world.ours.get(model) or []
            if model == "res.company":
                records = [world.A]
            if kind == "binary" and ours and records:
                yield Target(model, records[0], name)


# A page of dashes, printed to see where the window of an envelope is: it says nothing
# of anybody, and whoever may send certificates has it.
EMPTY = {"/coi/print/test": ("user", "manager", "settings")}
# Parameters that hold a document of their own: what they say of a record.
PAYLOADS = {
    "attachment_id": lambda world, target: world.theirs["ir.attachment"][0],
    "docids": lambda world, target: world.theirs["coi.certificate"][0],
    "message_id": lambda world, target: world.theirs["mail.message"][0],
    "file_ids": lambda world, target: ",".join(map(str, world.theirs["ir.attachment"])),
    "post_data": lambda world, target: {"body": "said by another"},
    "update_data": lambda world, target: {"body": "said by another"},
    "attachment": lambda world, target: world.theirs["ir.attachment"][0],
}
VALUES = {
    "action": "add",
    "bus_data": {},
    "content": "x",
    "converter": "html",
    "domain": [],
    "emails": ["x@x.example"],
    "extra": "",
    "filename": "x.pdf",
    "height": 50,
    "name": "x",
    "unique": "x",
    "width": 50,
    "method": "read",
    "args": [],
    "kwargs": {},
    "url": "http://127.0.0.1/x",
    "access_token": PART,
    "token": PART,
    "pid": 1,
    "thumbnail": "",
}


def export(world, target):
    """What the list's *Export* sends."""
    names = world.models[target.model]["seen"].get("manager", [])
    return json.dumps(
        {
            "model": target.model,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
            "ids": world.theirs[target.model],
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {"allowed_company_ids": [world.A, world.B]},
        }
    )


def report(world, target):
    [name] = [
        name
        for name, model in world.facts["reports"].items()
        if model == "coi.certificate"
    ]
    number = world.theirs["coi.certificate"][0]
    return json.dumps([f"/report/pdf/{name}/{number}", "qweb-pdf"])


def mail_data(world, target):
    return [
        [
            "mail.thread",
            {
                "thread_model": target.model,
                "thread_id": target.record,
                "request_list": [
                    "activities",
                    "attachments",
                    "followers",
                    "suggestedRecipients",
                ],
            },
        ]
    ]


# What is wrapped up whole in one parameter of these.
BODIES = {
    "/web/export/csv": ("data", export),
    "/web/export/xlsx": ("data", export),
    "/report/download": ("data", report),
    "/mail/data": ("fetch_params", mail_data),
}


def group(routes):
    """The addresses that are asked, those that lead to one place together."""
    places = {}
    for route in filter(is_asked, routes):
        place = route["type"], str(route["params"]), route["own"] and route["path"]
        places.setdefault(place, []).append(route)
    return places.values()


def choose(logins, turn):
    """One of those without any right and one of those with some."""
    for some in (OUTSIDERS, INSIDERS):
        here = [login for login in some if login in logins]
        if here:
            yield here[turn % len(here)]


class RouteSweep(Sweep):
    """Each address once a target and user; what comes is judged as answers are."""

    def iter_requests(self, route, target):
        """``(path, params)``"""
        holes = [name for _kind, name in HOLE.findall(route["path"])]
        names = [name for name, *_more in route["params"]]
        options = [list(self._get_values(name, target)) for name in holes]
        for values in itertools.product(*options):
            path = HOLE.sub("{}", route["path"]).format(*values)
            params = {
                name: self._get_values(name, target)[0]
                for name in names
                if name not in holes and self._is_known(name)
            }
            if route["path"] in BODIES:
                name, make = BODIES[route["path"]]
                params[name] = make(self.world, target)
            yield path, params

    def _is_known(self, name):
        return name in (MODEL | RECORD | {"field"} | set(PAYLOADS) | set(VALUES))

    def _get_values(self, name, target):
        if name in MODEL:
            return [target.model]
        if name in RECORD:
            return [target.record]
        if name == "field":
            return [target.field or "datas"]
        if name == "reportname":
            reports = self.world.facts["reports"].items()
            return [name for name, model in reports if model.startswith("coi.")]
        if name == "converter":
            return ["html", "text", "pdf"]
        if name in PAYLOADS:
            return [PAYLOADS[name](self.world, target)]
        if name.endswith("_id"):
            return self._guess_ids(name.removesuffix("_id"))
        return [VALUES.get(name, "x")]

    def _guess_ids(self, word):
        for model, ids in self.world.theirs.items():
            if model.split(".")[-1] == word and ids:
                return ids
        return [ids[0] for ids in self.world.theirs.values() if ids]

    def run_routes(self, logins=EVERYBODY):
        """Addresses of ours are asked by everybody; Odoo's for each record by an
        outsider and an insider in turn, the spellings of one address in turn too."""
        requests = {login: {} for login in logins}
        turns = itertools.count()
        for routes in group(self.world.facts["routes"]):
            for target in self._find_targets(logins):
                turn = next(turns)
                route = routes[turn % len(routes)]
                # Odoo's own addresses give an administrator what he administers.
                bound = [login for login in logins if login != "settings"]
                for login in logins if route["own"] else choose(bound, turn):
                    for path, params in self.iter_requests(route, target):
                        requests[login][path, str(params)] = route, path, params
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(self._ask_all, requests, requests.values()))
        self.tell_changes()
        return self

    def _ask_all(self, login, requests):
        person = self._sign_in(login)
        for request in requests.values():
            self.ask(*person, *request)

    def _sign_in(self, login):
        web = Web(self.url, self.world.name, login)
        return web, web.get_token()

    def _find_targets(self, logins):
        if set(logins) & set(INSIDERS):
            yield from find_targets(self.world)
        else:
            yield from find_outsiders_targets(self.world)

    def ask(self, web, token, route, path, params):

        start = time.time()
        call = (path, route["type"], params)
        if route["type"] == "jsonrpc":
            answer = web.ask(path, params)
            text, kind, content = answer.text, "", b""
        else:
            method = (
                "POST" if route["methods"] == ["POST"] or "data" in params else "GET"
            )
            more = {"csrf_token": token} if method == "POST" else {}
            files = {"ufile": ("x.txt", b"by another")} if "upload" in path else None
            got = web.fetch(path, {**params, **more}, method, files)
            content, kind = got.content, got.headers.get("Content-Type", "")
            text = f"{got.headers} {content.decode('latin-1')}"
            if got.status_code >= 500 and route["own"]:
                self.add("CRASH", web.login, call, text[:300])
            if got.status_code != 200:
                kind = ""
        self.spans.append((start, time.time(), web.login, call))
        secret = self.world.find_secret(text, web.login)
        if secret:
            self.add(
                "LEAK", web.login, call, text[max(0, secret.start() - 100) :][:200]
            )
        elif gives_file(kind, content) and web.login not in EMPTY.get(path, ()):
            self.add("LEAK", web.login, call, f"{kind}, {len(content)} bytes")


def gives_file(kind, content):
    """Whether a document came, or the signature; a placeholder is neither."""
    if kind.startswith("image/"):
        try:
            picture = Image.open(io.BytesIO(content)).convert("RGB")
        except (UnidentifiedImageError, OSError):
            return False
        return picture.getpixel((picture.width // 2, picture.height // 2)) == SIGNED
    return kind.startswith(("application/pdf", "application/zip")) and bool(content)
