"""A real Odoo server process on a free port of this machine."""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from .. import paths
from ..machine import processes
from ..say import Stop
from . import odoo_run


class Server:
    """Starts Odoo on a database and waits until it answers.

    ``workers`` > 0 is Odoo's prefork mode, as in production. ``cron_threads`` > 0 lets
    scheduled actions run. ``ignore`` are regular expressions of log lines of ours that
    this test provokes on purpose; any other warning of ours fails the run. Start it in
    the main thread: it ends with the thread that started it.

        with Server("my_database") as server:
            requests.get(server.url + "/web/login")
    """

    def __init__(
        self,
        database,
        *,
        port=None,
        workers=0,
        cron_threads=0,
        options=(),
        env=None,
        ignore=(),
        patience=90,
    ):
        self.database = self.db = database
        self.port = port or odoo_run.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.workers = workers
        self.cron_threads = cron_threads
        self.options = list(options)
        self.env = dict(env or {})
        self.ignore = list(ignore)
        self.patience = patience
        self.process = None
        self.log = paths.BUILD / "log" / f"server-{database}-{self.port}.log"

    @property
    def pid(self):
        return self.process.pid if self.process else None

    def command(self):
        words = [
            f"--http-port={self.port}",
            f"--db-filter=^{self.database}$",
            f"--workers={self.workers}",
            f"--max-cron-threads={self.cron_threads}",
        ]
        if self.workers:
            words.append(f"--gevent-port={odoo_run.free_port()}")
        return odoo_run.command(self.database, *words, *self.options)

    def start(self):
        """Start, and return when the login page answers."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        env = odoo_run.environment(COI_IGNORE_LOG=json.dumps(self.ignore), **self.env)
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=paths.ROOT,
                start_new_session=True,
                preexec_fn=processes.end_with_parent,
            )
        try:
            self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def wait_ready(self):
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Stop(f"the server ended by itself: {self._last_line()}")
            if self.answers():
                return
            time.sleep(0.2)
        raise Stop(f"no answer from the server in {self.patience} s; see {self.log}")

    def answers(self):
        try:
            with urllib.request.urlopen(self.url + "/web/login", timeout=30) as page:
                return page.status == 200
        except urllib.error.HTTPError as error:
            return error.code < 500
        except (OSError, urllib.error.URLError):
            return False

    def _last_line(self):
        lines = self.log_text().strip().splitlines()
        return f"{lines[-1] if lines else 'no output'} (see {self.log})"

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, patience=20):
        """Let it end in order, then make sure that nothing of it is left."""
        if self.process:
            odoo_run.end_group(self.process, patience)
            self.process = None

    def kill(self):
        """End it and all its workers at once, as a power cut would."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def restart(self):
        self.stop()
        return self.start()

    def __enter__(self):
        return self if self.is_running() else self.start()

    def __exit__(self, *exception):
        self.stop()
