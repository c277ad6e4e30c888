"""A form is somebody's fillable PDF; filled in it is a master like any other.

``checking``  an uploaded file -> what it has, or why it cannot be used
``reading``   the file -> ``Form``: pages as they are shown, and their fields
``filling``   ``Form`` + what its fields say -> ``master.Master``, whose slots are the
              fields that differ from holder to holder

Beneath them, ``paper`` draws pages, ``layers`` takes out what is hidden, ``fields`` and
``looks`` read widgets, ``places`` says where texts go, ``painting`` draws what all
share, ``pictures`` signatures, and ``values`` reads what may be anything.

What to call, in this order::

    facts = check(pdf, apart.run)                     # once, when it is uploaded
    form = read_form(pdf)                             # kept, as it takes long
    filled = fill(form, face, {"Insured": "Oak LLC", "Holder": Place("holder")})
    head = writer.make_head(joined(filled.master, continuation), face, texts, …)
    pages = typeset.compose(head, {**filled.spilled, **values}, labels)

What is shared by all and does not fit its field is in ``spilled``, and so comes to the
continuation page like any other text. Two sources' objects may be in one head.
"""

from .checking import REFUSALS, check
from .fields import short_name
from .filling import SPILLED, Block, Filled, Place, fill, joined
from .reading import Form, read_form

__all__ = [
    *("REFUSALS", "SPILLED", "Block", "Filled", "Form", "Place", "check", "fill"),
    *("joined", "read_form", "short_name"),
]
