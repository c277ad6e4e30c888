"""What the README, SECURITY.md and the tale of delivery promise is proved by tests:
those they name are there."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("README.rst", "SECURITY.md", "coi_mass_generate/readme/DEVELOP.md")
TOLD = {name: (ROOT / name).read_text() for name in NAMES}
NAMED = sorted(set(re.findall(r"`((?:test_|Test)[\w./]+)`", "".join(TOLD.values()))))


@lru_cache
def read_tests():
    """Names of all test files, classes and functions."""
    found = set()
    for file in ROOT.glob("**/tests/**/test_*.py"):
        found.add(file.name)
        found.update(re.findall(r"^ *(?:def|class) (\w+)", file.read_text(), re.M))
    return found


@pytest.mark.parametrize("name", NAMED)
def test_it_is_there(name):
    assert name in read_tests()


@pytest.mark.parametrize("name", TOLD)
def test_promises_name_tests(name):
    assert len(re.findall(r"`(?:test_|Test)", TOLD[name])) > 20
