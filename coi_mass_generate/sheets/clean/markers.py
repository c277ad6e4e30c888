"""What people write beside a name or a street: for whom, in whose care, the clause."""

from ..text import fold
from . import names
from .behind import begins_address
from .clause import split_clause
from .plain import is_plain

# So many of one kind are looked for in one text.
_MOST = 4
# What one line of a certificate has room for.
_FITS = 70


def split_line(line, done):
    """A street's line without what goes elsewhere; '' where all of it does."""
    if is_plain(line):
        return line
    line = take_clause(line, "street", done, alone=True)
    for find, add in _MARKERS:
        for _turn in range(_MOST):
            found = find(line)
            if not found:
                break
            add(found, "street", done)
            kept = ", ".join(filter(None, (found.before, found.behind)))
            line = (kept + found.rest).strip(" ,;-–\n")
    return line


def join_bare(lines):
    """Lines of which none is but "Attn:": it goes with the line behind it."""
    joined, bare = [], ""
    for line in lines:
        line, bare = f"{bare} {line}".strip(), ""
        found = not is_plain(line) and (
            names.find_attention(line) or names.find_care_of(line)
        )
        if found and not (found.before or found.who or found.behind or found.rest):
            bare = line
        else:
            joined.append(line)
    return [*joined, bare] if bare else joined


def split_name(text, done, alone=False):
    """A name without what goes elsewhere; the address behind it goes to the streets.

    :param alone: whether all of it may go elsewhere; else "Attention LLC" is a name
    """
    marked = not is_plain(text)
    if marked:
        text = take_clause(text, "name", done, alone)
    text, loan = names.split_loan(text)
    if loan:
        done.put("loan_number", loan)
        done.say("name", "loan_split", value=loan)
    return _split_markers(text, done, alone) if marked else text


def _split_markers(text, done, alone):
    for find, add in _MARKERS:
        for _turn in range(_MOST):
            found = find(text)
            left = found and (found.before + found.rest).strip(" ,;-–\n")
            if not found or not (found.before or (alone and left != text)):
                break
            add(found, "name", done)
            if found.behind:
                _add_behind(found.behind, done)
            text = left
    return text


def split_streets(text, done):
    """A name of several lines without those that are streets."""
    if "\n" not in text:
        return text
    first, *others = text.split("\n")
    for line in filter(begins_address, others):
        _add_behind(line, done)
    return "\n".join([first, *(line for line in others if not begins_address(line))])


def _add_behind(line, done):
    done.values.setdefault("_behind", []).append(line)
    done.say("name", "behind_split", value=line)


def take_clause(text, key, done, alone=False):
    """A text without the lenders' clause, which becomes two ticks."""
    clause = split_clause(text, alone)
    if clause.unclear and key not in done.typed:
        done.ask(key, "clause_unclear", value=text, clause=clause.said)
    elif clause.said and not clause.unclear:
        for flag in clause.flags - done.typed:
            if done.get(flag) is False:
                done.ask(flag, "flag_differs", value=clause.said)
            done.put(flag, True)
        code = "_".join([*sorted(clause.flags, reverse=True), "split"])
        done.say(key, code, value=clause.said)
    return clause.text


def _add_attention(found, key, done):
    if not found.who:
        done.say(key, "taken_as_empty", value=found.marker)
        return
    done.say(key, "attention_split", value=found.who)
    put_attention(found.who, key, done)


def put_attention(who, key, done):
    """For whose attention, beside whom another cell names; what is typed goes first."""
    before = done.get("attention")
    if "attention" in done.typed or f" {fold(who)} " in f" {fold(before)} ":
        return
    both = f"{before} / {who}" if before else who
    done.put("attention", both)
    if not before:
        return
    if len(both) > _FITS:
        done.ask("attention", "attention_long", value=both)
    else:
        done.say(key, "attention_both", value=both)


def _add_care_of(found, key, done):
    if not found.who:
        done.say(key, "taken_as_empty", value=found.marker)
        return
    before = done.get("care_of")
    done.say(key, "care_of_split", value=found.who)
    if fold(found.who) != fold(before):
        done.put("care_of", f"{before}, c/o {found.who}" if before else found.who)


_MARKERS = (
    (names.find_attention, _add_attention),
    (names.find_care_of, _add_care_of),
)
