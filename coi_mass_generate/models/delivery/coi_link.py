import secrets
from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models

from ..common.door import trusted

VALID = timedelta(days=90)


class CoiLink(models.Model):
    """A link by which the receiver of a mail gets its certificates, without a login.

    Only the hash of its token is stored: whoever reads the database cannot use it.
    Every attempt to send a mail has a link of its own, for nobody knows which of them
    arrives.
    """

    _name = "coi.link"
    _description = "Link to Sent Certificates"
    _rec_name = "delivery_id"

    delivery_id = fields.Many2one(
        "coi.delivery", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    token_hash = fields.Char(required=True, readonly=True)
    valid_until = fields.Datetime(required=True, readonly=True)

    _token_once = models.UniqueIndex("(token_hash)")

    @api.model
    def _make(self, delivery):
        """The address of a new link; it is known nowhere else."""
        token = secrets.token_urlsafe(32)
        # sudo(): for the postman; nobody makes links by hand.
        trusted(self).create(
            {
                "delivery_id": delivery.id,
                "company_id": delivery.company_id.id,
                "token_hash": self._hash(token),
                "valid_until": fields.Datetime.now() + VALID,
            }
        )
        return f"{delivery.get_base_url()}/coi/get/{token}"

    @api.model
    def _find(self, token):
        """The delivery behind a token, for whoever has it; none for any other, and for
        one whose days are over."""
        # sudo(): the token is the right.
        link = trusted(self).search(
            [
                ("token_hash", "=", self._hash(token)),
                ("valid_until", ">", fields.Datetime.now()),
            ],
            limit=1,
        )
        return link.delivery_id

    @api.model
    def _hash(self, token):
        return sha256(token.encode()).hexdigest()
