from hashlib import sha256
from types import SimpleNamespace

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.lru import LRU
from odoo.tools.misc import format_date

from ...pdf import draft, typeset, writer
from ..common.grants import MARKED

# A field that is left as it was asks for the page that is on the screen already.
DRAWN = LRU(16)
# What the page of a sample lists: by row of the page its number, limits and more.
POLICIES = {
    "general_liability": (
        "GL-0000000",
        {
            "each_occurrence": 1000000,
            "damage_to_rented": 100000,
            "medical_expense": 5000,
            "personal_injury": 1000000,
            "general_aggregate": 2000000,
            "products_aggregate": 2000000,
        },
        {"claims_basis": "occurrence", "aggregate_per": "project"},
    ),
    "auto": ("CA-0000000", {"combined_single": 1000000}, {"auto_any": True}),
    "workers_comp": (
        "WC-0000000",
        {
            "each_accident": 1000000,
            "disease_employee": 1000000,
            "disease_policy": 1000000,
        },
        {"wc_basis": "statute", "wc_excluded": "no"},
    ),
}


class CoiSample(models.AbstractModel):
    """A certificate of nobody for nobody, to see how those of an agency look.

    Its form draws it as it draws what is issued; it is marked SAMPLE, has no number,
    and nothing of it is stored: neither a page nor the records it is made up from.
    """

    _name = "coi.sample"
    _description = "Sample Certificate"

    @api.model
    def _draw(self, company, agency):
        """PDF (bytes) on the usual form of ``company``.

        :param company: ``res.company`` record the user works in
        :param agency: what the page says of the company: a record with its fields
            (``coi.agency``), which need not be stored
        """
        day = fields.Date.context_today(self)
        form = self.env["coi.form"]._find_usual(company, day)
        form._check_can_draw()
        sample = self.with_company(company)
        case = sample._prepare_case(company, agency, form, day)
        static = sample._prepare_static(case, agency)
        values = sample._prepare_values(case, static)
        # All that is on the page: whoever may ask for these words may see them.
        said = repr((form._get_key(static), static, values)).encode()
        key = sha256(said).digest()
        content = DRAWN.get(key)
        if not content:
            content = draft.mark(sample._draw_page(form, static, values), "SAMPLE")
            DRAWN[key] = content
        return content

    @api.model
    def _prepare_case(self, company, agency, form, day):
        """What the page's static part is told of a certificate (``common.case``)."""
        insured = self._make_party(agency, self.env._("Sample Contractors, Inc."))
        return SimpleNamespace(
            lang=self._get_lang(company, form),
            issue_date=day,
            form=form,
            interest=SimpleNamespace(company_id=company),
            insured=insured,
            holder=self._make_party(agency, self.env._("Sample Holder, LLC")),
            policies=self._make_policies(insured, day),
        )

    @api.model
    def _prepare_static(self, case, agency):
        """The page's static part, of records that are not there."""
        static = self.env["coi.page"]._prepare_static(case, case.form)
        contact = self._make_contact(agency)
        static["producer"] |= self._prepare_producer(agency, contact)
        keys = {}
        for place, coverage in enumerate(static["coverages"], 1):
            keys[coverage["key"]] = coverage["key"] = f"p{place}"
        return {**static, **case.form._adapt_sample(static, keys, agency, contact)}

    @api.model
    def _get_lang(self, company, form):
        lang = company.partner_id.lang
        return lang if lang in form._get_languages() else "en_US"

    @api.model
    def _make_party(self, agency, name):
        """A contact that is not there, in the agency's own state."""
        return self.env["res.partner"].new(
            {
                "name": name,
                "is_company": True,
                "street": self.env._("100 Example Street"),
                "city": self.env._("Sampletown"),
                "state_id": agency.state_id.id,
                "country_id": agency.country_id.id,
                "zip": "00000",
            }
        )

    @api.model
    def _make_policies(self, insured, day):
        """A policy in force in each of the usual rows the agency has a line for."""
        lines = self.env["coi.coverage.line"].search([("row", "in", list(POLICIES))])
        insurer = self.env["res.partner"].new(
            {"name": self.env._("Sample Insurance Company"), "coi_naic": "00000"}
        )
        policies = self.env["coi.policy"]
        for row in POLICIES:
            line = lines.filtered(lambda each, row=row: each.row == row)[:1]
            if line:
                policies |= self._make_policy(line, insured, insurer, day)
        return policies

    @api.model
    def _make_policy(self, line, insured, insurer, day):
        number, limits, more = POLICIES[line.row]
        begin = day + relativedelta(months=-3, day=1)
        return self.env["coi.policy"].new(
            {
                "name": number,
                "coverage_id": line.id,
                "insured_id": insured,
                "insurer_id": insurer,
                "date_effective": begin,
                "date_expiration": begin + relativedelta(years=1),
                "limit_ids": [
                    Command.create({"key": key, "amount": amount})
                    for key, amount in limits.items()
                ],
                **more,
            }
        )

    @api.model
    def _make_contact(self, agency):
        """The agency as a contact that is not there: who has its address."""
        return self.env["res.partner"].new(
            {
                "name": agency.name or "",
                **{name: agency[name] for name in ("street", "street2", "city", "zip")},
                "state_id": agency.state_id.id,
                "country_id": agency.country_id.id,
            }
        )

    @api.model
    def _prepare_producer(self, agency, contact):
        """What the page says of the agency, but for its logo (``coi.page``)."""
        page = self.env["coi.page"]
        return {
            "name": agency.name or "",
            "address": contact._coi_get_address_lines(agency),
            "contact": agency.coi_contact or "",
            "phone": agency.phone or "",
            "fax": agency.coi_fax or "",
            "email": agency.email or "",
            "representative": agency.coi_representative or "",
            "signature": page._get_signature(agency),
        }

    @api.model
    def _prepare_values(self, case, static):
        """The holder's texts by slot name (``coi.page._prepare_values``)."""
        holder = [case.holder.name, *case.holder._coi_get_address_lines()]
        marked = static["coverages"][:1]
        return {
            "number": "SAMPLE",
            "date": format_date(self.env, case.issue_date, lang_code=case.lang),
            "holder": "\n".join(holder),
            "description": self.env._(
                "This is a sample: insured, holder and policies are made up."
            ),
            **{
                kind.get_slot(row["key"]): kind.mark
                for kind in MARKED
                for row in marked
            },
        }

    @api.model
    def _draw_page(self, form, static, values):
        """PDF (bytes): stamped, or drawn whole where its letters ask for it."""
        page, lang, texts = self.env["coi.page"], static["lang"], list(values.values())
        is_whole = static["rtl"] or self.env["coi.engine"]._needs_whole(texts, form)
        author = static["producer"]["name"]
        static, head = form._draw_master(static, texts, author)
        values, labels = {**values, **static.get("spilled", {})}, page._get_labels(lang)
        headings = {**labels.headings, **static.get("headings", {})}
        labels = labels._replace(headings=headings)
        shown = {name: text for name, text in values.items() if name in head.names}
        pages = typeset.compose(head, shown, labels, guess=is_whole)
        if is_whole:
            return form._draw_whole(head, static, [pages])
        title = page._get_title_pattern(lang).format(number=values["number"])
        return writer.stamp(head, pages, title=title)
