"""dev/bench [SECTION ...] [--small]: measure, print, and keep in build/bench.json.

A section is a module of this package with ``run(options) -> dict`` of figures; each
run merges its figures into the file. ``--small`` tries everything with few records:
its figures say nothing and are not kept.
"""

import argparse
import importlib
import json
import os
import platform

from .. import paths, say
from ..machine import postgres

SECTIONS = (
    *("engine", "forms", "imports", "verdicts", "batch", "download"),
    *("hundred_thousand", "delivery", "renewal"),
)
RESULT = paths.BUILD / "bench.json"


def main():
    options = _parse()
    figures = {}
    with postgres.running():
        for name in options.section or _present():
            section = importlib.import_module(f"{__package__}.{name}")
            say.line(f"== {name}")
            figures.update(section.run(options))
    for key, value in figures.items():
        say.line(f"{key:32} {_shown(value)}")
    if not options.small:
        _keep(figures)
    return 0


def _parse():
    parser = argparse.ArgumentParser(prog="dev/bench", description=__doc__)
    parser.add_argument("section", nargs="*", choices=[*_present(), []])
    parser.add_argument("--small", action="store_true", help="try it with few records")
    return parser.parse_args()


def _present():
    folder = paths.TOOLS / "bench"
    return [name for name in SECTIONS if (folder / f"{name}.py").exists()]


def _shown(value):
    return json.dumps(value) if isinstance(value, dict | list) else value


def _keep(figures):
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    kept.update(figures)
    kept["machine"] = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_average": os.getloadavg(),
    }
    RESULT.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
    say.line(f"Kept in {RESULT}")


if __name__ == "__main__":
    say.main(main)
