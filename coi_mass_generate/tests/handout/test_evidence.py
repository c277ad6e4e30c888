import csv
import io

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..agency import AgencyCase
from ..reading import read_pages


@tagged("post_install", "-at_install")
class TestEvidence(AgencyCase):
    """What an auditor, or the agency's own insurer, is handed."""

    def read_evidence(self, batch):
        """(what was asked, rows by holder)"""
        content = self.env["coi.evidence"]._write(batch)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        gap = rows.index([])
        asked = {row[0]: row[1] for row in rows[:gap]}
        header, *lines = rows[gap + 1 :]
        found = [dict(zip(header, line, strict=True)) for line in lines]
        return asked, {line["Certificate holder"]: line for line in found}

    def test_what_was_asked_and_by_whom(self):
        asked, _lines = self.read_evidence(self.generate(self.plain_interest))
        self.assertEqual(asked["Requested by"], "Csr")
        self.assertEqual(asked["Agency"], "Harbor Point Insurance Agency")
        self.assertEqual(asked["Issue date"], "2026-03-02")
        for name in ("Requested on", "Finished on"):
            self.assertRegex(asked[name], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        self.assertEqual(asked["Time zone of all times"], str(self.env.tz))
        self.assertEqual(asked["Policies"], "All in force on the issue date")
        self.assertEqual(asked["Warnings confirmed"], "Yes")
        self.assertEqual((asked["Selected"], asked["Done"]), ("1", "1"))

    def test_its_numbers_add_up_whatever_became_of_the_batch(self):
        self.agency.sudo().coi_click_limit = 0
        batch = self.generate(self.plain_interest | self.dover_interest)
        for state, outcome in (("pending", "Waiting"), ("cancelled", "Canceled")):
            asked, _lines = self.read_evidence(batch)
            self.assertEqual((asked["Selected"], asked[outcome]), ("2", "1"), state)
            self.assertEqual(batch.state, state)
            parts = ("Done", "Blocked", "Left out", "Failed", "Canceled", "Waiting")
            self.assertEqual(sum(int(asked[part]) for part in parts), 2)
            if state == "pending":
                batch.action_cancel()

    def test_verdicts_overrides_and_hashes(self):
        interests = self.plain_interest | self.ai_interest | self.dover_interest
        self.ai_interest.description = "We guarantee it."
        self.plain_interest.valid_until = "2026-03-01"
        batch = self.generate(
            interests,
            self.env_of(self.manager),
            overrides={self.dover_interest.id: "Address by phone"},
        )
        _asked, lines = self.read_evidence(batch)
        dover = lines["Dover Supply"]
        self.assertEqual(dover["Override reason"], "Address by phone")
        self.assertEqual(dover["Overridden by"], "Manager")
        # By the clock of whoever asked, as all times here.
        [line] = batch.line_ids.filtered("overrides")
        given = fields.Datetime.to_datetime(line.overrides["date"])
        local = fields.Datetime.context_timestamp(batch, given)
        self.assertEqual(dover["Overridden on"], f"{local:%Y-%m-%d %H:%M:%S}")
        self.assertTrue(dover["Reasons"].startswith("Blocked (overridden): The holder"))
        certificate = self.dover_interest.certificate_ids
        self.assertEqual(dover["Certificate"], certificate.number)
        self.assertEqual(dover["SHA-256"], certificate.sha256)
        warned = lines["Bay State Builders, Inc."]
        self.assertEqual(warned["Verdict"], "Warning")
        self.assertIn('Warning: The text says "guarantee".', warned["Reasons"])
        blocked = lines["Adams Property Management"]
        self.assertEqual(blocked["Outcome"], "Blocked")
        self.assertEqual((blocked["Certificate"], blocked["SHA-256"]), ("", ""))

    def test_a_reason_that_overrode_nothing_is_no_override(self):
        """Mended meanwhile, or law: the certificate is none that was overridden."""
        self.bank.state_id = self.get_state("TX")
        batch = self.generate(
            self.plain_interest | self.bank_interest,
            self.env_of(self.manager),
            overrides=dict.fromkeys(
                (self.plain_interest | self.bank_interest).ids, "Address by phone"
            ),
        )
        _asked, lines = self.read_evidence(batch)
        for line in lines.values():
            self.assertEqual((line["Overridden by"], line["Override reason"]), ("", ""))

    def test_queries_do_not_grow_with_the_holders(self):
        evidence = self.env["coi.evidence"]
        few, many = (
            self.generate(self.make_interests(*(f"{count}-{i}" for i in range(count))))
            for count in (3, 30)
        )

        def count(batch):
            self.env.invalidate_all()
            return self.count_queries(lambda: evidence._write(batch))

        count(few)  # what is cached for ever is cached now
        self.assertEqual(count(many), count(few))

    def print_evidence(self, batch):
        """The pages of the PDF, drawn by the real program."""
        action = batch.action_print_evidence()
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        with self.allow_pdf_render():
            content, _kind = reports._render_qweb_pdf(action["report_name"], batch.ids)
        return read_pages(content)

    def test_the_pdf_says_the_same_to_a_reader(self):
        self.ai_interest.description = "We guarantee it."
        batch = self.generate(
            self.plain_interest | self.ai_interest | self.dover_interest,
            self.env_of(self.manager),
            overrides={self.dover_interest.id: "Address by phone"},
        )
        text = "\n".join(page.text for page in self.print_evidence(batch))
        for word in (
            *("Harbor Point Insurance Agency", "03/02/2026", "Address by phone"),
            *("Adams Property Management", 'The text says "guarantee"', "Dover Supply"),
            *batch.certificate_ids.mapped("number"),
            *batch.certificate_ids.mapped("sha256"),
        ):
            self.assertIn(word, text)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_pdf_is_for_who_may_read_the_batch(self):
        batch = self.generate(self.plain_interest)
        theirs = batch.with_env(self.env_of(self.other_csr))
        with self.assertRaises(AccessError):
            theirs._get_evidence()

    def test_a_name_is_no_formula(self):
        self.adams.name = '=HYPERLINK("http://x")'
        _asked, lines = self.read_evidence(self.generate(self.plain_interest))
        self.assertIn('\'=HYPERLINK("http://x")', lines)
