"""Steps that clean the name of an insurer and its NAIC number."""

import re

_NAIC = re.compile(r"[0-9]{5}|AA-?[0-9]{7}", re.IGNORECASE)
_BEFORE_NAIC = re.compile(r"^(?:naic\b)?[ :#.]*", re.IGNORECASE)
_NAIC_IN_NAME = re.compile(
    r"(?P<name>.*\S) ?(?:\((?:naic ?#?:? ?)?(?P<one>[0-9]{5})\)"
    r"|[,-]? naic ?(?:no\.?|code|number)? ?#?:? ?(?P<two>[0-9]{5}))",
    re.IGNORECASE,
)


def clean_insurer(_cleaner, texts, done):
    text = done.take_plain("insurer", texts)
    name, naic = split_naic(text)
    if naic:
        done.put("naic", naic)
        done.say("insurer", "naic_split", value=naic)
    done.put("insurer", name)


def split_naic(text):
    """(name, NAIC number or '') of "Granite Mutual (12345)"."""
    found = _NAIC_IN_NAME.fullmatch(text) if len(text) < 200 else None
    if not found:
        return text, ""
    return found["name"].strip(" ,-"), found["one"] or found["two"]


def clean_naic(_cleaner, texts, done):
    text = done.take_plain("naic", texts)
    text = _BEFORE_NAIC.sub("", re.sub(r"\.0{1,2}$", "", text))
    if not text:
        return
    if not _NAIC.fullmatch(text) or not text.strip("0"):
        done.ask("naic", "naic_bad", value=text)
    elif done.get("naic", text) != text:
        done.ask("naic", "naic_differs", value=text, other=done.get("naic"))
    else:
        done.put("naic", text.upper())
