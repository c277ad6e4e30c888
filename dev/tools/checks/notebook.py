"""Reads what ``odoo_main`` wrote down: results of tests, warnings of the log."""

import json

from . import log_check


def read(path):
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    notes = []
    for line in lines:
        try:
            notes.append(json.loads(line))
        except ValueError:
            continue  # the last line of a process that was killed while writing
    return notes


def count_tests(notes, tally, suffix=""):
    """Enter every test into the tally: failed before skipped before passed."""
    started, stopped, skipped, failed = [], set(), {}, {}
    for note in notes:
        name = note.get("test")
        if note["kind"] == "started":
            started.append(name)
        elif note["kind"] == "stopped":
            stopped.add(name)
        elif note["kind"] == "skipped":
            skipped[name] = note["text"]
        elif note["kind"] == "failed":
            failed.setdefault(name, []).append(f"{note['title']}\n{note['text']}")
    # Class set-ups fail and skip without a test of theirs ever starting.
    for name in dict.fromkeys([*started, *failed, *skipped]):
        told = _short(name) + suffix
        if name in failed:
            tally.fails(told, "\n".join(failed[name]))
        elif name in skipped:
            tally.skips(told, skipped[name])
        elif name not in stopped:
            tally.fails(told, "did not end: the server was stopped while it ran")
        else:
            tally.passes(told)


def count_log(notes, tally, where):
    """A warning of ours in a log fails the run, with its line shown."""
    for text in dict.fromkeys(log_check.ours(notes)):
        tally.fails(f"warning in the log of {where}", text)


def _short(name):
    return name.replace("odoo.addons.", "").replace(".tests.", ".", 1)
