# The wings in the order of the flow: each may name those above it, never one below.
from . import common

# isort: split
from . import register

# isort: split
from . import forms

# isort: split
from . import fillable

# isort: split
from . import ledger

# isort: split
from . import verdicts

# isort: split
from . import issue

# isort: split
from . import handout

# isort: split
from . import delivery

# isort: split
from . import renewal

# isort: split
from . import notices

# isort: split
from . import imports
