from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..issue.test_generate import WizardCase
from ..reading import read_pages


@tagged("post_install", "-at_install")
class TestCancel(WizardCase):
    """A certificate that must not be relied on any more."""

    def cancel(self, certificates, reason="Wrong project", env=None):
        action = certificates.with_env(env or self.env).action_cancel()
        wizard = (
            (env or self.env)[action["res_model"]]
            .with_context(**action["context"])
            .create({"reason": reason})
        )
        wizard.action_cancel()

    def test_it_is_marked_with_reason_name_and_time(self):
        certificate = self.issue(self.plain_interest)
        self.cancel(certificate)
        self.assertEqual(certificate.state, "cancelled")
        self.assertEqual(certificate.state_reason, "Wrong project")
        self.assertEqual(certificate.state_user_id, self.csr)
        self.assertTrue(certificate.state_date)

    def test_what_was_sent_is_kept(self):
        certificate = self.issue(self.plain_interest)
        before = self.get_pdf(certificate)
        self.cancel(certificate)
        self.assertEqual(self.get_pdf(certificate), before)

    def test_a_copy_says_so_on_every_page(self):
        self.plain_interest.description = "soffit " * 1500
        certificate = self.issue(self.plain_interest)
        issued = self.get_pdf(certificate)
        self.assertEqual(certificate._get_marked_copy(), issued, "it is valid")
        self.cancel(certificate)
        pages = read_pages(certificate._get_marked_copy())
        self.assertGreater(len(pages), 1)
        for page, before in zip(pages, read_pages(issued), strict=True):
            self.assertIn("CANCELED", page.text)
            self.assertNotIn("CANCELED", before.text)
            self.assertIn(certificate.number, page.text)
        self.assertEqual(self.get_pdf(certificate), issued)

    def test_a_copy_of_what_was_superseded_or_drawn_whole(self):
        self.adams.name = "株式会社さくら建設"
        first = self.issue(self.plain_interest)
        self.adams.street = "6 Elm Street"
        self.issue(self.plain_interest)
        self.assertEqual(first.state, "superseded")
        self.assertTrue(first.document)
        [page] = read_pages(first._get_marked_copy())
        self.assertIn("SUPERSEDED", page.text)

    def test_a_tampered_one_has_no_copy(self):
        certificate = self.issue(self.plain_interest)
        self.cancel(certificate)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coi_certificate SET sha256 = 'x' WHERE id = %s", certificate.ids
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "was changed"):
            certificate._get_marked_copy()

    def open_window(self, certificates):
        return self.env["coi.certificate.cancel"].create(
            {"certificate_ids": [Command.set(certificates.ids)], "reason": "Wrong"}
        )

    def test_a_window_with_nothing_to_cancel_says_so(self):
        with self.assertRaisesRegex(UserError, "No certificate is selected"):
            self.open_window(self.env["coi.certificate"]).action_cancel()
        with self.assertRaisesRegex(UserError, "No certificate is selected"):
            self.env["coi.certificate"].action_cancel()

    def test_what_the_user_cannot_see_any_more_is_not_left_out(self):
        """It closed without a word."""
        batch = self.generate(self.plain_interest | self.bank_interest)
        wizard = self.open_window(batch.certificate_ids)
        other = self.other_agency
        self.csr.sudo().write({"company_ids": other.ids, "company_id": other.id})
        self.env.invalidate_all()
        theirs = wizard.with_context(allowed_company_ids=other.ids)
        with self.assertRaises(AccessError):
            theirs.action_cancel()
        states = set(batch.sudo().certificate_ids.mapped("state"))
        self.assertEqual(states, {"issued"})

    def test_a_reason_must_be_given(self):
        certificate = self.issue(self.plain_interest)
        for nothing in ("  ", " \u200b", False):
            with self.assertRaises(UserError):
                certificate._cancel(nothing)
        self.assertEqual(certificate.state, "issued")

    def test_it_cannot_be_cancelled_twice(self):
        certificate = self.issue(self.plain_interest)
        self.cancel(certificate)
        with self.assertRaisesRegex(UserError, certificate.number):
            self.cancel(certificate, "Again")
        self.assertEqual(certificate.state_reason, "Wrong project")

    def test_a_superseded_one_cannot_be_cancelled(self):
        old = self.issue(self.plain_interest)
        self.issue(self.plain_interest)
        with self.assertRaises(UserError):
            self.cancel(old)

    def test_its_number_is_never_used_again(self):
        old = self.issue(self.plain_interest)
        self.cancel(old)
        new = self.issue(self.plain_interest)
        self.assertNotEqual(new.number, old.number)
        self.assertEqual((new.revision, old.state), (0, "cancelled"))
        self.assertFalse(new.supersedes_id)
        again = self.issue(self.plain_interest)
        self.assertEqual((again.number, again.revision), (new.number, 1))

    def test_who_may_not(self):
        certificate = self.issue(self.plain_interest)
        for user in (self.colleague, self.other_csr):
            with self.assertRaises(AccessError):
                self.cancel(certificate, env=self.env_of(user))
            with self.assertRaises(AccessError):
                certificate.with_env(self.env_of(user))._cancel("Not mine")
        self.assertEqual(certificate.state, "issued")

    def test_not_by_hand(self):
        certificate = self.issue(self.plain_interest)
        for user in (self.csr, self.manager):
            with self.assertRaises(AccessError):
                certificate.with_env(self.env_of(user)).write({"state": "cancelled"})


@tagged("post_install", "-at_install")
class TestRevise(WizardCase):
    """A correction supersedes what was sent: the same number, the next revision."""

    def revise(self, certificates, **vals):
        wizard = self.open_wizard(
            certificates.action_revise(), confirm_warnings=True, **vals
        )
        self.batch = self.env["coi.batch"].browse(self.run_wizard(wizard)["batch_id"])
        return self.batch.certificate_ids

    def test_one(self):
        old = self.issue(self.ai_interest)
        self.bay.street = "99 New Street"
        new = self.revise(old)
        self.assertEqual((new.number, new.revision), (old.number, 1))
        self.assertEqual(new.supersedes_id, old)
        self.assertEqual((old.state, new.state), ("superseded", "issued"))
        self.assertEqual(self.batch.line_ids.revises_id, old)
        self.assertIn("5 Elm Street", self.read_pages(old)[0].text)
        self.assertIn("99 New Street", self.read_pages(new)[0].text)

    def test_even_where_the_project_was_corrected(self):
        """By its data alone it would be another certificate, with a new number."""
        old = self.issue(self.ai_interest)
        self.ai_interest.project = "Pier 5"
        new = self.revise(old)
        self.assertEqual((new.number, new.revision), (old.number, 1))
        self.assertEqual(old.state, "superseded")

    def test_where_the_corrected_project_has_a_certificate_of_its_own(self):
        """Corrected into what another holder's line already is: both stay valid."""
        other = self.issue(self.ai_interest)
        self.ai_interest.action_archive()
        second = self.make_interest(self.bay, project="Pier 5")
        old = self.issue(second)
        second.project = "Pier 4"
        new = self.revise(old)
        self.assertEqual((new.number, new.revision), (old.number, 1))
        self.assertEqual((old.state, other.state), ("superseded", "issued"))

    def give_away(self, interest, **vals):
        old = self.issue(interest)
        interest.write(vals)
        return old

    def test_what_was_given_to_somebody_else_is_not_revised(self):
        """A number names one holder of one insured for ever."""
        changes = ({"holder_id": self.bay.id}, {"insured_id": self.coastal.id})
        interests = (self.plain_interest, self.bank_interest)
        for interest, vals in zip(interests, changes, strict=True):
            with self.subTest(vals=vals):
                old = self.give_away(interest, **vals)
                with self.assertRaisesRegex(UserError, "given to another holder"):
                    old.action_revise()

    def test_those_given_to_somebody_else_are_left_out_and_named(self):
        old = self.give_away(self.plain_interest, holder_id=self.bay.id)
        fine = self.issue(self.bank_interest)
        wizard = self.open_wizard((old | fine).action_revise())
        self.assertEqual(wizard.scope_ids, fine.ids)
        self.assertIn(old.number, wizard.note)

    def test_what_is_given_to_somebody_else_while_the_wizard_is_open(self):
        old = self.issue(self.plain_interest)
        wizard = self.open_wizard(old.action_revise(), confirm_warnings=True)
        self.plain_interest.holder_id = self.bay
        with self.assertRaisesRegex(UserError, "must never name anyone else"):
            wizard.action_generate()
        self.assertEqual(old.state, "issued")

    def test_even_past_the_rules_no_number_names_somebody_else(self):
        old = self.give_away(self.plain_interest, holder_id=self.bay.id)
        rules = type(self.env["coi.check"])
        with patch.object(rules, "_rule_same_names", lambda check, case: []):
            batch = self.env["coi.batch"]._start(
                self.plain_interest,
                issue_date=old.issue_date,
                revised={self.plain_interest.id: old},
            )
        self.assertEqual(batch.line_ids.state, "error")
        self.assertIn("must never name anyone else", batch.line_ids.message)
        self.assertEqual(old.state, "issued")

    def test_generate_again_makes_none_for_somebody_else(self):
        old = self.give_away(self.plain_interest, holder_id=self.bay.id)
        with self.assertRaisesRegex(UserError, "no longer in any insured's"):
            old.action_generate_again()
        fine = self.issue(self.bank_interest)
        wizard = self.open_wizard((old | fine).action_generate_again())
        self.assertEqual(wizard.selected_ids, self.bank_interest.ids)
        self.assertIn("Adams Property Management", wizard.note)

    def test_it_shows_the_policies_it_showed(self):
        old = self.issue(self.plain_interest, policy_ids=self.gl.ids)
        new = self.revise(old)
        self.assertEqual(new.policy_ids, self.gl)

    def test_a_policy_that_is_over_blocks_the_revision(self):
        old = self.issue(self.plain_interest, policy_ids=(self.gl | self.auto).ids)
        self.auto.date_cancelled = "2026-03-01"
        with self.assertRaisesRegex(UserError, "AU-200 was canceled on 03/01/2026"):
            self.revise(old)
        self.assertEqual(old.state, "issued")

    def test_all_that_show_a_policy(self):
        shown = self.issue(self.plain_interest, policy_ids=self.gl.ids)
        shown += self.issue(self.ai_interest)
        other = self.issue(self.bank_interest, policy_ids=self.auto.ids)
        self.gl.name = "GL-100-A"
        wizard = self.open_wizard(
            self.gl.action_revise_certificates(), confirm_warnings=True
        )
        self.assertEqual(set(wizard.scope_ids), set(shown.ids))
        self.assertEqual(set(wizard.selected_ids), set(shown.interest_id.ids))
        self.assertEqual(self.run_wizard(wizard)["done"], 2)
        self.assertEqual(set(shown.mapped("state")), {"superseded"})
        self.assertEqual(other.state, "issued")

    def test_a_policy_no_certificate_shows(self):
        with self.assertRaises(UserError):
            self.umbrella.action_revise_certificates()

    def test_what_is_superseded_is_not_revised(self):
        old = self.issue(self.plain_interest)
        new = self.issue(self.plain_interest)
        with self.assertRaises(UserError):
            old.action_revise()
        wizard = self.open_wizard((old | new).action_revise())
        self.assertEqual(wizard.scope_ids, new.ids)
        self.assertIn(old.number, wizard.note)

    def test_what_was_superseded_meanwhile_is_caught(self):
        old = self.issue(self.plain_interest)
        wizard = self.open_wizard(old.action_revise(), confirm_warnings=True)
        newer = self.issue(self.plain_interest)
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            wizard.action_generate()
        self.assertEqual(newer.state, "issued")

    def test_what_was_made_for_download_only_cannot_be_revised(self):
        made = self.issue(self.plain_interest, save_history=False)
        with self.assertRaises(UserError):
            made.action_revise()
        batches = self.env["coi.batch"]
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            batches._start(
                self.plain_interest,
                issue_date=made.issue_date,
                revised={self.plain_interest.id: made},
            )

    def test_a_revision_is_always_kept(self):
        old = self.issue(self.plain_interest)
        new = self.revise(old, save_history=False)
        self.assertTrue(new.is_kept)

    def test_who_may_not(self):
        old = self.issue(self.plain_interest)
        for user in (self.colleague, self.other_csr):
            with self.assertRaises(AccessError):
                old.with_env(self.env_of(user)).action_revise()
