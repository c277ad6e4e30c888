"""One insured with a hundred thousand holders: each door's time and memory.

Beside it, the same agency has an insured with ten thousand, so that what a certificate
costs can be compared. Asked through HTTP as the client asks, of a server of one
process, whose memory is looked at.
"""

import datetime
import statistics
import time

from .. import say
from ..odoo import database, server
from . import agency, client, memory

NAME = "coi_bench_hundred_thousand"
FEW, TURNS = 10_000, 10
BEHIND = 2000  # holders the picker has judged in one request behind what is seen
SHOWN = ("verdict", "locality")
OPEN = ("pending", "running")

# The holders of one insured, some times over, for the other.
_MULTIPLY = (
    """
    CREATE TABLE bench_copy AS
    SELECT turn, interest.id AS old_interest, interest.holder_id AS old_holder,
           nextval('coi_additional_interest_id_seq') AS interest,
           nextval('res_partner_id_seq') AS holder
      FROM coi_additional_interest interest, generate_series(1, {turns}) turn
     WHERE interest.insured_id = {source}
    """,
    "DELETE FROM coi_additional_interest WHERE insured_id = {target}",
    """
    INSERT INTO res_partner ({partner})
    SELECT {old_partner} FROM bench_copy JOIN res_partner old ON old.id = old_holder
    """,
    """
    INSERT INTO coi_additional_interest ({interest})
    SELECT {old_interest} FROM bench_copy
      JOIN coi_additional_interest old ON old.id = old_interest
    """,
    """
    INSERT INTO coi_additional_interest_ai_rel (interest_id, line_id)
    SELECT interest, line_id FROM bench_copy
      JOIN coi_additional_interest_ai_rel ON interest_id = old_interest
    """,
    "DROP TABLE bench_copy",
    "VACUUM ANALYZE",
)
_NAME = "old.{} || ' ' || turn"
_PARTNER = {
    "id": "holder",
    "commercial_partner_id": "holder",
    **{name: _NAME.format(name) for name in ("name", "complete_name")},
}


def run(options):
    few, turns = (200, 3) if options.small else (FEW, TURNS)
    insureds = build(few, turns)
    say.line("  opening")
    figures = measure_doors(insureds[few * turns])
    say.line("  making")
    figures.update(measure_making(insureds, 1 if options.small else 3))
    database.drop(NAME)
    return figures


def build(few, turns):
    """The ids of two insureds by their number of holders."""
    database.fresh(NAME)
    say.line("  building the records")
    insureds = agency.build(NAME, [1, few])
    _multiply(insureds[few], insureds[1], turns)
    return {few: insureds[few], few * turns: insureds[1]}


def _multiply(source, target, turns):
    interest = {
        "id": "interest",
        "holder_id": "holder",
        "insured_id": str(target),
        "holder_name": _NAME.format("holder_name"),
    }
    words = {"source": source, "target": target, "turns": turns}
    for table, values in (("partner", _PARTNER), ("interest", interest)):
        model = {"partner": "res_partner", "interest": "coi_additional_interest"}[table]
        names = _get_columns(model)
        words[table] = ", ".join(names)
        words[f"old_{table}"] = ", ".join(
            values.get(name, f"old.{name}") for name in names
        )
    for statement in _MULTIPLY:
        database.execute(statement.format(**words), name=NAME)


def _get_columns(table):
    return [
        name
        for (name,) in database.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            table,
            name=NAME,
        )
    ]


def measure_doors(insured):
    """What is opened and asked for: seconds, and megabytes above those before."""
    figures = {}
    with server.Server(NAME) as odoo:
        doors = Doors(odoo.url, insured)
        for name in ("list", "tab", "picker", "behind", "preview", "filter"):
            work = getattr(doors, name)
            if name not in ("preview", "filter"):
                work()  # once to warm up: views, templates, the database's own cache
            seconds, megabytes = _measure(odoo.pid, work)
            figures[f"{name}_100000_s"] = seconds
            figures[f"{name}_100000_mb"] = megabytes
    seconds = figures.pop("behind_100000_s")
    return {**figures, "judged_behind_1000_s": round(seconds * 1000 / BEHIND, 2)}


def _measure(pid, work):
    before = memory.read(pid, "VmRSS")
    memory.reset_peak(pid)
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    return round(seconds, 2), round(memory.read(pid, "VmHWM") - before)


class Doors:
    """What the client asks for one insured."""

    def __init__(self, url, insured):
        self.user = client.Client(url, NAME, agency.LOGIN, agency.PASSWORD)
        self.insured = insured
        self.ids = []
        company = self.user.call("res.company", "search", [], limit=1)[0]
        today = datetime.date.today().isoformat()
        self.question = ["insureds", [], [insured], company, today, []]

    def list(self):
        """The first page of the interests' list."""
        self._read_list(["insured_id", "=", self.insured])

    def filter(self):
        """The same list of those who are blocked: everybody is judged."""
        self._read_list(["verdict", "=", "blocked"])

    def _read_list(self, *domain):
        names = {name: {} for name in ("holder_name", *SHOWN)}
        limits = {"limit": 80, "count_limit": 10_001}
        self.user.call(
            "coi.additional.interest", "web_search_read", domain, names, **limits
        )

    def tab(self):
        """The insured's form, with the first page of its tab."""
        rows = {"fields": {name: {} for name in ("holder_name", *SHOWN)}, "limit": 40}
        names = {"name": {}, "coi_additional_interest_ids": rows}
        self.user.call("res.partner", "web_read", [self.insured], names)

    def picker(self):
        """The wizard with its defaults, and the picker's first page."""
        action = self.user.call("res.partner", "action_coi_generate", [self.insured])
        names = ("scope", "insured_ids", "possible_insured_ids", "possible_policy_ids")
        names = {name: {} for name in (*names, "issue_date", "company_id")}
        self.user.call(
            "coi.generate", "onchange", [], {}, [], names, context=action["context"]
        )
        found = self.user.call("coi.generate", "find_candidates", *self.question)
        self.ids = found["ids"]

    def behind(self):
        """One request of those that judge whoever is not seen."""
        some = self.ids[-BEHIND:]
        self.user.call("coi.generate", "judge_candidates", *self.question, some)

    def preview(self):
        self.user.call("coi.generate", "action_preview", self._create_wizard())

    def generate(self):
        """The id of the new batch."""
        wizard = self._create_wizard()
        action = self.user.call("coi.generate", "action_generate", wizard)
        return action["params"]["batch_id"]

    def _create_wizard(self):
        values = {
            "insured_ids": [[6, 0, [self.insured]]],
            "selected_ids": self.ids,
            "confirm_warnings": True,
        }
        return self.user.call("coi.generate", "create", [values])

    def wait(self, batch):
        """Until it is finished; looked at as often as a screen does."""
        while (progress := self.ask_progress(batch))["state"] in OPEN:
            time.sleep(0.5)
        if progress["done"] != len(self.ids):
            raise RuntimeError(f"{progress['done']} of {len(self.ids)} were made")

    def ask_progress(self, batch):
        return self.user.call("coi.batch", "get_progress", [batch])

    def batch_page(self, batch):
        """The batch's form, with the first page of its lines, and its progress."""
        lines = ("holder_id", "verdict", "reason_text", "state")
        rows = {"fields": {name: {} for name in lines}, "limit": 40}
        names = ("name", "state", "count_selected", "count_done", "count_left")
        names = {**{name: {} for name in names}, "line_ids": rows}
        self.user.call("coi.batch", "web_read", [batch], names)
        self.ask_progress(batch)


def measure_making(insureds, turns):
    """From the click on Generate to the last certificate, stored in the background.

    Few and many take turns, so that a slow minute of the machine hits both.
    """
    found = {count: [] for count in sorted(insureds)}
    for _turn in range(turns):
        for count in found:
            agency.forget(NAME)
            found[count].append(_make(insureds[count]))
    medians = {
        count: {
            name: statistics.median(turn[name] for turn in each) for name in each[0]
        }
        for count, each in found.items()
    }
    few, many = medians.values()
    return {
        "hundred_thousand_ms": {
            str(count): round(each["ms"], 3) for count, each in medians.items()
        },
        "hundred_thousand_ratio": round(many["ms"] / few["ms"], 3),
        "hundred_thousand_memory_mb": many["megabytes"],
        "hundred_thousand_answer_s": round(many["answer"], 1),
        "batch_page_100000_s": many["page"],
    }


def _make(insured):
    """All certificates of one insured, on a server that was just started."""
    with server.Server(NAME, cron_threads=1) as odoo:
        doors = Doors(odoo.url, insured)
        doors.picker()
        made = {}

        def make():
            start = time.perf_counter()
            made["batch"] = doors.generate()
            made["answer"] = time.perf_counter() - start
            doors.wait(made["batch"])

        seconds, megabytes = _measure(odoo.pid, make)
        doors.batch_page(made["batch"])
        page, _megabytes = _measure(odoo.pid, lambda: doors.batch_page(made["batch"]))
    return {
        "ms": seconds * 1000 / len(doors.ids),
        "megabytes": megabytes,
        "answer": made["answer"],
        "page": page,
    }
