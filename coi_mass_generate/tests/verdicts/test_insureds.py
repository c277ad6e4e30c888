from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...models.verdicts import res_partner
from ..agency import AgencyCase

SHOWN = (
    "coi_holder_count",
    "coi_blocked_text",
    "coi_in_force_count",
    "coi_next_expiration",
    "coi_last_certificate",
)


@tagged("post_install", "-at_install")
class TestInsureds(AgencyCase):
    """The first screen of the day: which insured needs something."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.env.user)
        self.enterContext(self.knowing(self.today))
        policies = self.env["coi.policy"].search([])
        for place, policy in enumerate(policies):
            policy.write(
                {
                    "date_effective": self.today - timedelta(days=200),
                    "date_expiration": self.today + timedelta(days=100 + place),
                }
            )

    def test_what_it_shows(self):
        self.gl.date_cancelled = self.today + timedelta(days=9)
        self.wc.date_expiration = self.today
        made = self.issue(self.plain_interest, issue_date=self.today)
        self.assertEqual(
            {name: self.beacon[name] for name in SHOWN},
            {
                "coi_holder_count": 4,
                "coi_blocked_text": "1",
                "coi_in_force_count": 3,
                "coi_next_expiration": self.gl.date_cancelled,
                "coi_last_certificate": made.issue_date,
            },
        )
        nobody = self.env["res.partner"].create({"name": "New Insured"})
        self.assertEqual([nobody[name] for name in SHOWN], [0, "", 0, False, False])

    def test_a_page_of_any_length_takes_the_same_queries(self):
        self.beacon.read(SHOWN)  # what is known once and for all
        one = self.count_queries(lambda: self.beacon.read(SHOWN))
        both = self.count_queries(lambda: (self.beacon | self.coastal).read(SHOWN))
        self.assertLessEqual(both, one + 1)

    def test_more_holders_than_are_judged_at_once_are_not_called_fine(self):
        self.patch(res_partner, "AT_MOST", 3)
        self.assertEqual(
            (self.beacon | self.coastal).mapped("coi_blocked_text"), ["…", ""]
        )

    def test_only_for_who_may_see_certificates(self):
        insured = self.beacon.with_env(self.env_of(self.other_csr))
        self.assertEqual([insured[name] for name in SHOWN], [0, "", 0, False, False])

    def test_who_never_got_one_is_found(self):
        self.issue(self.plain_interest, issue_date=self.today)
        found = self.env["res.partner"].search(
            [("coi_is_insured", "=", True), ("coi_last_certificate", "=", False)]
        )
        self.assertIn(self.coastal, found)
        self.assertNotIn(self.beacon, found)

    # -------------------------------------------------------- the insured's form

    def test_the_strip_has_the_policies_in_the_order_of_the_page(self):
        self.umbrella.date_effective = self.today + timedelta(days=1)
        self.wc.date_expiration = self.today
        chips = self.beacon.coi_policy_strip
        self.assertEqual([each["id"] for each in chips], [
            self.gl.id, self.auto.id, self.umbrella.id,
        ])  # fmt: skip
        self.assertEqual(
            [each["state"] for each in chips], ["active", "active", "upcoming"]
        )
        end = fields.Date.to_string(self.gl.date_expiration)[:4]
        self.assertIn(end, chips[0]["text"])
        self.assertTrue(chips[0]["text"].endswith(" · 1M/2M"), chips[0]["text"])
        self.gl.limit_ids.unlink()
        self.env.invalidate_all()
        self.assertIn("no limits", self.beacon.coi_policy_strip[0]["text"])

    def test_a_policys_limits_in_short(self):
        self.assertEqual(self.gl.limits_short, "1M / 2M")
        self.assertEqual(self.wc.limits_short, "500K / 500K / 500K")

    def test_an_insureds_policies_are_listed_without_its_name(self):
        context = self.beacon.action_coi_open_policies()["context"]
        self.assertEqual(context["default_insured_id"], self.beacon.id)
