from odoo import api, models
from odoo.tools.misc import format_date

from ..models.common.columns import read_rows
from ..models.common.door import trusted
from ..models.common.plural import plural

# What became of a mail, as far as it says something of its mailbox.
TOLD = ("handed", "later", "unsure", "failed", "bounced")
BAD = ("failed", "bounced")
# What is no fault of the mailbox.
OURS = ("content", "marked", "missing")


class CoiSendFacts(models.AbstractModel):
    """What is to be said of the envelopes of a plan; a constant number of queries."""

    _name = "coi.send.facts"
    _description = "What Is Known of Mailboxes"

    @api.model
    def _read(self, company, envelopes):
        """:returns: ``Facts``"""
        emails = list({each.box.email for each in envelopes if each.box})
        # sudo(): only of the certificates' own company, and of the mailboxes that
        # certificates of the user's go to.
        env = trusted(self).env
        boxes = env["coi.mailbox"].search_fetch(
            [("company_id", "=", company.id), ("email", "in", emails)],
            ["email", "state"],
        )
        plan = env["coi.delivery.plan"]
        return Facts(
            states={box.email: box.state for box in boxes},
            last=self._read_last(boxes),
            opted_out=self._read_opted_out(env, emails),
            on_their_way=plan._find_on_their_way(env, envelopes),
            lang=company.partner_id.lang or self.env.lang,
        )

    @api.model
    def _read_last(self, boxes):
        """``{address: [whether it failed, what became of it, day, server's words]}`` of
        the last mail to each."""
        deliveries = boxes.env["coi.delivery"]
        groups = deliveries._read_group(
            [("mailbox_id", "in", boxes.ids), ("state", "in", TOLD)],
            ["mailbox_id"],
            ["id:max"],
        )
        last = deliveries.browse([number for _box, number in groups])
        labels = dict(deliveries._fields["state"]._description_selection(self.env))
        return {
            row.email: [
                row.state in BAD and row.kind not in OURS,
                labels[row.state],
                format_date(self.env, row.date_done) if row.date_done else "",
                row.words or "",
            ]
            for row in read_rows(last, ("email", "state", "kind", "date_done", "words"))
        }

    @api.model
    def _read_opted_out(self, env, emails):
        """Addresses that want no mass mail; a certificate is none."""
        known = env["mail.blacklist"].search_fetch([("email", "in", emails)], ["email"])
        return set(known.mapped("email"))

    @api.model
    def _describe(self, rows):
        """Of what kinds there are any, and what can be done: a list of texts."""
        counts = {}
        for row in rows:
            for mark in row["marks"]:
                counts[mark] = counts.get(mark, 0) + 1
        said = self._get_sentences()
        return [
            plural(counts[mark], *said[mark]) % {"count": counts[mark]}
            for mark in said
            if mark in counts
        ]

    @api.model
    def _get_sentences(self):
        return {
            "missing": (
                self.env._(
                    "1 holder has no e-mail address: its certificate goes to nobody."
                ),
                self.env._(
                    "%(count)s holders have no e-mail address: their certificates go "
                    "to nobody."
                ),
            ),
            "marked": (
                self.env._(
                    "1 mailbox is never to be written to. Check it to send all the "
                    "same."
                ),
                self.env._(
                    "%(count)s mailboxes are never to be written to. Check them to "
                    "send all the same."
                ),
            ),
            "bounced": (
                self.env._(
                    "1 mailbox did not take the last mail. Check its address first."
                ),
                self.env._(
                    "%(count)s mailboxes did not take the last mail. Check their "
                    "addresses first."
                ),
            ),
            "on_its_way": (
                self.env._("1 of these is on its way already, and is left out."),
                self.env._(
                    "%(count)s of these are on their way already, and are left out."
                ),
            ),
            "opted_out": (
                self.env._(
                    "1 mailbox is on the blacklist of mass mails. A certificate is no "
                    "mass mail: it is sent, unless you clear it."
                ),
                self.env._(
                    "%(count)s mailboxes are on the blacklist of mass mails. "
                    "Certificates are no mass mails: they are sent, unless you clear "
                    "them."
                ),
            ),
        }


class Facts:
    """``states`` and ``last`` by address; ``opted_out``: addresses; ``on_their_way``:
    fingerprints; ``lang``: what is usual."""

    def __init__(self, states, last, opted_out, on_their_way, lang):
        self._states, self._last, self._opted_out = states, last, opted_out
        self._on_their_way, self._lang = on_their_way, lang

    def get_last(self, envelope):
        return self._last.get(envelope.box.email) if envelope.box else None

    def get_marks(self, envelope):
        """Keys of ``coi_send_rows.MARKS``."""
        found = {
            "missing": envelope.kind == "missing",
            "on_its_way": envelope.fingerprint in self._on_their_way,
        }
        if envelope.box:
            email = envelope.box.email
            last = self._last.get(email)
            found |= {
                "marked": envelope.kind == "marked",
                "bounced": self._states.get(email) == "bounced"
                or bool(last and last[0]),
                "opted_out": email in self._opted_out,
                "large": envelope.is_large,
                "several": len(envelope.pieces) > 1,
                "language": envelope.lang != self._lang,
            }
        return [mark for mark, is_so in found.items() if is_so]
