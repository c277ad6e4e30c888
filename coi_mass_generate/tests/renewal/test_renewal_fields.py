from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestRenewalFields(AgencyCase):
    """What an agency says once of how renewals are done."""

    def test_a_holder_receives_renewals_unless_it_is_said(self):
        self.assertEqual(self.plain_interest.renewal, "yes")

    def test_days_are_numbers_that_can_be_meant(self):
        for record, name in (
            (self.plain_interest, "renewal_days"),
            (self.agency.sudo(), "coi_renewal_days"),
        ):
            for days in (-1, 366):
                with self.assertRaisesRegex(ValidationError, "from 0 to 365"):
                    record[name] = days
            record[name] = 90

    def test_an_insured_has_a_way_of_its_own(self):
        agency = self.agency.sudo()
        get = self.beacon._coi_get_incomplete
        self.assertEqual(get(agency), "wait")
        agency.coi_renewal_incomplete = "again"
        self.assertEqual(get(agency), "again")
        self.beacon.coi_renewal_incomplete = "wait"
        self.assertEqual(get(agency), "wait")

    def test_after_the_job_it_gets_certificates_for_a_while(self):
        self.plain_interest.write(
            {"valid_until": "2026-03-01", "tail_until": "2026-03-02"}
        )
        [case] = self.judge(self.plain_interest)
        self.assertEqual(case.verdict, "ready")
        self.plain_interest.write(
            {"valid_until": "2026-02-01", "tail_until": "2026-03-01"}
        )
        [case] = self.judge(self.plain_interest)
        self.assertEqual([each.key for each in case.findings], ["valid_until"])
        self.assertIn("03/01/2026", case.explain())

    def test_certificates_do_not_end_before_the_job(self):
        self.plain_interest.write(
            {"valid_until": "2026-03-02", "tail_until": "2026-02-01"}
        )
        [case] = self.judge(self.plain_interest)
        self.assertEqual(case.verdict, "ready")
