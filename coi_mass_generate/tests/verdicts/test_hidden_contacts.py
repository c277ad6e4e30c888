import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..agency import ISSUE_DATE, AgencyCase
from ..imports.lists import HARBOR, LENDER, ImportCase

SECRET = "Moved Away"
NAMES = {"display_name": {}}
# What the screens of a user read, with the contacts in it.
LISTS = {
    "coi.additional.interest": {
        "display_name": {},
        "holder_name": {},
        "locality": {},
        "verdict": {},
        "verdict_text": {},
        "description_preview": {},
        "holder_id": {"fields": NAMES},
        "insured_id": {"fields": NAMES},
    },
    "coi.policy": {
        "display_name": {},
        "state": {},
        "insurer_id": {"fields": NAMES},
        "endorsement_ids": {
            "fields": {"display_name": {}, "scheduled_ids": {"fields": NAMES}}
        },
    },
    "coi.certificate": {
        "display_name": {},
        "holder_name": {},
        "holder_block": {},
        "holder_id": {"fields": NAMES},
        "insured_id": {"fields": NAMES},
    },
    "coi.batch": {"display_name": {}, "insured_ids": {"fields": NAMES}},
    "coi.batch.line": {
        "display_name": {},
        "reason_text": {},
        "interest_id": {"fields": NAMES},
        "holder_id": {"fields": NAMES},
    },
    "coi.policy.series": {"display_name": {}, "insured_id": {"fields": NAMES}},
}
# The agency's own contact cannot move: Odoo refuses that.
ROLES = ("holder", "insured", "insurer", "scheduled")


class HiddenCase(AgencyCase):
    """Beacon's and Coastal's holders have their certificates; then a contact moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheduled = cls.make_holder_of_another_company()
        cls.every = (
            cls.plain_interest
            | cls.ai_interest
            | cls.bank_interest
            | cls.coastal_interest
        )
        summary = cls.env["coi.batch"].generate(
            interest_ids=cls.every.ids, issue_date=str(ISSUE_DATE)
        )
        cls.batch = cls.env["coi.batch"].browse(summary["batch_id"])

    @classmethod
    def make_holder_of_another_company(cls):
        holder = cls.make_holder("Elm Trust").with_env(cls.env)
        cls.gl.endorsement_ids[0].write(
            {
                "basis": "scheduled",
                "scheduled_ids": [Command.set([holder.id, cls.bay.id])],
            }
        )
        return holder

    def get_contact(self, role):
        return {
            "holder": self.bank,
            "insured": self.coastal,
            "insurer": self.atlantic,
            "scheduled": self.scheduled,
        }[role]

    def move(self, role):
        """Another agency takes the contact and gives it a name of its own."""
        contact = self.get_contact(role).sudo()
        contact.company_id = self.other_agency
        contact.write({"name": SECRET, "street": SECRET, "city": SECRET})
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        with self.assertRaises(AccessError):
            self.get_contact(role).with_env(self.env).read(["name"])

    def each_role(self, work):
        for role in ROLES:
            with self.subTest(role=role), self.cr.savepoint(flush=True) as point:
                self.move(role)
                work(role)
                point.rollback()
            self.env.invalidate_all()

    def get_stopped(self, role):
        """The interests this role's contact is on the page of."""
        return {
            "holder": self.bank_interest,
            "insured": self.coastal_interest,
            "insurer": self.plain_interest | self.ai_interest | self.bank_interest,
        }.get(role, self.env["coi.additional.interest"])


@tagged("post_install", "-at_install")
class TestHiddenContacts(HiddenCase):
    """A contact that moved to another company stops only those whose page it is on."""

    def test_every_list_opens(self):
        self.each_role(self.check_lists)

    def check_lists(self, role):
        for model, specification in LISTS.items():
            found = self.env[model].web_search_read([], specification, limit=80)
            self.assertTrue(found["records"], model)
            for row in found["records"]:
                # Names of linked records are Odoo's own to tell.
                own = {
                    key: row[key] for key in row if not key.endswith(("_id", "_ids"))
                }
                self.assertNotIn(SECRET, str(own), model)

    def test_every_form_opens(self):
        self.each_role(self.check_forms)

    def check_forms(self, role):
        for model, specification in LISTS.items():
            for record in self.env[model].search([]):
                self.assertTrue(record.web_read(specification), model)

    def test_the_filter_of_verdicts(self):
        self.each_role(self.check_filter)

    def check_filter(self, role):
        blocked = self.env["coi.additional.interest"].search(
            [("verdict", "=", "blocked"), ("id", "in", self.every.ids)]
        )
        self.assertGreaterEqual(blocked, self.get_stopped(role))

    def test_verdicts_for_a_program(self):
        self.each_role(self.check_verdicts)

    def check_verdicts(self, role):
        told = self.env["coi.batch"].get_verdicts(
            insured_ids=self.beacon.ids,
            interest_ids=self.coastal_interest.ids,
            issue_date=str(ISSUE_DATE),
        )
        self.assertNotIn(SECRET, str(told))
        self.assertHidden(role, told["verdicts"])

    def assertHidden(self, role, verdicts, name="interest_id"):
        hidden = [
            each[name]
            for each in verdicts
            if any(reason["key"] == "hidden" for reason in each["reasons"])
        ]
        stopped = self.get_stopped(role)
        self.assertLessEqual(set(stopped.ids), set(hidden))
        if role != "insurer":
            self.assertEqual(set(stopped.ids), set(hidden))

    def test_the_picker(self):
        self.each_role(self.check_picker)

    def check_picker(self, role):
        rows = self.env["coi.generate"].get_candidates(
            "insureds",
            [],
            (self.beacon | self.coastal).ids,
            self.agency.id,
            str(ISSUE_DATE),
            [],
        )
        self.assertNotIn(SECRET, str(rows))
        self.assertHidden(role, rows, "id")

    def test_the_wizard_opens(self):
        self.each_role(self.check_wizard)

    def check_wizard(self, role):
        for action in (
            self.every.action_generate(),
            self.batch.certificate_ids.action_revise(),
            self.adams.action_coi_generate(),
        ):
            wizards = self.env["coi.generate"].with_context(**action["context"])
            told = wizards.onchange(
                {},
                [],
                {
                    "insured_ids": {"fields": NAMES},
                    "possible_insured_ids": {"fields": NAMES},
                    "possible_policy_ids": {"fields": NAMES},
                    "selected_ids": {},
                    "scope": {},
                    "scope_ids": {},
                },
            )
            self.assertNotIn(SECRET, str(told))

    def test_the_others_are_made(self):
        self.each_role(self.check_batch)

    def check_batch(self, role):
        batch = self.generate(self.every, issue_date=ISSUE_DATE)
        made = batch.certificate_ids.interest_id
        self.assertEqual(made, self.every - self.get_stopped(role))
        said = batch.line_ids.mapped("reason_text") + [str(batch._get_summary())]
        self.assertNotIn(SECRET, "".join(said))

    def test_what_was_sent_is_downloaded_as_it_was(self):
        before = self.get_output(self.batch)
        self.each_role(
            lambda role: self.assertEqual(self.get_output(self.batch), before)
        )

    def test_what_was_sent_is_evident(self):
        evidence = self.env["coi.evidence"]
        rows = evidence._write(self.batch).splitlines()[-5:]
        self.each_role(
            lambda role: self.assertEqual(
                evidence._write(self.batch).splitlines()[-5:], rows
            )
        )

    def test_drafts(self):
        self.each_role(self.check_draft)

    def check_draft(self, role):
        wizard = self.env["coi.generate"].create(
            {
                "insured_ids": [Command.set(self.beacon.ids)],
                "issue_date": ISSUE_DATE,
                "selected_ids": self.every.ids,
            }
        )
        wizard.action_preview()
        self.assertTrue(base64.b64decode(wizard.draft).startswith(b"%PDF"))

    def test_a_waiting_batch_makes_the_others(self):
        self.agency.sudo().coi_click_limit = 0
        batch = self.generate(self.every, issue_date=ISSUE_DATE)
        self.move("holder")
        batch._run()
        made = batch.certificate_ids.interest_id
        self.assertNotIn(self.bank_interest, made)
        self.assertIn("may not see this holder", str(batch._get_summary()["reasons"]))

    def test_the_name_in_our_list_stays_what_we_knew(self):
        self.move("holder")
        self.assertEqual(self.bank_interest.holder_name, "Commonwealth Bank")

    def test_a_renamed_holder_of_our_own_is_renamed_in_the_list(self):
        self.bank.name = "Commonwealth Bank & Trust"
        self.assertEqual(self.bank_interest.holder_name, "Commonwealth Bank & Trust")


@tagged("post_install", "-at_install")
class TestUsingHiddenContacts(HiddenCase):
    """What one may not see, one may not use: refused in words, and nothing written."""

    def setUp(self):
        super().setUp()
        theirs = self.admin_env["res.partner"].create(
            [{"name": SECRET, "company_id": self.other_agency.id} for _turn in "ab"]
        )
        self.theirs, self.theirs_too = theirs.with_env(self.env)
        self.env.invalidate_all()

    def assertRefused(self, work, *args):
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            work(*args)
            self.env.flush_all()
        self.assertNotIsInstance(caught.exception, AccessError)
        self.assertIn("belongs to another company", str(caught.exception))
        self.assertNotIn(SECRET, str(caught.exception))
        self.assertFalse(self.theirs.sudo().coi_is_holder)
        self.assertFalse(self.theirs.sudo().coi_is_insured)
        self.assertFalse(self.theirs.sudo().coi_is_insurer)

    def test_as_a_holder_or_an_insured(self):
        interests = self.env["coi.additional.interest"]
        for vals in (
            {"insured_id": self.beacon.id, "holder_id": self.theirs.id},
            {"insured_id": self.theirs.id, "holder_id": self.bay.id},
        ):
            self.assertRefused(interests.create, vals)
            self.assertRefused(self.plain_interest.write, vals)

    def test_as_an_insured_or_an_insurer(self):
        vals = self.gl.copy_data()[0] | {"name": "X-1"}
        for name in ("insured_id", "insurer_id"):
            wrong = {**vals, name: self.theirs.id}
            self.assertRefused(self.env["coi.policy"].create, wrong)
            self.assertRefused(self.gl.write, {name: self.theirs.id})

    def test_in_a_schedule(self):
        endorsement = self.gl.endorsement_ids[0]
        link = {"scheduled_ids": [Command.link(self.theirs.id)]}
        self.assertRefused(endorsement.write, link)
        self.assertRefused(
            endorsement.create, {"policy_id": self.gl.id, "number": "X", **link}
        )
        self.assertRefused(
            self.gl.write,
            {"endorsement_ids": [Command.update(endorsement.id, link)]},
        )

    def test_a_schedule_with_a_contact_that_moved_can_still_be_edited(self):
        self.move("scheduled")
        endorsement = self.gl.endorsement_ids[0]
        endorsement.write({"scheduled_ids": [Command.link(self.adams.id)]})
        self.env.invalidate_all()
        self.assertIn(self.scheduled, endorsement.sudo().scheduled_ids)

    def test_what_is_kept_of_a_schedule_does_not_say_who_looked_at_it(self):
        """Neither is what the user sees taken for all there is, nor the reverse."""
        self.move("scheduled")
        endorsement = self.gl.endorsement_ids[0]
        everybody = endorsement._get_every_scheduled()
        self.assertIn(self.scheduled, everybody)
        seen = endorsement.scheduled_ids
        self.assertNotIn(self.scheduled, seen)
        self.assertEqual(endorsement._get_every_scheduled(), everybody)
        self.assertEqual(endorsement.scheduled_ids, seen)

    def test_a_form_that_is_only_asked_does_not_tell_the_name(self):
        told = self.env["coi.additional.interest"].onchange(
            {"insured_id": self.beacon.id, "holder_id": self.theirs.id},
            ["holder_id"],
            {
                name: {}
                for name in ("insured_id", "holder_id", "holder_name", "locality")
            },
        )
        self.assertNotIn(SECRET, str(told))


@tagged("post_install", "-at_install")
class TestHiddenDownloads(HiddenCase, HttpCase):
    def test_every_download_answers_as_before(self):
        self.log_in(self.csr)
        certificates = self.batch.certificate_ids
        urls = [f"/coi/certificate/{each.id}/pdf" for each in certificates]
        urls += [
            f"/coi/batch/{self.batch.id}/{what}" for what in ("download", "evidence")
        ]
        before = {url: self.url_open(url).content for url in urls}
        for role in ROLES:
            self.move(role)
        for url in urls:
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200, url)
            self.assertNotIn(SECRET.encode(), answer.content)
            if "evidence" not in url:
                self.assertEqual(answer.content, before[url], url)


@tagged("post_install", "-at_install")
class TestHiddenInImport(ImportCase, HiddenCase):
    """A hidden contact is not found by a list, and stops no list."""

    def test_every_list_is_imported_all_the_same(self):
        self.each_role(self.check_import)

    def check_import(self, role):
        wizard = self.import_interests([HARBOR, LENDER], one_go=True)
        self.assertEqual(self.get_counts(wizard), {"created": 2})

    def test_a_past_import_of_a_hidden_insured_is_still_told_of(self):
        wizard = self.import_interests(
            [HARBOR | {"Insured Name": "", "Policy Number": ""}],
            one_go=True,
            insured_id=self.coastal.id,
        )
        self.assertEqual(self.get_counts(wizard), {"created": 1})
        self.env.flush_all()
        self.move("insured")
        [told] = wizard.run_id.read()
        [line] = wizard.run_id.line_ids.read()
        self.assertNotIn(SECRET, f"{told['display_name']}{line}")
        self.assertTrue(wizard.run_id.get_result())
