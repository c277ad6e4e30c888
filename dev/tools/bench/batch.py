"""Batches in the background beside batches in the click, and who else suffers.

Measured through HTTP on servers as in production: two HTTP processes, and one or two
processes for scheduled actions. Whatever is compared takes turns.
"""

import os
import statistics
import threading
import time

from .. import say
from ..odoo import database, script, server
from . import agency, client, history, memory

NAME = "coi_bench_batch"
PEER = "peer"
OPEN = ("pending", "running")
CRON_NICENESS = 10  # Odoo's own mark of a process for scheduled actions
NEVER, ALWAYS = 0, 1_000_000  # limits of what is made in the click

_PEER = f"""
env.ref("base.user_admin").copy({{"name": "{PEER}", "login": "{PEER}",
    "password": "{PEER}", "email": "{PEER}@larkspur.example"}})
env.cr.commit()
"""


def run(options):
    count = 200 if options.small else 10_000
    database.fresh(NAME)
    say.line("  building the records")
    insured = agency.build(NAME, [count])[count]
    script.run(NAME, _PEER)
    figures = {
        **_measure_speed(insured, count, 1 if options.small else 3),
        **_measure_others(insured, 1 if options.small else 3),
        **_measure_two_workers(insured, 1 if options.small else 3),
        **_measure_memory(insured, 3 if options.small else 10),
    }
    database.drop(NAME)
    say.line("  a million certificates")
    return {**figures, **history.run(options)}


class Office:
    """A server in prefork mode and its CSR."""

    def __init__(self, cron_threads):
        self.odoo = server.Server(NAME, workers=2, cron_threads=cron_threads)

    def __enter__(self):
        self.odoo.start()
        self.user = self.log_in(agency.LOGIN, agency.PASSWORD)
        return self

    def __exit__(self, *exception):
        self.odoo.stop()

    def log_in(self, login, password):
        return client.Client(self.odoo.url, NAME, login, password)

    def start(self, insured, limit):
        """The id of a new batch, and how long its request took."""
        statement = "UPDATE res_company SET coi_click_limit = %s"
        database.execute(statement, limit, name=NAME)
        start = time.perf_counter()
        found = self.user.call("coi.batch", "generate", insured_ids=[insured])
        return found["batch_id"], time.perf_counter() - start

    def wait(self, batch):
        """Seconds until it is finished; looked at as often as a screen does."""
        start = time.perf_counter()
        while self.progress(batch)["state"] in OPEN:
            time.sleep(0.25)
        return time.perf_counter() - start

    def progress(self, batch):
        return self.user.call("coi.batch", "get_progress", [batch])

    def cron_pid(self):
        path = f"/proc/{self.odoo.pid}/task/{self.odoo.pid}/children"
        with open(path) as children:
            for pid in map(int, children.read().split()):
                if os.getpriority(os.PRIO_PROCESS, pid) == CRON_NICENESS:
                    return pid
        raise LookupError("no process for scheduled actions")


def _measure_speed(insured, count, turns):
    """From the request to the last certificate stored, in the click and behind it.

    Behind it with two processes for scheduled actions, as Odoo has them unless told
    otherwise, and with one.
    """
    clicks, free = [], []
    backgrounds = {2: [], 1: []}
    for workers, seconds in backgrounds.items():
        with Office(workers) as office:
            office.start(insured, ALWAYS)  # warm: the caches are full
            for _turn in range(turns):
                agency.forget(NAME)
                clicks.append(office.start(insured, ALWAYS)[1])
                agency.forget(NAME)
                batch, answer = office.start(insured, NEVER)
                free.append(answer)
                seconds.append(answer + office.wait(batch))
    click = statistics.median(clicks)
    two, one = (statistics.median(backgrounds[workers]) for workers in (2, 1))
    return {
        "batch_holders": count,
        "batch_click_s": round(click, 2),
        "batch_background_s": round(two, 2),
        "batch_background_one_process_s": round(one, 2),
        "batch_screen_free_s": round(statistics.median(free), 2),
        "batch_background_ratio": round(click / two, 2),
        "batch_background_one_process_ratio": round(click / one, 2),
    }


def _measure_others(insured, turns):
    """Another user opens Issued Certificates again and again, meanwhile and before."""
    idle, busy = [], []
    with Office(1) as office:
        peer = office.log_in(PEER, PEER)
        office.wait(office.start(insured, NEVER)[0])
        for _turn in range(turns):
            idle += _look_for(peer, 6)
            batch, _seconds = office.start(insured, NEVER)
            busy += _look_while(peer, lambda batch=batch: office.wait(batch))
    ratios = {
        name: round(_quantile(busy, share) / _quantile(idle, share), 2)
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }
    return {
        "batch_others_idle_ms": _milliseconds(idle),
        "batch_others_busy_ms": _milliseconds(busy),
        "batch_others_latency_ratio": ratios,
    }


def _look_for(peer, seconds):
    return _look_while(peer, lambda: time.sleep(seconds))


def _look_while(peer, work):
    """Seconds of the peer's requests while ``work`` lasts, ten or so a second."""
    times, thread = [], threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        start = time.perf_counter()
        history.list_certificates(peer)
        times.append(time.perf_counter() - start)
        time.sleep(0.1)
    thread.join()
    return times


def _quantile(times, share):
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def _milliseconds(times):
    return {
        "p50": round(1000 * _quantile(times, 0.5)),
        "p95": round(1000 * _quantile(times, 0.95)),
        "requests": len(times),
    }


def _measure_two_workers(insured, turns):
    """From the answer to the request to the end, with one process and with two."""
    seconds = {1: [], 2: []}
    for _turn in range(turns):
        for workers, times in seconds.items():
            with Office(workers) as office:
                office.wait(office.start(insured, NEVER)[0])
                agency.forget(NAME)
                times.append(office.wait(office.start(insured, NEVER)[0]))
    one, two = (statistics.median(seconds[workers]) for workers in (1, 2))
    return {
        "batch_one_worker_s": round(one, 2),
        "batch_two_workers_s": round(two, 2),
        "batch_two_workers_ratio": round(one / two, 2),
    }


def _measure_memory(insured, batches):
    """Growth of the process that makes batches, from the second one to the last."""
    sizes = []
    with Office(1) as office:
        for _batch in range(batches):
            office.wait(office.start(insured, NEVER)[0])
            sizes.append(memory.read(office.cron_pid(), "VmRSS"))
    return {
        "batch_rss_mb": [round(size) for size in sizes],
        "batch_rss_growth_mb": round(sizes[-1] - sizes[1]),
    }
