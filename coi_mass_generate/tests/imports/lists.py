"""Lists as agencies have them, and the way they go in."""

import base64
import csv
import io

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from ..agency import AgencyCase

HEADERS = (
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
)


def to_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def to_xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Holders")
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(at, place, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_ods(rows):
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Holders")
    for row in rows:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WRITERS = {"csv": to_csv, "xlsx": to_xlsx, "xls": to_xls, "ods": to_ods}


class ImportCase(AgencyCase):
    """Helpers to import a list as its user does."""

    def make_file(self, rows, kind="xlsx", headers=HEADERS):
        """Base64 of a file with ``rows``: dicts by header, or lists."""
        table = [
            [row.get(header, "") for header in headers]
            if isinstance(row, dict)
            else list(row)
            for row in rows
        ]
        return base64.b64encode(WRITERS[kind]([headers, *table]))

    def open_import(self, model, rows, kind="xlsx", headers=HEADERS, **vals):
        """A wizard whose list has been read."""
        content = rows if isinstance(rows, bytes) else None
        file = self.make_file(rows, kind, headers) if content is None else content
        wizard = self.env[model].create(
            {"file": file, "filename": f"list.{kind}", **vals}
        )
        wizard.action_preview()
        return wizard

    def import_holders(self, rows, **options):
        wizard = self.open_import("coi.import.holder", rows, **options)
        wizard.action_import()
        return wizard

    def import_interests(self, rows, **options):
        wizard = self.open_import("coi.import.interest", rows, **options)
        wizard.action_import()
        return wizard

    def get_counts(self, wizard):
        """{outcome: count} without the zeros."""
        result = wizard.get_result()
        keys = ("created", "updated", "unchanged", "skipped", "errored")
        return {key: result[key] for key in keys if result[key]}

    def get_messages(self, wizard):
        """{line: message} of the rows that say something."""
        rows = wizard.get_result()["rows"]
        return {row["line"]: row["message"] for row in rows if row["message"]}

    def find(self, name):
        return self.env["res.partner"].search([("name", "=", name)])


HARBOR = {
    "Holder Name": "Harbor Center LLC",
    "Address Line 1": "100 Harbor Way",
    "Address Line 2": "Suite 200",
    "City": "Boston",
    "State": "MA",
    "ZIP": "02110",
    "Email": "certs@harborcenter.example",
    "Phone": "617-555-0142",
    "Insured Name": "Beacon Roofing & Sons, LLC",
    "Policy Number": "GL-100",
    "Additional Insured Type": "Additional Insured",
    "Description of Operations": "Roof of the north tower.",
}
# Three that differ in nothing but their names.
ALIKE = [
    {**HARBOR, "Holder Name": name, "Policy Number": ""}
    for name in ("Harbor Center LLC", "Quarry Court LLC", "Meadow Works LLC")
]
LENDER = {
    "Holder Name": "First Lender Bank",
    "Address Line 1": "1 Federal Plaza",
    "City": "Worcester",
    "State": "MA",
    "ZIP": "01608",
    "Insured Name": "Beacon Roofing & Sons, LLC",
    "Policy Number": "GL-100, AU-200",
    "Additional Insured Type": "Mortgagee",
    "Loan Number": "000123",
}
