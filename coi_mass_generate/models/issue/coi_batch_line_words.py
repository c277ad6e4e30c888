from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.argument import read_text
from ..common.door import door, one
from .mending import HOLDER_FORM, MENDS, POSTAL


class CoiBatchLine(models.Model):
    """What people see of a line: the verdict's reasons, who overrode them, and what
    mends them."""

    _inherit = "coi.batch.line"

    override_summary = fields.Char("Override", compute="_compute_override")
    override_reason = fields.Text("Reason Given", compute="_compute_override")
    override_user = fields.Char("Overridden By", compute="_compute_override")
    override_date = fields.Datetime("Overridden On", compute="_compute_override")
    # A list of dicts: level, title, message, code, whether it is overridden, and what
    # is said on the button that mends it, if there is one.
    findings = fields.Json("Findings to Fix", compute="_compute_findings")
    outcome_text = fields.Char("Outcome", compute="_compute_outcome_text")

    @api.depends("overrides")
    def _compute_override(self):
        for line in self:
            said = line._get_override()
            line.override_reason = said.get("reason")
            line.override_user = said.get("user")
            line.override_date = said.get("date")
            line.override_summary = ": ".join(
                filter(None, (said.get("user"), said.get("reason")))
            )

    def _get_override(self):
        """What a manager said; {} where there was nothing to override."""
        said = self.overrides or {}
        return said if said.get("codes") else {}

    @api.depends("reasons")
    @api.depends_context("lang", "uid")
    def _compute_findings(self):
        for line in self:
            line.findings = [line._tell(each) for each in line.reasons or ()]

    def _tell(self, finding):
        mend = self._get_mend(finding)
        label = mend and (mend.label if finding["id"] else mend.new_label)
        translate = self.env._  # the text was marked where it is written
        return {
            "level": finding["level"],
            "title": finding["title"],
            "message": finding["message"],
            "code": finding["code"],
            "is_overridden": bool(finding.get("override")),
            "mend": translate(label) if label else "",
        }

    @api.model
    def _get_mend(self, finding):
        """``Mend`` of what a stored finding is about; None where the user can do
        nothing about it."""
        mend = MENDS.get(finding["model"])
        if not mend or not (finding["id"] or mend.new_label):
            return None
        target = self.env[mend.model or finding["model"]]
        if finding["id"] and not mend.model:
            target = target.browse(finding["id"]).exists()
            if not target:
                return None
        return mend if target.has_access(mend.right) else None

    @api.depends("state", "message")
    @api.depends_context("lang")
    def _compute_outcome_text(self):
        """In a sentence, what became of the holder."""
        said = {
            "pending": self.env._("Its certificate is still to be made."),
            "done": self.env._(
                "Its certificate was for download only, and is no longer kept."
            ),
            "skipped": self.env._("No certificate was made: it is blocked."),
            "aside": self.env._(
                "No certificate was made: it was left out, as nobody had confirmed its "
                "warnings."
            ),
            "error": self.env._("No certificate was made: something went wrong."),
            "cancelled": self.env._(
                "No certificate was made: the batch was canceled before."
            ),
        }
        for line in self:
            line.outcome_text = said[line.state]

    # --------------------------------------------------------------------- doors

    @door
    def action_open(self):
        """Click on a row: the certificate; where there is none, why, and what mends
        it."""
        one(self)
        self.check_access("read")
        certificate = self.certificate_ids[:1]
        record = certificate or self
        return {
            "type": "ir.actions.act_window",
            "name": record.display_name,
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current" if certificate else "new",
        }

    @door
    def action_mend(self, code=None):
        """Button: open what one of the findings is about.

        :param code: the finding's (``case.Finding``)
        """
        one(self)
        self.check_access("read")
        code = read_text(self.env, code, "code")
        for finding in self.reasons or ():
            mend = finding["code"] == code and self._get_mend(finding)
            if mend:
                return self._open_mend(finding, mend)
        raise UserError(
            self.env._(
                "There is nothing left to open here: it was deleted, or you may not "
                "change it. Generate again to see what is left to do."
            )
        )

    def _open_mend(self, finding, mend):
        """:param finding: as it is stored"""
        defaults = dict(finding["defaults"])
        if mend.model:
            defaults["company_id"] = finding["id"]
        return {
            "type": "ir.actions.act_window",
            "name": finding["title"],
            "res_model": mend.model or finding["model"],
            "res_id": False if mend.model else finding["id"],
            "views": [(self._get_mend_form(finding), "form")],
            "target": "current" if mend.is_page else "new",
            "context": {f"default_{name}": each for name, each in defaults.items()},
        }

    def _get_mend_form(self, finding):
        """Id of the view with just what is to be mended; False: that of all."""
        is_holder = finding["id"] == self.holder_id.id or finding["key"] in POSTAL
        is_postal = is_holder and finding["model"] == "res.partner"
        return self.env.ref(HOLDER_FORM).id if is_postal else False
