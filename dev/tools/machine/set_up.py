"""dev/setup: everything the other commands need, built once, repaired when broken."""

import fcntl
import shutil

from .. import paths, say
from ..odoo import odoo_package, odoo_source
from . import machine, node, postgres, python, wrappers

NEEDED_GB = 4


def main():
    paths.PRIVATE.mkdir(parents=True, exist_ok=True)
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / "set-up", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _build()
        except OSError as error:
            raise say.Stop(f"{error}. {odoo_package.INSTEAD}") from error
    return 0


def _build():
    checked = False
    # In this order: a step may need what the one before it installed.
    for is_open, build in STEPS:
        if is_open():
            if not checked:
                _check_disk()
                checked = True
            build()
    wrappers.write_all()
    if not postgres.is_own_server():
        postgres.prepare()


STEPS = [
    (machine.missing, machine.provide),
    (
        lambda: not odoo_source.own() and not odoo_package.is_ready(),
        odoo_package.build,
    ),
    (lambda: not python.is_ready(), python.build),
    (lambda: node.is_usable() and not node.is_ready(), node.build),
]


def _check_disk():
    free = shutil.disk_usage(paths.PRIVATE).free / 1e9
    if free < NEEDED_GB:
        raise say.Stop(
            f"the disk is full: {free:.1f} GB free under {paths.PRIVATE}, {NEEDED_GB} "
            f"needed; clone to a larger disk, or set ODOO_SRC and PGHOST to your own"
        )


if __name__ == "__main__":
    say.main(main)
