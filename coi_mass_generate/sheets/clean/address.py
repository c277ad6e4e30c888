"""Steps that clean an address: country, state, ZIP and city help to read each other."""

import re
from functools import lru_cache

from ..text import clean_line, clean_lines, fold, is_digits, is_nothing, is_same
from . import markers, postal
from .city import read_city, read_place
from .cleaned import Cleaned
from .places import TERRITORIES, US_ZIPS, zip_fits
from .whole import read_address

_LETTER = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[0-9]")
# How a line ends that may hold a place: with a code, a state, a country. It is looked
# for at the end of the line only.
_PLACE = re.compile(
    r"(?:[0-9O]{5}(?:-?[0-9]{4})?|[A-Z][0-9][A-Z][ -]?[0-9][A-Z][0-9]|,\s?[A-Z.]{2,4}"
    r"|U\.?S\.?A?\.?|United States|America|Canada|Puerto Rico)\W{0,3}$",
    re.IGNORECASE,
)
_LINE_END = 30
# Cities with the name of a state, or of another one.
_CITIES_TOO = {"new york", "washington"}
# Columns that are parts of one line, before and behind that of the street's name.
_BEFORE, _BEHIND = "street_before", "street_after"
_APART = {"_street_before", "_street_after", "_unit"}


def clean_street(_cleaner, texts, done):
    done.values["_lines"] = [line for text in texts for line in clean_lines(text)]


def keep_lines(_cleaner, texts, done, key):
    """Keep the lines of a cell until ``finish_address`` reads them all."""
    done.values["_" + key] = [line for text in texts for line in clean_lines(text)]


def _take_lines(done):
    """The street's lines, out of columns that are parts of one line.

    "41-25" and "36th St" are one line, "3B" is the next.
    """
    lines = done.values.pop("_lines", [])
    if done.values.keys().isdisjoint(_APART):
        return lines
    before, behind, units = (
        [line for line in done.values.pop("_" + key, ()) if not is_nothing(line)]
        for key in (_BEFORE, _BEHIND, "unit")
    )
    name, others = lines[:1], lines[1:]
    before = [part.removesuffix(".0") for part in before]
    if name and before and fold(name[0]).startswith(fold(" ".join(before)) + " "):
        before = []
    first = " ".join([*before, *name, *behind])
    return [*([first] if first else ()), *units, *others]


def _clean_street_lines(lines, done):
    """Without what goes elsewhere: attention, c/o, ISAOA, words for nothing."""
    kept = []
    for line in markers.join_bare(lines):
        if is_nothing(line):
            done.say("street", "taken_as_empty", value=line)
            continue
        if len(lines) > 1 and is_same(line, done.get("name")):
            done.say("street", "name_in_street", value=line)
            continue
        line = markers.split_line(line, done)
        kept += [line] if line.strip("., ") else []
    return kept


def keep_part(_cleaner, texts, done, key):
    """Keep what a cell of the address says until ``finish_address`` reads them all."""
    done.values["_" + key] = clean_line(" ".join(texts))


def finish_address(cleaner, _texts, done):
    parts = {key: done.values.pop("_" + key, "") for key in ("city", "state", "zip")}
    parts["country"] = done.values.pop("_country", "")
    parts["more"] = done.values.pop("_zip4", "")
    behind = done.values.pop("_behind", [])
    lines = [*_take_lines(done), *behind]
    block = done.values.pop("_block", None)
    place = done.values.pop("_place", "")
    if block:
        lines = [*block.lines, *behind]
        _fill(parts, block.parts)
    else:
        lines = _spread(cleaner.places, parts, place, lines, done)
    lines = _clean_street_lines(lines, done)
    _clean_region(cleaner.places, parts, done)
    _put_streets(lines, done)
    if lines and not done.get("city"):
        asked = {key for key, _code, _detail in done.problems}
        if asked.isdisjoint(("street", "city", "place")):
            done.say("city", "no_city")


def _spread(places, parts, place, lines, done):
    """Take a part of the address out of the cell of another."""
    country = places.find_country(parts["country"])
    if place:
        _read_place_cell(places, parts, place, country, done)
    _split_cell(places, parts, "zip", country)
    _split_cell(places, parts, "state", country)
    if "city" not in done.typed and _is_state(places, parts, lines, country):
        done.ask("city", "city_state", value=parts["city"])
        parts["city"] = ""
    if parts["city"]:
        lines = [*lines, *_read_city_cell(places, parts, country, done)]
    return _read_street(places, parts, lines, country, done)


def _read_place_cell(places, parts, text, country, done):
    """The cell with city, state and ZIP code in one."""
    found = read_place(text, places, country)
    if found:
        _fill(parts, found)
    elif "city" not in done.typed:
        done.ask("place", "place_unsplit", value=text)


def _read_city_cell(places, parts, country, done):
    """Take state, ZIP code or suite out of the city's cell; lines for the street."""
    text = parts["city"]
    if "city" in done.typed:
        return []
    found = read_city(text, places, parts, country)
    if found is None:
        done.ask("city", "city_unsplit", value=text)
        parts["city"] = ""
        return []
    if found["city"] != text:
        done.say("city", "city_split", value=text)
    parts["city"] = found["city"]
    _fill(parts, found)
    return found["lines"]


def _is_state(places, parts, lines, country):
    """Whether a state stands where the city should: cells of the row are shifted.

    Two letters are no city. A name may be one, where street and state are in order.
    """
    found = places.find_state(parts["city"], country)
    if not found or found[0] not in ("US", "CA"):
        return False
    if len(parts["city"]) == 2:
        return True
    state = parts["state"]
    is_shifted = state or (lines and not any(map(_DIGIT.search, lines)))
    is_city_too = fold(parts["city"]) in _CITIES_TOO or places.find_state(state)
    return found[0] == "US" and bool(is_shifted) and not is_city_too


def _read_street(places, parts, lines, country, done):
    """Take the place out of the street's cell, or ask where it cannot be told."""
    given = [key for key in ("city", "state", "zip") if parts[key]]
    asked = bool(given) and not done.typed.isdisjoint(given)
    if not lines:
        return lines
    if given and not asked and not _ends_with_place(lines[-1][-_LINE_END:]):
        return lines
    whole = _read_whole(places, parts, lines, country, done)
    if whole.is_read and _agree(places, whole.parts, parts):
        done.say("street", "address_split", value=", ".join(lines))
        _fill(parts, whole.parts)
        return whole.lines
    is_given = given and not asked and not whole.parts.get("zip")
    if not whole.is_whole or is_given or {"street", "city"} <= done.typed:
        return lines
    state = whole.parts.get("state", "")
    text = ", ".join(lines)
    done.ask("street", "address_unsplit", value=text, head=whole.head, state=state)
    if not given:
        _fill(parts, whole.parts)
    return []


@lru_cache(maxsize=4096)
def _ends_with_place(end):
    """Whether a line may end with a place: "Suite 200" comes again and again."""
    return bool(_PLACE.search(end))


def _read_whole(places, parts, lines, country, done):
    """A ``Whole`` of the lines; without what goes elsewhere, where it is in the way.

    "12 Main St, Boston, MA 02110, Attn: Legal"
    """
    whole = read_address(lines, places, parts["city"], country)
    if whole.is_read:
        return whole
    aside = Cleaned(values=dict(done.values), typed=done.typed)
    kept = _clean_street_lines(lines, aside)
    if not kept or kept == lines:
        return whole
    again = read_address(kept, places, parts["city"], country)
    if not again.is_read:
        return whole
    done.values.update(aside.values)
    done.notices += aside.notices
    done.problems += aside.problems
    return again


def _split_cell(places, parts, key, country):
    """ "MA 02134" in the state's or the ZIP's cell."""
    other = "state" if key == "zip" else "zip"
    text = parts[key]
    if parts[other] or " " not in text:
        return
    letter = _LETTER.search(text)
    if not letter or not _DIGIT.search(text, letter.end()):
        return
    first, _space, second = text.partition(" ")
    if places.find_state(first, country) and re.match(r"[0-9]{4}", second):
        parts["state"], parts["zip"] = first, second


def _clean_region(places, parts, done):
    country = _read_country(places, parts["country"], done)
    state = _read_state(places, parts, country, done)
    if not state and country in TERRITORIES:
        state = ("US", country)
    if state:
        country, code = state
        done.put("state", code)
    _read_zip(places, parts, state and state[1], country, done)
    city = parts["city"].strip(" ,")
    if city and not is_nothing(city):
        done.put("city", city)
    if country or done.get("country"):
        done.values.setdefault("country", country)


def _read_country(places, text, done):
    if not text or is_nothing(text):
        return None
    country = places.find_country(text)
    if not country:
        done.ask("country", "country_unknown", value=text)
    return country


def _read_state(places, parts, country, done):
    text = parts["state"]
    if not text or is_nothing(text):
        return None
    text = text.strip(" ,.")
    found = places.find_state(text, country)
    if not found and country in TERRITORIES:
        found = places.find_state(text, "US")
    if not found and country not in {None, "US", "CA", places.home, *TERRITORIES}:
        _keep_region(parts, text, done)
    elif not found:
        done.ask("state", "state_unknown", value=text, country=country or "")
    return found


def _keep_region(parts, text, done):
    """Print with the city what is no state of a country that needs none.

    Odoo has the states of many in their own letters alone, and of many none.
    """
    if not is_same(text, parts["city"]):
        parts["city"] = ", ".join(filter(None, (parts["city"], text)))
        done.say("state", "state_in_city", value=text)


def _read_zip(places, parts, state, country, done):
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
        if code == "zip_short" and not known:
            code = "zip_no_state"
        done.ask("zip", code, value=text, state=parts["state"])
        return
    if not shown and not country and places.home == "US":
        # It may be one of any country, and none.
        done.ask("zip", "zip_no_state", value=text, state=parts["state"])
        return
    done.put("zip", code)
    if code != text:
        done.say("zip", "zip_cleaned", value=text, new=code)
    if shown and not country and (shown == "CA" or len(code) >= 5):
        done.put("country", shown)
    if shown == "US" and state in US_ZIPS and not zip_fits(code, state):
        done.say("zip", "zip_elsewhere", value=code, state=state)


def _put_streets(lines, done):
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


def clean_project_state(cleaner, texts, done):
    text = clean_line(" ".join(texts))
    if text and not is_nothing(text):
        found = cleaner.places.find_state(text)
        if found:
            done.put("project_state", list(found))
        else:
            done.ask("project_state", "state_unknown", value=text, country="")


def _fill(parts, found):
    for key, value in found.items():
        if value and not parts.get(key):
            parts[key] = value


def _agree(places, found, parts):
    """Whether other columns say the same state and ZIP code, as far as both do."""
    if parts["state"] and found["state"]:
        state = places.find_state(parts["state"], found["country"])
        if state != (found["country"], found["state"]):
            return False
    code = parts["zip"].removesuffix(".0")[:5].zfill(5)
    is_numeric = is_digits(found["zip"][:5]) and bool(parts["zip"])
    return not is_numeric or found["zip"][:5] == code
