"""The file store's disk is full: said in words, and retried when there is room."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from office import BLOCKED, HOLDERS, Office
from tools.odoo import database
from truth import check, look

pytestmark = pytest.mark.long

DISK_FULL = [r"Batch line \d+ failed", r"No space left"]


def size_of(folder):
    files = [one for one in folder.rglob("*") if one.is_file()]
    return sum(one.stat().st_size // 4096 * 4096 + 8192 for one in files)


class SmallDisk:
    """A disk with room for what a folder holds, and for nothing more."""

    def __init__(self, folder):
        self.folder = folder
        self.copy = Path(f"{folder}.before")

    def __enter__(self):
        self.folder.rename(self.copy)
        self.folder.mkdir()
        size = size_of(self.copy)
        self._mount(f"size={size}")
        shutil.copytree(self.copy, self.folder, dirs_exist_ok=True)
        self._fill()
        return self

    def __exit__(self, *exception):
        subprocess.run(["umount", self.folder], check=True)
        shutil.rmtree(self.copy, ignore_errors=True)

    def _mount(self, *options):
        words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", self.folder]
        subprocess.run(words, check=True)

    def _fill(self, leave=16 * 1024):
        """Leave room to begin a file and not to end it."""
        free = shutil.disk_usage(self.folder).free
        with open(self.folder / "filler", "wb") as filler:
            filler.write(b"\0" * max(0, free - leave))

    def make_room(self):
        os.unlink(self.folder / "filler")
        subprocess.run(["mount", "-o", "remount,size=200m", self.folder], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("limit", [0, 100_000], ids=["behind the click", "in it"])
def test_full_disk(agency, limit):
    database.execute("UPDATE res_company SET coi_click_limit = %s", limit, name=agency)
    with SmallDisk(database.filestore(agency)) as disk:
        with Office(agency, ignore=DISK_FULL) as office:
            batch = office.generate()
            office.finish(batch)
            found = look(agency, batch)
            assert found["states"] == {"error": HOLDERS - BLOCKED, "skipped": BLOCKED}
            assert len(found["messages"]) == 1
            assert "disk is full" in found["messages"][0]
            disk.make_room()
            office.do(batch, "retry")
            office.finish(batch)
        check(agency, batch, skipped=BLOCKED, error=0)
