"""prettier with its XML plug-in, for dev/lint."""

import shutil

from .. import paths, say
from . import stamp
from .shell import must, run

STEP = "node"
OLDEST = 18
FILES = ("package.json", "package-lock.json")


def is_usable():
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    major = run(["node", "--version"]).stdout.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST


def _wanted():
    return stamp.key(*(paths.DEV / name for name in FILES))


def prettier():
    return paths.NODE / "node_modules" / "prettier" / "bin" / "prettier.cjs"


def plugin():
    return (
        paths.NODE / "node_modules" / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    )


def is_ready():
    return prettier().exists() and stamp.holds(STEP, _wanted())


def build():
    say.note("installing prettier")
    stamp.remove(STEP)
    shutil.rmtree(paths.NODE, ignore_errors=True)
    paths.NODE.mkdir(parents=True)
    for name in FILES:
        shutil.copy(paths.DEV / name, paths.NODE / name)
    words = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    must([*words, "--loglevel=error"], "Is there room on the disk?", cwd=paths.NODE)
    must(["node", prettier(), "--version"])
    stamp.write(STEP, _wanted())
