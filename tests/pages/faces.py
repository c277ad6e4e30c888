"""The face that the tests of the page engine set their texts in."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ODOO = ROOT / ".dev" / "odoo" / "usr" / "lib" / "python3" / "dist-packages"
ROBOTO = ODOO / "odoo/addons/web/static/fonts/google/Roboto/Roboto-Regular.ttf"


def find_face():
    """The certificate's face where there is one, else any TrueType face."""
    for place in (os.environ.get("COI_TEST_FONT"), ROBOTO):
        if place and Path(place).exists():
            return Path(place)
    query = ["fc-match", "--format=%{file}", "DejaVu Sans:fontformat=TrueType"]
    found = Path(subprocess.run(query, capture_output=True, text=True).stdout)
    assert found.suffix == ".ttf", "no TrueType face: set COI_TEST_FONT"
    return found
