from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..agency import ISSUE_DATE, AgencyCase

REASON = "The holder insists on it."


@tagged("post_install", "-at_install")
class TestTitle(AgencyCase):
    """What people call a batch: whose, how many, of when."""

    def get_title(self, batch, today=ISSUE_DATE):
        context_today = patch("odoo.fields.Date.context_today", lambda *_each: today)
        with context_today:
            batch.invalidate_recordset(["display_name"])
            return batch.display_name

    def test_one_insured(self):
        batch = self.generate(self.plain_interest | self.ai_interest)
        self.assertEqual(
            self.get_title(batch), "Beacon Roofing & Sons, LLC · 2 certificates · Mar 2"
        )

    def test_one_certificate_is_not_called_several(self):
        self.assertIn(
            " · 1 certificate · ", self.generate(self.bank_interest).display_name
        )

    def test_none_is_no_number(self):
        """What blocks it came up while it waited; else there were no batch."""
        self.agency.coi_click_limit = 0
        batch = self.generate(self.plain_interest)
        self.adams.city = False
        batch._run()
        self.assertIn(" · no certificate · ", batch.display_name)

    def test_several_insureds(self):
        batch = self.generate(self.plain_interest | self.coastal_interest)
        self.assertEqual(self.get_title(batch), "2 insureds · 2 certificates · Mar 2")

    def test_of_another_year(self):
        batch = self.generate(self.plain_interest)
        title = self.get_title(batch, date(2027, 1, 4))
        self.assertTrue(title.endswith(" · Mar 2, 2026"), title)

    def test_before_it_is_made_it_says_of_how_many_it_is_asked(self):
        batch = self.generate(self.plain_interest)
        batch.sudo().state = "pending"
        self.assertIn(" · 1 holder · ", batch.display_name)

    def test_in_the_users_language(self):
        self.env["res.lang"].sudo()._activate_lang("de_DE")
        batch = self.generate(self.plain_interest).with_context(lang="de_DE")
        self.assertIn("2. März", self.get_title(batch))

    def test_an_insured_whom_the_user_may_not_see_is_not_named(self):
        batch = self.generate(self.plain_interest)
        self.beacon.sudo().write({"company_id": self.other_agency.id})
        self.env.flush_all()
        self.env.invalidate_all()
        for record in (batch, batch.sudo()):
            self.assertNotIn("Beacon", record.display_name)
            self.assertIn(batch.name, record.display_name)

    def test_an_archived_insured_is_named(self):
        batch = self.generate(self.plain_interest)
        self.beacon.sudo().active = False
        self.assertIn("Beacon", self.get_title(batch))

    def test_all_insureds_count_whoever_looks(self):
        batch = self.generate(self.plain_interest | self.coastal_interest)
        self.beacon.sudo().write({"company_id": self.other_agency.id})
        self.env.flush_all()
        for record in (batch, batch.sudo()):
            self.env.invalidate_all()
            self.assertIn("2 insureds · ", record.display_name)
        self.env.invalidate_all()
        self.beacon.sudo().write({"company_id": False, "active": False})
        self.assertIn("2 insureds · ", batch.display_name)

    def test_it_is_found_by_number_and_by_insured(self):
        batch = self.generate(self.plain_interest)
        for words in (batch.name, "Beacon"):
            found = [each for each, _name in batch.name_search(words)]
            self.assertIn(batch.id, found)

    def test_so_many_are_named_in_as_many_queries_as_one(self):
        batches = self.env["coi.batch"]
        for _turn in range(5):
            batches |= self.generate(self.plain_interest)
        # At first what all have in common is read, too.
        _first, one, all_of_them = (
            self.count_queries(lambda some=some: some.mapped("display_name"))
            for some in (batches[:1], batches[:1], batches)
        )
        self.assertEqual(one, all_of_them)


class LineCase(AgencyCase):
    def setUp(self):
        super().setUp()
        env = self.env_of(self.manager)
        self.batch = self.generate(
            self.plain_interest | self.dover_interest, confirm_warnings=True
        )
        self.made, self.blocked = self.batch.line_ids
        batch = self.generate(
            self.dover_interest, env, overrides={self.dover_interest.id: REASON}
        )
        self.overridden = batch.line_ids.with_env(self.env)


@tagged("post_install", "-at_install")
class TestRows(LineCase):
    """A click on a row opens the certificate, or why there is none."""

    def test_the_certificate(self):
        action = self.made.action_open()
        self.assertEqual(action["res_model"], "coi.certificate")
        self.assertEqual(action["res_id"], self.made.certificate_ids.id)

    def test_why_there_is_none(self):
        action = self.blocked.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"], action["target"]),
            ("coi.batch.line", self.blocked.id, "new"),
        )
        form = Form(self.blocked)
        self.assertIn("blocked", form.outcome_text)
        [finding] = form.findings
        self.assertEqual(finding["level"], "blocked")
        self.assertEqual(
            finding["message"],
            "The holder's address is incomplete: street. Complete the contact.",
        )
        self.assertEqual(finding["mend"], "Open Contact")

    def test_what_mends_it(self):
        [finding] = self.blocked.findings
        action = self.blocked.action_mend(finding["code"])
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.dover.id)
        )
        view = self.env["ir.ui.view"].sudo().browse(action["views"][0][0])
        self.assertEqual(view.name, "res.partner.form.coi.holder")

    def block_waiting(self, model, domain, vals):
        """The line of one that was blocked while it waited to be made."""
        self.agency.sudo().coi_click_limit = 0
        batch = self.generate(self.bank_interest)
        self.env[model].search(domain).sudo().write(vals)
        batch._run()
        return batch.line_ids

    def test_what_mends_it_is_still_to_be_made(self):
        line = self.block_waiting("coi.policy", [], {"active": False})
        labels = {each["mend"]: each["code"] for each in line.findings}
        action = line.action_mend(labels["Record a Policy"])
        self.assertEqual((action["res_model"], action["res_id"]), ("coi.policy", False))
        self.assertEqual(action["context"]["default_insured_id"], self.beacon.id)

    def test_who_may_not_mend_it_is_offered_nothing(self):
        line = self.block_waiting(
            "res.company",
            [("id", "=", self.agency.id)],
            {"coi_representative": False},
        )
        # The other tells that it is not what was asked for any more.
        self.assertEqual(line.findings[0]["mend"], "")
        manager = line.with_env(self.env_of(self.manager))
        finding = manager.findings[0]
        self.assertEqual(finding["mend"], "Complete the Agency")
        action = manager.action_mend(finding["code"])
        self.assertEqual(action["res_model"], "coi.agency")
        self.assertEqual(action["context"], {"default_company_id": self.agency.id})
        with self.assertRaisesRegex(UserError, "nothing left to open here"):
            line.action_mend(finding["code"])

    def test_what_is_gone_is_not_offered(self):
        [finding] = self.blocked.findings
        reasons = [{**each, "id": 2**31 - 1} for each in self.blocked.reasons]
        self.blocked.sudo().reasons = reasons
        self.assertEqual(self.blocked.findings[0]["mend"], "")
        for code in (finding["code"], "x", None, False, 7):
            with self.assertRaises(UserError):
                self.blocked.action_mend(code)

    def test_nobody_else_opens_it(self):
        other = self.blocked.with_env(self.env_of(self.other_csr))
        for door in (other.action_open, lambda: other.action_mend("x")):
            with self.assertRaises(UserError):
                door()


@tagged("post_install", "-at_install")
class TestOverridden(LineCase):
    """Who had a blocked certificate printed is said wherever its outcome is."""

    def test_on_the_line(self):
        form = Form(self.overridden)
        self.assertEqual(form.override_reason, REASON)
        self.assertEqual(form.override_user, "Manager")
        self.assertTrue(form.override_date)
        self.assertTrue(form.findings[0]["is_overridden"])
        self.assertFalse(Form(self.blocked).override_summary)
        self.assertFalse(self.blocked.findings[0]["is_overridden"])

    def test_in_the_rows(self):
        self.assertEqual(self.overridden.override_summary, f"Manager: {REASON}")
        self.assertEqual(self.overridden.batch_id.count_overridden, 1)
        self.assertEqual(self.batch.count_overridden, 0)

    def test_on_the_certificate(self):
        certificate = self.overridden.certificate_ids
        self.assertEqual(certificate.override_summary, f"Manager: {REASON}")
        self.assertFalse(self.made.certificate_ids.override_summary)

    def test_its_batch_is_found(self):
        overridden = [("certificate_ids.override_reason", "!=", False)]
        found = self.env["coi.batch"].search(overridden)
        self.assertEqual(found, self.overridden.batch_id)

    def test_a_reason_where_nothing_was_blocked_overrides_nothing(self):
        overrides = {self.plain_interest.id: REASON}
        env = self.env_of(self.manager)
        batch = self.generate(self.plain_interest, env, overrides=overrides)
        self.assertFalse(batch.line_ids.override_summary)
        self.assertEqual(batch.count_overridden, 0)
        self.assertFalse(batch.certificate_ids.override_summary)
