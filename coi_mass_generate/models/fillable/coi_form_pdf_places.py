from odoo import api, models

from ..common.grants import MARKED
from .coi_form_text import ON
from .coi_form_value import INTEREST


class CoiFormPdf(models.AbstractModel):
    """Which policy stands where on a form, and what is said of what has no place."""

    _inherit = "coi.form.pdf"

    @api.model
    def _sort_policies(self, form, policies):
        """Those that stand on the form first: its letters are theirs."""
        standing = self.env["coi.form.text"]._stand(policies, self._get_keys(form))
        first = policies.browse(policy.id for policy in standing.values())
        return policies.filtered(lambda policy: policy in first) | policies

    # --------------------------------------------------------------- static part

    @api.model
    def _prepare_more(self, form, policies, letters):
        """
        :returns: ``fields``, the texts of shared values by key; ``standing``, which
            coverage stands in which place; ``sheets``, keys of those that are listed
            on further pages; ``worded``, slots of marks that the form has no cell for
        """
        texts = self.env["coi.form.text"].with_context(lang=self.env.lang)
        texts = texts.with_company(self.env.company)
        keys = self._get_keys(form)
        standing = texts._stand(policies, keys)
        said = {
            **texts._get_texts(policies, letters, standing, keys),
            **{f"form.{name}": form[name] for name in ("name", "number", "edition")},
        }
        sheets = self._find_sheets(policies, standing, keys, letters)
        printed = self._get_printed_keys(form)
        return {
            "fields": {key: said[key] for key in sorted(printed & said.keys())},
            "standing": {place: f"p{each.id}" for place, each in standing.items()},
            "sheets": [f"p{policy.id}" for policy in sheets],
            "worded": self._find_worded(standing, sheets, keys),
        }

    @api.model
    def _adapt_sample(self, form, static, keys, agency, contact):
        said = self.env["coi.form.text"]._get_producer_texts(agency, contact)
        own = {key: text for key, text in said.items() if key in static["fields"]}
        standing = static["standing"].items()
        return {
            "fields": {**static["fields"], **own},
            "standing": {place: keys[key] for place, key in standing},
            "sheets": [keys[key] for key in static["sheets"]],
        }

    @api.model
    def _get_printed_keys(self, form):
        """Of all that is printed of it, further pages and whole blocks included."""
        mapping = [
            *self._get_mapping(form),
            *self._get_mapping(form.continuation_form_id),
        ]
        keys = {each["key"] for each in mapping if each["key"]}
        return keys | {key.partition(".")[0] for key in keys}

    @api.model
    def _find_sheets(self, policies, standing, keys, letters):
        """The policies that the form does not say all of."""
        texts = self.env["coi.form.text"]
        places = {policy: place for place, policy in standing.items()}
        return [
            policy
            for policy in policies
            if policy not in places
            or not texts._is_told(places[policy], policy, keys)
            or not self._is_insurer_told(places[policy], policy, keys, letters)
        ]

    @api.model
    def _is_insurer_told(self, place, policy, keys, letters):
        letter = letters[policy.insurer_id]
        return f"{place}.insurer" in keys or f"insurer.{letter}.name" in keys

    @api.model
    def _find_worded(self, standing, sheets, keys):
        """Slots of marks without a cell, on the form or on a further page."""
        return [
            kind.get_slot(f"p{policy.id}")
            for place, policy in standing.items()
            if policy not in sheets
            for kind in MARKED
            if f"{place}.{kind.key}" not in keys
        ]

    # -------------------------------------------------------------------- values

    @api.model
    def _place_values(self, form, case, values):
        keys, worded = case.facts.remember(
            ("form cells", case.variant), self._find_cells, form, case
        )
        day = case.facts.remember("form date", self._get_day, case)
        values = {**values, "date": day}
        more = []
        if "attention" not in keys and values["attention"]:
            values["holder"] = self._add_attention(case, values)
            values["attention"] = ""
        if "loan" not in keys and values["loan"]:
            env = self.with_context(lang=case.lang).env
            more.append(
                env._("Loan or reference number: %(loan)s", loan=values["loan"])
            )
            values["loan"] = ""
        values |= self._mark_interest(case, keys)
        unsaid = worded & values.keys()
        if unsaid:
            more += self._say_marks(case, unsaid)
        if more:
            values["description"] = "\n".join(
                filter(None, [*more, values["description"]])
            )
        return values

    @api.model
    def _get_day(self, case):
        return self.env["coi.form.text"]._format_date(case.issue_date)

    @api.model
    def _mark_interest(self, case, keys):
        """Marks of the boxes for what the holder's interest is, where there are any."""
        wanted = case.facts.remember(
            ("interest boxes", case.form.id),
            lambda: {key for key in keys if key.startswith(INTEREST)},
        )
        if not wanted:
            return {}
        given = {INTEREST + each.key for each in case.interest.type_ids}
        return dict.fromkeys(wanted & given, ON)

    @api.model
    def _find_cells(self, form, case):
        """(keys of what has a place, slots of marks that have none)."""
        keys = self._get_keys(form)
        standing = self.env["coi.form.text"]._stand(case.policies, keys)
        letters = self.env["coi.page"]._get_letters(
            self._sort_policies(form, case.policies)
        )
        sheets = self._find_sheets(case.policies, standing, keys, letters)
        return keys, frozenset(self._find_worded(standing, sheets, keys))

    @api.model
    def _add_attention(self, case, values):
        env = self.with_context(lang=case.lang).env
        line = env._("Attn: %(name)s", name=values["attention"])
        name, end, rest = values["holder"].partition("\n")
        return f"{name}\n{line}{end}{rest}"

    @api.model
    def _say_marks(self, case, slots):
        """A sentence for each kind of mark that has no cell on this form."""
        env = self.with_context(lang=case.lang).env
        for kind in MARKED:
            if kind.is_worded:
                continue  # the description says it anyway
            labels = [
                given.term.policy.with_context(lang=case.lang).display_name
                for given in case.granted.get(kind.key, ())
                if kind.get_slot(f"p{given.term.id}") in slots
            ]
            if labels:
                yield env._(
                    "%(grant)s on: %(policies)s.",
                    grant=kind.get_label(env),
                    policies=", ".join(labels),
                )
