"""Steps that clean a holder's name, and what people write into its cell besides."""

from ..text import clean_line, clean_lines, fold
from . import answers, markers, names, streets
from .clause import get_meant, split_clause
from .whole import read_address

ADDRESS_FIELDS = {"street", "city", "place", "zip"}


def clean_name(cleaner, texts, done):
    lines = [line for text in texts for line in clean_lines(text)]
    text = " ".join(lines)
    if names.is_no_name(text):
        if text:
            done.say("name", "taken_as_empty", value=text)
        return
    text = markers.split_name(_take_block(cleaner, lines, done), done)
    if not ADDRESS_FIELDS.isdisjoint(cleaner.columns):
        text = markers.split_streets(text, done)
    if names.is_marked(text) and "name" not in done.typed:
        done.ask("name", "name_marked", value=text)
    if names.names_more(text):
        done.say("name", "name_more", value=text)
    done.put("name", " ".join(text.split()))


def _take_block(cleaner, lines, done):
    """Name and address in one cell: take the address out where it is certain."""
    text = "\n".join(lines)
    if not ADDRESS_FIELDS.isdisjoint(cleaner.columns):
        return text
    name, block = _split_block(lines, cleaner.places)
    if block:
        done.put("_block", block)
        done.say("name", "address_split", value=" / ".join(lines))
        return name
    if any(map(streets.begins_address, lines[1:])):
        done.ask("name", "name_block", value=" / ".join(lines))
    return text


def _split_block(lines, places):
    """(name, ``Whole`` of its address), or (name, None) where there is none for sure.

    Where all is on one line, the street begins with its number, or with its box.
    """
    name, *others = lines
    if not others:
        pieces = [piece.strip() for piece in name.split(",")]
        begins = [at for at, each in enumerate(pieces) if streets.begins_address(each)]
        if not begins or not begins[0]:
            return name, None
        name = ", ".join(pieces[: begins[0]])
        others = [", ".join(pieces[begins[0] :])]
    whole = read_address(others, places)
    return (name, whole) if whole.is_read else (lines[0], None)


def clean_name2(_cleaner, texts, done):
    for text in map(clean_line, texts):
        if names.is_no_name(text):
            if text:
                done.say("name2", "taken_as_empty", value=text)
            continue
        rest = markers.split_name(text, done, alone=True)
        if rest:
            done.put("name", f"{done.get('name')} {rest}".strip())


def clean_name_else(cleaner, texts, done):
    """Of an address book or of accounts: who it is where there is no company."""
    said = clean_line(" ".join(texts))
    if not done.get("name"):
        clean_name(cleaner, texts, done)
    elif fold(said) != fold(done.get("name")) and not names.is_no_name(said):
        done.say("name", "person_beside", value=said)


def clean_first_name(_cleaner, texts, done):
    """First and last name, for lists of people; the company's name goes first."""
    done.put("_person", done.take_plain("first_name", texts))


def clean_last_name(_cleaner, texts, done):
    if not texts and "_person" not in done.values:
        return
    last = done.take_plain("last_name", texts)
    person = f"{done.values.pop('_person', '')} {last}".strip()
    if not done.get("name"):
        done.put("name", person)
    elif person and fold(person) != fold(done.get("name")):
        said = ["name", "person_beside", {"value": person}]
        done.notices += [] if said in done.notices else [said]


def clean_attention(_cleaner, texts, done):
    text = done.take_plain("attention", texts)
    if not text:
        return
    found = names.find_attention(text)
    if found:
        parts = found.before, found.who, found.behind, found.rest.strip(" ,;-–")
        text = ", ".join(filter(None, parts))
    if not text:
        done.say("attention", "taken_as_empty", value=found.marker)
    elif "attention" in done.typed:
        done.put("attention", text)
    else:
        markers.put_attention(text, "attention", done)


def clean_isaoa(cleaner, texts, done):
    """The column "ISAOA", "ATIMA" or both: its header says what a yes means."""
    typed = "isaoa" in done.typed
    meant = {"isaoa"} if typed else get_meant(cleaner.get_header("isaoa"))
    _clean_flags(meant, texts, done)


def clean_atima(_cleaner, texts, done):
    _clean_flags({"atima"}, texts, done)


def _clean_flags(meant, texts, done):
    """Yes or no for those meant; a cell may also say itself which of the two."""
    text = clean_line(" ".join(texts))
    if not text:
        return
    said = split_clause(text, alone=True)
    if said.flags and not said.text:
        for flag in said.flags | meant:
            done.put_flag(flag, flag in said.flags, text)
        return
    for flag in sorted(meant):
        done.put_flag(flag, answers.read_flag(text), text)
