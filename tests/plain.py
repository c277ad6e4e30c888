"""The addon's plain packages, without the addon around them, which would need Odoo.

``pdf``, ``sheets`` and ``wording`` are known as ``coi_pdf``, ``coi_sheets`` and
``coi_wording`` once this is imported, and the forms that tests fill in as
``coi_sample_forms``.
"""

import importlib.util
import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parents[1] / "coi_mass_generate"
PACKAGES = ("pdf", "sheets", "wording", "tests/sample_forms")


def _load(folder):
    name = f"coi_{folder.name}"
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


for package in PACKAGES:
    folder = ADDON / package
    if f"coi_{folder.name}" not in sys.modules:
        _load(folder)
