"""Pass 2: what a row says about a holder and its insured."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .lists import HARBOR, HEADERS, LENDER, ImportCase

FLAGS = [*HEADERS, "AI", "Waiver of Subrogation", "PNC", "Project", "Attention"]
MORE = [*FLAGS, "ISAOA", "ATIMA", "Valid Until", "Project State"]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02")
class TestImportInterest(ImportCase):
    def setUp(self):
        super().setUp()
        self.import_holders([HARBOR, LENDER])
        self.harbor = self.find("Harbor Center LLC")
        self.lender = self.find("First Lender Bank")

    def preview(self, *rows, **options):
        options.setdefault("headers", MORE)
        return self.open_import("coi.import.interest", rows, **options).run_id

    def run_import(self, *rows, **options):
        run = self.preview(*rows, **options)
        run.action_import()
        return run

    def interest_of(self, holder, insured=None):
        return self.env["coi.additional.interest"].search(
            [
                ("holder_id", "=", holder.id),
                ("insured_id", "=", (insured or self.beacon).id),
            ]
        )

    def keys(self, lines):
        return sorted(lines.mapped("key"))

    # -------------------------------------------------------------------- flags

    def test_flags_go_to_the_coverage_lines_of_the_policies_named(self):
        self.run_import({**HARBOR, "AI": "Y", "PNC": "x", "Policy Number": "gl 100"})
        interest = self.interest_of(self.harbor)
        self.assertEqual(self.keys(interest.ai_line_ids), ["general_liability"])
        self.assertEqual(self.keys(interest.pnc_line_ids), ["general_liability"])
        self.assertFalse(interest.waiver_line_ids)

    def test_without_a_policy_they_go_to_all_lines_in_force(self):
        row = {**HARBOR, "Policy Number": "", "AI": "Y", "Waiver of Subrogation": "Y"}
        self.gl.date_expiration = "2026-02-01"
        run = self.run_import(row)
        interest = self.interest_of(self.harbor)
        self.assertFalse(interest.series_ids)
        self.assertEqual(self.keys(interest.ai_line_ids), ["auto", "umbrella"])
        self.assertEqual(
            self.keys(interest.waiver_line_ids), ["auto", "umbrella", "workers_comp"]
        )
        self.assertFalse(run.line_ids.message)

    def test_nobody_is_an_additional_insured_on_workers_compensation(self):
        run = self.preview({**HARBOR, "Policy Number": "WC-400", "AI": "Y"})
        self.assertEqual(run.line_ids.bucket, "problem")
        self.assertIn("workers compensation", run.line_ids.message)
        run = self.preview({**HARBOR, "Policy Number": "WC-400, GL-100", "AI": "Y"})
        self.assertEqual(run.line_ids.bucket, "create")
        self.assertIn("is not marked there", run.line_ids.message)

    def test_a_flag_without_any_policy_in_force_is_asked_about(self):
        row = {**HARBOR, "Insured Name": "Coastal Electric Co.", "AI": "Y"}
        self.coastal_gl.date_cancelled = "2026-02-01"
        run = self.preview({**row, "Policy Number": ""})
        self.assertIn("no policy in force", run.line_ids.message)

    def test_no_takes_a_flag_away_and_an_empty_cell_does_not(self):
        self.run_import({**HARBOR, "AI": "Y", "Waiver of Subrogation": "Y"})
        self.run_import({**HARBOR, "AI": "N", "Waiver of Subrogation": ""})
        interest = self.interest_of(self.harbor)
        self.assertFalse(interest.ai_line_ids)
        self.assertEqual(self.keys(interest.waiver_line_ids), ["general_liability"])

    def test_the_type_alone_ticks_nothing_and_that_is_said(self):
        run = self.preview(HARBOR)
        self.assertIn("no Y is marked", run.line_ids.message)
        run = self.preview({**HARBOR, "AI": "Y"})
        self.assertFalse(run.line_ids.message)

    # ---------------------------------------------------- insureds and policies

    def test_the_insured_is_found_by_its_policy_number(self):
        self.run_import({**HARBOR, "Insured Name": "", "Policy Number": "GL-900"})
        self.assertTrue(self.interest_of(self.harbor, self.coastal))

    def test_another_spelling_of_the_insured(self):
        self.run_import({**HARBOR, "Insured Name": "BEACON ROOFING and SONS LLC"})
        self.assertTrue(self.interest_of(self.harbor))

    def test_a_misspelled_insured_is_asked_about_with_a_proposal(self):
        run = self.preview({**HARBOR, "Insured Name": "Becon Roofing & Sons LLC"})
        self.assertIn('Did you mean "Beacon Roofing & Sons, LLC"', run.line_ids.message)

    def test_a_policy_of_somebody_else_is_unknown_here(self):
        run = self.preview({**HARBOR, "Policy Number": "GL-900"})
        self.assertIn('no policy "GL-900"', run.line_ids.message)

    def test_a_list_that_names_no_insured_at_all(self):
        run = self.preview([["Harbor Center LLC"]][0], headers=["Holder Name"])
        with self.assertRaisesRegex(UserError, "Which insured is the list for"):
            run.action_import()
        run.insured_id = self.beacon
        run.action_preview()
        self.assertIn("Is this the same as Harbor Center LLC", run.line_ids.message)
        run.line_ids.action_same()
        self.assertEqual(run.line_ids.bucket, "create")

    def test_columns_known_from_pass_1_still_need_an_insured(self):
        headers = ["Holder Name", "City"]
        self.import_holders([["Harbor Center LLC", "Boston"]], headers=headers)
        run = self.preview(["Harbor Center LLC", "Boston"], headers=headers)
        self.assertEqual(run.state, "columns")
        options = {"headers": headers, "insured_id": self.beacon.id}
        run = self.preview(["Harbor Center LLC", "Boston"], **options)
        self.assertEqual(run.state, "preview")

    def test_from_the_tab_the_insured_is_given(self):
        row = {key: HARBOR[key] for key in HEADERS[:6]}
        self.run_import(row, headers=HEADERS[:6], insured_id=self.beacon.id)
        self.assertTrue(self.interest_of(self.harbor))

    def test_from_the_tab_rows_of_another_insured_are_refused(self):
        run = self.preview(
            {**HARBOR, "Insured Name": "Coastal Electric Co."},
            insured_id=self.beacon.id,
        )
        self.assertIn("for another insured", run.line_ids.message)

    def test_the_insured_is_not_its_own_holder(self):
        row = {
            **HARBOR,
            "Holder Name": self.beacon.name,
            "Address Line 1": "7 Slate Rd",
        }
        row.update({"Address Line 2": "", "City": "Quincy", "ZIP": "02169"})
        run = self.preview(row)
        self.assertIn("the insured itself", run.line_ids.message)

    # ----------------------------------------------- everything else a row says

    def test_the_other_columns(self):
        self.run_import(
            {
                **LENDER,
                "Holder Name": "First Lender Bank ISAOA/ATIMA",
                "Attention": "ATTN: Loan Servicing",
                "Valid Until": "12/31/2026",
                "Project": "Pier 4",
                "Project State": "Conn.",
            }
        )
        interest = self.interest_of(self.lender)
        self.assertRecordValues(
            interest,
            [
                {
                    "isaoa": True,
                    "atima": True,
                    "attention": "Loan Servicing",
                    "project": "Pier 4",
                    "project_state_id": self.get_state("CT").id,
                    "loan_number": "000123",
                }
            ],
        )
        self.assertEqual(str(interest.valid_until), "2026-12-31")

    def test_successors_and_interests_are_told_apart(self):
        lender = {**LENDER, "Holder Name": "First Lender Bank"}
        for name, isaoa, atima in [
            ("First Lender Bank, its successors and/or assigns", True, False),
            ("First Lender Bank as its interest may appear", True, True),
        ]:
            self.run_import({**lender, "Holder Name": name})
            interest = self.interest_of(self.lender)
            self.assertEqual((interest.isaoa, interest.atima), (isaoa, atima))
        self.assertEqual(self.lender.name, "First Lender Bank")
        run = self.preview({**lender, "ISAOA": "N", "ATIMA": "Y"})
        self.assertEqual(run.line_ids.difference, "ISAOA: Yes → No")
        run.action_import()
        self.assertEqual((interest.isaoa, interest.atima), (False, True))

    def test_two_that_say_otherwise_are_asked_and_corrected_in_the_preview(self):
        row = {**LENDER, "Holder Name": "First Lender Bank ISAOA", "ISAOA": "N"}
        run = self.preview(row)
        self.assertIn("Type Y or N", run.line_ids.message)
        self.assertIn(",isaoa,", run.mapped_keys)
        run.line_ids.write({"isaoa": "Y"})
        run.action_preview()
        run.action_import()
        interest = self.interest_of(self.lender)
        self.assertEqual((interest.isaoa, interest.atima), (True, False))

    def test_what_a_row_asks_about_has_a_cell(self):
        many = "The Department of Certificates of Insurance and Compliance"
        name = f"First Lender Bank Attn: {many}"
        headers = [header for header in MORE if header != "Attention"]
        run = self.preview(LENDER, headers=headers)
        self.assertNotIn(",attention,", run.mapped_keys)
        street = "Attn: Vendor Compliance"
        row = {**LENDER, "Holder Name": name, "Address Line 2": street}
        run = self.preview(row, headers=headers)
        self.assertIn("not room for all", run.line_ids.message)
        self.assertIn(",attention,", run.mapped_keys)

    def test_what_stands_in_another_column_has_a_cell(self):
        for name, keys in [
            ("First Lender Bank", []),
            ("First Lender Bank Attn: Loans", ["attention"]),
            ("First Lender Bank ISAOA", ["isaoa"]),
            ("First Lender Bank ISAOA/ATIMA", ["isaoa", "atima"]),
        ]:
            run = self.preview({**LENDER, "Holder Name": name}, headers=HEADERS)
            shown = run.mapped_keys.split(",")
            found = [key for key in ("attention", "isaoa", "atima") if key in shown]
            self.assertEqual(found, keys)

    # ------------------------------- the type's column asks for something besides

    def get_ticked(self, interest):
        names = ("ai_line_ids", "waiver_line_ids", "pnc_line_ids", "isaoa", "atima")
        return [name.split("_")[0] for name in names if interest[name]]

    def import_type(self, text, holder=None):
        row = {**(holder or HARBOR), "Additional Insured Type": text}
        run = self.run_import(row, headers=HEADERS)
        return run, self.interest_of(run.line_ids.partner_id)

    def test_the_types_column_ticks_what_it_asks_for(self):
        for text, keys, ticked in [
            ("AI, WOS", ["additional_insured"], ["ai", "waiver"]),
            ("Mortgagee ISAOA", ["mortgagee"], ["ai", "waiver", "isaoa"]),
            ("Loss Payee", ["loss_payee"], ["ai", "waiver", "isaoa"]),
        ]:
            _run, interest = self.import_type(text)
            self.assertIn(keys[0], interest.type_ids.mapped("key"))
            self.assertEqual(self.get_ticked(interest), ticked)

    def test_what_is_ticked_is_told(self):
        run, _interest = self.import_type("Addl Insd & Waiver of Subrogation")
        self.assertIn("Marked because of", run.line_ids.message)
        self.assertIn("Waiver of subrogation", run.line_ids.message)
        self.assertNotIn("no Y is marked", run.line_ids.message)
        self.assertEqual((run.line_ids.ai, run.line_ids.waiver), ("Y", "Y"))
        self.assertIn(",ai,", run.mapped_keys)
        self.assertNotIn(",pnc,", run.mapped_keys)

    def test_a_type_alone_ticks_nothing(self):
        for text in ("Additional Insured", "LP, AI"):
            run, interest = self.import_type(text)
            self.assertEqual(self.get_ticked(interest), [])
            self.assertIn("no Y is marked", run.line_ids.message)

    def test_a_waiver_alone_leaves_the_types(self):
        _run, interest = self.import_type("Mortgagee", LENDER)
        self.import_type("Waiver", LENDER)
        self.assertEqual(interest.type_ids, self.get_type("mortgagee"))
        self.assertEqual(self.get_ticked(interest), ["waiver"])

    def test_another_type_that_is_typed_leaves_the_ticks(self):
        run = self.preview({**HARBOR, "Additional Insured Type": "AI, WOS"})
        run.line_ids.write({"type": "Loss payee"})
        run.action_preview()
        run.action_import()
        interest = self.interest_of(run.line_ids.partner_id)
        self.assertEqual(interest.type_ids, self.get_type("loss_payee"))
        self.assertEqual(self.get_ticked(interest), ["ai", "waiver"])

    def test_a_tick_is_taken_away_in_the_preview(self):
        run = self.preview({**HARBOR, "Additional Insured Type": "AI, WOS", "AI": "N"})
        self.assertIn("both yes and no", run.line_ids.message)
        run.line_ids.write({"ai": "N"})
        run.action_preview()
        run.action_import()
        interest = self.interest_of(run.line_ids.partner_id)
        self.assertEqual(self.get_ticked(interest), ["waiver"])

    def test_types_by_external_code(self):
        self.get_type("loss_payee").sudo().external_code = "LP-07"
        self.run_import({**HARBOR, "Additional Insured Type": "lp-07, Mortgagee"})
        self.assertEqual(
            sorted(self.interest_of(self.harbor).type_ids.mapped("key")),
            ["loss_payee", "mortgagee"],
        )

    def test_a_certificate_holder_only_has_no_type(self):
        self.run_import({**HARBOR, "Additional Insured Type": "Certificate Holder"})
        self.assertFalse(self.interest_of(self.harbor).type_ids)

    # --------------------------------------------------- marks without any type

    MARKED = ("AI", "Waiver", "PNC")

    def import_marks(self, *answers, mode="update", **cells):
        """The interest of a list that has marks and no column for the type."""
        headers = [each for each in HEADERS if each != "Additional Insured Type"]
        row = {**HARBOR, **dict(zip(self.MARKED, answers, strict=True)), **cells}
        run = self.preview(row, headers=[*headers, *self.MARKED], mode=mode)
        run.confirm_gone = mode == "replace"
        if run.line_ids.bucket != "unchanged":
            run.action_import()
        return run, self.interest_of(self.harbor)

    def test_who_is_marked_without_a_type_gets_it(self):
        run, interest = self.import_marks("Y", "Y", "")
        self.assertEqual(interest.type_ids, self.get_type("additional_insured"))
        self.assertEqual(interest.interest_word, "AI GL · WOS GL")
        again, _interest = self.import_marks("Y", "Y", "")
        self.assertEqual(again.line_ids.bucket, "unchanged")
        replaced, _interest = self.import_marks("Y", "Y", "", mode="replace")
        self.assertEqual(replaced.line_ids.bucket, "unchanged")
        run.action_undo()
        self.assertFalse(self.interest_of(self.harbor))

    def test_a_waiver_or_pnc_alone_is_no_type(self):
        _run, interest = self.import_marks("", "Y", "Y")
        self.assertFalse(interest.type_ids)
        self.assertEqual(interest.interest_word, "WOS GL · PNC GL")

    def test_a_type_that_is_there_or_told_stays(self):
        _run, interest = self.import_marks("", "", "")
        interest.type_ids = self.get_type("mortgagee")
        self.import_marks("Y", "", "")
        self.assertEqual(interest.type_ids, self.get_type("mortgagee"))
        self.assertEqual(interest.interest_word, "Mortgagee · AI GL")
        run = self.run_import(
            {**LENDER, "Additional Insured Type": "Certificate holder", "AI": "Y"},
            headers=[*HEADERS, "AI"],
        )
        other = self.interest_of(run.line_ids.partner_id)
        self.assertFalse(other.type_ids)
        self.assertEqual(other.interest_word, "Additional insured · GL Auto")

    def test_who_is_marked_later_gets_the_type_and_undo_takes_it_back(self):
        _run, interest = self.import_marks("", "", "")
        self.assertEqual(interest.interest_word, "Holder only")
        run, _interest = self.import_marks("Y", "", "")
        self.assertIn("– → Additional insured", run.line_ids.difference)
        self.assertEqual(interest.type_ids, self.get_type("additional_insured"))
        run.action_undo()
        self.assertEqual(interest.interest_word, "Holder only")
        self.assertFalse(interest.type_ids)

    def test_who_was_marked_before_without_a_type_stays_as_it_is(self):
        """So it was imported once: the same list again changes nothing."""
        _run, interest = self.import_marks("Y", "", "")
        interest.type_ids = False
        for mode in ("update", "replace"):
            run, _interest = self.import_marks("Y", "", "", mode=mode)
            self.assertEqual(run.line_ids.bucket, "unchanged", mode)
        self.assertFalse(interest.type_ids)

    def test_pnc_for_all_is_marked_where_there_can_be_any(self):
        """On workers compensation and property it would only block the holder."""
        self.make_policy("property", "PR-1", insurer=self.fund)
        marks = "general_liability", "auto", "umbrella"
        usual = self.env["coi.coverage.line"].union(*map(self.get_line, marks))
        _run, interest = self.import_marks("", "Y", "Y", **{"Policy Number": ""})
        self.assertEqual(interest.pnc_line_ids, usual)
        self.assertIn(self.get_line("property"), interest.waiver_line_ids)

    def test_pnc_of_a_policy_that_is_named_is_marked_there(self):
        policy = self.make_policy("pollution", "PO-1", insurer=self.fund)
        _run, interest = self.import_marks("", "", "Y", **{"Policy Number": "PO-1"})
        self.assertEqual(interest.pnc_line_ids, policy.coverage_id)

    def test_pnc_is_not_marked_where_there_can_be_none(self):
        """Named with others or alone: the holder would only be blocked for it."""
        self.make_policy("property", "PR-1", insurer=self.fund)
        run, interest = self.import_marks(
            "", "", "x", **{"Policy Number": "GL-100, WC-400, PR-1"}
        )
        self.assertEqual(interest.pnc_line_ids, self.get_line("general_liability"))
        self.assertIn("is not marked there", run.line_ids.message)
        # A row a policy, as management systems write such lists.
        for number in ("WC-400", "PR-1"):
            run, interest = self.import_marks(
                "", "", "x", **{"Policy Number": number, "Project": number}
            )
            self.assertEqual(run.line_ids.message.count("is not marked there"), 1)
        self.assertFalse(interest.filtered("project").pnc_line_ids)

    def test_pnc_of_whom_only_workers_compensation_covers_is_said(self):
        (self.gl | self.auto | self.umbrella).write({"date_cancelled": "2026-02-01"})
        run, interest = self.import_marks("", "", "x", **{"Policy Number": ""})
        self.assertFalse(interest.pnc_line_ids)
        self.assertIn("is not marked there", run.line_ids.message)

    # ----------------------------------------------- several rows of one holder

    def test_a_row_per_policy_makes_one_interest(self):
        rows = [
            {**HARBOR, "AI": "Y"},
            {**HARBOR, "Policy Number": "AU-200", "AI": "Y"},
            {**HARBOR, "Policy Number": "GL-100", "AI": ""},
        ]
        run = self.run_import(*rows)
        self.assertEqual(
            run.line_ids.mapped("outcome"), ["created", "updated", "unchanged"]
        )
        interest = self.interest_of(self.harbor)
        self.assertEqual(interest.series_ids, (self.gl | self.auto).series_id)
        self.assertEqual(self.keys(interest.ai_line_ids), ["auto", "general_liability"])
        again = self.run_import(*rows)
        self.assertEqual(again.line_ids.mapped("outcome"), ["unchanged"] * 3)

    def test_two_descriptions_for_one_holder_need_two_projects(self):
        other = {**HARBOR, "Description of Operations": "The south tower."}
        run = self.preview(HARBOR, other)
        self.assertEqual(run.line_ids.mapped("bucket"), ["create", "problem"])
        self.assertIn("own project", run.line_ids[1].message)
        run = self.run_import({**HARBOR, "Project": "N"}, {**other, "Project": "S"})
        self.assertEqual(len(self.interest_of(self.harbor)), 2)

    def test_a_row_without_project_means_the_only_one_there_is(self):
        self.run_import({**HARBOR, "Project": "North"})
        run = self.run_import({**HARBOR, "Attention": "Mary"})
        self.assertEqual(run.line_ids.bucket, "update")
        self.run_import({**HARBOR, "Project": "South"})
        run = self.preview({**HARBOR, "Attention": "Paul"})
        self.assertIn("several projects: North, South", run.line_ids.message)

    # ------------------------------------------------------------------- one go

    def test_one_go_creates_the_holders_too(self):
        new = {**HARBOR, "Holder Name": "New Tower LLC", "Address Line 1": "3 New Way"}
        run = self.preview(new, HARBOR)
        self.assertEqual(run.line_ids.mapped("bucket"), ["problem", "create"])
        run.action_preview()
        run.one_go = True
        self.assertEqual(run.line_ids.mapped("bucket"), ["create", "create"])
        run.action_import()
        self.assertTrue(self.interest_of(self.find("New Tower LLC")))

    def test_from_the_import_to_the_insureds_it_was_for(self):
        run = self.run_import(HARBOR)
        self.assertEqual(run.action_open_insureds()["res_id"], self.beacon.id)
        coastal = {**LENDER, "Insured Name": "Coastal Electric Co."}
        run = self.run_import(LENDER, {**coastal, "Policy Number": ""})
        action = run.action_open_insureds()
        insureds = self.env["res.partner"].search(action["domain"])
        self.assertEqual(insureds, self.beacon | self.coastal)

    def test_one_go_updates_a_holder_and_without_it_not(self):
        moved = {**HARBOR, "Phone": "617-555-7777"}
        self.run_import(moved)
        self.assertEqual(self.harbor.phone, "+1 617-555-0142")
        run = self.run_import(moved, one_go=True)
        self.assertEqual(self.harbor.phone, "+1 617-555-7777")
        self.assertEqual(run.line_ids.outcome, "updated")

    # ------------------------------------------------------- replacing the list

    def test_replace_shows_who_would_disappear_and_needs_a_yes(self):
        there = self.env["coi.additional.interest"].search(
            [("insured_id", "=", self.beacon.id)]
        )
        run = self.preview(HARBOR, mode="replace")
        self.assertEqual(run.gone_ids, there)
        with self.assertRaisesRegex(UserError, "would be removed"):
            run.action_import()
        self.assertEqual(set(there.mapped("active")), {True})
        run.action_preview()
        run.confirm_gone = True
        run.action_import()
        self.assertEqual(set(there.mapped("active")), {False})
        active = self.env["coi.additional.interest"].search(
            [("insured_id", "=", self.beacon.id)]
        )
        self.assertEqual(active.holder_id, self.harbor)
        self.assertTrue(self.coastal_interest.active, "another insured's list stays")

    def test_replace_needs_every_row_solved(self):
        run = self.preview(HARBOR, {**LENDER, "Policy Number": "XX-1"}, mode="replace")
        run.action_preview()
        run.confirm_gone = True
        with self.assertRaisesRegex(UserError, "must be fixed or left out"):
            run.action_import()

    def test_replace_makes_the_interest_exactly_what_the_row_says(self):
        self.run_import({**HARBOR, "AI": "Y", "Attention": "Mary"})
        row = {**HARBOR, "Policy Number": "AU-200", "Additional Insured Type": ""}
        run = self.preview(row, mode="replace")
        run.action_preview()
        run.confirm_gone = True
        run.action_import()
        interest = self.interest_of(self.harbor)
        self.assertEqual(interest.series_ids, self.auto.series_id)
        self.assertFalse(interest.ai_line_ids | interest.pnc_line_ids)
        self.assertFalse(interest.attention)
        self.assertFalse(interest.type_ids)
        again = self.preview(row, mode="replace")
        self.assertEqual(again.line_ids.bucket, "unchanged")
        self.assertFalse(again.gone_ids)

    def replace(self, *rows):
        run = self.preview(*rows, mode="replace", headers=HEADERS)
        run.confirm_gone = True
        run.action_import()
        return run

    def test_replace_takes_away_what_the_type_asked_for_and_does_not_any_more(self):
        kind = "Additional Insured Type"
        self.run_import({**HARBOR, kind: "AI, WOS, Mortgagee ISAOA"}, headers=HEADERS)
        interest = self.interest_of(self.harbor)
        self.assertTrue(interest.ai_line_ids and interest.waiver_line_ids)
        self.assertTrue(interest.isaoa)
        self.replace({**HARBOR, kind: "AI, PNC"})
        self.assertTrue(interest.ai_line_ids and interest.pnc_line_ids)
        self.assertFalse(interest.waiver_line_ids)
        self.assertFalse(interest.isaoa)
        run = self.replace({**HARBOR, kind: "Loss Payee"})
        self.assertFalse(interest.ai_line_ids | interest.pnc_line_ids)
        self.assertIn("→ –", run.line_ids.difference)
        again = self.preview({**HARBOR, kind: "Loss Payee"}, mode="replace")
        self.assertEqual(again.line_ids.bucket, "unchanged")

    def test_replace_takes_away_the_clause_of_a_name_that_has_none_any_more(self):
        name = LENDER["Holder Name"]
        self.run_import({**LENDER, "Holder Name": f"{name} ISAOA"}, headers=HEADERS)
        interest = self.interest_of(self.lender)
        self.assertTrue(interest.isaoa)
        self.replace({**LENDER, "Holder Name": f"{name} ATIMA"})
        self.assertFalse(interest.isaoa)
        self.assertTrue(interest.atima)
        self.replace(LENDER)
        self.assertFalse(interest.isaoa or interest.atima)

    def test_replace_leaves_ticks_alone_of_which_no_column_ever_spoke(self):
        self.run_import({**HARBOR, "AI": "Y", "Waiver of Subrogation": "Y"})
        interest = self.interest_of(self.harbor)
        interest.isaoa = True
        self.replace(HARBOR)
        self.assertEqual(self.keys(interest.ai_line_ids), ["general_liability"])
        self.assertEqual(self.keys(interest.waiver_line_ids), ["general_liability"])
        self.assertTrue(interest.isaoa)

    def test_who_was_taken_out_comes_back(self):
        self.run_import(HARBOR)
        interest = self.interest_of(self.harbor)
        interest.action_archive()
        run = self.run_import(HARBOR)
        self.assertTrue(interest.active)
        self.assertEqual(run.line_ids.outcome, "updated")
        self.assertEqual(self.interest_of(self.harbor), interest)
