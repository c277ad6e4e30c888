"""The agency's own fillable PDF: made by the tests' generator, uploaded, in use.

Its layout is nobody else's, its fields bear the names that the trade's forms have.
"""

import base64
import sys

from ..odoo import addons

NAME = "Sample Evidence of Liability Cover"
NUMBER, EDITION = "SAMPLE 25", "2026/11"


def make():
    """The bytes of the blank form."""
    tests = str(addons.folder() / addons.MAIN / "tests")
    if tests not in sys.path:
        sys.path.append(tests)
    from sample_forms import make as make_sample

    return make_sample(edition=f"{NUMBER} ({EDITION})")


def upload(env, content):
    """The form in use, as a manager sets it up; ``env`` is theirs.

    What fields are filled with is known by their names; the few that are for words
    written by hand stay as they are in the file.
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
    form.field_ids.filtered(lambda field: field.source == "open").source = "keep"
    form.action_use()
    return form
