from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ...models.common.case import Finding
from ...models.common.consent import Consent, read_consent

WARNED = Finding("warning", "The mark rests on nothing.", key="marks")
BLOCKED = Finding("blocked", "No address.", key="address", may_override=True)
LAW = Finding("blocked", "Not in this state.", key="law")


@tagged("post_install", "-at_install")
class TestConsent(TransactionCase):
    """One place says whether a certificate is wanted though something was found."""

    def assertAllows(self, consent, *findings, interest=7):
        every = (WARNED, BLOCKED, LAW)
        allowed = [each for each in every if consent.allows(interest, each)]
        self.assertEqual(allowed, list(findings))

    def test_nobody_has_said_anything(self):
        self.assertAllows(Consent())

    def test_who_confirms_warnings_confirms_no_block(self):
        self.assertAllows(Consent(confirmed=True), WARNED)

    def test_only_warnings_that_were_read(self):
        consent = read_consent(self.env, [7, 8], None)
        self.assertAllows(consent, WARNED)
        self.assertAllows(consent, interest=9)

    def test_nobodys_warnings_were_read(self):
        consent = read_consent(self.env, [], None)
        self.assertFalse(consent.confirmed)
        self.assertAllows(consent)

    def test_only_findings_that_were_told(self):
        told = {7: {WARNED.code}, 8: {"another"}}
        consent = Consent(confirmed=True, told=told)
        self.assertAllows(consent, WARNED)
        self.assertAllows(consent, interest=8)
        self.assertAllows(consent, WARNED, interest=9)

    def test_an_override_is_for_what_may_be_overridden(self):
        consent = read_consent(self.env, False, {"7": "They confirmed it."})
        self.assertAllows(consent, BLOCKED)
        self.assertAllows(consent, interest=8)

    def test_an_override_is_for_the_findings_it_names(self):
        given = {"reason": "They confirmed it.", "codes": ["another"]}
        self.assertAllows(read_consent(self.env, True, {7: given}), WARNED)
        given["codes"] = [BLOCKED.code]
        self.assertAllows(read_consent(self.env, True, {7: given}), WARNED, BLOCKED)

    def test_it_is_signed_once_for_all(self):
        consent = read_consent(self.env, True, {7: "Why", 8: "Because"})
        signed = consent.sign(user_id=2)
        self.assertEqual({each["user_id"] for each in signed.overrides.values()}, {2})
        self.assertNotIn("user_id", consent.overrides[7])

    def test_odd_ones_are_refused_in_words(self):
        for odd in ("yes", 1, {"a": 1}, [None], ["7"]):
            with self.subTest(odd=odd), self.assertRaises(UserError):
                read_consent(self.env, odd, None)
        for odd in ("why", ["why"], {"a": "why"}, {7: {"why": "so"}}):
            with self.subTest(odd=odd), self.assertRaises(UserError):
                read_consent(self.env, True, odd)
