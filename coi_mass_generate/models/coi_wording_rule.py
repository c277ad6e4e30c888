import re
import unicodedata
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Numbers of days that are written out.
NUMBERS = "ten|fifteen|twenty|thirty|forty five|forty|sixty|ninety"
# What a phrase may contain besides words, and what it stands for in a plain text.
WILDCARDS = {"#": rf"(?:\d+|{NUMBERS})", "*": r"[^\W\d_]*", "...": r"(?: \w+){0,6}?"}


def get_plain(text):
    """``text`` as phrases are compared: words in small letters, one space between.

    Apostrophes are dropped, all other punctuation is a space: "30-days'" is "30 days".
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"['’‘ʼ`]", "", text)
    return re.sub(r"[\W_]+", " ", text).strip()


def get_pattern(phrase):
    """Compiled pattern of a phrase, to be searched in a plain text.

    In a phrase ``#`` is any number, ``*`` any further letters of a word, and ``...``
    up to six words between.
    """
    parts = []
    for word in phrase.split():
        if word in ("...", "…"):
            parts.append(WILDCARDS["..."])
            continue
        pieces = re.split(r"([#*])", word)
        body = "".join(
            WILDCARDS.get(piece) or re.escape(get_plain(piece)).replace(r"\ ", " ")
            for piece in pieces
        )
        parts.append((" " if parts else "") + body)
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)")


@dataclass(slots=True)
class Phrase:
    """A wording rule, ready to be looked for."""

    phrase: str
    level: str
    reason: str
    pattern: re.Pattern
    # Most texts have no trace of a phrase: not even its longest word.
    longest: str

    def find(self, plain):
        """The words found in a text made plain by ``get_plain``; "" for none."""
        found = self.longest in plain and self.pattern.search(plain)
        return found[0] if found else ""


class CoiWordingRule(models.Model):
    """Words that promise more than a certificate may."""

    _name = "coi.wording.rule"
    _description = "Wording Rule"
    _order = "sequence, id"
    _rec_name = "phrase"

    phrase = fields.Char(
        required=True,
        help="The words to look for; capitals and punctuation do not matter. "
        "# stands for any number, * for any ending of a word, ... for up to six words "
        'in between: "# day* ... notice" finds "30 days\' prior written notice".',
    )
    level = fields.Selection(
        [("warning", "Warn"), ("blocked", "Block")], required=True, default="warning"
    )
    reason = fields.Text(
        required=True, translate=True, help="What the user reads, in plain words."
    )
    source = fields.Char(required=True)
    date_checked = fields.Date(
        "Last Checked",
        help="When somebody last compared the rule with its source. Empty: nobody has.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.constrains("phrase")
    def _check_phrase(self):
        for rule in self:
            if not re.search(r"\w", rule.phrase or ""):
                raise ValidationError(
                    self.env._("A phrase to look for needs at least one word.")
                )

    @api.model
    def _get_phrases(self):
        """All rules as ``Phrase`` objects."""
        return [
            Phrase(
                rule.phrase,
                rule.level,
                rule.reason,
                get_pattern(rule.phrase),
                max(get_plain(rule.phrase.replace("*", " ")).split(), key=len),
            )
            for rule in self.search([])
        ]
