"""What lists say of whether and how a holder receives renewals."""

import re

from ...sheets.clean.answers import read_flag
from ...sheets.text import clean_line, fold, is_nothing
from ..register.coi_interest_renewal import MOST_LEAD

# By value of the field, as people write it, folded; besides what means yes and no.
WORDS = {
    "yes": (
        "renew|renews|renewal|renewals|auto|automatic|automatically|auto renew|always|"
        "receives renewals|send renewals|keep|active|renovar|siempre"
    ),
    "no": (
        "never|do not renew|dont renew|don t renew|non renew|nonrenew|no renewal|"
        "no renewals|not renewed|one time|one time only|once|stop|remove|delete|"
        "job done|job complete|completed|no renovar|nunca|una vez"
    ),
    "ask": (
        "ask|ask insured|ask the insured|ask client|ask first|ask before|check|"
        "check first|check with insured|tbd|maybe|unknown|unsure|not sure|on request|"
        "upon request|if requested|review|confirm|to confirm|preguntar|consultar|"
        "a solicitud"
    ),
}
KNOWN = {word: key for key, text in WORDS.items() for word in text.split("|")}
_DAYS = re.compile(r"([0-9]{1,4})(?:\.0+)?(?: ?(?:d|days?|dias?))?")


def read_renewal(text):
    """ "yes", "no" or "ask"; "" where it cannot be told."""
    if fold(text) in KNOWN:
        return KNOWN[fold(text)]
    flag = read_flag(text)
    return "" if flag is None else ("yes" if flag else "no")


def clean_renewal(_cleaner, texts, done):
    """Step: a value of ``RENEWALS``."""
    text = clean_line(" ".join(texts))
    if not text:
        return
    value = read_renewal(text)
    if not value and is_nothing(text):
        done.say("renewal", "taken_as_empty", value=text)
    elif not value:
        done.ask("renewal", "renewal_unclear", value=text)
    else:
        done.put("renewal", value)


def clean_days(_cleaner, texts, done):
    """Step: a number of days."""
    text = clean_line(" ".join(texts))
    if not text:
        return
    if is_nothing(text):
        done.say("renewal_days", "taken_as_empty", value=text)
        return
    found = _DAYS.fullmatch(text.lower())
    if not found or int(found[1]) > MOST_LEAD:
        done.ask("renewal_days", "days_unclear", value=text, most=MOST_LEAD)
        return
    done.put("renewal_days", int(found[1]))
