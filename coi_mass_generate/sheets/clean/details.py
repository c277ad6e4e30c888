"""Steps that clean what is neither name nor address: reach, policies, types, dates."""

from ..text import clean_line, clean_lines, is_nothing
from . import answers, reach
from .interest import read_interest


def clean_text(_cleaner, texts, done, key):
    done.put(key, done.take_plain(key, texts))


def clean_flag(_cleaner, texts, done, key):
    text = clean_line(" ".join(texts))
    if text:
        done.put_flag(key, answers.read_flag(text, key), text)


def clean_date(cleaner, texts, done, key):
    text = clean_line(" ".join(texts))
    if text and not is_nothing(text):
        day = answers.read_date(text, cleaner.day_first)
        if day:
            done.put(key, day.isoformat())
        else:
            done.ask(key, "date_unclear", value=text)


def clean_email(_cleaner, texts, done):
    text = "; ".join("; ".join(clean_lines(text)) for text in texts)
    if not text:
        return
    read = reach.read_emails(text)
    if read.unclear or not (read.found or is_nothing(text)):
        # Not even those that are whole: what is not taken is shown whole.
        done.say("email", "email_bad", value=text)
        return
    if not read.found:
        done.say("email", "taken_as_empty", value=text)
    elif read.beside:
        done.say("email", "email_beside", value=", ".join(read.beside))
    done.put("email", ", ".join(read.found.values()))


def clean_phone(cleaner, texts, done):
    text = done.take_plain("phone", texts)
    if text:
        number = reach.clean_phone(text, done.get("country") or cleaner.places.home)
        if not number:
            done.say("phone", "phone_bad", value=text)
        done.put("phone", number)


def clean_policy(_cleaner, texts, done):
    cells = [", ".join(clean_lines(text)) for text in texts]
    for cell in filter(is_nothing, cells):
        done.say("policy", "taken_as_empty", value=cell)
    done.put("policy", ", ".join(cell for cell in cells if not is_nothing(cell)))


def clean_type(cleaner, texts, done):
    text = "; ".join("; ".join(clean_lines(text)) for text in texts)
    if not text:
        return
    said = read_interest(text, cleaner.types)
    if said is None:
        done.ask("type", "type_unknown", value=text)
        return
    if said.types is not None:
        done.values["type"] = said.types
    ticked = [flag for flag in said.flags if flag not in done.typed]
    for flag in ticked:
        done.put_flag(flag, True, text)
    if ticked:
        done.say("type", "flags_ticked", value=text, fields=ticked)


def clean_grants(cleaner, texts, done):
    text = "\n".join("\n".join(clean_lines(text)) for text in texts)
    if not text:
        return
    grants = answers.read_grants(text, cleaner.get_header("flags"))
    if grants is None:
        done.ask("flags", "flag_unclear", value=text)
        return
    for key, flag in grants.items():
        done.put_flag(key, flag, text)


def clean_description(_cleaner, texts, done):
    lines = [line for text in texts for line in clean_lines(text)]
    said = [line for line in lines if not is_nothing(line)]
    if lines and not said:
        done.say("description", "taken_as_empty", value=lines[0])
        lines = []
    done.put("description", "\n".join(lines))


def clean_loan_number(_cleaner, texts, done):
    text = done.take_plain("loan_number", texts)
    if text:
        done.put("loan_number", text.removesuffix(".0").lstrip("'"))
