"""The programs of the system: what is missing, and Debian's packages for it."""

import ctypes
import shutil
from pathlib import Path

from .. import say
from ..odoo import odoo_source
from . import chromium, debian, node, postgres, python, wkhtmltopdf
from .shell import as_root, must, run

FONTS = Path("/usr/share/fonts")


class Need:
    """One thing the system must have: how it is seen, and what brings it."""

    def __init__(self, what, packages, is_there, instead="", needed_to_run=False):
        self.what = what
        self.packages = packages
        self.is_there = is_there
        self.instead = instead  # the setting that makes do without it
        self.needed_to_run = needed_to_run  # else only tests and checks use it


def _program(name):
    return lambda: bool(shutil.which(name))


def _library(name):
    def is_there():
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _font(pattern):
    return lambda: any(FONTS.rglob(pattern))


NEEDS = [
    Need(
        "Python's venv",
        ["python3", "python3-venv"],
        lambda: bool(python.usable()),
        "a Python 3.10 to 3.13 with venv on the path",
        needed_to_run=True,
    ),
    Need(
        "PostgreSQL",
        ["postgresql"],
        lambda: postgres.is_own_server() or bool(postgres.bin_folder()),
        "PGHOST, PGPORT, PGUSER, PGPASSWORD",
        needed_to_run=True,
    ),
    Need(
        "wkhtmltopdf",
        ["wkhtmltopdf"],
        lambda: bool(wkhtmltopdf.installed()),
        "WKHTMLTOPDF=/path/to/it",
        needed_to_run=True,
    ),
    Need(
        "Chromium",
        ["chromium"],
        lambda: bool(chromium.installed()),
        "CHROMIUM=/path/to/it",
    ),
    # Playwright's own driver is built against it.
    Need("libatomic", ["libatomic1"], _library("libatomic.so.1")),
    Need("node and npm", ["nodejs", "npm"], node.is_usable),
    Need("qpdf", ["qpdf"], _program("qpdf")),
    Need("ghostscript", ["ghostscript"], _program("gs")),
    Need("poppler's tools", ["poppler-utils"], _program("pdftotext")),
    Need("fontconfig", ["fontconfig"], _program("fc-list")),
    Need("Noto fonts", ["fonts-noto-core"], _font("NotoSansDevanagari*")),
    Need("Noto CJK fonts", ["fonts-noto-cjk"], _font("NotoSansCJK*")),
]


def missing():
    return [need for need in NEEDS if not need.is_there()]


def provide():
    """Install what is missing, or say in one line what to set instead."""
    lacking = missing()
    if lacking and debian.is_debian():
        _install(sorted({name for need in lacking for name in need.packages}))
        lacking = missing()
    fatal = [need for need in lacking if need.needed_to_run]
    if fatal:
        raise say.Stop(_one_line(fatal))
    if lacking:
        say.note(f"missing, tests and checks will need it: {_list(lacking)}")


def _install(packages):
    root = as_root()
    if root is None:
        names = " ".join(packages)
        raise say.Stop(f"run as root, or first: apt-get install {names}")
    say.note(f"installing {' '.join(packages)}")
    # One broken source of somebody else must not stop the ones that work.
    run([*root, "apt-get", "-qq", "update"])
    # A package that this release no longer has is named afterwards by what it brings.
    known = [one for one in packages if _is_known(one)]
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    must(
        [*root, *quiet, "install", "--no-install-recommends", *known],
        hint="Free some space, repair apt, or install them by hand: "
        + _settings(NEEDS),
    )


def _is_known(package):
    return "Candidate: (none)" not in run(["apt-cache", "policy", package]).stdout


def _list(needs):
    return ", ".join(need.what for need in needs)


def _settings(needs):
    return "; ".join(need.instead for need in needs if need.instead)


def _one_line(needs):
    system = " ".join(filter(None, debian.release())) or "unknown"
    settings = _settings(needs)
    if not debian.is_debian() and not odoo_source.own():
        settings += "; ODOO_SRC=/path/to/an/odoo-19.0/checkout"
    return f"this system ({system}) lacks {_list(needs)}: install it, or set {settings}"
