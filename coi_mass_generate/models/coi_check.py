from odoo import api, models
from odoo.tools.misc import format_date

from ..pdf.fonts import undrawable
from .coi_form import get_face
from .coi_plan import Finding

CHECK_PREFIX = "_check_"


class CoiCheck(models.AbstractModel):
    """The rules a certificate must pass before anything is drawn.

    A rule is one method ``_check_<name>(case)`` that yields ``Finding`` objects. Add a
    rule by adding a method in an inheriting class; drop one by overriding it to yield
    nothing. Rules look at a case only: what they need for many holders is read in
    batch when the cases are prepared (``coi.plan``).
    """

    _name = "coi.check"
    _description = "Certificate Rules"

    @api.model
    def _judge(self, cases):
        """Run every rule over every case and keep what it found in the case."""
        checks = [getattr(self, name) for name in self._get_check_names()]
        for case in cases:
            case.findings = [
                finding for check in checks for finding in check(case) or ()
            ]

    @api.model
    def _get_check_names(self):
        names = (name for name in dir(type(self)) if name.startswith(CHECK_PREFIX))
        return [name for name in names if name not in dir(models.BaseModel)]

    @api.model
    def _check_listed(self, case):
        if not case.interest.active:
            yield Finding(
                "archived",
                "blocked",
                self.env._(
                    "The holder is no longer in the insured's Additional Interests. "
                    "Add it again or leave it out."
                ),
            )

    @api.model
    def _check_name(self, case):
        if not (case.holder.name or "").strip():
            yield Finding(
                "name",
                "blocked",
                self.env._("The holder has no name. Complete the contact."),
            )

    @api.model
    def _check_address(self, case):
        holder = case.holder
        street = f"{holder.street or ''}{holder.street2 or ''}".strip()
        city = (holder.city or "").strip()
        code = (holder.zip or "").strip()
        missing = [
            label
            for value, label in (
                (street, self.env._("street")),
                (city, self.env._("city")),
                (code or not self._has_zip(holder), self.env._("ZIP code")),
                (holder.state_id or not self._has_states(holder), self.env._("state")),
            )
            if not value
        ]
        if missing:
            yield Finding(
                "address",
                "blocked",
                self.env._(
                    "The holder's address is incomplete: %(missing)s. "
                    "Complete the contact.",
                    missing=", ".join(missing),
                ),
            )

    @api.model
    def _has_states(self, holder):
        return holder.country_id.code in (False, "US", "CA")

    @api.model
    def _has_zip(self, holder):
        return holder.country_id.code in (False, "US", "CA")

    @api.model
    def _check_policies(self, case):
        if not case.policies:
            yield Finding(
                "no_policy",
                "blocked",
                self.env._(
                    "No policy to show is in force on the issue date. Choose another "
                    "date or other policies, or renew the policy."
                ),
            )

    @api.model
    def _check_naic(self, case):
        unnamed = case.policies.insurer_id.filtered(
            lambda insurer: not insurer.coi_naic
        )
        if unnamed:
            yield Finding(
                "naic",
                "warning",
                self.env._(
                    "No NAIC number: %(insurers)s.",
                    insurers=", ".join(unnamed.mapped("name")),
                ),
            )

    @api.model
    def _check_grants(self, case):
        titles = {
            "ai": self.env._("Additional insured"),
            "waiver": self.env._("Waiver of subrogation"),
            "pnc": self.env._("Primary and non-contributory"),
        }
        for grant, policies in case.refused.items():
            yield Finding(
                grant,
                "blocked",
                self.env._(
                    "%(right)s is asked for, but no endorsement gives it to this "
                    "holder on %(policies)s. Record the endorsement or take the mark "
                    "away.",
                    right=titles[grant],
                    policies=", ".join(policies.mapped("display_name")),
                ),
            )

    @api.model
    def _check_font(self, case):
        text = "".join(case.values.values())
        if text.isascii():
            return
        unknown = undrawable(get_face().missing(text))
        if unknown:
            yield Finding(
                "font",
                "blocked",
                self.env._(
                    "No font of the server can print %(characters)s. Ask your "
                    "administrator to install one that can.",
                    characters=" ".join(sorted(unknown)[:10]),
                ),
            )

    @api.model
    def _check_valid_until(self, case):
        until = case.interest.valid_until
        if until and until < case.issue_date:
            yield Finding(
                "valid_until",
                "blocked",
                self.env._(
                    "The interest ended on %(day)s.", day=format_date(self.env, until)
                ),
            )
