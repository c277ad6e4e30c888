"""How Odoo is started: its command line and its environment."""

import contextlib
import os
import signal
import socket
import subprocess

from .. import paths
from ..machine import processes
from . import addons, odoo_source


def environment(**more):
    """The environment of every Odoo process and of the tests that watch it."""
    found = dict(os.environ)
    python_path = [str(odoo_source.folder()), str(paths.DEV)]
    found["PYTHONPATH"] = os.pathsep.join(python_path)
    found["PATH"] = os.pathsep.join([str(paths.BIN), found.get("PATH", "")])
    # Nobody's personal ~/.odoorc may decide what a test does.
    found["ODOO_RC"] = str(paths.PRIVATE / "odoo.conf")
    found["PYTHONUNBUFFERED"] = "1"
    found.update({key: str(value) for key, value in more.items()})
    return found


def options(database):
    """The options every Odoo command here takes."""
    return [
        f"--addons-path={addons.folder()}",
        f"--data-dir={paths.DATA}",
        f"--database={database}",
        "--max-cron-threads=0",
        "--http-interface=127.0.0.1",
    ]


def command(database, *more, subcommand="server"):
    start = [str(paths.PYTHON), "-m", "tools.odoo.odoo_main", subcommand]
    return [*start, *options(database), *map(str, more)]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def end_group(process, patience=20):
    """End a process that leads its own group, and what it started, by its number."""
    for kind, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 10)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait)
            break
    # A browser or renderer whose parent is gone is still in the group.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def run_logged(words, log, env, limit):
    """Run to the end with the output in a file: the exit code, None if too long."""
    with open(log, "ab") as output:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=paths.ROOT,
            start_new_session=True,
            preexec_fn=processes.end_with_parent,
        )
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            end_group(process)
