"""Odoo 19 from Debian's sid, unpacked into .dev and never installed.

Installed on a stable Debian it would pull sid's Python in. apt itself fetches it and
checks its signature, with a private configuration derived from the machine's own
sources; the machine's lists and settings stay as they are.
"""

import shutil
from pathlib import Path

from .. import paths, say
from ..machine import debian, stamp
from ..machine.shell import must, run
from . import odoo_source

STEP = "odoo"
PACKAGE = "odoo-19"
# The package replaces files by relative links into these; they go to the same place.
LINKED = [
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
]
# From the machine's own release: sid's has other file names, the links would dangle.
OWN_RELEASE = ["fonts-font-awesome"]
KNOWN_DANGLING = {"point_of_sale/static/src/fonts/Inconsolata.otf"}
# Debian leaves this library of mail out. The bundle then ends in an error that fails
# every browser test, so an empty file takes its place: nobody blurs a camera here.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
INSTEAD = "Set ODOO_SRC=/path/to/an/odoo-19.0/checkout instead"


def _wanted():
    return stamp.key("2", PACKAGE, *LINKED, *OWN_RELEASE)


def is_ready():
    release = odoo_source.unpacked() / "odoo" / "release.py"
    return release.exists() and stamp.holds(STEP, _wanted())


def build():
    if not debian.is_debian() or not shutil.which("apt-get"):
        system = debian.release()[0] or "unknown"
        raise say.Stop(f"no {PACKAGE} package for this system ({system}). {INSTEAD}")
    say.note("fetching Odoo 19")
    stamp.remove(STEP)
    work = paths.PRIVATE / "odoo.new"
    shutil.rmtree(work, ignore_errors=True)
    prefix = work / "prefix"
    prefix.mkdir(parents=True)
    files = _download(work / "sid", "sid", [PACKAGE, *LINKED])
    files += _download(work / "own", debian.release()[1], OWN_RELEASE)
    for file in files:
        must(["dpkg-deb", "-x", file, prefix], INSTEAD)
    _check(prefix)
    _fill_in(prefix)
    shutil.rmtree(paths.ODOO_PREFIX, ignore_errors=True)
    prefix.rename(paths.ODOO_PREFIX)
    shutil.rmtree(work, ignore_errors=True)
    stamp.write(STEP, _wanted())


def _download(folder, suite, packages):
    """Download packages of a suite with an apt that knows nothing else."""
    refusal = "this machine's apt sources name no Debian archive"
    for number, source in enumerate(debian.archive_source(suite)):
        apt = _private_apt(folder / str(number), source)
        told = run([*apt, "update"]).stdout
        if "Origin: Debian" not in _origin(folder / str(number)):
            refusal = _complaint(told) or f"the archive has no suite {suite}"
            continue
        files = folder / str(number) / "files"
        files.mkdir()
        result = run([*apt, "download", *packages], cwd=files)
        found = sorted(files.glob("*.deb"))
        if result.returncode == 0 and len(found) == len(packages):
            return found
        refusal = _complaint(result.stdout) or f"{suite} lacks one of {packages}"
    raise say.Stop(f"{PACKAGE} cannot be had: {refusal}. {INSTEAD}")


def _private_apt(folder, source):
    for name in ("lists/partial", "cache/archives/partial", "none"):
        (folder / name).mkdir(parents=True)
    (folder / "debian.sources").write_text(source)
    settings = {
        "Dir::Etc::sourcelist": folder / "debian.sources",
        "Dir::Etc::sourceparts": folder / "none",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": folder / "none",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Default-Release": "",
        "Acquire::Languages": "none",
    }
    words = [f"-o{name}={value}" for name, value in settings.items()]
    return ["apt-get", "-q", *words]


def _origin(folder):
    """Whose the archive is, by its signed release file."""
    files = [*folder.glob("lists/*InRelease"), *folder.glob("lists/*_Release")]
    return "\n".join(path.read_text(errors="replace")[:2000] for path in files)


def _complaint(output):
    lines = [one for one in output.splitlines() if one.startswith(("E: ", "Err:"))]
    return lines[0].removeprefix("E: ") if lines else ""


def _check(prefix):
    """No link may lead nowhere, but for the ones that Debian itself leaves so."""
    dangling = [
        path for path in prefix.rglob("*") if path.is_symlink() and not path.exists()
    ]
    unknown = [one for one in dangling if not _is_known(one)]
    if unknown:
        raise say.Stop(f"the {PACKAGE} package is not whole: {unknown[0]}. {INSTEAD}")


def _fill_in(prefix):
    python_path = prefix / odoo_source.unpacked().relative_to(paths.ODOO_PREFIX)
    file = python_path / "odoo" / "addons" / LEFT_OUT
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("// Left out of this build of Odoo.\n")


def _is_known(path):
    return any(Path(path).as_posix().endswith(known) for known in KNOWN_DANGLING)
