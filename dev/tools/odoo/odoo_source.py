"""The Odoo 19 to run: the person's own (ODOO_SRC) or the one unpacked in .dev."""

import os
import re
from pathlib import Path

from .. import paths
from ..say import Stop


def own():
    """The person's own Odoo, checked, or None."""
    named = os.environ.get("ODOO_SRC")
    if not named:
        return None
    folder = Path(named).expanduser().resolve()
    if not (folder / "odoo" / "release.py").exists():
        raise Stop(f"ODOO_SRC={named} holds no Odoo: no odoo/release.py in it")
    version = version_of(folder)
    if not version.startswith("19."):
        raise Stop(f"ODOO_SRC={named} is Odoo {version}, version 19.0 is needed")
    return folder


def unpacked():
    return paths.ODOO_PREFIX / "usr" / "lib" / "python3" / "dist-packages"


def folder():
    """The folder to put on Python's path: it holds the package ``odoo``."""
    return own() or unpacked()


def version_of(source):
    text = (source / "odoo" / "release.py").read_text()
    found = re.search(r"version_info = \(([^)]*)\)", text)
    parts = found.group(1).replace("'", "").replace('"', "").split(",") if found else []
    return ".".join(part.strip() for part in parts[:3] if part.strip())


def identity():
    """Changes when Odoo does: what is built from it is built anew then."""
    source = folder()
    release = (source / "odoo" / "release.py").stat()
    return f"{source} {version_of(source)} {release.st_mtime_ns}"


def addons_folders():
    """Where modules are looked for, ours excepted, in Odoo's order."""
    source = folder()
    places = [source / "odoo" / "addons", source / "addons"]
    places += sorted(paths.VENV.glob("lib/python*/site-packages/odoo/addons"))
    return [place for place in places if place.is_dir()]
