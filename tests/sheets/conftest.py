"""The reader of lists is plain Python: it is loaded here without Odoo around it."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "coi_mass_generate" / "sheets"


def _load_sheets():
    spec = importlib.util.spec_from_file_location(
        "coi_sheets", SHEETS / "__init__.py", submodule_search_locations=[str(SHEETS)]
    )
    sys.modules["coi_sheets"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


if "coi_sheets" not in sys.modules:
    _load_sheets()
