from odoo import fields, models


class CoiRecipient(models.Model):
    """Who gets a holder's certificates: of all its interests, or of one of them."""

    _name = "coi.recipient"
    _description = "Recipient of Certificates"
    _order = "role desc, id"
    _rec_name = "mailbox_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    holder_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="cascade",
        help="Gets what this contact is sent, unless an interest has recipients of "
        "its own.",
    )
    interest_id = fields.Many2one(
        "coi.additional.interest",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
    )
    mailbox_id = fields.Many2one(
        "coi.mailbox",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    role = fields.Selection([("to", "To"), ("cc", "Cc")], required=True, default="to")
    attention = fields.Char(help="Who reads it there.")

    _of_one = models.Constraint(
        "CHECK ((holder_id IS NULL) != (interest_id IS NULL))",
        "A recipient belongs to a contact or to one interest.",
    )
    _once = models.UniqueIndex(
        "(mailbox_id, COALESCE(holder_id, 0), COALESCE(interest_id, 0))",
        "This mailbox is already among the recipients.",
    )
