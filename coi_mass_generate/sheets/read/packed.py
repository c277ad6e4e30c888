"""A zipped document: its parts by name, checked before anything in them is read."""

import io
import posixpath
import zipfile
from urllib.parse import unquote
from xml.parsers import expat

from .limits import MEGABYTE
from .refused import Refused

# What counts when it is unpacked; pictures and such are never looked at.
PARTS = (".xml", ".rels", ".bin")
TEXTS = (".xml", ".rels")
CHUNK = 64 * 1024
# No tag is longer. One that has no end would be looked at from its start each time.
LONGEST_TAG = 256 * 1024
# The first element of a part begins within so many chunks.
FIRST_CHUNKS = 16


class Archive:
    """A zip whose parts are within the limits and hold no document type.

    Its parts are found whatever program wrote their names: with backslashes, other
    capitals, a slash before them. A part is never larger than the directory says:
    ``zipfile`` stops reading there.
    """

    def __init__(self, content, limits):
        self.limits = limits
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        parts = self.zip.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("password")
        counted = [part for part in parts if part.filename.lower().endswith(PARTS)]
        size = sum(part.file_size for part in counted)
        if len(parts) > 2000 or size > limits.unpacked * MEGABYTE:
            raise Refused("bomb", limit=limits.unpacked)
        self._alike = {tidy_name(part.filename): part for part in parts}
        self._parts = {part.filename: part for part in parts}
        for part in counted:
            if part.filename.lower().endswith(TEXTS):
                _check_no_doctype(self.zip, part)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.zip.close()

    def names(self):
        """Names of the parts, for comparing."""
        return list(self._alike)

    @property
    def has_macros(self):
        return any(name.endswith("vbaproject.bin") for name in self._alike)

    def find(self, name):
        """The part of a name, or one whose name only looks different; or None."""
        return self._parts.get(name) or self._alike.get(tidy_name(name))

    def find_target(self, base, target):
        """The part a relation leads to: from the folder of ``base``, or from the top.

        :param target: as it is in the file: absolute, relative, quoted or not
        """
        folder = posixpath.dirname(tidy_name(base))
        for name in dict.fromkeys((target, unquote(target))):
            name = name.replace("\\", "/")
            for path in (posixpath.join(folder, name), f"{folder}/{name}", name):
                part = self.find(posixpath.normpath(path))
                if part:
                    return part
        return None

    def read(self, name):
        """All of a small part; nothing where there is none."""
        part = self.find(name)
        return self.zip.read(part) if part else b""

    def parse(self, part, handler):
        """Feed a part of XML to a handler; see ``parse``."""
        if part.file_size > self.limits.unpacked * MEGABYTE:
            raise Refused("bomb", limit=self.limits.unpacked)
        with self.zip.open(part) as stream:
            parse(stream, handler, self.limits)

    def check_sizes(self):
        """Unpack every part once: none is larger, or another, than it is said to be."""
        for part in self.zip.infolist():
            if part.filename.lower().endswith(PARTS):
                with self.zip.open(part) as stream:
                    while stream.read(CHUNK):
                        pass


def tidy_name(name):
    """The name of a part for comparing: forward slashes, small letters, no start."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()


def _check_no_doctype(archive, part):
    """No spreadsheet has a document type: it is there to define entities.

    What is no XML is found out when it is read, if it is: pictures of charts and the
    author's name do not matter.
    """
    parser = expat.ParserCreate()
    started = []
    _refuse_doctype(parser)
    parser.StartElementHandler = lambda *_element: started.append(True)
    try:
        with archive.open(part) as stream:
            for _chunk in range(FIRST_CHUNKS):
                chunk = stream.read(CHUNK)
                if started or not chunk:
                    return
                parser.Parse(chunk, False)
    except (expat.ExpatError, zipfile.BadZipFile, OSError):
        return
    if not started:
        raise Refused("unreadable")


def _refuse_doctype(parser):
    def refuse(*_declaration):
        raise Refused("entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse


def parse(stream, handler, limits):
    """Feed an XML part to ``handler``, each kind of element to its own function.

    :param handler: has ``starts``, ``{name: function(attributes)}``, ``ends``,
        ``{name: function()}``, with names without their prefix, and ``text(data)``
    """
    starts = _ByName(handler.starts, limits.others)
    ends = _ByName(handler.ends, limits.tags)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    _refuse_doctype(parser)
    parser.StartElementHandler = lambda name, attributes: starts[name](attributes)
    parser.EndElementHandler = lambda name: ends[name]()
    parser.CharacterDataHandler = handler.text
    try:
        for chunk in _read_bounded(stream, parser, limits):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("unreadable") from error


def _read_bounded(stream, parser, limits):
    """Chunks of a part, as long as there is not far more in it than in a list.

    What makes work is counted before it is done: a function is called for every tag.
    """
    fed = tags = attributes = 0
    while chunk := stream.read(CHUNK):
        tags += chunk.count(b"<")
        attributes += chunk.count(b"=")
        if tags > limits.tags or attributes > limits.attributes:
            raise Refused("too_slow")
        yield chunk
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > LONGEST_TAG:
            raise Refused("too_slow")


class _ByName(dict):
    """{name as it is in the file: function}; the others are counted.

    :param others: how many of them there may be
    """

    def __init__(self, functions, others):
        super().__init__()
        self._functions, self._others = functions, others

    def __missing__(self, name):
        function = self._functions.get(name.rpartition(":")[2], self._count)
        self[name] = function
        return function

    def _count(self, *_attributes):
        self._others -= 1
        if self._others < 0:
            raise Refused("too_slow")


def pass_over(*_attributes):
    """For elements that are in every list, and mean nothing to a handler."""
