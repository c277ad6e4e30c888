"""The import beside a bare create of the same contacts and beside Odoo's own import.

And a list of policies, of an agency that has none yet: preview, answers and import.

In one process, by turns, each turn rolled back; wall-clock. The file is the demo's
holder list as ``.xlsx``. What runs inside Odoo is in ``imports_inside``.
"""

import json

from ..odoo import database, script
from . import addresses, agency, hostile

NAME = "coi_bench_imports"
POLICIES = 1000
_CODE = """
import json
from tools.bench import imports_inside
print(json.dumps(imports_inside.measure(env, {count}, {turns}, {policies})))
"""


def run(options):
    count, turns = (300, 1) if options.small else (10_000, 3)
    policies = 50 if options.small else POLICIES
    database.fresh(NAME)
    agency.build(NAME, [1])
    printed = script.run(
        NAME, _CODE.format(count=count, turns=turns, policies=policies)
    )
    database.drop(NAME)
    return {
        **_summarize(json.loads(printed.splitlines()[-1])),
        **hostile.measure(),
        **addresses.measure(),
    }


def _summarize(seconds):
    both = seconds["one_go"]
    loaded = seconds["load_contacts"] + seconds["load_links"]
    return {
        "import_policies_1000_s": round(seconds["policies"], 2),
        "import_seconds": {key: round(value, 2) for key, value in seconds.items()},
        "import_preview_s": round(seconds["preview"], 2),
        "import_preview_one_line_s": round(seconds["preview_one_line"], 2),
        "import_vs_create": round(both / seconds["create"], 2),
        "import_two_wizards_vs_create": round(
            seconds["two_wizards"] / seconds["create"], 2
        ),
        "import_vs_load": round(loaded / both, 2),
        "import_vs_load_of_contacts": round(seconds["load_contacts"] / both, 2),
        "import_again_ratio": round(seconds["one_go_again"] / both, 2),
        "import_two_wizards_again_ratio": round(
            seconds["two_wizards_again"] / seconds["two_wizards"], 2
        ),
    }
