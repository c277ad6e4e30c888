"""What an agency sends, looked at from three sides: its ledger, its mail server, and
the certificates that were issued."""

import time
from collections import Counter

from office import Office, execute, get_parameter
from tools.odoo import database

FEW, MANY = 60, 500
# Of whom a little more than 10,000 have a certificate.
THRONG = 10_110
# Everybody has an address and, but for those without a street, a certificate.
SETTINGS = """
for number, one in enumerate(holders):
    one.email = f"h{number}@holders.test"
env["ir.mail_server"].create({"name": "Sink", "smtp_host": "127.0.0.1", "sequence": 0})
server = env["ir.mail_server"].search([("name", "=", "Sink")])
env["coi.pace"]._get(server).per_minute = 0
env.company.write({"coi_undo_minutes": 0, "coi_click_limit": 1_000_000})
key = env(user=2)["res.users.apikeys"]._generate("rpc", "gateway", until)
env["ir.config_parameter"].set_param("tests.gateway", key)
env.cr.commit()
csr = env["res.users"].search([("login", "=", "csr")])
env(user=csr.id)["coi.batch"].generate(insured_ids=[insured.id])
"""
OPEN = ("queued", "handing", "later")


class Post:
    """A database on its way through a test.

    :param sink: ``RunningSink``, which all its mails are handed to
    """

    def __init__(self, name, sink):
        self.name, self.sink = name, sink
        self.execute("UPDATE ir_mail_server SET smtp_port = %s", sink.port)

    def execute(self, statement, *values):
        return execute(self.name, statement, *values)

    def run(self, workers=0, **options):
        """Its server; a context manager.

        :param workers: processes, of which one can be killed; 0: one is all of it, and
            is up sooner
        """
        return Office(self.name, workers=workers, **options)

    def give(self, *emails):
        """Let the holders of the first certificates have these addresses."""
        rows = self.execute("SELECT holder_id FROM coi_certificate ORDER BY id")
        for (holder_id,), email in zip(rows, emails, strict=False):
            self.execute(
                "UPDATE res_partner SET email = %s WHERE id = %s", email, holder_id
            )

    def open_gateway(self, office):
        """Let the sink report to the server what it does not deliver."""
        gateway = {"url": office.server.url, "database": self.name, "user_id": 2}
        self.sink.tell(gateway={**gateway, "key": get_parameter(self.name, "gateway")})

    def send(self, office, count=None):
        """The id of a sending of the first certificates; of all without ``count``."""
        ids = office.call("coi.certificate", "search", domain=[], order="id")[:count]
        told = office.call("coi.sending", "send", certificate_ids=ids)
        return told["sending_id"]

    def wake(self):
        """Let the postman look now; by itself it does after some minutes."""
        self.execute(
            "INSERT INTO ir_cron_trigger (cron_id, call_at)"
            " SELECT id, now() AT TIME ZONE 'UTC' FROM ir_cron"
            " WHERE cron_name = 'Certificates: send mails' AND NOT EXISTS"
            " (SELECT FROM ir_cron_trigger WHERE cron_id = ir_cron.id"
            " AND call_at <= now() AT TIME ZONE 'UTC')"
        )
        database.execute("SELECT pg_notify('cron_trigger', %s)", self.name)

    def finish(self, patience=120):
        """Wait until nothing is left for the postman."""
        self.wait_for(lambda states: not any(states[one] for one in OPEN), patience)

    def wait_for(self, is_so, patience=120):
        """Wait until ``is_so(numbers of deliveries by state)``."""
        self._wait(lambda: is_so(self.count_states()), patience)

    def wait_for_run(self, state):
        """Wait until all there is to send is in this state."""
        asked = "SELECT DISTINCT state FROM coi_sending"
        self._wait(lambda: self.execute(asked) == [(state,)])

    def wait_until(self, asked):
        """Wait until this query finds something."""
        self._wait(lambda: self.execute(asked))

    def wait_until_it_is(self, is_so):
        """Wake the postman until ``is_so()``."""
        self._wait(is_so)

    def _wait(self, is_over, patience=120):
        deadline = time.monotonic() + patience
        while not is_over():
            assert time.monotonic() < deadline, self.count_states()
            self.wake()
            time.sleep(0.5)

    def count_states(self):
        rows = self.execute("SELECT state, count(*) FROM coi_delivery GROUP BY state")
        return Counter(dict(rows))

    def get_states(self):
        """``{address: state}``"""
        return dict(self.execute("SELECT email, state FROM coi_delivery"))

    def get_hashes(self):
        """SHA-256 of all certificates there are."""
        return {sha for (sha,) in self.execute("SELECT sha256 FROM coi_certificate")}

    def check(self, total):
        """The ledger says no more than what the mail server has, and no less; also
        while both go on.

        :param total: number of deliveries
        """
        given_before = set(self.sink.count_ids())
        rows = self.execute("SELECT state, message_id FROM coi_delivery")
        given = self.sink.count_ids()
        assert len(rows) == total
        assert all(count == 1 for count in given.values()), given.most_common(3)
        had = [each for state, each in rows if state in ("handed", "bounced")]
        maybe = {each for state, each in rows if state in ("unsure", "handing")}
        assert len(set(had)) == len(had), "two deliveries are one mail"
        assert set(had) <= set(given), "handed over, and nobody has it"
        assert given_before <= set(had) | maybe, "somebody has it, and nobody knows"
