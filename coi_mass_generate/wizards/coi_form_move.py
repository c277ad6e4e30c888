from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.door import door, one, trusted


class CoiFormMove(models.TransientModel):
    """From one edition of a form to the next: what is printed in its fields goes along,
    and so do those who are given their certificates on it."""

    _name = "coi.form.move"
    _inherit = ["coi.wizard"]
    _description = "Move to an Edition"

    form_id = fields.Many2one(
        "coi.form", "To", required=True, readonly=True, domain=[("kind", "=", "pdf")]
    )
    from_id = fields.Many2one(
        "coi.form",
        compute="_compute_from_id",
        store=True,
        readonly=False,
        domain="[('kind', '=', 'pdf'), ('id', '!=', form_id),"
        " ('company_id', '=', company_id)]",
    )
    company_id = fields.Many2one(related="form_id.company_id")
    differences = fields.Text(compute="_compute_differences")
    approvals = fields.Text(
        "State Approvals to Confirm", compute="_compute_differences"
    )
    switch_default = fields.Boolean(
        "Use It from Now On",
        default=True,
        help="For the agency and the insureds whose form was the earlier edition.",
    )

    @api.depends("form_id")
    def _compute_from_id(self):
        for move in self:
            form = move.form_id
            earlier = form.replaces_id or form.search(
                [
                    ("kind", "=", "pdf"),
                    ("number", "=", form.number),
                    ("company_id", "=", form.company_id.id),
                    ("id", "!=", form._origin.id),
                ],
                order="id desc",
                limit=1,
            )
            move.from_id = earlier

    @api.depends("form_id", "from_id")
    @api.depends_context("lang")
    def _compute_differences(self):
        for move in self:
            lines = move._iter_differences() if move.from_id else ()
            move.differences = "\n".join(lines) or False
            states = move._find_missing_approvals().mapped("display_name")
            move.approvals = "\n".join(states) or False

    def _iter_differences(self):
        """What one edition has and the other has not, a line each."""
        old, new = (self._get_facts(form) for form in (self.from_id, self.form_id))
        for name in sorted(old.keys() - new.keys()):
            yield self.env._("%(field)s: no longer there", field=name)
        for name in sorted(new.keys() - old.keys()):
            yield self.env._("%(field)s: new", field=name)
        for name in sorted(old.keys() & new.keys()):
            if old[name] != new[name]:
                yield self.env._("%(field)s: of another kind or length", field=name)

    def _get_facts(self, form):
        return {
            field.short: (field.kind, (field.facts or {}).get("max_length"))
            for field in form.field_ids
        }

    def _find_missing_approvals(self):
        """The earlier edition's approvals that nobody recorded for this one."""
        states = self.form_id.approval_ids.state_id
        return self.from_id.approval_ids.filtered(
            lambda approval: approval.state_id not in states
        )

    @door
    def action_move(self):
        """Button: take over what is printed, and switch to the new edition."""
        one(self).check_access("write")
        self.form_id.check_access("write")
        self._check_pair()
        if self.form_id.state != "ready":
            self._set_up()
        # Back to an edition that the other replaces, they are linked as they are.
        if self.form_id._get_root() != self.from_id._get_root():
            self.form_id.replaces_id = self.from_id
        if self.switch_default:
            self._switch()
        return self._open_certificates()

    def _check_pair(self):
        if self.form_id.company_id != self.from_id.company_id or (
            self.form_id == self.from_id
        ):
            raise UserError(
                self.env._("Choose the earlier edition of your company's own form.")
            )

    def _set_up(self):
        if not self.form_id._is_frozen():
            self.form_id.action_set_up()
            self._copy_mapping()
        self.form_id.action_use()

    def _copy_mapping(self):
        """Fields of the same name say the same, where nothing was chosen yet."""
        known = {
            (field.short, field.on or ""): field for field in self.from_id.field_ids
        }
        for field in self.form_id.field_ids.filtered(lambda one: one.source == "open"):
            earlier = known.get((field.short, field.on or ""))
            if earlier and earlier.source != "open":
                field.write({**earlier._get_choice(), "is_block": earlier.is_block})

    def _switch(self):
        company = self.form_id.company_id
        # sudo(): a company is the administrator's; which form it issues on is for
        # whoever manages its forms, which was checked.
        if trusted(company).coi_form_id == self.from_id:
            trusted(company).coi_form_id = self.form_id
        insureds = self.env["res.partner"].with_company(company)
        insureds.search([("coi_form_id", "=", self.from_id.id)]).write(
            {"coi_form_id": self.form_id.id}
        )

    def _open_certificates(self):
        """Those in force on the earlier edition, to be generated again by who wants."""
        in_force = [
            ("form_id", "=", self.from_id.id),
            ("state", "=", "issued"),
            ("is_kept", "=", True),
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("On the Earlier Edition"),
            "res_model": "coi.certificate",
            "view_mode": "list,form",
            "domain": in_force,
        }
