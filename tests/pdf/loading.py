"""The page engine without the addon around it, which would need Odoo.

Importing this loads it as the package ``coi_pdf``.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "coi_mass_generate" / "pdf"
ODOO = ROOT / ".dev" / "odoo" / "usr" / "lib" / "python3" / "dist-packages"
ROBOTO = ODOO / "odoo/addons/web/static/fonts/google/Roboto/Roboto-Regular.ttf"


def _load():
    spec = importlib.util.spec_from_file_location(
        "coi_pdf", ENGINE / "__init__.py", submodule_search_locations=[str(ENGINE)]
    )
    sys.modules["coi_pdf"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


def find_face():
    """The certificate's face where there is one, else any TrueType face."""
    for place in (os.environ.get("COI_TEST_FONT"), ROBOTO):
        if place and Path(place).exists():
            return Path(place)
    query = ["fc-match", "--format=%{file}", "DejaVu Sans:fontformat=TrueType"]
    found = Path(subprocess.run(query, capture_output=True, text=True).stdout)
    assert found.suffix == ".ttf", "no TrueType face: set COI_TEST_FONT"
    return found


if "coi_pdf" not in sys.modules:
    _load()
