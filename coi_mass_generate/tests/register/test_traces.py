import time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..agency import AgencyCase

QUIET = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}


class TraceCase(AgencyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The policies were entered last month.
        cls.env.cr.execute(
            "UPDATE coi_policy SET create_date = create_date - interval '30 days'"
        )
        cls.env.invalidate_all()
        cls.tell()

    @classmethod
    def tell(cls):
        """What the end of a transaction does."""
        cls.env.flush_all()
        cls.env.cr.flush()

    def setUp(self):
        super().setUp()
        self.limit = self.gl.limit_ids[0]
        self.endorsement = self.get_endorsement("CG 20 10")
        self.known = self.get_messages()

    def get_messages(self, policy=None):
        return (policy or self.gl).sudo().message_ids

    def get_log(self, policy=None):
        """The messages since the test began, as text."""
        self.tell()
        return [str(each.body) for each in self.get_messages(policy) - self.known]

    def assertLogged(self, *words):
        log = self.get_log()
        self.assertEqual(len(log), 1, log)
        for word in words:
            self.assertIn(word, log[0])


@tagged("post_install", "-at_install")
class TestTraces(TraceCase):
    """What becomes of limits and endorsements stands on the policy's log."""

    def test_a_limit_changed(self):
        self.limit.amount = 9000000
        self.assertLogged("Each occurrence", "$1,000,000", "→", "$9,000,000")
        author = self.get_messages()[0].author_id
        self.assertEqual(author, self.csr.sudo().partner_id)

    def test_a_limit_added(self):
        self.limit.create({"policy_id": self.gl.id, "name": "Flood", "amount": 5000})
        self.assertLogged("Flood added", "$5,000")

    def test_a_limit_deleted(self):
        self.limit.unlink()
        self.assertLogged("Each occurrence deleted", "$1,000,000")

    def test_an_endorsement_changed(self):
        self.endorsement.write({"grants_ai_ongoing": False, "number": "CG 99"})
        self.assertLogged("CG 20 10 → CG 99", "AI: Ongoing Operations: Yes → No")

    def test_a_schedule_changed(self):
        self.endorsement.write(
            {"basis": "scheduled", "scheduled_ids": [Command.link(self.bay.id)]}
        )
        self.assertLogged("Blanket → Scheduled", "Bay State Builders, Inc.")

    def test_an_endorsement_added_and_another_deleted(self):
        self.endorsement.create({"policy_id": self.gl.id, "number": "FAKE 1"})
        self.endorsement.unlink()
        self.assertLogged("FAKE 1 added", "CG 20 10 12 19 deleted")

    def test_a_form_saved_is_one_message(self):
        self.gl.write(
            {
                "limit_ids": [
                    Command.update(self.limit.id, {"amount": 3}),
                    Command.create({"name": "Hail", "amount": 4}),
                ],
                "endorsement_ids": [Command.delete(self.endorsement.id)],
            }
        )
        self.assertLogged("$3", "Hail added", "deleted")

    def test_the_policys_own_fields_are_in_the_same_message(self):
        """Whichever of them is written first."""
        for turn, (own, amount) in enumerate(((False, 4), (True, 5))):
            known = self.get_messages()
            if own:
                self.gl.date_expiration = f"203{turn}-01-01"
            self.limit.amount = amount
            self.gl.date_expiration = f"203{turn}-02-01"
            self.tell()
            [message] = self.get_messages() - known
            self.assertIn(f"${amount}", str(message.body))
            fields = message.tracking_value_ids.field_id.mapped("name")
            self.assertEqual(fields, ["date_expiration"])

    def test_a_field_changed_back_leaves_the_parts_message(self):
        self.gl.name = "GL-X"
        self.limit.amount = 6
        self.gl.name = "GL-100"
        self.assertLogged("$6")

    def test_of_several_each_gets_its_own(self):
        self.gl.name = "GL-X"
        self.auto.limit_ids.amount = 8
        self.tell()
        [own] = self.get_messages() - self.known
        self.assertEqual(own.tracking_value_ids.field_id.mapped("name"), ["name"])
        self.assertIn("$8", str(self.get_messages(self.auto)[0].body))

    def test_a_thousand_policies_entered_at_once_tell_nothing(self):
        """Their parts cost no query each, however many there are."""
        counts = []
        for count in (5, 5, 50):
            limits = [
                {"policy_id": policy.id, "name": f"Limit {turn}", "amount": 5}
                for policy in self.make_policies(count)
                for turn in range(4)
            ]
            self.limit.create(limits)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env.cr.flush()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def make_policies(self, count):
        policies = self.env["coi.policy"]
        number = len(policies.search([]))
        return policies.create(
            [
                {
                    "name": f"MANY-{number + turn}",
                    "insured_id": self.beacon.id,
                    "insurer_id": self.granite.id,
                    "coverage_id": self.get_line("cyber").id,
                    "date_effective": "2026-01-31",
                    "date_expiration": "2027-01-31",
                }
                for turn in range(count)
            ]
        )

    def test_many_changed_at_once_are_told_in_as_many_queries(self):
        counts = []
        for count in (5, 5, 20):
            policies = self.make_policies(count)
            vals = [{"policy_id": each.id, "name": "Flood"} for each in policies]
            limits = self.limit.create(vals)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE coi_policy SET create_date = create_date - interval '30 days'"
                " WHERE id = ANY(%s)",
                [policies.ids],
            )
            self.env.invalidate_all()
            limits.write({"amount": 77})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env.cr.flush()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertIn("$77", str(self.get_messages(policies[-1])[0].body))
        self.assertEqual(counts[1], counts[2])

    def test_a_part_of_a_new_policy_moved_to_an_old_one_is_told_there(self):
        [new] = self.make_policies(1)
        limit = self.limit.create({"policy_id": new.id, "name": "Hail", "amount": 9})
        limit.policy_id = self.gl
        self.assertLogged("Hail added", "$9")

    def test_two_policies_get_a_message_each(self):
        (self.limit | self.auto.limit_ids).write({"amount": 7})
        self.tell()
        for policy in (self.gl, self.auto):
            self.assertIn("$7", str(self.get_messages(policy)[0].body))

    def test_moved_to_another_policy(self):
        self.endorsement.policy_id = self.auto
        self.tell()
        self.assertIn("deleted", str(self.get_messages(self.gl)[0].body))
        self.assertIn("added", str(self.get_messages(self.auto)[0].body))

    def test_no_context_keeps_it_quiet(self):
        self.limit.with_context(**QUIET).amount = 5
        self.assertLogged("$5")

    def test_nor_the_policys_own_fields(self):
        for name, value in (
            ("date_expiration", "2031-01-01"),
            ("aggregate_per", "location"),
            ("active", False),
        ):
            before = self.get_messages()
            self.gl.with_context(**QUIET).write({name: value})
            self.tell()
            told = (self.get_messages() - before).tracking_value_ids
            self.assertEqual(told.field_id.mapped("name"), [name])

    def test_what_changes_nothing_says_nothing(self):
        self.limit.write({"amount": self.limit.amount, "sequence": 77})
        self.assertEqual(self.get_log(), [])

    def test_changed_and_changed_back_says_nothing(self):
        self.limit.amount = 5
        self.limit.amount = 1000000
        self.assertEqual(self.get_log(), [])

    def test_a_new_policy_tells_nothing_of_its_parts(self):
        renewal = self.gl.copy(
            {"date_effective": "2027-01-31", "date_expiration": "2028-01-31"}
        )
        renewal.limit_ids[0].amount = 8
        self.tell()
        self.assertNotIn("$8", str(self.get_messages(renewal).mapped("body")))

    def test_nobody_takes_the_trace_away(self):
        self.limit.amount = 9000000
        self.tell()
        message = (self.get_messages() - self.known).with_env(self.env)
        for user in (self.csr, self.manager):
            env = self.env_of(user)
            with self.assertRaises(UserError):
                message.with_env(env).unlink()
            with self.assertRaises(UserError):
                message.with_env(env).write({"body": "Nothing happened."})

    def test_ones_own_note_can_still_be_deleted(self):
        said = "Call the client"
        note = self.gl.message_post(body=said, message_type="comment")
        note.unlink()
        self.assertFalse(note.exists())


@tagged("post_install", "-at_install")
class TestWhatMarksRestOn(TraceCase):
    """A printed "Y" stands on endorsements: they are named, and stay."""

    def setUp(self):
        super().setUp()
        self.certificate = self.issue(self.ai_interest)
        self.waiver = self.get_endorsement("CG 24 04")

    def test_the_certificate_names_them(self):
        policy = "Commercial general liability GL-100"
        self.assertEqual(
            self.certificate.basis_summary.splitlines(),
            [
                f"Additional insured: {policy}, CG 20 10 12 19 (blanket)",
                f"Waiver of subrogation: {policy}, CG 24 04 (blanket)",
            ],
        )

    def test_the_evidence_names_them_for_good(self):
        self.waiver.number = "CG 99 99"
        evidence = self.env["coi.evidence"]._write(self.certificate.batch_id).decode()
        self.assertIn("general liability GL-100, CG 24 04 (blanket)", evidence)
        self.assertNotIn("CG 99 99", evidence)

    def assertKept(self, endorsement):
        with self.assertRaisesRegex(UserError, "Valid certificates show a Y"):
            endorsement.unlink()
        self.assertTrue(endorsement.exists())

    def test_they_cannot_be_deleted(self):
        self.assertKept(self.endorsement)
        self.assertKept(self.waiver)
        with self.assertRaisesRegex(UserError, "CG 20 10 12 19"):
            self.gl.write({"endorsement_ids": [Command.clear()]})

    def test_nor_by_a_manager_or_another_user(self):
        self.assertKept(self.waiver.with_env(self.env_of(self.manager)))
        self.assertKept(self.waiver.sudo())

    def test_nor_moved_to_another_policy(self):
        for env in (self.env, self.env_of(self.manager)):
            with self.assertRaisesRegex(UserError, "Valid certificates show a Y"):
                self.waiver.with_env(env).policy_id = self.auto
        self.assertEqual(self.waiver.policy_id, self.gl)
        self.waiver.write({"policy_id": self.gl.id, "edition": "05 09"})
        self.get_endorsement("CG 20 01").policy_id = self.auto

    def test_nothing_rests_on_the_third(self):
        self.get_endorsement("CG 20 01").unlink()
        self.assertEqual(len(self.gl.endorsement_ids), 2)

    def test_once_the_certificate_is_cancelled_they_may_go(self):
        self.certificate._cancel("Sent to the wrong address.")
        self.waiver.unlink()
        evidence = self.env["coi.evidence"]._write(self.certificate.batch_id).decode()
        self.assertIn("CG 24 04 (blanket)", evidence)

    def test_once_a_revision_rests_on_others_they_may_go(self):
        self.ai_interest.waiver_line_ids = False
        self.issue(self.ai_interest)
        self.waiver.unlink()
        self.assertKept(self.endorsement)

    def test_holders_with_the_same_marks_share_what_they_rest_on(self):
        interests = self.make_interests(
            *(f"Holder {turn}" for turn in range(20)), ai=["general_liability"]
        )
        batch = self.generate(interests)
        [basis] = batch.certificate_ids.basis_id
        self.assertEqual(basis.endorsement_ids, self.endorsement)
        again = self.generate(self.make_interests("One more", ai=["general_liability"]))
        self.assertEqual(again.certificate_ids.basis_id, basis)

    def test_where_nothing_is_marked_there_is_none(self):
        self.assertFalse(self.issue(self.plain_interest).basis_id)

    def test_the_vacuum_removes_what_none_needs(self):
        batch = self.generate(self.bank_interest, save_history=False)
        self.bank_interest.write(
            {"ai_line_ids": [Command.set(self.gl.coverage_id.ids)]}
        )
        batch = self.generate(self.bank_interest, save_history=False)
        basis = batch.certificate_ids.basis_id
        batch.certificate_ids.sudo().unlink()
        self.env["coi.basis"].sudo()._unlink_unused()
        self.assertFalse(basis.exists())
        self.assertTrue(self.certificate.basis_id.exists())

    def test_it_is_the_engines_to_write(self):
        basis = self.certificate.basis_id
        for user in (self.csr, self.manager):
            own = basis.with_env(self.env_of(user))
            for work in (
                lambda own=own: own.write({"key": "x"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.create({"key": "x", "company_id": 1, "data": []}),
            ):
                with self.assertRaises(UserError):
                    work()

    def test_another_company_does_not_see_it(self):
        other = self.env_of(self.other_csr)
        self.assertNotIn(self.certificate.basis_id, other["coi.basis"].search([]))

    def test_among_many_certificates_it_is_known_at_once(self):
        self.copy_certificate(100000)
        start = time.monotonic()
        self.assertKept(self.waiver)
        self.certificate._cancel("Sent to the wrong address.")
        self.waiver.unlink()
        self.assertLess(time.monotonic() - start, 1)

    def forget_basis(self, certificates):
        """As those of an earlier database are."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coi_certificate SET basis_id = NULL WHERE id = ANY(%s)",
            [certificates.ids],
        )
        self.env.invalidate_all()

    def test_of_an_earlier_database_any_of_the_policy_may_be_it(self):
        self.forget_basis(self.certificate)
        for endorsement in self.gl.endorsement_ids:
            self.assertKept(endorsement)
        self.auto.endorsement_ids = [Command.create({"number": "CA 20 48"})]
        self.auto.endorsement_ids.unlink()
        self.certificate._cancel("Sent to the wrong address.")
        self.gl.endorsement_ids.unlink()

    def test_of_an_earlier_database_without_a_mark(self):
        self.certificate._cancel("Sent to the wrong address.")
        self.assertFalse(self.issue(self.plain_interest).basis_id)
        self.waiver.unlink()

    def test_of_an_earlier_database_among_many(self):
        self.forget_basis(self.certificate)
        self.copy_certificate(100000)
        start = time.monotonic()
        self.assertKept(self.waiver)
        self.certificate._cancel("Sent to the wrong address.")
        self.waiver.unlink()
        self.assertLess(time.monotonic() - start, 1)

    def copy_certificate(self, count):
        """So many superseded ones like it."""
        own = ("id", "number", "line_id", "identity", "state")
        fields = self.certificate._fields.items()
        names = [name for name, field in fields if field.store and field.column_type]
        columns = ", ".join(f'"{name}"' for name in names if name not in own)
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX coi_certificate_line_once")
        self.env.cr.execute(
            f"INSERT INTO coi_certificate ({columns}, number, line_id, identity, state)"
            f" SELECT {columns}, 'N' || n, line_id, 'I' || n, 'superseded'"
            " FROM coi_certificate, generate_series(1, %s) n WHERE id = %s",
            [count, self.certificate.id],
        )
