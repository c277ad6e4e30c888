import json

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize

from ..models.common.argument import read_choice, read_flag, read_text
from ..models.common.door import door, one, trusted
from ..models.common.plural import plural
from . import coi_send_rows as plan_rows

# Rows of a page.
PAGE = 40
# So many documents of a piece of post are listed.
LISTED = 200


class CoiSend(models.TransientModel):
    """The window's screen: a page of envelopes at a time, and any one of them as it
    would be sent."""

    _inherit = "coi.send"

    @door
    def get_screen(self, tab="mail", only="", query="", offset=0):
        """A page of the envelopes, and what is said above it; the door of the screen.

        :param tab: key of ``TABS``
        :param only: key of ``MARKS``, or "" for all
        :param query: words of a mailbox or a holder's name
        :param offset: number of rows before the page
        :returns: dict
        """
        rows = self._enter()
        tab = read_choice(self.env, tab, plan_rows.TABS, "tab")
        only = read_choice(self.env, only, ("", *plan_rows.MARKS), "only")
        words = read_text(self.env, query, "query", 200).casefold().split()
        offset = self._read_number(offset, "offset")
        found = plan_rows.find(rows, tab, only, words)
        shown = found[offset : offset + PAGE]
        return {
            **self._get_head(rows),
            "alerts": json.loads(self.alerts or "[]"),
            "notes": (self.notes or "").splitlines(),
            "tab": tab,
            "filters": self._get_filters(rows, tab),
            "rows": [self._get_row(number, rows[number]) for number in shown],
            "total": len(found),
            # All there are, where somebody has narrowed them down.
            "found": found if only or words else [],
            "offset": offset,
            "limit": PAGE,
        }

    def _enter(self):
        one(self)
        self.check_access("read")
        return self._read_rows()

    def _read_number(self, given, what):
        if type(given) is not int or not 0 <= given < 2**31:
            raise UserError(self.env._("%(what)s: give a number from 0 on.", what=what))
        return given

    # ------------------------------------------------------------------ what it says

    def _get_head(self, rows):
        envelopes = list(map(plan_rows.read_envelope, rows))
        mails = sum(each.state == "queued" for each in envelopes)
        tabs = [plan_rows.TAB_OF[row["channel"]] for row in rows]
        company = self.company_id
        return {
            "sentence": self.env["coi.delivery.plan"]._say_sentence(envelopes),
            "tabs": [
                {"key": key, "label": label, "count": tabs.count(key)}
                for key, label in self._get_tab_labels().items()
            ],
            "mails": mails,
            "proofs": len(self.env["coi.proof"]._choose(envelopes)),
            "leaves": sum(
                each.state in ("queued", "to_print", "to_upload") for each in envelopes
            ),
            "minutes": self.minutes,
            "is_sent": bool(self.sending_id),
            "needs_approval": self.env["coi.sending"]._needs_approval(company, mails),
        }

    def _get_tab_labels(self):
        return {
            "mail": self.env._("Mail"),
            "print": self.env._("Print"),
            "portal": self.env._("Portal"),
            "nobody": self.env._("Nobody"),
        }

    def _get_mark_labels(self):
        return {
            "missing": self.env._("No address"),
            "marked": self.env._("Not written to"),
            "bounced": self.env._("Bounced last time"),
            "on_its_way": self.env._("On its way already"),
            "opted_out": self.env._("On the blacklist"),
            "large": self.env._("Split or over size"),
            "several": self.env._("Several in one"),
            "language": self.env._("Other language"),
        }

    def _get_filters(self, rows, tab):
        labels, counts = self._get_mark_labels(), dict.fromkeys(plan_rows.MARKS, 0)
        for row in rows:
            if plan_rows.TAB_OF[row["channel"]] == tab:
                for mark in row["marks"]:
                    counts[mark] += 1
        return [
            {"key": key, "label": labels[key], "count": count}
            for key, count in counts.items()
            if count
        ]

    def _get_row(self, number, row):
        """A row as it is drawn."""
        labels = self._get_mark_labels()
        last = row["last"]
        return {
            "number": number,
            "to": row["email"] or " ".join(row["address"].split("\n")),
            "holder": row["holder_name"],
            "count": len(row["ids"]),
            "size": row["size"],
            "attach": row["attach"],
            "part": self._say_part(row),
            "marks": [
                labels[mark]
                for mark in row["marks"]
                if mark not in ("several", "large")
            ],
            "last": last and {"is_bad": last[0], "label": last[1], "day": last[2]},
            "words": last[3] if last else "",
            "is_sent": row["state"] in ("queued", "to_print", "to_upload"),
            "can_pick": plan_rows.can_pick(row),
        }

    def _say_part(self, row):
        if row["part_count"] < 2:
            return ""
        return self.env._(
            "%(part)s of %(count)s", part=row["part"], count=row["part_count"]
        )

    # ------------------------------------------------------------------- picking

    @door
    def pick(self, numbers, is_sent):
        """Leave envelopes out of this run, or send them; the door of the screen.

        :param numbers: a list of envelopes' numbers, as of ``get_screen``
        :param is_sent: False leaves them out; True also sends what goes to a mailbox
            that is marked as never written to
        :returns: dict: what is said of the plan then
        """
        rows = self._enter()
        if not isinstance(numbers, list) or not numbers:
            raise UserError(
                self.env._("numbers: give a list of numbers, as in [0, 1].")
            )
        chosen = [self._get_numbered(rows, number) for number in numbers]
        is_sent = read_flag(self.env, is_sent, "is_sent")
        for row in chosen:
            if not plan_rows.can_pick(row):
                raise UserError(
                    self.env._(
                        "%(holder)s: it goes to no mailbox, or is on its way already.",
                        holder=row["holder_name"],
                    )
                )
            plan_rows.pick(row, is_sent)
        # sudo(): the plan is written by the window only; this is the user's own.
        trusted(self).plan = plan_rows.dump(rows)
        return self._get_head(rows)

    def _get_numbered(self, rows, number):
        number = self._read_number(number, "number")
        if number >= len(rows):
            raise UserError(self.env._("There is no envelope with this number."))
        return rows[number]

    # ------------------------------------------------------------------- preview

    @door
    def get_preview(self, number, template_id=None):
        """One envelope as it would be sent; nothing is stored. The door of the screen.

        :param number: of the envelope, as of ``get_screen``
        :param template_id: of the mail, where it is not the window's own
        :returns: dict
        """
        row = self._get_numbered(self._enter(), number)
        template = self.env["coi.sending"]._read_template(template_id)
        told = {
            "number": number,
            "to": row["email"],
            "to_all": ", ".join(row["to"]),
            "cc": ", ".join(row["cc"]),
            "address": row["address"],
            "why": self._say_why(row),
            "words": row["last"][3] if row["last"] else "",
        }
        if row["email"]:
            return {**told, **self._write_mail(row, number, template)}
        return {**told, "files": self._list_documents(row)}

    def _write_mail(self, row, number, template):
        template = template or self._get_used_template()
        envelope = plan_rows.read_envelope(row)
        drafts = self.env["coi.mail.draft"]
        self._get_readable(row)
        with drafts._hold(self.company_id, template, [envelope]) as delivery:
            if fault := drafts._find_fault(delivery):
                return {"fault": fault, "files": []}
            subject, body, attached = drafts._compose(delivery)
        return {
            "subject": subject,
            # What a template says is shown as a mail program would, and runs nothing.
            "body": str(html_sanitize(body, sanitize_style=True)),
            "is_link": row["attach"] == "link",
            "files": [
                {
                    "name": name,
                    "size": len(data),
                    "url": f"/coi/send/{self.id}/{number}/{place}",
                }
                for place, (name, data, _kind) in enumerate(attached)
            ],
        }

    def _get_file(self, number, place):
        """A file of an envelope: name, bytes and kind; for the download."""
        row = self._get_numbered(self._enter(), number)
        self._get_readable(row)
        envelope = plan_rows.read_envelope(row)
        drafts, template = self.env["coi.mail.draft"], self._get_used_template()
        with drafts._hold(self.company_id, template, [envelope]) as delivery:
            attached = delivery.env["coi.letter"]._attach(delivery)[delivery.id]
        if place >= len(attached):
            raise UserError(self.env._("There is no such file."))
        return attached[place]

    def _get_readable(self, row):
        """Its certificates, which the user may still read."""
        certificates = self.env["coi.certificate"].browse(row["ids"])
        certificates._check_may_leave()
        return certificates

    def _list_documents(self, row):
        certificates = self._get_readable(row)[:LISTED]
        return [
            {
                "name": each._get_filename(),
                "url": f"/coi/certificate/{each.id}/pdf",
            }
            for each in certificates
        ]

    def _say_why(self, row):
        """How what is no mail reaches its holder, or why it does not."""
        count = len(row["ids"])
        if row["kind"]:
            kinds = self.env["coi.delivery"]._fields["kind"]
            return dict(kinds._description_selection(self.env))[row["kind"]]
        return {
            "to_print": plural(
                count,
                self.env._("One envelope by post, with 1 certificate in it."),
                self.env._(
                    "One envelope by post, with %(count)s certificates in it.",
                    count=count,
                ),
            ),
            "to_upload": self.env._("Someone uploads it to the holder's portal."),
            "nobody": self.env._("Its holder is to get nothing, as it is set."),
        }.get(row["state"], "")

    # -------------------------------------------------------------------- proofs

    @door
    def send_proofs(self, which="some", template_id=None):
        """Send mails to the user's own address, as holders would get them; no holder
        is written to. The door of the screen.

        :param which: "some": the first, the longest, each language and each bundle;
            "all": as many as go in one go; or the number of one envelope
        :param template_id: of the mails, where it is not the window's own
        :returns: dict ``is_good`` and ``words``: what became of them
        """
        rows = self._enter()
        envelopes = list(map(plan_rows.read_envelope, rows))
        template = self.env["coi.sending"]._read_template(template_id)
        proofs = self.env["coi.proof"]
        if type(which) is int:
            row = self._get_numbered(rows, which)
            self._get_readable(row)
            numbers = [which]
        else:
            which = read_choice(self.env, which, ("some", "all"), "which")
            self._get_certificates()._check_may_leave()
            some = which == "some"
            numbers = proofs._choose(envelopes) if some else range(len(envelopes))
        is_good, words = proofs._send(
            self.company_id, template or self._get_used_template(), envelopes, numbers
        )
        return {"is_good": is_good, "words": words}
