"""A picture, as a signature is, as a drawing that a page can show."""

import functools
import io
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.generic import NameObject, StreamObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ..drawing import make_drawing

_KEPT = 8


class Picture(NamedTuple):
    """A pypdf stream that draws it, its width and height in pixels, a pt each."""

    drawing: StreamObject
    width: float
    height: float


@functools.lru_cache(_KEPT)
def read_picture(data):
    """
    :param data: bytes of a PNG or JPEG file
    :raises OSError: it is neither
    """
    image = ImageReader(io.BytesIO(data))
    width, height = image.getSize()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    canvas.drawImage(image, 0, 0, width, height, mask="auto")
    canvas.save()
    page = PdfReader(file).pages[0]
    content = page.get_contents().get_data()
    box = (0, 0, width, height)
    return Picture(
        make_drawing(content, page[NameObject("/Resources")], box), width, height
    )
