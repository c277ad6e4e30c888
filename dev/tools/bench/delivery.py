"""Certificates by mail: a plan of ten thousand, and mails to a sink beside Odoo's own.

The sink is that of the tests, a process of its own. The same mails go to it by turns:
by the postman, and by Odoo's ``mail.mail`` with an attachment each. Then all the rest
is sent, and a million deliveries are looked at.
"""

import json
import sys
import tempfile

from .. import paths, say
from ..odoo import database, script
from . import agency, delivery_lists

NAME = "coi_bench_delivery"

_ISSUE = """
from tools.bench import delivery_inside
delivery_inside.issue(env, {insured}, {port}, {crowd})
"""
_MEASURE = """
import json
from tools.bench import delivery_inside
bench = delivery_inside.Bench(env, {port}, {mails}, {turns}, {crowd})
print(json.dumps(bench.measure()))
"""


def run(options):
    sys.path.insert(0, str(paths.ROOT / "tests" / "delivery"))
    from running_sink import RunningSink

    small = {"size": 80, "mails": 20, "turns": 2, "crowd": 10}
    large = {"size": 10_000, "mails": 1_000, "turns": 4, "crowd": 500}
    given = small if options.small else large
    database.fresh(NAME)
    say.line("  building the records")
    given["insured"] = agency.build(NAME, [given["size"]])[given["size"]]
    with tempfile.TemporaryDirectory() as folder, RunningSink(folder) as sink:
        sink.tell(brief=True)
        given["port"] = sink.port
        script.run(NAME, _ISSUE.format(**given))
        say.line("  planning, and sending")
        printed = script.run(NAME, _MEASURE.format(**given))
        figures = json.loads(printed.splitlines()[-1])
        received = len(sink.count_ids())
    _check(figures, received, given)
    say.line("  looking at a million")
    figures.update(delivery_lists.measure(NAME, 10 if options.small else 100))
    database.drop(NAME)
    return figures


def _check(figures, received, given):
    """Those that were compared came twice, and with two Message-IDs."""
    mails = figures["delivery_mails"]
    others = given["mails"] // given["turns"] * (given["turns"] + 1)
    by_core = received - mails
    if mails != given["size"] - given["crowd"] or by_core != others:
        raise RuntimeError(f"{received} mails arrived, {others} by Odoo: {figures}")
