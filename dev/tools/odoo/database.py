"""Databases: a template with Odoo's own modules, one with ours, clones of both.

Installing takes half a minute, cloning a second. Templates are kept between runs and
are known by a key of what they were made from. Runs inside ``postgres.running()``.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import socket
import threading
import time

import psycopg2
from psycopg2 import sql

from .. import paths
from ..machine import postgres, processes
from ..say import Stop
from . import addons, odoo_run, odoo_source

# What the addon stands on, and the parts of Odoo that its tests click through.
BASE = {"base", "base_import", "base_setup", "contacts", "mail", "web", "web_tour"}
TRIGRAMS = "pg_trgm"
KEPT_SECONDS = 3600  # a template of older content may still be in use that long


# Several checkouts may share one server; each knows its databases by this.
HOME = hashlib.sha256(f"{socket.gethostname()}:{paths.DATA}".encode()).hexdigest()[:6]
RUN = f"coi_run_{HOME}_"


def connect(name="postgres"):
    try:
        connection = psycopg2.connect(dbname=name)
    except psycopg2.OperationalError as error:
        told = str(error).strip().splitlines()[0]
        raise Stop(f"PostgreSQL: {told}. Check PGHOST, PGPORT, PGUSER") from error
    if connection.info.user == "postgres":
        raise Stop("Odoo refuses to work as the user postgres: set PGUSER to another")
    connection.autocommit = True
    return connection


def execute(statement, *values, name="postgres"):
    """Run one statement; its rows, if it has any."""
    with contextlib.closing(connect(name)) as connection:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


def names(prefix=""):
    """The databases whose name begins with the prefix."""
    rows = execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
    return sorted(name for (name,) in rows if name.startswith(prefix))


def exists(name):
    return name in names(name)


def filestore(name):
    return paths.DATA / "filestore" / name


def drop(name):
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    for patience in (1, 5, 15, 0):
        try:
            execute(statement.format(sql.Identifier(name)))
            break
        except psycopg2.errors.InsufficientPrivilege:
            # PostgreSQL's own vacuum is at work in it, which only it can end.
            if not patience:
                raise
            time.sleep(patience)
    shutil.rmtree(filestore(name), ignore_errors=True)


def create_empty(name):
    """An empty database the way Odoo makes one (C collation sorts faster), with the
    extension that its indexes of parts of words need."""
    drop(name)
    statement = sql.SQL(
        "CREATE DATABASE {} ENCODING 'unicode' LC_COLLATE 'C' TEMPLATE template0"
    )
    execute(statement.format(sql.Identifier(name)))
    with contextlib.suppress(psycopg2.Error):  # Odoo does without it, too
        execute(f"CREATE EXTENSION IF NOT EXISTS {TRIGRAMS}", name=name)


def clone(source, name):
    """A copy with its files: they are linked, for Odoo never rewrites one."""
    drop(name)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    statement = statement.format(sql.Identifier(name), sql.Identifier(source))
    for patience in (1, 3, 6, 0):
        try:
            execute(statement)
            break
        except psycopg2.errors.ObjectInUse:
            # A session that was just ended may need a moment to be gone.
            if not patience:
                raise
            time.sleep(patience)
    if filestore(source).is_dir():
        shutil.copytree(filestore(source), filestore(name), copy_function=os.link)
    return name


def rename(old, new):
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    execute(statement.format(sql.Identifier(old), sql.Identifier(new)))
    shutil.rmtree(filestore(new), ignore_errors=True)
    if filestore(old).is_dir():
        filestore(old).rename(filestore(new))


def install(name, modules, *more, notebook=None):
    """Install modules; stops with the log's name when Odoo does not get through."""
    log = paths.BUILD / "log" / f"install-{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    words = odoo_run.command(
        name,
        f"--init={','.join(sorted(modules))}",
        "--stop-after-init",
        "--no-http",
        *more,
    )
    env = odoo_run.environment(**({"COI_NOTEBOOK": notebook} if notebook else {}))
    if odoo_run.run_logged(words, log, env, 1800):
        lines = log.read_text(errors="replace").strip().splitlines()
        raise Stop(f"{lines[-1] if lines else 'Odoo failed'} (while installing; {log})")
    missing = set(modules) - set(installed(name))
    if missing:
        raise Stop(f"not installed: {', '.join(sorted(missing))}; see {log}")


def installed(name):
    rows = execute(
        "SELECT name FROM ir_module_module WHERE state='installed'", name=name
    )
    return [module for (module,) in rows]


@contextlib.contextmanager
def _alone(what):
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / what, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


def _drop_outdated(prefix, current):
    """Drop the templates of earlier contents, when nobody can be using them."""
    for name in names(prefix):
        # The name ends with the hour it was made in seconds since 1970.
        made = name.rpartition("_")[2]
        if name.rpartition("_")[0] != current and made.isdigit():
            if time.time() - int(made) > KEPT_SECONDS:
                drop(name)


def _cached(prefix, key, make):
    """The database ``<prefix>_<key>_<time>``, made now if there is none."""
    prefix = f"{prefix}_{HOME}"
    stem = f"{prefix}_{key}"
    with _alone(prefix):
        for name in names(f"{stem}_"):
            return name
        _drop_outdated(f"{prefix}_", stem)
        unfinished = f"coi_making_{prefix}"
        make(unfinished)
        name = f"{stem}_{int(time.time())}"
        rename(unfinished, name)
        return name


def template(modules=()):
    """A database with Odoo's own modules, those our addon needs among them."""
    wanted = BASE | addons.foreign_dependencies(addons.MAIN) | set(modules)

    def make(name):
        create_empty(name)
        install(name, wanted)

    key = _key(odoo_source.identity(), TRIGRAMS, *sorted(wanted))
    return _cached("coi_template", key, make)


def template_with_addon(demo=False, modules=()):
    """A database with our addon installed as it is in the folder just now."""
    modules = sorted({addons.MAIN, *modules})
    base = template()

    def make(name):
        # Demo data of ours may need Odoo's own: such a database starts empty.
        create_empty(name) if demo else clone(base, name)
        wanted = {*modules, *BASE} if demo else modules
        install(name, wanted, *(["--with-demo"] if demo else []))

    contents = [addons.content_hash(one) for one in addons.all_ours() if one in modules]
    key = _key(base, *modules, *contents)
    return _cached("coi_demo_template" if demo else "coi_addon", key, make)


def fresh(name, demo=False, modules=()):
    """A new database of that name with our addon installed; an old one is dropped."""
    return clone(template_with_addon(demo, modules), name)


@contextlib.contextmanager
def temporary(source=None):
    """A clone that is dropped at the end (of the addon's template by default)."""
    drop_forgotten()
    own = processes.identity().replace(" ", "_")
    name = f"{RUN}{own}_{time.monotonic_ns()}"
    clone(source or template_with_addon(), name)
    try:
        yield name
    finally:
        _drop_aside(name)


def _drop_aside(name):
    """Drop it while others go on: PostgreSQL first writes down all that anybody has
    changed in any database, which takes seconds on a busy machine."""
    thread = threading.Thread(target=drop, args=[name])
    thread.start()
    _dropping.append(thread)


_dropping = []


def settle():
    """Wait until what is to be dropped is gone."""
    while _dropping:
        _dropping.pop().join()


postgres.before_leaving(settle)


def drop_forgotten():
    """Drop the clones of runs that were killed before they could."""
    for name in names(RUN):
        pid, started = name.removeprefix(RUN).split("_")[:2]
        if not processes.is_alive(f"{pid} {started}"):
            drop(name)
