"""Lists of strangers as they are: what of each is printed, asked and left out.

``given/`` has them; what is odd about a list, its name says. ``given/expected.txt``
has what a person of an agency expects of each.
"""

import base64
import re
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .lists import ImportCase

FOLDER = Path(__file__).parent / "given"
EXPECTED = "expected.txt"
HOLDER, INTEREST = "coi.import.holder", "coi.import.interest"
WRITTEN = ("create", "update", "unchanged")
GRANTS = ("ai", "waiver", "pnc")
REACH = ("name", "street", "street2", "city", "zip", "state_id", "country_id")
REFUSED = {
    "password.ods": "protected by a password",
    "empty.csv": "The file is empty",
    "blank_lines.csv": "The file is empty",
    "data_interchange_format.csv": "DIF.* File > Save As",
}


class Row:
    """What is expected of a row: see the head of ``given/expected.txt``.

    :ivar first: of pass 1
    :ivar second: of pass 2
    """

    def __init__(self, text):
        self.text, _sign, asked = text.partition(" >> ")
        card, _sign, self.told = self.text.partition(" ! ")
        self.first = re.sub(r" \{.*?\}| \|\| .*", "", card)
        self.second = re.sub(r"[{}]", "", card.replace(" || ", " | "))
        if asked:
            self.second, self.told = f"? {asked}", ""


def read_expected():
    """{name of a list: ([what is said of the file], [``Row``])}"""
    lists = {}
    blocks = (FOLDER / EXPECTED).read_text(encoding="utf-8").split("\n== ")[1:]
    for block in blocks:
        name, *lines = block.strip().split("\n")
        notes = [line[2:] for line in lines if line[:2] == "# "]
        lists[name] = notes, [Row(line) for line in lines if line[:2] != "# "]
    return lists


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportGiven(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ridge = cls.make_holder("Granite Ridge Contractors LLC")
        cls.make_policy("general_liability", "GL-1001", cls.ridge)
        cls.make_policy("auto", "AU-1002", cls.ridge)

    def test_every_list_has_its_expectation(self):
        names = {path.name for path in FOLDER.iterdir()} - {EXPECTED}
        self.assertEqual(names, set(read_expected()) | set(REFUSED))

    def test_what_is_no_list_is_refused_in_words(self):
        for name, words in REFUSED.items():
            for model in (HOLDER, INTEREST):
                with self.subTest(name), self.assertRaisesRegex(UserError, words):
                    self.bring(name, model)

    def test_every_list_pass_after_pass(self):
        for name, (notes, rows) in read_expected().items():
            with self.for_itself(name):
                first = [row.first for row in rows]
                run = self.bring_twice(name, HOLDER)
                self.check_rows(run, first)
                self.check_told(run, notes, rows)
                # Whoever was not brought in before is not there now.
                second = [
                    "? " if before[0] == "?" else row.second
                    for before, row in zip(first, rows, strict=True)
                ]
                run = self.bring_twice(name, INTEREST)
                self.check_rows(run, second)

    def test_every_list_in_one_go(self):
        for name, (notes, rows) in read_expected().items():
            with self.for_itself(name):
                run = self.bring(name, INTEREST, one_go=True)
                self.check_rows(run, [row.second for row in rows])
                self.check_told(run, notes, rows)

    # ----------------------------------------------------------------- the work

    @contextmanager
    def for_itself(self, name):
        """What is imported here is gone afterwards: lists do not know each other."""
        with self.subTest(name), self.env.cr.savepoint() as savepoint:
            try:
                yield
            finally:
                savepoint.rollback()
                self.env.invalidate_all()

    def bring(self, name, model, **options):
        """The import of a list, after it was imported."""
        if model == INTEREST:
            options["insured_id"] = self.ridge.id
        content = base64.b64encode((FOLDER / name).read_bytes())
        wizard = self.env[model].create({"file": content, "filename": name, **options})
        wizard.action_preview()
        self.assertFalse(wizard.action_import(), "nothing has changed meanwhile")
        return wizard.run_id

    def bring_twice(self, name, model, **options):
        """The first import; the second one of the same list must change nothing."""
        run = self.bring(name, model, **options)
        told, before = [self.tell(line) for line in run.line_ids], self.read_all()
        again = self.bring(name, model, **options)
        self.assertFalse(again.create_count + again.update_count)
        self.assertEqual([self.tell(line) for line in again.line_ids], told)
        self.assertEqual(self.read_all(), before)
        return run

    def read_all(self):
        """What contacts and interests say."""
        interests = self.env["coi.additional.interest"].search([])
        cards = [self.print_card(each.holder_id, each) for each in interests]
        contacts = self.env["res.partner"].search([])
        return contacts.read([*REACH, "email", "phone", "coi_is_holder"]), cards

    # ---------------------------------------------------- what became of a row

    def check_rows(self, run, expected):
        told = [self.tell(line) for line in run.line_ids]
        self.assertEqual(len(told), len(expected), told)
        for row, wanted in zip(told, expected, strict=True):
            if wanted[:2] in ("? ", "- "):
                self.assertEqual(row[:2], wanted[:2], row)
                self.assertIn(wanted[2:], row)
            else:
                self.assertEqual(row, wanted)

    def check_told(self, run, notes, rows):
        for line, row in zip(run.line_ids, rows, strict=True):
            self.assertIn(row.told, line.message or "")
        for note in notes:
            self.assertIn(note, run.note_text or "")

    def tell(self, line):
        """A row as it is printed, "? why it is asked", "- why it is left out"."""
        if line.bucket in WRITTEN:
            return self.print_card(self.find_holder(line), line.interest_id)
        sign = "?" if line.bucket == "problem" else "-"
        return f"{sign} {line.message}"

    def find_holder(self, line):
        """The holder; of a row that is the same as one before it, that one's."""
        if line.partner_id:
            return line.partner_id
        [first] = [
            detail["line"]
            for _key, code, detail in line._get_findings()["notices"]
            if code == "same_as_line"
        ]
        others = line.run_id.line_ids
        return others.filtered(lambda other: other.number == first).partner_id

    def print_card(self, holder, interest):
        """The holder's box, and behind bars what else the certificate says."""
        asked = interest or SimpleNamespace(isaoa=False, atima=False)
        address = holder._coi_get_address_lines()
        case = SimpleNamespace(party=holder, asked=asked, address=address)
        box = " / ".join(self.env["coi.page"]._get_holder_lines(case))
        said = self.get_said(interest) if interest else ()
        return " | ".join(filter(None, [box, holder.email, holder.phone, *said]))

    def get_said(self, interest):
        lines = {key: interest[f"{key}_line_ids"].mapped("key") for key in GRANTS}
        return [
            interest.attention and f"Attn {interest.attention}",
            interest.loan_number and f"Loan {interest.loan_number}",
            *(
                f"{key.upper()} {', '.join(sorted(asked))}"
                for key, asked in lines.items()
                if asked
            ),
            *interest.type_ids.mapped("key"),
            interest.project,
            interest.valid_until and str(interest.valid_until),
            ", ".join(sorted(interest.series_ids.mapped("display_name"))),
            interest.description,
        ]
