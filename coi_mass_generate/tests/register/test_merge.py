from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import AgencyCase

ELSEWHERE = "a company you do not work in"


class MergeCase(AgencyCase):
    def merge(self, *contacts, user=None):
        """Merge contacts into the last one, as ``user``."""
        wizard = self.env(user=user or self.csr)["base.partner.merge.automatic.wizard"]
        # sudo(): the right to open Odoo's wizard is Odoo's; who clicks is the user.
        ids = self.env["res.partner"].union(*contacts).ids
        wizard.sudo()._merge(ids, contacts[-1].with_env(wizard.sudo().env))
        self.env.invalidate_all()

    def make_double(self, name="Bay State Builders", **vals):
        return self.make_holder(name, **vals)


@tagged("post_install", "-at_install")
class TestMergeAcrossCompanies(MergeCase):
    """A contact all companies share is not one company's to change."""

    def setUp(self):
        super().setUp()
        self.double = self.make_double()
        self.theirs = self.env_of(self.other_csr)
        self.insured = self.theirs["res.partner"].create({"name": "Lakeside Client"})

    def list_there(self, holder):
        return self.theirs["coi.additional.interest"].create(
            {"insured_id": self.insured.id, "holder_id": holder.id}
        )

    def make_their_policy(self, **vals):
        return self.theirs["coi.policy"].create(
            {
                "name": "SECRET-1",
                "insured_id": self.insured.id,
                "insurer_id": self.granite.id,
                "coverage_id": self.get_line("auto").id,
                "date_effective": "2026-01-01",
                "date_expiration": "2027-01-01",
                **vals,
            }
        )

    def assertRefused(self, *contacts, words=ELSEWHERE, **options):
        with self.assertRaisesRegex(UserError, words) as caught, self.cr.savepoint():
            self.merge(*contacts, **options)
        for secret in ("SECRET", "Lakeside", "Bay State"):
            self.assertNotIn(secret, str(caught.exception))

    def test_a_holder_in_another_companys_list(self):
        self.list_there(self.double).active = False
        self.assertRefused(self.double, self.bay)
        self.assertRefused(self.bay, self.double)

    def test_an_insured_of_another_company_whose_policy_is_the_same(self):
        """The refusal told the policy's number."""
        self.make_their_policy()
        twin = self.theirs["res.partner"].create({"name": "Lakeside Client"})
        self.make_their_policy(insured_id=twin.id)
        self.assertRefused(twin, self.insured)

    def test_an_insurer_and_a_scheduled_holder_of_another_company(self):
        policy = self.make_their_policy(insurer_id=self.atlantic.id)
        policy.insured_id = self.insured
        self.assertRefused(self.atlantic, self.granite)
        policy.insurer_id = self.fund
        self.merge(self.atlantic, self.granite)
        policy.endorsement_ids = [
            self.endorsement("CG 20 10", "ai", scheduled=self.double)
        ]
        self.assertRefused(self.double, self.bay)

    def test_a_holder_another_company_sent_a_certificate(self):
        interest = self.list_there(self.double)
        self.insured.write(self.get_address("9 Lake Road", "Worcester", "01601"))
        self.make_their_policy(auto_any=True, limit_ids=self.get_usual_limits("auto"))
        batch = self.generate(interest, self.theirs)
        interest.active = False
        self.assertRefused(self.double, self.bay)
        self.assertEqual(batch.line_ids.holder_id, self.double)

    def test_somebody_who_works_in_both_may(self):
        interest = self.list_there(self.double)
        both = self.make_user(
            "both", "coi_mass_generate.group_user", self.agency, self.other_agency
        )
        self.merge(self.double, self.bay, user=both)
        self.assertEqual(interest.holder_id.id, self.bay.id)
        self.assertEqual(interest.holder_name, self.bay.name)

    def test_what_two_companies_use_does_not_become_ones_alone(self):
        """Core hands the company of a merged contact on."""
        self.list_there(self.bay)
        self.double.company_id = self.agency
        both = self.make_user(
            "both", "coi_mass_generate.group_user", self.agency, self.other_agency
        )
        self.assertRefused(self.double, self.bay, words="belong to Harbor", user=both)
        self.double.company_id = False
        self.merge(self.double, self.bay, user=both)

    def test_who_has_no_right_to_certificates_merges_no_holders(self):
        self.colleague.group_ids = [
            Command.link(self.env.ref("base.group_partner_manager").id)
        ]
        self.assertRefused(
            self.double, self.bay, words="Certificates / User", user=self.colleague
        )
        plain = self.make_double("Nobody's Holder")
        self.merge(plain, self.double, user=self.colleague)
        self.assertFalse(plain.exists())

    def test_who_may_not_read_an_insurers_number_does_not_lose_it(self):
        """Odoo carries over what its user may read, and deleted the rest."""
        own = {"coi_naic": "54321", "coi_description": "All operations."}
        for user, said in ((self.colleague, False), (self.csr, "Its own.")):
            user.sudo().group_ids = [
                Command.link(self.env.ref("base.group_partner_manager").id)
            ]
            survivor = self.make_double("Survivor", coi_description=said)
            double = self.make_double("Double", **own)
            wizards = self.env(user=user)["base.partner.merge.automatic.wizard"]
            wizards._merge((double | survivor).ids, survivor.with_env(wizards.env))
            self.env.invalidate_all()
            self.assertFalse(double.exists())
            self.assertEqual(survivor.coi_naic, "54321")
            expected = said or "All operations."
            self.assertEqual(survivor.coi_description, expected)

    def test_an_insureds_form_is_kept(self):
        form = self.env["coi.form"].search([], limit=1)
        other = form.sudo().copy({"number": "OTHER"})
        for said in (self.env["coi.form"], other):
            survivor = self.make_double("Survivor", coi_form_id=said.id)
            double = self.make_double("Double", coi_form_id=form.id)
            self.merge(double, survivor)
            self.assertEqual(survivor.coi_form_id, said or form)

    def test_two_open_renewals_on_one_day_are_not_made_one(self):
        twin = self.make_double("Beacon Twin", coi_is_insured=True)
        self.make_policy("auto", "BA-TWIN", twin)
        self.make_interests("Twin Holder", insured=twin)
        renewals = self.env["coi.renewal"]
        ours = [
            renewals.browse(renewals.prepare(each.id)["renewal_id"])
            for each in (self.beacon, twin)
        ]
        self.assertEqual(*(each.day for each in ours))
        with self.assertRaisesRegex(UserError, "an open renewal on"):
            with self.cr.savepoint():
                self.merge(twin, self.beacon)
        ours[1].action_drop()
        self.merge(twin, self.beacon)
        self.assertEqual(ours[0].insured_id, self.beacon)
        self.assertEqual(ours[1].insured_id, self.beacon)

    def test_two_in_the_same_schedule_become_one(self):
        """Odoo leaves the merged contact in it, beside the survivor."""
        self.gl.endorsement_ids = [
            self.endorsement("CG 20 26", "ai", scheduled=self.double | self.bay)
        ]
        self.merge(self.double, self.bay)
        self.assertFalse(self.double.exists())
        self.assertEqual(self.gl.endorsement_ids.scheduled_ids, self.bay)

    def test_every_place_that_names_contacts_is_looked_at(self):
        contacts = self.env["res.partner"]
        places = {
            (model, field): path for model, field, path in contacts._coi_get_mentions()
        }
        for model, field, path in (
            ("coi.certificate", "holder_id", "company_id"),
            ("coi.additional.interest", "insured_id", "company_id"),
            ("coi.policy", "insurer_id", "company_id"),
            ("coi.policy.endorsement", "scheduled_ids", "policy_id.company_id"),
            ("coi.batch", "insured_ids", "company_id"),
            ("coi.import.line", "partner_id", "run_id.company_id"),
        ):
            self.assertEqual(places[model, field], path)
        for (model, _field), path in places.items():
            self.env[model].sudo().search_count([(path, "not in", [])], limit=1)


@tagged("post_install", "-at_install")
class TestIdentityAfterMerge(MergeCase):
    """The next certificate supersedes the old one, whoever the holder was then."""

    def setUp(self):
        super().setUp()
        self.double = self.make_double()

    def get_valid(self, holder):
        return self.env["coi.certificate"].search(
            [("holder_id", "=", holder.id), ("state", "=", "issued")]
        )

    def test_a_merged_holders_certificate_is_revised(self):
        interest = self.make_interest(self.double, project="Pier 5")
        old = self.issue(interest)
        content, block = self.get_pdf(old), old.holder_block
        self.merge(self.double, self.bay)
        new = self.issue(interest)
        self.assertEqual((new.number, new.revision), (old.number, 1))
        self.assertEqual(old.state, "superseded")
        self.assertEqual((self.get_pdf(old), old.holder_block), (content, block))

    def test_a_merged_insureds_certificates_are_revised(self):
        double = self.make_double("Beacon Roofing")
        self.make_policy("cyber", "CY-1", insured=double)
        interest = self.make_interest(self.dover, double)
        self.dover.street = "1 Mill Street"
        old = self.issue(interest)
        self.dover_interest.project = "Mill"
        self.merge(double, self.beacon)
        [new] = self.generate(interest, policy_ids=old.policy_ids.ids).certificate_ids
        self.assertEqual((new.number, new.supersedes_id), (old.number, old))

    def test_where_both_had_one_the_last_is_valid(self):
        first = self.issue(self.ai_interest)
        twin = self.make_interest(self.double, project="Pier 4")
        self.issue(twin)
        last = self.issue(twin)
        self.merge(self.double, self.bay)
        self.assertEqual(self.get_valid(self.bay), last)
        self.assertEqual(first.state, "superseded")
        self.assertEqual(last.supersedes_id.supersedes_id, first)
        new = self.issue(self.ai_interest)
        self.assertEqual((new.number, new.revision), (last.number, 2))
        self.assertEqual(self.get_valid(self.bay), new)

    def test_three_that_become_one(self):
        third = self.make_double("Bay Builders")
        sent = [
            self.issue(self.ai_interest),
            self.issue(self.make_interest(third, project="Pier 4")),
            self.issue(self.make_interest(self.double, project="Pier 4")),
        ]
        self.merge(third, self.double, self.bay)
        self.assertEqual(self.get_valid(self.bay), sent[2])
        self.assertEqual(sent[2].supersedes_id, sent[1])
        self.assertEqual(sent[1].supersedes_id, sent[0])

    def test_for_another_project_both_stay(self):
        sent = self.issue(self.ai_interest) | self.issue(
            self.make_interest(self.double, project="Pier 5")
        )
        self.merge(self.double, self.bay)
        self.assertEqual(self.get_valid(self.bay), sent.sorted("id", reverse=True))

    def test_a_project_that_changed_since(self):
        """Nothing to follow: the next certificate is for another project."""
        interest = self.make_interest(self.double, project="Pier 5")
        old = self.issue(interest)
        interest.project = "Pier 6"
        identity = old.identity
        self.merge(self.double, self.bay)
        self.assertEqual(old.identity, identity)

    def test_a_cancelled_one_stays_cancelled(self):
        old = self.issue(self.ai_interest)
        old._cancel("Wrong project")
        twin = self.make_interest(self.double, project="Pier 4")
        last = self.issue(twin)
        self.merge(self.double, self.bay)
        self.assertEqual((old.state, last.state), ("cancelled", "issued"))
        self.assertFalse(last.supersedes_id)
