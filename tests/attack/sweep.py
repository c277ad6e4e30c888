"""Calls everything as one user and says what went wrong."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue

from arguments import Ways
from callers import Web
from world import OUTSIDERS

THREADS = 2
ALL_WAYS = 60  # a method of ours is called in all ways if there are no more
SOME_WAYS = (
    2  # at least, in which a user of certificates calls one of Odoo's own methods
)
# An administrator of A may give himself B, and read Odoo's own tables: only models of
# ours are closed to him until he does.
LEADERS = ("manager", "settings")
# Of all the ways to call a method of ours, each of them tries every so many, beginning
# at another: a user of certificates tries them all.
SHARE = 4
INSIDERS = ("user", *LEADERS)
EVERYBODY = (*OUTSIDERS, "user", *LEADERS)
# Whose records are bound to a company. Of Odoo's other models some are open to every
# employee (sequences, followers): there only what is marked must not come out.
BOUND = ("coi.", "res.partner")


class Finding:
    """Something given away, changed or crashed, with the call it was seen at."""

    def __init__(self, kind, login, call, detail):
        self.kind, self.login, self.call, self.detail = kind, login, call, detail

    def get_key(self):
        return self.kind, self.login, *self.call[:2]

    def __str__(self):
        model, method, *how = self.call
        told = ", ".join(str(one)[:300] for one in how)
        return f"{self.kind} as {self.login}: {model}.{method}({told}): {self.detail}"


def plan(world, thorough=False):
    """Who calls what: ``(login, model, method)``.

    What is ours is called by everybody. What is Odoo's own is called by a user of
    certificates, and by each of the others in turn.
    """
    common = {
        name
        for model, about in world.models.items()
        if model.startswith("coi.")
        for name in about["methods"]
    }
    outsiders, leaders = itertools.cycle(OUTSIDERS), itertools.cycle(LEADERS)
    for model, about in world.models.items():
        for method, told in about["methods"].items():
            # What only Odoo's models can do is Odoo's business, and a window of its
            # own shows the name of any contact that is written into it.
            is_odoos = method not in common or about["transient"]
            if not model.startswith("coi.") and is_odoos and not told["own"]:
                continue
            if thorough or told["own"]:
                logins = EVERYBODY
            elif about["abstract"]:
                logins = ("user", next(outsiders))
            else:
                logins = ("user", next(leaders), next(outsiders))
            for login in logins:
                if login != "settings" or model.startswith("coi."):
                    yield login, model, method


class Sweep:
    """Calls of many users, and what was seen.

    :param thorough: everybody calls everything in every way
    """

    def __init__(self, world, url, thorough=False):
        self.world, self.url, self.thorough = world, url, thorough
        self.findings, self.spans, self.done = [], [], set()
        self.lock = threading.Lock()
        self.ways = {}

    def run(self, tasks):
        work = Queue()
        for task in tasks:
            work.put(task)
        self.world.watch.take_events()
        with ThreadPoolExecutor(THREADS) as threads:
            for one in [threads.submit(self._work, work) for _ in range(THREADS)]:
                one.result()
        self.tell_changes()
        return self

    def _work(self, work):
        people = {}
        while True:
            try:
                login, model, method = work.get_nowait()
            except Empty:
                return
            if login not in people:
                people[login] = Web(self.url, self.world.name, login)
            web = people[login]
            for call in self.iter_calls(login, model, method):
                self._try(web, model, method, call)
            with self.lock:
                self.done.add((login, model, method))

    def iter_calls(self, login, model, method):
        ways = self.ways.get((login, model))
        if not ways:
            ways = self.ways[login, model] = Ways(self.world, model, login or "public")
        about = self.world.models[model]
        own = about["methods"][method]["own"]
        inside = login in INSIDERS and not about["abstract"]
        if own and (self.thorough or inside and ways.count_calls(method) <= ALL_WAYS):
            calls = ways.iter_calls(method)
            if self.thorough or login not in LEADERS:
                return calls
            return itertools.islice(calls, LEADERS.index(login), None, SHARE)
        if self.thorough:
            return ways.iter_fewer_calls(method)
        most = 1
        if inside and (own or login == "user"):
            most = SOME_WAYS + ways.count_kwargs(method) // 6
        return itertools.islice(ways.iter_fewer_calls(method), most)

    def _try(self, web, model, method, call):
        start = time.time()
        answer = web.call(model, method, *call)
        if answer.error == "SessionExpiredException" and web.login:
            web.sign_in()
            answer = web.call(model, method, *call)
        name = (model, method, *call)
        with self.lock:
            self.spans.append((start, time.time(), web.login, name))
        self.judge(answer, web.login, name)

    def judge(self, answer, login, call):
        model, method, ids = call[:3]
        secret = self.world.find_secret(answer.text, login)
        if secret:
            around = answer.text[max(0, secret.start() - 100) : secret.end() + 60]
            self.add("LEAK", login, call, around)
        elif answer.result not in call[3].values() and self._tells_of_theirs(
            answer.result, model, ids
        ):
            text = str(answer.result)[:200]
            self.add("LEAK", login, call, f"records of the other company: {text}")
        about = self.world.models[model]
        # A mixin has no records: what is meant for some cannot work on it. Odoo's
        # models crash on what they always crashed on.
        if not model.startswith("coi."):
            return
        if about["methods"][method]["own"] and answer.is_crash():
            if not about["abstract"] or ids is None:
                self.add("CRASH", login, call, f"{answer.error}: {answer.trace[-400:]}")

    def _tells_of_theirs(self, result, model, ids):
        """Whether it gives values of B's records, or a search met them."""
        theirs = self.world.theirs.get(model)
        if not isinstance(result, list) or not model.startswith(BOUND) or not theirs:
            return False
        told = [
            one.get("id") for one in result if isinstance(one, dict) and len(one) > 1
        ]
        if ids is None:
            told += result
        return any(type(one) is int and one in theirs for one in told)

    def add(self, kind, login, call, detail):
        with self.lock:
            self.findings.append(Finding(kind, login, call, detail))

    def tell_changes(self):
        for at, table, what, old, new in self.world.watch.take_events():
            before, after = old or {}, new or {}
            changed = {
                name: (before.get(name), after.get(name))
                for name in sorted(before.keys() | after.keys())
                if before.get(name) != after.get(name)
            }
            text = f"{table}: {what} {str(changed)[:400]}"
            self.add("CHANGED", *self._find_call(at, after.get("write_uid")), text)

    def _find_call(self, at, maker):
        """Whose call it was: of those at work then, the one whose user signed it."""
        calls = [span[2:] for span in self.spans if span[0] <= at <= span[1]]
        uids = self.world.facts["people"]
        signed = [call for call in calls if uids.get(call[0]) == maker]
        return (signed or calls or [(None, ("?", "?"))])[0]

    def tell(self):
        """One line a kind, model and method."""
        first = {}
        for finding in self.findings:
            first.setdefault(finding.get_key(), finding)
        return "\n".join(map(str, first.values()))
