"""What the README promises is proved by tests: those that it names are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = sorted(
    set(re.findall(r"``((?:test_|Test)[\w./]+)``", (ROOT / "README.rst").read_text()))
)


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


def test_promises_name_tests():
    assert len(NAMED) > 20
