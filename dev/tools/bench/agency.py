"""The data of a measurement: the demo's agency with as many holders as wanted."""

import json

from ..demo import agency, holder_list
from ..odoo import database, script

_CODE = """
import json
from tools.demo import agency, holder_list
wanted = json.loads({wanted!r})
agency.create(env)
env.cr.commit()
insured = env["res.partner"].search([("name", "=", agency.INSURED)])
lines = {{line.key: line for line in env["coi.coverage.line"].search([])}}
states = {{
    state.code: state.id
    for state in env["res.country.state"].search([("country_id.code", "=", "US")])
}}
country = env.ref("base.us").id
for count in wanted:
    if count == max(wanted):
        target = insured
    else:
        target = insured.copy({{"name": f"{{insured.name}} ({{count}})"}})
        for policy in insured.coi_policy_ids:
            copy = policy.copy({{"insured_id": target.id}})
            copy.action_confirm_limits()
            copy.endorsement_ids.action_confirm()
    rows = holder_list.rows(count, target.name, agency.numbers())
    holders = env["res.partner"].create([{{
        "name": row["Holder Name"], "street": row["Address Line 1"] or "1 Main St",
        "street2": row["Address Line 2"], "city": row["City"],
        "state_id": states[row["State"]], "zip": row["ZIP"], "country_id": country,
        "is_company": True, "coi_is_holder": True,
    }} for row in rows])
    gl = lines["general_liability"]
    env["coi.additional.interest"].create([{{
        "insured_id": target.id, "holder_id": holder.id,
        "ai_line_ids": [(6, 0, gl.ids if row["AI"] else [])],
        "description": row["Description of Operations"],
        "loan_number": row["Loan Number"], "isaoa": bool(row["ISAOA"]),
        "attention": row["Attention"],
    }} for holder, row in zip(holders, rows, strict=True)])
    env.cr.commit()
    print(json.dumps([count, target.id]))
"""


def build(name, counts):
    """Fill the database ``name``; returns the insured's id by number of holders."""
    printed = script.run(name, _CODE.format(wanted=json.dumps(sorted(counts))))
    pairs = [json.loads(line) for line in printed.splitlines() if line[:1] == "["]
    return dict(pairs)


def forget(name):
    """As if nothing had been made yet: each turn draws its page and its numbers."""
    for table in ("coi_certificate", "coi_batch_line", "coi_batch", "coi_master"):
        database.execute(f"DELETE FROM {table}", name=name)
        database.execute(f"VACUUM ANALYZE {table}", name=name)


LOGIN, PASSWORD = agency.LOGIN, agency.PASSWORD
HEADERS = holder_list.HEADERS
