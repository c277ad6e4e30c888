"""What axe can only see where it is just now on a screen is kept by its names."""

import re
from pathlib import Path

import pytest

ADDON = Path(__file__).resolve().parents[2] / "coi_mass_generate"
# Odoo's grey for what is said beside, and its green and its blue below white letters,
# are too pale; by our names they are not: o_coi_quiet, and the widget coi_badge.
PALE = re.compile(r"\btext-muted\b|widget=\"badge\"|\btext-bg-(success|info)\b")


@pytest.mark.parametrize("folder", ["static/src", "views", "wizards"])
def test_nothing_is_written_in_a_color_too_pale_to_read(folder):
    files = [
        path
        for path in (ADDON / folder).rglob("*")
        if path.suffix in {".xml", ".js"} and path.parent.name != "badge"
    ]
    assert files
    found = [
        f"{path.relative_to(ADDON)}: {match.group()}"
        for path in files
        for match in PALE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
