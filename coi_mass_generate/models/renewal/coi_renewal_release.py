from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.consent import Consent
from ..common.door import door, one
from .coi_renewal import OVER
from .coi_renewal_consent import OTHER
from .outcome import OUTCOMES

# Ending policies in these are shown as long as they are in force.
STAYS = ("open", "waiting")
MAY_SHOW = ("active", "upcoming")
# What became of a certificate that is out of the house, and of one nobody has sent.
GONE = ("handed", "printed", "uploaded")
NOT_SENT = (False, "taken_back", "nobody")


class CoiRenewal(models.Model):
    """From the review to certificates, and from certificates to their holders."""

    _inherit = "coi.renewal"

    # ---------------------------------------------------------------- what is shown

    def _get_policies(self):
        """What the new certificates show: the terms that follow, and what else is in
        force when they begin."""
        rows, issue_date = self.policy_ids, self._get_issue_date()
        today = self.env["coi.plan"]._get_today()
        begin = max(self.day, issue_date)
        others = self.env["coi.policy"].search(
            Domain("insured_id", "=", self.insured_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_effective", "<=", begin)
            & Domain("series_id", "not in", rows.policy_id.series_id.ids)
        )
        others = others.filtered(lambda each: each._get_end() > begin)
        staying = rows.filtered(lambda each: each.decision in STAYS).policy_id
        shown = others | rows._get_following() | staying
        owner = self.company_id.id, self.insured_id.id
        return shown.filtered(
            lambda each: (
                each._get_owner() == owner
                and each._get_standing(issue_date, today) in MAY_SHOW
            )
        )

    # ---------------------------------------------------------------------- release

    @door
    def action_release(self):
        """Button: issue the certificates of all that are ready, in one batch.

        What would be made is worked out anew. Should more warnings have come up than
        were accepted, nothing is made.
        """
        one(self)
        self._check_step("review", "issued", "sent")
        self._lock()
        self._refresh()
        ready = self.line_ids.filtered(lambda line: line.outcome == "include")
        if not ready:
            return self._open_last()
        self._check_accepted()
        batch = self._issue(ready)
        self._record({"state": "issued"})
        self._take_outcomes(batch)
        return batch._open_page()

    def _take_outcomes(self, batch):
        """Say of each holder of ``batch``, which this renewal has released, what became
        of it there."""
        found = {each.interest_id.id: each for each in batch.line_ids}
        lines = self.env["coi.renewal.line"].search(
            [("renewal_id", "=", self.id), ("interest_id", "in", list(found))]
        )
        for state, some in lines.grouped(
            lambda line: found[line.interest_id.id].state
        ).items():
            why = {"done": "has_it", "pending": "making"}.get(state, "left")
            some._record({"why": why, "outcome": OUTCOMES[why], "detail": False})
            for line in some if why == "left" else ():
                made = found[line.interest_id.id]
                line._record({"detail": made.message or made.reason_text})
        self._take_stock()

    def _open_last(self):
        """The second of two clicks finds what the first has made."""
        if not self.batch_ids:
            raise UserError(
                self.env._(
                    "Nobody is ready: see below why each holder waits, or is left out."
                )
            )
        return self.batch_ids.sorted("id")[-1]._open_page()

    def _issue(self, lines):
        cases, more, vals = (
            self.env["coi.request"]
            .with_company(self.company_id)
            ._prepare_run(
                lines.interest_id,
                self._get_consent(lines),
                issue_date=self._get_issue_date(),
                policies=self._get_policies(),
            )
        )
        vals.update(renewal_id=self.id, accepted=self._dump_accepted())
        batches = self.env["coi.batch"].with_company(self.company_id)
        return batches._carry_out(cases, more, vals)

    def _get_consent(self, lines):
        """To just the warnings these have now, of the kinds that were accepted."""
        accepted = set(self._get_valid().mapped("kind"))
        kinds = accepted - {OTHER}
        if OTHER in accepted:
            found = self._get_found().get(OTHER, {})
            kinds |= {code.partition(":")[0] for code in found}
        told = {
            line.interest_id.id: {each["code"] for each in line.findings or ()}
            for line in lines
        }
        return Consent(bool(kinds), frozenset(kinds), frozenset(told), told)

    def _dump_accepted(self):
        """Who accepted what, as the batch keeps it for its evidence."""
        return [
            {
                "kind": each.kind,
                "count": each.count,
                "user": each.user_id.name,
                "date": fields.Datetime.to_string(each.date),
            }
            for each in self._get_valid().sorted("id")
        ]

    # ------------------------------------------------------------------------- send

    def _get_made(self):
        """The valid certificates this renewal has issued."""
        return self.env["coi.certificate"].search(
            [("batch_id", "in", self.batch_ids.ids), ("state", "=", "issued")],
            order="line_id",
        )

    @door
    def action_send(self):
        """Button: to whom the new certificates go, to be sent."""
        one(self)
        self._check_step("issued", "sent")
        left = self._get_made().filtered(lambda each: each.delivery_state in NOT_SENT)
        if not left:
            raise UserError(
                self.env._("All certificates of this renewal are on their way.")
            )
        return self.env["coi.send"]._open(left)

    def _note_sent(self):
        """Be sent once every certificate is out of the house, and only then."""
        for renewal in self.filtered(lambda each: each.state == "issued"):
            made = renewal._get_made()
            # What was just written of deliveries is not in the memory.
            made.invalidate_recordset(["delivery_state"])
            renewal.invalidate_recordset(["count_include"])
            states = set(made.mapped("delivery_state"))
            if made and states <= set(GONE) and not renewal.count_include:
                renewal._record({"state": "sent"})

    # -------------------------------------------------------------------------- end

    @door
    def action_close(self):
        """Button: nothing is left to do."""
        one(self)
        self._check_step("issued", "sent")
        self._end("closed")

    @door
    def action_drop(self):
        """Button: do without; what was issued stays issued."""
        one(self)
        self._check_step("mapping", "asking", "review")
        self._end("dropped")

    @door
    def action_reopen(self):
        """Button: go on with it after all."""
        one(self)
        self._check_step(*OVER)
        self._record({"state": "issued" if self.batch_ids else "mapping"})

    @door
    def action_open_batches(self):
        """Button: what it has issued."""
        one(self)
        self.check_access("read")
        if len(self.batch_ids) == 1:
            return self.batch_ids._open_page()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_batch_action"
        )
        return {**action, "domain": [("renewal_id", "=", self.id)], "context": {}}

    def _end(self, state):
        self._record({"state": state})
        self._end_asking()
