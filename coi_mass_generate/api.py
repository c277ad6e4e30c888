"""All that another addon may import of this one; nothing else is promised.

* ``rule``, ``block`` and ``warn`` make a rule of ``coi.check``; it is given a ``Case``
  and yields ``Finding``s.
* ``door`` marks a public method, ``one`` and the readers of arguments (``read_*``,
  ``is_blank``) refuse in words; ``clean`` and ``trusted`` keep the caller's context
  from deciding what is done.
* ``Labels`` are the words that are printed where texts are fitted
  (``coi.page._get_labels``).
* ``ImportField`` is what a column of an imported list can mean, of a ``HOLDER``, an
  ``INTEREST`` or a ``POLICY``: a text, yes or no (``FLAG``), or a date (see
  ``coi.import.field``).
* An engine for large batches needs the cost of a chunk, by how much one that ended
  badly shrinks, how often a line is tried, and after how long without progress
  something is wrong.

What is inherited is in the README. Import from here only: where a name lives inside
may change with any version.
"""

from .models.common.argument import (
    is_blank,
    read_choice,
    read_date,
    read_flag,
    read_ids,
    read_json,
    read_record,
    read_records,
    read_text,
)
from .models.common.case import Case, Finding, block, warn
from .models.common.door import clean, door, one, trusted
from .models.issue.coi_progress import FAILING, STALLED
from .models.issue.coi_runner import CHUNK_COST, MAX_ATTEMPTS, SHRINK
from .models.verdicts.coi_check import rule
from .pdf.typeset import Labels
from .sheets.fields import DATE, FLAG, HOLDER, INTEREST, POLICY, TEXT
from .sheets.fields import Field as ImportField

__all__ = [
    "CHUNK_COST",
    "DATE",
    "FAILING",
    "FLAG",
    "HOLDER",
    "INTEREST",
    "MAX_ATTEMPTS",
    "POLICY",
    "SHRINK",
    "STALLED",
    "TEXT",
    "Case",
    "Finding",
    "ImportField",
    "Labels",
    "block",
    "clean",
    "door",
    "is_blank",
    "one",
    "read_choice",
    "read_date",
    "read_flag",
    "read_ids",
    "read_json",
    "read_record",
    "read_records",
    "read_text",
    "rule",
    "trusted",
    "warn",
]
