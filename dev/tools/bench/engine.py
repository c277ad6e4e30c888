"""The page engine beside Odoo's own printing: the same template, the same records.

Measured through HTTP on a warm server, as a user would: from the confirmed wizard to
commit and the last byte of the download, with lines, verdicts, numbers, hashes and the
history. Stock prints and ours take turns in one run.
"""

import json
import statistics
import subprocess
import time

from .. import paths, say
from ..odoo import database, script, server
from . import agency, client, floor, memory, read_back

NAME = "coi_bench"
STOCK = "coi_mass_generate.bench_stock"
OUTPUTS = ("zip", "pdf")
FOLDER = paths.BUILD / "bench"

# A report of the ordinary kind with the very template certificates are drawn from.
_STOCK_REPORT = f"""
view = env["ir.ui.view"].create({{
    "name": "Bench: stock", "type": "qweb", "key": "{STOCK}",
    "arch": '<t><t t-set="documents" t-value="[doc._get_document_values() for doc in'
        ' docs]"/><t t-call="coi_mass_generate.certificate_html"/></t>',
}})
report = env.ref("coi_mass_generate.report_coi_certificate_action")
report.copy({{"name": "Bench: stock", "report_name": "{STOCK}"}})
# From the click to the last byte: however many, they are made in the click.
env["res.company"].search([]).coi_click_limit = 1_000_000
env.cr.commit()
"""
_ENGINE_ALONE = """
import json, time
from hashlib import sha256
from odoo.addons.coi_mass_generate.pdf import typeset, writer
made = env["coi.certificate"].search([("page_count", "=", 1)], limit={count})
labels = env["coi.page"]._get_labels("en_US")
made = made.filtered(lambda each: each.master_id == made[0].master_id)
texts = [(each._get_values(), each._get_stamp()[0]) for each in made]
times = []
for _turn in range(5):
    head = made[0].master_id._load()
    start = time.perf_counter()
    for values, title in texts:
        pages = typeset.compose(head, values, labels)
        writer.stamp_parts(head, pages, title=title).data
    times.append((time.perf_counter() - start) / len(texts))
print(json.dumps({{"seconds": sorted(times), "head": len(head.base(False))}}))
"""


def run(options):
    counts = [1, 20, 50] if options.small else [1, 100, 1_000, 10_000]
    database.fresh(NAME)
    say.line("  building the records")
    insureds = agency.build(NAME, counts)
    script.run(NAME, _STOCK_REPORT)
    with server.Server(NAME) as odoo:
        figures = _measure(odoo, insureds, 2 if options.small else 10)
    figures.update(_measure_floor(counts))
    figures["whole_vs_floor"] = {
        output: round(ms / figures["floor_ms"], 1)
        for output, ms in figures["ours_ms"][str(max(counts))].items()
    }
    figures["wkhtmltopdf"] = _get_binary()
    database.drop(NAME)
    return figures


def _measure(odoo, insureds, prints):
    user = client.Client(odoo.url, NAME, agency.LOGIN, agency.PASSWORD)
    admin = client.Client(odoo.url, NAME, "admin", "admin")
    largest = max(insureds)
    generate(user, insureds[min(insureds)], "zip")  # warm: templates, assets, fonts
    ours = {str(count): {output: [] for output in OUTPUTS} for count in insureds}
    stock = {"1000": [], "0": []}
    memory_mb = dict.fromkeys(OUTPUTS, 0)
    for what, *more in _plan_turns(insureds, prints):
        if what == "stock":
            stock[more[0]].append(_print_stock(admin, more[0]))
            continue
        count, output = more
        agency.forget(NAME)
        with Peak(odoo.pid) as peak:
            seconds = generate(user, insureds[count], output)
        if count == largest:
            memory_mb[output] = max(memory_mb[output], peak.megabytes)
        ours[str(count)][output].append(seconds * 1000 / count)
    return {
        **_summarize(ours, stock, largest),
        **_measure_one(user, insureds, stock),
        **_measure_again(user, insureds[largest], largest),
        "peak_rss_mb": memory_mb,
        **read_back.check(NAME, FOLDER),
    }


def _plan_turns(insureds, prints):
    """Stock and ours by turns, so that a slow minute of the machine hits both."""
    ours = [
        (count, output)
        for count in sorted(insureds)
        for output in OUTPUTS
        for _turn in range(prints if count < 100 else 3)
    ]
    stock = ["1000", "0"] * prints
    turns = []
    for place in range(max(len(ours), len(stock))):
        turns += [("stock", stock[place])] if place < len(stock) else []
        turns += [("ours", *ours[place])] if place < len(ours) else []
    return turns


class Peak:
    """How much memory a process takes more than before, at its worst."""

    def __init__(self, pid):
        self.pid = pid

    def __enter__(self):
        self.before = memory.read(self.pid, "VmRSS")
        memory.reset_peak(self.pid)
        return self

    def __exit__(self, *exception):
        self.megabytes = round(memory.read(self.pid, "VmHWM") - self.before)


def _measure_one(user, insureds, stock):
    """One certificate beside one stock print: its master drawn, or there already."""
    quick, insured = statistics.median(stock["0"]), insureds[min(insureds)]
    drawn, known = [], []
    for _turn in range(len(stock["0"])):
        agency.forget(NAME)
        drawn.append(generate(user, insured, "zip") * 1000)
        known.append(generate(user, insured, "zip") * 1000)
    return {
        "one_ms": {
            "master_drawn": round(statistics.median(drawn), 1),
            "master_known": round(statistics.median(known), 1),
        },
        "one_to_stock_delay0": {
            "master_drawn": round(statistics.median(drawn) / quick, 2),
            "master_known": round(statistics.median(known) / quick, 2),
        },
    }


def _measure_again(user, insured, count):
    """The same holders once more: each certificate supersedes an unchanged one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    agency.forget(NAME)
    generate(user, insured, "zip")
    again = {
        output: generate(user, insured, output, FOLDER / f"certificates.{output}")
        for output in OUTPUTS
    }
    return {
        "ours_again_ms": {
            output: round(seconds * 1000 / count, 3)
            for output, seconds in again.items()
        }
    }


def generate(user, insured_id, output, target=None, **more):
    """Seconds from the confirmed wizard to the last byte of its download.

    :param more: further values of the wizard
    """
    interests = user.call(
        "coi.additional.interest", "search", [["insured_id", "=", insured_id]]
    )
    values = {
        "scope": "insureds",
        "insured_ids": [[6, 0, [insured_id]]],
        "selected_ids": interests,
        "output": output,
        "confirm_warnings": True,
        **more,
    }
    start = time.perf_counter()
    wizard = user.call("coi.generate", "create", [values])
    action = user.call("coi.generate", "action_generate", wizard)
    result = action["params"]
    if result["done"] != len(interests):
        raise RuntimeError(f"{result['done']} of {len(interests)} were made")
    user.download(result["url"], target)
    return time.perf_counter() - start


def _print_stock(admin, delay):
    """Milliseconds of one print by Odoo's own road, with that report.print_delay."""
    admin.call("ir.config_parameter", "set_param", "report.print_delay", delay)
    certificate = admin.call("coi.certificate", "search", [], limit=1)[0]
    seconds, size = admin.download(f"/report/pdf/{STOCK}/{certificate}")
    if size < 5_000:
        raise RuntimeError("the stock print is no page")
    return seconds * 1000


def _summarize(ours, stock, largest):
    ms = {
        count: {
            output: round(statistics.median(times), 3) for output, times in by.items()
        }
        for count, by in ours.items()
    }
    delayed, quick = (statistics.median(stock[key]) for key in ("1000", "0"))
    at_largest = ms[str(largest)]
    return {
        "stock_default_ms": round(delayed),
        "stock_delay0_ms": round(quick),
        "stock_prints": len(stock["0"]),
        "ours_ms": ms,
        "ratio_stock_default": _ratios(delayed, at_largest),
        "ratio_stock_delay0": _ratios(quick, at_largest),
        "largest_to_tenth": {
            output: round(at_largest[output] / ms[str(largest // 10)][output], 2)
            for output in OUTPUTS
            if str(largest // 10) in ms
        },
    }


def _ratios(stock_ms, ours_ms):
    return {output: round(stock_ms / ours_ms[output]) for output in OUTPUTS}


def _measure_floor(counts):
    count = max(counts)
    lines = script.run(NAME, _ENGINE_ALONE.format(count=count)).splitlines()
    measured = json.loads(lines[-1])
    alone = statistics.median(measured["seconds"]) * 1000
    turns = [floor.run(count, measured["head"]) for _turn in range(5)]
    lowest = statistics.median(turns) / count * 1000
    return {
        "engine_alone_ms": round(alone, 4),
        "floor_ms": round(lowest, 4),
        "ratio_floor": round(alone / lowest, 2),
    }


def _get_binary():
    found = paths.BIN / "wkhtmltopdf"
    return subprocess.run(
        [found, "--version"], capture_output=True, check=True, text=True
    ).stdout.strip()
