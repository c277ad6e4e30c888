"""A million deliveries of a million certificates: how long their lists take to open."""

import json

from ..odoo import database, script
from . import agency

# Copies of what is there, each turn a run of its own; nearly all are handed over.
_COPY = "INSERT INTO {table} ({names}) SELECT {values} FROM {table} old, turns"
_STATE = """CASE old.id % 100
 WHEN 7 THEN 'bounced' WHEN 8 THEN 'failed' WHEN 9 THEN 'unsure' ELSE 'handed' END"""
# Further apart than ids are.
_MOVED = "old.{} + turn * 1000000"

_OPEN = """
import json
from tools.bench import delivery_lists
print(json.dumps(delivery_lists.open_all(env)))
"""
NOT_ARRIVED = ["failed", "bounced", "unsure"]
# What is opened, and what is looked for in it.
LISTS = {
    "list": ("coi_delivery_action", []),
    "search": ("coi_delivery_action", [("email", "ilike", "h4711@")]),
    "mend": ("coi_delivery_action_mend", []),
    "runs": ("coi_sending_action", []),
    "certificates": ("coi_certificate_action", []),
    "never_sent": ("coi_certificate_action", [("enclosure_ids", "=", False)]),
    "not_arrived": ("coi_certificate_action", [("delivery_state", "in", NOT_ARRIVED)]),
    **{
        f"certificates_{state}": (
            "coi_certificate_action",
            [("delivery_state", "=", state)],
        )
        for state in ("handed", "failed", "unsure", "queued", "to_print", "taken_back")
    },
}


def measure(name, turns):
    """``delivery_list_1000000_s`` and those of the other lists.

    :param turns: so many copies of what is in the database
    """
    _multiply(name, turns)
    return json.loads(script.run(name, _OPEN).splitlines()[-1])


def _multiply(name, turns):
    def execute(statement):
        return database.execute(statement, name=name)

    execute(f"CREATE TABLE turns AS SELECT generate_series(1, {turns}) turn")
    copied = _get_copied()
    for table, changed in copied.items():
        names = _get_columns(name, table)
        values = ", ".join(changed.get(each, f"old.{each}") for each in names)
        execute(_COPY.format(table=table, names=", ".join(names), values=values))
    execute("DROP TABLE turns")
    execute(f"VACUUM ANALYZE {', '.join(copied)}")


def _get_copied():
    """By table what of a copy is not as in its original."""

    def moved(*names):
        return {each: _MOVED.format(each) for each in ("id", *names)}

    return {
        "coi_batch": {**moved(), "request_key": "NULL"},
        "coi_batch_line": moved("batch_id"),
        "coi_certificate": {
            **moved("line_id", "batch_id"),
            "number": "old.number || '-' || turn",
            "identity": "old.identity || '-' || turn",
            "supersedes_id": "NULL",
        },
        "coi_sending": {**moved(), "state": "'done'"},
        "coi_delivery": {
            **moved("sending_id"),
            "state": _STATE,
            "resends_id": "NULL",
        },
        "coi_enclosure": moved("delivery_id", "certificate_id"),
    }


def _get_columns(name, table):
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    return [each for (each,) in database.execute(asked, table, name=name)]


# ------------------------------------------------------------------------ inside


def open_all(env):
    """Seconds of each of ``LISTS``, as its user opens it."""
    from .delivery_inside import timed

    user = env["res.users"].search([("login", "=", agency.LOGIN)])
    mine = env(user=user.id, su=False)
    figures = {"delivery_listed": mine["coi.delivery"].search_count([])}
    for name, (action, domain) in LISTS.items():
        _open(mine, action, domain)
        mine.invalidate_all()
        seconds, _rows = timed(_open, mine, action, domain)
        figures[f"delivery_{name}_1000000_s"] = seconds
    return figures


def _open(env, name, domain):
    """What the client asks for a list: its first rows, and how many there are."""
    from odoo.fields import Domain
    from odoo.tools.safe_eval import safe_eval

    action = env["ir.actions.act_window"]._for_xml_id(f"coi_mass_generate.{name}")
    model = env[action["res_model"]]
    fixed = safe_eval(action["domain"] or "[]", {"uid": env.uid})
    found = (Domain(fixed) & Domain(domain)).optimize(model)
    return model.web_search_read(
        list(found), _get_shown(model), limit=80, count_limit=10_001
    )


def _get_shown(model):
    from lxml import etree

    arch = etree.fromstring(model.get_view(view_type="list")["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    related = {"fields": {"display_name": {}}}
    return {name: related if model._fields[name].relational else {} for name in names}
