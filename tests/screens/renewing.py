"""A year after, beside the demo agency: an insured whose liability policy goes to an
insurer that gives less, and whose trucks' policy is to be canceled."""

MASON, LENDER = "Quarry Lane Masonry, Inc.", "Tidewater Equipment Leasing"
TRUCKS = "TR-7702"
# It runs as the superuser; all that people do, the manager does.
PREPARE = f"""
from datetime import date, timedelta
from odoo.fields import Command

end = date.today() + timedelta(30)
begin = end - timedelta(365)
state = env["res.country.state"].search([("code", "=", "MA")], limit=1)
place = {{"city": "Salem", "zip": "01970", "state_id": state.id,
         "country_id": state.country_id.id, "street": "4 Quarry Lane"}}
mason, lender, builder, first, second = env["res.partner"].create([
    {{"name": {MASON!r}, "is_company": True, "coi_is_insured": True, **place}},
    {{"name": {LENDER!r}, "email": "desk@tidewater.example", **place}},
    {{"name": "Pilot House Builders LLC", "email": "office@pilot.example", **place}},
    {{"name": "Fablewood Casualty Company", "coi_naic": "99901",
      "coi_is_insurer": True}},
    {{"name": "Meridian Storybook Insurance", "coi_naic": "99904",
      "coi_is_insurer": True}},
])
def insure(key, number, insurer, start, limits, grants):
    endorsements = [
        Command.create({{"number": form, **given}})
        for form, given in grants.items()
    ]
    return env["coi.policy"].create({{
        "name": number, "insured_id": mason.id, "insurer_id": insurer.id,
        "coverage_id": env.ref("coi_mass_generate.line_" + key).id,
        "date_effective": start, "date_expiration": start + timedelta(365),
        "auto_any": True, "endorsement_ids": endorsements,
        "limit_ids": [
            Command.create({{"key": name, "amount": 1000000}}) for name in limits
        ],
    }})
usual = ["each_occurrence", "general_aggregate"]
ongoing = {{"CG 20 10": {{"grants_ai_ongoing": True}}}}
completed = {{"CG 20 37": {{"grants_ai_completed": True}}}}
liability = insure("general_liability", "QL-7701", first, begin, usual,
                   {{**ongoing, **completed}})
trucks = insure("auto", {TRUCKS!r}, first, begin, ["combined_single"], {{}})
payee = env["coi.interest.type"].search([("key", "=", "loss_payee")])
env["coi.additional.interest"].create([
    {{"insured_id": mason.id, "holder_id": builder.id, "project": "Pilot House",
      "ai_line_ids": [Command.set(liability.coverage_id.ids)]}},
    {{"insured_id": mason.id, "holder_id": lender.id, "project": "Two trucks",
      "type_ids": [Command.set(payee.ids)]}},
])
env.cr.commit()
head = env["res.users"].search([("login", "=", "head")])
env = env(user=head.id)
told = env["coi.batch"].generate(
    insured_ids=mason.ids, issue_date=begin + timedelta(3),
    confirm_kinds=list(env["coi.check"]._get_kinds()))
assert told["done"] == 2, told
insure("general_liability", "NEW-7701", second, end, usual, ongoing)
trucks.date_pending_cancel = date.today() + timedelta(20)
env["coi.notice.practice"].change("owed", "As counsel has advised.")
env["coi.notice"].make(trucks.ids, "cancellation")
renewal = env["coi.renewal"].browse(
    env["coi.renewal"].prepare(mason.id)["renewal_id"])
rows = renewal.policy_ids
rows.filtered("is_suggested").action_accept()
for row in rows.filtered(lambda row: not row.next_id):
    row.action_renew()
rows.filtered("limits_to_confirm").action_confirm_limits()
rows.filtered("endorsements_to_confirm").action_confirm_endorsements()
renewal.action_review()
assert renewal.alarms, renewal.line_ids.mapped("why")
env.cr.commit()
env.registry.signal_changes()
"""
