"""A delivery on its way from plan to stored record."""

import json
import re
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ...sheets.keys import street_key
from .coi_mailbox import MANY, USUAL_MB

# A mail is a third larger than what it carries, and says something itself.
PACKED, SAID = 4 / 3, 10_000
MB = 1_000_000
# Whom it is in care of is part of an address that is printed.
CARE_OF = re.compile(r"^\s*c/o\b", re.IGNORECASE)
ZIP_PLUS = re.compile(r"\b(\d{5})-\d{4}\s*$")


def get_address_key(address):
    """Equal for postal addresses that one envelope reaches, however they are written:
    in case, punctuation, spacing, lines and abbreviations."""
    lines = [
        ZIP_PLUS.sub(r"\1", CARE_OF.sub("care of", line))
        for line in address.splitlines()
    ]
    return street_key(*lines)


def get_mail_size(files):
    """Bytes of a mail that carries ``files``: dicts with their ``size``."""
    return sum(each["size"] for each in files) * PACKED + SAID


@dataclass(frozen=True, slots=True)
class Box:
    """What is known of a mailbox, whether it is stored yet or not."""

    email: str
    lang: str = ""
    bundling: str = "together"
    is_across: bool = False
    attach: str = "auto"
    max_mb: int = USUAL_MB
    state: str = "ok"


@dataclass(slots=True)
class Piece:
    """A certificate: ``size`` of its file, ``own_size`` of what it does not share with
    those of the same ``master_id``, 0 where it was drawn whole; ``pages``: id and size
    of each endorsement that goes along, 0 where its pages are missing."""

    id: int
    insured_id: int
    holder_name: str
    master_id: int = 0
    size: int = 0
    own_size: int = 0
    pages: tuple = ()


@dataclass(slots=True)
class Envelope:
    """What goes to whom; see the fields of ``coi.delivery``. ``about`` are the ids of
    what it tells of without carrying it."""

    channel: str
    state: str
    kind: str = ""
    box: Box = None
    to: tuple = ()
    cc: tuple = ()
    lang: str = ""
    insured_id: int = 0
    address: str = ""
    attach: str = ""
    part: int = 1
    part_count: int = 1
    pieces: list = field(default_factory=list)
    purpose: str = "certificates"
    name: str = ""
    about: tuple = ()
    lines: list = None
    is_correction: bool = False

    @property
    def fingerprint(self):
        ids = sorted(piece.id for piece in self.pieces)
        to = self.box.email if self.box else ""
        what = [self.channel, to, ids]
        if self.purpose != "certificates":
            what += [self.purpose, self.insured_id, *self.about]
        return sha256(json.dumps(what).encode()).hexdigest()

    @property
    def insured_ids(self):
        return {piece.insured_id for piece in self.pieces}

    @property
    def size(self):
        """About how many bytes are attached."""
        if self.attach == "link":
            return 0
        size, shared = 0, set()
        for piece in self.pieces:
            size += self._get_size(piece, shared)
            shared.update([piece.master_id, *piece.pages])
        return int(size)

    @property
    def is_large(self):
        """Whether it was split for its size, or is too large and cannot be."""
        return self.part_count > 1 or (self.size * PACKED + SAID > self.box.max_mb * MB)

    def choose_attach(self):
        """Decide how the certificates are attached: "single", "combined", "zip" or
        "link"."""
        few = "single" if len(self.pieces) <= MANY else "combined"
        self.attach = few if self.box.attach == "auto" else self.box.attach

    def choose_whole(self):
        """The same for what is told once: all of it together, or a link to it."""
        if not self.box:
            return
        self.attach = "combined" if self.box.attach == "auto" else self.box.attach
        parts = self.split()
        self.attach = parts[0].attach if len(parts) == 1 else "link"

    def split(self):
        """As many envelopes as the mailbox takes this in; a link carries nothing, and
        goes where a single certificate is too large already."""
        if self.attach == "link":
            return [self]
        most = (self.box.max_mb * MB - SAID) / PACKED
        parts, rooms, room, shared = [], [], 0, set()
        for piece in self.pieces:
            size = self._get_size(piece, shared)
            if not parts or size > room:
                parts.append([])
                rooms.append(most)
                room, shared = most, set()
                size = self._get_size(piece, shared)
            parts[-1].append(piece)
            room = rooms[-1] = room - size
            shared.update([piece.master_id, *piece.pages])
        return [
            replace(
                self,
                pieces=pieces,
                part=number,
                part_count=len(parts),
                attach="link" if left < 0 else self.attach,
            )
            for number, (pieces, left) in enumerate(zip(parts, rooms, strict=True), 1)
        ]

    def _get_size(self, piece, shared):
        """What a piece adds where the masters and pages ``shared`` are already."""
        is_shared = self.attach == "combined" and piece.master_id in shared
        own = piece.own_size if is_shared and piece.own_size else piece.size
        return own + sum(each[1] for each in piece.pages if each not in shared)
