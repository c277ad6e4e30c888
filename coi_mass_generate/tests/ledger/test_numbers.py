from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..agency import EXPIRATION, AgencyCase


@tagged("post_install", "-at_install")
class TestNumbers(AgencyCase):
    """Certificate numbers: per company, unique, reserved for a whole run at once."""

    def reserve(self, count, company=None):
        return self.env["ir.sequence"]._coi_reserve(
            "coi.certificate", company or self.agency, count
        )

    def get_sequence(self):
        return (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", "coi.certificate"), ("company_id", "=", self.agency.id)]
            )
        )

    def test_a_new_company_has_a_numbering_of_its_own(self):
        self.assertEqual(len(self.get_sequence()), 1)

    def test_installed_again_it_counts_on(self):
        """Sequences outlive an uninstallation; a second one would begin at 1."""
        before = self.get_sequence()
        self.agency._coi_create_sequences()
        self.assertEqual(self.get_sequence(), before)

    def test_reserved_numbers_are_ascending_and_follow_one_another(self):
        first = self.reserve(3)
        second = self.reserve(2)
        values = [int(number.removeprefix("COI-")) for number in first + second]
        self.assertEqual(values, list(range(values[0], values[0] + 5)))

    def test_none_asked_none_taken(self):
        self.assertEqual(self.reserve(0), [])

    def test_a_thousand_numbers_take_a_handful_of_queries(self):
        few = self.count_queries(lambda: self.reserve(2))
        many = self.count_queries(lambda: self.reserve(1000))
        self.assertLessEqual(many, few)

    def test_companies_count_apart(self):
        self.reserve(5)
        mine = int(self.reserve(1)[0].removeprefix("COI-"))
        theirs = int(self.reserve(1, self.other_agency)[0].removeprefix("COI-"))
        self.assertNotEqual(mine, theirs)

    def test_the_agencys_own_prefix_and_length(self):
        self.get_sequence().write(
            {"prefix": "HP/%(year)s/", "suffix": "-X", "padding": 3, "number_next": 7}
        )
        [number] = self.reserve(1)
        self.assertRegex(number, r"^HP/20\d\d/007-X$")

    def test_ten_thousandth_sorts_after_the_one_before(self):
        self.get_sequence().write({"padding": 1, "number_next": 9})
        self.assertEqual(self.reserve(3), ["COI-9", "COI-10", "COI-11"])

    def test_a_numbering_without_gaps(self):
        self.get_sequence().implementation = "no_gap"
        self.assertEqual(len(set(self.reserve(4))), 4)

    def test_a_numbering_that_begins_anew_each_year(self):
        self.get_sequence().write({"use_date_range": True, "prefix": "%(range_year)s-"})
        numbers = self.reserve(3)
        self.assertEqual(
            [number[-6:] for number in numbers], ["000001", "000002", "000003"]
        )

    def test_a_lost_numbering_is_said_in_words(self):
        self.get_sequence().unlink()
        with self.assertRaisesRegex(UserError, "has no numbering"):
            self.generate(self.plain_interest)

    def test_numbers_of_a_batch_are_in_the_lists_order(self):
        interests = self.make_interests(*[f"Holder {place}" for place in range(12)])
        batch = self.generate(interests[::-1])
        made = batch._get_certificates()
        self.assertEqual(made.interest_id, interests[::-1])
        self.assertEqual(made.mapped("number"), sorted(set(made.mapped("number"))))


@tagged("post_install", "-at_install")
class TestRevisions(AgencyCase):
    """A correction raises the revision; a renewal takes a new number."""

    def test_the_first_is_revision_0(self):
        certificate = self.issue(self.plain_interest)
        self.assertEqual(certificate.revision, 0)
        self.assertEqual(certificate.display_name, certificate.number)

    def test_a_correction_keeps_the_number_and_raises_the_revision(self):
        first = self.issue(self.plain_interest)
        self.adams.street = "6 Elm Street"
        second = self.issue(self.plain_interest)
        third = self.issue(self.plain_interest)
        self.assertEqual({first.number}, {second.number, third.number})
        self.assertEqual((second.revision, third.revision), (1, 2))
        self.assertEqual(third.display_name, f"{first.number}-R2")

    def test_the_revision_is_printed(self):
        self.issue(self.plain_interest)
        certificate = self.issue(self.plain_interest)
        [page] = self.read_pages(certificate)
        self.assertTrue(page.has_line(certificate.number))
        self.assertTrue(page.has_line("1"))

    def test_the_old_one_is_kept_and_marked_superseded(self):
        first = self.issue(self.plain_interest)
        content = self.get_pdf(first)
        second = self.issue(self.plain_interest)
        self.assertEqual((first.state, second.state), ("superseded", "issued"))
        self.assertEqual(first.superseded_by_id, second)
        self.assertEqual(second.supersedes_id, first)
        self.assertEqual(self.get_pdf(first), content)

    def test_only_the_latest_is_not_superseded(self):
        made = [self.issue(self.plain_interest) for _turn in range(3)]
        self.assertEqual(
            [each.state for each in made], ["superseded", "superseded", "issued"]
        )

    def test_another_holder_has_another_number(self):
        batch = self.generate(self.plain_interest | self.ai_interest)
        self.assertEqual(len(set(batch.certificate_ids.mapped("number"))), 2)

    def test_another_project_has_another_number(self):
        other = self.make_interest(self.adams, project="Pier 5")
        self.assertNotEqual(
            self.issue(self.plain_interest).number, self.issue(other).number
        )

    def test_another_insured_has_another_number(self):
        self.assertNotEqual(
            self.issue(self.plain_interest).number,
            self.issue(self.coastal_interest).number,
        )

    def test_other_policies_have_another_number(self):
        all_policies = self.issue(self.plain_interest)
        one_policy = self.issue(self.plain_interest, policy_ids=self.gl.ids)
        self.assertNotEqual(all_policies.number, one_policy.number)
        self.assertEqual(all_policies.state, "issued")

    def test_a_renewal_takes_a_new_number(self):
        self.plain_interest.series_ids = self.gl.series_id
        first = self.issue(self.plain_interest)
        self.gl.action_renew()
        self.beacon.coi_policy_ids.action_confirm_limits()
        renewed = self.issue(self.plain_interest, issue_date=EXPIRATION)
        self.assertNotEqual(first.number, renewed.number)
        self.assertEqual(renewed.revision, 0)
        self.assertFalse(renewed.supersedes_id)

    def test_a_holder_listed_anew_continues_its_number(self):
        """Taken out of the list by mistake and added again: still the same holder."""
        first = self.issue(self.plain_interest)
        self.plain_interest.unlink()
        second = self.issue(self.make_interest(self.adams))
        self.assertEqual((second.number, second.revision), (first.number, 1))

    def test_a_colleague_revises_what_another_sent(self):
        env = self.env_of(self.manager)
        first = self.issue(self.plain_interest)
        second = self.generate(self.plain_interest.with_env(env), env=env)
        self.assertEqual(second.certificate_ids.number, first.number)
        self.assertEqual(second.certificate_ids.user_id, self.manager)

    def test_policies_chosen_in_another_order_are_the_same_policies(self):
        policies = self.gl | self.auto
        first = self.issue(self.plain_interest, policy_ids=policies.ids)
        second = self.issue(self.plain_interest, policy_ids=policies[::-1].ids)
        self.assertEqual((second.number, second.revision), (first.number, 1))

    def test_blocked_holders_use_no_number(self):
        first = self.issue(self.plain_interest)
        both = self.dover_interest | self.ai_interest
        second = self.generate(both).certificate_ids
        values = [int(each.number.removeprefix("COI-")) for each in (first, second)]
        self.assertEqual(values[1] - values[0], 1)

    def test_revisions_of_some_and_first_ones_of_others_in_one_batch(self):
        first = self.issue(self.plain_interest)
        batch = self.generate(self.ai_interest | self.plain_interest)
        revisions = {made.holder_id: made.revision for made in batch.certificate_ids}
        self.assertEqual(revisions, {self.bay: 0, self.adams: 1})
        self.assertEqual(
            batch.certificate_ids.filtered("revision").number, first.number
        )

    def test_the_content_hash_does_not_see_date_number_and_revision(self):
        first = self.issue(self.plain_interest)
        second = self.issue(self.plain_interest, issue_date="2026-04-01")
        self.assertEqual(first.content_hash, second.content_hash)
        self.assertNotEqual(first.sha256, second.sha256)

    def test_the_content_hash_sees_all_else(self):
        hashes = {self.issue(self.plain_interest).content_hash}
        changes = (
            (self.adams, {"street": "6 Elm Street"}),
            (self.plain_interest, {"description": "More."}),
            (self.plain_interest, {"attention": "Jane"}),
            (self.plain_interest, {"loan_number": "1"}),
            (self.gl.limit_ids[0], {"amount": 2000000}),
            (self.beacon, {"street": "8 Slate Road"}),
            (self.granite, {"coi_naic": "54321"}),
            (
                self.plain_interest,
                {"ai_line_ids": [Command.set(self.gl.coverage_id.ids)]},
            ),
        )
        for record, vals in changes:
            record.write(vals)
            hashes.add(self.issue(self.plain_interest).content_hash)
        self.assertEqual(len(hashes), 1 + len(changes))

    def test_the_latest_is_found_by_an_index_however_long_the_history(self):
        """An index whose condition is worded otherwise than the search is no use."""
        sent = self.env["coi.certificate"].sudo()
        wanted = [("identity", "in", ["one", "two"])]
        wanted += [("is_kept", "=", True), ("state", "=", "issued")]
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        # Of an empty table, one index is as good as the other.
        self.env.cr.execute(
            "DROP INDEX coi_certificate_issued_by_page,"
            " coi_certificate_last_by_interest"
        )
        plan = self.env.execute_query(SQL("EXPLAIN %s", sent._search(wanted).select()))
        self.assertIn("coi_certificate_issued_once", str(plan))
