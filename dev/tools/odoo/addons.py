"""The addons of this repository: every top-level folder with a manifest."""

import ast
import hashlib
import os
from pathlib import Path

from .. import paths
from . import odoo_source

MAIN = "coi_mass_generate"
# Changes to these do not change what is installed in a database.
NOT_INSTALLED = {"tests", "__pycache__", "readme"}


def folder():
    """Where the addons are (elsewhere only when the tools themselves are tried)."""
    return Path(os.environ.get("COI_ADDONS") or paths.ROOT).resolve()


def manifest(path):
    return ast.literal_eval((path / "__manifest__.py").read_text())


def all_ours():
    """Every addon of ours by name, the main one first."""
    found = sorted(one.parent for one in folder().glob("*/__manifest__.py"))
    found.sort(key=lambda path: path.name != MAIN)
    return {path.name: path for path in found}


def _find(name):
    for place in [folder(), *odoo_source.addons_folders()]:
        if (place / name / "__manifest__.py").exists():
            return place / name
    return None


def missing_dependency(name):
    """The first module that ``name`` needs and nobody has, or None."""
    path = _find(name)
    if not path:
        return name
    needed = (one for one in manifest(path).get("depends", []) if one != "base")
    return next(filter(None, map(missing_dependency, needed)), None)


def foreign_dependencies(name):
    """The modules of others that an addon of ours stands on."""
    ours, foreign = all_ours(), set()
    for one in manifest(ours[name]).get("depends", []) if name in ours else []:
        foreign |= foreign_dependencies(one) if one in ours else {one}
    return foreign


def content_hash(name):
    """Changes when what the addon installs does; its tests do not count."""
    digest = hashlib.sha256()
    root = all_ours()[name]
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.is_file() and not NOT_INSTALLED.intersection(inside.parts):
            digest.update(f"{inside}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]
