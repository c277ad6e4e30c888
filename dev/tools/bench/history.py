"""A million certificates in the history, and what looking something up then takes."""

import argparse
import functools
import json
import time

from ..machine import postgres
from ..odoo import database, script, server
from . import agency, client

NAME = "coi_bench_history"

# Copies of real rows: batches, their lines, and their certificates, which get numbers
# of their own and are spread over insureds; each can be rebuilt and downloaded.
_COPY = """
from odoo.tools import SQL
copies, = [{copies}]
first = env["coi.batch"].search([], limit=1)
env["coi.certificate"].flush_model()
insureds = env["res.partner"].create([{{
    "name": f"Insured {{place:04}}", "coi_is_insured": True,
}} for place in range({insureds})]).ids

def columns(table, skip):
    rows = env.execute_query(SQL(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        table))
    return [name for (name,) in rows if name not in skip]

def copy(table, skip, exprs, source):
    names = columns(table, {{"id", *skip}})
    target = ", ".join(f'"{{name}}"' for name in [*names, *exprs])
    values = ", ".join([*(f'old."{{name}}"' for name in names), *exprs.values()])
    env.cr.execute(f'INSERT INTO {{table}} ({{target}}) SELECT {{values}} {{source}}')

for turn in range(copies):
    env.cr.execute("SELECT nextval('coi_batch_id_seq')")
    [batch] = env.cr.fetchone()
    names = columns("coi_batch", {{"id", "name"}})
    listed = ", ".join(f'"{{name}}"' for name in names)
    env.cr.execute(
        f'INSERT INTO coi_batch (id, name, {{listed}})'
        f' SELECT {{batch}}, \\'COPY-{{turn}}\\', {{listed}} FROM coi_batch'
        f' WHERE id = {{first.id}}')
    copy("coi_batch_line", ["batch_id"], {{"batch_id": str(batch)}},
         f"FROM coi_batch_line old WHERE batch_id = {{first.id}}")
    array = "(ARRAY%s)[1 + (random() * %d)::int]" % (insureds, len(insureds) - 1)
    copy("coi_certificate",
         ["batch_id", "line_id", "number", "insured_id", "identity", "supersedes_id"],
         {{"batch_id": str(batch), "line_id": "new.id",
           "number": f"'H{{turn:03}}-' || old.number", "insured_id": array,
           "identity": f"md5('{{turn}}' || old.identity)"}},
         f"FROM coi_certificate old JOIN coi_batch_line line ON line.id = old.line_id"
         f" JOIN coi_batch_line new ON new.batch_id = {{batch}}"
         f" AND new.interest_id = line.interest_id WHERE old.batch_id = {{first.id}}")
    env.cr.commit()
env.cr.execute("ANALYZE")
env.cr.commit()
env.cr.execute("SELECT count(*) FROM coi_certificate")
print(env.cr.fetchone()[0])
"""
_LIST = {
    name: {}
    for name in (
        "number",
        "revision",
        "holder_name",
        "issue_date",
        "description",
        "state",
        "sha256",
    )
} | {name: {"fields": {"display_name": {}}} for name in ("insured_id", "batch_id")}
KEPT = ["is_kept", "=", True]
TURNS = 5


def run(options):
    size = 20 if options.small else 10_000
    copies = 3 if options.small else 100
    insureds = 5 if options.small else 500
    database.fresh(NAME)
    [(_count, insured)] = agency.build(NAME, [size]).items()
    with server.Server(NAME) as odoo:
        user = client.Client(odoo.url, NAME, agency.LOGIN, agency.PASSWORD)
        _make(NAME, user, insured)
        code = _COPY.format(copies=copies, insureds=insureds)
        stored = int(script.run(NAME, code).splitlines()[-1])
        took = _measure(user)
    database.drop(NAME)
    named = ("list", "list_of_one_insured", "download_one")
    return {
        "history_certificates": stored,
        "history_s": took,
        "history_million_worst_s": max(took[name] for name in named),
    }


def _make(name, user, insured):
    """The real batch that is copied."""
    limit = "UPDATE res_company SET coi_click_limit = 1000000"
    database.execute(limit, name=name)
    user.call("coi.batch", "generate", insured_ids=[insured])


def _measure(user):
    """Seconds of the slowest of a few turns, by what is looked up."""
    groups = user.call("res.partner", "search", [["name", "like", "Insured 0"]])
    some = groups[len(groups) // 2]
    look = functools.partial(list_certificates, user)
    works = {
        "list": lambda: look([KEPT]),
        "list_last_page": lambda: look([KEPT], offset=9_000),
        "list_of_one_insured": lambda: look([KEPT, ["insured_id", "=", some]]),
        "search_a_number": lambda: look([KEPT, ["number", "ilike", "00123"]]),
        "search_a_holder": lambda: look([KEPT, ["holder_name", "ilike", "LLC"]]),
        "list_of_one_batch": lambda: _list_of_batch(user),
        "insureds_form": lambda: user.call(
            "res.partner", "read", [some], ["coi_certificate_count"]
        ),
        "download_one": lambda: _download(user),
    }
    return {name: _worst(work) for name, work in works.items()}


def _worst(work):
    times = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return round(max(times), 3)


def list_certificates(user, domain=(KEPT,), offset=0):
    """What the list asks for: eighty rows and how many there are."""
    return user.call(
        "coi.certificate",
        "web_search_read",
        list(domain),
        _LIST,
        offset=offset,
        limit=80,
        count_limit=10_001,
    )


def _list_of_batch(user):
    batch = user.call("coi.batch", "search", [], limit=1)
    return list_certificates(user, [["batch_id", "in", batch]])


def _download(user):
    found = user.call("coi.certificate", "search", [], limit=1)
    return user.download(f"/coi/certificate/{found[0]}/pdf")


if __name__ == "__main__":
    with postgres.running():
        print(json.dumps(run(argparse.Namespace(small=False)), indent=2))
