from odoo.exceptions import UserError
from odoo.tests import tagged

from .noticing import NoticeCase

ADAMS, BAY = "Adams Property Management", "Bay State Builders, Inc."
BANK, DOVER = "Commonwealth Bank", "Dover Supply"


@tagged("post_install", "-at_install")
class TestNoticeSet(NoticeCase):
    """Whom the end of a policy concerns, and to whom notice is owed."""

    def setUp(self):
        super().setUp()
        self.issue(self.plain_interest)
        self.issue(self.ai_interest)
        self.cancel(self.gl)

    def test_whose_certificates_show_it(self):
        notice = self.make(self.gl)
        self.assertEqual(self.get_pairs(notice), {(ADAMS, "GL-100"), (BAY, "GL-100")})
        self.assertEqual(set(notice.line_ids.mapped("why")), {"courtesy"})
        self.assertEqual(notice.count_courtesy, 2)

    def test_not_who_was_shown_others(self):
        self.plain_interest.series_ids = self.auto.series_id
        self.generate(self.plain_interest)
        self.env["coi.certificate"].search([("holder_id", "=", self.adams.id)])[
            1:
        ].sudo().state = "superseded"
        notice = self.make(self.gl)
        self.assertEqual(self.get_pairs(notice), {(BAY, "GL-100")})

    def test_a_blanket_endorsement_owes_all(self):
        self.give_notice(self.gl)
        notice = self.make(self.gl)
        self.assertEqual(len(self.get_pairs(notice, why="owed")), 2)
        self.assertEqual(notice.line_ids[:1].reason, "Blanket: IL 02")

    def test_a_schedule_owes_whom_it_names_with_or_without_a_certificate(self):
        self.give_notice(self.gl, scheduled=self.bay | self.dover)
        notice = self.make(self.gl)
        owed = self.get_pairs(notice, why="owed")
        self.assertEqual(owed, {(BAY, "GL-100"), (DOVER, "GL-100")})
        self.assertEqual(self.get_pairs(notice, why="courtesy"), {(ADAMS, "GL-100")})
        papers = {line.holder_name: line.count_papers for line in notice.line_ids}
        self.assertEqual(papers, {ADAMS: 1, BAY: 1, DOVER: 0})

    def test_what_nobody_has_confirmed_owes_nothing(self):
        self.give_notice(self.gl, to_confirm=True)
        self.assertEqual(self.get_pairs(self.make(self.gl), why="owed"), set())

    def test_a_lender_is_owed_notice_by_what_insures_property(self):
        self.cancel(self.property)
        self.make_lender(self.dover, "loss_payee")
        notice = self.make(self.gl | self.property)
        owed = {(BANK, "PR-700"), (DOVER, "PR-700")}
        self.assertEqual(self.get_pairs(notice, why="owed"), owed)

    def test_not_by_what_it_is_not_tied_to(self):
        self.cancel(self.property)
        self.bank_interest.series_ids = self.gl.series_id
        self.assertEqual(self.get_pairs(self.make(self.property), why="owed"), set())

    def test_nor_when_its_interest_has_ended(self):
        self.cancel(self.property)
        self.bank_interest.valid_until = "2026-03-01"
        self.assertEqual(self.get_pairs(self.make(self.property), why="owed"), set())
        self.bank_interest.valid_until = "2026-03-02"
        notice = self.make(self.property)
        self.assertEqual(self.get_pairs(notice, why="owed"), {(BANK, "PR-700")})

    def test_what_is_not_canceled_has_no_notice(self):
        with self.assertRaisesRegex(UserError, "neither canceled nor announced"):
            self.make(self.auto)
        self.auto.date_pending_cancel = "2026-12-01"
        self.assertTrue(self.make(self.auto))

    def test_of_one_insured_at_a_time(self):
        self.cancel(self.coastal_gl)
        with self.assertRaisesRegex(UserError, "one insured"):
            self.make(self.gl | self.coastal_gl)

    def test_what_is_not_sent_is_gone_on_with(self):
        first = self.make(self.gl)
        self.cancel(self.auto)
        second = self.make(self.auto | self.gl)
        self.assertEqual(first, second)
        self.assertEqual(second.policy_ids, self.auto | self.gl)
        self.assertEqual(len(second.line_ids), 4)

    def test_a_nonrenewal_needs_that_nothing_follows(self):
        self.auto.action_renew()
        with self.assertRaisesRegex(UserError, "has a next term"):
            self.make(self.auto, "non_renewal")
        notice = self.make(self.umbrella, "non_renewal")
        self.assertEqual(notice.count_holders, 2)
        with self.assertRaisesRegex(UserError, "is canceled"):
            self.make(self.gl, "non_renewal")

    def test_another_company_makes_none(self):
        with self.assertRaises(UserError):
            self.make(self.gl, env=self.env_of(self.other_csr))

    def find(self):
        return self.env["coi.notice.set"]._find(self.gl)

    def test_as_many_queries_for_any_number(self):
        self.give_notice(self.gl, scheduled=self.bay)
        counts = []
        for names in (["One"], ["Two", "Three", "Four", "Five", "Six"]):
            self.generate(self.make_interests(*names))
            self.find()
            counts.append(self.count_queries(self.find))
        self.assertEqual(*counts)
