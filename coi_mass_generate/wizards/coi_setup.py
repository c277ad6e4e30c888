from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..models.common.argument import read_choice
from ..models.common.door import door, trusted

_lt = LazyTranslate(__name__)

MANAGER = "coi_mass_generate.group_manager"
# By key what a step is called, what is to be done, and what its button says.
STEPS = {
    "agency": (
        _lt("Agency"),
        _lt("Name, address, phone and who signs, as every certificate shows them."),
        _lt("Complete the Agency"),
    ),
    "insurers": (
        _lt("Insurers"),
        _lt("The companies that write your clients' policies, with NAIC numbers."),
        _lt("Add an Insurer"),
    ),
    "insured": (
        _lt("First insured"),
        _lt("The client whose certificates you issue, with its address."),
        _lt("Add an Insured"),
    ),
    "policies": (
        _lt("Policies"),
        _lt("What the client is insured for: dates and limits, side by side."),
        _lt("Enter Policies"),
    ),
    "holders": (
        _lt("Holders"),
        _lt("Who receives certificates: type them in, or import a list."),
        _lt("Add Holders"),
    ),
    "generate": (
        _lt("Generate"),
        _lt("See who is ready, and issue the first certificates."),
        _lt("Generate Certificates"),
    ),
}


class CoiSetup(models.AbstractModel):
    """The first hour of an agency: what is left to do until it issues certificates.

    Nothing of it is ticked by hand: what is there is done. It is about the company the
    user works in, and stands above the list of insureds.
    """

    _name = "coi.setup"
    _description = "Set-Up Checklist"

    @api.model
    @api.readonly
    @door
    def get_steps(self):
        """
        :returns: False where nothing is to be shown, else dict ``company``, its name;
            ``can_dismiss``; and ``steps``, each a dict ``key``, ``title``, ``text``,
            ``button``, ``is_done`` and ``hint``, why the user cannot do it now ("")
        """
        if not self._is_user():
            return False
        shown = self.env.company.coi_setup
        if shown == "hidden":
            return False
        done = self._get_done()
        if all(done.values()) and shown != "shown":
            return False
        return {
            "company": self.env.company.name,
            "can_dismiss": self._is_manager(),
            "steps": [self._prepare_step(key, done) for key in STEPS],
        }

    @api.model
    @door
    def action_open(self, key):
        """Where the step ``key`` is done."""
        self.env["coi.policy"].check_access("read")
        key = read_choice(self.env, key, list(STEPS), "key")
        hint = self._explain_not_yet(key, self._get_done())
        if hint:
            raise UserError(hint)
        return getattr(self, f"_open_{key}")()

    @api.model
    @door
    def action_dismiss(self):
        """Do not show it in this company any more."""
        self._set_shown("hidden")

    @api.model
    @door
    def action_show(self):
        """Bring it back, also where all is done."""
        self._set_shown("shown")
        return self._get_action("action_insureds") | {"target": "main"}

    @api.model
    def _set_shown(self, shown):
        if not self._is_manager():
            raise AccessError(
                self.env._(
                    "The checklist is there for everyone in %(company)s. Ask "
                    "someone with Certificates / Manager rights to dismiss it or "
                    "bring it back.",
                    company=self.env.company.name,
                )
            )
        # sudo(): a manager of certificates decides for the company worked in, and
        # nothing is written but whether the checklist is shown.
        trusted(self.env.company).coi_setup = shown

    @api.model
    def _is_user(self):
        return self.env["coi.policy"].has_access("read")

    @api.model
    def _is_manager(self):
        return self.env.user.has_group(MANAGER)

    # --------------------------------------------------------------- what is there

    @api.model
    def _get_done(self):
        """``{key: whether it is done}``, each asked for in one query."""
        company = self.env.company
        missing = self.env["coi.check"]._get_missing_agency(company)
        return {
            "agency": not missing,
            "insurers": bool(self._find_contact("coi_is_insurer")),
            "insured": bool(self._find_contact("coi_is_insured")),
            "policies": bool(self._find("coi.policy")),
            "holders": bool(self._find("coi.additional.interest")),
            "generate": self._has_generated(),
        }

    @api.model
    def _has_generated(self):
        """Also where all that is left of what was made is its batch."""
        emptied = Domain("date_expired", "!=", False)
        made = self._find("coi.certificate") or self._find("coi.batch", emptied)
        return bool(made)

    @api.model
    def _find(self, model, domain=Domain.TRUE):
        """The latest record of the company."""
        own = Domain("company_id", "=", self.env.company.id)
        return self.env[model].search(own & Domain(domain), order="id desc", limit=1)

    @api.model
    def _find_contact(self, role, domain=Domain.TRUE):
        """The latest contact of this role that the company can use."""
        own = Domain("company_id", "in", [False, self.env.company.id])
        known = own & Domain(role, "=", True) & Domain(domain)
        return self.env["res.partner"].search(known, order="id desc", limit=1)

    @api.model
    def _prepare_step(self, key, done):
        translate = self.env._  # the texts were marked where they are written
        title, text, button = map(translate, STEPS[key])
        return {
            "key": key,
            "title": title,
            "text": text,
            "button": button,
            "is_done": done[key],
            "hint": self._explain_not_yet(key, done),
        }

    @api.model
    def _explain_not_yet(self, key, done):
        if key == "agency" and not self._is_manager():
            return self.env._("Ask a manager to do this.")
        if key in ("policies", "holders") and not done["insured"]:
            return self.env._("Add the insured first.")
        if key == "generate" and not done["holders"]:
            return self.env._("Add a holder first.")
        return ""

    # ---------------------------------------------------------- where it is done

    @api.model
    def _get_action(self, name):
        actions = self.env["ir.actions.act_window"]
        return actions._for_xml_id(f"coi_mass_generate.{name}")

    @api.model
    def _open_agency(self):
        return self._get_action("action_agency")

    @api.model
    def _open_insurers(self):
        form = self.env.ref("coi_mass_generate.res_partner_view_form_insurer")
        return {
            **self._prepare_contact(self.env._("New Insurer"), "coi_is_insurer"),
            "views": [(form.id, "form")],
            "target": "new",
        }

    @api.model
    def _open_insured(self):
        return self._prepare_contact(self.env._("New Insured"), "coi_is_insured")

    @api.model
    def _prepare_contact(self, name, role):
        company = self.env.company
        country = company.country_id or self.env.ref("base.us")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "res.partner",
            "views": [(False, "form")],
            "context": {
                f"default_{role}": True,
                "default_is_company": True,
                "default_country_id": country.id,
            },
        }

    @api.model
    def _open_policies(self):
        bare = Domain("coi_policy_ids", "=", False)
        return self._get_insured(bare).action_coi_new_policies()

    @api.model
    def _open_holders(self):
        bare = Domain("coi_additional_interest_ids", "=", False)
        insured = self._get_insured(bare & Domain("coi_policy_ids", "!=", False))
        return {
            **self._prepare_contact(insured.name, "coi_is_insured"),
            "res_id": insured.id,
        }

    @api.model
    def _open_generate(self):
        holder = self._find("coi.additional.interest")
        insured = holder.insured_id._filtered_access("read") or self._get_insured()
        return insured.action_coi_generate()

    @api.model
    def _get_insured(self, wanted=Domain.TRUE):
        """The latest insured of whom ``wanted`` is true, or else the latest."""
        role = "coi_is_insured"
        return self._find_contact(role, wanted) or self._find_contact(role)
