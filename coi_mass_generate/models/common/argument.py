"""Arguments of the doors for programs, read with words: whatever is given, a caller
learns what is wrong with it, and nothing is guessed.

``what`` is always the argument's name, as the caller wrote it.
"""

import json
import re
from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError

MAX_ID = 2**31 - 1
MAX_TEXT = 2000
# Beyond, neither adding a year nor printing a date works everywhere.
YEARS = (1900, 2200)
MANY = 10


def read_records(env, model, given, what):
    """The records of the ids ``given``, each once, in that order, and all there.

    Whether the user may see them is not asked here.
    """
    records = env[model].browse(read_ids(env, given, what))
    missing = records - records.exists()
    if missing:
        _refuse_missing(env, records._description, missing.ids)
    return records


def read_ids(env, given, what):
    """A list of ids that there can be, each once; none for nothing."""
    if given is None or given is False:
        return []
    if not isinstance(given, list | tuple):
        _refuse_ids(env, what)
    if not all(type(each) is int for each in given):
        _refuse_ids(env, what)
    impossible = [each for each in given if not 0 < each <= MAX_ID]
    if impossible:
        _refuse_missing(env, what, impossible)
    return list(dict.fromkeys(given))


def read_record(env, model, given, what):
    """The record with the id ``given``, which is there; none for nothing.

    Whether the user may see it is not asked here.
    """
    if given is None or given is False:
        return env[model]
    if type(given) is not int:
        raise UserError(env._("%(what)s: give one ID, as in 12.", what=what))
    return read_records(env, model, [given], what)


def _refuse_missing(env, name, ids):
    raise UserError(
        env._(
            "%(model)s: there is none with the ID %(ids)s.",
            model=name,
            ids=join_ids(ids),
        )
    )


def _refuse_ids(env, what):
    raise UserError(env._("%(what)s: give a list of IDs, as in [12, 13].", what=what))


def join_ids(ids):
    """``ids`` as a text; of many the first, and that there are more."""
    text = ", ".join(map(str, ids[:MANY]))
    return f"{text} …" if len(ids) > MANY else text


def read_date(env, given, what):
    """A date from "YYYY-MM-DD" or a date; None for nothing."""
    if given is None or given is False or given == "":
        return None
    day = _parse_date(given)
    if day and YEARS[0] <= day.year <= YEARS[1]:
        return day
    raise UserError(
        env._(
            "%(text)s is not a valid %(what)s. Write it as YYYY-MM-DD, with a year "
            "from %(first)s to %(last)s.",
            what=what,
            text=_quote(given),
            first=YEARS[0],
            last=YEARS[1],
        )
    )


def _parse_date(given):
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if not isinstance(given, str) or not re.fullmatch(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}", given
    ):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _quote(given):
    """What was given, cut to a length that can be shown."""
    text = given if isinstance(given, str) else repr(given)
    return f"{text[:40]}…" if len(text) > 40 else text


def read_choice(env, given, choices, what):
    """One of the texts ``choices``."""
    if isinstance(given, str) and given in choices:
        return given
    raise UserError(
        env._(
            "%(what)s: choose one of %(choices)s.",
            what=what,
            choices=", ".join(choices),
        )
    )


def read_flag(env, given, what):
    """True or False, and nothing that merely looks like it: "no" would count as yes."""
    if given is True or given is False:
        return given
    raise UserError(env._("%(what)s: give true or false.", what=what))


def read_text(env, given, what, limit=MAX_TEXT):
    """A text that can be stored, without blanks around it; "" for nothing."""
    if given is None or given is False:
        return ""
    if not isinstance(given, str) or not _is_storable(given):
        raise UserError(env._("%(what)s: give a text.", what=what))
    text = "" if is_blank(given) else given.strip()
    if len(text) > limit:
        raise UserError(
            env._(
                "%(what)s: %(count)s characters are too many. At most %(limit)s can "
                "be kept.",
                what=what,
                count=len(text),
                limit=limit,
            )
        )
    return text


def is_blank(text):
    """Whether nothing of ``text`` is seen: blanks, and signs without a width."""
    if text.isascii():
        return not text.strip()
    return not any(each.isprintable() and not each.isspace() for each in text)


def _is_storable(text):
    """Without a NUL, and without half a character: PostgreSQL takes neither."""
    return "\0" not in text and not re.search("[\ud800-\udfff]", text)


def read_json(env, given, what):
    """What a Json field can store: Python and browsers make more of it."""
    try:
        text = json.dumps(given, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        text = "\0"
    if "\\u0000" in text or not _is_storable(text):
        raise UserError(env._("%(what)s: this cannot be stored.", what=what))
    return given


def check_numbers(records, least, most):
    """Refuse settings that cannot be meant, as a constraint of ``records``.

    :param least: the smallest number there may be
    :param most: ``{name of the field: the largest number}``
    :raises ValidationError: in words
    """
    for record in records:
        for name, largest in most.items():
            if not least <= record[name] <= largest:
                raise ValidationError(
                    records.env._(
                        "%(field)s: choose a number from %(least)s to %(most)s.",
                        field=records._fields[name]._description_string(records.env),
                        least=least,
                        most=largest,
                    )
                )
