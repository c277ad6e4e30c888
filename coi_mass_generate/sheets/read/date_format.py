"""A day or a time as its cell shows it, where that is not a whole date."""

from datetime import datetime, timedelta

# Excel knows no day behind December 31, 9999.
LAST_DAY = 2_958_466
_MAC, _WINDOWS = datetime(1904, 1, 1), datetime(1899, 12, 30)
_BEFORE_LEAP = datetime(1899, 12, 31)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)


def show_date(tokens, value, is_1904):
    """ISO date where day, month and year are shown; else what is; '' where nothing is.

    :param tokens: as in ``number_format``
    """
    if not 0 <= value < LAST_DAY:
        return ""
    tokens = _tell_minutes(tokens)
    kinds = {kind for kind, _text in tokens}
    moment = _read_moment(value, is_1904)
    if {"y", "m", "d"} <= kinds:
        # What Excel shows as 1/0/1900 is no day.
        return moment.date().isoformat() if value >= 1 or is_1904 else ""
    half, elapsed = "half" in kinds, round(value * 86400)
    shown = "".join(_show(kind, text, moment, half, elapsed) for kind, text in tokens)
    return " ".join(shown.split())


def _read_moment(value, is_1904):
    days, part = divmod(value, 1)
    # Excel counts a February 29, 1900 that never was.
    start = _MAC if is_1904 else _BEFORE_LEAP if value < 60 else _WINDOWS
    return start + timedelta(days=days, seconds=round(part * 86400))


def _tell_minutes(tokens):
    """``m`` means minutes behind hours and before seconds, else months."""
    told, last = [], ""
    for at, (kind, text) in enumerate(tokens):
        letter = text[:1] if kind in ("date", "elapsed") else ""
        if kind == "date":
            minute = letter == "m" and (last == "h" or _get_next(tokens, at) == "s")
            kind = "minute" if minute else letter
        last = letter or last
        told.append((kind, text))
    return told


def _get_next(tokens, at):
    later = (text[:1] for kind, text in tokens[at + 1 :] if kind in ("date", "elapsed"))
    return next(later, "")


def _show(kind, text, moment, half, elapsed):
    if kind == "elapsed":
        unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
        return str(elapsed // unit).zfill(len(text))
    if kind == "half":
        return ("PM" if moment.hour > 11 else "AM")[: 1 if len(text) == 3 else 2]
    if kind == "y":
        return f"{moment.year:04}" if len(text) > 2 else f"{moment.year % 100:02}"
    if kind in ("m", "d") and len(text) > 2:
        return _show_word(kind, text, moment)
    numbers = {
        "m": moment.month,
        "d": moment.day,
        "h": (moment.hour - 1) % 12 + 1 if half else moment.hour,
        "minute": moment.minute,
        "s": moment.second,
    }
    if kind in numbers:
        return str(numbers[kind]).zfill(min(len(text), 2))
    # Parts of a second are not told, nor the point before them.
    return text if kind in ("text", "/", ",") else ""


def _show_word(kind, text, moment):
    if kind == "m":
        word = _MONTHS[moment.month - 1]
        return word[:1] if len(text) == 5 else word if len(text) == 4 else word[:3]
    word = _DAYS[moment.weekday()]
    return word if len(text) > 3 else word[:3]
