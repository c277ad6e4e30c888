from datetime import timedelta

from odoo import fields, models

from ..common.door import trusted

# Who mends one mends the next: what went another way is told together.
TOGETHER = timedelta(hours=1)


class CoiSending(models.Model):
    """What insureds are told of a run, when it is through and when it was mended."""

    _inherit = "coi.sending"

    digest_of_id = fields.Many2one(
        "coi.sending",
        "Report Of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The run of which this one tells insureds.",
    )
    digest_number = fields.Integer(
        readonly=True, aggregator=None, help="From 2 on they are corrections."
    )
    digest_ids = fields.One2many(
        "coi.sending", "digest_of_id", "Reports to Insureds", readonly=True
    )
    digest_due = fields.Datetime("Report Due At", readonly=True)

    # However often a run is finished, and by however many at once.
    _digest_once = models.UniqueIndex(
        "(digest_of_id, digest_number) WHERE digest_of_id IS NOT NULL",
        "This was reported to the insureds already.",
    )
    _digest_is_due = models.Index("(digest_due) WHERE digest_due IS NOT NULL")

    def _ask_digest(self):
        """A run is through: let insureds be told, of a mended one what is different.

        A run that tells them is itself nothing to tell of.
        """
        # sudo(): whether anybody wants to know, and when it is due.
        for sending in trusted(self).filtered(lambda each: each._is_digest_wanted()):
            mended = sending._find_mended()
            for run in mended or sending:
                run._ask_digest_of(is_mending=bool(mended))

    def _ask_digest_of(self, is_mending):
        now = fields.Datetime.now()
        if self.digest_ids:
            self._record({"digest_due": now + TOGETHER})
        elif not is_mending and not self.digest_due:
            self._record({"digest_due": now})
        if self.digest_due:
            self.env["coi.postman"]._wake(self.digest_due)

    def _is_digest_wanted(self):
        if self.digest_of_id:
            return False
        asked = [("coi_digest", "=", "yes")]
        return self.company_id.coi_digest or bool(
            self.env["res.partner"].search_count(asked, limit=1)
        )

    def _find_mended(self):
        """The runs in which what is sent again here was sent at first."""
        level, first = self.delivery_ids.resends_id, self.env["coi.delivery"]
        while level:
            first |= level.filtered(lambda each: not each.resends_id)
            level = level.resends_id
        return first.sending_id

    def _get_told(self):
        """``{id of an insured: {key of a line: line as it was told last}}``"""
        told = {}
        deliveries = self.sorted("digest_number").delivery_ids
        for delivery in deliveries.filtered(lambda each: each.state != "taken_back"):
            known = told.setdefault(delivery.insured_id.id, {})
            known.update({line["key"]: line for line in delivery.digest_lines or []})
        return told
