"""E-mail addresses and phone numbers."""

import re

_EMAIL = re.compile(r"[^\s<>;,:()\[\]\"'|/\\]+@[^\s<>;,:()\[\]\"'|/\\@]+\.[^\W\d_]{2,}")
_EXTENSION = re.compile(r"\s*[,;]?\s*(?:extension|ext|x)\.?\s*:?\s*(\d{1,6})\s*$", re.I)


def find_emails(text):
    """(addresses in order, whether anything like an address was not understood)."""
    text = re.sub(r"mailto:", " ", text, flags=re.IGNORECASE)
    found = [address.strip(".") for address in _EMAIL.findall(text)]
    rest = _EMAIL.sub(" ", text)
    unique = {address.casefold(): address for address in found}
    return list(unique.values()), "@" in rest


def clean_phone(text):
    """A phone number of North America in the international notation; others as typed.

    Returns '' for what has too few digits to be a number.
    """
    body, extension = text, ""
    found = _EXTENSION.search(text)
    if found:
        body, extension = text[: found.start()], found[1]
    digits = re.sub(r"\D", "", body.removesuffix(".0"))
    if len(digits) < 7:
        return ""
    plain = not re.search(r"[^\d\s().+\-–/]", body)
    if plain and len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if plain and len(digits) == 10 and digits[0] in "23456789":
        number = f"+1 {digits[:3]}-{digits[3:6]}-{digits[6:]}"
        return f"{number} ext. {extension}" if extension else number
    return text


def phone_digits(text):
    """What makes two phone numbers the same."""
    digits = re.sub(r"\D", "", text or "")
    return digits[1:] if len(digits) > 10 and digits[0] == "1" else digits
