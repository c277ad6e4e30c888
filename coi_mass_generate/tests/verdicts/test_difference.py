"""The last certificate beside the next one, row by row."""

from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from ..agency import EXPIRATION
from .test_rule_table import AUTO
from .test_rules import GL, RuleCase


@tagged("post_install", "-at_install")
class TestDifference(RuleCase):
    """What a person compares before a renewal leaves."""

    def compare(self, interest=None, with_same=False, **options):
        cases = self.judge(interest or self.plain_interest, **options)
        differences = self.env["coi.difference"]
        found = differences._get_differences(cases, with_same=with_same)
        self.assertEqual(set(found), {case.id for case in cases})
        for case in cases:
            self.check_losses(case, found[case.id])
        return found[cases[0].id]

    def check_losses(self, case, rows):
        """What is worse is what the rules tell, and nothing else."""
        lost = case.losses.items if case.losses else []
        self.assertEqual(
            [(each.loss, each.code) for each in rows if each.kind == "worse"],
            [(each.kind, each.code) for each in lost],
        )
        told = {each.key for each in case.findings if each.key.startswith("lost_")}
        self.assertEqual({each.kind for each in lost}, told)
        for each in rows:
            self.assertEqual(bool(each.loss), each.kind == "worse", each)

    def assertRows(self, rows, *wanted):
        self.assertEqual([tuple(each[:5]) for each in rows], list(wanted))

    def set_limit(self, key, **vals):
        self.gl.limit_ids.filtered(lambda limit: limit.key == key).write(vals)

    # ---------------------------------------------------------------- one by one

    def test_nothing_was_sent(self):
        self.assertEqual(self.compare(), [])

    def test_nothing_is_different(self):
        self.issue(self.plain_interest)
        self.assertEqual(self.compare(), [])
        rows = self.compare(with_same=True)
        self.assertEqual({each.kind for each in rows}, {"same"})
        self.assertIn(
            (GL, "Each occurrence", "$1,000,000", "$1,000,000", "same"),
            [tuple(each[:5]) for each in rows],
        )

    def test_limits(self):
        self.issue(self.plain_interest)
        self.set_limit("each_occurrence", amount=2000000)
        self.set_limit("damage_to_rented", amount=50000)
        self.set_limit("general_aggregate", text="Included")
        self.assertRows(
            self.compare(),
            (GL, "Each occurrence", "$1,000,000", "$2,000,000", "better"),
            (GL, "Damage to rented premises", "$100,000", "$50,000", "worse"),
            (GL, "General aggregate", "$2,000,000 See policy", "$2,000,000 Included",
             "changed"),
        )  # fmt: skip

    def test_marks(self):
        self.issue(self.ai_interest)
        line = self.get_line("general_liability")
        self.ai_interest.write({"waiver_line_ids": False, "pnc_line_ids": line.ids})
        rows = [each for each in self.compare(self.ai_interest) if each.line]
        self.assertRows(
            rows,
            (GL, "Waiver of subrogation", "Y", "", "worse"),
            (GL, "Primary and non-contributory", "", "Y", "better"),
        )

    def test_completed_operations_that_are_gained(self):
        self.issue(self.ai_interest)
        self.gl.endorsement_ids = [self.endorsement("CG 20 37", "ai_completed")]
        what = "Additional insured, completed operations"
        rows = [each for each in self.compare(self.ai_interest) if each.line]
        self.assertRows(rows, (GL, what, "", "Y", "better"))

    def test_a_coverage_more_and_one_less(self):
        self.issue(self.plain_interest)
        self.auto.action_archive()
        added = self.make_policy("pollution", "PL-1")
        self.assertRows(
            self.compare(),
            (AUTO, "Coverage", "AU-200", "", "worse"),
            (added.display_name, "Coverage", "", "PL-1", "better"),
        )

    def test_one_that_is_over_is_told_by_its_own_rule(self):
        self.issue(self.plain_interest)
        self.auto.date_cancelled = "2026-03-01"
        self.assertRows(
            self.compare(), (AUTO, "Coverage", "AU-200", "ended", "changed")
        )

    def test_boxes_and_remarks(self):
        self.issue(self.plain_interest)
        self.auto.auto_any = False
        self.umbrella.retention_amount = 25000
        umbrella = self.umbrella.display_name
        self.assertRows(
            self.compare(),
            (AUTO, "Boxes marked", "Any Auto, Hired Autos Only", "Hired Autos Only",
             "changed"),
            (umbrella, "Remarks", "Retention: $10,000", "Retention: $25,000",
             "changed"),
        )  # fmt: skip

    def test_the_holders_own_texts(self):
        self.plain_interest.write({"description": "Roof.", "attention": "Ann Doe"})
        self.issue(self.plain_interest)
        self.plain_interest.write({"description": "Wall.", "loan_number": "LN-1"})
        self.adams.street = "9 Elm Street"
        rows = {each.what: each for each in self.compare()}
        self.assertEqual(
            set(rows),
            {
                "Certificate holder",
                "Loan or reference number",
                "Description of operations",
            },
        )
        self.assertEqual({each.kind for each in rows.values()}, {"changed"})
        described = rows["Description of operations"]
        self.assertEqual((described.line, described.old), ("", "Roof."))
        self.assertIn("Wall.", described.new)

    # ------------------------------------------------------------------ a renewal

    def renew(self, policy, **vals):
        term = policy.browse(policy.action_renew()["res_id"])
        term.action_confirm_limits()
        term.endorsement_ids.action_confirm()
        term.write(vals)
        return term

    def test_the_next_term(self):
        sent = self.issue(self.plain_interest)
        terms = self.gl.union(*(self.renew(each) for each in sent.policy_ids)) - self.gl
        rows = self.compare(policies=terms, issue_date=EXPIRATION)
        period = ("01/31/2026 – 01/31/2027", "01/31/2027 – 01/31/2028")
        self.assertEqual({each.what for each in rows}, {"Policy period"})
        self.assertEqual({(each.old, each.new) for each in rows}, {period})
        self.assertEqual(len(rows), len(terms))

    def test_another_carrier(self):
        """Tied to the policy before it, or not tied to anything."""
        self.issue(self.plain_interest)
        self.auto.action_archive()
        other = self.make_policy("auto", "ZZ-1", insurer=self.atlantic)
        other.write({"auto_any": True, "auto_hired": True})
        line = other.display_name
        for series in (other.series_id, self.auto.series_id):
            other.series_id = series
            self.assertRows(
                self.compare(),
                (line, "Insurer", self.auto.insurer_id.name, self.atlantic.name,
                 "changed"),
                (line, "Policy number", "AU-200", "ZZ-1", "changed"),
            )  # fmt: skip

    def test_in_another_language_only_what_is_another(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        self.adams.lang = "es_ES"
        self.issue(self.plain_interest)
        self.adams.lang = "en_US"
        self.assertRows(self.compare())
        self.gl.date_expiration = date(2027, 2, 28)
        [row] = self.compare()
        self.assertEqual((row.line, row.what), (GL, "Policy period"))

    # -------------------------------------------------------------------- screens

    def test_kinds_are_counted_by_case(self):
        interests = self.ai_interest | self.plain_interest
        self.generate(interests)
        self.set_limit("each_occurrence", amount=500000)
        self.set_limit("damage_to_rented", amount=50000)
        self.ai_interest.waiver_line_ids = False
        differences = self.env["coi.difference"]
        found = differences._get_differences(self.judge(interests))
        self.assertEqual(
            differences._count_kinds(found), {"lost_limit": 2, "lost_waiver": 1}
        )
        for rows in found.values():
            self.assertEqual(differences._get_worst(rows), "worse")
        self.assertEqual(differences._get_worst([]), "same")
        known = self.env["coi.check"]._get_titles()
        self.assertLessEqual(set(differences._count_kinds(found)), set(known))

    def test_every_kind_has_words(self):
        labels = self.env["coi.difference"]._get_kind_labels()
        self.assertEqual(list(labels), ["worse", "changed", "better", "same"])

    # --------------------------------------------------------------- many at once

    def test_nothing_is_drawn_and_the_number_of_queries_is_that_of_one(self):
        interests = self.make_interests(*(f"Elm {number}" for number in range(12)))
        self.generate(interests)
        self.set_limit("each_occurrence", amount=500000)
        differences = self.env["coi.difference"]

        def compare(some):
            found = differences._get_differences(self.judge(some))
            self.assertTrue(all(found.values()))

        self.count_queries(lambda: compare(interests))  # fills what requests share
        forms = type(self.env["coi.form"])
        with patch.object(forms, "_draw_master", side_effect=AssertionError):
            few = self.count_queries(lambda: compare(interests[:2]))
            self.assertEqual(self.count_queries(lambda: compare(interests)), few)

    def test_what_is_alike_is_compared_once(self):
        interests = self.make_interests(*(f"Elm {number}" for number in range(9)))
        self.generate(interests)
        differences = type(self.env["coi.difference"])
        with patch.object(
            differences, "_compare", autospec=True, side_effect=differences._compare
        ) as compare:
            self.env["coi.difference"]._get_differences(self.judge(interests))
        self.assertEqual(compare.call_count, 1)
