"""One row of text -> values, notices and problems.

What is certain is cleaned, and said where it changes what the file says; the rest is
asked. A notice or problem is ``[field key, code, details]``; its wording is not here.
"""

import logging
import re
from functools import cached_property, lru_cache, partial
from itertools import zip_longest

from ..fields import DATE, FIELDS, FLAG, TEXT
from ..read import book
from ..repair import needs_repair, repair
from ..text import SHORT, clean_line, is_digits, is_same
from . import address, details, no_entry, party
from .broken import is_broken, may_be_broken
from .cleaned import Cleaned
from .places import Places

_logger = logging.getLogger(__name__)

# Excel takes such things for dates or rounds them when they look like numbers.
_AS_TYPED = (
    *("zip", "policy", "loan_number", "project", "phone", "name", "street"),
    *("street_before", "street_after", "unit"),
    *("name2", "first_name", "last_name", "attention", "insured", "description"),
)
# Nothing but digits: how a spreadsheet groups them does not matter.
_DIGITS = ("zip", "zip4", "phone")
_LOSSY = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+")
# Who has one of these is an entry; and what the user typed there makes a row one.
_ADDRESS = ("state", "city", "place", "street", "zip", "email", "phone")
_CORRECTED = {"name", "street2", *_ADDRESS}
# Whoever is struck through is asked about: it may be the one who is left.
_WHO = ("name", "first_name", "last_name")
# Of what a reader marks, what is asked: always, or where the cell goes somewhere. What
# belongs to the row is heeded even where its cell goes nowhere.
_ASKED = {"quote_rows", "quote_cells", "cells_more", "header_other", "list_turned"}
_ASKED_WHERE_TAKEN = {"quote_open"}
_OF_THE_ROW = {"quote_rows", "quote_open"}
_WRAPPED = re.compile(r'="([^"]*)"')
# A sign of what a reader, a formula, a web page or a wrong alphabet left in a text.
_ODD = re.compile(r"[#+&<?\\\x80-\U0010ffff]|_x00")
# Where a question mark between two letters is a letter that was lost.
_WORDS = {
    *("name", "name2", "first_name", "last_name", "attention", "insured"),
    *("street", "street2", "city", "place"),
}
# What stands in a column of texts and is none.
_NO_WORDS = {"0", "0.0", "0.00", "TRUE", "FALSE"}
# Marks around a text, but for fields in which they may be meant.
_AROUND = {"''", "``", "`'", "«»", "‹›"}
_FREE = {"description", "project"}
# What is asked of these alone: elsewhere, such a sign may be meant.
_OF_WORDS = {"letters_unsure", "backslash"}
# So much of a text is shown; no field takes more than the other.
SHOWN, LONGEST = 120, 10_000
GRANTS = ("ai", "waiver", "pnc")
# How the first cell of a row begins that a template of ours shows as an example.
EXAMPLE = "EXAMPLE ROW:"
# Raised with every change of what cleaning does: rows cleaned before are cleaned anew.
VERSION = 5


class Cleaner:
    """Cleans the rows of one file.

    :param mapping: ``{column index: field key}``
    :param headers: texts of the header row
    :param places: ``Places``, the countries and states there are
    :param types: ``{folded name, key or code of an interest type: its key}``
    :param day_first: how 3/4/2026 is meant
    :param fields: ``{field key: Field}``, ours and those that others add
    :param steps: ``{field key: step}`` of added fields with a step of their own
    """

    def __init__(
        self,
        mapping,
        headers=(),
        *,
        places=None,
        types=None,
        day_first=False,
        fields=FIELDS,
        steps=None,
    ):
        self.columns = {}
        for index, key in sorted(mapping.items()):
            if key:
                self.columns.setdefault(key, []).append(index)
        self.taken = max(map(max, self.columns.values()), default=-1) + 1
        self.fields = fields
        self.steps = [*STEPS, *make_added_steps(fields, steps or {})]
        self.as_typed = {*_AS_TYPED, *get_added(fields, TEXT)}
        self.address_columns = [
            index for key in _ADDRESS for index in self.columns.get(key, ())
        ]
        self.headers = list(headers)
        self.header_count = sum(map(bool, self.headers))
        self.width = max((at for at, text in enumerate(headers, 1) if text), default=0)
        self.alone_is_odd = False
        self.places = places or Places()
        self.types = types or {}
        self.day_first = day_first

    @cached_property
    def steps_of_columns(self):
        """Those that have something to do where the user has typed nothing."""
        keys = {*self.columns, *_ALWAYS}
        keys |= {"street"} if "street2" in keys else set()
        return [each for each in self.steps if each[0] in keys]

    def look_at(self, rows):
        """Learn from the rows of a list what is odd in one of them.

        :param rows: their cells
        """
        counts = [_has_two(cells) for cells in rows]
        self.alone_is_odd = sum(counts) * 3 >= len(counts) > 1

    def clean(self, row, corrections=None, is_entry=False):
        """A ``Cleaned`` of one row.

        :param row: ``book.Row``
        :param corrections: ``{field key: text the user typed}``
        :param is_entry: whether the user says that it is one

        Whatever a row holds, it is at most a problem of that row.
        """
        try:
            return self._clean(row, corrections, is_entry)
        except Exception:
            _logger.warning("Line %s of a list", row.number, exc_info=True)
            done = Cleaned()
            done.ask("name", "row_odd")
            return done

    def _clean(self, row, corrections, is_entry=False):
        done = Cleaned(typed=frozenset(corrections or ()))
        is_odd = not is_entry and self._judge(row, corrections or {}, done)
        given = self._gather(row, done, corrections or {})
        if row.marks:
            self._heed_marks(row, done, corrections or {})
        if len(row.cells) > self.width > 0:
            self._tell_beside(row, done)
        for key, step in self.steps if corrections else self.steps_of_columns:
            texts = given.get(key)
            if texts or key in _ALWAYS:
                step(self, texts or [], done)
        if corrections and not set(corrections).isdisjoint(_LATE):
            self._clean_late(corrections, done)
        if is_odd and done.get("name"):
            done.ask("name", "perhaps_note", value=done.get("name"))
        return done

    def _judge(self, row, corrections, done):
        """Whether a row may be no entry at all; says so where that is certain."""
        if row.marks and any(mark[1] == "header_again" for mark in row.marks):
            done.skip = "header"
            return False
        if self._is_header(row):
            done.skip = "header"
            return False
        if row.cell(0).startswith(EXAMPLE):
            done.skip = "example"
            return False
        if any(corrections.get(key) for key in _CORRECTED.intersection(corrections)):
            return False
        if self._has_address(row):
            return self._has_label(row)
        cells = list(dict.fromkeys(text for text in row.cells if text.strip()))
        done.skip = no_entry.find_skip(cells)
        return not done.skip and no_entry.looks_odd(cells, self.alone_is_odd)

    def _is_header(self, row):
        """Whether a row is the header again, as at the top of each page."""
        said = 0
        for text, header in zip_longest(row.cells, self.headers, fillvalue=""):
            if text and text != header and not is_same(text, header):
                return False
            said += bool(text)
        return said >= min(2, self.header_count) > 0

    def _has_address(self, row):
        """Whether a text of its own stands where an entry has its address."""
        texts = filter(None, map(row.cell, self.address_columns))
        return any(map(no_entry.says_something, texts)) and _has_two(row.cells)

    def _has_label(self, row):
        for text in map(row.cell, self.columns.get("name", ())):
            if ":" in text and no_entry.has_label(text):
                return True
        return False

    def _gather(self, row, done, corrections):
        """{field key: texts of its columns}; complains of cells that hold none."""
        given = {}
        cells = row.cells + [""] * (self.taken - len(row.cells))
        kinds = row.kinds.ljust(self.taken, book.EMPTY)
        for key, columns in self.columns.items():
            if key in corrections:
                continue
            texts = given[key] = []
            for index in columns:
                text, kind = cells[index], kinds[index]
                if kind == book.FORMULA or (text and not _is_sound(text, kind)):
                    text = self._check_cell(key, text, kind, done, index)
                if text:
                    texts.append(text)
        for key, text in corrections.items():
            # Of a field whose addon is gone, nothing is asked any more.
            if text and (key in self.fields or key == "street2"):
                given[key] = [text]
        # The second line of an address has no step of its own: it follows the first.
        second = given.pop("street2", ())
        if second:
            given["street"] = [*given.get("street", ()), *second]
        for key, texts in given.items():
            if sum(map(len, texts)) > self.fields[key].most:
                given[key] = self._ask_shorter(key, texts, done)
        return given

    def _ask_shorter(self, key, texts, done):
        """Longer than what it is for; nothing of it is taken, and nothing cut off."""
        start = clean_line(texts[0][:40])
        done.ask(key, "too_long", start=start, limit=self.fields[key].most)
        return []

    def _check_cell(self, key, text, kind, done, index):
        """The text of a cell, or '' and a problem when it is none."""
        if kind == book.ERROR or is_broken(text):
            done.ask(key, "cell_error", value=text, column=index)
        elif kind == book.FORMULA:
            done.ask(key, "cell_formula", column=index)
        elif kind == book.ODD:
            done.ask(key, "cell_shown", value=text, column=index)
        elif kind == book.DATE and key in self.as_typed:
            done.ask(key, "became_date", value=text, column=index)
        elif key in self.as_typed and _is_lossy(text, kind):
            done.ask(key, "digits_lost", value=text, column=index)
        elif kind == book.NUMBER and key in _DIGITS:
            return _without_look(text)
        elif key in _WORDS and text.strip() in _NO_WORDS:
            _judge_no_word(key, text.strip(), done, index)
        else:
            text = _unwrap(text, key, done)
            return _repair(text, key, done) if needs_repair(text) else text
        return ""

    def _heed_marks(self, row, done, corrections):
        """Say what the reader had to say about a cell that goes somewhere."""
        keys = {at: key for key, columns in self.columns.items() for at in columns}
        for index, code, detail in row.marks:
            if code == "header_again":
                continue
            known = keys.get(index, "")
            key = known or ("name" if index < 0 or code in _OF_THE_ROW else "")
            is_name = code == "struck" and key in _WHO and not row.cell(index)
            if not key or key in corrections or (is_name and "name" in corrections):
                continue
            if is_name:
                done.ask("name", "name_struck", **detail)
            elif code in _ASKED or (known and code in _ASKED_WHERE_TAKEN):
                done.ask(key, code, **detail)
            else:
                done.say(key, code, **detail)

    def _tell_beside(self, row, done):
        """Say what stands beside the columns of the list, and goes nowhere."""
        if any(code == "cells_more" for _index, code, _detail in row.marks):
            return
        taken = {index for columns in self.columns.values() for index in columns}
        texts = [
            clean_line(text)
            for index, text in enumerate(row.cells)
            if index >= self.width and index not in taken
        ]
        value = " | ".join(filter(None, texts))
        if value:
            done.say("name", "beside_list", value=value[:SHOWN])

    def get_header(self, key):
        """The header of the first column that goes to a field; '' without one."""
        [index, *_others] = self.columns.get(key, [-1])
        return self.headers[index] if 0 <= index < len(self.headers) else ""

    def _clean_late(self, corrections, done):
        """What the user typed into a place the row's own text filled otherwise."""
        for key in _LATE & set(corrections):
            if not corrections[key]:
                done.values.pop(key, None)


# Steps of the fields, in this order: each takes the cleaner, the texts of its field,
# and the ``Cleaned`` it puts values into.
STEPS = [
    ("name", party.clean_name),
    ("name2", party.clean_name2),
    ("name_else", party.clean_name_else),
    ("first_name", party.clean_first_name),
    ("last_name", party.clean_last_name),
    ("attention", party.clean_attention),
    ("isaoa", party.clean_isaoa),
    ("atima", party.clean_atima),
    *(
        (key, partial(address.keep_lines, key=key))
        for key in ("street_before", "street_after", "unit")
    ),
    ("street", address.clean_street),
    *(
        (key, partial(address.keep_part, key=key))
        for key in ("place", "city", "state", "zip", "zip4", "country")
    ),
    ("address", address.finish_address),
    ("email", details.clean_email),
    ("phone", details.clean_phone),
    ("insured", partial(details.clean_text, key="insured")),
    ("policy", details.clean_policy),
    ("type", details.clean_type),
    ("flags", details.clean_grants),
    *((key, partial(details.clean_flag, key=key)) for key in GRANTS),
    ("project", partial(details.clean_text, key="project")),
    ("project_state", address.clean_project_state),
    ("description", details.clean_description),
    ("loan_number", details.clean_loan_number),
    ("valid_until", partial(details.clean_date, key="valid_until")),
]
_OF_KIND = {
    TEXT: details.clean_text,
    FLAG: details.clean_flag,
    DATE: details.clean_date,
}
# Steps that have something to do without a text of their own.
_ALWAYS = {"last_name", "address"}
_LATE = {"attention", "isaoa", "atima", "loan_number", *GRANTS}


def make_added_steps(fields, own, ours=FIELDS):
    """The steps of fields that are not ours.

    :param own: ``{field key: step}``; the others are cleaned by their kind
    :param ours: ``{field key: Field}`` of those with steps here
    """
    return [
        (key, own.get(key) or partial(_OF_KIND[kind], key=key))
        for kind in _OF_KIND
        for key in get_added(fields, kind, ours)
    ]


def get_added(fields, kind, ours=FIELDS):
    """Keys of the fields of one kind that are not ours."""
    return [
        key for key, each in fields.items() if key not in ours and each.kind == kind
    ]


def _has_two(cells):
    """Whether two cells of a row say something, and not the same."""
    first = ""
    for text in cells:
        if text and text != first and not text.isspace():
            if first:
                return True
            first = text
    return False


def _is_sound(text, kind):
    """Whether a cell holds a text as most do: there is nothing to check in it."""
    return kind == book.TEXT and len(text) <= SHORT and _is_plain(text)


# In a list the same cities, states and insureds come again and again.
@lru_cache(maxsize=4096)
def _is_plain(text):
    is_odd = text[0] in "='`" or _ODD.search(text) or may_be_broken(text)
    return not (is_odd or text.strip() in _NO_WORDS)


def _is_lossy(text, kind):
    if _LOSSY.search(text) and is_digits(text.replace("E+", "").replace(".", "")):
        return True
    # A spreadsheet keeps fifteen digits of a number; the rest became zeros.
    return kind == book.NUMBER and len(text.lstrip("0")) > 15 and is_digits(text)


def _without_look(text):
    """A number that is shown as an amount, as in "2,134.00", without that look."""
    whole, _dot, part = text.replace(",", "").partition(".")
    return whole if is_digits(whole) and not part.strip("0") else text


def _repair(text, key, done):
    """The text without traces of web pages and wrong alphabets; '' where it is asked.

    Longer than its field may be, a text is asked about anyway.
    """
    if len(text) > LONGEST:
        return text
    repaired = repair(text)
    new = repaired.text
    asked = repaired.asked
    if asked and (asked not in _OF_WORDS or key in _WORDS):
        done.ask(key, asked, value=clean_line(new)[:SHOWN])
        return ""
    for code in repaired.told:
        done.say(key, code, value=text[:SHOWN], new=clean_line(new)[:SHOWN])
    return new


def _judge_no_word(key, text, done, index):
    """A zero is what a formula makes of an empty cell; yes and no are no words here."""
    if text[0] == "0":
        done.say(key, "taken_as_empty", value=text)
    else:
        done.ask(key, "cell_error", value=text, column=index)


def _unwrap(text, key, done):
    """'="02134"' and "'02134" are how people keep Excel from eating a zero.

    Marks around the whole text are those of a program that writes no others.
    """
    inner = text[1:-1]
    if text[0] + text[-1] in _AROUND and inner.strip() and text[0] not in inner:
        if key not in _FREE and text[-1] not in inner:
            done.say(key, "marks_left_off", value=text[:SHOWN])
            return inner
    if text[0] == "=":
        wrapped = _WRAPPED.fullmatch(text.strip())
        return wrapped[1] if wrapped else text
    if text[0] == "'" and text[1:2]:
        signs = "=+-@" if key in ("name", "name2") else "=+-@0123456789"
        end = -1 if text.count("'") == 2 and text[-1] == "'" else None
        return text[1:end] if text[1] in signs else text
    return text
