"""A workbook to fill in: its example is left out, and what is typed comes in."""

import base64
import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged

from ...sheets.clean.cleaner import EXAMPLE
from .policy_lists import PolicyCase

FOUNDING = (
    *("Holder Name", "Address Line 1", "Address Line 2", "City", "State", "ZIP"),
    *("Email", "Phone", "Insured Name", "Policy Number", "Additional Insured Type"),
    *("Description of Operations", "Loan Number"),
)


class TemplateCase(PolicyCase):
    def get_book(self, kind):
        return load_workbook(io.BytesIO(self.env["coi.import.template"]._write(kind)))

    def open_book(self, kind, book, **options):
        file = io.BytesIO()
        book.save(file)
        wizard = self.env[f"coi.import.{kind}"].create(
            {"file": base64.b64encode(file.getvalue()), "filename": "t.xlsx", **options}
        )
        wizard.action_preview()
        return wizard.run_id

    def fill(self, book):
        """Type the examples again, as somebody who uses them would."""
        sheet = book.worksheets[0]
        for [cell] in sheet.iter_rows(2, sheet.max_row, 1, 1):
            cell.value = cell.value.removeprefix(EXAMPLE).strip()
        return book


@tagged("post_install", "-at_install")
class TestImportTemplate(TemplateCase):
    KINDS = ("holder", "interest", "policy")

    def test_holders_have_the_founding_system_s_headers(self):
        for kind in ("holder", "interest"):
            [headers] = (
                self.get_book(kind).worksheets[0].iter_rows(1, 1, values_only=True)
            )
            self.assertEqual(headers[: len(FOUNDING)], FOUNDING)

    def test_every_column_is_known_and_told_about(self):
        for kind in self.KINDS:
            book = self.get_book(kind)
            run = self.open_book(kind, book)
            self.assertEqual(run.sheet_id.name, book.sheetnames[0])
            columns = run.column_ids
            self.assertTrue(all(columns.mapped("target")), kind)
            about = list(book.worksheets[1].iter_rows(values_only=True))
            self.assertEqual(
                [row[0] for row in about[1:-1]], columns.mapped("header"), kind
            )
        told = {row[0]: row[2] for row in about}
        self.assertIn("Workers compensation", told["Line of Coverage"])

    def test_an_example_that_stays_is_left_out_and_told(self):
        for kind in self.KINDS:
            run = self.open_book(kind, self.get_book(kind))
            self.assertEqual(set(run.line_ids.mapped("bucket")), {"left_out"}, kind)
            self.assertIn("example", run.line_ids[0].message)

    def test_filled_in_it_comes_in(self):
        options = {"interest": {"one_go": True}}
        for kind in self.KINDS:
            book = self.fill(self.get_book(kind))
            run = self.open_book(kind, book, **options.get(kind, {}))
            run.action_preview()
            messages = run.problem_line_ids.mapped("message")
            if kind == "policy":
                self.assertEqual(
                    self.get_asked(run), [[], ["insurer_contradiction"]], messages
                )
                self.type_in(run, 1, naic="AA-1234567")
            self.assertFalse(run.problem_count, messages)
            run.action_import()
        policy = self.get_policy("GL-2026-1")
        self.assertEqual(len(policy.limit_ids), 6)
        self.assertEqual(policy.endorsement_ids.mapped("to_confirm"), [False, False])

    def test_values_of_the_agency_s_own_lines_and_types_are_named(self):
        self.env["coi.coverage.line"].sudo().create(
            {"name": "Flood", "key": "flood", "row": "other"}
        )
        about = self.get_book("policy").worksheets[1].iter_rows(values_only=True)
        told = {row[0]: row[2] for row in about}
        self.assertIn("Flood", told["Line of Coverage"])


@tagged("post_install", "-at_install")
class TestImportTemplateDownload(TemplateCase, HttpCase):
    def test_who_may_import_gets_it(self):
        self.log_in(self.csr)
        for kind in TestImportTemplate.KINDS:
            answer = self.url_open(f"/coi/import/template/{kind}")
            self.assertEqual(answer.status_code, 200)
            self.assertIn("attachment", answer.headers["Content-Disposition"])
            book = load_workbook(io.BytesIO(answer.content))
            self.assertEqual(len(book.sheetnames), 2)

    def test_nobody_else_does(self):
        self.log_in(self.colleague)
        for kind in (*TestImportTemplate.KINDS, "run", "nothing"):
            answer = self.url_open(f"/coi/import/template/{kind}")
            self.assertEqual(answer.status_code, 404, kind)
        self.authenticate(None, None)
        answer = self.url_open("/coi/import/template/holder", allow_redirects=False)
        self.assertNotEqual(answer.status_code, 200)
