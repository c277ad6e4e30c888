"""The browser: which one, and how it is started on a server without a screen."""

import os
import shutil

from .. import paths
from ..say import Stop

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet and offline: it asks nobody for updates or lists; and as root it needs the
# first one.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-dev-shm-usage",
]


def installed():
    """The machine's browser, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if shutil.which(named) else None
    places = os.environ.get("PATH", "").split(os.pathsep)
    outside = os.pathsep.join(one for one in places if one != str(paths.BIN))
    return next(filter(None, (shutil.which(one, path=outside) for one in NAMES)), None)


def path():
    """The wrapper that adds the flags; Odoo's tours find it on the path."""
    wrapper = paths.BIN / "chromium"
    if not wrapper.exists():
        raise Stop("no Chromium: install it, or set CHROMIUM=/path/to/chromium")
    return str(wrapper)
