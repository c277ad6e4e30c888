from itertools import chain

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...wording.book import Book, Wanted
from ...wording.phrase import read_phrase
from ..common.case import block, warn
from ..common.grants import GRANTS
from .coi_check import rule

_lt = LazyTranslate(__name__)

# How a text says that its holder has what an endorsement can give.
CLAIMS = [
    Wanted(text, read_phrase(text), grant=kind.key)
    for kind in GRANTS.values()
    for text in kind.claims
]


class CoiCheck(models.AbstractModel):
    """Rules on what the texts of a certificate say."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("Wording that promises too much"), may_override=True)
    def _rule_wording(self, case):
        for wanted, words, target in self._get_said(case):
            if wanted.grant:
                continue
            find = block if wanted.level == "blocked" else warn
            yield find(
                self.env._(
                    'The text says "%(words)s". %(reason)s',
                    words=words,
                    reason=wanted.reason,
                ),
                target or self._get_speaker(case, wanted),
                about=wanted.text,
            )

    @api.model
    @rule(_lt("Text claims what is not requested"), is_serious=True)
    def _rule_claim(self, case):
        claims = [each for each in self._get_said(case) if each[0].grant]
        told = set()
        for wanted, words, target in claims:
            if wanted.grant in case.asked_lines or wanted.grant in told:
                continue
            told.add(wanted.grant)
            yield warn(
                self.env._(
                    'The text says "%(words)s", but the interest requests none and no '
                    "Y is printed. Say on which coverage, or change the text.",
                    words=words,
                ),
                target or self._get_speaker(case, wanted),
            )

    @api.model
    @rule(_lt("Unknown placeholder"), may_override=True)
    def _rule_placeholder(self, case):
        # What nobody fills in is still there in the text.
        if "{" not in case.values["description"]:
            return
        unknown = self.env["coi.description"]._get_unknown(case)
        if unknown:
            yield block(
                self.env._(
                    "The description has an unknown placeholder: %(names)s. "
                    "Available: %(known)s.",
                    names=", ".join(unknown),
                    known=", ".join(self.env["coi.description"]._get_names()),
                ),
                self._get_author(case, lambda text: unknown[0] in text),
                about=",".join(unknown),
            )

    @api.model
    def _get_books(self, companies):
        """What is looked for in the texts of each company, by its id."""
        phrases = self.env["coi.wording.rule"]._get_phrases(companies)
        # Without a company: one that a form is still editing.
        phrases[False] = []
        return {
            company_id: Book([*wanted, *CLAIMS])
            for company_id, wanted in phrases.items()
        }

    @api.model
    def _get_said(self, case):
        """``[(wanted, words, record that says so)]`` of all the certificate says.

        None for the record of a holder's own text: it is looked for when it is told
        (``_get_speaker``), and thousands rightly say what they request.
        """
        if case.said is None:
            shared = case.facts.remember(
                ("said", case.variant), self._find_on_page, case
            )
            case.said = [*self._find_in_values(case), *shared]
        return case.said

    @api.model
    def _find_in_values(self, case):
        texts = self.env["coi.page"]._get_value_texts(case)
        found = case.facts.get_book(case).find(texts)
        return [(wanted, words, None) for wanted, words in found]

    @api.model
    def _find_on_page(self, case):
        """The same for what all holders see who share the page."""
        texts = self.env["coi.comparison"]._get_static(case).texts
        return [
            (wanted, words, self._get_page_speaker(case, wanted))
            for wanted, words in case.facts.get_book(case).find(texts)
        ]

    @api.model
    def _get_speaker(self, case, wanted):
        """The record that says what is ``wanted``."""
        return self._get_author(case, wanted.find)

    @api.model
    def _get_author(self, case, has_it):
        """The record whose text ``has_it``: what people wrote for this holder, or one
        of the records its certificate shows."""
        texts = chain(self._iter_own_texts(case), self._get_page_texts(case))
        return next((record for record, text in texts if has_it(text)), case.interest)

    @api.model
    def _get_page_speaker(self, case, wanted):
        texts = self._get_page_texts(case)
        return next(
            (record for record, text in texts if wanted.find(text)), case.insured
        )

    @api.model
    def _iter_own_texts(self, case):
        """(record, its text) of what stands in the holder's own places."""
        interest, holder = case.interest, case.holder
        own = (
            interest.description,
            interest.attention,
            interest.project,
            interest.loan_number,
        )
        yield interest, "\n".join(filter(None, own))
        yield case.insured, case.insured.coi_description or ""
        for each in case.iter_given():
            yield each.record, f"{each.sentence}\n{each.label}"
        address = holder._coi_get_address_lines(case.company)
        yield holder, "\n".join([holder.name or "", *address])

    @api.model
    def _get_page_texts(self, case):
        """``_iter_page_texts``, gathered once for all who share the page."""
        return case.facts.remember(
            ("page_texts", case.variant), lambda: list(self._iter_page_texts(case))
        )

    @api.model
    def _iter_page_texts(self, case):
        """(record, its text) of what all holders see who share the page."""
        insured, company = case.insured, case.company
        address = insured._coi_get_address_lines(company)
        yield insured, "\n".join([insured.name or "", *address])
        for policy in case.policies:
            yield policy, f"{policy.name}\n{policy.aggregate_other or ''}"
            for limit in policy.limit_ids:
                yield limit, f"{limit._get_label()}\n{limit._get_printed_value()}"
            yield policy.coverage_id, policy.coverage_id.name
            insurer = policy.insurer_id
            yield insurer, f"{insurer.name}\n{insurer.coi_naic or ''}"
        yield company, "\n".join(self._get_company_texts(company))

    @api.model
    def _get_company_texts(self, company):
        producer = self.env["coi.page"].with_company(company)._prepare_producer(company)
        return [text for text, _name in self.env["coi.page"]._iter_texts(producer, ())]
