from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...sheets.header import Header
from ..common.door import door, one, trusted
from .coi_import_line import BUCKETS


class CoiImportRun(models.Model):
    """What the user of an import does: from its columns to its undo."""

    _inherit = "coi.import.run"

    @door
    def action_preview(self):
        """The columns are right: show what would become of the rows."""
        one(self)
        self._check_open()
        self._check_columns()
        self._set({"state": "preview"})
        self._renew_preview()
        self._show_first()

    @door
    def action_columns(self):
        """Back to the columns."""
        self._check_open()
        self._set({"state": "columns"})

    def _check_columns(self):
        missing = self._find_missing()
        if missing:
            raise UserError(missing)

    def _find_missing(self):
        """What the columns do not say and no list can do without, as a question."""
        targets = set(self.column_ids.mapped("target"))
        if self.kind == "policy":
            return self._find_missing_of_policies(targets)
        if not targets & {"name", "first_name", "last_name"}:
            return self.env._(
                "Which column has the holder's name? Choose it in the list of columns."
            )
        is_given = self.kind == "holder" or self.insured_id
        if not is_given and not targets & {"insured", "policy"}:
            return self.env._(
                "Which insured is the list for? Choose it above, or choose the column "
                "with the insured's name or policy number."
            )
        return None

    def _show_first(self):
        """Begin with the rows that need somebody, then with those that do something."""
        counts = {bucket: self[f"{bucket}_count"] for bucket, _label in BUCKETS}
        shown = next((bucket for bucket in counts if counts[bucket]), "problem")
        self._set({"shown": shown})

    @door
    def action_all_same(self):
        """All rows that are asked about are the holders they look like."""
        self.question_line_ids.action_same()

    @door
    def action_all_different(self):
        self.question_line_ids.action_different()

    @door
    def action_leave_out_problems(self):
        self.problem_line_ids.action_leave_out()

    @door
    def action_clear_problems(self):
        """Import the rows without the values that are in question."""
        self.problem_line_ids.action_clear_cells()

    @door
    def action_import(self):
        """Import what the preview shows, all of it or nothing.

        Rows with problems are not imported and stay on record with their reasons.
        Should the contacts have changed since the preview, nothing is imported and
        the new preview is shown.
        """
        one(self)
        self._lock()
        self._check_open()
        self._check_columns()
        since = self.write_date
        plan, changed = self._renew_preview(clean=False)
        if changed:
            self._set({"state": "preview"})
            return self._warn_changed(changed, since)
        self._check_replace()
        self.env["coi.import.writer"]._write_plan(self, plan)
        self.env["coi.import.mapping"]._remember(self, self.signature)
        # To the next full second: what is written later is later than this.
        now = self.env.cr.now().replace(microsecond=0) + timedelta(seconds=1)
        self._set({"state": "done", "date_done": now})
        self._show_first()
        return None

    def _lock(self):
        """One import at a time in a company, and of what is there now: two at once, or
        one of what was there before the other, would create twins."""
        self.lock_for_update(allow_referencing=True)
        # trusted(): whoever imports or undoes here has checked that the user may.
        trusted(self.env["coi.import.turn"])._take(self.company_id)

    def _warn_changed(self, changed, since):
        """
        :param changed: ids of the rows for which another outcome is planned now
        :param since: when the list was previewed
        """
        message = self.env._(
            "Contacts or policies have changed since the preview. Rows that are "
            "different now: %(count)s. Look at them and import again.",
            count=len(changed),
        )
        other = self._find_import_since(since)
        if other:
            message = (
                self.env._(
                    "%(user)s has just imported %(file)s.",
                    # sudo(): the list of imports shows this name as well.
                    user=other.user_id.sudo().name,
                    file=other.filename or self.env._("a list"),
                )
                + f" {message}"
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Nothing imported yet"),
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _find_import_since(self, since):
        """The last import into the company that the user may see, if it is later."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                ("date_done", ">", since),
            ],
            order="date_done DESC, id DESC",
            limit=1,
        )

    def _check_replace(self):
        """What would disappear does so only after an explicit yes."""
        if self.mode != "replace":
            return
        if self.problem_count:
            raise UserError(
                self.env._(
                    "To replace the insured's list, every row must be fixed or left "
                    "out first: whoever is missing from the list would be removed."
                )
            )
        if self.gone_ids and not self.confirm_gone:
            raise UserError(
                self.env._(
                    "Holders of the insured who are not in this list and would be "
                    "removed: %(count)s. Look at them, and check the box that "
                    "says yes.",
                    count=len(self.gone_ids),
                )
            )

    def _get_targets(self):
        """Field keys in the columns' order, '' for those not imported."""
        targets = {column.index: column.target or "" for column in self.column_ids}
        return [targets.get(index, "") for index in range(max(targets, default=-1) + 1)]

    @door
    def action_continue(self):
        """Pass 2 with the list of pass 1, and what was corrected in it."""
        one(self)
        self.check_access("read")
        wizard = self.env["coi.import.interest"].with_company(self.company_id)
        wizard = wizard.create({"file": self.file, "filename": self.filename})
        action = wizard.action_preview()
        wizard.run_id._take_corrections(self)
        return action

    def _take_corrections(self, other):
        """Take over what the user decided about the same rows in another import."""
        if (self.sheet_id.name, self.header_line) != (
            other.sheet_id.name,
            other.header_line,
        ):
            return
        domain = ["|", ("corrections", "!=", False), ("choice", "!=", False)]
        decided = self._search_lines(other, domain)
        numbers = decided.mapped("number")
        same = self._search_lines(self, [("number", "in", numbers)])
        for line, mine in zip(decided, same, strict=True):
            mine._set({"corrections": line.corrections, "choice": line.choice})
        if decided:
            self._renew_preview()
            self._show_first()

    def _search_lines(self, run, domain):
        return self.env["coi.import.line"].search([("run_id", "=", run.id), *domain])

    @door
    def action_undo(self):
        """Take the whole import back; refused when something later depends on it."""
        one(self)
        self.check_access("write")
        self._lock()
        if self.state != "done":
            raise UserError(self.env._("There is nothing to undo."))
        obstacles = self.env["coi.import.undo"]._find_obstacles(self)
        if obstacles:
            raise UserError(self._word_obstacles(obstacles))
        self.env["coi.import.undo"]._undo(self)
        self._set({"state": "undone", "date_undone": fields.Datetime.now()})

    def _word_obstacles(self, obstacles):
        listed = "\n".join(f"– {each}" for each in obstacles[:10])
        more = len(obstacles) - 10
        if more > 0:
            listed += self.env._("\n– and %(count)s more", count=more)
        return self.env._(
            "This import can no longer be undone, because something depends on it:\n"
            "%(listed)s",
            listed=listed,
        )

    @door
    def action_download_problems(self):
        """The rows that were not imported, in their columns, with the reasons.

        When they come back corrected, their columns go where they went this time.
        """
        one(self)
        self.check_access("read")
        headers = self._get_problem_headers()
        signature = self._get_signature(Header(0, 0, headers))
        self.env["coi.import.mapping"]._remember(self, signature)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/problem_file"
            f"?download=true&filename_field=problem_filename",
            "target": "download",
        }

    @door
    def action_correct_alike(self):
        """What the user typed once counts for all rows that say the same."""
        self._check_open()
        for line, texts in self._find_alike():
            line._correct(texts, remember=False)
        self._renew_preview()

    @door
    def action_open_holders(self):
        return self._open_records(
            self.line_ids.partner_id, self.env._("Holders from This Import")
        )

    @door
    def action_open_interests(self):
        return self._open_records(
            self.line_ids.interest_id, self.env._("Interests from This Import")
        )

    @door
    def action_open_insureds(self):
        """Where the certificates are generated: the insured, or the list of them."""
        lines = self.line_ids
        insureds = lines.interest_id.insured_id | lines.policy_id.insured_id
        insureds = self.insured_id or insureds
        action = self._open_records(insureds, self.env._("Insureds from This Import"))
        if len(insureds) == 1:
            action.update(res_id=insureds.id, views=[(False, "form")])
        return action

    def _open_records(self, records, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": records._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
            "context": {"active_test": False},
        }

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "name": self.display_name,
        }
