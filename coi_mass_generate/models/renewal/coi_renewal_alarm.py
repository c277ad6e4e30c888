import json
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.argument import read_choice, read_flag, read_text
from ..common.door import door, one, trusted
from .coi_renewal_consent import OTHER

WORSE = "lost"


def get_mark(codes):
    """Short for which holders have which of the warnings of one kind.

    :param codes: ``{code: [interest id]}``
    """
    said = sorted((code, sorted(ids)) for code, ids in codes.items())
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


class CoiRenewal(models.Model):
    """The alarm: each kind of warning with its number of holders, to be accepted by
    itself before anything is released."""

    _inherit = "coi.renewal"

    alarms = fields.Json(compute="_compute_alarms")
    count_alarms = fields.Integer("To Accept", compute="_compute_alarms")

    @api.depends("found", "consent_ids.state")
    @api.depends_context("lang", "tz")
    def _compute_alarms(self):
        titles = self.env["coi.renewal.consent"]._get_titles()
        for renewal in self:
            accepted = {each.kind: each for each in renewal._get_valid()}
            alarms = [
                renewal._describe_alarm(kind, codes, titles, accepted.get(kind))
                for kind, codes in renewal._get_found().items()
            ]
            alarms.sort(key=lambda each: (-each["rank"], each["title"]))
            renewal.alarms = alarms
            open_ones = [each for each in alarms if not each["accepted"]]
            renewal.count_alarms = len(open_ones)

    def _describe_alarm(self, kind, codes, titles, consent):
        """
        :param codes: ``{code: [interest id]}``
        :returns: dict ``kind``, ``title``, ``rank`` (2: something is lost, 1: serious,
            0: all others), ``count`` of holders, ``parts``: titles of which it is made,
            ``accepted``: False, or who and when, and ``mark``, which is another as soon
            as it is about others
        """
        holders = {each for ids in codes.values() for each in ids}
        keys = dict.fromkeys(code.partition(":")[0] for code in codes)
        return {
            "kind": kind,
            "title": titles.get(kind, kind),
            "rank": 0 if kind == OTHER else 2 if kind.startswith(WORSE) else 1,
            "count": len(holders),
            "parts": [titles.get(key, key) for key in keys] if kind == OTHER else [],
            "accepted": consent._say() if consent else False,
            "mark": get_mark(codes),
        }

    @door
    def accept(self, kind, yes=True, mark=""):
        """Say that all holders with one kind of warning get their certificates all the
        same, or no longer; the door for programs, and the tick of the alarm.

        :param kind: key of the rule, or "other" for all kinds that do no harm
        :param yes: False withdraws it
        :param mark: that of the alarm that was looked at; "": what there is now
        :raises UserError: where more has come up since it was looked at
        """
        one(self)
        self._check_step("asking", "review", "issued", "sent")
        self._lock()
        found = self._get_found()
        kind = read_choice(self.env, kind, sorted(found), "kind")
        valid = self._get_valid().filtered(lambda each: each.kind == kind)
        if not read_flag(self.env, yes, "yes"):
            valid._end("withdrawn")
        elif not valid:
            self._check_seen(found[kind], read_text(self.env, mark, "mark"))
            self._create_consent(kind, found[kind])

    def _check_seen(self, codes, mark):
        """Somebody else has had the holders checked again in between."""
        if mark and mark != get_mark(codes):
            raise UserError(
                self.env._(
                    "Nothing was accepted: meanwhile this is about other holders, or "
                    "about other warnings. Look at them again."
                )
            )

    def _create_consent(self, kind, codes):
        holders = {each for ids in codes.values() for each in ids}
        # sudo(): consents are made only here, in the name of who gave it.
        trusted(self.env["coi.renewal.consent"]).create(
            {
                "renewal_id": self.id,
                "company_id": self.company_id.id,
                "kind": kind,
                "count": len(holders),
                "seen": json.dumps(codes),
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
            }
        )

    def _check_accepted(self):
        """Refuse to go on while a kind is not accepted."""
        missing = [each for each in self.alarms or () if not each["accepted"]]
        if missing:
            raise UserError(
                self.env._(
                    "Nothing was released. First look at these, and check each box: "
                    "%(kinds)s.",
                    kinds=", ".join(
                        f"{each['title']} ({each['count']})" for each in missing
                    ),
                )
            )
