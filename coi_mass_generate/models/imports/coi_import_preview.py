import hashlib
import json
from functools import partial

from odoo import api, fields, models
from odoo.tools import SQL

from ... import sheets
from ...sheets.clean.cleaner import VERSION, Cleaner
from ...sheets.clean.places import Places
from ...sheets.clean.policy import PolicyCleaner
from ...sheets.fields import FIELDS
from ...sheets.text import fold
from ..common.door import trusted
from .coi_import_plan import Entry

# Of a row, what the file says, what the user says, and what is planned for it.
FILE = ("number", "cells", "kinds", "is_hidden", "is_struck", "marks")
USER = ("corrections", "decision", "decided_about", "choice")
PLANNED = (
    *("values", "cleaning", "findings", "changes", "bucket"),
    *("partner_id", "interest_id", "policy_id", "likely_id", "is_question"),
)


class CoiImportPreview(models.AbstractModel):
    """Says of every row of an import what would become of it."""

    _name = "coi.import.preview"
    _description = "Preview of an Import"

    @api.model
    def _take_rows(self, run, rows):
        """Store the rows (``sheets.Row``) of a file just read, and plan them."""
        lines = [
            dict(zip(FILE, (*self._get_file(row), row.marks or None), strict=True))
            for row in rows
        ]
        self._take_lines(run, lines)

    @api.model
    def _get_file(self, row):
        return row.number, row.cells, row.kinds, row.hidden, row.struck

    @api.model
    def _take_lines(self, run, lines, cleaning_key=""):
        """The same with rows as ``_fetch_lines`` gives them.

        :param cleaning_key: what their cleaning depended on; where that is still the
            same, and nobody has corrected the row, it need not be cleaned again
        """
        run._check_open()
        # sudo(): users answer rows, and make or delete none; _check_open() has passed.
        trusted(run.line_ids).unlink()
        cleaner = self._get_cleaner(run)
        cleaner.look_at(line["cells"] for line in lines)
        known = cleaning_key and cleaning_key == run.cleaning_key
        entries = [
            self._restore_entry(line)
            if known and not (line["corrections"] or line["choice"])
            else self._make_entry(run, cleaner, {key: line[key] for key in FILE})
            for line in lines
        ]
        for entry in entries:
            entry.decision = ""
        plan = self.env["coi.import.plan"]._make_plan(run, entries)
        self._insert_lines(run, lines, entries)
        self._take_plan(run, plan)
        run._show_first()

    @api.model
    def _renew(self, run, clean=True):
        """Plan the stored rows anew.

        :param clean: whether to read the cells anew, too
        :returns: the plan, and the ids of the rows for which it is another than before
        """
        lines = self._fetch_lines(run, FILE if clean else FILE[:1])
        if clean:
            cleaner = self._get_cleaner(run)
            cleaner.look_at(line["cells"] for line in lines)
            entries = [self._make_entry(run, cleaner, line) for line in lines]
        else:
            entries = [self._restore_entry(line) for line in lines]
        plan = self.env["coi.import.plan"]._make_plan(run, entries)
        changed = self._store_planned(lines, entries)
        if self._take_plan(run, plan):
            changed = changed or [line["id"] for line in lines]
        return plan, changed

    # ----------------------------------------------------------------- cleaning

    @api.model
    def _get_cleaner(self, run):
        """A cleaner that knows the columns, the countries and the types there are."""
        fields_ = self.env["coi.import.field"]
        catalogue = fields_._get_catalogue(run.kind).fields
        mapping = {
            column.index: column.target
            for column in run.column_ids
            if column.target in catalogue
        }
        types = self._get_types()
        day_first = self._is_day_first()
        added = sorted(key for key in catalogue if key not in FIELDS)
        lines = self._get_lines() if run.kind == "policy" else ()
        facts = [
            *(VERSION, sorted(mapping.items()), sorted(types.items()), day_first),
            *lines,
            *(run.take_hidden, run.take_struck, run.company_id.country_id.code),
            *((key, catalogue[key].kind, catalogue[key].version) for key in added),
        ]
        key = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
        if run.cleaning_key != key:
            run._set({"cleaning_key": key})
        make = Cleaner
        if lines:
            make = partial(PolicyCleaner, lines=lines[0], rows=lines[1])
        return make(
            mapping,
            run.headers or (),
            places=self._get_places(run),
            types=types,
            day_first=day_first,
            fields=catalogue,
            steps=fields_._get_steps(),
        )

    @api.model
    def _get_lines(self):
        """({folded name or key of a coverage line: key}, {key: row of the page})."""
        lines = self.env["coi.coverage.line"].search([("active", "=", True)])
        known = {}
        for each in (*lines, *lines.with_context(lang="en_US")):
            for name in (each.key.replace("_", " "), each.name, each.short_name):
                if name:
                    known.setdefault(fold(name), each.key)
        return known, {each.key: each.row for each in lines}

    @api.model
    def _get_types(self):
        """{folded name, key or code of an interest type: its key}."""
        known = {}
        for each in self.env["coi.interest.type"].search([("active", "=", True)]):
            for name in (each.key.replace("_", " "), each.name, each.external_code):
                if name:
                    known.setdefault(fold(name), each.key)
        return known

    @api.model
    def _get_places(self, run):
        countries = self.env["res.country"].search_fetch([], ["code", "name"])
        states = self.env["res.country.state"].search_fetch(
            [], ["code", "name", "country_id"]
        )
        english = countries.with_context(lang="en_US")
        return Places(
            [
                (country.code, {country.name, in_english.name})
                for country, in_english in zip(countries, english, strict=True)
            ],
            [(state.country_id.code, state.code, [state.name]) for state in states],
            run.company_id.country_id.code or "US",
        )

    @api.model
    def _is_day_first(self):
        """How 3/4/2026 is meant: as the user's language writes dates."""
        lang = self.env["res.lang"]._get_data(code=self.env.user.lang or "en_US")
        form = lang.date_format or "%m/%d/%Y"
        return 0 <= form.find("%d") < form.find("%m")

    @api.model
    def _make_row(self, line):
        """A row as ``sheets`` read it, from what is stored of it."""
        number, cells, kinds, hidden, struck, marks = (line[key] for key in FILE)
        return sheets.Row(number, cells, kinds or "", hidden, struck, marks or [])

    @api.model
    def _make_entry(self, run, cleaner, line):
        """Clean a row and make the plan's entry of it."""
        done = cleaner.clean(
            self._make_row(line), line.get("corrections"), line.get("choice") == "in"
        )
        skip = done.skip
        if line["is_hidden"] and not run.take_hidden:
            skip = "hidden"
        if line["is_struck"] and not run.take_struck:
            skip = "struck"
        if line.get("choice"):
            skip = "user" if line["choice"] == "out" else ""
        cleaning = _without_empty(
            problems=done.problems, notices=done.notices, left_out=skip
        )
        return self._restore_entry(
            {**line, "values": done.values, "cleaning": cleaning}
        )

    @api.model
    def _restore_entry(self, line):
        """An entry of the plan, from what is stored of a row cleaned before."""
        cleaning = line["cleaning"] or {}
        return Entry(
            line["number"],
            line["values"],
            list(cleaning.get("problems", ())),
            list(cleaning.get("notices", ())),
            cleaning.get("left_out", ""),
            line.get("decision") or "",
            line.get("decided_about") or 0,
            cleaning=line["cleaning"],
        )

    # ------------------------------------------------------------------ storing

    @api.model
    def _prepare_planned(self, entry):
        """What is stored of an entry; ids for relations, None for nothing."""
        findings = _without_empty(
            problems=entry.problems, notices=entry.notices, left_out=entry.skip
        )
        return {
            "values": entry.values,
            "cleaning": entry.cleaning,
            "findings": findings,
            "changes": entry.changes or None,
            "bucket": entry.bucket,
            "partner_id": entry.partner_id or None,
            "interest_id": entry.interest_id or None,
            "policy_id": entry.policy_id or None,
            "likely_id": entry.likely_id or None,
            "is_question": entry.is_question,
        }

    @api.model
    def _fetch_lines(self, run, file=FILE):
        """What is stored of the rows: dicts, in the file's order.

        :param file: what is wanted of what the file says

        Past the ORM: it copies every JSON value each time it is looked at.
        """
        run.check_access("read")
        self.env["coi.import.line"].flush_model()
        columns = ("id", *file, *USER, *PLANNED)
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM coi_import_line WHERE run_id = %s ORDER BY number",
                SQL(", ").join(map(SQL.identifier, columns)),
                run.id,
            )
        )
        return [dict(zip(columns, row, strict=True)) for row in rows]

    @api.model
    def _store_planned(self, lines, entries):
        """Write what is planned where that changed; returns the ids of these rows."""
        planned = zip(lines, map(self._prepare_planned, entries), strict=True)
        changed = {
            line["id"]: vals
            for line, vals in planned
            if any(line[key] != value for key, value in vals.items())
        }
        # trusted(): whoever has the rows planned may go on with the import.
        stored = trusted(self.env["coi.import.line"].browse(changed))
        stored._write_bulk({}, list(changed.values()))
        if changed:
            self.env["coi.import.line"].invalidate_model()
            self.env["coi.import.run"].invalidate_model()
        return list(changed)

    @api.model
    def _take_plan(self, run, plan):
        """Keep what would disappear; whether that is something new."""
        if set(run.gone_ids.ids) == set(plan.gone):
            return False
        run._set({"gone_ids": [fields.Command.set(plan.gone)], "confirm_gone": False})
        return True

    @api.model
    def _insert_lines(self, run, lines, entries):
        """Store new rows with what is planned for them.

        trusted(): ``_take_lines`` checked that the user may go on with the import.
        """
        rows = [
            {**{key: line[key] for key in FILE}, **self._prepare_planned(entry)}
            for line, entry in zip(lines, entries, strict=True)
        ]
        # Nothing is the user's yet, whatever defaults are set for these fields.
        common = {"run_id": run.id, **dict.fromkeys((*USER, "match_key"))}
        trusted(self.env["coi.import.line"])._create_bulk(rows, common)
        run.invalidate_recordset()


def _without_empty(**values):
    return {key: value for key, value in values.items() if value} or None
