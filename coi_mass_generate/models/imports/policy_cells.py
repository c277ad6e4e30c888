"""What the row of a list of policies shows, as text to read and to correct."""

from ...sheets.clean.policy import LIMITS
from ...sheets.clean.policy_options import AUTOS
from ..common.grants import ENDORSEMENT_FIELDS

# Besides the insured, its address and the policy's number, which other lists have too.
POLICY_CELLS = [
    *("line", "insurer", "naic", "effective", "expiration", "cancelled", "status"),
    *("claims_basis", "retroactive", "aggregate_per", *LIMITS),
    *("autos", *AUTOS, "umbrella_form"),
    *("deductible", "retention", "wc_basis", "wc_excluded", "endorsements"),
    *("ai_endorsement", "waiver_endorsement", "pnc_endorsement"),
    *("endorsement_basis", "endorsement_grants"),
]
# Cells in which the same text means the same in every row.
POLICY_ALIKE = tuple(key for key in POLICY_CELLS if key not in ("status", "autos"))
# How what an endorsement gives is written, so that it is read again.
WORDS = dict(
    zip(
        ENDORSEMENT_FIELDS,
        (
            *("AI ongoing", "AI completed", "AI", "waiver"),
            *("PNC", "notice of cancellation"),
        ),
        strict=True,
    )
)


def show_policy_value(key, value):
    """The text of a cell that means ``value`` when it is read again."""
    if key in LIMITS:
        return show_limit(value)
    if key == "endorsements":
        return "; ".join(map(_show_endorsement, value))
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value.replace("_", " ") if key == "claims_basis" else value


def show_limit(value):
    """``[amount, words]`` as text; '' for nothing."""
    if not value:
        return ""
    amount, words = value
    return " ".join(filter(None, (f"${amount:,}" if amount else "", words)))


def _show_endorsement(item):
    said = [item["basis"]]
    if not item["usual"]:
        said += [WORDS[name] for name in item["grants"]]
    said = ", ".join(filter(None, said))
    number = f"{item['number']} {item['edition']}".strip()
    return f"{number} ({said})" if said else number
