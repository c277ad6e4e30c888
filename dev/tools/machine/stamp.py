"""Remembers which steps of the set-up are done, and for what input.

A step's stamp is written after everything else of it: a step that was interrupted has
none and is done again.
"""

import hashlib

from .. import paths


def key(*parts):
    """A key of texts and of the contents of files."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if hasattr(part, "read_bytes") else str(part).encode()
        digest.update(data + b"\0")
    return digest.hexdigest()


def holds(step, wanted):
    try:
        return (paths.STAMPS / step).read_text() == wanted
    except OSError:
        return False


def remove(step):
    (paths.STAMPS / step).unlink(missing_ok=True)


def write(step, text):
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    new = paths.STAMPS / f".{step}.new"
    new.write_text(text)
    new.replace(paths.STAMPS / step)
