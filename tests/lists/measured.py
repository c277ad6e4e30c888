"""Reads one file in a small process of its own and says what that took.

Small, because the system counts a child's memory from the moment it is split off.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
import sheets
code = ""
try:
    book = sheets.read_safely(open(sys.argv[2], "rb").read(), sys.argv[3])
except sheets.Refused as refused:
    code = refused.code
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""
ADDON = Path(__file__).resolve().parents[2] / "coi_mass_generate"


def read_measured(content, filename):
    """(refusal code or '', processor seconds, megabytes) of reading a file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(ADDON), file.name, filename],
            capture_output=True,
            check=True,
        )
    code, seconds, kilobytes = json.loads(done.stdout)
    return code, seconds, kilobytes / 1024
