import json
from collections import Counter
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..common.door import door, one, trusted
from ..register.coi_interest_renewal import get_last_day
from ..renewal.coi_renewal import OVER

CELL, HEAD = Markup("<td>%s</td>"), Markup("<th>%s</th>")
ROW = Markup("<tr>%s</tr>")
TABLE = Markup(
    '<table class="table table-sm"><thead>%s</thead><tbody>%s</tbody></table>'
)
# So many rows of a kind are shown.
SHOWN = 500


class CoiRenewalReply(models.Model):
    """What an insured answered: shown before it is taken, and taken back while nobody
    has changed it since."""

    _name = "coi.renewal.reply"
    _description = "Answers of an Insured"
    _order = "id desc"
    _rec_name = "filename"

    renewal_id = fields.Many2one(
        "coi.renewal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    filename = fields.Char("File", readonly=True)
    user_id = fields.Many2one("res.users", "Read By", required=True, readonly=True)
    date = fields.Datetime("Read On", required=True, readonly=True)
    date_taken = fields.Datetime("Taken On", readonly=True)
    taken_by_id = fields.Many2one("res.users", readonly=True)
    date_undone = fields.Datetime("Undone On", readonly=True)
    undone_by_id = fields.Many2one("res.users", readonly=True)
    state = fields.Selection(
        [("read", "To take"), ("done", "Taken"), ("undone", "Undone")],
        required=True,
        readonly=True,
        default="read",
    )
    # JSON as text: a Json field copies its value again on every access.
    answers = fields.Text(readonly=True, help="Of each row what it says (JSON).")
    done = fields.Text(readonly=True, help="What was written instead of what (JSON).")
    count_keep = fields.Integer("Keep", readonly=True, aggregator=None)
    count_stop = fields.Integer("Stop", readonly=True, aggregator=None)
    count_address = fields.Integer("New Address", readonly=True, aggregator=None)
    count_empty = fields.Integer("Not Answered", readonly=True, aggregator=None)
    count_refused = fields.Integer("Not Understood", readonly=True, aggregator=None)
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    # ---------------------------------------------------------------------- reading

    @api.model
    def _read_file(self, renewal, content, filename):
        """The answers in a file that has come back, not taken yet."""
        answers = self.env["coi.renewal.answer"]._read(renewal, content, filename)
        counts = Counter(map(self._get_kind, answers))
        # sudo(): whoever may decide in the renewal reads answers into it.
        made = trusted(self).create(
            {
                "renewal_id": renewal.id,
                "company_id": renewal.company_id.id,
                "filename": filename or self.env._("List"),
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "answers": json.dumps(answers),
                **{
                    f"count_{kind}": counts[kind]
                    for kind in ("keep", "stop", "address", "empty", "refused")
                },
            }
        )
        return made.with_env(self.env)

    @api.model
    def _get_kind(self, answer):
        if answer["problem"]:
            return "refused"
        if answer["address"]:
            return "address"
        return answer["answer"] or "empty"

    @api.depends("answers")
    @api.depends_context("lang")
    def _compute_preview(self):
        """What would be done, first what is not understood."""
        order = ("refused", "stop", "address", "keep")
        for reply in self:
            answers = json.loads(reply.answers or "[]")
            shown = [each for each in answers if self._get_kind(each) in order]
            shown.sort(key=lambda each: order.index(self._get_kind(each)))
            heads = Markup().join(
                HEAD % text
                for text in (
                    self.env._("Line"),
                    self.env._("Certificate Holder"),
                    self.env._("Answer"),
                    self.env._("What Will Be Done"),
                )
            )
            ended = reply._get_ended() if shown else {}
            rows = Markup().join(reply._draw_row(each, ended) for each in shown[:SHOWN])
            reply.preview = TABLE % (ROW % heads, rows) if shown else ""

    def _draw_row(self, answer, ended):
        labels = {
            "refused": self.env._("Not understood"),
            "stop": self.env._("Stop"),
            "address": self.env._("New address"),
            "keep": self.env._("Keep"),
        }
        cells = (
            answer["number"],
            answer["holder"] or answer["ref"],
            labels[self._get_kind(answer)],
            self._explain(answer, ended),
        )
        return ROW % Markup().join(CELL % cell for cell in cells)

    def _explain(self, answer, ended):
        kind = self._get_kind(answer)
        if kind == "refused":
            return answer["problem"]
        if kind == "stop":
            return self.env._(
                "No new certificate; the interest ends on %(day)s.",
                day=format_date(self.env, self._get_last_day()),
            )
        parts = [self._explain_address(answer["address"])] if answer["address"] else []
        interest = self.env["coi.additional.interest"].browse(answer["interest_id"])
        parts.append(self._explain_keep(interest.exists(), ended))
        return " ".join(parts)

    def _explain_address(self, new):
        state = self.env["res.country.state"].browse(new["state_id"])
        return self.env._(
            "The contact's address becomes %(address)s.",
            address=", ".join(
                filter(
                    None,
                    (
                        new["street"],
                        new["street2"],
                        new["city"],
                        f"{state.code} {new['zip']}",
                    ),
                )
            ),
        )

    def _explain_keep(self, interest, ended):
        """Whether it gets its new certificate, which its interest may not allow."""
        if interest.renewal == "no":
            return self.env._(
                "No new certificate: its interest does not receive renewals."
            )
        if interest.id in ended:
            return self.env._(
                "It gets its new certificate: the earlier Stop is taken back."
            )
        last_day = get_last_day(interest)
        if last_day and last_day < self.renewal_id.day:
            return self.env._(
                "No new certificate: its interest ends on %(day)s.",
                day=format_date(self.env, last_day),
            )
        return self.env._("It gets its new certificate.")

    def _get_last_day(self):
        return self.renewal_id.day - timedelta(days=1)

    # ----------------------------------------------------------------------- taking

    @door
    def action_take(self):
        """Button: do what the answers say, all of it or nothing."""
        one(self)
        self._check_open("read")
        self._begin()
        answers = json.loads(self.answers or "[]")
        self._check_there(answers)
        ended = self._get_ended()
        done = [self._take(each, ended) for each in answers if self._is_taken(each)]
        if not done:
            raise UserError(
                self.env._("There is no answer to take in this file: fix it first.")
            )
        self._record(
            {
                "state": "done",
                "done": json.dumps(done),
                "date_taken": fields.Datetime.now(),
                "taken_by_id": self.env.uid,
            }
        )
        self.renewal_id._take_answers(
            self.env._(
                "Answers of the insured taken: keep %(keep)s, stop %(stop)s, new "
                "address %(address)s.",
                keep=self.count_keep,
                stop=self.count_stop,
                address=self.count_address,
            )
        )

    def _check_there(self, answers):
        """Refuse what was read of holders that were deleted since."""
        known = [each for each in answers if each["line_id"]]
        lines = self.env["coi.renewal.line"].browse(each["line_id"] for each in known)
        there = set(lines.exists().ids)
        gone = [each["holder"] for each in known if each["line_id"] not in there]
        if gone:
            raise UserError(
                self.env._(
                    "Deleted since this file was read: %(names)s. Read the file again.",
                    names=", ".join(gone[:20]),
                )
            )

    @api.model
    def _is_taken(self, answer):
        return self._get_kind(answer) in ("keep", "stop", "address")

    def _take(self, answer, ended):
        """Do one; returns what was there before and what is there now.

        :param ended: see ``_get_ended``
        """
        line = self.env["coi.renewal.line"].browse(answer["line_id"])
        interest = line.interest_id
        given = {}
        if answer["answer"] == "stop":
            given["interest"] = self._get_end(interest)
        elif interest.id in ended:
            given["interest"] = ended[interest.id]
        if answer["address"]:
            given["holder"] = answer["address"]
        before = {
            "line": {"answer": line.answer or False},
            "interest": self._read_values(interest, given.get("interest", {})),
            "holder": self._read_values(interest.holder_id, given.get("holder", {})),
        }
        line._record({"answer": answer["answer"]})
        if "interest" in given:
            interest.write(given["interest"])
        if "holder" in given:
            interest.holder_id.write(given["holder"])
        after = {"line": {"answer": answer["answer"]}, **given}
        return {
            "line_id": line.id,
            "interest_id": interest.id,
            "holder_id": interest.holder_id.id,
            "before": before,
            "after": after,
        }

    def _get_end(self, interest):
        """The job is over with the old terms; earlier where it was so before."""
        last = self._get_last_day()
        if interest.valid_until and interest.valid_until < last:
            last = interest.valid_until
        return {"valid_until": fields.Date.to_string(last), "tail_until": False}

    def _get_ended(self):
        """What an interest said, by its id, before earlier answers of the insured ended
        it: they may have said Stop by mistake."""
        earlier = self.renewal_id.reply_ids.filtered(lambda each: each.state == "done")
        found = {}
        for reply in earlier.sorted("date_taken"):
            for entry in json.loads(reply.done):
                before, after = entry["before"], entry["after"]
                is_stop = after["line"]["answer"] == "stop"
                if is_stop and before["interest"] != after["interest"]:
                    found[entry["interest_id"]] = entry
        interests = self.env["coi.additional.interest"].browse(found).exists()
        return {
            each.id: found[each.id]["before"]["interest"]
            for each in interests
            if self._read_values(each, found[each.id]["after"]["interest"])
            == found[each.id]["after"]["interest"]
        }

    @api.model
    def _read_values(self, record, names):
        """The values of a record as JSON has them."""
        values = {}
        for name in names:
            value = record[name]
            if record._fields[name].type == "many2one":
                value = value.id
            elif record._fields[name].type == "date" and value:
                value = fields.Date.to_string(value)
            values[name] = value or False
        return values

    # ----------------------------------------------------------------------- undoing

    @door
    def action_undo(self):
        """Button: as it was before, but for what somebody has changed since."""
        one(self)
        self._check_open("done")
        self._begin()
        # The last first: of a contact with several rows each was what the next found.
        done = reversed(json.loads(self.done or "[]"))
        kept = [name for each in done for name in self._undo(each)]
        self._record(
            {
                "state": "undone",
                "date_undone": fields.Datetime.now(),
                "undone_by_id": self.env.uid,
            }
        )
        words = self.env._("The answers of the insured were taken back.")
        if kept:
            words += " " + self.env._(
                "Changed since, and left as they are: %(names)s.",
                names=", ".join(kept[:20]),
            )
        self.renewal_id._take_answers(words)

    def _undo(self, entry):
        """Names of what was left as it is."""
        line = self.env["coi.renewal.line"].browse(entry["line_id"]).exists()
        if line and (line.answer or False) == entry["after"]["line"]["answer"]:
            line._record(entry["before"]["line"])
        kept = []
        for part, model in (
            ("interest", "coi.additional.interest"),
            ("holder", "res.partner"),
        ):
            after = entry["after"].get(part)
            record = self.env[model].browse(entry[f"{part}_id"]).exists()
            if not after or not record:
                continue
            if self._read_values(record, after) == after:
                record.write(entry["before"][part])
            else:
                kept.append(record.display_name)
        return kept

    # ----------------------------------------------------------------------- access

    def _check_open(self, state):
        self.check_access("read")
        self.renewal_id.check_access("write")
        if self.renewal_id.state in OVER:
            raise UserError(self.env._("This renewal is over."))
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "These answers can no longer do this. Their status: %(state)s.",
                    state=labels[self.state],
                )
            )

    def _begin(self):
        """The second of two clicks finds what the first has done."""
        state = self.state
        # sudo(): a lock writes nothing.
        trusted(self).lock_for_update()
        self.invalidate_recordset()
        self._check_open(state)
        self.renewal_id._lock()

    def _record(self, vals):
        # sudo(): users only read them; what was done was just checked.
        trusted(self).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was answered is a record: it is kept."))
