"""JSON of thousands of small values.

``json.JSONEncoder.encode`` sets up its encoder anew for every value, which takes longer
than to write a small one. Here that is done once; the text is the same.
"""

import json
from json import encoder


def _make(**options):
    """A function: value to text, as ``json.dumps`` with these options.

    The values must not contain themselves.
    """
    plain = json.JSONEncoder(ensure_ascii=False, check_circular=False, **options)
    if not encoder.c_make_encoder:  # a Python without its C part
        return plain.encode
    parts = encoder.c_make_encoder(
        None,
        plain.default,
        encoder.encode_basestring,
        None,
        plain.key_separator,
        plain.item_separator,
        plain.sort_keys,
        plain.skipkeys,
        plain.allow_nan,
    )
    return lambda value: "".join(parts(value, 0))


# The same text for the same values, whatever their order.
encode = _make(sort_keys=True)
# JSON as people read it.
dump = _make()
