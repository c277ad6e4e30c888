import re

from odoo import api, models
from odoo.tools import format_date

from ..common.grants import ASKED

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class CoiDescription(models.AbstractModel):
    """What stands in the description of operations of one certificate.

    The insured's standing text, the interest's own, and sentences that follow from
    what is recorded: project, endorsements, primary wording. A text may contain
    placeholders from a closed list: ``{name}`` is filled by ``_fill_<name>(case)``.
    """

    _name = "coi.description"
    _description = "Description of Operations"

    @api.model
    def _compose(self, case):
        """The whole text, in the case's language."""
        written = self._get_written(case)
        parts = [
            self._get_project(case, written),
            self._replace(written, case),
            *self._get_sentences(case),
            self._get_citations(case, written),
            self._say_once(case, "pnc", self._get_pnc),
        ]
        return "\n".join(part for part in parts if part)

    @api.model
    def _get_written(self, case):
        """The texts people wrote: the insured's, unless the interest replaces it."""
        own = (case.asked.description or "").strip()
        if own and case.asked.description_mode == "replace":
            return own
        standing = case.facts.get_setting(case.insured, "coi_description")
        standing = (standing or "").strip()
        return f"{standing}\n{own}" if standing and own else standing or own

    # ------------------------------------------------------------- placeholders

    @api.model
    def _get_names(self):
        """The closed list of placeholders, as they are written in a text."""
        return [f"{{{name}}}" for name in self._get_placeholders()]

    @api.model
    def _get_placeholders(self):
        return [
            "insured", "holder", "project", "loan", "date", "policies", "endorsements",
        ]  # fmt: skip

    @api.model
    def _replace(self, text, case):
        if "{" not in text:
            return text
        return PLACEHOLDER.sub(lambda match: self._fill(match, case), text)

    @api.model
    def _fill(self, match, case):
        name = match[1].lower()
        if name not in self._get_placeholders():
            return match[0]
        return getattr(self, f"_fill_{name}")(case)

    @api.model
    def _get_unknown(self, case):
        """Placeholders in the case's text that nobody fills in."""
        written = self._get_written(case)
        known = self._get_placeholders()
        return [
            match[0]
            for match in PLACEHOLDER.finditer(written)
            if match[1].lower() not in known
        ]

    @api.model
    def _has(self, text, name):
        return "{" in text and f"{{{name}}}" in text.lower()

    @api.model
    def _fill_insured(self, case):
        return case.insured_name

    @api.model
    def _fill_holder(self, case):
        return case.party.name

    @api.model
    def _fill_project(self, case):
        return case.asked.project or ""

    @api.model
    def _fill_loan(self, case):
        return case.asked.loan_number or ""

    @api.model
    def _fill_date(self, case):
        return format_date(self.env, case.issue_date, lang_code=case.lang)

    @api.model
    def _fill_policies(self, case):
        return ", ".join(term.policy.name for term in case.shown.terms)

    @api.model
    def _fill_endorsements(self, case):
        return ", ".join(dict.fromkeys(each.label for each in case.iter_given()))

    # ---------------------------------------------------------------- sentences

    @api.model
    def _get_project(self, case, written):
        project = case.asked.project
        if not project or self._has(written, "project"):
            return ""
        return self._in(case)._("Project: %(project)s", project=project)

    @api.model
    def _get_sentences(self, case):
        """What the endorsements that reach this holder say of themselves, once each."""
        return dict.fromkeys(
            each.sentence for each in case.iter_given() if each.sentence
        )

    @api.model
    def _get_citations(self, case, written):
        """The endorsements' numbers, where the agency or a state wants them cited."""
        if not case.granted or self._has(written, "endorsements"):
            return ""
        sentences = [
            self._say_once(case, grant, self._get_citation)
            for grant in self._get_cited(case)
        ]
        return "\n".join(filter(None, sentences))

    @api.model
    def _say_once(self, case, grant, say):
        """What ``say(case, grant, given)`` says of what is given, if anything is; the
        same for all who are given it by the same endorsements."""
        given = case.granted.get(grant)
        if not given:
            return ""
        # All cases of a run share their terms and endorsements.
        given_by = tuple((id(each.term), *map(id, each.endorsements)) for each in given)
        key = (say.__name__, grant, case.lang, given_by)
        return case.facts.remember(key, say, case, grant, given)

    @api.model
    def _get_cited(self, case):
        """The grants (keys) whose endorsements are cited."""
        if case.facts.get_setting(case.company, "coi_cite_endorsements"):
            return list(ASKED)
        laws = [law for law, _where in case.facts.match(case, "blanket")]
        return list(
            dict.fromkeys(
                law.grant
                for law in laws
                if law.effect == "cite" and self._is_blanket(case, law.grant)
            )
        )

    @api.model
    def _is_blanket(self, case, grant):
        """Whether it is given on the strength of blanket endorsements only."""
        return any(
            all(each.is_blanket for each in given.endorsements)
            for given in case.granted.get(grant, ())
        )

    @api.model
    def _get_citation(self, case, grant, given):
        env, cited = self._in(case), "; ".join(map(self._cite, given))
        if grant == "ai":
            return env._("Additional insured by endorsement: %(list)s.", list=cited)
        if grant == "waiver":
            return env._("Waiver of subrogation by endorsement: %(list)s.", list=cited)
        return env._(
            "Primary and non-contributory by endorsement: %(list)s.", list=cited
        )

    @api.model
    def _cite(self, given):
        numbers = ", ".join(endorsement.label for endorsement in given.endorsements)
        return f"{given.term.policy.name} {numbers}"

    @api.model
    def _get_pnc(self, case, grant, given):
        env = self._in(case)
        labels = [
            each.term.policy.with_context(lang=case.lang).display_name for each in given
        ]
        return env._(
            "Coverage is primary and non-contributory where the endorsement on "
            "these policies says so: %(policies)s.",
            policies=", ".join(labels),
        )

    @api.model
    def _in(self, case):
        """An environment that speaks the case's language."""
        return self.with_context(lang=case.lang).env
