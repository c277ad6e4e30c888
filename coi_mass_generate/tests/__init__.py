from .common import *
from .forms import *
from .handout import *
from .imports import *
from .issue import *
from .ledger import *
from .register import *
from .verdicts import *
