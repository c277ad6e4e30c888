"""Apart: a file is read in a process of its own, which may die without harm."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

_logger = logging.getLogger(__name__)
CHILD = Path(__file__).with_name("child.py")


def run(job, request, content, limits):
    """Let a function of one of the plain packages read a file.

    :param job: str ``module:function``, from the addon's folder on; it takes
        ``request`` and ``content`` and returns a dict
    :param request: dict
    :param content: bytes of the file
    :param limits: ``{"seconds": of processor time, "memory": MB}``
    :returns: the dict; where it was ended, ``{"refused": "too_slow", "too_much_memory"
        or "unreadable", "detail": {}}``
    """
    asked = json.dumps({"job": job, "request": request, "limits": limits})
    try:
        done = subprocess.run(
            [sys.executable, str(CHILD)],
            input=asked.encode() + b"\n" + content,
            capture_output=True,
            timeout=limits["seconds"] * 8,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _refuse("too_slow")
    if done.stderr:
        _logger.info("Reading a file: %s", done.stderr[-2000:].decode(errors="replace"))
    try:
        return json.loads(done.stdout)
    except ValueError:
        return _refuse(_explain_end(done.returncode))


def _explain_end(code):
    """Killed by a limit: a negative code is the number of the signal."""
    if code == -signal.SIGABRT:
        return "too_much_memory"  # what Rust does when there is none left
    return "too_slow" if code < 0 else "unreadable"


def _refuse(code):
    return {"refused": code, "detail": {}}
