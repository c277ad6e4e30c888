from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...sheets.clean.insurer import split_naic
from ..common.columns import read_rows
from ..common.door import door, one, trusted

USER = "coi_mass_generate.group_user"
# What a certificate prints of the agency itself, which is the company's contact.
AGENCY_FIELDS = {
    "name", "street", "street2", "city", "zip", "state_id", "country_id", "phone",
    "email", "image_1920", "lang",
}  # fmt: skip
ADDRESS_METHODS = (
    "_prepare_display_address",
    "_get_address_format",
    "_get_country_name",
    "_coi_get_address_lines",
)
# The last of them changes the format of its letters only.
ADDRESS_ADDONS = (
    "odoo.addons.base.",
    "odoo.addons.coi_mass_generate.",
    "odoo.addons.snailmail.",
)


# How a country's address names city and state, and how people of the USA write it.
CITY_STATE, CITY_COMMA_STATE = "%(city)s %(state_code)s", "%(city)s, %(state_code)s"
US = "US"


def get_lines(address_format, parts):
    """Lines of an address with single spaces, none empty.

    :param parts: what ``address_format`` is filled with; a comma between city and state
        is there once, and not without either
    """
    if CITY_COMMA_STATE in address_format:
        parts["city"] = parts["city"].rstrip(" ,")
        if not (parts["city"] and parts["state_code"]):
            address_format = address_format.replace(CITY_COMMA_STATE, CITY_STATE)
    lines = (" ".join(line.split()) for line in (address_format % parts).split("\n"))
    return [line for line in lines if line]


class ResPartner(models.Model):
    _inherit = "res.partner"

    # What a contact is to the agency is no secret among colleagues, and prints nothing.
    coi_is_insured = fields.Boolean("Insured", index="btree_not_null")
    coi_is_holder = fields.Boolean("Certificate Holder")
    coi_is_insurer = fields.Boolean("Insurer")
    coi_naic = fields.Char(
        "NAIC Number",
        groups=USER,
        help='As the regulator lists it; may start with "AA-".',
    )
    coi_description = fields.Text(
        "Default Description of Operations",
        groups=USER,
        help="Printed on all certificates of this insured, unless an interest "
        "replaces it.",
    )
    coi_additional_interest_ids = fields.One2many(
        "coi.additional.interest",
        "insured_id",
        string="Additional Interests",
        groups=USER,
    )
    coi_policy_ids = fields.One2many(
        "coi.policy", "insured_id", string="Policies", groups=USER
    )
    # Those that are just being entered: never any that is there.
    coi_new_policy_ids = fields.One2many(
        "coi.policy",
        "insured_id",
        string="New Policies",
        domain=[("id", "=", 0)],
        groups=USER,
    )
    coi_policy_count = fields.Integer(compute="_compute_coi_policy_count", groups=USER)

    def copy_data(self, default=None):
        """Who may not read what certificates say copies a contact without it."""
        hidden = [
            name
            for name in ("coi_naic", "coi_description")
            if not self._has_field_access(self._fields[name], "read")
        ]
        default = {**dict.fromkeys(hidden, False), **(default or {})}
        return [
            {name: value for name, value in vals.items() if name not in hidden}
            for vals in super().copy_data(default)
        ]

    def write(self, vals):
        self._coi_check_move(vals)
        self._coi_check_agency(vals)
        return super().write(vals)

    def _coi_check_agency(self, vals):
        """Refuse to change by contact rights alone what all certificates print."""
        printed = AGENCY_FIELDS.intersection(vals)
        if not printed or self.env.su or self._coi_may_change_agency():
            return
        companies = self.env["res.company"]._coi_get_by_contact()
        ids = [companies[each] for each in self.ids if each in companies]
        for agency in self._coi_get_agencies(ids):
            self._coi_refuse_changes(agency, vals, printed)

    @api.model
    def _coi_get_agencies(self, company_ids):
        """Which of these companies have policies, and hence certificates."""
        if not company_ids:
            return []
        # sudo(): only whether there are any is looked at.
        policies = trusted(self.env["coi.policy"]).with_context(active_test=False)
        groups = policies._read_group(
            [("company_id", "in", company_ids)], ["company_id"]
        )
        return [company for [company] in groups]

    @api.model
    def _coi_may_change_agency(self):
        groups = ("coi_mass_generate.group_manager", "base.group_erp_manager")
        return any(map(self.env.user.has_group, groups))

    @api.model
    def _coi_refuse_changes(self, agency, vals, names):
        contact = agency.partner_id
        changed = [
            name
            for name in names
            if contact._fields[name].convert_to_cache(vals[name], contact)
            != contact._fields[name].convert_to_cache(contact[name], contact)
        ]
        if not changed:
            return
        labels = [self._fields[name]._description_string(self.env) for name in changed]
        raise AccessError(
            self.env._(
                "%(fields)s: the certificates of %(company)s print this. Ask someone "
                "with Certificates / Manager rights, or your administrator, to change "
                "it.",
                fields=", ".join(sorted(labels)),
                company=agency.name,
            )
        )

    def _compute_coi_policy_count(self):
        counts = self._coi_count("coi.policy", Domain.TRUE)
        for partner in self:
            partner.coi_policy_count = counts.get(partner, 0)

    def _coi_count(self, model, domain):
        """Number of records of ``model`` by insured; none for who may not see them."""
        if not self.env[model].has_access("read"):
            return {}
        insureds = Domain("insured_id", "in", self.ids)
        return dict(
            self.env[model]._read_group(insureds & domain, ["insured_id"], ["__count"])
        )

    def _coi_check_seen(self):
        """Refuse to use contacts the user may not read, in words that tell nothing."""
        if self - self._filtered_access("read"):
            raise UserError(
                self.env._(
                    "You may not see one of these contacts: it belongs to another "
                    "company. Choose another, or ask for it to be shared."
                )
            )

    def _coi_mark(self, role):
        """Set this role on the contacts that do not have it yet."""
        missing = self.filtered(lambda partner: not partner[role])
        if missing:
            # sudo(): what a contact is follows from a record the user was just
            # allowed to create; it gives nobody any right.
            trusted(missing).write({role: True})

    def _coi_get_address_lines(self, company=None):
        """The postal address without the name, as its country writes it.

        :param company: the agency (``res.company``); its own country is not printed
        :returns: list of lines, none empty
        """
        self.ensure_one()
        return get_lines(*self._coi_get_region(company or self.env.company))

    def _coi_get_addresses(self, company):
        """The same for many stored contacts: list of lines by id.

        What a country and a state give to an address is asked of one contact of each.
        """
        names = self._coi_get_address_columns()
        if not names:
            return {each.id: each._coi_get_address_lines(company) for each in self}
        regions, found = {}, {}
        rows = read_rows(self, ["country_id", "state_id", *names])
        for contact_id, (country_id, state_id, *values) in zip(
            self._ids, rows, strict=True
        ):
            region = regions.get((country_id, state_id))
            if not region:
                region = self.browse(contact_id)._coi_get_region(company)
                regions[country_id, state_id] = region
            address_format, parts = region
            for name, value in zip(names, values, strict=True):
                parts[name] = value or ""
            found[contact_id] = get_lines(address_format, parts)
        return found

    def _coi_get_region(self, company):
        """Format of this contact's address, and the parts that say where it is."""
        address_format, parts = self._prepare_display_address(without_company=True)
        if self.country_id.code == self._coi_get_home(company):
            parts["country_name"] = ""
        country = self.country_id or self.state_id.country_id
        if country.code == US and self.state_id:
            address_format = address_format.replace(CITY_STATE, CITY_COMMA_STATE)
        return address_format, parts

    @api.model
    def _coi_get_home(self, company):
        """Code of the country that letters of ``company`` need not name: its own, and
        that of the trade while nobody has entered one."""
        country = company.country_id or company.state_id.country_id
        return country.code or US

    def _coi_get_address_columns(self):
        """Columns that make an address besides its region, as long as it is made as in
        Odoo itself; none where another addon looks at more."""
        for name in ADDRESS_METHODS:
            if not getattr(type(self), name).__module__.startswith(ADDRESS_ADDONS):
                return []
        names = set(self._formatting_address_fields()) - {"country_id", "state_id"}
        is_plain = all(self._fields[name].type == "char" for name in names)
        return sorted(names) if is_plain else []

    @door("coi_as_holders")
    def action_coi_generate(self):
        """Button of the tab, and mass action on a list of insureds or of holders."""
        insureds = self.filtered("coi_is_insured")
        if insureds and not self.env.context.get("coi_as_holders"):
            return self.env["coi.generate"]._open_for_insureds(insureds)
        return self.env["coi.generate"]._open_for_holders(self)

    @api.model
    def name_create(self, name):
        """An insurer may be typed with its number: "Granite Mutual (12345)"."""
        if not self.env.context.get("default_coi_is_insurer"):
            return super().name_create(name)
        plain, naic = split_naic(name.strip())
        insurer = self.with_context(default_coi_naic=naic) if naic else self
        return super(ResPartner, insurer).name_create(plain)

    @door
    def action_coi_new_policies(self):
        """Several policies at once, side by side."""
        one(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Policies of %(insured)s", insured=self.name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (self.env.ref("coi_mass_generate.res_partner_view_policies").id, "form")
            ],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @door
    def action_coi_open_policies(self):
        one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "coi_mass_generate.coi_policy_action"
        )
        action["domain"] = [("insured_id", "=", self.id)]
        action["context"] = {"default_insured_id": self.id}
        return action

    # ------------------------------------------------ who is named, and by whom

    def _coi_check_move(self, vals):
        """Refuse to take a contact away from companies whose certificates name it."""
        if not vals.get("company_id") or self.env.su:
            return
        company_id = self._fields["company_id"].convert_to_cache(
            vals["company_id"], self.browse()
        )
        # sudo(): whether another company names them is told, and nothing of it.
        partners = trusted(self)
        moved = partners.filtered(lambda each: each.company_id.id != company_id)
        if moved and moved._coi_is_named(moved._coi_get_readers(company_id)):
            raise UserError(
                self.env._(
                    "This contact is used in Certificates by another company, which "
                    "would no longer see it. Leave the contact's company empty, so "
                    "that all can use it."
                )
            )

    @api.model
    def _coi_get_readers(self, company_id):
        """The companies that see a contact of this company: it and its branches."""
        # sudo(): only compared with those that need the contact.
        companies = trusted(self.env["res.company"])
        return companies.search([("id", "child_of", company_id)])

    def _coi_is_named(self, besides=None):
        """Whether a record of Certificates names one of these.

        :param besides: companies whose records do not count
        """
        for model, name, path in self._coi_get_mentions():
            named = Domain(name, "in", self.ids)
            if besides is not None:
                named &= Domain(path, "not in", besides.ids)
            # sudo(): whether there is one, whoever may see it.
            records = trusted(self.env[model]).with_context(active_test=False)
            if records.search_count(named, limit=1):
                return True
        return False

    @api.model
    def _coi_get_mentions(self):
        """``[(model, field, path to its company)]`` of all that names contacts."""
        return [
            (model._name, field.name, self._coi_get_company_path(model))
            for model in self.env.values()
            if model._name.startswith("coi.")
            and not model._abstract
            and not model._transient
            for field in model._fields.values()
            if field.comodel_name == "res.partner" and field.store
        ]

    @api.model
    def _coi_get_company_path(self, model):
        if "company_id" in model._fields:
            return "company_id"
        return next(
            f"{field.name}.company_id"
            for field in model._fields.values()
            if field.type == "many2one"
            and field.required
            and "company_id" in self.env[field.comodel_name]._fields
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coi_listed(self):
        """The database would refuse too, but not in words a user understands."""
        # sudo(): what other companies have counts as well.
        every = trusted(self.env["res.partner"]).with_context(active_test=False).env
        scheduled = [("scheduled_ids", "in", self.ids)]
        if every["coi.policy.endorsement"].search_count(scheduled, limit=1):
            raise UserError(
                self.env._(
                    "An endorsement's schedule names this contact. Archive it instead "
                    "of deleting it, or take it off the schedule first."
                )
            )
