"""Writes holder lists as agencies have them: realistic, fictitious, deterministic.

The same number always gives the same list, with the founding system's headers, in
``.csv``, ``.xls`` (BIFF) or ``.xlsx``. No company, person or address in it exists.
"""

import csv
import random

HEADERS = [
    "Holder Name",
    "Address Line 1",
    "Address Line 2",
    "City",
    "State",
    "ZIP",
    "Email",
    "Phone",
    "Insured Name",
    "Policy Number",
    "Additional Insured Type",
    "Description of Operations",
    "Loan Number",
    "Attention",
    "ISAOA",
    "AI",
    "Waiver",
]
FORMATS = ("csv", "xls", "xlsx")

FIRST = (
    "Alder Amber Anchor Aspen Bayside Beacon Birch Bluestone Bright Bridgewater "
    "Cedar Clearwater Copper Crestline Cypress Dogwood Eastgate Elm Evergreen "
    "Falcon Fernwood Foxglove Granite Greenfield Harbor Hawthorn Hickory Highline "
    "Ironwood Juniper Keystone Lakeview Larkspur Linden Maple Meadow Millbrook "
    "Northwind Oakmont Orchard Pinecrest Quarry Redwood Ridgeway Riverbend "
    "Rosewood Sable Silverton Stonebridge Summit Sycamore Thornhill Timberline "
    "Upland Valley Walnut Westbrook Willow Windmere"
).split()
SECOND = (
    "Builders Construction Contractors Development Electric Facilities Freight "
    "Holdings Homes Industries Logistics Management Mechanical Partners Paving "
    "Properties Realty Roofing Services Supply Utilities"
).split()
FORMS = ["LLC", "Inc.", "Corp.", "LP", "Co.", "Ltd.", "Group, LLC", ""]
BANKS = ["Bank, N.A.", "Savings Bank", "Credit Union", "Mortgage Corp."]
STREETS = (
    "Acorn Alpine Canal Chestnut Depot Front Grand Hill Jefferson Lincoln Main Market "
    "Mill Park Pearl Prospect River School Spring Union Water"
).split()
KINDS = ["St", "Ave", "Rd", "Blvd", "Ln", "Way"]
# City, state, first three digits of its ZIP codes.
PLACES = [
    ("Ashford Falls", "CO", "803"),
    ("Bellhaven", "WA", "981"),
    ("Cinder Creek", "AZ", "852"),
    ("Dunmore Heights", "PA", "194"),
    ("Eastmere", "MA", "021"),
    ("Fallbrook Springs", "CA", "920"),
    ("Garnet Hills", "GA", "303"),
    ("Holloway", "IL", "606"),
    ("Kestrel Bay", "FL", "331"),
    ("Larkin Mills", "NJ", "070"),
    ("Marrow Point", "OR", "972"),
    ("Northfield Crossing", "OH", "441"),
    ("Quill Harbor", "VA", "221"),
    ("Tamarack", "MI", "481"),
]
PEOPLE = ["R. Alvarez", "J. Brandt", "M. Castellano", "T. Okafor", "S. Lindqvist"]
WORK = [
    "Site work and grading, phase {number}.",
    "Tenant improvement, building {number}.",
    "Roof replacement at unit {number}.",
    "Maintenance agreement no. {number}.",
    "Loading dock and yard, parcel {number}.",
]


def rows(count, insured, policies):
    """``count`` dicts by header.

    :param insured: str, name of the insured all holders are for
    :param policies: policy numbers by coverage line key; rows that are lenders name
        the property policy, most others those of liability, and some none: all in
        force are shown then
    """
    chance = random.Random(f"holders {count}")
    return [_row(chance, place, insured, policies) for place in range(count)]


def _row(chance, place, insured, policies):
    first, second = FIRST[place % len(FIRST)], place // len(FIRST)
    is_lender = place % 9 == 8
    city, state, prefix = chance.choice(PLACES)
    row = dict.fromkeys(HEADERS, "")
    row.update(
        {
            "Holder Name": _name(chance, first, second, is_lender),
            "Address Line 1": (
                f"{chance.randint(1, 9899)} {chance.choice(STREETS)} "
                f"{chance.choice(KINDS)}"
            ),
            "Address Line 2": f"Suite {chance.randint(100, 990)}" if place % 3 else "",
            "City": city,
            "State": state,
            "ZIP": f"{prefix}{chance.randint(0, 99):02d}",
            "Email": f"certificates@{first.lower()}{place}.example",
            "Phone": f"({prefix}) 555-{100 + place % 100:04d}",
            "Insured Name": insured,
            "Attention": chance.choice(PEOPLE) if place % 5 == 0 else "",
        }
    )
    row.update(
        _lender(chance, policies) if is_lender else _customer(chance, place, policies)
    )
    if place % 61 == 60:
        # As in every real list: somebody forgot the street.
        row["Address Line 1"] = row["Address Line 2"] = ""
    return row


def _name(chance, first, second, is_lender):
    turn = f" {second + 1}" if second else ""
    if is_lender:
        return f"{first} Federal{turn} {chance.choice(BANKS)}"
    legal = chance.choice(FORMS)
    return (
        f"{first} {chance.choice(SECOND)}{turn}{', ' if legal == 'LLC' else ' '}{legal}"
    )


def _lender(chance, policies):
    return {
        "Additional Insured Type": "Loss payee",
        "Policy Number": policies["property"],
        "Loan Number": f"{chance.randint(10**8, 10**9 - 1)}",
        "ISAOA": "Y",
    }


def _customer(chance, place, policies):
    wants_ai = place % 2 == 0
    others = [number for key, number in policies.items() if key != "property"]
    return {
        "Policy Number": ", ".join(others) if place % 10 not in (3, 4) else "",
        "Additional Insured Type": "Additional insured" if wants_ai else "",
        "AI": "Y" if wants_ai else "",
        "Waiver": "Y" if place % 4 == 0 else "",
        "Description of Operations": (
            chance.choice(WORK).format(number=chance.randint(2, 480))
            if place % 3 != 2
            else ""
        ),
    }


def write(path, records):
    """Write ``records`` in the format that the path's ending names."""
    table = [HEADERS, *([row[name] for name in HEADERS] for row in records)]
    {".csv": _write_csv, ".xls": _write_xls, ".xlsx": _write_xlsx}[path.suffix](
        path, table
    )


def _write_csv(path, table):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)


def _write_xls(path, table):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Holders")
    for line, cells in enumerate(table):
        for column, cell in enumerate(cells):
            sheet.write(line, column, cell)
    book.save(str(path))


def _write_xlsx(path, table):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Holders")
    for cells in table:
        sheet.append(cells)
    book.save(path)
