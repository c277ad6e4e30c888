"""Steps that clean the choices of a policy: kinds of autos, of umbrellas, retention."""

import re

from ..text import clean_line, fold
from . import answers
from .amounts import read_amount

AUTOS = ("auto_any", "auto_owned", "auto_scheduled", "auto_hired", "auto_non_owned")
# Choices a policy has, and in which rows of the certificate they stand.
OPTIONS = {
    "claims_basis": ("general_liability", "umbrella", "other"),
    "retroactive": ("general_liability", "umbrella", "other"),
    "aggregate_per": ("general_liability",),
    "umbrella_form": ("umbrella",),
    "retention_kind": ("umbrella",),
    "retention_amount": ("umbrella",),
    **dict.fromkeys(AUTOS, ("auto",)),
    "wc_basis": ("workers_comp",),
    "wc_excluded": ("workers_comp",),
}
CHOICES = {
    "claims_basis": {
        "occurrence": "occurrence occur occ o occurence",
        "claims_made": "claims_made claimsmade cm made c|claims made|claims made form",
    },
    "aggregate_per": {
        "policy": "policy pol poliza",
        "project": "project proj job proyecto",
        "location": "location loc ubicacion",
    },
    "umbrella_form": {
        "umbrella": "umbrella umb u|umbrella liab",
        "excess": "excess exc x xs|excess liab",
    },
    "wc_basis": {
        "statute": "statute statutory stat y yes x true 1|per statute",
        "other": "other oth",
    },
}
_AUTO_WORDS = {
    "auto_any": "any|any auto|1|all autos|all|any autos",
    "auto_owned": "owned|owned autos only|owned autos|all owned|all owned autos|2",
    "auto_scheduled": "scheduled|scheduled autos|specifically described|7",
    "auto_hired": "hired|hired autos|hired autos only|hired auto|8",
    "auto_non_owned": "non owned|nonowned|non owned autos|non owned autos only"
    "|nonowned autos|non owned auto|9",
}
_AUTO_OF = {
    word: key for key, words in _AUTO_WORDS.items() for word in words.split("|")
}
_BOTH = {
    "hnoa",
    "hired non owned",
    "hired and non owned",
    "hired nonowned",
    "hnoa only",
}


def clean_retention(_cleaner, texts, done, key):
    text = done.take_plain(key, texts)
    if not text:
        return
    found = read_amount(text)
    if found is None or found[1]:
        done.ask(key, "amount_unclear", value=text)
    elif done.get("retention_kind") and found[0]:
        done.ask(key, "retention_twice", value=text)
    elif found[0]:
        done.put("retention_kind", key)
        done.put("retention_amount", found[0])


def clean_choice(_cleaner, texts, done, key):
    text = done.take_plain(key, texts)
    if not text:
        return
    folded = fold(text).removeprefix("per ")
    for value, words in CHOICES[key].items():
        first, *phrases = words.split("|")
        if folded in first.split() or folded in phrases:
            done.put(key, value)
            return
    done.ask(key, "choice_unclear", value=text)


def clean_excluded(_cleaner, texts, done):
    """Whether owners are excluded: "Excluded" means yes here, and "Included" no."""
    text = done.take_plain("wc_excluded", texts)
    if not text:
        return
    said = {"excluded": True, "excl": True, "included": False, "incl": False}
    folded = fold(text)
    flag = said[folded] if folded in said else answers.read_flag(text)
    if flag is None:
        done.ask("wc_excluded", "flag_unclear", value=text)
    else:
        done.put("wc_excluded", "yes" if flag else "no")


def clean_autos(_cleaner, texts, done):
    """A cell that names kinds of autos means these and no others."""
    text = done.take_plain("autos", texts)
    if not text:
        return
    found = set()
    for piece in re.split(r"[,;/&+]|\band\b", text):
        folded = fold(piece)
        if folded in _BOTH:
            found |= {"auto_hired", "auto_non_owned"}
        elif folded in _AUTO_OF:
            found.add(_AUTO_OF[folded])
        elif folded:
            done.ask("autos", "autos_unclear", value=text)
            return
    done.values.update({key: key in found for key in AUTOS})


def clean_auto(_cleaner, texts, done, key):
    text = clean_line(" ".join(texts))
    if text:
        done.put_flag(key, answers.read_flag(text), text)


def finish_options(cleaner, done):
    """Take only what a policy of this line has a place for."""
    form = done.values.pop("_form", "")
    if form and not done.get("umbrella_form"):
        done.put("umbrella_form", form)
    row = cleaner.rows.get(done.get("line"))
    if not row:
        return
    for key, rows in OPTIONS.items():
        if key in done.values and row not in rows:
            value = done.values.pop(key)
            if value and key != "retention_amount":
                field = key if key != "retention_kind" else value
                done.say(key, "option_other_line", field=field)
