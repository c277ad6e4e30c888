"""Steps that clean an address: country, state, ZIP and city help to read each other."""

import re

from ..text import clean_line, clean_lines, fold, is_digits, is_nothing
from . import names, postal
from .places import TERRITORIES, US_ZIPS, zip_fits

_LETTER = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[0-9]")


def clean_street(_cleaner, texts, done):
    lines = [line for text in texts for line in clean_lines(text)]
    done.values["_lines"] = _clean_street_lines(lines, done)


def _clean_street_lines(lines, done):
    """Without what goes elsewhere: attention, c/o, ISAOA, words for nothing."""
    kept = []
    for line in lines:
        if is_nothing(line):
            done.say("street", "taken_as_empty", value=line)
            continue
        if len(lines) > 1 and fold(line) == fold(done.get("name")):
            done.say("street", "name_in_street", value=line)
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


def keep_part(_cleaner, texts, done, key):
    """Keep what a cell of the address says until ``finish_address`` reads them all."""
    done.values["_" + key] = clean_line(" ".join(texts))


def finish_address(cleaner, _texts, done):
    parts = {key: done.values.pop("_" + key, "") for key in ("city", "state", "zip")}
    parts["country"] = done.values.pop("_country", "")
    parts["more"] = done.values.pop("_zip4", "")
    lines = done.values.pop("_lines", [])
    block = done.values.pop("_block", None)
    place = done.values.pop("_place", "")
    if block:
        lines, found = block
        lines = _clean_street_lines(lines, done)
        _fill(parts, found)
    lines = _spread(cleaner.places, parts, place, lines, done)
    _clean_region(cleaner.places, parts, done)
    _put_streets(lines, done)


def _spread(places, parts, place, lines, done):
    """Take a part of the address out of the cell of another."""
    country = places.find_country(parts["country"])
    if place:
        found = postal.split_place(place, places, country)
        _fill(parts, found or {"city": place})
    _split_cell(places, parts, "zip", country)
    _split_cell(places, parts, "state", country)
    if parts["city"] and not (parts["state"] and parts["zip"]):
        found = postal.split_place(parts["city"], places, country)
        if found and _agree(found, parts):
            done.say("city", "city_split", value=parts["city"])
            parts["city"] = ""
            _fill(parts, found)
    if lines and not (parts["city"] or parts["state"] or parts["zip"]):
        found = postal.split_address(lines, places, country)
        if found:
            done.say("street", "address_split", value=" / ".join(lines))
            lines = found[0]
            _fill(parts, found[1])
    return lines


def _split_cell(places, parts, key, country):
    """ "MA 02134" in the state's or the ZIP's cell."""
    other = "state" if key == "zip" else "zip"
    text = parts[key]
    letter = _LETTER.search(text)
    if parts[other] or " " not in text or not letter:
        return
    if not _DIGIT.search(text, letter.end()):
        return
    first, _space, second = text.partition(" ")
    if places.find_state(first, country) and re.match(r"[0-9]{4}", second):
        parts["state"], parts["zip"] = first, second


def _clean_region(places, parts, done):
    country = _read_country(places, parts["country"], done)
    state = _read_state(places, parts["state"], country, done)
    if state:
        country, code = state
        done.put("state", code)
    _read_zip(parts, state and state[1], country, done)
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


def _read_state(places, text, country, done):
    if not text or is_nothing(text):
        return None
    text = text.strip(" ,.")
    found = places.find_state(text, country)
    if not found and country in TERRITORIES:
        found = places.find_state(text, "US")
    if not found:
        done.ask("state", "state_unknown", value=text, country=country or "")
    return found


def _read_zip(parts, state, country, done):
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


def _agree(found, parts):
    return all(
        not found[key] or not parts[key] or found[key].lower() == parts[key].lower()
        for key in ("state", "zip")
    )
