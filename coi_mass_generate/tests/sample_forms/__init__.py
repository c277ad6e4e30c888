"""Fillable forms of our own making, with all that strangers' forms do.

Plain Python: tests, the demo and the bench use it, with and without Odoo.
"""

from .make import make
from .names import NAMES

__all__ = ["NAMES", "make"]
