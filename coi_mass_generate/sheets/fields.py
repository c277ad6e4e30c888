"""What a column of a list can mean, and the headers it is known by.

The headers are those of the founding system (NowCerts), Applied Epic, CSR24, AMS360,
EZLynx, Nexsure, of Google Contacts, Outlook, Thunderbird and QuickBooks, of lists in
plain English, and in Spanish. The first of a field's
headers are the surest: where two columns claim one place, the surer one gets it.
"""

from dataclasses import dataclass
from functools import cached_property

from .tables import read_table, split_words

HOLDER = "holder"
INTEREST = "interest"
POLICY = "policy"
TEXT, FLAG, DATE = "text", "flag", "date"


@dataclass(frozen=True)
class Field:
    """One meaning of a column.

    :param key: its name, in values, corrections and findings
    :param part: whose data it is, ``HOLDER``, ``INTEREST`` or ``POLICY``
    :param headers: texts it is known by, as ``text.fold`` leaves them; surest first
    :param several: whether more than one column may go there
    :param most: how many characters all its cells of one row may hold: beyond, it is
        not what the field is for, and nobody wants it searched for names and numbers
    :param kind: ``TEXT``, ``FLAG`` or ``DATE``, how it is cleaned where it has no step
        of its own
    :param target: stored field of the contact or the interest that takes its value as
        it is; empty for those that the plan looks at more closely
    :param version: raised when its cleaning changes: rows are cleaned anew
    """

    key: str
    part: str
    headers: tuple
    several: bool = False
    most: int = 300
    kind: str = TEXT
    target: str = ""
    version: int = 1


class Catalogue:
    """The fields a list can have, by key and by header.

    :param fields: iterable of ``Field``; of two that claim a header, the later gets it
    """

    def __init__(self, fields):
        self.fields = {each.key: each for each in fields}

    @cached_property
    def known(self):
        """``{header: (field key, rank)}``, the lower the rank the surer."""
        return {
            header: (field.key, rank)
            for field in self.fields.values()
            for rank, header in enumerate(field.headers)
        }


def _read_fields(table):
    return [
        Field(
            row["key"],
            row["part"],
            split_words(row["headers"]),
            several=row["several"] == "yes",
            most=int(row["most"]),
        )
        for row in read_table(__file__, table)
    ]


OURS = Catalogue(_read_fields("fields.csv"))
FIELDS = OURS.fields
# What a list of policies says is not what a list of holders says, where both have a
# column of one name.
POLICIES = Catalogue(_read_fields("policy_fields.csv"))
