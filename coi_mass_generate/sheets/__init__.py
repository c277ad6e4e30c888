"""How a list comes in: any spreadsheet file as rows of text, and what they mean.

Plain Python that imports nothing of Odoo, so that it is tested in milliseconds and
can run in a process of its own, where a hostile file does no harm.

- ``read.guard.read_safely``: file -> ``Book``, in a child process with hard limits
- ``apart.run``: that process, for whatever else reads what people upload
- ``header``: which row is the header, which column means what
- ``clean.cleaner.Cleaner``: one row of text -> values, notices and problems
- ``match``: whether two names and addresses are the same, likely the same, or not
- ``export``: rows back into a spreadsheet that runs no formula
"""

from .read.book import Book, Row
from .read.guard import read_safely
from .read.limits import Limits
from .read.refused import Refused

__all__ = ["Book", "Limits", "Refused", "Row", "read_safely"]
