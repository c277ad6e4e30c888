"""E-mail addresses and phone numbers."""

import re

# What cannot be in an address stands between two of them.
_BETWEEN = re.compile(r"[\s<>;,:()\[\]\"'|/\\]+")
_DOMAIN = re.compile(r"[^@]+\.[^\W\d_]{2,}")
_EXTENSION = re.compile(r"(?:extension|ext|x)\.?\s?:?\s?([0-9]{1,6})\s*$", re.I)
# An extension is looked for at the end of a number.
_END = 40


def find_emails(text):
    """(addresses in order, whether anything like an address was not understood)."""
    text = re.sub(r"mailto:", " ", text, flags=re.IGNORECASE)
    words = [_find_email(word) for word in _BETWEEN.split(text) if "@" in word]
    found = [address.strip(".") for address, _rest in words if address]
    unique = {address.casefold(): address for address in found}
    return list(unique.values()), any("@" in rest for _address, rest in words)


def _find_email(word):
    """(address in a word, what else is in it): the last one that has a domain."""
    parts = word.split("@")
    for at in range(len(parts) - 1, 0, -1):
        domain = _DOMAIN.match(parts[at])
        name = domain and "@".join(parts[:at])
        if name:
            rest = parts[at][domain.end() :], *parts[at + 1 :]
            return f"{name}@{domain[0]}", "@".join(rest)
    return "", word


def clean_phone(text):
    """A phone number of North America in the international notation; others as typed.

    :returns: '' for what has too few digits to be a number.
    """
    body, extension = text, ""
    found = _EXTENSION.search(text, max(0, len(text) - _END))
    if found:
        body, extension = text[: found.start()].rstrip(" ,;"), found[1]
    digits = re.sub(r"[^0-9]", "", body.removesuffix(".0"))
    if len(digits) < 7:
        return ""
    plain = not re.search(r"[^0-9\s().+\-–/]", body)
    if plain and len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if plain and len(digits) == 10 and digits[0] in "23456789":
        number = f"+1 {digits[:3]}-{digits[3:6]}-{digits[6:]}"
        return f"{number} ext. {extension}" if extension else number
    return text


def phone_digits(text):
    """What makes two phone numbers the same."""
    digits = re.sub(r"[^0-9]", "", text or "")
    return digits[1:] if len(digits) > 10 and digits[0] == "1" else digits
