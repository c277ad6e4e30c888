"""Addons of others that stand between Odoo and the mail server, as published."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tools import paths
from tools.odoo import addons, database

KEPT = paths.PRIVATE / "others"
PATIENCE = 120


def fetch(addon, version):
    """The folder of an addon's wheel, unpacked, and what its manifest calls it; the
    test is skipped where the Python index does not have it."""
    folder = KEPT / f"{addon}-{version}"
    if not folder.is_dir():
        made = folder.with_suffix(".new")
        shutil.rmtree(made, ignore_errors=True)
        with zipfile.ZipFile(_download(addon, version, made)) as wheel:
            wheel.extractall(made)
        made.rename(folder)
    place = folder / "odoo" / "addons"
    return place, addons.manifest(place / addon)["version"]


def _download(addon, version, folder):
    name = f"odoo-addon-{addon.replace('_', '-')}=={version}"
    words = [paths.PYTHON, "-m", "pip", "--disable-pip-version-check", "download"]
    words += ["-q", "--no-deps", "--only-binary=:all:", "-d", folder, name]
    done = subprocess.run(
        list(map(str, words)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"the Python index does not give {name}: {done.stdout[-200:]}")
    [wheel] = Path(folder).glob("*.whl")
    return wheel


def beside(place):
    """The option that lets Odoo find its addons as well as ours."""
    return f"--addons-path={addons.folder()},{place}"


def install(name, addon, version):
    """Install it in a database; the option that its server needs."""
    place, called = fetch(addon, version)
    database.install(name, [addon], beside(place))
    asked = "SELECT latest_version FROM ir_module_module WHERE name = %s"
    assert database.execute(asked, addon, name=name) == [(called,)]
    return beside(place)
