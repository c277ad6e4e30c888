"""What is written: heads, single files, merged files."""

from .build import make_head
from .folded import Folded
from .head import WRITER_VERSION, Head
from .merged import Merged
from .recent import Recent
from .stamp import Stamped, stamp, stamp_parts
from .zipped import Zipped

__all__ = [
    "WRITER_VERSION",
    "Folded",
    "Head",
    "Merged",
    "Recent",
    "Stamped",
    "Zipped",
    "make_head",
    "stamp",
    "stamp_parts",
]
