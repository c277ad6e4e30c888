import json
from hashlib import sha256
from typing import NamedTuple

from odoo import api, models


class Static(NamedTuple):
    """Of what all holders see who share a page: its hash, its letters where one is
    beyond ASCII, short what it says (``coi.asked``), its texts (``coi.page``), its
    coverages and insurers, what of it has to fit a place (``coi.form._list_shared``),
    the slots of marks its form has no cell for, and whether it goes on on further
    pages."""

    page_hash: str
    letters: str
    page_print: str
    texts: list
    coverages: list
    insurers: list
    shared: dict
    worded: tuple
    goes_on: bool


class CoiComparison(models.AbstractModel):
    """What a case has in common with others, and with what was sent before."""

    _name = "coi.comparison"
    _description = "Comparison of Certificates"

    @api.model
    def _compare(self, cases, twins):
        """Look at cases side by side, and at what was sent before."""
        self._find_twins(cases, twins)
        certificates = self.env["coi.certificate"]
        for case in cases:
            static = self._get_static(case)
            case.letters, case.page_print = static.letters, static.page_print
            case.content_hash = certificates._get_content_hash(
                static.page_hash, case.values
            )
        self._find_sent(cases)
        self.env["coi.loss"]._find(cases)

    @api.model
    def _find_twins(self, cases, twins):
        """Who gets what an earlier case of the selection gets already."""
        for case in cases:
            case.twin = self._get_twin_key(case)
            if case.twin in twins:
                case.same_as = case.holder.browse(twins[case.twin])
            else:
                twins[case.twin] = case.asked.holder_id

    @api.model
    def _get_twin_key(self, case):
        """Equal for two contacts a reader would take for one; short, as it is kept of
        every holder of a selection."""
        asked = case.asked
        parts = (
            asked.company_id,
            asked.insured_id,
            asked.project or "",
            asked.loan_number or "",
            "".join(filter(str.isalnum, case.values["holder"].casefold())),
        )
        return sha256(repr(parts).encode()).hexdigest()[:24]

    @api.model
    def _get_static(self, case):
        """``Static`` of the case's page."""
        return case.facts.remember(("static", case.variant), self._read_static, case)

    @api.model
    def _read_static(self, case):
        static = self.env["coi.page"]._prepare_static(case, case.form)
        text = json.dumps(static, ensure_ascii=False)
        letters = "" if text.isascii() else "".join(sorted(set(text)))
        return Static(
            self.env["coi.certificate"]._get_static_hash(static),
            letters,
            self.env["coi.asked"]._get_page_print(static),
            self.env["coi.page"]._get_texts(static),
            static["coverages"],
            static["insurers"],
            case.form._list_shared(static),
            tuple(static.get("worded", ())),
            bool(static.get("sheets")),
        )

    @api.model
    def _find_sent(self, cases):
        """The issued certificate that says just what this case's would say."""
        ids = [case.id for case in cases]
        hashes = [case.content_hash for case in cases]
        sent = self.env["coi.certificate"]._find_same(ids, hashes)
        for case, interest_id in zip(cases, ids, strict=True):
            case.sent = sent.get((interest_id, case.content_hash))
