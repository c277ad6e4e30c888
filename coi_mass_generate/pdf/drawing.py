"""A drawing: content with resources of its own, to be shown on pages (form, 8.10).

It is packed: much of what people upload is not.
"""

import zlib

from pypdf.generic import ArrayObject, FloatObject, NameObject, StreamObject


def make_drawing(data, resources, box, matrix=(1, 0, 0, 1, 0, 0)):
    """
    :param data: bytes, its content
    :param resources: pypdf dictionary
    :param box: in pt, what is seen of it
    :returns: pypdf stream
    """
    stream = StreamObject()
    stream._data = zlib.compress(data, 9)
    entries = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": to_array(box),
        "/Matrix": to_array(matrix),
        "/Resources": resources,
        "/Filter": NameObject("/FlateDecode"),
    }
    stream.update({NameObject(key): value for key, value in entries.items()})
    return stream


def to_array(numbers):
    return ArrayObject([FloatObject(round(number, 5)) for number in numbers])
