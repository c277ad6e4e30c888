"""The envelopes of a plan, as a window keeps them until they are sent.

They are kept as text, which is read in a moment; ten thousand rows for one click would
not be. A row is an envelope and what is said of it beside: ``marks`` (keys of
``MARKS``), ``last``, what became of the last delivery to its mailbox, and ``can_pick``.
"""

import json
from hashlib import sha256

from ..models.delivery.envelope import Box, Envelope, Piece

# By what the list is narrowed, in this order.
MARKS = (
    "missing", "marked", "bounced", "on_its_way", "opted_out", "large", "several",
    "language",
)  # fmt: skip
TABS = ("mail", "print", "portal", "nobody")
TAB_OF = {"mail": "mail", "print": "print", "portal": "portal", "none": "nobody"}
# What an envelope is that somebody has left out of this run.
LEFT_OUT = ("taken_back", "person")
SENT = ("queued", "")


def make_row(envelope, marks, last):
    box = envelope.box
    row = {
        name: getattr(envelope, name)
        for name in (
            "channel", "state", "kind", "to", "cc", "lang", "insured_id", "address",
            "attach", "part", "part_count", "size",
        )
    }  # fmt: skip
    return {
        **row,
        "email": box.email if box else "",
        "ids": [piece.id for piece in envelope.pieces],
        "holder_name": envelope.pieces[0].holder_name,
        "marks": marks,
        "last": last,
    }


def dump(rows):
    return json.dumps(rows)


def read_envelope(row):
    """The envelope of a row: all of it that is stored when it is sent."""
    pieces = [Piece(each, row["insured_id"], "") for each in row["ids"]]
    pieces[0].holder_name = row["holder_name"]
    return Envelope(
        row["channel"],
        row["state"],
        row["kind"],
        Box(row["email"]) if row["email"] else None,
        tuple(row["to"]),
        tuple(row["cc"]),
        row["lang"],
        row["insured_id"],
        row["address"],
        row["attach"],
        row["part"],
        row["part_count"],
        pieces,
    )


def can_pick(row):
    """Whether it may be sent or left out, as somebody wishes."""
    return bool(row["email"]) and "on_its_way" not in row["marks"]


def pick(row, is_sent):
    """Send the envelope of a row, or leave it out."""
    left_out = ("failed", "marked") if "marked" in row["marks"] else LEFT_OUT
    row["state"], row["kind"] = SENT if is_sent else left_out


def find(rows, tab, only="", words=()):
    """Numbers of the rows of a tab; those that want looking at come first.

    :param only: key of ``MARKS``
    :param words: all of which the mailbox or the holder's name has in it
    """
    found = [
        number
        for number, row in enumerate(rows)
        if TAB_OF[row["channel"]] == tab
        and (not only or only in row["marks"])
        and (not words or _has(row, words))
    ]
    return sorted(found, key=lambda number: _get_urgency(rows[number]))


def _has(row, words):
    text = f"{row['email']} {row['holder_name']} {row['address']}".casefold()
    return all(word in text for word in words)


def _get_urgency(row):
    places = [MARKS.index(mark) for mark in row["marks"]]
    return min((place for place in places if place < 5), default=len(MARKS))


def get_digest(envelopes):
    """Says whether two plans are the same."""
    told = [[each.fingerprint, each.lang, each.attach] for each in envelopes]
    return sha256(json.dumps(told).encode()).hexdigest()
