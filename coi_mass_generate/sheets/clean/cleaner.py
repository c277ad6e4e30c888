"""One row of text -> values, notices and problems.

What is certain is cleaned, and said where it changes what the file says; the rest is
asked. A notice or problem is ``[field key, code, details]``; its wording is not here.
"""

import logging
import re
from dataclasses import dataclass, field

from ..fields import FIELDS
from ..read.book import DATE, ERROR, FORMULA, NUMBER
from ..text import clean_line, clean_lines, is_digits, is_nothing
from . import answers, names, postal, reach
from .places import TERRITORIES, US_ZIPS, Places, zip_fits

_logger = logging.getLogger(__name__)

# Excel takes such things for dates or rounds them when they look like numbers.
_AS_TYPED = ("zip", "policy", "loan_number", "project", "phone", "name", "street")
_LOSSY = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+")
_TOTAL = re.compile(
    r"(grand |sub ?)?totals?\b.*|count\b.*|number of (holders|records)\b.*|end of .*"
    r"|page \d+.*|total(es)?\b.*|suma\b.*|\*{3}.*|notes?:.*"
    r"|(printed|prepared|generated|exported|run) (by|on|at|date)\b.*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[0-9]")
_WRAPPED = re.compile(r'="([^"]*)"')
FLAGS = ("ai", "waiver", "pnc")
# Raised with every change of what cleaning does: rows cleaned before are cleaned anew.
VERSION = 3
# Parts of an address one of which may hold another's text.
ADDRESS = ("street", "street2", "city", "state", "zip", "country")


@dataclass
class Cleaned:
    """values: {field key: str, list or bool}, empty ones left out."""

    values: dict = field(default_factory=dict)
    notices: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    skip: str = ""  # why the row is no entry: 'total' or 'header'

    def put(self, key, value):
        if value not in ("", None, []):
            self.values[key] = value

    def say(self, key, code, **detail):
        self.notices.append([key, code, detail])

    def ask(self, key, code, **detail):
        self.problems.append([key, code, detail])

    def get(self, key, default=""):
        return self.values.get(key, default)


class Cleaner:
    """Cleans the rows of one file.

    mapping: {column place: field key}
    headers: texts of the header row
    types: {folded name, key or code of an interest type: its key}
    """

    def __init__(
        self, mapping, headers=(), *, places=None, types=None, day_first=False
    ):
        self.columns = {}
        for place, key in sorted(mapping.items()):
            if key:
                self.columns.setdefault(key, []).append(place)
        self.headers = list(headers)
        self.places = places or Places()
        self.types = types or {}
        self.day_first = day_first

    def clean(self, row, corrections=None):
        """row: ``book.Row``; corrections: {field key: text the user typed}.

        Whatever a row holds, it is at most a problem of that row.
        """
        try:
            return self._clean(row, corrections)
        except Exception:
            _logger.warning("Line %s of a list", row.number, exc_info=True)
            done = Cleaned()
            done.ask("name", "row_odd")
            return done

    def _clean(self, row, corrections):
        done = Cleaned()
        done.skip = self._get_skip(row)
        given = self._gather(row, done, corrections or {})
        for key, step in _STEPS:
            texts = given.get(key)
            if texts or key in _ALWAYS:
                step(self, texts or [], done)
        if corrections and not set(corrections).isdisjoint(_LATE):
            self._clean_late(corrections, done)
        return done

    def _get_skip(self, row):
        filled = [cell for cell in row.cells if cell.strip()]
        first = clean_line(filled[0]) if filled else ""
        if len(filled) <= 3 and _TOTAL.fullmatch(first):
            return "total"
        if len(filled) > 1 and row.cells == self.headers[: len(row.cells)]:
            return "header"
        return ""

    def _gather(self, row, done, corrections):
        """{field key: texts of its columns}; complains of cells that hold none."""
        given = {}
        for key, columns in self.columns.items():
            if key in corrections:
                continue
            texts = given[key] = []
            for place in columns:
                text = row.cell(place)
                kind = row.kind(place)
                if kind == FORMULA or text:
                    text = self._check_cell(key, text, kind, done, place)
                if text:
                    texts.append(text)
        for key, text in corrections.items():
            if text:
                given[key] = [text]
        # The second line of an address has no step of its own: it follows the first.
        second = given.pop("street2", ())
        if second:
            given["street"] = [*given.get("street", ()), *second]
        for key, texts in given.items():
            if sum(map(len, texts)) > FIELDS[key].most:
                given[key] = self._ask_shorter(key, texts, done)
        return given

    def _ask_shorter(self, key, texts, done):
        """Longer than what it is for; nothing of it is taken, and nothing cut off."""
        start = clean_line(texts[0][:40])
        done.ask(key, "too_long", start=start, limit=FIELDS[key].most)
        return []

    def _check_cell(self, key, text, kind, done, place):
        """The text of a cell, or '' and a problem when it is none."""
        if kind == ERROR or (text[0:1] == "#" and text.strip() in ("#REF!", "#N/A")):
            done.ask(key, "cell_error", value=text, column=place)
        elif kind == FORMULA:
            done.ask(key, "cell_formula", column=place)
        elif kind == DATE and key in _AS_TYPED:
            done.ask(key, "became_date", value=text, column=place)
        elif key in _AS_TYPED and _is_lossy(text, kind):
            done.ask(key, "digits_lost", value=text, column=place)
        else:
            return _unwrap(text, key)
        return ""

    # Steps: each takes the texts of its field and puts values.

    def _clean_name(self, texts, done):
        lines = [line for text in texts for line in clean_lines(text)]
        text = " ".join(lines)
        if names.is_no_name(text):
            if text:
                done.say("name", "taken_as_empty", value=text)
            return
        text = self._split_name(self._take_block(lines, done), done)
        text, loan = names.split_loan(text)
        if loan:
            done.put("loan_number", loan)
            done.say("name", "loan_split", value=loan)
        if names.names_more(text):
            done.say("name", "name_more", value=text)
        done.put("name", " ".join(text.split()))

    def _split_name(self, text, done, whole=False):
        """The name without what goes elsewhere.

        whole: whether all of it may go elsewhere; else "Attention LLC" is a name
        """
        left, who = names.split_attention(text)
        if who and (left or whole):
            text = left
            done.put("attention", who)
            done.say("name", "attention_split", value=who)
        left, who = names.split_care_of(text)
        if who and (left or whole):
            text = left
            done.put("care_of", who)
            done.say("name", "care_of_split", value=who)
        left, successors = names.split_successors(text)
        if successors and (left or whole):
            text = left
            done.put("isaoa", True)
            done.say("name", "isaoa_split")
        return text

    def _take_block(self, lines, done):
        """Name and address in one cell: take the address out where it is certain."""
        text = "\n".join(lines)
        if {"street", "city", "place", "zip"} & set(self.columns):
            return text
        found = postal.split_block(lines, self.places)
        if found:
            name, *block = found
            done.put("_block", block)
            done.say("name", "address_split", value=" / ".join(lines))
            return name
        if any(map(postal.is_street, lines[1:])):
            done.ask("name", "name_block", value=" / ".join(lines))
        return text

    def _clean_name2(self, texts, done):
        for text in map(clean_line, texts):
            rest = self._split_name(text, done, whole=True)
            if rest:
                done.put("name", f"{done.get('name')} {rest}".strip())

    def _clean_person(self, texts, done):
        """First and last name, for lists of people; the company's name goes first."""
        if texts and not done.get("name"):
            done.put("_person", clean_line(texts[0]))

    def _clean_last_name(self, texts, done):
        person = done.values.pop("_person", "")
        if not done.get("name"):
            done.put("name", f"{person} {clean_line(' '.join(texts))}".strip())

    def _clean_attention(self, texts, done):
        text = self._plain(texts, done, "attention")
        if text:
            who = names.split_attention(text)[1]
            done.put("attention", who or text)

    def _clean_isaoa(self, texts, done):
        text = clean_line(" ".join(texts))
        if text:
            flag = names.split_successors(text)[1] or answers.read_flag(text)
            self._put_flag("isaoa", flag, text, done)

    def _put_flag(self, key, flag, text, done):
        if flag is None:
            done.ask(key, "flag_unclear", value=text)
        else:
            done.values[key] = flag

    def _clean_address(self, texts, done):
        lines = [line for text in texts for line in clean_lines(text)]
        done.values["_lines"] = self._clean_street_lines(lines, done)

    def _clean_street_lines(self, lines, done):
        """Without what goes elsewhere: attention, c/o, ISAOA, words for nothing."""
        kept = []
        for line in lines:
            if is_nothing(line):
                done.say("street", "taken_as_empty", value=line)
                continue
            line, who = names.split_attention(line)
            if who and not done.get("attention"):
                done.put("attention", who)
                done.say("street", "attention_split", value=who)
            line, who = names.split_care_of(line)
            if who:
                done.put("care_of", who)
            line, successors = names.split_successors(line)
            if successors:
                done.put("isaoa", True)
                done.say("street", "isaoa_split")
            kept += [line] if line.strip("., ") else []
        return kept

    def _clean_place(self, texts, done):
        """Country, state, ZIP and city together: each helps to read the others."""
        done.values["_place"] = clean_line(" ".join(texts))

    def _clean_rest_of_address(self, given, done, key):
        done.values["_" + key] = clean_line(" ".join(given))

    def _finish_address(self, _texts, done):
        parts = {
            key: done.values.pop("_" + key, "") for key in ("city", "state", "zip")
        }
        parts["country"] = done.values.pop("_country", "")
        parts["more"] = done.values.pop("_zip4", "")
        lines = done.values.pop("_lines", [])
        block = done.values.pop("_block", None)
        place = done.values.pop("_place", "")
        if block:
            lines, found = block
            lines = self._clean_street_lines(lines, done)
            _fill(parts, found)
        lines = self._spread(parts, place, lines, done)
        self._clean_region(parts, done)
        self._put_streets(lines, done)

    def _spread(self, parts, place, lines, done):
        """Take a part of the address out of the cell of another."""
        country = self.places.find_country(parts["country"])
        if place:
            found = postal.split_place(place, self.places, country)
            _fill(parts, found or {"city": place})
        self._split_cell(parts, "zip", country)
        self._split_cell(parts, "state", country)
        if parts["city"] and not (parts["state"] and parts["zip"]):
            found = postal.split_place(parts["city"], self.places, country)
            if found and _agree(found, parts):
                done.say("city", "city_split", value=parts["city"])
                parts["city"] = ""
                _fill(parts, found)
        if lines and not (parts["city"] or parts["state"] or parts["zip"]):
            found = postal.split_address(lines, self.places, country)
            if found:
                done.say("street", "address_split", value=" / ".join(lines))
                lines = found[0]
                _fill(parts, found[1])
        return lines

    def _split_cell(self, parts, key, country):
        """ "MA 02134" in the state's or the ZIP's cell."""
        other = "state" if key == "zip" else "zip"
        text = parts[key]
        letter = _LETTER.search(text)
        if parts[other] or " " not in text or not letter:
            return
        if not _DIGIT.search(text, letter.end()):
            return
        first, _space, second = text.partition(" ")
        if self.places.find_state(first, country) and re.match(r"[0-9]{4}", second):
            parts["state"], parts["zip"] = first, second

    def _clean_region(self, parts, done):
        country = self._read_country(parts["country"], done)
        state = self._read_state(parts["state"], country, done)
        if state:
            country, code = state
            done.put("state", code)
        self._read_zip(parts, state and state[1], country, done)
        city = parts["city"].strip(" ,")
        if city and not is_nothing(city):
            done.put("city", city)
        if country or done.get("country"):
            done.values.setdefault("country", country)

    def _read_country(self, text, done):
        if not text or is_nothing(text):
            return None
        country = self.places.find_country(text)
        if not country:
            done.ask("country", "country_unknown", value=text)
        return country

    def _read_state(self, text, country, done):
        if not text or is_nothing(text):
            return None
        text = text.strip(" ,.")
        found = self.places.find_state(text, country)
        if not found and country in TERRITORIES:
            found = self.places.find_state(text, "US")
        if not found:
            done.ask("state", "state_unknown", value=text, country=country or "")
        return found

    def _read_zip(self, parts, state, country, done):
        text = parts["zip"]
        if not text or is_nothing(text):
            return
        if is_digits(parts["more"]) and len(parts["more"]) <= 4 and "-" not in text:
            text = f"{text.removesuffix('.0')}-{parts['more'].zfill(4)}"
        if country in TERRITORIES:
            state, country = state or country, "US"
        known = state if country in (None, "US") else None
        try:
            code, shown = postal.clean_zip(text, known, country)
        except postal.Unclear as unclear:
            code = unclear.args[0]
            if code == "zip_short" and not parts["state"]:
                code = "zip_no_state"
            done.ask("zip", code, value=text, state=parts["state"])
            return
        done.put("zip", code)
        if code != text:
            done.say("zip", "zip_cleaned", value=text, new=code)
        if shown and not country and (shown == "CA" or len(code) >= 5):
            done.put("country", shown)
        if shown == "US" and state in US_ZIPS and not zip_fits(code, state):
            done.say("zip", "zip_elsewhere", value=code, state=state)

    def _put_streets(self, lines, done):
        """Two lines are there; a c/o line comes first, as the post wants it."""
        care_of = done.values.pop("care_of", "")
        lines = [line.strip(" ,") for line in lines if line.strip(" ,")]
        if care_of:
            lines = [f"c/o {care_of}", ", ".join(lines)]
        if len(lines) > 2:
            done.say("street", "lines_joined", value=" / ".join(lines))
            lines = [lines[0], ", ".join(lines[1:])]
        for key, line in zip(("street", "street2"), lines, strict=False):
            done.put(key, line)

    def _clean_email(self, texts, done):
        text = "; ".join("; ".join(clean_lines(text)) for text in texts)
        if not text:
            return
        addresses, unclear = reach.find_emails(text)
        if unclear or (not addresses and not is_nothing(text)):
            done.ask("email", "email_bad", value=text)
        elif not addresses:
            done.say("email", "taken_as_empty", value=text)
        done.put("email", ", ".join(addresses))

    def _clean_phone(self, texts, done):
        text = self._plain(texts, done, "phone")
        if text:
            number = reach.clean_phone(text)
            if not number:
                done.ask("phone", "phone_bad", value=text)
            done.put("phone", number)

    def _plain(self, texts, done, key):
        text = clean_line(" ".join(texts))
        if text and is_nothing(text):
            done.say(key, "taken_as_empty", value=text)
            return ""
        return text

    def _clean_text(self, texts, done, key):
        done.put(key, clean_line(" ".join(texts)))

    def _clean_policy(self, texts, done):
        cells = [", ".join(clean_lines(text)) for text in texts]
        for cell in filter(is_nothing, cells):
            done.say("policy", "taken_as_empty", value=cell)
        done.put("policy", ", ".join(cell for cell in cells if not is_nothing(cell)))

    def _clean_type(self, texts, done):
        text = "; ".join("; ".join(clean_lines(text)) for text in texts)
        if not text:
            return
        keys = answers.read_type(text, self.types)
        if keys is None:
            done.ask("type", "type_unknown", value=text)
        else:
            done.values["type"] = keys

    def _clean_flags(self, texts, done):
        text = "\n".join("\n".join(clean_lines(text)) for text in texts)
        if not text:
            return
        flags = answers.read_flags(text, self._get_header("flags"))
        if flags is None:
            done.ask("flags", "flag_unclear", value=text)
        else:
            done.values.update(flags)

    def _get_header(self, key):
        [place, *_others] = self.columns.get(key, [-1])
        return self.headers[place] if 0 <= place < len(self.headers) else ""

    def _clean_flag(self, texts, done, key):
        text = clean_line(" ".join(texts))
        if text:
            self._put_flag(key, answers.read_flag(text, key), text, done)

    def _clean_description(self, texts, done):
        lines = [line for text in texts for line in clean_lines(text)]
        done.put("description", "\n".join(lines))

    def _clean_loan_number(self, texts, done):
        text = self._plain(texts, done, "loan_number")
        if text:
            done.put("loan_number", text.removesuffix(".0").lstrip("'"))

    def _clean_project_state(self, texts, done):
        text = clean_line(" ".join(texts))
        if text and not is_nothing(text):
            found = self.places.find_state(text)
            if found:
                done.put("project_state", list(found))
            else:
                done.ask("project_state", "state_unknown", value=text, country="")

    def _clean_valid_until(self, texts, done):
        text = clean_line(" ".join(texts))
        if text and not is_nothing(text):
            day = answers.read_date(text, self.day_first)
            if day:
                done.put("valid_until", day.isoformat())
            else:
                done.ask("valid_until", "date_unclear", value=text)

    def _clean_late(self, corrections, done):
        """What the user typed into a place the row's own text filled otherwise."""
        for key in _LATE & set(corrections):
            if not corrections[key]:
                done.values.pop(key, None)


def _with_key(step, key):
    return lambda self, texts, done: step(self, texts, done, key)


_STEPS = [
    ("name", Cleaner._clean_name),
    ("name2", Cleaner._clean_name2),
    ("first_name", Cleaner._clean_person),
    ("last_name", Cleaner._clean_last_name),
    ("attention", Cleaner._clean_attention),
    ("isaoa", Cleaner._clean_isaoa),
    ("street", Cleaner._clean_address),
    ("place", Cleaner._clean_place),
    *(
        (key, _with_key(Cleaner._clean_rest_of_address, key))
        for key in ("city", "state", "zip", "zip4", "country")
    ),
    ("address", Cleaner._finish_address),
    ("email", Cleaner._clean_email),
    ("phone", Cleaner._clean_phone),
    ("insured", _with_key(Cleaner._clean_text, "insured")),
    ("policy", Cleaner._clean_policy),
    ("type", Cleaner._clean_type),
    ("flags", Cleaner._clean_flags),
    *((key, _with_key(Cleaner._clean_flag, key)) for key in FLAGS),
    ("project", _with_key(Cleaner._clean_text, "project")),
    ("project_state", Cleaner._clean_project_state),
    ("description", Cleaner._clean_description),
    ("loan_number", Cleaner._clean_loan_number),
    ("valid_until", Cleaner._clean_valid_until),
]
# Steps that have something to do without a text of their own.
_ALWAYS = {"last_name", "address"}
_LATE = {"attention", "isaoa", "loan_number", *FLAGS}


def _is_lossy(text, kind):
    if _LOSSY.search(text) and is_digits(text.replace("E+", "").replace(".", "")):
        return True
    # A spreadsheet keeps fifteen digits of a number; the rest became zeros.
    return kind == NUMBER and len(text) > 15 and is_digits(text)


def _unwrap(text, key):
    """'="02134"' and "'02134" are how people keep Excel from eating a zero."""
    if text[0] == "=":
        wrapped = _WRAPPED.fullmatch(text.strip())
        return wrapped[1] if wrapped else text
    if text[0] == "'" and text[1:2]:
        signs = "=+-@" if key in ("name", "name2") else "=+-@0123456789"
        return text[1:] if text[1] in signs else text
    return text


def _fill(parts, found):
    for key, value in found.items():
        if value and not parts.get(key):
            parts[key] = value


def _agree(found, parts):
    return all(
        not found[key] or not parts[key] or found[key].lower() == parts[key].lower()
        for key in ("state", "zip")
    )
