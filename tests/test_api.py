"""``api.py`` is all that other addons import: the one that lies beside does, too."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDON = ROOT / "coi_mass_generate"
GLUE = ROOT / "coi_mass_generate_queue_job"
PACKAGE = "odoo.addons.coi_mass_generate"
PROMISED = f"{PACKAGE}.api"


def iter_imports(text):
    """(module, name) of everything a source imports; name "" of a whole module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""


def get_ours(text):
    return [
        (module, name)
        for module, name in iter_imports(text)
        if f"{module}.{name}.".startswith(f"{PACKAGE}.")
    ]


def get_promised():
    """What ``api.py`` imports, and what it says it exports."""
    tree = ast.parse((ADDON / "api.py").read_text(encoding="utf-8"))
    imported, told = [], []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            imported += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, ast.Assign):
            told += ast.literal_eval(node.value)
    return imported, told


def test_everything_promised_is_there_and_nothing_else():
    imported, told = get_promised()
    assert sorted(imported) == sorted(told)
    assert len(told) == len(set(told))


def test_the_addon_beside_imports_from_nowhere_else():
    _imported, told = get_promised()
    found = []
    for path in sorted(GLUE.rglob("*.py")):
        if "tests" not in path.relative_to(GLUE).parts:
            found += get_ours(path.read_text(encoding="utf-8"))
    assert found, "nothing was read"
    assert {module for module, _name in found} == {PROMISED}
    assert {name for _module, name in found} <= set(told)


def test_the_examples_of_the_manual_import_from_nowhere_else():
    _imported, told = get_promised()
    text = (ADDON / "readme" / "DEVELOP.md").read_text(encoding="utf-8")
    found = []
    for example in re.findall(r"``` python\n(.*?)```", text, re.S):
        found += get_ours(example)
    assert found, "nothing was read"
    assert {module for module, _name in found} == {PROMISED}
    assert {name for _module, name in found} <= set(told)


def test_nothing_of_our_own_goes_through_it():
    """It stands above the wings: one that imported it would close a circle."""
    for path in ADDON.rglob("*.py"):
        if "tests" in path.relative_to(ADDON).parts or path.name == "api.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                parts = (node.module or "").split(".")
                names = {alias.name for alias in node.names}
                is_api = parts[-1] == "api" and (node.level or PACKAGE in node.module)
                assert not is_api, path
                assert not (node.level and not node.module and "api" in names), path
