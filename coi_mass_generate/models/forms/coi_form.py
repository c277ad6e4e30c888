from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..common.argument import is_blank
from ..common.door import clean, trusted


class CoiForm(models.Model):
    """What a certificate is drawn on. How, its kind says (``coi_form_contract``)."""

    _name = "coi.form"
    _inherit = ["coi.shared"]
    _description = "Certificate Form"
    _order = "sequence, id"
    _rec_names_search = ["name", "number", "edition"]

    name = fields.Char(required=True, translate=True)
    number = fields.Char(required=True)
    edition = fields.Char(required=True)
    title = fields.Char(
        "Title on the Page",
        translate=True,
        help="What the certificates on this form are called, at the top of every page. "
        "Empty: Certificate of Insurance. Many contracts ask for a certificate of "
        "liability insurance: write so here. Where a state approves forms, it approves "
        "the title, too.",
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        # What the addon brings, and what an administrator's code makes, is for all.
        default=lambda self: False if self.env.su else self.env.company,
        help="Whose form this is. Empty: all companies may use it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("qweb", "Report template")], required=True, default="qweb"
    )
    report_id = fields.Many2one(
        "ir.actions.report",
        required=True,
        domain=[("model", "=", "coi.certificate")],
        ondelete="restrict",
        help="The report that gives this form its paper and its look.",
    )
    replaces_id = fields.Many2one(
        "coi.form",
        "Earlier Edition",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', [False, company_id])]",
        help="The edition this one replaces: certificates keep their numbers when they "
        "are revised on the new one.",
    )
    sunset_date = fields.Date(help="From this day on the form may not be used.")
    is_choosable = fields.Boolean(
        compute="_compute_is_choosable",
        search="_search_is_choosable",
        help="Whether it is offered where a form is chosen, whatever the day.",
    )

    _number_edition_unique = models.UniqueIndex(
        "(number, edition, COALESCE(company_id, 0))",
        "There is already this edition of the form.",
    )

    @api.depends("name", "number", "edition")
    def _compute_display_name(self):
        for form in self:
            form.display_name = f"{form.name} {form.number} ({form.edition})"

    @api.constrains("replaces_id", "company_id")
    def _check_replaces(self):
        if self._has_cycle("replaces_id"):
            raise ValidationError(
                self.env._("An edition cannot replace a later one of itself.")
            )
        for form in self:
            # sudo(): whose form it is is compared, and nothing of it is told.
            owner = trusted(form).replaces_id.company_id
            if owner and owner != form.company_id:
                raise ValidationError(
                    self.env._(
                        "The earlier edition belongs to another company: only a form "
                        "of the same company can replace it."
                    )
                )

    @api.constrains("name", "number", "edition")
    def _check_names(self):
        for form in self:
            if any(map(is_blank, (form.name, form.number, form.edition))):
                raise ValidationError(
                    self.env._(
                        "Give the form a name, a number and an edition: these "
                        "identify it."
                    )
                )

    @api.constrains("report_id")
    def _check_report(self):
        for form in self:
            # sudo(): only what the report is on is looked at.
            if trusted(form).report_id.model != "coi.certificate":
                raise ValidationError(
                    self.env._(
                        "%(report)s is not a report on certificates, so no "
                        "certificate can be drawn with it. Choose a report on "
                        "certificates.",
                        report=trusted(form).report_id.display_name,
                    )
                )

    def _compute_is_choosable(self):
        choosable = self.filtered_domain(self._get_choosable_domain())
        for form in self:
            form.is_choosable = form in choosable

    @api.model
    def _search_is_choosable(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_choosable_domain()
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.model
    def _get_choosable_domain(self):
        """Of the forms that certificates can be issued on at all."""
        return Domain.TRUE

    @api.model
    def _get_ours(self):
        """Our own page, on which what has no place on another form goes on; none where
        somebody deleted it."""
        ours = self.env.ref("coi_mass_generate.form_own", raise_if_not_found=False)
        return ours or self.browse()

    def _get_root(self):
        """The first of the editions this one is the latest of: numbers are tied to it.

        :returns: ``coi.form`` record, to be compared only
        """
        # sudo(): whatever company the first edition was kept by, it is only named.
        root = trusted(self)
        while root.replaces_id:
            root = root.replaces_id
        return root

    # ----------------------------------------------------------------- choosing

    @api.model
    def _find_all(self, company, insured_ids, day, chosen):
        """The form that the certificates of each insured are drawn on.

        It is the one somebody chose for this run; else the insured's own, else the
        company's, else the first in the list. A default that may not be used on the day
        does not count, and a verdict says so; so does one of a choice that may not.

        :param company: ``res.company`` record
        :param insured_ids: ids of contacts, whether the user may see them or not
        :param chosen: ``{insured id: coi.form}``, None standing for all others
        :returns: ``{insured id: coi.form}``
        :raises UserError: where there is no form at all
        """
        forms = {each: chosen.get(each) or chosen.get(None) for each in insured_ids}
        free = [each for each, form in forms.items() if not form]
        return {**forms, **self._find_defaults(company, free, day)} if free else forms

    @api.model
    def _find_defaults(self, company, insured_ids, day):
        usual = self._find_usual(company, day)
        # sudo(): of contacts the user may not see, only their form, which is judged
        # here. The number of queries does not depend on that of the insureds.
        insureds = trusted(self.env["res.partner"]).with_company(company)
        insureds = insureds.browse(insured_ids)
        insureds.fetch(["coi_form_id"])
        return {
            insured.id: self._pick(insured.coi_form_id, company, day) or usual
            for insured in insureds
        }

    @api.model
    def _find_usual(self, company, day):
        """The form for all insureds of ``company`` that have none of their own."""
        # sudo(): as above; the user works in this company.
        form = self._pick(trusted(company).coi_form_id, company, day)
        form = form or self._get_usable(day, company)
        if not form:
            raise UserError(self._explain_none())
        return form

    @api.model
    def _get_wanted(self, company, insured_id):
        """The form somebody set for an insured, or for all of ``company``, may it be
        used or not; none where nobody set one."""
        # sudo(): see _find_defaults().
        insured = trusted(self.env["res.partner"]).with_company(company)
        form = insured.browse(insured_id).coi_form_id or trusted(company).coi_form_id
        return clean(self).browse(form.id if form and form._is_for(company) else [])

    @api.model
    def _check_usual(self, company, day):
        """Refuse, in words, to issue where nobody chose a form and none may be used."""
        if self._find_usual(company, day)._is_past(day):
            raise UserError(self._explain_none())

    @api.model
    def _explain_none(self):
        return self.env._(
            "No certificate form may be used on the issue date. Add one under "
            "Configuration / Forms, or correct its last day."
        )

    @api.model
    def _pick(self, form, company, day):
        """``form``, a default somebody set, for the user; none where it does not count.

        :param form: ``coi.form`` record with superuser's rights
        """
        counts = form._is_for(company) and form._is_usable(day)
        return clean(self).browse(form.id if counts else [])

    @api.model
    def _get_usable(self, day, company=None):
        """The first form that may still be used on ``day``; the first, if none may."""
        company = company or self.env.company
        own = Domain("company_id", "in", [False, company.id])
        forms = clean(self)
        usable = own & self._get_usable_domain(day)
        return forms.search(usable, limit=1) or forms.search(own, limit=1)

    @api.model
    def _get_usable_domain(self, day):
        """Of the forms of which ``_is_usable(day)``, as far as one is active."""
        return Domain("sunset_date", "=", False) | Domain("sunset_date", ">", day)

    def _is_past(self, day):
        """Whether this form may not be used any more on ``day``."""
        return bool(self.sunset_date and self.sunset_date <= day)

    def _is_usable(self, day):
        """Whether certificates dated ``day`` may be drawn on this form."""
        return self.active and not self._is_past(day)

    def _is_for(self, company):
        """Whether certificates of ``company`` may be drawn on it."""
        return not self.company_id or self.company_id == company

    def _check_choice(self, company, day):
        """Refuse, in words, a form that was chosen for certificates of ``company``.

        :param day: issue date; None: whether it is past is left to the verdicts
        """
        # sudo(): whose form it is was never to be used, and that is all that is told.
        form = trusted(self)
        if not form._is_for(company):
            raise UserError(self._explain_foreign(company))
        if not form.active:
            raise UserError(
                self.env._(
                    "The form %(form)s is archived. Choose another one.",
                    form=form.display_name,
                )
            )
        if day and form._is_past(day):
            raise UserError(
                self.env._(
                    "The form %(form)s may not be used on the issue date. Choose "
                    "another one, or correct its last day.",
                    form=form.display_name,
                )
            )

    @api.model
    def _explain_foreign(self, company):
        """Without its name: who asks may not know that it is there."""
        return self.env._(
            "This form does not belong to %(company)s. Choose one that does, or one "
            "that all companies share.",
            company=company.name,
        )
