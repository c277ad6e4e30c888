"""The process in which a file is read: asked on stdin, answers on stdout, in JSON."""

import io
import json
import os
import sys
import traceback
from pathlib import Path

# Big, not needed for reading, and they start threads or map memory on import.
for name in ("numpy", "pandas", "lxml"):
    sys.modules[name] = None
os.environ["OPENPYXL_LXML"] = "False"

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def limit_resources(limits):
    """Let the system itself keep this process within its memory and time."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's timeout must do
        return
    size = limits.memory * 1024 * 1024
    _lower(resource, resource.RLIMIT_DATA, size)
    _lower(resource, resource.RLIMIT_AS, size * 3)
    _lower(resource, resource.RLIMIT_CPU, limits.seconds)
    _lower(resource, resource.RLIMIT_FSIZE, 0)
    _lower(resource, resource.RLIMIT_CORE, 0)


def _lower(resource, which, value):
    _soft, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def answer(request, content):
    """What ``read_safely`` asked for, or why not: JSON as bytes."""
    from sheets.read.kinds import read
    from sheets.read.limits import Limits
    from sheets.read.refused import Refused

    try:
        limits = Limits(**request["limits"])
        limit_resources(limits)
        book = read(content, request["filename"], request["sheet"], limits)
        return _write(book.as_json())
    except Refused as refused:
        return _write({"refused": refused.code, "detail": refused.detail})
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
    # Some readers print what they find odd: that must not spoil the answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    line = sys.stdin.buffer.readline()
    content = sys.stdin.buffer.read()
    out.write(answer(json.loads(line), content))
    out.flush()
    os._exit(0)  # no time spent on tidying up a large book


if __name__ == "__main__":
    sys.stdout = io.StringIO()
    main()
