"""PDF objects as bytes (ISO 32000-1, 7.3), and foreign ones copied into ours."""

import collections
import decimal
import re

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

# Where a stream's data begins; in front of it an object is nothing but ASCII tokens.
STREAM = b"\nstream\n"
_IRREGULAR = re.compile(rb"[^!-~]|[#%()<>\[\]{}/]")  # in names (7.3.5)
_NUMBERS = re.compile(rb"\b(\d+) 0 (R|obj)\b")


def indirect(number, value):
    """An object under its number."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, value)


def stream(data, entries=b""):
    """A stream's value, ``entries`` being its dictionary's besides /Length."""
    return b"<<%b/Length %d>>%b%b\nendstream" % (entries, len(data), STREAM, data)


def renumbered(data, number_of):
    """ASCII object ``data`` with every object number n changed to ``number_of(n)``."""

    def new(match):
        return b"%d 0 %b" % (number_of(int(match[1])), match[2])

    return _NUMBERS.sub(new, data)


def references(data):
    """The numbers of the objects that ASCII object ``data`` refers to."""
    return [int(number) for number, kind in _NUMBERS.findall(data) if kind == b"R"]


def real(value):
    """A length as it is written: at most four decimals, no exponent."""
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()


def escaped(data):
    """The inside of a literal string."""
    data = data.replace(b"\\", b"\\\\")
    return data.replace(b"(", b"\\(").replace(b")", b"\\)")


def text_string(text):
    """A text string (7.9.2): ASCII as it is, all else in UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(%b)" % escaped(text.encode())
    return b"<FEFF%b>" % text.encode("utf-16-be", "replace").hex().encode()


class Importer:
    """Copies objects that pypdf read, and all they refer to.

    :param reserve: function giving the next free object number
    :param write: function taking a number and the object's value

    An object is copied once, whatever refers to it; those of several readers do not
    mix. A stream made here becomes an object, too. Objects are written in the order of
    their numbers.
    """

    def __init__(self, reserve, write):
        self._reserve, self._write = reserve, write
        self._numbers = {}
        self._waiting = collections.deque()
        self._made = []  # kept, so that no other gets the same id

    def value(self, thing):
        """``thing`` as bytes; call ``finish`` when all is asked for."""
        if isinstance(thing, IndirectObject):
            return b"%d 0 R" % self._number(thing)
        if isinstance(thing, StreamObject):
            return b"%d 0 R" % self._number_made(thing)
        if isinstance(thing, DictionaryObject):
            return b"<<%b>>" % self.entries(thing)
        if isinstance(thing, ArrayObject):
            return b"[%b]" % b" ".join(map(self.value, thing))
        return _leaf(thing)

    def finish(self):
        """Write what was referred to and is not written yet."""
        while self._waiting:
            number, thing = self._waiting.popleft()
            thing = thing.get_object()
            if isinstance(thing, StreamObject):
                entries = self.entries(thing, "/Length")
                self._write(number, stream(thing._data, entries))
            else:
                self._write(number, self.value(thing))

    def _number(self, thing):
        return self._reserve_once((thing.pdf, thing.idnum, thing.generation), thing)

    def _number_made(self, thing):
        self._made.append(thing)
        return self._reserve_once(id(thing), thing)

    def _reserve_once(self, key, thing):
        if key not in self._numbers:
            self._numbers[key] = self._reserve()
            self._waiting.append((self._numbers[key], thing))
        return self._numbers[key]

    def entries(self, thing, *leave):
        """A dictionary's inside, without the keys ``leave``."""
        return b"".join(
            _leaf(NameObject(key)) + b" " + self.value(value)
            for key, value in thing.items()
            if key not in leave
        )


def _leaf(thing):
    if isinstance(thing, (TextStringObject, ByteStringObject)):
        # In hexadecimal nothing inside can look like a reference.
        return b"<%b>" % thing.original_bytes.hex().encode()
    if isinstance(thing, NameObject):
        return b"/" + _IRREGULAR.sub(_escaped_name, thing[1:].encode())
    if isinstance(thing, BooleanObject):
        return b"true" if thing.value else b"false"
    # A reference to an object that is not there is no error (7.3.10).
    if thing is None or isinstance(thing, NullObject):
        return b"null"
    if isinstance(thing, FloatObject):  # all digits, no exponent
        return format(decimal.Decimal(repr(float(thing))), "f").encode()
    return b"%d" % thing


def _escaped_name(match):
    return b"#%02X" % ord(match[0])
