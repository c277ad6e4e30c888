"""Content streams (ISO 32000-1, 7.8.2) read and edited without rewriting them.

Numbers are never parsed and written again: a rounded digit changes pixels.
"""

import re

# Alternatives in order of frequency; strings are finished by hand (they nest).
_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]*(?:%[^\r\n]*[\0\t\n\f\r ]*)*"
    rb"(/?[^\0\t\n\f\r ()<>\[\]{}/%]+|\(|<<|>>|<[^<>]*>|[\[\]{}]|/)"
)
_STRING_PART = re.compile(rb"[^()\\]*(?:\\.[^()\\]*)*([()])", re.DOTALL)
_INLINE_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)")
_OPERATOR = re.compile(rb"[A-Za-z'\"]")
_WORD_OPERANDS = {b"true", b"false", b"null"}

# Operators that leave no mark on the page. All others are taken to paint.
_SILENT = frozenset(
    b"q Q cm w J j M d ri i gs CS cs SC SCN sc scn G g RG rg K k"
    b" m l c v y h re n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T*".split()
)
# Those that say what a part of the content is (14.6); such parts are kept.
_MARKING = frozenset(b"BMC BDC EMC MP DP BX EX".split())


def operators(data):
    """Yield ``(operator, operands, start, end)`` for each operator of a stream.

    Operands are raw tokens; ``data[start:end]`` is the operator itself.
    """
    operands = []
    position = 0
    while match := _TOKEN.match(data, position):
        token, (start, position) = match[1], match.span(1)
        if token == b"(":
            position = _string_end(data, position)
            token = data[start:position]
        elif _OPERATOR.match(token) and token not in _WORD_OPERANDS:
            if token == b"ID":
                position = _inline_image_end(data, position)
            yield token, operands, start, position
            operands = []
            continue
        operands.append(token)


def _string_end(data, position):
    depth = 1
    while depth:
        match = _STRING_PART.match(data, position)
        if not match:
            return len(data)
        depth += 1 if match[1] == b"(" else -1
        position = match.end()
    return position


def _inline_image_end(data, position):
    match = _INLINE_IMAGE_END.search(data, position)
    return match.end() if match else len(data)


def painting(data):
    """Yield the operators that leave a mark on the page."""
    for operator, *_rest in operators(data):
        if operator not in _SILENT and operator not in _MARKING:
            yield operator


def without_silent_groups(data):
    """The stream without the ``q … Q`` groups that paint nothing."""
    cuts = []
    groups = []  # of [start, whether it paints]
    for operator, _operands, start, end in operators(data):
        if operator == b"q":
            groups.append([start, False])
        elif operator == b"Q" and groups:
            _close_group(groups, end, cuts)
        elif groups and operator not in _SILENT:
            groups[-1][1] = True
    return replaced(data, [(start, end, b"") for start, end in cuts])


def _close_group(groups, end, cuts):
    start, paints = groups.pop()
    if paints:
        if groups:
            groups[-1][1] = True
        return
    while cuts and cuts[-1][0] > start:
        cuts.pop()
    cuts.append((start, end))


def balanced(data):
    """The stream with as many ``Q`` as ``q``: none too early, none missing."""
    depth, edits = 0, []
    for operator, _operands, start, end in operators(data):
        if operator == b"q":
            depth += 1
        elif operator == b"Q" and depth:
            depth -= 1
        elif operator == b"Q":
            edits.append((start, end, b""))
    return replaced(data, edits) + b"\nQ" * depth


def replaced(data, edits):
    """``data`` with each ``(start, end, new)`` of ordered edits carried out."""
    parts = []
    position = 0
    for start, end, new in edits:
        parts += data[position:start], new
        position = end
    parts.append(data[position:])
    return b"".join(parts)
