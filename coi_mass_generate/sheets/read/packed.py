"""Checks of a zipped document before anything in it is read."""

import io
import zipfile
from xml.parsers import expat

from .limits import MEGABYTE
from .refused import Refused

XML = (".xml", ".rels")
CHUNK = 64 * 1024
# No tag is longer. One that has no end would be looked at from its start each time.
LONGEST_TAG = 256 * 1024
# The first element of a part begins within so many chunks.
FIRST_CHUNKS = 16


def open_archive(content, limits):
    """Open a zip whose parts are within the limits and hold no document type.

    A part is never larger than the directory says: ``zipfile`` stops reading there.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    texts = [part for part in parts if part.filename.lower().endswith(XML)]
    if len(parts) > 2000 or sum(part.file_size for part in texts) > (
        limits.unpacked * MEGABYTE
    ):
        raise Refused("bomb", limit=limits.unpacked)
    for part in texts:
        _check_no_doctype(archive, part)
    return archive


def _check_no_doctype(archive, part):
    """No spreadsheet has a document type: it is there to define entities."""
    parser = expat.ParserCreate()
    started = []

    def refuse(*_declaration):
        raise Refused("entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda *_element: started.append(True)
    with archive.open(part) as stream:
        for _chunk in range(FIRST_CHUNKS):
            chunk = stream.read(CHUNK)
            if started or not chunk:
                return
            try:
                parser.Parse(chunk, False)
            except expat.ExpatError as error:
                raise Refused("unreadable") from error
    if not started:
        raise Refused("unreadable")


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
