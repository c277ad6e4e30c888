"""Reads a file in a process of its own, which may die without harm."""

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

from .book import Book
from .limits import MEGABYTE, Limits
from .refused import Refused

_logger = logging.getLogger(__name__)
CHILD = Path(__file__).with_name("child.py")


def read_safely(content, filename="", *, sheet=None, limits=None):
    """Read one sheet of a spreadsheet file.

    :param content: bytes of the file
    :param filename: only a hint; what the file is, its content says
    :param sheet: name of the sheet to read; None picks the first that looks like a list
    :returns: ``Book``
    :raises Refused: and nothing else
    """
    limits = limits or Limits()
    # Marks of encodings and of an end are no text.
    if not content.strip(b"\0 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise Refused("empty")
    if len(content) > limits.megabytes * MEGABYTE:
        raise Refused("too_big", limit=limits.megabytes)
    request = {"filename": filename, "sheet": sheet, "limits": limits.as_dict()}
    answer = _run_child(json.dumps(request).encode() + b"\n" + content, limits)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["detail"])
    return Book.from_json(answer)


def _run_child(payload, limits):
    try:
        done = subprocess.run(
            [sys.executable, str(CHILD)],
            input=payload,
            capture_output=True,
            timeout=limits.seconds * 8,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("too_slow") from None
    if done.stderr:
        _logger.info("Reading a file: %s", done.stderr[-2000:].decode(errors="replace"))
    try:
        return json.loads(done.stdout)
    except ValueError:
        # Killed by a limit: a negative code is the number of the signal.
        code = "too_slow" if done.returncode < 0 else "unreadable"
        if done.returncode == -signal.SIGABRT:
            code = "too_much_memory"  # what Rust does when there is none left
        raise Refused(code) from None
