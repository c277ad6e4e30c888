"""How one user reaches the server: a browser's session, a key, XML-RPC."""

import http.client
import json
import re
import threading
import xmlrpc.client

import requests

# What refuses in words; Odoo's own words for a wrong number of records are words.
WORDS = {
    "AccessDenied",
    "AccessError",
    "Forbidden",
    "MissingError",
    "NotFound",
    "RedirectWarning",
    "SessionExpiredException",
    "UnprocessableEntity",
    "UserError",
    "ValidationError",
}
PATIENCE = 60
TOKEN = re.compile(r'csrf_token(?:": |=| ?: ?)?"?(?:" value=)?"([0-9a-fo]{20,})"')


class Answer:
    """``text``: all of it, headers too. ``error``: the kind, None where it was done."""

    def __init__(self, text, result=None, error=None, trace=""):
        self.text, self.result, self.error, self.trace = text, result, error, trace

    def is_crash(self):
        """Ended in our code by something that is no refusal."""
        return (
            self.error
            and self.error not in WORDS
            and "coi_mass_generate" in self.trace
            and "Expected singleton" not in self.trace
        )


# Odoo cannot have one user sign in twice for the first time at once.
SIGNING_IN = threading.Lock()


class Web:
    """A browser, signed in as ``login`` or not at all."""

    def __init__(self, url, database, login=None):
        self.url, self.database, self.login = url, database, login
        self.session = requests.Session()
        # What is asked for ten thousand times is asked for without the luxury.
        self.line = http.client.HTTPConnection(url.split("/")[2], timeout=PATIENCE)
        self.sign_in()

    def sign_in(self):
        with SIGNING_IN:
            self._sign_in()

    def _sign_in(self):
        self.session.cookies.clear()
        self.session.get(f"{self.url}/web/login", timeout=PATIENCE)
        if self.login:
            # Passwords are the logins.
            who = {"db": self.database, "login": self.login, "password": self.login}
            answer = self.session.post(
                f"{self.url}/web/session/authenticate",
                json={"params": who},
                timeout=PATIENCE,
            )
            assert answer.json().get("result", {}).get("uid"), answer.text

    def _post(self, path, params):
        """Status, headers and text."""
        told = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"session_id={self.session.cookies.get('session_id', '')}",
        }
        for turn in range(2):
            try:
                self.line.request("POST", path, json.dumps(told), headers)
                answer = self.line.getresponse()
                return answer.status, str(answer.headers), answer.read().decode()
            except (http.client.HTTPException, ConnectionError):
                # A worker ends its connections when it has served long enough.
                self.line.close()
                if turn:
                    raise

    def ask(self, path, params):
        """A JSON-RPC route."""
        status, headers, body = self._post(path, params)
        text = f"{headers} {body}"
        try:
            told = json.loads(body)
        except ValueError:
            return Answer(text, error=f"HTTP {status}", trace=body)
        if "error" not in told:
            return Answer(text, told.get("result"))
        data = told["error"].get("data") or {}
        kind = str(data.get("name") or told["error"].get("code")).split(".")[-1]
        return Answer(text, error=kind, trace=data.get("debug") or "")

    def call(self, model, method, ids, kwargs, context, door="call_kw"):
        params = {
            "model": model,
            "method": method,
            "args": [] if ids is None else [ids],
            "kwargs": {**kwargs, "context": context},
        }
        return self.ask(f"/web/dataset/{door}/{model}/{method}", params)

    def get_token(self):
        """What a form must carry, as pages of this session tell it."""
        for path in ("/odoo", "/web/login"):
            page = self.session.get(self.url + path, timeout=PATIENCE)
            found = TOKEN.search(page.text)
            if found:
                return found.group(1)
        return ""

    def fetch(self, path, params=None, method="GET", files=None):
        """A page or a file; redirections are not followed."""
        where = "params" if method == "GET" else "data"
        return self.session.request(
            method,
            self.url + path,
            **{where: params or {}},
            files=files,
            allow_redirects=False,
            timeout=PATIENCE,
        )


class Program:
    """Another program with the user's key: ``/json/2``."""

    def __init__(self, url, key):
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"bearer {key}"

    def call(self, model, method, ids, kwargs, context):
        values = {**kwargs, "context": context}
        if ids is not None:
            values["ids"] = ids
        address = f"{self.url}/json/2/{model}/{method}"
        answer = self.session.post(address, json=values, timeout=PATIENCE)
        text = f"{answer.headers} {answer.text}"
        told = json.loads(answer.text or "null")
        if answer.status_code == 200:
            return Answer(text, told)
        kind = str(told.get("name")).split(".")[-1]
        return Answer(text, error=kind, trace=told.get("debug") or "")


class OldProgram:
    """XML-RPC, with the password."""

    def __init__(self, url, database, uid, login):
        self.server = xmlrpc.client.ServerProxy(
            f"{url}/xmlrpc/2/object", allow_none=True
        )
        self.who = (database, uid, login)

    def call(self, model, method, ids, kwargs, context):
        args = [] if ids is None else [ids]
        options = {**kwargs, "context": context}
        try:
            found = self.server.execute_kw(*self.who, model, method, args, options)
        except xmlrpc.client.Fault as fault:
            # Faults of refusals are numbered; 1 is what ended by itself.
            words = "Error" if fault.faultCode == 1 else "UserError"
            return Answer(str(fault), error=words, trace=fault.faultString)
        return Answer(str(found), found)
