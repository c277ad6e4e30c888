"""Verdicts for ten thousand interests: from search to stored lines, cold cache.

Measured as the agency's user in a process of its own. Every turn starts with empty
caches, the registry's included, and is rolled back. The number of queries is counted
for a tenth of the interests too: it must be the same.
"""

import json
import statistics

from .. import say
from ..odoo import database, script
from . import agency, yardstick

NAME = "coi_bench_verdicts"
TURNS = 7

_CODE = """
import json, time
user = env["res.users"].search([("login", "=", {login!r})])
env = env(user=user.id, context={{"allowed_company_ids": user.company_ids.ids}})

def judge(limit):
    env.registry.clear_all_caches()
    env.invalidate_all()
    env.cr.cache.clear()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    interests = env["coi.additional.interest"].search(
        [("insured_id", "=", {insured})], limit=limit
    )
    batches = env["coi.batch"]
    from odoo import fields
    today = fields.Date.context_today(batches)
    cases = env["coi.plan"]._get_cases(interests, today)
    batch = batches._create_batch(cases, {{
        "form_id": cases[0].form.id, "issue_date": today, "output": "zip",
        "save_history": True,
    }})
    batch._create_lines(cases)
    env.flush_all()
    seconds = time.perf_counter() - start
    queries = env.cr.sql_log_count - queries
    assert batch.count_selected == len(interests)
    verdicts = [case.verdict for case in cases]
    env.cr.rollback()
    return len(interests), seconds, queries, {{
        verdict: verdicts.count(verdict) for verdict in set(verdicts)
    }}

judge(10)
turns = [judge(None) for _turn in range({turns})]
print(json.dumps([turns, judge({count} // 10)]))
"""


def run(options):
    """``verdicts_10000_s`` (median), ``verdicts_queries``, and what was judged.

    Beside it the time of a fixed piece of Python, and how many times that it takes:
    what can be compared with another machine.
    """
    count = 200 if options.small else 10_000
    database.fresh(NAME)
    say.line("  building the records")
    insureds = agency.build(NAME, [count])
    printed = script.run(
        NAME,
        _CODE.format(
            login=agency.LOGIN, insured=insureds[count], turns=TURNS, count=count
        ),
    )
    database.drop(NAME)
    turns, tenth = json.loads(printed.splitlines()[-1])
    found, _seconds, queries, verdicts = turns[-1]
    if found != count:
        raise RuntimeError(f"{found} of {count} interests were judged")
    if queries != tenth[2]:
        raise RuntimeError(f"queries grow: {tenth[2]} for a tenth, {queries} for all")
    seconds = statistics.median(turn[1] for turn in turns)
    measure = yardstick.run()
    return {
        "verdicts_10000_s": round(seconds, 3),
        "verdicts_yardstick_s": round(measure, 3),
        "verdicts_to_yardstick": round(seconds / measure, 2),
        "verdicts_queries": queries,
        "verdicts_found": verdicts,
    }
