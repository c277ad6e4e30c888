"""The process of ``apart``: asked on stdin, answers on stdout, in JSON."""

import importlib
import io
import json
import logging
import os
import sys
import traceback
from pathlib import Path

# Big, not needed for reading, and they start threads or map memory on import.
for name in ("numpy", "pandas", "lxml"):
    sys.modules[name] = None
os.environ["OPENPYXL_LXML"] = "False"

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def limit_resources(seconds, memory):
    """Let the system itself keep this process within its memory and time."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's timeout must do
        return
    size = memory * 1024 * 1024
    _lower(resource, resource.RLIMIT_DATA, size)
    _lower(resource, resource.RLIMIT_AS, size * 3)
    _lower(resource, resource.RLIMIT_CPU, seconds)
    _lower(resource, resource.RLIMIT_FSIZE, 0)
    _lower(resource, resource.RLIMIT_CORE, 0)


def _lower(resource, which, value):
    _soft, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def answer(asked, content):
    """What the job says, or why it says nothing: JSON as bytes."""
    try:
        limit_resources(**asked["limits"])
        module, _colon, name = asked["job"].partition(":")
        job = getattr(importlib.import_module(module), name)
        return _write(job(asked["request"], content))
    except MemoryError:
        return _write({"refused": "too_much_memory", "detail": {}})
    except Exception:
        # Whatever a broken file does to a reader, the user gets one clear line.
        traceback.print_exc()
        return _write({"refused": "unreadable", "detail": {}})


def _write(answer):
    """JSON as UTF-8: what is escaped instead takes up to four times the room.

    A name of the file's own may hold half a character, which UTF-8 does not know.
    """
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")


def main():
    out = os.fdopen(os.dup(1), "wb")
    # Some readers print what they find odd: that must not spoil the answer, nor fill
    # the log.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    line = sys.stdin.buffer.readline()
    content = sys.stdin.buffer.read()
    out.write(answer(json.loads(line), content))
    out.flush()
    os._exit(0)  # no time spent on tidying up a large book


if __name__ == "__main__":
    sys.stdout = io.StringIO()
    main()
