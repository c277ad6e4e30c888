"""A PostgreSQL of one test's own, which may be ended at any moment."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.machine import postgres, shell
from tools.odoo import database, odoo_run

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 60
"""


class Cluster:
    """Made from a database of the usual cluster; the environment points to it."""

    def __init__(self, source, name):
        self.source, self.name = source, name
        self.folder = Path(tempfile.mkdtemp(prefix="coi-pg-"))
        self.data = self.folder / "data"
        self.before = {key: os.environ.get(key) for key in postgres.environment_keys()}

    def __enter__(self):
        # What is dropped meanwhile is in the usual one.
        database.settle()
        dump = self._dump()
        self._create()
        os.environ.update(PGHOST=str(self.folder), PGPORT="5432", PGUSER=postgres.ROLE)
        database.create_empty(self.name)
        self._run("psql", "-qd", self.name, "-f", dump, own=False)
        if database.filestore(self.source).is_dir():
            shutil.copytree(
                database.filestore(self.source),
                database.filestore(self.name),
                copy_function=os.link,
                dirs_exist_ok=True,
            )
        return self

    def __exit__(self, *exception):
        self.stop("immediate")
        shutil.rmtree(database.filestore(self.name), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        for key, value in self.before.items():
            os.environ.pop(key, None)
            if value is not None:
                os.environ[key] = value

    def _dump(self):
        dump = self.folder / "dump.sql"
        self._run("pg_dump", "-Ox", "-f", dump, self.source, own=False)
        return dump

    def _create(self):
        self.folder.chmod(0o755)
        if shell.is_root():
            shutil.chown(self.folder, postgres.SERVER_USER, postgres.SERVER_USER)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        options += [f"--username={postgres.ROLE}", f"--pgdata={self.data}"]
        self._run("initdb", *options)
        with open(self.data / "postgresql.conf", "a") as configuration:
            configuration.write(SETTINGS.format(folder=self.folder))
        self.start()

    def _run(self, program, *words, own=True):
        """Run one of PostgreSQL's programs, as its own user where it wants that."""
        command = [postgres.bin_folder() / program, *words]
        if own and shell.is_root():
            command = ["runuser", "-u", postgres.SERVER_USER, "--", *command]
        with open(self.folder / "programs.log", "ab") as log:
            subprocess.run(
                [str(word) for word in command],
                check=True,
                stdout=log,
                stderr=log,
                cwd="/",
                env=odoo_run.environment(),
            )

    def start(self):
        words = ["-w", "-s", "-D", self.data, "-l", self.folder / "data" / "log"]
        self._run("pg_ctl", *words, "start")

    def stop(self, mode):
        self._run("pg_ctl", "-w", "-s", "-D", self.data, "-m", mode, "stop")

    def restart(self, mode="immediate"):
        """As after a crash: nobody is asked, and the log is replayed."""
        self.stop(mode)
        self.start()
