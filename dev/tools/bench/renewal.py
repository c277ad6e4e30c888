"""The renewal of an insured with ten thousand holders: judged and compared, cold cache.

Last year's certificates are there. Of this year's policies every one is a later term,
and one endorsement less is among them. Measured as the agency's user in a process of
its own: every turn starts with empty caches, the registry's included, and is rolled
back. The number of queries is counted for a tenth of the interests too: it must be the
same. Behind it, the lists of renewal over a million certificates (``renewal_lists``).
"""

import json
import statistics

from .. import say
from ..odoo import database, script
from . import agency, renewal_lists

NAME = "coi_bench_renewal"
TURNS = 5

# A year ago, by the addon itself; then the terms that follow.
_ISSUE = """
import json
user = env["res.users"].search([("login", "=", {login!r})])
# However many, they are made in the click.
env["res.company"].search([]).coi_click_limit = 1_000_000
insured = env["res.partner"].browse({insured})
# Something that some holders have and that the next policy does not give.
liability = insured.coi_policy_ids.filtered(
    lambda each: each.row == "general_liability"
)
liability.endorsement_ids = [(0, 0, {{
    "number": "CG 20 37", "basis": "blanket", "grants_ai_completed": True,
}})]
env.cr.commit()
own = env(user=user.id, context={{"allowed_company_ids": user.company_ids.ids}})
kinds = [key for key, is_serious in own["coi.check"]._get_kinds().items() if is_serious]
own["coi.batch"].generate(
    insured_ids=[{insured}], output="zip", save_history=True, confirm_warnings=True,
    confirm_kinds=kinds,
)
env.cr.commit()
made = env["coi.certificate"].search_count([("insured_id", "=", {insured})])
terms = env["coi.policy"]
for policy in insured.coi_policy_ids:
    if policy.state == "active":
        terms |= terms.browse(policy.action_renew()["res_id"])
terms.action_confirm_limits()
gone = terms.endorsement_ids.filtered("grants_ai_completed")
(terms.endorsement_ids - gone).action_confirm()
env.cr.commit()
print(json.dumps([made, terms.ids]))
"""

_CODE = """
import json, time
user = env["res.users"].search([("login", "=", {login!r})])
env = env(user=user.id, context={{"allowed_company_ids": user.company_ids.ids}})

def prepare(limit):
    env.registry.clear_all_caches()
    env.invalidate_all()
    env.cr.cache.clear()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    interests = env["coi.additional.interest"].search(
        [("insured_id", "=", {insured})], limit=limit
    )
    terms = env["coi.policy"].browse({terms})
    day = max(terms.mapped("date_effective"))
    count, different, kinds = 0, 0, {{}}
    for cases in env["coi.plan"]._iter_cases(interests, day, policies=terms):
        found = env["coi.difference"]._get_differences(cases)
        count += len(cases)
        different += sum(map(bool, found.values()))
        for kind, some in env["coi.difference"]._count_kinds(found).items():
            kinds[kind] = kinds.get(kind, 0) + some
    seconds = time.perf_counter() - start
    return count, seconds, env.cr.sql_log_count - queries, different, kinds

prepare(10)
turns = [prepare(None) for _turn in range({turns})]
print(json.dumps([turns, prepare({count} // 10)]))
"""


def run(options):
    """``renewal_10000_s`` (median), ``renewal_queries``, what was different, and
    ``renewal_million_worst_s``."""
    count = 200 if options.small else 10_000
    database.fresh(NAME)
    say.line("  building the records")
    insured = agency.build(NAME, [count])[count]
    say.line("  issuing last year's certificates")
    issue = _ISSUE.format(login=agency.LOGIN, insured=insured)
    made, terms = _read(script.run(NAME, issue))
    code = _CODE.format(
        login=agency.LOGIN, insured=insured, turns=TURNS, count=count, terms=terms
    )
    turns, tenth = _read(script.run(NAME, code))
    figures = _tell(count, made, turns, tenth)
    figures |= renewal_lists.measure(NAME, 1 if options.small else 100)
    database.drop(NAME)
    return figures


def _tell(count, made, turns, tenth):
    found, _seconds, queries, different, kinds = turns[-1]
    if (found, different) != (count, made):
        raise RuntimeError(f"{different} of {made} were compared, {found} judged")
    if queries != tenth[2]:
        raise RuntimeError(f"queries grow: {tenth[2]} for a tenth, {queries} for all")
    return {
        "renewal_10000_s": round(statistics.median(turn[1] for turn in turns), 3),
        "renewal_queries": queries,
        "renewal_compared": made,
        "renewal_losses": kinds,
    }


def _read(printed):
    return json.loads(printed.splitlines()[-1])
