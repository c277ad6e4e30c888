"""A private PostgreSQL cluster on a unix socket, started on demand.

Every command that needs it says so with ``with running():``. The last one to leave
stops it, so that two commands at once do not end each other's server.
``python -m tools.machine.postgres start`` keeps it up until ``stop``.

The cluster is as durable as PostgreSQL's defaults make it. A caller whose data are
thrown away (the tests) turns durability down for its own sessions with PGOPTIONS.
"""

import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .. import paths, say
from . import processes
from .shell import is_root, must, run

ROLE = "odoo"
# The cluster's owner is not named "postgres" on purpose: Odoo refuses that name, and
# a mistake shows sooner.
ADMIN = "cluster_admin"
SERVER_USER = "postgres"  # the system's user, when we are root
MAX_SOCKET_FOLDER = 85  # the kernel allows 107 bytes for the whole socket path

CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 512MB
max_wal_size = 2GB
jit = off
logging_collector = off
timezone = 'UTC'
"""


def is_own_server():
    """The person named a server: ours is neither built nor started."""
    return bool(os.environ.get("PGHOST"))


def bin_folder():
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    folders.sort(key=lambda one: int(one.split("/")[4].partition(".")[0]))
    if folders:
        return Path(folders[-1])
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _key():
    return hashlib.sha256(str(paths.PRIVATE).encode()).hexdigest()[:10]


def _server_can_enter(folder):
    if not is_root():
        return True
    return (
        run(["runuser", "-u", SERVER_USER, "--", "test", "-x", folder]).returncode == 0
    )


def home():
    """The folder that holds the cluster: in .dev, or where its user can reach it."""
    inside = paths.PRIVATE / "postgres"
    inside.mkdir(parents=True, exist_ok=True)
    if _server_can_enter(inside):
        return inside
    return Path("/var/tmp") / f"coi-postgres-{_key()}"


def _data(folder):
    return folder / "data"


def socket_folder():
    folder = home() / "run"
    if len(str(folder).encode()) > MAX_SOCKET_FOLDER:
        folder = Path(tempfile.gettempdir()) / f"coi-{_key()}"
    return folder


def environment():
    """What a client needs to find the server (libpq and Odoo both read it)."""
    if is_own_server():
        return {}
    return {"PGHOST": str(socket_folder()), "PGPORT": "5432", "PGUSER": ROLE}


def _as_server(command):
    """The server refuses to run as root."""
    command = [str(part) for part in command]
    return ["runuser", "-u", SERVER_USER, "--", *command] if is_root() else command


def _own_by_server(folder, mode=0o700):
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(mode)
    if is_root():
        shutil.chown(folder, SERVER_USER, SERVER_USER)


def create():
    """Make the cluster once; a half-made one (no stamp) is made anew."""
    folder = home()
    ready = folder / "ready"
    # Another version of the server cannot read what this one wrote.
    if ready.exists() and ready.read_text() == str(bin_folder()):
        return folder
    if folder.parent != paths.PRIVATE:
        say.note(f"PostgreSQL's user cannot enter this folder: its data is in {folder}")
    _stop(folder)  # of a making that was interrupted
    shutil.rmtree(folder, ignore_errors=True)
    _own_by_server(folder, 0o755)
    must(
        _as_server(
            [
                bin_folder() / "initdb",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                f"--username={ADMIN}",
                f"--pgdata={_data(folder)}",
            ]
        ),
        cwd="/",
    )
    settings = CONFIGURATION.format(socket=socket_folder())
    with open(_data(folder) / "postgresql.conf", "a") as configuration:
        configuration.write(settings)
    _start(folder)
    try:
        role = f"CREATE ROLE {ROLE} LOGIN CREATEDB"
        admin = {**os.environ, **environment(), "PGUSER": ADMIN}
        must([bin_folder() / "psql", "-qd", "postgres", "-c", role], env=admin)
    finally:
        _stop(folder)
    ready.write_text(str(bin_folder()))
    return folder


def _control(folder, *words):
    command = [bin_folder() / "pg_ctl", "-w", "-D", _data(folder), *words]
    return _as_server(command)


def is_running(folder):
    return run(_control(folder, "status"), cwd="/").returncode == 0


def _start(folder):
    _own_by_server(socket_folder())
    # pg_ctl's own output goes to a file: the server inherits it and would keep a
    # pipe open for ever.
    log = folder / "server.log"
    log.touch()
    if is_root():
        shutil.chown(log, SERVER_USER)
    with tempfile.TemporaryFile("w+") as output:
        command = _control(folder, "-s", "-t", "60", "-l", log, "start")
        if run(command, cwd="/", stdout=output).returncode == 0:
            return
    raise say.Stop(f"PostgreSQL does not start; its log: {log}")


def _stop(folder):
    run(_control(folder, "-s", "-m", "fast", "stop"), cwd="/")


@contextlib.contextmanager
def _alone():
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / "postgres", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _users():
    folder = paths.LOCKS / "postgres-users"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _live_users():
    """Those who still need the server; entries of ended processes are removed."""
    live = []
    for entry in _users().iterdir():
        if entry.name == "kept" or processes.is_alive(entry.read_text()):
            live.append(entry)
        else:
            entry.unlink(missing_ok=True)
    return live


def prepare():
    """Make the cluster if there is none; it is not started."""
    with _alone():
        create()


def _join(name):
    with _alone():
        folder = create()
        if not is_running(folder):
            _start(folder)
        (_users() / name).write_text(processes.identity())


def _leave(name):
    with _alone():
        (_users() / name).unlink(missing_ok=True)
        if not _live_users():
            _stop(home())


def before_leaving(work):
    """Let ``work()`` end before this process says that it needs the server no more."""
    _last_work.append(work)


_last_work = []


@contextlib.contextmanager
def running():
    """The server is up inside; the environment of this process points to it."""
    if is_own_server():
        yield
        return
    name = f"{os.getpid()}-{time.monotonic_ns()}"
    _join(name)
    before = dict(os.environ)
    os.environ.update(environment())
    try:
        yield
    finally:
        for work in _last_work:
            work()
        for key in environment_keys():
            os.environ.pop(key, None)
            if key in before:
                os.environ[key] = before[key]
        _leave(name)


def environment_keys():
    return ("PGHOST", "PGPORT", "PGUSER")


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if word == "start":
        _join("kept")
        for key, value in environment().items():
            say.line(f"export {key}={value}")
    elif word == "stop":
        _leave("kept")
    else:
        raise say.Stop("say start or stop")


if __name__ == "__main__":
    say.main(main)
