from collections import defaultdict

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
        """The evidence file of ``batch``, as CSV bytes a spreadsheet opens rightly."""
        self, batch = clean(self), clean(batch)
        made = self._get_made(batch)
        damaged = batch.certificate_ids._find_damaged()
        return write_csv(
            [
                *self._get_request(batch),
                [],
                self._get_header(),
                *(
                    self._get_row(line, made[line.id], damaged)
                    for line in batch.line_ids
                ),
            ]
        )

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
            [self.env._("Requested on"), self._format_time(batch.create_date)],
            [self.env._("Finished on"), self._format_time(batch.date_done)],
            [self.env._("Issue date"), format_date(self.env, batch.issue_date)],
            [self.env._("Form"), ", ".join(batch.form_ids.mapped("display_name"))],
            [self.env._("Insureds"), ", ".join(self._get_insureds(batch))],
            [self.env._("Policies"), chosen or in_force],
            [self.env._("Output"), outputs[batch.output]],
            [self.env._("Saved to Sent Certificates"), self._say(batch.save_history)],
            [self.env._("Warnings confirmed"), self._say(batch.warnings_confirmed)],
            [self.env._("Selected"), batch.count_selected],
            [self.env._("Done"), batch.count_done],
            [self.env._("Blocked"), batch.count_blocked],
            [self.env._("Kept aside"), batch.count_aside],
            [self.env._("Failed"), batch.count_failed],
            [self.env._("Cancelled"), batch.count_cancelled],
            [self.env._("Waiting"), batch.count_pending],
        ]

    @api.model
    def _get_insureds(self, batch):
        """Their names, as they were called when this was asked for."""
        names = (line._get_names()[0] for line in batch.line_ids)
        return filter(None, dict.fromkeys(names))

    @api.model
    def _get_header(self):
        return [
            self.env._("Insured"),
            self.env._("Certificate holder"),
            self.env._("Verdict"),
            self.env._("Reasons"),
            self.env._("Overridden by"),
            self.env._("Override reason"),
            self.env._("Overridden on"),
            self.env._("Form"),
            self.env._("Outcome"),
            self.env._("What went wrong"),
            self.env._("Certificate"),
            self.env._("Revision of"),
            self.env._("State now"),
            self.env._("Marks rest on"),
            "SHA-256",
            self.env._("Content hash"),
        ]

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
        return [
            certificate.insured_name or insured,
            certificate.holder_name or holder,
            self._get_label(line, "verdict"),
            "\n".join(map(self._format_reason, line.reasons or [])),
            given.get("user", ""),
            given.get("reason", ""),
            self._format_time(fields.Datetime.to_datetime(given.get("date"))),
            (certificate.form_id or line.form_id).display_name or "",
            self._get_label(line, "state"),
            line.message or "",
            certificate._get_full_number() if certificate else "",
            line.revises_id._get_full_number() if line.revises_id else "",
            self._get_state(certificate, damaged) if certificate else "",
            certificate.basis_summary or "",
            certificate.sha256 or "",
            certificate.content_hash or "",
        ]

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
    def _format_time(self, moment):
        return format_datetime(self.env, moment) if moment else ""

    @api.model
    def _say(self, flag):
        return self.env._("Yes") if flag else self.env._("No")
