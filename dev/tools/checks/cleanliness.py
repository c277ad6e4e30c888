"""Nothing of one machine in the repository: no package host, no absolute path.

And no half-solved conflict of a merge.
"""

import re
import shutil
import subprocess

from .. import paths
from ..machine.shell import run

# Written apart, or this file would find itself.
HOSTS = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "deb.debian" + ".org",
]
HOSTS += ["nodesource" + ".com", "files.odoo" + ".com", "nightly.odoo" + ".com"]
UNWANTED = re.compile(
    "|".join(map(re.escape, HOSTS)) + r"|(?<![\w.])/(?:root|home|work)/\w"
)
TEXT = {".py", ".xml", ".js", ".scss", ".md", ".rst", ".toml", ".ini", ".json", ".txt"}
OPEN = {".ci", ".editorconfig", ".gitignore", ".pre-commit-config.yaml"}
TEXT |= {".cfg", ".yml", ".yaml", ".csv", ".html", ".sh", ".pot", ".po", ""}


def _files():
    """What git knows or would add; all files where there is no git."""
    words = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    if shutil.which("git"):
        listed = run(words, cwd=paths.ROOT, stderr=subprocess.DEVNULL)
        if listed.returncode == 0:
            return [paths.ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths.ROOT.rglob("*") if not _is_private(path)]


def _is_private(path):
    """Built things and caches, as .gitignore has them."""
    parts = path.relative_to(paths.ROOT).parts
    return parts[0] == "build" or any(
        part.startswith(".") and part not in OPEN for part in parts
    )


def findings():
    found = []
    for path in _files():
        if path.suffix not in TEXT or not path.is_file():
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if UNWANTED.search(line):
                name = path.relative_to(paths.ROOT)
                found.append(f"{name}:{number}: {line.strip()[:120]}")
    return found
