"""A list of policies: what comes in, what is asked, and what stays as it is."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .policy_lists import COMP, POLICY_HEADERS, PROPERTY, THERE, PolicyCase


@tagged("post_install", "-at_install")
class TestImportPolicy(PolicyCase):
    def test_policies_come_in_with_limits_and_endorsements(self):
        run = self.import_policies(PROPERTY, COMP)
        self.assertEqual(run.create_count, 2)
        policy = self.get_policy("GL-2026-7")
        self.assertEqual(policy.insured_id, self.coastal)
        self.assertEqual(policy.insurer_id, self.granite)
        self.assertEqual(policy.coverage_id, self.get_line("general_liability"))
        self.assertEqual(policy.date_effective, date(2026, 3, 1))
        self.assertEqual(policy.date_expiration, date(2027, 3, 1))
        self.assertEqual(
            self.get_limits(policy),
            {"Each occurrence": "$1,000,000", "General aggregate": "$2,000,000"},
        )
        said, usual = policy.endorsement_ids
        self.assertEqual((said.number, said.edition), ("CG 20 10", "12 19"))
        self.assertEqual((said.basis, said.to_confirm), ("blanket", False))
        self.assertTrue(said.grants_ai_ongoing)
        self.assertTrue(usual.grants_waiver and usual.to_confirm)
        self.assertEqual(usual.basis, "scheduled")
        comp = self.get_policy("WC-2026-7")
        self.assertEqual(self.get_limits(comp), {"Each accident": "$500,000"})
        self.assertEqual(comp.wc_excluded, "no")
        self.assertEqual(run.line_ids.policy_id, policy | comp)

    def test_what_the_list_does_not_say_is_not_claimed(self):
        run = self.import_policies(PROPERTY)
        policy = self.get_policy("GL-2026-7")
        self.assertFalse(policy.claims_basis or policy.aggregate_per)
        self.assertIn("Not given in the list", run.line_ids.message)
        self.assertFalse(self.gives(policy, "waiver", self.adams), "to be confirmed")
        self.assertTrue(self.gives(policy, "ai", self.adams))

    def test_the_retroactive_date_of_a_claims_made_policy(self):
        row = {**PROPERTY, "Line of Business": "Professional Liability"}
        row["Retro Date"] = "6/1/2018"
        headers = (*POLICY_HEADERS, "Retro Date")
        run = self.import_policies(row, headers=headers)
        policy = self.get_policy("GL-2026-7")
        self.assertEqual(policy.date_retroactive, date(2018, 6, 1))
        self.assertEqual(policy.claims_basis, "claims_made")
        self.assertIn("Taken as claims-made", run.line_ids.message)
        again = self.open_policies(row, headers=headers)
        self.assertEqual(again.unchanged_count, 1, again.line_ids.difference)
        self.assertEqual(again.line_ids.retroactive, "2018-06-01")
        row["Retro Date"] = "Full prior acts"
        run = self.open_policies(row, headers=headers)
        self.assertIn("06/01/2018 →", run.line_ids.difference)
        run.action_import()
        self.assertTrue(policy.full_prior_acts)
        self.assertFalse(policy.date_retroactive)
        row.update({"Eff Date": "3/1/2027", "Exp Date": "3/1/2028", "Retro Date": ""})
        self.import_policies(row, headers=headers)
        renewal = policy.series_id.policy_ids - policy
        self.assertTrue(renewal.full_prior_acts, "as the term before has it")

    def test_the_same_list_again_changes_nothing(self):
        self.import_policies(PROPERTY, COMP)
        again = self.open_policies(PROPERTY, COMP)
        self.assertEqual(again.unchanged_count, 2, again.line_ids.mapped("difference"))

    def test_a_policy_that_is_there_is_changed_and_nothing_else_of_it(self):
        row = {**THERE, "Each Occurrence": "$2,000,000", "Exp Date": "2/28/27"}
        run = self.open_policies(row)
        self.assertEqual(run.update_count, 1)
        self.assertIn("$1,000,000 → $2,000,000", run.line_ids.difference)
        self.assertIn("01/31/2027 → 02/28/2027", run.line_ids.difference)
        self.env.cr.execute("UPDATE coi_policy SET create_date = '2026-02-01'")
        self.env.invalidate_all()
        run.action_import()
        self.env.flush_all()
        self.env.cr.flush()
        log = "".join(map(str, self.gl.sudo().message_ids.mapped("body")))
        self.assertIn("$2,000,000", log, "who changed it stands on its log")
        self.assertEqual(self.gl.date_expiration, date(2027, 2, 28))
        limits = self.get_limits(self.gl)
        self.assertEqual(limits["Each occurrence"], "$2,000,000")
        self.assertEqual(limits["General aggregate"], "$2,000,000 See policy")
        self.assertEqual(len(limits), 4)
        self.assertEqual(self.gl.aggregate_per, "project")
        self.assertEqual(len(self.gl.endorsement_ids), 3)

    def test_a_list_that_says_what_is_there_changes_nothing(self):
        row = {**THERE, "General Aggregate": "$2,000,000", "Policy #": "gl 100"}
        run = self.open_policies(row)
        self.assertEqual(run.unchanged_count, 1, run.line_ids.difference)
        self.assertIn('Written "GL-100"', run.line_ids.message)

    def test_the_next_term_follows_the_one_before(self):
        row = {**THERE, "Eff Date": "1/31/2027", "Exp Date": "1/31/2028"}
        row["Each Occurrence"] = "$3,000,000"
        row["Endorsements"] = "CG 20 37 (blanket, AI completed)"
        run = self.import_policies(row)
        self.assertEqual(run.create_count, 1)
        self.assertIn("next term", run.line_ids.message)
        renewal = self.gl.series_id.policy_ids - self.gl
        self.assertEqual(renewal.date_expiration, date(2028, 1, 31))
        limits = self.get_limits(renewal)
        self.assertEqual(limits["Each occurrence"], "$3,000,000")
        self.assertEqual(limits["Damage to rented premises"], "$100,000")
        self.assertEqual(len(renewal.endorsement_ids), 4)
        copied = renewal.endorsement_ids.filtered("to_confirm")
        self.assertEqual(len(copied), 3)
        self.assertEqual(self.open_policies(row).unchanged_count, 1)

    def propose(self, row):
        """An endorsement that is proposed with more than the form of ``row`` gives."""
        [policy] = self.get_policy(row["Policy #"])
        proposed = policy.endorsement_ids.filtered("is_proposed")
        proposed.write({"grants_pnc": True, "basis": "blanket"})
        self.assertTrue(proposed.grants_waiver and proposed.to_confirm)
        return proposed

    def test_a_list_confirms_what_it_says_and_nothing_else_that_was_proposed(self):
        self.import_policies(PROPERTY)
        proposed = self.propose(PROPERTY)
        row = {**PROPERTY, "Endorsements": "CG 24 04 (blanket, waiver)"}
        run = self.import_policies(row)
        policy = proposed.policy_id
        self.assertFalse(proposed.to_confirm or proposed.is_proposed)
        self.assertTrue(self.gives(policy, "waiver", self.adams))
        self.assertFalse(self.gives(policy, "pnc", self.adams), "nobody said so")
        run.action_undo()
        self.assertTrue(proposed.to_confirm and proposed.is_proposed)
        self.assertTrue(proposed.grants_pnc)

    def test_nor_is_it_confirmed_in_the_next_term(self):
        self.import_policies(PROPERTY)
        proposed = self.propose(PROPERTY)
        row = {**PROPERTY, "Endorsements": "CG 24 04 (blanket, waiver)"}
        row.update({"Eff Date": "3/1/2027", "Exp Date": "3/1/2028"})
        self.import_policies(row)
        policy = proposed.policy_id
        renewal = policy.series_id.policy_ids - policy
        self.assertTrue(self.gives(renewal, "waiver", self.adams))
        self.assertFalse(self.gives(renewal, "pnc", self.adams))

    def test_a_term_that_overlaps_another_is_asked(self):
        row = {**THERE, "Eff Date": "2/1/2026"}
        self.assertEqual(self.get_asked(self.open_policies(row)), [["term_overlaps"]])

    def test_terms_of_one_list_that_overlap_are_asked(self):
        row = {**PROPERTY, "Eff Date": "6/1/2026", "Exp Date": "6/1/2027"}
        run = self.open_policies(PROPERTY, row)
        self.assertEqual(self.get_asked(run), [[], ["term_overlaps"]])
        run = self.open_policies(PROPERTY, {**row, "Policy #": "gl 2026 7"})
        self.assertEqual(self.get_asked(run), [[], ["term_overlaps"]])
        run = self.open_policies(PROPERTY, {**row, "Policy #": "GL-2026-8"})
        self.assertFalse(run.problem_count)

    def test_an_end_that_is_moved_into_the_next_term_is_asked(self):
        row = {**THERE, "Eff Date": "1/31/2027", "Exp Date": "1/31/2028"}
        self.import_policies(row)
        run = self.open_policies({**THERE, "Exp Date": "6/30/2027"})
        self.assertEqual(self.get_asked(run), [["term_overlaps"]])
        self.assertEqual(self.open_policies(THERE).unchanged_count, 1)

    def test_another_end_without_a_beginning_is_another_term(self):
        row = {**THERE, "Eff Date": "", "Exp Date": "1/31/2028"}
        self.assertEqual(
            self.get_asked(self.open_policies(row)), [["effective_missing"]]
        )
        same = {**THERE, "Eff Date": ""}
        self.assertEqual(self.open_policies(same).unchanged_count, 1)

    def test_one_number_written_in_two_ways_is_one_policy_over_the_years(self):
        row = {**PROPERTY, "Policy #": "GL 2026 7"}
        row |= {"Eff Date": "3/1/2027", "Exp Date": "3/1/2028"}
        run = self.import_policies(PROPERTY, row)
        self.assertEqual(len(run.line_ids.policy_id), 2)
        self.assertEqual(len(run.line_ids.policy_id.series_id), 1)
        self.assertIn("number_kept", self.get_told(run)[1])

    def test_a_term_before_the_first_is_of_the_same_series(self):
        row = {**THERE, "Policy #": "gl 100", "Eff Date": "1/31/2025"}
        run = self.import_policies({**row, "Exp Date": "1/31/2026"})
        self.assertEqual(run.line_ids.policy_id.series_id, self.gl.series_id)

    def test_a_renewal_under_another_number_is_asked(self):
        row = {**THERE, "Policy #": "GL-2027", "Eff Date": "1/31/2027"}
        row["Exp Date"] = "1/31/2028"
        more = {**row, "Endorsements": "CG 20 37 (blanket, AI)"}
        run = self.open_policies(row, more)
        self.assertEqual(self.get_asked(run), [["renewal_new"]] * 2)
        run.line_ids[0].action_take_party()
        self.assertEqual(self.get_asked(run), [[], []])
        run.action_import()
        renewal = self.get_policy("GL-2027")
        self.assertEqual(renewal.series_id, self.gl.series_id)
        self.assertEqual(self.get_limits(renewal), {"Each occurrence": "$1,000,000"})
        self.assertEqual(self.open_policies(row, more).unchanged_count, 2)
        run.action_undo()
        self.assertEqual(self.gl.series_id.policy_ids, self.gl)

    def test_what_is_no_renewal_is_another_policy(self):
        row = {**THERE, "Policy #": "GL-2027", "Eff Date": "1/31/2027"}
        row["Exp Date"] = "1/31/2028"
        run = self.open_policies(row)
        run.line_ids.action_create_party()
        run.action_import()
        self.assertNotEqual(run.line_ids.policy_id.series_id, self.gl.series_id)

    def test_only_one_policy_renews_another(self):
        row = {**THERE, "Eff Date": "1/31/2027", "Exp Date": "1/31/2028"}
        run = self.open_policies(
            *({**row, "Policy #": number} for number in ("GL-2027", "GL-2028"))
        )
        for line in run.line_ids:
            if line.may_take:
                line.action_take_party()
        self.assertEqual(self.get_asked(run), [[], []])
        self.assertIn("other_number", self.get_told(run)[1])
        run.action_import()
        self.assertEqual(len(run.line_ids.policy_id.series_id), 2)

    def test_certificates_that_show_what_is_changed_are_told(self):
        row = {**THERE, "Each Occurrence": "$2,000,000"}
        told = self.get_told(self.open_policies(row))[0]
        self.assertNotIn("certificates_show", told)
        self.issue(self.plain_interest)
        run = self.open_policies(row)
        self.assertIn("show this policy: 1.", run.line_ids.message)
        told = self.get_told(self.open_policies(THERE))[0]
        self.assertNotIn("certificates_show", told)

    def test_one_number_may_be_of_several_lines(self):
        row = {**THERE, "Line of Business": "BAUT", "Each Occurrence": ""}
        self.assertEqual(self.open_policies(row).create_count, 1)

    def test_rows_of_one_policy_are_one_policy(self):
        more = {**PROPERTY, "Endorsements": "CG 20 37 (blanket, AI)"}
        run = self.import_policies(PROPERTY, more)
        self.assertEqual((run.create_count, run.update_count), (1, 1))
        policy = self.get_policy("GL-2026-7")
        self.assertEqual(
            policy.endorsement_ids.mapped("number"),
            ["CG 20 10", "CG 20 37", "CG 24 04"],
        )
        other = {**PROPERTY, "Each Occurrence": "$5,000,000", "Policy #": "GL-8"}
        run = self.open_policies({**PROPERTY, "Policy #": "GL-8"}, other)
        self.assertEqual(self.get_asked(run), [[], ["policy_differs"]])

    def test_an_archived_term_is_asked(self):
        self.gl.active = False
        self.assertEqual(
            self.get_asked(self.open_policies(THERE)), [["policy_archived"]]
        )

    def test_a_cancelled_policy_needs_the_day(self):
        headers = [*PROPERTY, "Status", "Cancellation Date"]
        row = {**PROPERTY, "Status": "Canceled"}
        run = self.open_policies(row, headers=headers)
        self.assertEqual(self.get_asked(run), [["status_over"]])
        self.type_in(run, 0, cancelled="5/1/2026")
        run.action_import()
        self.assertEqual(self.get_policy("GL-2026-7").date_cancelled, date(2026, 5, 1))

    def test_what_is_asked_is_mended_once_for_all_alike(self):
        rows = [
            {**PROPERTY, "Policy #": f"GL-{n}", "Each Occurrence": "1.000"}
            for n in (1, 2, 3)
        ]
        run = self.open_policies(*rows)
        self.assertEqual(self.get_asked(run), [["amount_unclear"]] * 3)
        self.type_in(run, 0, limit_each_occurrence="$1,000,000")
        self.assertEqual(run.alike_count, 2)
        run.action_correct_alike()
        self.assertFalse(run.problem_count)

    def test_what_is_shown_means_the_same_when_it_is_typed(self):
        headers = [*PROPERTY, "Aggregate Applies Per", "Damage to Rented Premises"]
        row = {**PROPERTY, "Aggregate Applies Per": "Project"}
        row["Damage to Rented Premises"] = "$100,000 Included"
        row["Endorsements"] += "; XY-1 (scheduled, AI, PNC)"
        run = self.open_policies(row, headers=headers)
        line, values = run.line_ids, dict(run.line_ids.values)
        shown = {key: line[key] for key in values}
        run.write({"create_line_ids": [Command.update(line.id, shown)]})
        self.assertEqual(set(line.corrections), set(values))
        self.assertEqual(line.values, values)

    def test_no_column_of_a_holder_list_is_meant(self):
        run = self.open_policies(PROPERTY)
        targets = set(run.column_ids.mapped("target"))
        self.assertLessEqual({"insured", "line", "limit_each_occurrence"}, targets)
        self.assertIn(",line,", run.column_ids[0].choices)
        self.assertNotIn(",loan_number,", run.column_ids[0].choices)

    def test_a_row_for_each_insured_is_told_to_need_rows(self):
        headers = ["Insured", "GL Policy #", "GL Each Occurrence", "Auto Policy #"]
        wizard = self.open_import(
            "coi.import.policy",
            [["Coastal Electric Co.", "1", "2", "3"]],
            headers=headers,
        )
        missing = wizard.run_id._find_missing()
        self.assertIn("each of them a row", missing.replace("\n", " "))
        self.assertIn("GL Policy #", wizard.run_id.unmapped_text)


@tagged("post_install", "-at_install")
class TestImportPolicyParties(PolicyCase):
    """No insured and no insurer is created, or taken for another, in silence."""

    NEW = {**PROPERTY, "Insured": "Dune Plumbing LLC", "Insured State": "RI"}

    def test_an_unknown_insured_is_asked_once_for_all_rows(self):
        other = {**self.NEW, "Insured": "DUNE PLUMBING, L.L.C.", "Policy #": "GL-8"}
        run = self.open_policies(self.NEW, other)
        self.assertEqual(self.get_asked(run), [["insured_new"]] * 2)
        self.assertEqual(run.new_party_count, 1)
        run.line_ids[0].action_create_party()
        self.assertEqual(run.create_count, 2)
        run.action_import()
        dune = self.find("Dune Plumbing LLC")
        self.assertTrue(dune.coi_is_insured and dune.is_company)
        self.assertEqual(dune.state_id.code, "RI")
        self.assertEqual(len(dune.coi_policy_ids), 2)
        self.assertEqual(self.open_policies(self.NEW, other).unchanged_count, 2)

    def test_one_that_looks_like_another_is_asked(self):
        row = {**PROPERTY, "Insured": "Coastal Electrik Company"}
        run = self.open_policies(row)
        self.assertEqual(self.get_asked(run), [["insured_seems"]])
        self.assertFalse(run.new_party_count)
        run.line_ids.action_take_party()
        self.assertEqual(run.create_count, 1)
        run.action_import()
        self.assertEqual(self.get_policy("GL-2026-7").insured_id, self.coastal)

    def test_a_contact_that_is_no_insured_so_far_is_asked(self):
        row = {**PROPERTY, "Insured": "Dover Supply"}
        run = self.open_policies(row)
        self.assertEqual(self.get_asked(run), [["insured_contact"]])
        run.line_ids.action_take_party()
        self.assertIn("Insured", run.line_ids.difference or "Insured")
        run.action_import()
        self.assertTrue(self.dover.coi_is_insured)
        run.action_undo()
        self.assertFalse(self.dover.coi_is_insured)

    def test_another_state_is_asked(self):
        row = {**PROPERTY, "Insured State": "OH"}
        self.assertEqual(
            self.get_asked(self.open_policies(row)), [["insured_elsewhere"]]
        )
        same = {**PROPERTY, "Insured State": "Massachusetts"}
        self.assertEqual(self.open_policies(same).create_count, 1)

    def test_an_insurer_written_short_is_no_second_one(self):
        names = {
            "Quarry Mutual Insurance Co": "Quarry Mutual Ins. Co.",
            "Fern Casualty Company": "Fern Cas Co",
            "Pier National Indemnity": "Pier Natl. Indem.",
        }
        for long, short in names.items():
            first = {**PROPERTY, "Carrier": long, "NAIC #": "98765"}
            second = {**COMP, "Carrier": short, "NAIC #": ""}
            run = self.open_policies(first, second)
            asked = self.get_asked(run)
            self.assertEqual(asked, [["insurer_new"], ["party_alike"]], short)
            run.action_create_parties()
            self.assertEqual(self.get_asked(run), [[], ["party_alike"]], short)
            run.line_ids[1].action_take_party()
            self.assertFalse(run.problem_count, short)
            run.action_import()
            self.assertFalse(self.find(short), short)
            run.action_undo()

    def test_two_spellings_of_a_new_one_are_asked(self):
        other = {**self.NEW, "Insured": "Dune Plumbing Inc.", "Policy #": "GL-8"}
        run = self.open_policies(self.NEW, other)
        self.assertEqual(self.get_asked(run), [["insured_new"], ["party_alike"]])
        run.line_ids[1].action_take_party()
        run.action_create_parties()
        self.assertEqual(run.create_count, 2)
        run.action_import()
        self.assertEqual(len(self.find("Dune Plumbing LLC").coi_policy_ids), 2)
        self.assertFalse(self.find("Dune Plumbing Inc."))

    def test_a_new_insurer_is_asked_and_created_with_its_number(self):
        row = {**PROPERTY, "Carrier": "Pemaquid Casualty", "NAIC #": "34567"}
        run = self.open_policies(row)
        self.assertEqual(self.get_asked(run), [["insurer_new"]])
        run.action_create_parties()
        run.action_import()
        insurer = self.find("Pemaquid Casualty")
        self.assertEqual((insurer.coi_naic, insurer.coi_is_insurer), ("34567", True))

    def test_the_number_finds_the_insurer_first(self):
        row = {**PROPERTY, "Carrier": "Granite State"}
        run = self.open_policies(row)
        self.assertEqual(run.create_count, 1, run.line_ids.message)
        self.assertIn("insurer_by_naic", self.get_told(run)[0])
        row = {**PROPERTY, "Carrier": ""}
        self.assertEqual(self.open_policies(row).create_count, 1)

    def test_name_and_number_that_contradict_each_other_are_asked(self):
        for carrier, naic in (
            ("Granite State Mutual", "23456"),
            ("Granite State Mutual", "99999"),
            ("Somebody Else Indemnity", "12345"),
        ):
            run = self.open_policies({**PROPERTY, "Carrier": carrier, "NAIC #": naic})
            self.assertEqual(self.get_asked(run), [["insurer_contradiction"]], carrier)

    def test_a_number_that_was_missing_is_filled_in_and_undone(self):
        self.granite.coi_naic = False
        run = self.open_policies({**PROPERTY, **THERE})
        self.assertEqual(run.update_count, 1)
        self.assertIn("12345", run.line_ids.difference)
        run.action_import()
        self.assertEqual(self.granite.coi_naic, "12345")
        run.action_undo()
        self.assertFalse(self.granite.coi_naic)

    def test_several_insurers_of_one_number_are_asked(self):
        self.granite.copy({"name": "Granite Indemnity", "coi_naic": "12345"})
        run = self.open_policies({**PROPERTY, "Carrier": ""})
        self.assertEqual(self.get_asked(run), [["naic_twins"]])
        run = self.open_policies({**PROPERTY, "Carrier": "Granite"})
        self.assertEqual(self.get_asked(run), [["naic_twins"]])
        run = self.open_policies({**PROPERTY, "Carrier": "Granite Indemnity"})
        self.assertEqual(run.create_count, 1)

    def test_nobody_is_created_beside_one_in_the_archive(self):
        self.coastal.active = self.granite.active = False
        run = self.open_policies(PROPERTY)
        self.assertEqual(
            self.get_asked(run), [["insured_archived", "insurer_archived"]]
        )
        self.assertFalse(run.new_party_count)
        row = {**PROPERTY, "Carrier": "", "Insured": "Beacon Roofing & Sons, LLC"}
        self.assertEqual(
            self.get_asked(self.open_policies(row)), [["insurer_archived"]]
        )

    def test_a_trade_name_is_asked(self):
        for name in (
            "Coastal Electric Co. dba Coastal Lights",
            "Coastal Electric Co. (d/b/a Coastal Lights)",
            "Coastal Holdings LLC DBA Coastal Electric",
        ):
            run = self.open_policies({**PROPERTY, "Insured": name})
            self.assertEqual(self.get_asked(run), [["insured_seems"]], name)

    def test_insureds_of_another_agency_are_unknown(self):
        self.admin_env["res.partner"].browse(self.coastal.id).company_id = self.agency
        self.env = self.env_of(self.other_csr)
        run = self.open_policies(PROPERTY)
        [asked] = self.get_asked(run)
        self.assertIn("insured_new", asked)
        self.assertNotIn("Coastal Electric Co.", run.line_ids.message)


@tagged("post_install", "-at_install")
class TestImportPolicyUndo(PolicyCase):
    def test_all_that_was_created_goes(self):
        row = {
            **PROPERTY,
            "Insured": "Dune Plumbing LLC",
            "Carrier": "Pemaquid Casualty",
        }
        row["NAIC #"] = "34567"
        run = self.open_policies(row, COMP)
        run.action_create_parties()
        before = self.env["coi.policy.series"].search_count([])
        run.action_import()
        self.assertEqual(self.env["coi.policy.series"].search_count([]), before + 2)
        run.action_undo()
        self.assertFalse(self.get_policy("GL-2026-7") | self.get_policy("WC-2026-7"))
        self.assertFalse(
            self.find("Dune Plumbing LLC") | self.find("Pemaquid Casualty")
        )
        self.assertEqual(self.env["coi.policy.series"].search_count([]), before)

    def test_what_was_changed_is_as_before(self):
        row = {**THERE, "Each Occurrence": "$2,000,000", "Exp Date": "2/28/27"}
        row |= {"Endorsements": "CG 20 10 (scheduled); CG 20 37 (blanket, AI)"}
        run = self.import_policies(row)
        self.assertEqual(len(self.gl.endorsement_ids), 4)
        run.action_undo()
        self.assertEqual(self.gl.date_expiration, date(2027, 1, 31))
        self.assertEqual(self.get_limits(self.gl)["Each occurrence"], "$1,000,000")
        self.assertEqual(set(self.gl.endorsement_ids.mapped("basis")), {"blanket"})
        self.assertEqual(len(self.gl.endorsement_ids), 3)

    def test_a_renewal_is_undone_and_the_term_before_stays(self):
        row = {**THERE, "Eff Date": "1/31/2027", "Exp Date": "1/31/2028"}
        self.import_policies(row).action_undo()
        self.assertEqual(self.gl.series_id.policy_ids, self.gl)

    def test_a_policy_that_is_used_since_stays(self):
        run = self.import_policies(PROPERTY)
        policy = self.get_policy("GL-2026-7")
        self.coastal_interest.series_ids = policy.series_id
        with self.assertRaisesRegex(Exception, "in use there"):
            run.action_undo()
        self.assertTrue(policy.exists())

    def test_a_limit_added_since_then_keeps_the_policy(self):
        run = self.import_policies(PROPERTY)
        policy = self.get_policy("GL-2026-7")
        policy.write({"limit_ids": self.limits(("medical_expense", 5000, False))})
        with self.assertRaisesRegex(Exception, "in use there"):
            run.action_undo()


@tagged("post_install", "-at_install")
class TestImportPolicyRights(PolicyCase):
    NEW = {**PROPERTY, "Insured": "Dune Plumbing LLC"}

    def test_who_may_not_keep_policies_may_not_import_them(self):
        self.env = self.env_of(self.colleague)
        with self.assertRaises(AccessError):
            self.open_policies(PROPERTY)

    def test_an_answer_is_given_only_to_what_is_asked(self):
        run = self.open_policies(PROPERTY, self.NEW)
        known, new = run.line_ids
        self.assertEqual((known.may_create, new.may_create), (False, True))
        self.assertFalse(new.may_take, "nobody is like it")
        for line, button in (
            (known, "action_create_party"),
            (known, "action_take_party"),
            (new, "action_take_party"),
        ):
            with self.assertRaisesRegex(UserError, "Nothing like that is asked"):
                getattr(line, button)()
        with self.assertRaises(AccessError):
            run.write({"party_answers": {"insured|dune plumbing llc": self.coastal.id}})
        with self.assertRaises(AccessError):
            known.write({"policy_id": self.gl.id})

    def test_a_colleague_does_not_answer(self):
        second = self.make_user("second", "coi_mass_generate.group_user", self.agency)
        run = self.open_policies(self.NEW).with_env(self.env_of(second))
        with self.assertRaises(AccessError):
            run.line_ids.action_create_party()
        with self.assertRaises(AccessError):
            run.action_create_parties()

    def test_policies_of_another_agency_stay_as_they_are(self):
        self.env = self.env_of(self.other_csr)
        run = self.open_policies({**THERE, "Each Occurrence": "$9,000,000"})
        for line in run.problem_line_ids:
            line.action_create_party()
        run.action_import()
        self.assertEqual(run.create_count, 1)
        limits = self.get_limits(self.gl)
        self.assertEqual(limits["Each occurrence"], "$1,000,000")

    def test_a_finished_import_takes_no_answer(self):
        run = self.import_policies(PROPERTY)
        with self.assertRaises(UserError):
            run.action_create_parties()
        with self.assertRaises(UserError):
            run.line_ids.action_create_party()

    def test_planning_takes_the_same_queries_for_any_number_of_rows(self):
        def count(number):
            rows = [
                {**PROPERTY, "Policy #": f"GL-{number}-{each}"}
                for each in range(number)
            ]
            rows += [{**self.NEW, "Policy #": f"X-{each}"} for each in range(number)]
            run = self.open_policies(*rows)
            return self.count_queries(run._renew_preview)

        few, many = count(5), count(100)
        self.assertLessEqual(many, few + 2)

    def test_holders_and_policies_remember_their_columns_apart(self):
        headers = ["Insured", "Policy Number", "Company", "Status"]
        self.open_import("coi.import.interest", [["a", "b", "c", "d"]], headers=headers)
        run = self.open_import(
            "coi.import.policy", [["a", "b", "c", "d"]], headers=headers
        ).run_id
        self.assertEqual(
            run.column_ids.mapped("target"), ["insured", "policy", "insurer", "status"]
        )
