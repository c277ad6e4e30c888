"""Small programs in .dev/bin, first on the path of everything started here."""

import os

from .. import paths
from . import chromium, wkhtmltopdf

BROWSER_NAMES = ("chromium", "google-chrome")  # Odoo looks for the second one first


def _write(path, text, mode=0o755):
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(text)
    new.chmod(mode)
    new.replace(path)


def _quote(path):
    return "'" + str(path).replace("'", "'\\''") + "'"


def _pdf_program(target):
    # Debian's build wants a screen unless it is told that there is none.
    return f'#!/bin/sh\nQT_QPA_PLATFORM=offscreen exec {_quote(target)} "$@"\n'


def write_all():
    program = wkhtmltopdf.installed()
    if program:
        _write(paths.BIN / "wkhtmltopdf", _pdf_program(program))
    browser = chromium.installed()
    if browser:
        flags = " ".join(chromium.FLAGS)
        for name in BROWSER_NAMES:
            text = f'#!/bin/sh\nexec {_quote(browser)} {flags} "$@"\n'
            _write(paths.BIN / name, text)
    settings = f"[options]\ndata_dir = {paths.DATA}\n"
    _write(paths.PRIVATE / "odoo.conf", settings, 0o644)


def patched_folder():
    """A folder with the second wkhtmltopdf, to be put first on the path."""
    folder = paths.PRIVATE / "bin-patched"
    _write(folder / "wkhtmltopdf", _pdf_program(wkhtmltopdf.patched()))
    return folder
