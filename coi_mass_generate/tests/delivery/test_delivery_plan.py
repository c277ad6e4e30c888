from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .post import PostCase

SHARED = "certificates@llcs.example"


@tagged("post_install", "-at_install")
class TestDeliveryPlan(PostCase):
    """Who gets what."""

    def get_plan(self, certificates):
        """``{address or channel: [numbers of certificates in each envelope]}``"""
        found = {}
        for each in self.plan(certificates):
            to = each.box.email if each.box else each.channel
            found.setdefault(to, []).append(len(each.pieces))
        return found

    def add_recipient(self, email, role="to", **of):
        box = self.env["coi.mailbox"].search([("email", "=", email)])
        box = box or self.env["coi.mailbox"].create({"email": email})
        vals = {name: record.id for name, record in of.items()}
        return self.env["coi.recipient"].create(
            {"mailbox_id": box.id, "role": role, **vals}
        )

    # --------------------------------------------------------------- mailboxes

    def test_a_mailbox_gets_one_mail_of_all_its_holders(self):
        names = {f"LLC {number}": f"{SHARED.title()} " for number in range(7)}
        certificates = self.make_mailed(**names, Other="other@x.example")
        self.assertEqual(
            self.get_plan(certificates), {SHARED: [7], "other@x.example": [1]}
        )

    def test_a_tracker_gets_one_each(self):
        self.env["coi.mailbox"].create({"email": SHARED, "bundling": "each"})
        certificates = self.make_mailed(A=SHARED, B=SHARED, C=SHARED)
        self.assertEqual(self.get_plan(certificates), {SHARED: [1, 1, 1]})

    def test_insureds_come_apart_unless_the_mailbox_wants_them_together(self):
        holder = self.make_holder("Shared Holder", email=SHARED)
        certificates = self.issue_to(holder) + self.issue_to(
            holder, insured=self.coastal
        )
        self.assertEqual(self.get_plan(certificates), {SHARED: [1, 1]})
        self.env["coi.mailbox"].create({"email": SHARED, "is_across": True})
        self.assertEqual(self.get_plan(certificates), {SHARED: [2]})

    def test_every_address_of_a_contact_gets_its_own(self):
        certificates = self.make_mailed(Two="a@x.example, B@x.example")
        self.assertEqual(
            self.get_plan(certificates), {"a@x.example": [1], "b@x.example": [1]}
        )
        self.assertEqual(
            {each.to for each in self.plan(certificates)},
            {("a@x.example", "b@x.example")},
        )

    def test_recipients_of_the_interest_then_of_the_holder_then_its_addresses(self):
        certificate = self.make_mailed(Holder="own@x.example")
        self.assertEqual(self.get_plan(certificate), {"own@x.example": [1]})
        self.add_recipient("desk@x.example", holder_id=certificate.holder_id)
        self.add_recipient("copy@x.example", "cc", holder_id=certificate.holder_id)
        self.assertEqual(
            self.get_plan(certificate), {"desk@x.example": [1], "copy@x.example": [1]}
        )
        self.add_recipient("site@x.example", interest_id=certificate.interest_id)
        self.assertEqual(self.get_plan(certificate), {"site@x.example": [1]})

    def test_who_only_adds_a_copy_leaves_to_as_it_is(self):
        certificate = self.make_mailed(Holder="own@x.example")
        certificate.holder_id.coi_email_cc = "boss@x.example, own@x.example"
        found = [(each.box.email, each.to, each.cc) for each in self.plan(certificate)]
        to, cc = ("own@x.example",), ("boss@x.example",)
        self.assertEqual(found, [(email, to, cc) for email in (*to, *cc)])
        self.add_recipient("copy@x.example", "cc", interest_id=certificate.interest_id)
        found = [(each.box.email, each.to, each.cc) for each in self.plan(certificate)]
        cc = ("copy@x.example",)
        self.assertEqual(found, [(email, to, cc) for email in (*to, *cc)])

    def test_no_mail_names_somebody_who_does_not_get_all_of_it(self):
        one, two = self.make_mailed(One=SHARED, Two=SHARED)
        self.add_recipient(SHARED, holder_id=two.holder_id)
        self.add_recipient("copy@x.example", "cc", holder_id=two.holder_id)
        envelopes = self.plan(one + two)
        found = {(each.box.email, each.cc, len(each.pieces)) for each in envelopes}
        self.assertEqual(
            found,
            {
                (SHARED, (), 1),
                (SHARED, ("copy@x.example",), 1),
                ("copy@x.example", ("copy@x.example",), 1),
            },
        )

    def test_a_mailbox_has_one_address_and_only_once(self):
        box = self.env["coi.mailbox"].create({"email": " Desk@X.example "})
        self.assertEqual(box.email, "desk@x.example")
        for odd in ("a@x.example, b@x.example", "nobody", False):
            with self.assertRaisesRegex(UserError, "no e-mail address"):
                self.env["coi.mailbox"].create({"email": odd})

    # ---------------------------------------------------------------- channels

    def test_every_channel_and_nobody_is_passed_over(self):
        certificates = self.make_mailed(
            Mail="m@x.example", Print="p@x.example", Portal="q@x.example",
            Insured="i@x.example", Nobody="n@x.example", Missing=False,
            Marked="marked@x.example",
        )  # fmt: skip
        self.beacon.email = "office@beacon.example"
        self.env["coi.mailbox"].create(
            {"email": "marked@x.example", "state": "blocked"}
        )
        for certificate in certificates:
            channel = certificate.holder_name.lower()
            if channel in ("print", "portal", "insured"):
                certificate.holder_id.coi_channel = channel
        certificates[4].interest_id.channel = "none"
        found = [
            (each.box.email if each.box else each.channel, each.state, each.kind)
            for each in self.plan(certificates)
        ]
        self.assertEqual(
            found,
            [
                ("m@x.example", "queued", ""),
                ("print", "to_print", ""),
                ("portal", "to_upload", ""),
                ("office@beacon.example", "queued", ""),
                ("none", "nobody", ""),
                ("mail", "failed", "missing"),
                ("marked@x.example", "failed", "marked"),
            ],
        )

    def test_the_interest_decides_before_the_holder(self):
        certificate = self.make_mailed(Holder="own@x.example")
        certificate.holder_id.coi_channel = "print"
        certificate.interest_id.channel = "mail"
        self.assertEqual(self.get_plan(certificate), {"own@x.example": [1]})

    def test_equal_addresses_share_an_envelope(self):
        certificates = self.make_mailed(A=False, B=False, C=False)
        certificates.holder_id.coi_channel = "print"
        certificates[2].holder_id.street = "9 Elsewhere Lane"
        self.assertEqual(self.get_plan(certificates), {"print": [2, 1]})
        first, _other = self.plan(certificates)
        self.assertIn("5 Elm Street", first.address)

    # ------------------------------------------------------------------- doors

    def test_the_door_counts(self):
        certificates = self.make_mailed(A=SHARED, B=SHARED, C="c@x.example", D=False)
        plan = self.env["coi.sending"].get_plan(certificates.ids)
        self.assertEqual(
            (plan["certificates"], plan["mails"], plan["mailboxes"], plan["missing"]),
            (4, 2, 2, 1),
        )
        self.assertEqual(plan["envelopes"][0]["certificate_ids"], certificates[:2].ids)

    def test_what_is_planned_is_what_is_stored(self):
        certificates = self.make_mailed(A=SHARED, B=SHARED, C="c@x.example", D=False)
        sending = self.send(certificates)
        stored = [
            (each.email or False, each.state, each.certificate_ids.ids)
            for each in sending.delivery_ids
        ]
        self.assertEqual(
            stored,
            [
                (SHARED, "queued", certificates[:2].ids),
                ("c@x.example", "queued", certificates[2].ids),
                (False, "failed", certificates[3].ids),
            ],
        )
        self.assertEqual((sending.count_all, sending.count_waiting), (3, 2))
        self.assertEqual(sending.delivery_ids[0].mailbox_id.email, SHARED)

    def test_the_number_of_queries_is_constant(self):
        few = self.make_mailed(**{f"F{n}": f"f{n}@x.example" for n in range(3)})
        many = self.make_mailed(**{f"M{n}": f"m{n}@x.example" for n in range(30)})
        counts = [
            self.count_queries(lambda chosen=chosen: self.send(chosen))
            for chosen in (few[:1], few[1:], many)
        ]
        self.assertEqual(counts[1], counts[2])

    def test_what_is_on_its_way_is_not_sent_again(self):
        certificates = self.make_mailed(A=SHARED, B=SHARED)
        self.send(certificates)
        with self.assertRaisesRegex(UserError, "already on their way"):
            self.send(certificates)

    def test_only_what_is_valid_is_sent(self):
        certificate = self.make_mailed(A=SHARED)
        certificate._cancel("typing error")
        with self.assertRaisesRegex(UserError, "no longer valid"):
            self.send(certificate)
        with self.assertRaisesRegex(UserError, "Choose the certificates"):
            self.env["coi.sending"].send([])

    def test_the_first_few_that_are_not_valid_are_named(self):
        certificates = self.make_mailed(
            **{f"Holder {n}": f"h{n}@x.example" for n in range(6)}
        )
        certificates[:2]._cancel("typing error")
        with self.assertRaises(UserError) as told:
            self.send(certificates)
        named = str(told.exception)
        for each in certificates:
            shown = f"{each.number} {each.holder_name}" in named
            self.assertEqual(shown, each in certificates[:2])
        self.assertNotIn("more", named)
        certificates[2:5]._cancel("typing error")
        with self.assertRaisesRegex(UserError, "and 2 more") as told:
            self.send(certificates)
        self.assertNotIn("Holder 3", str(told.exception))

    def test_another_company_sends_and_sees_nothing(self):
        certificate = self.make_mailed(A=SHARED)
        sending = self.send(certificate)
        theirs = self.env_of(self.other_csr)
        with self.assertRaises(AccessError):
            self.send(certificate, theirs)
        for model in ("coi.sending", "coi.delivery", "coi.enclosure", "coi.mailbox"):
            self.assertTrue(self.env[model].search_count([]))
            self.assertFalse(theirs[model].search_count([]))
        with self.assertRaises(AccessError):
            sending.with_env(theirs).action_take_back()

    def test_who_has_no_address_does_not_send(self):
        certificate = self.make_mailed(A=SHARED)
        self.csr.sudo().email = False
        with self.assertRaisesRegex(UserError, "Nobody could answer"):
            self.send(certificate)

    def test_records_are_not_forged(self):
        sending = self.send(self.make_mailed(A=SHARED))
        for record in (
            sending,
            sending.delivery_ids,
            sending.delivery_ids.enclosure_ids,
        ):
            for env in (self.env, self.env_of(self.manager)):
                with self.assertRaises(UserError):
                    record.with_env(env).write({"company_id": self.agency.id})
                with self.assertRaises(UserError):
                    record.with_env(env).unlink()

    def test_recipients_stay_in_their_company(self):
        theirs = self.env_of(self.other_csr)["coi.mailbox"].create({"email": SHARED})
        with self.assertRaises(UserError):
            self.env["coi.recipient"].create(
                {"mailbox_id": theirs.id, "holder_id": self.adams.id}
            )
        self.plain_interest.recipient_ids = [Command.clear()]
