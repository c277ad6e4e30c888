"""Each addon as a wheel, installed beside Odoo where nothing of this repository is."""

import os
import re
import subprocess
import zipfile

import pytest
from tools import paths
from tools.machine import postgres, python
from tools.odoo import addons, database, odoo_source

ADDONS = list(addons.all_ours())
LIMIT = 15 * 60
# As a packager declares an Odoo that is there: what it needs itself is there, too.
METADATA = "Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n"
START = "from odoo.cli import main; main()"
# Reads a list in another process and in an odd encoding, and draws a page: what needs
# the packages that a wheel brings, and files beside the code.
WORK = """
import base64
from odoo.modules import get_module_path

print(*map(get_module_path, {names}))
rows = "Holder Name;Address Line 1;City;State;ZIP\\n"
rows += "Zo\\xeb Bank;1 Main St;Boston;MA;02110"
user = env.ref("base.user_admin")
user.group_ids += env.ref("coi_mass_generate.group_manager")
env = env(user=user.id)
wizard = env["coi.import.holder"].create(
    {{"file": base64.b64encode(rows.encode("cp1252")), "filename": "list.csv"}}
)
wizard.action_preview()
wizard.action_import()
print(wizard.get_result()["created"])
"""


def run(words, **options):
    """The output; fails with what went wrong."""
    options.setdefault("env", environment())
    done = subprocess.run(
        list(map(str, words)),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIMIT,
        check=False,
        **options,
    )
    assert not done.returncode, done.stdout[-3000:]
    return done.stdout


def environment(**more):
    """Nothing in it leads to this repository but the programs of the set-up."""
    path = os.pathsep.join([str(paths.BIN), os.environ["PATH"]])
    left_out = {"PYTHONPATH", "ODOO_RC", "COI_NOTEBOOK"}
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return {**kept, "PATH": path, **more}


def read_requirements():
    """What Odoo needs, without what our wheels have to bring themselves."""
    brought = {
        name
        for folder in addons.all_ours().values()
        for name in addons.manifest(folder)
        .get("external_dependencies", {})
        .get("python", [])
    }
    lines = python.ODOOS.read_text().splitlines(keepends=True)
    return "".join(one for one in lines if re.split(r"\W", one)[0] not in brought)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The folder with a wheel of each addon."""
    place = tmp_path_factory.mktemp("wheels")
    # The version of the manifest, not how many commits came after it.
    env = environment(WHOOL_POST_VERSION_STRATEGY_OVERRIDE="none")
    pip = [paths.PYTHON, "-m", "pip", "--disable-pip-version-check", "wheel", "-q"]
    folders = addons.all_ours().values()
    run([*pip, "--no-build-isolation", "--no-deps", "-w", place, *folders], env=env)
    return place


@pytest.fixture(scope="module")
def bare(wheels, tmp_path_factory):
    """A virtual environment's Python: Odoo beside it, our wheels in it."""
    home = tmp_path_factory.mktemp("bare")
    run([paths.PYTHON, "-m", "venv", home])
    program = home / "bin" / "python"
    pip = [program, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    pip += ["-c", python.CONSTRAINTS]
    run([*pip, "wheel", "setuptools"])
    (home / "requirements.txt").write_text(read_requirements())
    run([*pip, "-r", home / "requirements.txt"])
    [packages] = home.glob("lib/python*/site-packages")
    (packages / "odoo-19.0.dist-info").mkdir()
    (packages / "odoo-19.0.dist-info" / "METADATA").write_text(METADATA)
    (packages / "odoo.pth").write_text(f"{odoo_source.folder()}\n")
    # The index knows what our wheels need; ours themselves are found here alone.
    run([*pip, f"--find-links={wheels}", *wheels.glob("*.whl")])
    return program


@pytest.mark.parametrize("name", ADDONS)
def test_every_file_is_in_the_wheel(wheels, name):
    [wheel] = wheels.glob(f"odoo_addon_{name}-19*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    folder = addons.all_ours()[name]
    there = {
        f"odoo/addons/{name}/{path.relative_to(folder)}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    # What says how to build it is not what is built.
    there.remove(f"odoo/addons/{name}/pyproject.toml")
    assert there - packed == set()


@pytest.mark.long
def test_it_is_installed_and_works_from_there(bare, tmp_path):
    home = bare.parents[1]
    foreign = set().union(*map(addons.foreign_dependencies, ADDONS))
    odoo = [bare, "-c", START]
    with (
        postgres.running(),
        database.temporary(database.template(foreign)) as db,
    ):
        options = [f"--database={db}", f"--data-dir={tmp_path}", "--no-http"]
        options += ["--log-level=warn", "--max-cron-threads=0"]
        words = [*odoo, "server", *options, f"--init={','.join(ADDONS)}"]
        told = run([*words, "--stop-after-init"], cwd=tmp_path)
        assert "ERROR" not in told, told[-3000:]
        assert set(ADDONS) <= set(database.installed(db))
        script = WORK.format(names=ADDONS)
        said = run([*odoo, "shell", *options], cwd=tmp_path, input=script)
    *_log, places, created = said.strip().splitlines()
    assert all(place.startswith(str(home)) for place in places.split()), places
    assert created == "1", said
