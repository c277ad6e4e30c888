"""Tables of words and codes, in files beside the code that looks things up in them."""

import csv
from pathlib import Path


def read_table(beside, name):
    """Rows of ``name``, a CSV file with a header, as dicts.

    :param beside: ``__file__`` of the module the table belongs to
    """
    path = Path(beside).with_name(name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split_words(cell):
    """The texts of a cell that holds several, between bars."""
    return tuple(word for word in cell.split("|") if word)
