"""A list of policies: four lines of each insured, with limits and endorsements."""

import io
from hashlib import sha256

import openpyxl

HEADERS = (
    *("Insured", "Insured Address", "Insured City", "Insured State", "Insured ZIP"),
    *("Line of Business", "Policy Number", "Carrier", "NAIC"),
    *("Effective Date", "Expiration Date", "Each Occurrence", "General Aggregate"),
    *("Combined Single Limit", "Aggregate", "E.L. Each Accident", "Endorsements"),
)
# Line, insurer, NAIC, amounts by header, endorsements
LINES = (
    (
        "CGL",
        "Fablewood Casualty Company",
        "99901",
        {"Each Occurrence": "$1,000,000", "General Aggregate": "2M"},
        "CG 20 10 12 19 (blanket, AI ongoing); CG 20 37 12 19 (blanket, AI completed)",
    ),
    (
        "Comm Auto",
        "Lantern Mutual Insurance Company",
        "99902",
        {"Combined Single Limit": "1,000,000"},
        "CA 20 48",
    ),
    (
        "Umbrella",
        "Fablewood Casualty Company",
        "99901",
        {"Each Occurrence": "5M", "Aggregate": "5M"},
        "",
    ),
    (
        "Workers Comp",
        "Northstar Imaginary Indemnity",
        "99903",
        {"E.L. Each Accident": "500k"},
        "WC 00 03 13 (blanket, waiver)",
    ),
)


def write(count):
    """Bytes of an ``.xlsx`` with so many policies."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Policies")
    sheet.append(HEADERS)
    for number in range(count):
        sheet.append(_make_row(*divmod(number, len(LINES))))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _make_row(insured, which):
    line, carrier, naic, amounts, endorsements = LINES[which]
    row = {
        "Insured": f"{_spell(insured)} LLC",
        "Insured Address": f"{insured + 1} Listed Way",
        "Insured City": "Springfield",
        "Insured State": "IL",
        "Insured ZIP": "62701",
        "Line of Business": line,
        "Policy Number": f"{line[:2].upper()}-{insured:05}-26",
        "Carrier": carrier,
        "NAIC": naic,
        "Effective Date": "2026-01-01",
        "Expiration Date": "2027-01-01",
        "Endorsements": endorsements,
        **amounts,
    }
    return [row.get(header, "") for header in HEADERS]


def _spell(number):
    """A name for a number, so that no two are nearly the same."""
    digits = sha256(str(number).encode()).hexdigest()[:14]
    letters = digits.translate(str.maketrans("0123456789abcdef", "aeioubdfgklmnprs"))
    return f"{letters[:7]} {letters[7:]}".title()
