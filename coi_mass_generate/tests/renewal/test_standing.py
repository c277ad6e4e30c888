from datetime import date, timedelta

from odoo.fields import Domain
from odoo.tests import tagged

from ..agency import EFFECTIVE, EXPIRATION, ISSUE_DATE, AgencyCase


@tagged("post_install", "-at_install")
class TestStanding(AgencyCase):
    """How a certificate stands on a day, by the record, the search and the groups."""

    def setUp(self):
        super().setUp()
        # One with two policies, of which one ends half a year earlier.
        self.auto.date_expiration = date(2026, 7, 1)
        interests = self.plain_interest | self.ai_interest | self.coastal_interest
        self.generate(interests)
        self.plain, self.ai, self.coast = (each.certificate_ids for each in interests)

    def get_all(self):
        return self.env["coi.certificate"].search([])

    def get_standing(self, certificate):
        """As the record says, and the search and the groups say the same."""
        certificates = self.env["coi.certificate"]
        certificates.invalidate_model(["standing"])
        standing = certificate.standing
        for each, _label in certificates._fields["standing"].selection:
            domain = Domain("standing", "=", each)
            found = certificates.search(domain)
            self.assertEqual(certificate in found, standing == each, each)
            rest = certificates.search(~domain)
            self.assertEqual(found | rest, self.get_all())
            self.assertFalse(found & rest)
        groups = dict(certificates._read_group([], ["standing"], ["id:recordset"]))
        self.assertIn(certificate, groups[standing])
        self.assertEqual(sum(map(len, groups.values())), len(self.get_all()))
        return standing

    def assertStands(self, standing, certificate, day=ISSUE_DATE):
        with self.knowing(day):
            self.assertEqual(self.get_standing(certificate), standing)

    def renew(self, policy):
        renewal = self.env["coi.policy"].browse(policy.action_renew()["res_id"])
        renewal.action_confirm_limits()
        renewal.action_confirm_endorsements()
        return renewal

    def test_it_ends_with_the_first_of_its_policies(self):
        end = self.auto.date_expiration
        for days, standing in (
            (-46, "current"),
            (-45, "ends_soon"),
            (-1, "ends_soon"),
            (0, "ended"),
        ):
            with self.subTest(days):
                self.assertStands(standing, self.plain, end + timedelta(days=days))
        self.assertStands("current", self.coast, end)
        self.assertStands("ended", self.coast, EXPIRATION)

    def test_soon_is_as_the_agency_says(self):
        self.agency.sudo().coi_renewal_days = 10
        end = self.auto.date_expiration
        self.assertStands("current", self.plain, end - timedelta(days=11))
        self.assertStands("ends_soon", self.plain, end - timedelta(days=10))

    def test_a_policy_is_canceled(self):
        self.gl.date_cancelled = date(2026, 6, 15)
        self.assertStands("current", self.plain, date(2026, 4, 1))
        self.assertStands("ends_soon", self.plain, date(2026, 5, 10))
        self.assertStands("policy_cancelled", self.plain, date(2026, 6, 15))
        # Whatever has ended since.
        self.assertStands("policy_cancelled", self.plain, EXPIRATION)
        self.assertStands("current", self.coast, date(2026, 6, 15))
        self.gl.date_cancelled = False
        self.assertStands("current", self.plain, date(2026, 4, 1))

    def test_it_is_renewed(self):
        self.renew(self.coastal_gl)
        with self.knowing(EXPIRATION):
            new = self.issue(self.coastal_interest, issue_date=EXPIRATION)
        self.assertEqual(new.renews_id, self.coast)
        self.assertEqual(self.coast.renewed_by_ids, new)
        for day in (ISSUE_DATE, EXPIRATION):
            self.assertStands("renewed", self.coast, day)
        self.assertStands("current", new, EXPIRATION)
        new._cancel("A mistake")
        self.assertStands("ended", self.coast, EXPIRATION)
        self.assertStands("withdrawn", new, EXPIRATION)

    def test_a_revision_of_its_renewal_renews_it_as_well(self):
        self.renew(self.coastal_gl)
        with self.knowing(EXPIRATION):
            new = self.issue(self.coastal_interest, issue_date=EXPIRATION)
            self.coastal.coi_description = "Corrected."
            revision = self.issue(self.coastal_interest, issue_date=EXPIRATION)
        self.assertEqual(revision.supersedes_id, new)
        self.assertStands("superseded", new, EXPIRATION)
        self.assertStands("renewed", self.coast, EXPIRATION)

    def test_what_it_says_itself_goes_before(self):
        self.gl.date_cancelled = EFFECTIVE + timedelta(days=1)
        self.assertStands("policy_cancelled", self.plain)
        self.plain._cancel("Sent to the wrong holder")
        self.assertStands("withdrawn", self.plain)

    def test_several_at_once(self):
        certificates = self.env["coi.certificate"]
        both = certificates.search([("standing", "in", ["ended", "current"])])
        self.assertEqual(both, self.get_all())
        some = [("standing", "in", ["ended", "ends_soon"])]
        self.assertFalse(certificates.search(some))
        with self.knowing(date(2026, 7, 1)):
            self.assertEqual(certificates.search(some), self.plain | self.ai)
        self.assertFalse(certificates.search([("standing", "=", False)]))
        self.assertFalse(certificates.search([("standing", "=", "odd")]))

    def test_it_follows_what_it_depends_on(self):
        with self.knowing(date(2026, 6, 15)):
            self.assertEqual(self.coast.standing, "current")
            self.coastal_gl.date_cancelled = date(2026, 6, 15)
            self.assertEqual(self.coast.standing, "policy_cancelled")

    def test_a_list_takes_as_many_queries_for_one_as_for_all(self):
        def read(certificates):
            return self.count_queries(lambda: certificates.mapped("standing"))

        self.assertEqual(read(self.plain), read(self.get_all()))

    def test_another_agency_finds_none_of_it(self):
        theirs = self.env_of(self.other_csr)["coi.certificate"]
        self.assertFalse(theirs.search([("standing", "=", "current")]))
        self.assertFalse(theirs._read_group([], ["standing"], ["__count"]))

    def test_how_its_holder_gets_it(self):
        self.assertEqual(self.plain.goes_by, "mail")
        self.adams.coi_channel = "print"
        self.assertEqual(self.plain.goes_by, "print")
        self.plain_interest.channel = "portal"
        self.assertEqual(self.plain.goes_by, "portal")
        self.assertEqual(self.coast.goes_by, "print")
