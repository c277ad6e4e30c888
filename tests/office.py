"""A running agency with thousands of holders, as its people and its enemies see it."""

import contextlib
import os
import signal
import time

import psycopg2
import requests
from tools.odoo import database, script
from tools.odoo.server import Server

OPEN = ("pending", "running")
# Odoo's cron workers make themselves nicer than those that serve people.
CRON_NICENESS = 10

# Several chunks of the runner's; some of them have no street.
HOLDERS = 6000
BLOCKED = len(range(5, HOLDERS, 97))
PREPARE = """
from datetime import date, datetime, timedelta
from odoo.fields import Command

env = env(context={**env.context, "tracking_disable": True})
state = env["res.country.state"].search([("code", "=", "MA")], limit=1)
place = {"city": "Salem", "zip": "01970", "state_id": state.id,
         "country_id": state.country_id.id}
env.company.write({"name": "Larkspur Insurance Agency", "street": "48 Prospect Street",
                   "phone": "617 555 0142", "coi_representative": "Dana Whitfield",
                   **place})
limits = {
    "general_liability": ["each_occurrence", "general_aggregate"],
    "auto": ["combined_single"],
    "umbrella": ["each_occurrence", "aggregate"],
    "workers_comp": ["each_accident", "disease_employee", "disease_policy"],
}
insured, insurer = env["res.partner"].create([
    {"name": "Harbor Ridge Contractors, Inc.", "street": "1 Wharf Road", **place},
    {"name": "Fablewood Casualty Company", "coi_naic": "99901"},
])
for key, keys in limits.items():
    env["coi.policy"].create({
        "name": key[:2].upper() + "-7001", "insured_id": insured.id,
        "insurer_id": insurer.id,
        "coverage_id": env.ref("coi_mass_generate.line_" + key).id,
        "date_effective": date.today() - timedelta(30),
        "date_expiration": date.today() + timedelta(300),
        "auto_any": True,
        "limit_ids": [
            Command.create({"key": each, "amount": 1000000}) for each in keys
        ],
    })
def holder(number):
    name = f"Holder {number:05} Properties LLC"
    if number % 500 == 7:
        name = "\\u05d1\\u05e0\\u05e7 " + str(number)  # must be drawn whole
    street = False if number % 97 == 5 else f"{number} Main Street"
    return {"name": name, "street": street, **place}
holders = env["res.partner"].create([holder(number) for number in range(COUNT)])
env["coi.additional.interest"].create([
    {"insured_id": insured.id, "holder_id": one.id,
     "description": f"Roof works at the premises of holder {one.id}."}
    for one in holders
])
for login in ("csr", "other"):
    env["res.users"].create({
        "name": login, "login": login, "password": login,
        "email": login + "@larkspur.example",
        "group_ids": [Command.link(env.ref("coi_mass_generate.group_user").id)],
    })
until = datetime.now() + timedelta(hours=20)
env.flush_all()
for login in ("csr", "other"):
    user = env["res.users"].search([("login", "=", login)])
    key = env(user=user.id)["res.users.apikeys"]._generate("rpc", "tests", until)
    env["ir.config_parameter"].set_param("tests." + login, key)
env["ir.config_parameter"].set_param("tests.insured", insured.id)
SETTINGS
env.cr.commit()
"""


def prepare(name, count, settings=""):
    """Fill a new database: one insured with ``count`` holders; two users."""
    code = PREPARE.replace("COUNT", str(count)).replace("SETTINGS", settings)
    script.run(name, code)
    execute(name, "VACUUM ANALYZE coi_additional_interest, res_partner")
    return name


def execute(name, statement, *values):
    return database.execute(statement, *values, name=name)


def get_parameter(name, key):
    statement = "SELECT value FROM ir_config_parameter WHERE key = %s"
    [(value,)] = execute(name, statement, f"tests.{key}")
    return value


class Office:
    """A server on a database, with its CSR's calls and the ways to harm it."""

    def __init__(self, name, *, cron_threads=1, workers=2, ignore=(), **more):
        self.name = name
        self.insured = int(get_parameter(name, "insured"))
        self.keys = {login: get_parameter(name, login) for login in ("csr", "other")}
        self.server = Server(
            name, workers=workers, cron_threads=cron_threads, ignore=ignore, **more
        )

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *exception):
        self.server.stop()

    def revive(self, watch=10):
        """Start the server again if it ends now, as a service manager does: Odoo's
        main process may give up when its database goes away."""
        deadline = time.monotonic() + watch
        while time.monotonic() < deadline:
            if not self.server.is_running():
                self.server.stop()
                self.server.start()
                return
            time.sleep(0.5)

    # -------------------------------------------------------------------- calls

    def ask(self, model, method, login="csr", **values):
        """The bare answer of the server to another program."""
        return requests.post(
            f"{self.server.url}/json/2/{model}/{method}",
            json=values,
            headers={"Authorization": f"bearer {self.keys[login]}"},
            timeout=300,
        )

    def call(self, model, method, **values):
        answer = self.ask(model, method, **values)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def patient_call(self, model, method, patience=180, **values):
        """``call``, until the server is able to answer."""
        deadline = time.monotonic() + patience
        while True:
            with contextlib.suppress(requests.RequestException):
                answer = self.ask(model, method, **values)
                if answer.status_code == 200:
                    return answer.json()
                if time.monotonic() > deadline:
                    raise AssertionError(answer.text)
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.5)

    def generate(self, **options):
        """The id of a new batch of all holders."""
        options = {"insured_ids": [self.insured], **options}
        return self.call("coi.batch", "generate", **options)["batch_id"]

    def find_interests(self, count):
        """Ids of the first interests in the list."""
        return self.call("coi.additional.interest", "search", domain=[], limit=count)

    def progress(self, batch):
        return self.patient_call("coi.batch", "get_progress", ids=[batch])

    def do(self, batch, action):
        return self.call("coi.batch", f"action_{action}", ids=[batch])

    def wait(self, batch, until, patience=300):
        """The progress when ``until(progress)`` holds; looked at as a screen does."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            progress = self.progress(batch)
            if until(progress):
                return progress
            time.sleep(0.2)
        raise AssertionError(f"still {progress}; see {self.server.log}")

    def finish(self, batch, patience=300):
        return self.wait(batch, lambda one: one["state"] not in OPEN, patience)

    def start_moving(self, batch):
        """Wait until another certificate of it is made, or it is over."""
        before = self.progress(batch)["done"]
        return self.wait(
            batch, lambda one: one["done"] > before or one["state"] not in OPEN
        )

    # --------------------------------------------------------------------- harm

    def cron_workers(self):
        """Pids of the processes that run scheduled actions."""
        return [pid for pid in self._children() if self._niceness(pid) == CRON_NICENESS]

    def _children(self):
        path = f"/proc/{self.server.pid}/task/{self.server.pid}/children"
        with contextlib.suppress(OSError), open(path) as children:
            return [int(pid) for pid in children.read().split()]
        return []

    def _niceness(self, pid):
        with contextlib.suppress(OSError):
            return os.getpriority(os.PRIO_PROCESS, pid)

    def kill_worker(self, chance):
        """Kill -9 one of the cron workers; False where there was none."""
        workers = self.cron_workers()
        if not workers:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)
            return True
        return False

    def kill_backend(self):
        """End the database sessions of the cron workers; how many there were."""
        names = [f"odoo-{pid}" for pid in self.cron_workers()]
        rows = execute(
            self.name,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = ANY(%s) AND datname = %s",
            names,
            self.name,
        )
        return len(rows)

    def running_jobs(self):
        """How many of the two scheduled actions are being run just now."""
        connection = psycopg2.connect(dbname=self.name)
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM ir_cron WHERE cron_name LIKE 'Certificates:%%'"
                    " FOR NO KEY UPDATE SKIP LOCKED"
                )
                return 2 - cursor.rowcount
        finally:
            connection.rollback()
            connection.close()
