"""What a person reads beside the fields of our own form, in words of their names."""

import re

from .layout import PARTS, REMARKS, ROW, is_block

TITLES = {
    "Producer_FullName_A": "AGENCY",
    "Producer_ContactPerson_FullName_A": "CONTACT, PHONE, FAX, EMAIL",
    "NamedInsured_FullName_A": "INSURED",
    "CertificateHolder_FullName_A": "CERTIFICATE HOLDER",
}
PART_TITLES = (
    *("GENERAL LIABILITY", "AUTOMOBILE LIABILITY", "UMBRELLA OR EXCESS LIABILITY"),
    *("WORKERS COMPENSATION AND EMPLOYERS LIABILITY", "OTHER"),
)
NARROW = {
    "InsurerLetterCode": "INS",
    "AdditionalInsuredCode": "AI",
    "SubrogationWaivedCode": "WVR",
    "AnyPersonsExcludedIndicator": "EXC",
}
WORDED = {
    REMARKS: "Description of operations",
    **{f"Insurer_FullName_{letter}": f"Insurer {letter}" for letter in "ABCDEF"},
    **{f"Insurer_NAICCode_{letter}": "NAIC number" for letter in "ABCDEF"},
}
# Of a name only the words that tell one field of a part from the others.
_NOTHING = re.compile(
    "Identifier|Indicator|Code|Limit(?=Amount)|Amount|LimitApplies|PolicyType|^Umbrella_|"
    "^(General|Automobile|Excess)Liability_|WorkersCompensation(AndEmployersLiability_)?|"
    "^EmployersLiability_"
)
_WORD = re.compile("[A-Z][a-z]+|[A-Z]+(?![a-z])")
_TINY, _SMALL, _TITLE = 3.2, 5, 6  # pt
_ROOM = _TINY + 0.6  # pt, of a caption


def leave_room(spot, name, kind):
    """The ``layout.Spot`` of a field below its caption."""
    if kind == "check" or is_block(name) or not spot.width:
        return spot
    return spot._replace(height=spot.height - _ROOM)


def draw_captions(canvas, spots, kinds, first_part):
    """
    :param spots: ``layout.Spot`` by name
    :param kinds: "text" or "check" by name
    :param first_part: height of the first part's top
    """
    canvas.setFont("Helvetica-Bold", _TITLE)
    top = first_part
    for title, height in zip(PART_TITLES, PARTS.values(), strict=True):
        canvas.drawString(24, top + 1, title)
        top -= height
    for name, title in TITLES.items():
        spot = spots[name]
        canvas.drawString(spot.x, spot.y + spot.height + 2, title)
    for name, spot in spots.items():
        if spot.width and not is_block(name):
            _draw_caption(canvas, name, spot, kinds[name])
    for party in ("Producer_FullName_A", "NamedInsured_FullName_A"):
        _draw_block(canvas, spots[party])
    _draw_block(canvas, spots["CertificateHolder_FullName_A"])


def _draw_block(canvas, first):
    """A box around the lines of a name and address."""
    lines = 4
    bottom = first.y - (lines - 1) * ROW
    canvas.rect(first.x - 0.5, bottom - 0.5, first.width + 1, lines * ROW + 1)


def _draw_caption(canvas, name, spot, kind):
    if kind == "check":
        canvas.setFont("Helvetica", _SMALL)
        canvas.drawString(spot.x + spot.width + 3, spot.y + 2.5, _caption(name))
        return
    top = spot.y + spot.height - _TINY - 0.2
    text = _caption(name)
    if spot.width == ROW:
        text = next((short for word, short in NARROW.items() if word in name), "")
    wide = canvas.stringWidth(text, "Helvetica", _TINY)
    canvas.setFont("Helvetica", _TINY * min(1, (spot.width - 2) / (wide or 1)))
    canvas.drawString(spot.x + 1, top, text)


def _caption(name):
    """``GeneralLiability_EachOccurrence_LimitAmount_A``: Each occurrence."""
    if name in WORDED:
        return WORDED[name]
    _part, *middle, _letter = name.split("_")
    words = _WORD.findall(_NOTHING.sub("", "_".join(middle[-2:])))
    return " ".join(dict.fromkeys(map(str.lower, words))).capitalize()
