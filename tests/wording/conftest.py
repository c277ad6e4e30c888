"""Phrases are plain Python: they are loaded here without Odoo around them."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDING = ROOT / "coi_mass_generate" / "wording"


def _load_wording():
    spec = importlib.util.spec_from_file_location(
        "coi_wording",
        WORDING / "__init__.py",
        submodule_search_locations=[str(WORDING)],
    )
    sys.modules["coi_wording"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


if "coi_wording" not in sys.modules:
    _load_wording()
