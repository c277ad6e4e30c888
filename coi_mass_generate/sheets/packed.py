"""Checks of a zipped document before anything in it is read."""

import io
import zipfile
from xml.parsers import expat

from .limits import MEGABYTE
from .refused import Refused

XML = (".xml", ".rels")
CHUNK = 64 * 1024
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
    """Feed an XML part to ``handler``: start(name, attributes), end(name), text(data).

    Names come without their prefix.
    """
    left = limits.elements
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    local = {}

    def start(name, attributes):
        nonlocal left
        left -= 1
        if left < 0:
            raise Refused("too_slow")
        if name not in local:
            local[name] = name.rpartition(":")[2]
        handler.start(local[name], attributes)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: handler.end(local[name])
    parser.CharacterDataHandler = handler.text
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("unreadable") from error
