"""``dev/demo``, run as somebody tries it."""

import os
import subprocess
import sys
from email import message_from_bytes, policy

from tools import paths

FOLDER = paths.BUILD / "demo"


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "tools.demo.main", *words],
        env={**os.environ, "PYTHONPATH": str(paths.ROOT / "dev")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def read_mails():
    """What arrived, by path."""
    return {
        path: message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(FOLDER.glob("mails/*.eml"))
    }
