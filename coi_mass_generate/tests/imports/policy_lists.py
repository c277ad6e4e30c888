"""Lists of policies as agencies have them."""

from odoo.fields import Command

from .lists import ImportCase

POLICY_HEADERS = (
    "Insured",
    "Insured State",
    "Line of Business",
    "Policy #",
    "Carrier",
    "NAIC #",
    "Eff Date",
    "Exp Date",
    "Each Occurrence",
    "General Aggregate",
    "E.L. Each Accident",
    "Endorsements",
    "Officers Excluded",
)
# A policy of an insured and an insurer that are there.
PROPERTY = {
    "Insured": "Coastal Electric Co",
    "Line of Business": "CGL",
    "Policy #": "GL-2026-7",
    "Carrier": "Granite State Mutual",
    "NAIC #": "12345",
    "Eff Date": "03/01/2026",
    "Exp Date": "03/01/2027",
    "Each Occurrence": "$1,000,000",
    "General Aggregate": "2M",
    "Endorsements": "CG 20 10 12 19 (blanket, AI ongoing); CG 24 04",
}
COMP = {
    "Insured": "Coastal Electric Co.",
    "Line of Business": "Workers Comp",
    "Policy #": "WC-2026-7",
    "Carrier": "Commonwealth Workers Fund",
    "NAIC #": "AA-1234567",
    "Eff Date": "2026-03-01",
    "Exp Date": "2027-03-01",
    "E.L. Each Accident": "500k",
    "Officers Excluded": "Included",
}
# What the agency has of its own policy GL-100 already.
THERE = {
    "Insured": "Beacon Roofing & Sons, LLC",
    "Line of Business": "General Liability",
    "Policy #": "GL-100",
    "Carrier": "Granite State Mutual",
    "NAIC #": "12345",
    "Eff Date": "01/31/2026",
    "Exp Date": "01/31/2027",
    "Each Occurrence": "1,000,000",
}


class PolicyCase(ImportCase):
    def open_policies(self, *rows, headers=POLICY_HEADERS, **options):
        """The run of a list whose preview is open."""
        run = self.open_import(
            "coi.import.policy", rows, headers=headers, **options
        ).run_id
        if run.state == "columns":
            run.action_preview()
        return run

    def import_policies(self, *rows, **options):
        run = self.open_policies(*rows, **options)
        self.assertFalse(run.problem_count, run.problem_line_ids.mapped("message"))
        run.action_import()
        return run

    def type_in(self, run, index, **texts):
        """Correct a row as the screen does."""
        line = run.line_ids[index]
        run.write({"problem_line_ids": [Command.update(line.id, texts)]})

    def get_asked(self, run):
        """Codes of what is asked, row by row."""
        return [
            [code for _key, code, _detail in line._get_findings().get("problems", ())]
            for line in run.line_ids
        ]

    def get_told(self, run):
        return [
            [code for _key, code, _detail in line._get_findings().get("notices", ())]
            for line in run.line_ids
        ]

    def get_policy(self, number):
        return self.env["coi.policy"].search([("name", "=", number)])

    def get_limits(self, policy):
        return {
            limit._get_label(): limit._get_printed_value() for limit in policy.limit_ids
        }
