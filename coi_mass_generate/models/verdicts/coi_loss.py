from dataclasses import dataclass
from typing import Any, NamedTuple

from odoo import api, models

from ..common.columns import read_rows
from ..ledger.coi_certificate import join_number

LAST_FIELDS = (
    "id", "number", "revision", "issue_date", "master_id", "basis_id", "values_json",
    "renews_id",
)  # fmt: skip
OWNER_FIELDS = ("company_id", "insured_id", "holder_id", "project")


class Loss(NamedTuple):
    """One thing that was said: the key of the rule that tells it, a code, in no
    language, and words."""

    kind: str
    code: str
    words: str


@dataclass(slots=True)
class Losses:
    """What ``certificate``, called ``number``, said that another does not: ``items``
    are each a ``Loss``."""

    certificate: Any
    number: str
    issue_date: Any
    items: list


class CoiLoss(models.AbstractModel):
    """What the holder's last certificate said and this one would not.

    A coverage, a limit or a mark that is gone may be gone for good reasons, but never
    without a word: the holder relies on what it was sent. How both are compared is
    ``coi.difference``; what is worse there is lost here.
    """

    _name = "coi.loss"
    _description = "What Is Lost Since the Last Certificate"

    @api.model
    def _find(self, cases):
        """Let each of ``cases`` know which certificate was its last, and what it says
        less; in a constant number of queries, and once for all who lose the same."""
        last = self._get_last(cases)
        for case in cases:
            case.last = last.get(case.id)
        differences = self.env["coi.difference"]
        for case, rows in differences._compare_shared(cases):
            items = case.facts.remember(
                ("losses", id(rows)), differences._get_losses, rows
            )
            if items:
                row = case.last
                number = join_number(row.number, row.revision)
                certificate = self.env["coi.certificate"].browse(row.id)
                case.losses = Losses(certificate, number, row.issue_date, items)

    @api.model
    def _get_last(self, cases):
        """The latest valid certificate of each: a row of ``LAST_FIELDS`` by case id."""
        owners = self._get_forerunners(cases)
        owners.update((case.id, case.id) for case in cases)
        certificates = self.env["coi.certificate"]
        groups = certificates._read_group(
            [
                ("interest_id", "in", list(owners)),
                ("state", "=", "issued"),
                ("is_kept", "=", True),
            ],
            ["interest_id"],
            ["id:max"],
        )
        latest = {}
        for interest, last_id in groups:
            owner = owners[interest.id]
            latest[owner] = max(last_id, latest.get(owner, 0))
        rows = read_rows(certificates.browse(latest.values()), LAST_FIELDS)
        return dict(zip(latest, rows, strict=True))

    @api.model
    def _get_forerunners(self, cases):
        """Case ids by the id of an archived interest of the same holder and project:
        one that was taken out of the list and added again."""
        wanted = {self._get_owner(case.asked): case.id for case in cases}
        interests = self.env["coi.additional.interest"].with_context(active_test=False)
        archived = interests.search_fetch(
            [
                ("active", "=", False),
                ("insured_id", "in", list({case.asked.insured_id for case in cases})),
                ("holder_id", "in", list({case.asked.holder_id for case in cases})),
            ],
            OWNER_FIELDS,
        )
        owners = map(self._get_owner, read_rows(archived, OWNER_FIELDS))
        return {
            interest_id: wanted[owner]
            for interest_id, owner in zip(archived.ids, owners, strict=True)
            if owner in wanted
        }

    @api.model
    def _get_owner(self, row):
        return row.company_id, row.insured_id, row.holder_id, row.project or ""
