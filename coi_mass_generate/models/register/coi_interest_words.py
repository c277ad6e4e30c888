from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.columns import read_rows
from ..common.grants import ASKED, GRANTS

AI = "ai"
AI_TYPE = "additional_insured"
# Letters of a cell up to which the lines of several kinds of marks are named one by
# one; of more they are counted.
SPELLED = 26


# What a holder is looked for by; each word must be in one of them.
SEARCHED = (
    "holder_name",
    "holder_id.city",
    "holder_id.state_id.code",
    "holder_id.country_id.code",
    "interest_word",
    "project",
    "insured_id.name",
)


class Words(NamedTuple):
    """What a holder is called.

    ``word`` is that of a cell: "Additional insured · GL Auto Umb", "AI 4 · WOS 5";
    ``text`` tells the same in full, a line a kind; ``marks`` has the short names of the
    marked coverage lines, ``{"ai": "GL Auto Umb", "waiver": "", "pnc": ""}``.
    """

    word: str
    text: str
    marks: Any


class CoiAdditionalInterest(models.Model):
    """What a holder is called, in every list, form and file: the one place.

    A certificate prints the marks, hence the words follow them. A type somebody chose
    is told besides; chosen without the mark it stands for, it says that.
    """

    _inherit = "coi.additional.interest"

    interest_word = fields.Char(
        "Interest in Short",
        compute="_compute_interest_words",
        search="_search_interest_word",
        help="What the certificates say of this holder: its marks, and its types.",
    )
    interest_text = fields.Text("Interest in Full", compute="_compute_interest_words")

    @api.depends(
        "type_ids.name",
        "type_ids.key",
        *(
            f"{name}.{part}"
            for name in ASKED.values()
            for part in ("name", "short_name")
        ),
    )
    @api.depends_context("lang")
    def _compute_interest_words(self):
        for interest, words in zip(self, self._get_words(), strict=True):
            interest.interest_word, interest.interest_text = words.word, words.text

    def _get_words(self):
        """``Words`` of each of these, in their order, in the language of the context.

        For columns of any number: a constant number of queries, and what many have
        alike is put into words once. Stored interests, or such as a form is editing.
        """
        catalog, known = self._get_catalog(), {}
        # An archived coverage line is marked, and printed, all the same.
        rows = read_rows(
            self.with_context(active_test=False), ["type_ids", *ASKED.values()]
        )
        for row in rows:
            if row not in known:
                known[row] = self._put_into_words(row, catalog)
        return [known[row] for row in rows]

    @api.model
    def _get_catalog(self):
        """Types and coverage lines by id, each in the order it is listed in."""
        env = self.with_context(active_test=False).env
        types, lines = env["coi.interest.type"], env["coi.coverage.line"]
        return (
            {each.id: each for each in types.search_fetch([], ["name", "key"])},
            {each.id: each for each in lines.search_fetch([], ["name", "short_name"])},
        )

    @api.model
    def _put_into_words(self, row, catalog):
        """:param row: ids of ``type_ids`` and of the fields of ``ASKED``"""
        types, lines = catalog
        chosen = [each for number, each in types.items() if number in row.type_ids]
        marked = {
            key: [
                each for number, each in lines.items() if number in getattr(row, name)
            ]
            for key, name in ASKED.items()
        }
        other = [each.name for each in chosen if each.key != AI_TYPE]
        # What is called additional insured, and is not marked so, is told.
        is_told = {key for key, found in marked.items() if found}
        if len(other) < len(chosen):
            is_told.add(AI)
        said = {key: found for key, found in marked.items() if key in is_told}
        return Words(
            self._get_word(other, said),
            self._get_text(other, said),
            {key: self._join_short(found) for key, found in marked.items()},
        )

    @api.model
    def _get_word(self, types, said):
        """:param types: names of types besides additional insured
        :param said: ``{grant: coverage lines}``, of those to speak of
        """
        if not types and not said:
            return self.env._("Holder only")
        if not types and len(said) == 1:
            [(key, lines)] = said.items()
            label = GRANTS[key].get_label(self.env)
            return f"{label} · {self._join_short(lines) or self.env._('none marked')}"
        return " · ".join([*types, *self._abbreviate(said)])

    @api.model
    def _abbreviate(self, said):
        """``["AI GL", "WOS GL WC"]``, or of many ``["AI 4", "WOS 5"]``."""
        short = {key: GRANTS[key].get_abbreviation(self.env) for key in said}
        spelled = [
            f"{short[key]} {self._join_short(lines) or 0}"
            for key, lines in said.items()
        ]
        if len(" · ".join(spelled)) <= SPELLED:
            return spelled
        return [f"{short[key]} {len(lines)}" for key, lines in said.items()]

    @api.model
    def _get_text(self, types, said):
        if not types and not said:
            return self.env._("Certificate holder only")
        told = [
            self.env._(
                "%(grant)s: %(lines)s",
                grant=GRANTS[key].get_label(self.env),
                lines=", ".join(each.name for each in lines)
                or self.env._("on no policy"),
            )
            for key, lines in said.items()
        ]
        return "\n".join([*types, *told])

    @api.model
    def _join_short(self, lines):
        return " ".join(each._get_short_name() for each in lines)

    def _search_interest_word(self, operator, value):
        """Those of whose words ``value`` is a part: a type, a kind of mark, a line."""
        if operator != "ilike" or not isinstance(value, str):
            return NotImplemented
        none, wanted = Domain("type_ids", "=", False), value.casefold()
        found = Domain("type_ids.name", "ilike", value)
        for key, name in ASKED.items():
            none &= Domain(name, "=", False)
            kind = GRANTS[key]
            called = kind.get_label(self.env), kind.get_abbreviation(self.env)
            if any(wanted in each.casefold() for each in called):
                found |= Domain(name, "!=", False)
            for part in ("name", "short_name"):
                found |= Domain(f"{name}.{part}", "ilike", value)
        words = self.env._("Holder only"), self.env._("Certificate holder only")
        if any(wanted in each.casefold() for each in words):
            found |= none
        return found

    @api.model
    def _get_query_domain(self, words):
        """Domain of those whose row, in tab or popup, has all ``words``."""
        return Domain.AND(
            Domain.OR(Domain(name, "ilike", word) for name in SEARCHED)
            for word in (word.strip(",") for word in words)
            if word
        )
