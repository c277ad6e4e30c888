"""Values of somebody's PDF, which may be anything.

``DictionaryObject.get`` gives references as they are in plain pypdf, and resolved once
Odoo has changed the class: it is never used on what was read.
"""

import math
import re

from pypdf.generic import ArrayObject, DictionaryObject, NullObject, StreamObject

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def get(thing, key, default=None):
    """The value under ``key``, never a reference; ``default`` for none and null."""
    if not isinstance(thing, DictionaryObject) or key not in thing:
        return default
    value = thing[key]
    return default if value is None or isinstance(value, NullObject) else value


def get_dictionary(thing, key):
    value = get(thing, key)
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def get_array(thing, key):
    value = get(thing, key)
    return value if isinstance(value, ArrayObject) else ArrayObject()


def get_integer(thing, key):
    return to_integer(get(thing, key))


def to_integer(value):
    number = to_number(value)
    return int(number or 0)


def to_number(value):
    """A finite float, or None."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) < 1e9 else None


def to_numbers(array, count):
    """``count`` floats, or None where the array does not hold as many and no others."""
    if not isinstance(array, ArrayObject) or len(array) != count:
        return None
    found = [to_number(each.get_object()) for each in array]
    return None if None in found else tuple(found)


def clean(text):
    """``text`` without what neither JSON nor a database takes."""
    return _UNSTORABLE.sub("", text)


def to_name(value):
    """A state of a box, as a field and its looks are told by it."""
    return clean(str(value))


def to_text(value):
    """What a value says; "" of what is no text."""
    if isinstance(value, StreamObject):
        value = value.get_data()
    if isinstance(value, bytes):
        return clean(value.decode("latin-1"))
    if isinstance(value, ArrayObject):
        return ", ".join(to_text(each.get_object()) for each in value)
    if value is None or isinstance(value, DictionaryObject | NullObject):
        return ""
    return clean(str(value))
