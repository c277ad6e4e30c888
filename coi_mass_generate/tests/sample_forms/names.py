"""The names that fields of liability certificates bear all over the trade."""

import csv
from pathlib import Path
from typing import NamedTuple


class Name(NamedTuple):
    """A field's name, ``text`` or ``check``, and the characters it takes (0: any)."""

    name: str
    kind: str
    max_length: int


def _read():
    path = Path(__file__).with_name("names.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Name(row["name"], row["kind"], int(row["max_length"] or 0))


NAMES = list(_read())
