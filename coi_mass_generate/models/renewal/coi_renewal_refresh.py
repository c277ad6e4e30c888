import json

from odoo import api, fields, models

from ..common.columns import read_rows
from ..common.door import door, one, trusted
from .outcome import OUTCOMES

STATES_OF_WORK = ("mapping", "asking", "review", "issued", "sent")
# What a refresh may change of a line.
FOUND = (
    "outcome", "why", "detail", "findings", "kinds", "differences", "worst", "last_id",
)  # fmt: skip


class CoiRenewal(models.Model):
    """What becomes of each holder, worked out anew whenever somebody asks."""

    _inherit = "coi.renewal"

    @door
    def action_refresh(self):
        """Button: look at policies, holders and certificates as they are now."""
        one(self)
        self._check_step(*STATES_OF_WORK)
        self._lock()
        self._refresh()

    @door
    def action_review(self):
        """Button: the policies are decided; see what becomes of the holders."""
        one(self)
        self._check_step("mapping", "asking")
        self._lock()
        self._refresh()
        self._record({"state": "review"})
        self._end_asking()

    def _end_asking(self):
        """Whoever was asked to begin with it has done so."""
        # sudo(): see _ask_user().
        trusted(self).activity_unlink(["mail.mail_activity_data_todo"])

    def _refresh(self):
        """Lines of all holders, each with its outcome, as everything is now."""
        self.policy_ids._drop_gone()
        self.policy_ids._suggest()
        interests = self._find_interests()
        self._refresh_holders(interests)
        self._mark_gone(interests)
        now = fields.Datetime.now()
        self._record({"date_refreshed": now, "is_stale": False})

    def _refresh_holders(self, interests):
        """The lines of these; of those that are new, too."""
        review = self.env["coi.renewal.review"]
        wanted = {
            vals["interest_id"]: vals for vals in review._iter_lines(self, interests)
        }
        lines = self.env["coi.renewal.line"].search(
            [("renewal_id", "=", self.id), ("interest_id", "in", list(wanted))],
        )
        # What waits to be written is forgotten by what goes past the ORM.
        lines.flush_model()
        known = self._write_changed(lines, wanted)
        # sudo(): users only read lines; what they say was found by this renewal.
        trusted(lines.browse())._create_bulk(
            (vals for interest_id, vals in wanted.items() if interest_id not in known),
            {"renewal_id": self.id, "company_id": self.company_id.id},
        )
        self.invalidate_recordset(["line_ids"])
        self._take_stock()

    @api.model
    def _write_changed(self, lines, wanted):
        """Of the lines there are, those of which something else was found.

        :returns: ids of the interests that have a line
        """
        changed, given, known = [], [], set()
        rows = read_rows(lines, ("id", "interest_id", *FOUND))
        for row in rows:
            vals = wanted[row.interest_id]
            known.add(row.interest_id)
            if any((getattr(row, name) or False) != vals[name] for name in FOUND):
                changed.append(row.id)
                given.append({name: vals[name] for name in FOUND})
        # sudo(): see _refresh_holders().
        trusted(lines.browse(changed))._write_bulk({}, given)
        return known

    def _mark_gone(self, interests):
        """Who is in the list no more gets nothing, and stays on record."""
        gone = self.env["coi.renewal.line"].search(
            [
                ("renewal_id", "=", self.id),
                ("interest_id", "not in", interests.ids),
                ("why", "!=", "gone"),
            ]
        )
        if gone:
            gone._record({"outcome": OUTCOMES["gone"], "why": "gone", "kinds": False})
            self._take_stock()

    # ------------------------------------------------------------------- the alarm

    def _take_stock(self):
        """Which kinds of warnings there are now; what was accepted of fewer holders
        than there are now is accepted no more."""
        review = self.env["coi.renewal.review"]
        for renewal in self:
            found = review._find_kinds(renewal)
            for consent in renewal._get_valid():
                if not review._is_covered(consent.seen, found.get(consent.kind, {})):
                    consent._end("outdated")
            renewal._record({"found": json.dumps(found)})

    def _get_valid(self):
        return self.consent_ids.filtered(lambda each: each.state == "valid")

    def _get_found(self):
        """``{kind: {code: [interest id]}}`` as it was last worked out."""
        return json.loads(self.found or "{}")
