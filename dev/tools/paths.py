"""Where everything is. Nothing is written outside ``.dev`` and ``build``."""

import os
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
DEV = TOOLS.parent
ROOT = Path(os.environ.get("COI_ROOT") or DEV.parent).resolve()

PRIVATE = ROOT / ".dev"
BUILD = ROOT / "build"

VENV = PRIVATE / "venv"
PYTHON = VENV / "bin" / "python"
ODOO_PREFIX = PRIVATE / "odoo"
BIN = PRIVATE / "bin"
NODE = PRIVATE / "node"
STAMPS = PRIVATE / "stamps"
DATA = PRIVATE / "data"
LOCKS = PRIVATE / "locks"
