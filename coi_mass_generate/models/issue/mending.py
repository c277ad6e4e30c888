"""What opens to mend a finding, by the model of its target (``case.Finding``)."""

from dataclasses import dataclass
from typing import Any

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The form of a name and an address, and the rules that are satisfied there.
POSTAL = ("insured", "insured_name")
HOLDER_FORM = "coi_mass_generate.res_partner_view_form_holder"


@dataclass(frozen=True, slots=True)
class Mend:
    """``label`` is said of a record that is there, ``new_label`` of one still to be
    made; "" where that is not done. ``model`` is the one whose form opens, where it is
    another than the target's, and ``right`` what one must be allowed to do with it;
    ``is_page`` says that it is too large for a window."""

    label: Any = ""
    new_label: Any = ""
    model: str = ""
    right: str = "write"
    is_page: bool = False


MENDS = {
    "res.partner": Mend(_lt("Open Contact")),
    "coi.policy": Mend(_lt("Open Policy"), _lt("Record a Policy"), is_page=True),
    "coi.policy.endorsement": Mend(
        _lt("Open Endorsement"), _lt("Record the Endorsement")
    ),
    "coi.additional.interest": Mend(_lt("Open Interest")),
    "coi.certificate": Mend(_lt("See Certificate"), right="read", is_page=True),
    "coi.form": Mend(_lt("Open Form"), is_page=True),
    # Companies are the administrator's; what certificates print of one is not.
    "res.company": Mend(_lt("Complete the Agency"), model="coi.agency"),
    "coi.state.approval": Mend(new_label=_lt("Record Approval")),
}
