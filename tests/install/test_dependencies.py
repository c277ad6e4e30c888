"""What a manifest says that an addon needs is what its files import, and no more."""

import ast
import importlib.metadata
import re
import sys

import pytest
from tools.odoo import addons

# Odoo does not start without these; whoever has it has them.
ODOOS = {
    *{"babel", "dateutil", "lxml", "markupsafe", "odoo", "psycopg2", "pytz"},
    *{"PIL", "reportlab", "werkzeug"},
}
NOT_RUN = {"tests", "__pycache__"}
ADDONS = sorted(addons.all_ours())


def _imported_by(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def read_imports(addon):
    """Names of the packages of others that the addon's own files import."""
    folder = addons.all_ours()[addon]
    # A program of the addon's own that runs beside Odoo imports its own folders.
    own = {path.parent.name for path in folder.rglob("__init__.py")}
    files = [
        path
        for path in folder.rglob("*.py")
        if not NOT_RUN.intersection(path.relative_to(folder).parts)
    ]
    found = {name.partition(".")[0] for path in files for name in _imported_by(path)}
    return found - set(sys.stdlib_module_names) - ODOOS - own


def read_named(addon):
    """Names of the distributions that the manifest demands."""
    manifest = addons.manifest(addons.all_ours()[addon])
    return manifest.get("external_dependencies", {}).get("python", [])


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("addon", ADDONS)
def test_what_is_imported_is_named_and_nothing_else(addon):
    owners = importlib.metadata.packages_distributions()
    wanted = {_plain(owners[name][0]) for name in read_imports(addon)}
    assert sorted(wanted) == sorted(map(_plain, read_named(addon)))
