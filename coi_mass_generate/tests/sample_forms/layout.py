"""Where our own form has its fields: plain columns, nobody else's layout."""

from typing import NamedTuple

from .names import NAMES

EDITION = "Form_EditionIdentifier_A"
REMARKS = "CertificateOfLiabilityInsurance_ACORDForm_RemarkText_A"
ROW = 12  # pt
# Words in a field's name -> the part of the page it stands in, and that one's height.
PARTS = {
    ("GeneralLiability",): 110,
    ("Vehicle", "Automobile"): 78,
    ("Excess", "Umbrella"): 60,
    ("WorkersComp",): 60,
    ("OtherPolicy",): 60,
}
FIRST_PART = 556  # pt: top of the first


class Spot(NamedTuple):
    """Box of a field in pt, its alignment, and whether it takes several lines."""

    x: float
    y: float
    width: float
    height: float = ROW
    align: int = 0
    multiline: bool = False

    @property
    def box(self):
        return self.x, self.y, self.x + self.width, self.y + self.height


def lay_out():
    """{name: Spot} of all names."""
    spots = {
        "Form_CompletionDate_A": Spot(500, 756, 90, align=1),
        EDITION: Spot(22, 756, 0, 0),
        **_party("Producer", 30, 700),
        **_party("NamedInsured", 30, 636),
        **_contact(),
        **_insurers(),
        REMARKS: Spot(22, 124, 568, 54, multiline=True),
        **_party("CertificateHolder", 40, 90),
        "Producer_AuthorizedRepresentative_Signature_A": Spot(312, 40, 280, 24),
    }
    for name, x in (("CertificateNumber", 240), ("RevisionNumber", 480)):
        spots[f"CertificateOfInsurance_{name}Identifier_A"] = Spot(x, 576, 90)
    top = FIRST_PART
    for words, height in PARTS.items():
        rest = [
            name
            for name in NAMES
            if name.name not in spots and any(word in name.name for word in words)
        ]
        spots.update(_part(rest, top))
        top -= height
    return spots


def is_block(name):
    """Whether it is one of several lines that have one title."""
    parties = ("Producer_", "NamedInsured_", "CertificateHolder_")
    return name.startswith(parties) and "Signature" not in name


def is_line(name):
    """Whether it is a line of a name and address."""
    return is_block(name) and "Contact" not in name and "Fax" not in name


def _party(prefix, x, y):
    address = f"{prefix}_MailingAddress_"
    return {
        f"{prefix}_FullName_A": Spot(x, y, 230),
        f"{address}LineOne_A": Spot(x, y - ROW, 230),
        f"{address}LineTwo_A": Spot(x, y - 2 * ROW, 230),
        f"{address}CityName_A": Spot(x, y - 3 * ROW, 160),
        f"{address}StateOrProvinceCode_A": Spot(x + 162, y - 3 * ROW, 18),
        f"{address}PostalCode_A": Spot(x + 182, y - 3 * ROW, 48),
    }


def _contact():
    kinds = ("ContactPerson_FullName", "ContactPerson_PhoneNumber", "FaxNumber")
    kinds += ("ContactPerson_EmailAddress",)
    return {
        f"Producer_{kind}_A": Spot(330, 700 - ROW * row, 240)
        for row, kind in enumerate(kinds)
    }


def _insurers():
    spots = {}
    for row, letter in enumerate("ABCDEF"):
        y = 648 - ROW * row
        spots[f"Insurer_FullName_{letter}"] = Spot(330, y, 187)
        spots[f"Insurer_NAICCode_{letter}"] = Spot(522, y, 58)
    return spots


def _part(names, top):
    """Check boxes at the left, limits at the right, all else between them."""
    limits = [name for name in names if _is_limit(name.name)]
    checks = [name for name in names if name.kind == "check"]
    spots = {}
    for row, name in enumerate(limits):
        spots[name.name] = Spot(520, top - 14 - ROW * row, 66, align=2)
    for place, name in enumerate(checks):
        column, row = place % 2, place // 2
        spots[name.name] = Spot(24 + 90 * column, top - 14 - ROW * row, 9, 9)
    x, y = 230, top - 14
    for name in names:
        if name in limits or name in checks:
            continue
        width = _get_width(name)
        if x + width > 510:
            x, y = 230, y - ROW
        spots[name.name] = Spot(x, y, width, align=int(width == 12))
        x += width + 6
    return spots


def _is_limit(name):
    return "Amount" in name and "Deductible" not in name


def _get_width(name):
    if name.max_length == 1 or "Letter" in name.name:
        return 12
    return 52 if name.max_length == 10 else 112
