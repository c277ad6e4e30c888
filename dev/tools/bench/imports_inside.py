"""Runs inside Odoo: imports one list in every way there is, and takes the time."""

import base64
import io
import statistics
import time
from collections import defaultdict

import openpyxl

from ..demo import agency, holder_list
from . import one_line, policy_list

# Odoo's own import of the links is measured on this part of the list: its time grows
# with the rows, and all of them take minutes.
PART = 10


def measure(env, count, turns, policies):
    """Medians in seconds, by what was done; the database stays as it is."""
    user = env["res.users"].search([("login", "=", agency.LOGIN)], limit=1)
    stopwatch = Stopwatch(env(user=user.id), count)
    for turn in range(turns):
        stopwatch.turn(with_load=not turn)
    for _turn in range(turns):
        stopwatch.import_policies(policies)
    return {key: statistics.median(each) for key, each in stopwatch.seconds.items()}


class Stopwatch:
    def __init__(self, env, count):
        self.env = env
        self.seconds = defaultdict(list)
        self.rows = holder_list.rows(count, agency.INSURED, agency.numbers())
        self.file = base64.b64encode(_write(self.rows))
        self.one_line = base64.b64encode(_write_one_line(count))
        self.country = env.ref("base.us")
        found = env["res.country.state"].search([("country_id", "=", self.country.id)])
        self.states = {state.code: state for state in found}

    def turn(self, with_load):
        with _undone(self.env):
            self.take("create", self.create)
        if with_load:
            with _undone(self.env):
                self.take("load_contacts", self.load_contacts)
                self.take("load_links", self.load_links, PART)
        with _undone(self.env):
            self.take("preview_one_line", self.preview_one_line)
        for key, work in (
            ("one_go", self.import_in_one_go),
            ("two_wizards", self.import_with_two_wizards),
        ):
            with _undone(self.env):
                _check(self.take(key, work), "created", len(self.rows))
                again = self.take(f"{key}_again", work)
                _check(again, "unchanged", len(self.rows))

    def take(self, key, work, times=1):
        self.env.flush_all()
        self.env.invalidate_all()
        start = time.perf_counter()
        result = work()
        self.env.flush_all()
        self.seconds[key].append((time.perf_counter() - start) * times)
        return result

    def create(self):
        self.env["res.partner"].create(
            [
                {
                    "name": row["Holder Name"],
                    "street": row["Address Line 1"],
                    "street2": row["Address Line 2"],
                    "city": row["City"],
                    "state_id": self.states[row["State"]].id,
                    "country_id": self.country.id,
                    "zip": row["ZIP"],
                    "email": row["Email"],
                    "phone": row["Phone"],
                    "is_company": True,
                    "coi_is_holder": True,
                }
                for row in self.rows
            ]
        )

    def load_contacts(self):
        columns = {
            "name": "Holder Name",
            "street": "Address Line 1",
            "street2": "Address Line 2",
            "city": "City",
            "zip": "ZIP",
            "email": "Email",
            "phone": "Phone",
        }
        fixed = {"country_id": self.country.name, "is_company": "1"}
        data = [
            [
                *(row[header].strip() for header in columns.values()),
                *fixed.values(),
                "1",
                self.states[row["State"]].display_name,
            ]
            for row in self.rows
        ]
        names = [*columns, *fixed, "coi_is_holder", "state_id"]
        self.load("res.partner", names, data)

    def load_links(self):
        """With names of insured, holder and type; no two rows may be the same link."""
        data = [
            [agency.INSURED, row["Holder Name"].strip(), "Mortgagee", f"P{number}"]
            for number, row in enumerate(self.rows[: len(self.rows) // PART])
        ]
        names = ["insured_id", "holder_id", "type_ids", "project"]
        self.load("coi.additional.interest", names, data)

    def load(self, model, names, data):
        result = self.env[model].load(names, data)
        if len(result["ids"] or ()) != len(data):
            raise RuntimeError(result["messages"][:3])

    def import_in_one_go(self):
        """Both passes; the way to the preview is timed by itself, too."""
        wizard = self._open("coi.import.interest", one_go=True)
        start = time.perf_counter()
        wizard.action_preview()
        self.env.flush_all()
        self.seconds["preview"].append(time.perf_counter() - start)
        wizard.action_import()
        return [wizard.get_result()]

    def import_policies(self, count):
        """Of an agency that begins: every insured and insurer is new."""
        self.file = base64.b64encode(policy_list.write(count))
        with _undone(self.env):
            self.take("policies", lambda: self.take_in_policies(count))

    def take_in_policies(self, count):
        wizard = self._open("coi.import.policy", filename="policies.xlsx")
        wizard.action_preview()
        run = wizard.run_id
        run.action_preview()
        run.action_create_parties()
        wizard.action_import()
        _check([wizard.get_result()], "created", count)

    def import_with_two_wizards(self):
        results = []
        for model in ("coi.import.holder", "coi.import.interest"):
            wizard = self._open(model)
            wizard.action_preview()
            wizard.action_import()
            results.append(wizard.get_result())
        return results

    def preview_one_line(self):
        """A list whose addresses stand in one cell each."""
        wizard = self._open("coi.import.holder", file=self.one_line)
        wizard.action_preview()

    def _open(self, model, **vals):
        vals = {"file": self.file, "filename": "holders.xlsx", **vals}
        return self.env[model].create(vals)


def _write(rows):
    out = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Holders")
    sheet.append(holder_list.HEADERS)
    for row in rows:
        sheet.append([row[header] for header in holder_list.HEADERS])
    book.save(out)
    return out.getvalue()


def _write_one_line(count):
    out = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Holders")
    sheet.append(["Holder Name", "Full Address"])
    for number, [text, *_truth] in enumerate(one_line.Maker(1).make(count)):
        sheet.append([f"Pier {number} Holdings LLC", text])
    book.save(out)
    return out.getvalue()


class _undone:
    """What happens inside is rolled back."""

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        self.savepoint = self.env.cr.savepoint()

    def __exit__(self, *exception):
        self.savepoint.rollback()
        self.env.invalidate_all()


def _check(results, outcome, count):
    for result in results:
        rows = result.pop("rows")
        if len(rows) != count or result["errored"] or result[outcome] < count * 0.9:
            raise RuntimeError(result)
