"""What is written: heads, single files, merged files."""

from .build import make_head
from .head import WRITER_VERSION, Head
from .merged import Merged
from .stamp import stamp, stamp_and_hash

__all__ = [
    "WRITER_VERSION",
    "Head",
    "Merged",
    "make_head",
    "stamp",
    "stamp_and_hash",
]
