import string

from odoo import api, models, tools
from odoo.tools.image import image_data_uri
from odoo.tools.misc import format_date

from ...pdf import typeset
from ..common.door import clean, trusted
from ..common.grants import MARKED
from ..register.coi_policy_limit import ROW_LIMITS

# What a row of the page offers to tick: (label key, policy field, value). A value of
# True stands for a checked boolean.
ROW_OPTIONS = {
    "general_liability": [
        ("claims_basis", "claims_made"),
        ("claims_basis", "occurrence"),
        ("aggregate_per", "policy"),
        ("aggregate_per", "project"),
        ("aggregate_per", "location"),
        ("aggregate_per", "other"),
    ],
    "auto": [
        ("auto_any", True),
        ("auto_owned", True),
        ("auto_scheduled", True),
        ("auto_hired", True),
        ("auto_non_owned", True),
    ],
    "umbrella": [
        ("umbrella_form", "umbrella"),
        ("umbrella_form", "excess"),
        ("claims_basis", "occurrence"),
        ("claims_basis", "claims_made"),
        ("retention_kind", "deductible"),
        ("retention_kind", "retention"),
    ],
    "workers_comp": [("wc_basis", "statute"), ("wc_basis", "other")],
    "other": [],
}


# What the static part has besides texts a reader sees.
NO_TEXTS = {
    *("lang", "logo", "signature", "key", "row"),
    # The same once more, as another kind of form prints it.
    *("fields", "standing", "sheets", "worded"),
}


def get_language_tag(code):
    """BCP 47 tag of an Odoo language code: "en_US" is "en-US"."""
    return code.partition("@")[0].replace("_", "-")


class CoiPage(models.AbstractModel):
    """What a certificate says, as plain data: the static part and a holder's values.

    The static part is what all holders of a variant share; it is drawn once. Both are
    JSON-able dicts of printed text, in the language of the case.
    """

    _name = "coi.page"
    _description = "Certificate Page Content"

    @api.model
    def _get_variant(self, case):
        """What decides which holders share a master: equal keys, equal page."""
        return (
            case.asked.company_id,
            case.asked.insured_id,
            case.policies._ids,
            case.lang,
            case.form.id,
        )

    @api.model
    def _prepare_static(self, case, form):
        """The shared part of the page (shape: see ``report/``'s template)."""
        page = clean(self).with_company(case.interest.company_id)
        page = page.with_context(lang=case.lang)
        # The same record in the certificate's language and company.
        policies = case.policies.with_env(page.env)
        form = form.with_env(page.env)
        letters = page._get_letters(form._sort_policies(policies))
        lang = page.env["res.lang"]._get_data(code=case.lang)
        return {
            "lang": case.lang,
            "rtl": lang.direction == "rtl",
            "form": page._prepare_form(form),
            "producer": page._prepare_producer(page.env.company),
            "insured": page._prepare_insured(case.insured.with_env(page.env)),
            "insurers": [
                {"letter": letter, "name": insurer.name, "naic": insurer.coi_naic or ""}
                for insurer, letter in letters.items()
            ],
            "coverages": [
                page._prepare_coverage(policy, letters[policy.insurer_id])
                for policy in policies
            ],
            **form._prepare_more(policies, letters),
        }

    @api.model
    def _get_letters(self, policies):
        """Letter by insurer, in the order the policies are printed: A, B … Z, AA …"""
        alphabet = string.ascii_uppercase
        letters = {}
        for insurer in policies.insurer_id:
            turn, index = divmod(len(letters), len(alphabet))
            letters[insurer] = (alphabet[turn - 1] if turn else "") + alphabet[index]
        return letters

    @api.model
    def _prepare_form(self, form):
        said = {"name": form.name, "number": form.number, "edition": form.edition}
        # Only where there is one: what has none is the same page as ever.
        title = (form.title or "").strip()
        return {**said, "title": title} if title else said

    @api.model
    def _prepare_producer(self, company):
        logo = "" if company.uses_default_logo else company.logo
        return {
            "name": company.name,
            "address": company.partner_id._coi_get_address_lines(),
            "contact": company.coi_contact or "",
            "phone": company.phone or "",
            "fax": company.coi_fax or "",
            "email": company.email or "",
            "logo": image_data_uri(logo) if logo else "",
            "representative": company.coi_representative or "",
            "signature": self._get_signature(company),
        }

    @api.model
    def _get_signature(self, company):
        # sudo(): whoever makes certificates of the company has them signed.
        signature = trusted(company).coi_signature
        return image_data_uri(signature) if signature else ""

    @api.model
    def _prepare_insured(self, insured):
        return {"name": insured.name, "address": insured._coi_get_address_lines()}

    @api.model
    def _prepare_coverage(self, policy, letter):
        coverage = {
            "key": f"p{policy.id}",
            "row": policy.row,
            "label": policy.coverage_id.name,
            "letter": letter,
            "number": policy.name,
            "effective": format_date(self.env, policy.date_effective),
            # Of a policy whose cancellation is known, the day that is true.
            "expiration": format_date(self.env, policy._get_end()),
            "options": self._prepare_options(policy),
            "notes": self._prepare_notes(policy),
            "limits": self._prepare_limits(policy),
            "has_ai": policy.coverage_id.allows_additional_insured,
        }
        # Only where there is one: what says nothing of it is the same page as ever.
        retroactive = self._say_retroactive(policy)
        return {**coverage, "retroactive": retroactive} if retroactive else coverage

    @api.model
    def _say_retroactive(self, policy):
        """Since when what happened is insured, of a claims-made policy."""
        if not policy._is_claims_made():
            return ""
        if policy.full_prior_acts:
            return self.env._("full prior acts")
        return format_date(self.env, policy.date_retroactive)

    @api.model
    def _prepare_options(self, policy):
        return [
            {
                "label": self._get_option_label(policy, name, value),
                "checked": policy[name] == value,
            }
            for name, value in ROW_OPTIONS[policy.row]
        ]

    @api.model
    def _get_option_label(self, policy, name, value):
        model_field = policy._fields[name]
        if value is True:
            label = model_field._description_string(self.env)
        else:
            label = dict(model_field._description_selection(self.env))[value]
        if name == "aggregate_per":
            if value == "other" and policy.aggregate_other:
                label = policy.aggregate_other
            return self.env._("Aggregate per: %(unit)s", unit=label)
        return label

    @api.model
    def _prepare_notes(self, policy):
        if policy.row == "umbrella" and policy.retention_kind:
            kind = dict(
                policy._fields["retention_kind"]._description_selection(self.env)
            )[policy.retention_kind]
            amount = policy._format_amount(policy.retention_amount)
            return [f"{kind}: {amount}"]
        if policy.row == "workers_comp":
            excluded = policy.wc_excluded == "yes"
            answer = self.env._("Y") if excluded else self.env._("N")
            return [self._say_excluded(answer)]
        if policy.row == "other" and policy._is_claims_made():
            # Its row has no boxes, and what else is there is no matter of claims.
            return [self._get_option_label(policy, "claims_basis", "claims_made")]
        return []

    @api.model
    def _say_excluded(self, answer):
        return self.env._(
            "Proprietor, partner, officer or member excluded: %(answer)s",
            answer=answer,
        )

    @api.model
    def _prepare_limits(self, policy):
        """The row's usual limits in its order, then what else the policy says."""
        usual_keys = ROW_LIMITS[policy.row]
        by_key = policy.limit_ids.grouped("key")
        usual = [
            {
                "label": self._get_limit_label(key),
                "value": self._get_limit_value(by_key.get(key)),
            }
            for key in usual_keys
        ]
        further = policy.limit_ids.filtered(lambda limit: limit.key not in usual_keys)
        return usual + [
            {"label": limit._get_label(), "value": limit._get_printed_value()}
            for limit in further
            if limit._get_printed_value()
        ]

    @api.model
    def _get_limit_label(self, key):
        limit_key = self.env["coi.policy.limit"]._fields["key"]
        return dict(limit_key._description_selection(self.env))[key]

    @api.model
    def _get_limit_value(self, limits):
        if not limits:
            return ""
        return "; ".join(filter(None, (limit._get_printed_value() for limit in limits)))

    # -------------------------------------------------------------------- texts

    @api.model
    def _get_texts(self, static):
        """All that people wrote of a static part: (text, whether it is a name) each.

        Whatever is added to it is among them, but for the form's own labels.
        """
        own = self.with_context(lang=static["lang"])._get_own_words()
        return list(self._iter_texts(static, own))

    @api.model
    def _iter_texts(self, part, own, name=""):
        if isinstance(part, dict):
            for key, value in part.items():
                if key not in NO_TEXTS:
                    yield from self._iter_texts(value, own, key)
        elif isinstance(part, list):
            for value in part:
                yield from self._iter_texts(value, own, name)
        elif isinstance(part, str):
            label, colon, rest = part.partition(": ")
            text = rest if colon and label in own else part
            if text and text not in own:
                yield text, name == "name"

    @api.model
    @tools.ormcache("self.env.lang")
    def _get_own_words(self):
        """The form's labels: what stands before a colon is one too."""
        policies, limits = self.env["coi.policy"], self.env["coi.policy.limit"]
        labels = [
            self._get_option_label(policies, name, value)
            for options in ROW_OPTIONS.values()
            for name, value in options
        ]
        for model, name in ((policies, "retention_kind"), (limits, "key")):
            selection = model._fields[name]._description_selection(self.env)
            labels += [label for _value, label in selection]
        labels.append(self._say_excluded(""))
        heads = [label.partition(": ")[0] for label in labels]
        return frozenset(label.rstrip(": ") for label in labels + heads)

    @api.model
    def _get_value_texts(self, case):
        """All that people wrote of a holder's values, as ``_get_texts``."""
        name = self._get_holder_name(case)
        texts = [(text, False) for key, text in case.values.items() if key != "holder"]
        # A name is what stands first, unless it has lines of its own.
        first, _end, rest = case.values["holder"].partition("\n")
        return [*texts, (first, first == name), (rest, False)]

    @api.model
    def _prepare_values(self, case):
        """A holder's texts by slot name; number, revision and page come later."""
        asked = case.asked
        values = {
            "date": case.facts.remember(("date", case.lang), self._get_date, case),
            "holder": "\n".join(self._get_holder_lines(case)),
            "attention": asked.attention or "",
            "loan": asked.loan_number or "",
            "description": self.env["coi.description"]._compose(case),
        }
        for kind in MARKED:
            for given in case.granted.get(kind.key, ()):
                values[kind.get_slot(f"p{given.term.id}")] = kind.mark
        return case.form._place_values(case, values)

    @api.model
    def _get_date(self, case):
        return format_date(self.env, case.issue_date, lang_code=case.lang)

    @api.model
    def _get_holder_lines(self, case):
        return [self._get_holder_name(case), *case.address]

    @api.model
    def _get_holder_name(self, case):
        name = case.party.name or ""  # none: blocked, but looked at all the same
        flags = ("ISAOA", case.asked.isaoa), ("ATIMA", case.asked.atima)
        clause = "/".join(word for word, printed in flags if printed)
        return f"{name} {clause}" if clause else name

    # -------------------------------------------------------------------- words

    @api.model
    def _get_labels(self, lang):
        """The words that are printed where texts are fitted, in ``lang``."""
        env = self.with_context(lang=lang).env
        return typeset.Labels(
            see=env._("See continuation page"),
            page=env._("Page {page} of {pages}"),
            headings={
                "holder": env._("Certificate holder"),
                "attention": env._("Attention"),
                "loan": env._("Loan or reference number"),
                "description": env._("Description of operations"),
                f"{typeset.LABEL}description": env._(
                    "Description of operations, locations, vehicles and special items"
                ),
                "number": env._("Certificate number"),
                "revision": env._("Revision"),
                "date": env._("Issue date"),
            },
        )

    @api.model
    def _get_label_texts(self, lang):
        """The same as a list: a master must have their letters."""
        labels = self._get_labels(lang)
        return [labels.see, labels.page, labels.mark, *labels.headings.values()]

    @api.model
    def _get_title_pattern(self, lang):
        env = self.with_context(lang=lang).env
        return env._("Certificate of insurance {number}")
