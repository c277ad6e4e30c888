"""The agency's own fillable PDF: made by the tests' generator, uploaded, in use.

Its layout is nobody else's. Most of its fields bear the names that the trade's forms
have; a few are named as whoever makes a form in an hour names them.
"""

import base64
import sys

from ..odoo import addons

NAME = "Sample Evidence of Liability Cover"
NUMBER, EDITION = "SAMPLE 25", "2026/11"
# Names nobody knows: which field has it, and what is printed there.
STRANGE = {
    "Text1": ("Producer_FaxNumber_A", "producer.fax"),
    "Text2": (
        "Policy_GeneralLiability_PolicyNumberIdentifier_A",
        "general_liability.number",
    ),
    "Box7": ("Vehicle_AnyAutoIndicator_A", "auto.auto_any"),
}


def make():
    """The bytes of the blank form."""
    tests = str(addons.folder() / addons.MAIN / "tests")
    if tests not in sys.path:
        sys.path.append(tests)
    from sample_forms import make as make_sample

    names = {field: called for called, (field, _key) in STRANGE.items()}
    return make_sample(
        edition=f"{NUMBER} ({EDITION})",
        names=names,
        captions=True,
        appearance="/Helv 7 Tf 0 g",
    )


def upload(env, content):
    """The form in use, as a manager sets it up; ``env`` is theirs.

    What most fields are filled with is known by their names; of the others it is said.
    """
    form = env["coi.form"].create(
        {
            "name": NAME,
            "number": NUMBER,
            "edition": EDITION,
            "kind": "pdf",
            "file": base64.b64encode(content),
            "licence_confirmed": True,
        }
    )
    for field in form.field_ids.filtered(lambda field: field.source == "open"):
        _name, field.value_key = STRANGE[field.short]
    form.action_use()
    return form


def describe(form):
    """What became of its fields, in figures."""
    fields = form.field_ids
    return {
        "fields": len(fields),
        "known": form.known_count,
        "said": len(STRANGE),
        "printed": len(fields.filtered(lambda field: field.source == "value")),
        "open": form.open_count,
    }
