"""The private virtual environment with the packages of constraints.txt."""

import shutil
import sys

from .. import paths, say
from . import stamp
from .shell import must, run

STEP = "python"
VERSIONS = ("3.11", "3.12", "3.13", "3.10")
ODOOS = paths.DEV / "requirements-odoo.txt"
REQUIREMENTS = paths.DEV / "requirements.txt"  # those of Odoo, and more
ADDONS = paths.DEV / "requirements-addons.txt"
CONSTRAINTS = paths.DEV / "constraints.txt"
TEST = """
import ensurepip, sys, venv
sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))
"""


def _can(interpreter):
    return run([interpreter, "-c", TEST]).returncode == 0


def usable():
    """An interpreter to build with; the system's own first, it is there tomorrow."""
    names = ["/usr/bin/python3", sys.executable, "python3"]
    names += [f"python{version}" for version in VERSIONS]
    for name in names:
        found = shutil.which(name)
        if found and _can(found):
            return found
    return None


def _wanted():
    # The folder is part of it: a virtual environment cannot be moved.
    return stamp.key(ODOOS, REQUIREMENTS, ADDONS, CONSTRAINTS, str(paths.VENV))


def is_ready():
    return paths.PYTHON.exists() and stamp.holds(STEP, _wanted())


def build():
    say.note("installing Python packages")
    stamp.remove(STEP)
    shutil.rmtree(paths.VENV, ignore_errors=True)
    must([usable(), "-m", "venv", paths.VENV])
    pip = [paths.PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    hint = "Is there room on the disk, and is the Python index reachable?"
    # The few packages without a wheel are built by setuptools.
    must([*pip, "wheel", "setuptools", "-c", CONSTRAINTS], hint)
    must([*pip, "-r", REQUIREMENTS, "-c", CONSTRAINTS], hint)
    must([*pip, "--no-deps", "-r", ADDONS, "-c", CONSTRAINTS], hint)
    must([paths.PYTHON, "-c", "import psycopg2, lxml, reportlab, pypdf, playwright"])
    stamp.write(STEP, _wanted())
