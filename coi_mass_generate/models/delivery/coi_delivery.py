from email.utils import make_msgid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.coi_bulk import is_own
from ..common.door import trusted
from ..common.plural import plural
from .channels import CHANNELS

# Still to be done, by the postman or by a person.
BY_POSTMAN = ("queued", "later")
BY_PERSON = ("to_print", "to_upload")
OPEN = (*BY_POSTMAN, "handing", *BY_PERSON)
# What somebody has to look at.
TO_MEND = ("failed", "bounced", "unsure")


class CoiDelivery(models.Model):
    """One envelope: one mail to one mailbox, one piece of post, or one upload.

    Its state is never more than what is known. "Handed over" is what a mail server
    said; that somebody has read it is nobody's to say but theirs, and a mark beside.
    """

    _name = "coi.delivery"
    _inherit = ["coi.bulk"]
    _description = "Delivery of Certificates"
    # By the run's own id, which an index is sorted by, not by how runs are sorted.
    _order = "sending_id.id desc, sequence, id"

    sending_id = fields.Many2one(
        "coi.sending", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    mailbox_id = fields.Many2one(
        "coi.mailbox", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    email = fields.Char(
        "To",
        readonly=True,
        index="trigram",
        help="As the plan showed it, whatever was changed since.",
    )
    header_to = fields.Char(
        "All To", readonly=True, help="Whom the mail names besides, under To."
    )
    header_cc = fields.Char("All Cc", readonly=True)
    insured_id = fields.Many2one(
        "res.partner",
        readonly=True,
        ondelete="restrict",
        help="Empty: certificates of several insureds.",
    )
    holder_name = fields.Char(
        "Holder", readonly=True, help="The first of them, as on its certificate."
    )
    address = fields.Text("Postal Address", readonly=True)
    lang = fields.Char("Language", readonly=True)
    attach = fields.Selection(
        lambda self: self.env["coi.mailbox"]._fields["attach"].selection,
        "Attached As",
        readonly=True,
    )
    part = fields.Integer(readonly=True, aggregator=None)
    part_count = fields.Integer("Parts", readonly=True, aggregator=None)
    enclosure_ids = fields.One2many("coi.enclosure", "delivery_id", readonly=True)
    certificate_ids = fields.Many2many(
        "coi.certificate", string="Certificates", compute="_compute_certificate_ids"
    )
    subject = fields.Char(
        compute="_compute_subject", help="What its mail is called by default."
    )
    fingerprint = fields.Char(
        readonly=True, help="Hash of what goes to whom: it is on its way only once."
    )
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("handing", "Being handed over"),
            ("handed", "Handed to the mail server"),
            ("later", "Tried again later"),
            ("unsure", "Not known whether it was taken"),
            ("failed", "Failed"),
            ("bounced", "Bounced"),
            ("taken_back", "Taken back"),
            ("to_print", "To print"),
            ("printed", "Printed"),
            ("to_upload", "To upload"),
            ("uploaded", "Uploaded"),
            ("nobody", "To nobody"),
        ],
        required=True,
        readonly=True,
        default="queued",
    )
    kind = fields.Selection(
        [
            ("missing", "No e-mail address"),
            ("marked", "Mailbox is not written to"),
            ("address", "Address unknown"),
            ("full", "Mailbox is full"),
            ("blocked", "Their server refuses ours"),
            ("size", "Too large"),
            ("temporary", "Not taken for days"),
            ("content", "Could not be made"),
            ("silence", "No answer"),
            ("stopped", "The server stopped"),
            ("outdated", "No longer valid"),
            ("person", "By a person"),
            ("there", "Already there, unchanged"),
        ],
        "Why",
        readonly=True,
    )
    words = fields.Char(
        "Server's Words", readonly=True, help="What the mail server said last."
    )
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_try = fields.Datetime(readonly=True)
    message_id = fields.Char("Message-ID", readonly=True)
    date_mail = fields.Datetime(
        "Date of the Mail",
        readonly=True,
        help="Repeated with its Message-ID when the same mail is tried again, for "
        "receivers tell it by both.",
    )
    date_done = fields.Datetime("Since", readonly=True)
    files = fields.Json(
        readonly=True, help="What was attached: name, SHA-256 and size of each."
    )
    date_bounced = fields.Datetime("Bounced On", readonly=True)
    is_probable = fields.Boolean(
        "Probably", readonly=True, help="The report does not say which mail it is of."
    )
    late_words = fields.Char(
        "Said to Be Late",
        readonly=True,
        help="The other side could not deliver it yet, and still tries.",
    )
    user_id = fields.Many2one("res.users", "Noted By", readonly=True)
    resends_id = fields.Many2one(
        "coi.delivery", "Instead Of", readonly=True, index="btree_not_null"
    )
    resent_ids = fields.One2many(
        "coi.delivery", "resends_id", string="Sent Again As", readonly=True
    )

    _in_order = models.Index("(sending_id DESC, sequence, id)")
    _by_state = models.Index("(sending_id, state)")
    _to_mend = models.Index(
        "(sending_id DESC, sequence, id) WHERE state IN ('failed', 'bounced', 'unsure')"
    )
    _waiting = models.Index(
        "(sending_id, sequence) WHERE state IN ('queued', 'later', 'handing')"
    )
    _by_message = models.Index("(message_id) WHERE message_id IS NOT NULL")
    _once_on_its_way = models.UniqueIndex(
        "(fingerprint) WHERE state IN"
        " ('queued', 'later', 'handing', 'to_print', 'to_upload')",
        "Some of these certificates are already on their way to the same recipients. "
        "Look at Deliveries before you send them again.",
    )

    @api.depends("email", "holder_name", "channel")
    def _compute_display_name(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for delivery in self:
            to = delivery.email or labels.get(delivery.channel, "")
            delivery.display_name = f"{delivery.holder_name or ''} → {to}"

    @api.depends("enclosure_ids.left_out")
    def _compute_certificate_ids(self):
        for delivery in self:
            enclosed = delivery.enclosure_ids.filtered(lambda each: not each.left_out)
            delivery.certificate_ids = enclosed.certificate_id

    @api.depends("certificate_ids", "part", "part_count")
    @api.depends_context("lang")
    def _compute_subject(self):
        for delivery in self:
            count = len(delivery.certificate_ids)
            names = set(delivery.certificate_ids.mapped("insured_name"))
            insured = names.pop() if len(names) == 1 else delivery.company_id.name
            one = self.env._("Certificate of insurance: %(insured)s", insured=insured)
            many = self.env._(
                "%(count)s certificates of insurance: %(insured)s",
                count=count,
                insured=insured,
            )
            part = f" ({delivery.part}/{delivery.part_count})"
            is_part = delivery.part_count > 1
            delivery.subject = plural(count, one, many) + (part if is_part else "")

    def write(self, vals):
        if not (self.env.su or is_own(self)):
            raise UserError(self.env._("What was sent is a record: it is not edited."))
        return super().write(vals)

    def _record(self, vals):
        # sudo(): users only read deliveries. What is written here is what became of
        # them, and what their sending's doors have checked that the user may wish.
        trusted(self).write(vals)

    # -------------------------------------------------------------- the postman

    def _search_following(self, limit):
        """Those that are handed over after this one, as it looks now."""
        return self.search(
            [
                ("sending_id", "=", self.sending_id.id),
                ("sequence", ">", self.sequence),
                ("state", "=", "queued"),
                ("attach", "!=", "link"),
            ],
            order="sequence",
            limit=limit,
        )

    def _take_up(self, now):
        """Mark as being handed over; what is no longer valid is left out of it.

        :returns: ids of the certificates that are handed over; None: it stays here
        """
        certificates = self._find_enclosed()
        if any(state != "issued" for state in certificates.values()):
            self.enclosure_ids._leave_out_invalid()
            certificates = self._find_enclosed()
        if not (certificates or self._tells_something()):
            self._record({"state": "taken_back", "kind": "outdated", "date_done": now})
            return None
        vals = {"state": "handing", "attempts": self.attempts + 1, "next_try": False}
        if not self.message_id:
            # Both are fixed before anything is said to a server, and said again on
            # every further try.
            vals.update(message_id=make_msgid("coi"), date_mail=now)
        self._record(vals)
        return tuple(certificates)

    def _tells_something(self):
        """Whether it is worth its way without any certificate."""
        return False

    def _get_template(self):
        """What it says, whatever run it is in: XML ID of its ``mail.template``; "" of
        certificates, for which their run says so."""
        return ""

    def _get_concerned(self):
        """The interests it is about, and the contacts that get it."""
        return self.certificate_ids.interest_id, self.certificate_ids.holder_id

    def _check_way(self, way):
        """Refuse a way that these cannot go; called before anything is kept."""

    def _find_enclosed(self):
        """Ids of its certificates with how they stand; for each mail, so by SQL."""
        self.env["coi.enclosure"].flush_model(["delivery_id", "left_out"])
        self.env["coi.certificate"].flush_model(["state"])
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT paper.id, paper.state FROM coi_enclosure enclosure"
                    " JOIN coi_certificate paper ON paper.id = certificate_id"
                    " WHERE delivery_id = %s AND left_out IS NULL ORDER BY paper.id",
                    self.id,
                )
            )
        )
