"""A million certificates of five years: how long the lists of renewal take to open.

Accounts of ten holders and four policies, each with a term a year and a page a term;
of most, each certificate renews the one before. A tenth of the accounts have a next
term already, some have a canceled policy, and some holders were not renewed.
"""

import json

from ..odoo import database, script
from . import agency

HOLDERS, YEARS, POLICIES = 10, 5, 4
# So many accounts are ten thousand certificates.
ACCOUNTS = 200
# Further apart than ids are.
FAR = 100_000_000

_OPEN = """
import json
from tools.bench import renewal_lists
print(json.dumps(renewal_lists.open_all(env)))
"""
STANDINGS = (
    *("current", "ends_soon", "ended", "policy_cancelled", "renewed"),
    *("superseded", "withdrawn"),
)
# What is opened, what is looked for in it, and whether by groups.
LISTS = {
    "certificates": ("coi_certificate_action", [], ""),
    **{
        f"certificates_{standing}": (
            "coi_certificate_action",
            [("standing", "=", standing)],
            "",
        )
        for standing in STANDINGS
    },
    "renewed_since": ("coi_renewed_since_action", [], ""),
    "renewed_since_by_insured": ("coi_renewed_since_action", [], "insured_id"),
}


def measure(name, turns):
    """``renewal_million_worst_s`` and the seconds of each list; apart from them those
    of a million certificates by groups, for which each is looked at.

    :param turns: so many times ten thousand certificates
    """
    _multiply(name, ACCOUNTS * turns)
    seconds = json.loads(script.run(name, _OPEN).splitlines()[-1])
    worst = max(value for key, value in seconds.items() if key.endswith("000_s"))
    return {**seconds, "renewal_million_worst_s": worst}


def _multiply(name, accounts):
    for statement in _get_statements(name, accounts):
        database.execute(statement, name=name)


def _get_statements(name, accounts):
    """Each table's rows after those they refer to."""
    yield (
        "CREATE TABLE account AS SELECT a,"
        f" {FAR} + a * {HOLDERS} AS interest, {FAR} + a * {YEARS} AS page,"
        f" {FAR} + a * {POLICIES} AS series,"
        f" {FAR} + a * {POLICIES * (YEARS + 1)} AS policy,"
        " (SELECT insured_id FROM coi_certificate LIMIT 1) AS insured,"
        # The last day of the term before the latest.
        " current_date - a % 365 AS day"
        f" FROM generate_series(1, {accounts}) a"
    )
    each = {
        "year": f"generate_series(0, {YEARS - 1}) y",
        "term": f"generate_series(0, {YEARS}) y",
        "line": f"generate_series(0, {POLICIES - 1}) p",
        "holder": f"generate_series(0, {HOLDERS - 1}) h",
    }
    yield _fill(name, "coi_policy_series", [each["line"]], {"id": "series + p"})
    yield _fill(
        name,
        "coi_policy",
        [each["line"], each["term"]],
        {
            "id": f"policy + p * {YEARS + 1} + y",
            "name": "'P-' || a || '-' || p",
            "series_id": "series + p",
            "continues_id": "NULL",
            **_get_dates(),
        },
        # A next term only of every tenth.
        where=f"y < {YEARS} OR a % 10 = 0",
    )
    yield _fill(
        name,
        "coi_master",
        [each["year"]],
        {"id": "page + y", "key": "old.key || '-' || a || '-' || y"},
    )
    yield (
        "INSERT INTO coi_master_coi_policy_rel (coi_master_id, coi_policy_id)"
        f" SELECT page + y, policy + p * {YEARS + 1} + y"
        f" FROM account, {each['line']}, {each['year']}"
    )
    yield _fill(
        name,
        "coi_additional_interest",
        [each["holder"]],
        {"id": "interest + h", "project": "a || '/' || h"},
    )
    certificate = f"(interest + h) * {YEARS} + y"
    both = [each["holder"], each["year"]]
    yield _fill(
        name,
        "coi_batch",
        [each["year"]],
        {"id": f"{FAR} + y", "request_key": "NULL"},
        where="a = 1",
    )
    batch = {"batch_id": f"{FAR} + y", "interest_id": "interest + h"}
    yield _fill(name, "coi_batch_line", both, {"id": certificate, **batch})
    yield _fill(
        name,
        "coi_certificate",
        both,
        {
            "id": certificate,
            "line_id": certificate,
            **batch,
            "master_id": "page + y",
            "number": f"'N-' || {certificate}",
            "identity": f"'I-' || {certificate}",
            "supersedes_id": "NULL",
            # Of every twentieth the next was issued as if there had been none before.
            "renews_id": f"CASE WHEN y > 0 AND (a + h) % 20 > 0"
            f" THEN {certificate} - 1 END",
            "state": "CASE (a + h + y) % 200 WHEN 7 THEN 'cancelled'"
            " WHEN 8 THEN 'superseded' ELSE 'issued' END",
        },
    )
    yield "DROP TABLE account"
    yield "VACUUM ANALYZE"


def _get_dates():
    start = f"(day - interval '1 year' * ({YEARS - 1} - y))::date"
    return {
        "date_effective": start,
        "date_expiration": f"({start} + interval '1 year')::date",
        # The latest, a month after it took effect.
        "date_cancelled": f"CASE WHEN a % 50 = 3 AND p = 0 AND y = {YEARS - 1}"
        f" THEN {start} + 30 END",
    }


def _fill(name, table, series, changed, where="TRUE"):
    """Copies of one row of a table for each of the accounts."""
    names = _get_columns(name, table)
    values = ", ".join(changed.get(each, f"old.{each}") for each in names)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM account,"
        f" {', '.join(series)}, (SELECT * FROM {table} WHERE"
        f" {_get_model_row(table)} ORDER BY id DESC LIMIT 1) old WHERE {where}"
    )


def _get_model_row(table):
    """Which row the others are copies of."""
    valid = {
        "coi_certificate": "state = 'issued' AND is_kept IS TRUE",
        "coi_additional_interest": "active IS TRUE",
        "coi_policy": "active IS TRUE",
    }
    return valid.get(table, "TRUE")


def _get_columns(name, table):
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    return [each for (each,) in database.execute(asked, table, name=name)]


# ------------------------------------------------------------------------ inside


def open_all(env):
    """Seconds of each of ``LISTS``, as its user opens it, and of a policy's papers."""
    from .delivery_inside import timed

    user = env["res.users"].search([("login", "=", agency.LOGIN)])
    mine = env(user=user.id, su=False)
    policy = mine["coi.policy"].search([], limit=1, order="id desc")
    papers = policy._get_papers_domain()
    lists = {
        **LISTS,
        "papers": ("coi_papers_action", list(papers), ""),
        "papers_by_standing": ("coi_papers_action", list(papers), "standing"),
    }
    figures = {"renewal_listed": mine["coi.certificate"].search_count([])}
    for name, (action, domain, group) in lists.items():
        _open(mine, action, domain, group)
        mine.invalidate_all()
        seconds, _found = timed(_open, mine, action, domain, group)
        figures[f"renewal_{name}_1000000_s"] = seconds
    figures["renewal_grouped_s"] = _time_groups(mine)
    return figures


def _time_groups(mine):
    from .delivery_inside import timed

    seconds, _found = timed(_open, mine, "coi_certificate_action", [], "standing")
    return seconds


def _open(env, name, domain, group):
    """What the client asks for a list: its first rows, and how many there are; or its
    groups."""
    from odoo.fields import Domain
    from odoo.tools.safe_eval import safe_eval

    action = env["ir.actions.act_window"]._for_xml_id(f"coi_mass_generate.{name}")
    model = env[action["res_model"]]
    fixed = safe_eval(action["domain"] or "[]", {"uid": env.uid})
    found = list((Domain(fixed) & Domain(domain)).optimize(model))
    if group:
        return model.web_read_group(found, [group], ["__count"], limit=80)
    [view] = [each for each in action["views"] if each[1] == "list"]
    shown = _get_shown(model, view[0])
    return model.web_search_read(found, shown, limit=80, count_limit=10_001)


def _get_shown(model, view_id):
    from lxml import etree

    arch = etree.fromstring(model.get_view(view_id, view_type="list")["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    related = {"fields": {"display_name": {}}}
    return {name: related if model._fields[name].relational else {} for name in names}
