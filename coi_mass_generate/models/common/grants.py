"""The one catalogue of grants: what an endorsement can give a holder."""

from dataclasses import dataclass
from typing import Any

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of grant.

    ``label`` is what reasons and records call it, ``choice`` what a list to choose from
    does, ``abbreviation`` what the trade does where room is scarce;
    ``endorsement_fields`` are those of ``coi.policy.endorsement`` of which any says
    that it gives it; ``asked_field`` is that of ``coi.additional.interest`` with the
    coverage lines it is asked on, "" where nobody can ask for it. One with a
    ``mark`` has a column on the page, whose slot in a policy's row
    (``get_slot``) is filled with it; where it ``is_worded``, the description says it,
    too, and a page without that column lacks nothing. There is none on policies of the
    rows ``not_on``, of which ``impossible`` says so; asked for without naming a policy,
    it is meant on those of the rows ``usual_on``, where there are any (none: on all),
    and never on lines whose row or key is in ``foreign_to``.
    ``claims`` are phrases (``wording.phrase``) by which a text says that its holder
    has it.
    """

    key: str
    label: Any
    choice: str
    endorsement_fields: tuple
    abbreviation: Any = None
    asked_field: str = ""
    mark: str = ""
    is_worded: bool = False
    not_on: tuple = ()
    usual_on: tuple = ()
    foreign_to: tuple = ()
    impossible: Any = None
    claims: tuple = ()

    def get_label(self, env):
        """``label`` in the language of ``env``."""
        translate = env._  # the text was marked where the kind is written
        return translate(self.label)

    def get_abbreviation(self, env):
        """``abbreviation`` in the language of ``env``."""
        translate = env._
        return translate(self.abbreviation)

    def get_impossible(self, env, policy):
        """``impossible`` of ``policy`` (its label), in the language of ``env``."""
        translate = env._
        said = translate(self.impossible)
        return said % {"grant": self.get_label(env), "policy": policy}

    def get_slot(self, policy):
        """:param policy: its key on the page, ``p<id>``"""
        return f"{self.key}:{policy}"


GRANTS = {
    kind.key: kind
    for kind in (
        Kind(
            "ai",
            label=_lt("Additional insured"),
            choice="Additional insured",
            endorsement_fields=(
                "grants_ai_ongoing",
                "grants_ai_completed",
                "grants_ai_other",
            ),
            abbreviation=_lt("AI"),
            asked_field="ai_line_ids",
            mark="Y",
            not_on=("workers_comp",),
            foreign_to=("workers_comp",),
            impossible=_lt(
                "%(grant)s is requested on %(policy)s, but workers compensation has "
                "no additional insureds. Take it off the interest."
            ),
            claims=("additional insured*",),
        ),
        Kind(
            "waiver",
            label=_lt("Waiver of subrogation"),
            choice="Waiver of subrogation",
            endorsement_fields=("grants_waiver",),
            abbreviation=_lt("WOS"),
            asked_field="waiver_line_ids",
            mark="Y",
            claims=("waive* ... subrogation", "subrogation ... waive*"),
        ),
        Kind(
            "pnc",
            label=_lt("Primary and non-contributory"),
            choice="Primary & non-contributory",
            endorsement_fields=("grants_pnc",),
            abbreviation=_lt("PNC"),
            asked_field="pnc_line_ids",
            mark="Y",
            is_worded=True,
            usual_on=("general_liability", "auto", "umbrella"),
            foreign_to=("workers_comp", "property", "inland_marine"),
            claims=("non contributory", "noncontributory"),
        ),
        # Recorded of an endorsement. Nobody asks for it on an interest, and the page
        # promises no notice beyond what policy or law gives.
        Kind(
            "notice",
            label=_lt("Notice of cancellation"),
            choice="Notice of cancellation",
            endorsement_fields=("grants_notice",),
        ),
    )
}
# Those an interest can ask for, with its field; those that have a column on the page.
ASKED = {key: kind.asked_field for key, kind in GRANTS.items() if kind.asked_field}
MARKED = tuple(kind for kind in GRANTS.values() if kind.mark)
ENDORSEMENT_FIELDS = tuple(
    name for kind in GRANTS.values() for name in kind.endorsement_fields
)
