from collections import defaultdict
from datetime import date, datetime

from odoo import api, fields, models
from odoo.tools.misc import format_date, format_datetime

from ...sheets.export import write_csv
from ..common.door import clean


class CoiEvidence(models.AbstractModel):
    """What happened in a batch, as a file to keep: for an auditor, or for a claim.

    First what was asked, by whom and when; then a row a holder: the verdict with its
    reasons, what was overridden and why, what was issued and its hash.
    """

    _name = "coi.evidence"
    _description = "Evidence of a Batch"

    @api.model
    def _write(self, batch):
        """The evidence file of ``batch``, as CSV bytes a spreadsheet opens rightly.

        Its dates are 2026-03-02 and 2026-03-02 21:27:29, which every program reads.
        """
        self, batch = clean(self), clean(batch)
        rows = (row.values() for row in self._iter_rows(batch))
        asked = self._get_request(batch)
        table = [*asked, [], self._get_header().values(), *rows]
        for title, labels, more in self._get_sections(batch):
            lines = (row.values() for row in more)
            table += [[], [title], labels.values(), *lines]
        return write_csv(table)

    @api.model
    def _get_document(self, batch):
        """The same to be read: texts, with dates as the reader writes them.

        :returns: dict ``asked``, a list of (name, text), ``labels``, by key,
            ``rows``, a list of dicts with those keys, and ``sections``, dicts with
            ``title``, ``labels`` and ``rows``
        """
        self, batch = clean(self), clean(batch)
        batch.check_access("read")
        return {
            "asked": [
                (name, " · ".join(filter(None, map(self._say_value, values))))
                for name, *values in self._get_request(batch)
            ],
            "labels": self._get_header(),
            "rows": [
                {key: self._say_value(value) for key, value in row.items()}
                for row in self._iter_rows(batch)
            ],
            "sections": [
                {
                    "title": title,
                    "labels": labels,
                    "rows": [
                        {key: self._say_value(value) for key, value in row.items()}
                        for row in rows
                    ],
                }
                for title, labels, rows in self._get_sections(batch)
            ],
        }

    @api.model
    def _get_sections(self, batch):
        """What happened to its certificates afterwards; a hook.

        :returns: list of (title, labels by key, rows as dicts with those keys)
        """
        return []

    @api.model
    def _say_value(self, value):
        if isinstance(value, datetime):
            # It is by the reader's clock already: UTC here means "as it stands".
            return format_datetime(self.env, value, tz="UTC")
        return format_date(self.env, value) if isinstance(value, date) else str(value)

    @api.model
    def _iter_rows(self, batch):
        """A dict a holder, with the keys of ``_get_header``."""
        made = self._get_made(batch)
        damaged = batch.certificate_ids._find_damaged()
        for line in batch.line_ids:
            yield self._get_row(line, made[line.id], damaged)

    @api.model
    def _get_request(self, batch):
        """Rows of what was asked: name and value each."""
        outputs = dict(batch._fields["output"]._description_selection(self.env))
        policies = batch.with_context(active_test=False).policy_ids
        chosen = ", ".join(policies.mapped("display_name"))
        in_force = self.env._("All in force on the issue date")
        return [
            [self.env._("Batch"), batch.name, self._get_label(batch, "state")],
            [self.env._("Agency"), batch.company_id.name],
            [self.env._("Requested by"), batch.user_id.name, batch.user_id.login],
            [self.env._("Requested on"), self._get_time(batch.create_date)],
            [self.env._("Finished on"), self._get_time(batch.date_done)],
            [self.env._("Time zone of all times"), str(self.env.tz)],
            [self.env._("Issue date"), batch.issue_date],
            [self.env._("Form"), ", ".join(batch.form_ids.mapped("display_name"))],
            [self.env._("Insureds"), ", ".join(self._get_insureds(batch))],
            [self.env._("Policies"), chosen or in_force],
            [self.env._("Output"), outputs[batch.output]],
            [self.env._("Saved to Issued Certificates"), self._say(batch.save_history)],
            [self.env._("Warnings confirmed"), self._say(batch.warnings_confirmed)],
            [self.env._("Kinds of warnings confirmed"), self._get_kinds(batch)],
            [self.env._("Selected"), batch.count_selected],
            [self.env._("Done"), batch.count_done],
            [self.env._("Blocked"), batch.count_blocked],
            [self.env._("Left out"), batch.count_aside],
            [self.env._("Failed"), batch.count_failed],
            [self.env._("Canceled"), batch.count_cancelled],
            [self.env._("Waiting"), batch.count_pending],
        ]

    @api.model
    def _get_kinds(self, batch):
        """Titles of those the list is closed to; of a rule that is gone, its key."""
        kinds = batch.confirmed_kinds
        if not batch.warnings_confirmed:
            return ""
        if not isinstance(kinds, list):
            return self.env._("All there were")
        titles = self.env["coi.check"]._get_titles()
        return "; ".join(titles.get(key, key) for key in kinds)

    @api.model
    def _get_insureds(self, batch):
        """Their names, as they were called when this was asked for."""
        names = (line._get_names()[0] for line in batch.line_ids)
        return filter(None, dict.fromkeys(names))

    @api.model
    def _get_header(self):
        return {
            "insured": self.env._("Insured"),
            "holder": self.env._("Certificate holder"),
            "verdict": self.env._("Verdict"),
            "reasons": self.env._("Reasons"),
            "overridden_by": self.env._("Overridden by"),
            "override_reason": self.env._("Override reason"),
            "overridden_on": self.env._("Overridden on"),
            "form": self.env._("Form"),
            "outcome": self.env._("Outcome"),
            "message": self.env._("What went wrong"),
            "certificate": self.env._("Certificate"),
            "revises": self.env._("Revision of"),
            "state": self.env._("State now"),
            "basis": self.env._("Rights based on"),
            "sha256": "SHA-256",
            "content_hash": self.env._("Content hash"),
        }

    @api.model
    def _get_made(self, batch):
        """Certificates by line id, none where there is none; read at once."""
        made = self.env["coi.certificate"].search_fetch(
            [("batch_id", "=", batch.id)],
            [
                "line_id", "holder_name", "number", "revision", "state", "sha256",
                "content_hash", "basis_id",
            ],
        )  # fmt: skip
        by_line = defaultdict(made.browse)
        by_line.update((certificate.line_id.id, certificate) for certificate in made)
        return by_line

    @api.model
    def _get_row(self, line, certificate, damaged):
        given = self._get_override(line)
        insured, holder = line._get_names()
        return {
            "insured": certificate.insured_name or insured,
            "holder": certificate.holder_name or holder,
            "verdict": self._get_label(line, "verdict"),
            "reasons": "\n".join(map(self._format_reason, line.reasons or [])),
            "overridden_by": given.get("user", ""),
            "override_reason": given.get("reason", ""),
            "overridden_on": self._get_time(
                fields.Datetime.to_datetime(given.get("date"))
            ),
            "form": (certificate.form_id or line.form_id).display_name or "",
            "outcome": self._get_label(line, "state"),
            "message": line.message or "",
            "certificate": certificate._get_full_number() if certificate else "",
            "revises": line.revises_id._get_full_number() if line.revises_id else "",
            "state": self._get_state(certificate, damaged) if certificate else "",
            "basis": certificate.basis_summary or "",
            "sha256": certificate.sha256 or "",
            "content_hash": certificate.content_hash or "",
        }

    @api.model
    def _get_state(self, certificate, damaged):
        if certificate.id in damaged:
            return self.env._(
                "The stored data was changed: it no longer says what was issued. "
                "Restore it from a backup."
            )
        return self._get_label(certificate, "state")

    @api.model
    def _get_override(self, line):
        """What a manager said; nothing where nothing was overridden by it."""
        reasons = line.reasons or []
        return line.overrides if any(each["override"] for each in reasons) else {}

    @api.model
    def _format_reason(self, reason):
        """A reason with its level, and whether it was overridden."""
        levels = {
            "blocked": self.env._("Blocked"),
            "warning": self.env._("Warning"),
        }
        mark = self.env._(" (overridden)") if reason.get("override") else ""
        return f"{levels[reason['level']]}{mark}: {reason['message']}"

    @api.model
    def _get_label(self, record, name):
        field = record._fields[name]
        return dict(field._description_selection(self.env)).get(record[name], "")

    @api.model
    def _get_time(self, moment):
        """``moment`` by the reader's clock, to the second; "" where there is none."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self, moment)
        return local.replace(microsecond=0, tzinfo=None)

    @api.model
    def _say(self, flag):
        return self.env._("Yes") if flag else self.env._("No")
