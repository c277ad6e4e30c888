"""Which of the addon's tests a pattern means, in the words of Odoo's --test-tags."""

import ast
import re


def _test_classes(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            methods = [
                one.name
                for one in node.body
                if isinstance(one, ast.FunctionDef) and one.name.startswith("test")
            ]
            if methods:
                yield node.name, methods


def words(pattern):
    """``test_import::rows`` means what has all these words in its name."""
    return re.findall(r"\w+", pattern.lower())


def matches(addon, pattern):
    """(class, method) pairs; method None where the whole class is meant."""
    wanted = words(pattern)
    for path in sorted(addon.glob("tests/**/test_*.py")):
        for name, methods in _test_classes(path):
            place = f"{path.stem}::{name}".lower()
            if all(word in place for word in wanted):
                yield name, None
                continue
            for method in methods:
                if all(word in f"{place}::{method.lower()}" for word in wanted):
                    yield name, method


# The folders of tests that are the first of two parts.
FIRST = ("common", "fillable", "forms", "ledger", "register", "verdicts")


def tags(addon, pattern="", long=False, part=""):
    """The tags for one addon (a folder), or None when there is none of it.

    Long tests carry the tag ``coi_long`` and not ``standard``.

    :param part: "first": those in the folders ``FIRST``; "rest": all others; "": all
    """
    module = addon.name
    if part:
        return _tags_of_part(addon, part)
    if not pattern:
        return f"/{module},coi_long/{module}" if long else f"/{module}"
    found = [
        f"*/{module}:{name}" + (f".{method}" if method else "")
        for name, method in matches(addon, pattern)
    ]
    if not found:
        return None
    return ",".join([*found, *([] if long else ["-coi_long"])])


def _tags_of_part(addon, part):
    files = [
        f"/{addon.name}/{path.relative_to(addon)}"
        for folder in FIRST
        for path in sorted(addon.glob(f"tests/{folder}/test_*.py"))
    ]
    if part == "rest":
        return ",".join([f"/{addon.name}", *(f"-{file}" for file in files)])
    return ",".join(files) or None
