from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.common.door import clean, door, trusted
from ..agency import AgencyCase

HOSTILE = {
    "default_policy_ids": [[5]],
    "active_test": False,
    "bin_size": True,
    "tracking_disable": True,
    "prefetch_fields": False,
    "mail_notify_force_send": True,
    "coi_mending": True,
    "force_company": 7,
}


@tagged("post_install", "-at_install")
class TestClean(AgencyCase):
    """What is left of a caller's context."""

    def get_context(self, *keys, **given):
        model = self.env(context=given)["coi.batch"]
        return dict(clean(model, *keys).env.context)

    def test_nothing_a_caller_has_no_say_in(self):
        self.assertEqual(self.get_context(**HOSTILE), {})

    def test_a_key_that_is_the_methods_own(self):
        self.assertEqual(
            self.get_context("coi_mending", **HOSTILE), {"coi_mending": True}
        )

    def test_language_and_companies_stay(self):
        said = {"lang": "en_US", "allowed_company_ids": self.agency.ids}
        self.assertEqual(self.get_context(**said, **HOSTILE), said)

    def test_no_caller_decides_what_day_it_is(self):
        own = self.env.user.tz
        self.assertTrue(own)
        for zone in ("Etc/GMT+12", "Pacific/Kiritimati", own):
            self.assertEqual(self.get_context(tz=zone), {"tz": own})

    def test_who_has_no_zone_may_say_one(self):
        self.env.user.sudo().tz = False
        self.assertEqual(self.get_context(tz="Asia/Tokyo"), {"tz": "Asia/Tokyo"})
        self.assertEqual(self.get_context(tz="Nowhere/Bad"), {"tz": False})

    def test_a_language_or_zone_there_is_not_is_the_users_own(self):
        user = self.env.user
        for odd in ("xx_XX", "../../x", 5, ["en_US"], {"a": 1}, False, None):
            self.assertEqual(
                self.get_context(lang=odd, tz=odd), {"lang": user.lang, "tz": user.tz}
            )

    def test_companies_that_are_no_ids_are_refused(self):
        for odd in ("x", 5, ["1"], [True], [[1]], {"a": 1}, None):
            with self.assertRaisesRegex(UserError, "IDs of companies"):
                self.get_context(allowed_company_ids=odd)

    def test_a_clean_environment_stays_the_same(self):
        model = self.env(context={"lang": "en_US"})["coi.batch"]
        self.assertIs(clean(model), model)

    def test_a_button_for_one_says_so(self):
        interests = self.plain_interest | self.ai_interest
        for odd in (interests, interests.browse()):
            with self.assertRaisesRegex(UserError, "one at a time"):
                odd.action_open()

    def test_trusted_has_all_rights_and_the_same_context(self):
        model = trusted(self.env(context=HOSTILE)["coi.batch"])
        self.assertTrue(model.env.su)
        self.assertEqual(model.env.context, {})
        self.assertEqual(model.env.uid, self.csr.id)

    def test_a_door_keeps_what_odoo_knows_of_the_method(self):
        batch = type(self.env["coi.batch"])
        self.assertTrue(batch.get_verdicts._readonly)
        self.assertTrue(batch.generate._api_model)

    def test_a_door_gives_on_all_it_was_given(self):
        @door("coi_mending")
        def method(model, *args, **kwargs):
            return dict(model.env.context), args, kwargs

        model = self.env(context=HOSTILE)["coi.batch"]
        self.assertEqual(
            method(model, 1, two=2), ({"coi_mending": True}, (1,), {"two": 2})
        )


@tagged("post_install", "-at_install")
class TestCallersContext(AgencyCase):
    """Doors of a batch do the same, whatever context comes with the call."""

    def test_defaults_fill_no_batch(self):
        batches = self.env["coi.batch"].with_context(
            default_state="cancelled",
            default_date_expired="2020-01-01 00:00:00",
            default_worker="cron",
        )
        summary = batches.generate(self.ai_interest.ids, issue_date="2026-03-02")
        batch = self.env["coi.batch"].browse(summary["batch_id"])
        self.assertEqual(batch.state, "done")
        self.assertFalse(batch.date_expired)
        self.assertEqual(batch.worker, "click")
        self.assertEqual(fields.Date.to_string(batch.issue_date), "2026-03-02")
