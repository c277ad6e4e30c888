"""A selection of ten thousand issued certificates: from the click to the last byte.

Asked through HTTP of a server of one process, whose memory is looked at; as single
files in a zip and as one combined PDF. The queries are counted beside it, of a tenth
and of all.
"""

import json
import time

from .. import say
from ..odoo import database, script, server
from . import agency, client, memory

NAME = "coi_bench_download"
OUTPUTS = ("zip", "pdf")

_QUERIES = """
import json
from odoo.addons.coi_mass_generate.pdf import writer
every = env["coi.certificate"].search([])
counts = {{}}
for size in {sizes}:
    some = every[:size]
    for output in {outputs}:
        env.invalidate_all()
        file, before = writer.Folded(), env.cr.sql_log_count
        env["coi.output"]._write_selection(file, some, output, "Bench")
        counts.setdefault(output, {{}})[size] = env.cr.sql_log_count - before
        file.close()
print(json.dumps(counts))
"""


def run(options):
    size = 50 if options.small else 10_000
    database.fresh(NAME)
    say.line("  building the records")
    insured = agency.build(NAME, [size])[size]
    with server.Server(NAME) as odoo:
        user = client.Client(odoo.url, NAME, agency.LOGIN, agency.PASSWORD)
        _make(user, insured)
        ids = user.call("coi.certificate", "search", [])
        if len(ids) != size:
            raise RuntimeError(f"{len(ids)} of {size} were made")
        figures = _measure(odoo.pid, user, ids)
    code = _QUERIES.format(sizes=[size // 10, size], outputs=OUTPUTS)
    figures["download_queries"] = json.loads(script.run(NAME, code).splitlines()[-1])
    database.drop(NAME)
    return {"download_certificates": size, **figures}


def _make(user, insured):
    say.line("  issuing the certificates")
    limit = "UPDATE res_company SET coi_click_limit = 1000000"
    database.execute(limit, name=NAME)
    user.call("coi.batch", "generate", insured_ids=[insured])


def _measure(pid, user, ids):
    """Seconds, megabytes of the file, and of memory above what was used before."""
    figures = {}
    say.line("  downloading the selection")
    _download(user, ids[:10], "zip")  # once to warm up
    for output in OUTPUTS:
        before = memory.read(pid, "VmRSS")
        memory.reset_peak(pid)
        asked, seconds, size = _download(user, ids, output)
        figures[f"download_{output}"] = {
            "dialog_s": round(asked, 2),
            "download_s": round(seconds, 2),
            "file_mb": round(size / 1e6, 1),
            "memory_mb": round(memory.read(pid, "VmHWM") - before),
        }
    return figures


def _download(user, ids, output):
    """(seconds until the dialog is open, those of the download, bytes)"""
    start = time.perf_counter()
    action = user.call("coi.certificate", "action_download", ids)
    wizard = action["res_id"]
    asked = time.perf_counter() - start
    user.call("coi.certificate.download", "write", [wizard], {"output": output})
    told = user.call("coi.certificate.download", "action_download", [wizard])
    seconds, size = user.download(told["params"]["url"])
    return asked, seconds, size
