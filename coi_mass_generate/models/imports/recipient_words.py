"""What lists say of how certificates reach their holders, and to which addresses."""

import re

from odoo.tools import email_normalize

from ...sheets.clean import reach
from ...sheets.text import clean_line, clean_lines, fold, is_nothing

# By channel, as people write it, folded. "Mail" alone may be either: it is asked.
WORDS = {
    "mail": (
        "e mail|email|e mails|emails|e mailed|emailed|electronic|electronic mail|"
        "electronically|by email|by e mail|via email|via e mail|send email|pdf|"
        "email only|e mail only|email pdf|pdf by email|correo electronico|"
        "por correo electronico|electronico"
    ),
    "print": (
        "post|by post|postal|postal mail|usps|us mail|u s mail|us postal|"
        "us postal service|regular mail|snail mail|snailmail|first class|"
        "first class mail|certified mail|certified|paper|paper copy|paper mail|"
        "print|printed|printed copy|hard copy|hardcopy|letter|courier|fedex|ups|"
        "overnight|correo postal|por correo postal|impreso|papel"
    ),
    "portal": (
        "portal|portal only|by portal|via portal|upload|upload to portal|"
        "upload only|online|online portal|vendor portal|website|web portal|"
        "web site|web|en linea|subir al portal|solo portal"
    ),
    "insured": (
        "insured|insured only|the insured only|the insured|to insured|"
        "send to insured|named insured|via insured|client|client only|to client|"
        "send to client|asegurado|solo asegurado|solo al asegurado|al asegurado"
    ),
    "none": (
        "nobody|none|no|n|never|do not send|dont send|don t send|do not mail|"
        "do not email|no send|not sent|no copy|no certificate|not needed|hold|"
        "do not deliver|no enviar|nadie|no mandar"
    ),
}
KNOWN = {word: key for key, text in WORDS.items() for word in text.split("|")}
# What is no way here, but stands beside one that is.
ELSEWHERE = {"fax", "by fax", "via fax", "phone", "telefono"}
_BETWEEN = re.compile(r"[;,/&+|\n]|\band\b|\bor\b", re.IGNORECASE)


def read_channel(text):
    """(channel or "", what is said beside it and is no way here)."""
    if fold(text) in KNOWN:
        return KNOWN[fold(text)], []
    parts = list(filter(None, map(fold, _BETWEEN.split(text))))
    beside = [part for part in parts if part in ELSEWHERE]
    found = {KNOWN.get(part, "") for part in parts if part not in ELSEWHERE}
    return (found.pop() if len(found) == 1 else ""), beside


def clean_channel(_cleaner, texts, done, key):
    """Step: a key of ``CHANNELS``; what may be several is asked."""
    text = clean_line("; ".join(texts))
    if not text or (is_nothing(text) and fold(text) not in KNOWN):
        if text:
            done.say(key, "taken_as_empty", value=text)
        return
    channel, beside = read_channel(text)
    if not channel:
        done.ask(key, "channel_unclear", value=text)
        return
    if beside:
        done.say(key, "channel_beside", value=", ".join(beside))
    done.put(key, channel)


def clean_addresses(_cleaner, texts, done, key, before=""):
    """Step: any number of addresses, each whole; a wrong one is asked.

    :param before: the field whose addresses are not said twice
    """
    text = "; ".join("; ".join(clean_lines(text)) for text in texts)
    if not text:
        return
    if is_nothing(text):
        done.say(key, "taken_as_empty", value=text)
        return
    read = reach.read_emails(text)
    emails = [email_normalize(each) for each in read.found.values()]
    if read.unclear or not emails or not all(emails):
        done.ask(key, "addresses_unclear", value=text)
        return
    if read.beside:
        done.say(key, "email_beside", value=", ".join(read.beside))
    others = done.get(before).split(", ") if before else ()
    done.put(key, ", ".join(sorted(set(emails).difference(others))))
