"""Certificates by mail: a plan of ten thousand, and mails to a sink beside Odoo's own.

The sink is that of the tests, a process of its own. The same mails go to it twice in
one run: by the postman, and by Odoo's ``mail.mail`` with an attachment each.
"""

import json
import sys
import tempfile

from .. import paths, say
from ..odoo import database, script
from . import agency

NAME = "coi_bench_delivery"

_ISSUE = """
import json
user = env["res.users"].search([("login", "=", {login!r})])
env.company.coi_click_limit = 1000000
insured = env["res.partner"].browse({insured})
holders = insured.coi_additional_interest_ids.holder_id
for number, holder in enumerate(holders):
    holder.email = f"h{{number}}@holders.test"
user.email = "csr@agency.test"
server = env["ir.mail_server"].create(
    {{"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": {port}}}
)
env["coi.pace"]._get(server).per_minute = 0
env.company.coi_undo_minutes = 0
env.cr.commit()
env(user=user.id)["coi.batch"].generate(insured_ids=insured.ids, confirm_kinds=list(
    env["coi.check"]._get_kinds()))
env.cr.commit()
"""

_MEASURE = """
import base64, json, resource, time
user = env["res.users"].search([("login", "=", {login!r})])
mine = env(user=user.id)
ids = mine["coi.certificate"].search([], order="id").ids

def timed(work):
    start = time.perf_counter()
    result = work()
    return round(time.perf_counter() - start, 3), result

def size():
    env.cr.execute("SELECT coalesce(sum(file_size), 0) FROM ir_attachment")
    return env.cr.fetchone()[0]

sendings = mine["coi.sending"]
plan_s, _plan = timed(lambda: sendings.get_plan(ids))
before, memory = size(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sendings.send(ids[:{mails}], at_once=True)
env.cr.commit()
own_s, _none = timed(env(context={{}})["coi.postman"]._cron_run)
grown = (size() - before) / 1e6
memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
handed = env["coi.delivery"].search_count([("state", "=", "handed")])

def by_core():
    deliveries = env["coi.delivery"].search([], order="sequence", limit={mails})
    subjects, bodies = env["coi.letter"]._render(deliveries, "")
    for delivery in deliveries:
        certificate = delivery.certificate_ids
        file = env["ir.attachment"].create({{
            "name": certificate._get_filename(), "raw": certificate._get_document(),
            "res_model": "coi.delivery", "res_id": delivery.id,
        }})
        env["mail.mail"].create({{
            "subject": subjects[delivery.id], "body_html": bodies[delivery.id],
            "email_from": "csr@agency.test", "email_to": delivery.email,
            "attachment_ids": [(6, 0, file.ids)],
        }})
    env.cr.commit()
    env["mail.mail"].process_email_queue(batch_size=len(ids))
    env.cr.commit()

core_s, _none = timed(by_core)
print(json.dumps({{
    "certificates": len(ids), "handed": handed, "plan_s": plan_s, "own_s": own_s,
    "core_s": core_s, "grown": round(grown, 2), "memory": round(memory),
}}))
"""


def run(options):
    sys.path.insert(0, str(paths.ROOT / "tests" / "delivery"))
    from running_sink import RunningSink

    size, mails = (50, 20) if options.small else (10_000, 1_000)
    database.fresh(NAME)
    say.line("  building the records")
    insured = agency.build(NAME, [size])[size]
    with tempfile.TemporaryDirectory() as folder, RunningSink(folder) as sink:
        given = {"login": agency.LOGIN, "insured": insured, "port": sink.port}
        script.run(NAME, _ISSUE.format(**given))
        say.line("  planning, and sending")
        printed = script.run(NAME, _MEASURE.format(login=agency.LOGIN, mails=mails))
        told = json.loads(printed.splitlines()[-1])
        received = len(sink.read())
    database.drop(NAME)
    if received != 2 * mails or told["handed"] != mails:
        raise RuntimeError(f"{received} mails arrived of 2 x {mails}: {told}")
    return {
        "delivery_plan_certificates": told["certificates"],
        "delivery_plan_10000_s": told["plan_s"],
        "delivery_mail_ms": round(told["own_s"] / mails * 1000, 1),
        "delivery_core_mail_ms": round(told["core_s"] / mails * 1000, 1),
        "delivery_vs_core": round(told["core_s"] / told["own_s"], 2),
        "delivery_filestore_growth_mb": told["grown"],
        "delivery_memory_mb": told["memory"],
    }
