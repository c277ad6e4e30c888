"""Which warnings and errors of a server's log are ours to answer for."""

import re

from ..odoo import addons

# Our modules, models, fields and views; not the databases that these tools name.
OURS = re.compile(r"\bcoi[._](?!run_|template_|addon_|demo|making_)\w+")
# Harmless, and known: (level, logger, text), the last two as regular expressions. Add
# a line only with the reason why nobody has to act on it.
ALLOWED = [
    # Odoo's own count of failed tests; each failure is told by itself.
    ("", r"odoo\.tests\.result", r""),
    # Debian's build of Odoo lacks this library of mail; nothing of ours uses it.
    ("", r".*", r"selfie_segmentation"),
    # Refusals that a user or a test provoked: Odoo logs each, the caller gets it too.
    ("WARNING", r"odoo\.http", r""),
    ("", r"odoo\.addons\.base\.models\.ir_(rule|model|access)", r"Access Denied"),
]


def _is_allowed(note):
    return any(
        re.match(logger, note["logger"]) and re.search(text, note["text"])
        for level, logger, text in ALLOWED
        if level in ("", note["level"])
    )


def _is_ours(note):
    if note["logger"].startswith("odoo.addons.coi_"):
        return True
    told = f"{note['text']}\n{note['trace']}"
    folders = map(str, addons.all_ours().values())
    return bool(OURS.search(told)) or any(folder in told for folder in folders)


def ours(notes):
    for note in notes:
        if note["kind"] == "log" and not _is_allowed(note) and _is_ours(note):
            yield (
                f"{note['level']} {note['logger']}: {note['text'][:2000]}\n"
                f"{note['trace'][-2000:]}"
            )
