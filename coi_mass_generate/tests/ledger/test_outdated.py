from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..agency import AgencyCase


class OutdatedCase(AgencyCase):
    def setUp(self):
        super().setUp()
        self.limit = self.gl.limit_ids[0]
        self.certificates = self.generate(
            self.plain_interest | self.ai_interest | self.bank_interest
        ).certificate_ids

    def assertOutdated(self, certificates, policy=None):
        policy = policy or self.gl
        self.env.flush_all()
        policy.invalidate_recordset(["count_outdated"])
        self.assertEqual(set(policy._find_outdated()), set(certificates.ids))
        self.assertEqual(policy.count_outdated, len(certificates))

    def get_certificates(self, *interests):
        return self.certificates.filtered(lambda each: each.interest_id in interests)


@tagged("post_install", "-at_install")
class TestOutdated(OutdatedCase):
    """Which issued certificates say something else than their policy says now."""

    def assertSeen(self, **vals):
        self.assertOutdated(self.certificates[:0])
        self.gl.write(vals)
        self.assertOutdated(self.certificates)

    def test_a_limit_was_changed(self):
        self.limit.amount = 2000000
        self.assertOutdated(self.certificates)
        self.assertOutdated(self.certificates[:0], self.auto)

    def test_and_changed_back(self):
        self.limit.amount = 2000000
        self.limit.amount = 1000000
        self.assertOutdated(self.certificates[:0])

    def test_a_limit_was_added_or_deleted(self):
        self.assertSeen(limit_ids=[Command.create({"name": "Flood", "amount": 5000})])
        self.gl.limit_ids[-1].unlink()
        self.assertOutdated(self.certificates[:0])
        self.limit.unlink()
        self.assertOutdated(self.certificates)

    def test_its_number(self):
        self.assertSeen(name="GL-100-A")

    def test_its_dates(self):
        self.assertSeen(date_expiration="2026-12-31")

    def test_its_cancellation(self):
        self.assertSeen(date_cancelled="2026-06-01")

    def test_its_insurer(self):
        self.assertSeen(insurer_id=self.atlantic.id)

    def test_a_box(self):
        self.assertSeen(aggregate_per="policy")

    def test_a_retention(self):
        self.umbrella.retention_amount = 25000
        self.assertOutdated(self.certificates, self.umbrella)

    def test_the_insurer_is_called_otherwise(self):
        self.granite.name = "Granite State Mutual Insurance"
        self.assertOutdated(self.certificates)

    def test_what_no_reader_sees(self):
        self.limit.sequence = 99
        self.gl.write({"limits_to_confirm": True, "umbrella_form": "excess"})
        self.get_endorsement("CG 20 10").description = "Ongoing operations"
        self.gl.limit_ids = [Command.create({"name": "Flood", "amount": 0})]
        self.granite.street = "1 Elsewhere Road"
        self.assertOutdated(self.certificates[:0])

    def test_another_language(self):
        self.env["res.lang"].sudo()._activate_lang("de_DE")
        self.adams.sudo().lang = "de_DE"
        self.certificates |= self.generate(self.plain_interest).certificate_ids
        self.certificates = self.certificates.filtered(lambda c: c.state == "issued")
        self.assertOutdated(self.certificates[:0])
        self.limit.amount = 2000000
        self.assertOutdated(self.certificates)

    def test_what_was_revised_or_canceled_is_not_counted(self):
        self.limit.amount = 2000000
        self.certificates[0]._cancel("Sent to the wrong address.")
        self.assertOutdated(self.certificates[1:])
        interest = self.certificates[1].interest_id
        self.assertTrue(self.issue(interest))
        self.assertOutdated(self.certificates[2:])

    def test_nor_what_was_made_for_download_only(self):
        self.generate(self.coastal_interest, save_history=False)
        self.coastal_gl.limit_ids[0].amount = 7
        self.assertOutdated(self.certificates[:0], self.coastal_gl)

    def test_a_policy_that_is_not_stored_yet(self):
        form = Form(self.env["coi.policy"])
        self.assertEqual(form.count_outdated, 0)

    def test_a_stored_one_that_a_form_edits(self):
        self.limit.amount = 2000000
        form = Form(self.gl)
        form.name = "GL-100-A"
        self.assertEqual(form.count_outdated, 3)


@tagged("post_install", "-at_install")
class TestLostMarks(OutdatedCase):
    """A printed "Y" that no endorsement gives any more."""

    def setUp(self):
        super().setUp()
        self.marked = self.get_certificates(self.ai_interest)
        self.endorsement = self.get_endorsement("CG 20 10")

    def test_it_is_granted_no_more(self):
        self.endorsement.grants_ai_ongoing = False
        self.assertOutdated(self.marked)

    def test_another_grants_it(self):
        self.endorsement.write(
            {"grants_ai_ongoing": False, "grants_ai_completed": True}
        )
        self.assertOutdated(self.marked[:0])
        self.endorsement.grants_ai_completed = False
        self.assertOutdated(self.marked)
        vals = {"number": "CG 20 26", "grants_ai_other": True}
        self.gl.endorsement_ids = [Command.create(vals)]
        self.assertOutdated(self.marked[:0])

    def test_it_is_not_confirmed(self):
        self.endorsement.to_confirm = True
        self.assertOutdated(self.marked)

    def test_its_schedule_names_others(self):
        self.endorsement.write(
            {"basis": "scheduled", "scheduled_ids": [Command.set(self.bay.ids)]}
        )
        self.assertOutdated(self.marked[:0])
        self.endorsement.scheduled_ids = self.adams
        self.assertOutdated(self.marked)

    def test_a_limit_and_a_mark_count_once(self):
        self.endorsement.grants_ai_ongoing = False
        self.limit.amount = 2000000
        self.assertOutdated(self.certificates)

    def test_an_endorsement_nobody_relied_on(self):
        self.get_endorsement("CG 20 01").unlink()
        self.assertOutdated(self.marked[:0])


@tagged("post_install", "-at_install")
class TestReviseOutdated(OutdatedCase):
    def test_just_those_are_revised(self):
        self.get_endorsement("CG 20 10").grants_ai_ongoing = False
        action = self.gl.action_revise_outdated()
        marked = self.get_certificates(self.ai_interest)
        self.assertEqual(action["context"]["default_scope_ids"], marked.ids)

    def test_where_there_are_none(self):
        with self.assertRaisesRegex(UserError, "as it is now"):
            self.gl.action_revise_outdated()

    def test_nobody_else_does(self):
        self.limit.amount = 2000000
        other = self.gl.with_env(self.env_of(self.other_csr))
        with self.assertRaises(UserError):
            other.action_revise_outdated()


@tagged("post_install", "-at_install")
class TestAmongMany(OutdatedCase):
    """Opening a policy costs the same however many certificates there are."""

    def get_columns(self, model, *own):
        """Names of stored columns, ready for SQL, but for its own."""
        fields = model._fields.items()
        names = [name for name, field in fields if field.store and field.column_type]
        return ", ".join(f'"{name}"' for name in names if name not in ("id", *own))

    def copy_certificates(self, count, page="master_id"):
        """So many issued ones like one of them.

        :param page: SQL of the page they are on
        """
        own = ("number", "line_id", "identity", "master_id")
        columns = self.get_columns(self.certificates, *own)
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX IF EXISTS coi_certificate_line_once")
        self.env.cr.execute(
            f"INSERT INTO coi_certificate ({columns}, number, line_id, identity,"
            f" master_id) SELECT {columns}, 'N' || n, line_id, 'I' || n, {page}"
            " FROM coi_certificate, generate_series(1, %s) n WHERE id = %s",
            [count, self.get_certificates(self.ai_interest).id],
        )
        self.env.cr.execute("ANALYZE coi_certificate")

    def copy_pages(self, count):
        """So many pages that show no policy of ours; the id of the first."""
        master = self.certificates[:1].master_id
        columns = self.get_columns(master)
        self.env.flush_all()
        self.env.cr.execute(
            f"INSERT INTO coi_master ({columns}) SELECT {columns}"
            " FROM coi_master, generate_series(1, %s) WHERE id = %s RETURNING id",
            [count, master.id],
        )
        return self.env.cr.fetchone()[0]

    def explain(self, policy):
        """How the database looks for them."""
        query = SQL("EXPLAIN %s", policy._query_count(policy._get_outdated()))
        return "\n".join(line for [line] in self.env.execute_query(query))

    def test_among_many_it_is_known_at_once(self):
        self.copy_certificates(100000)
        self.get_endorsement("CG 20 10").grants_ai_ongoing = False
        self.assertEqual(self.gl.count_outdated, 100001)
        self.assertEqual(self.coastal_gl.count_outdated, 0)

    def test_by_an_index(self):
        first = self.copy_pages(100)
        self.copy_certificates(20000, f"{first} + mod(n, 100)")
        self.limit.amount = 2000000
        plan = self.explain(self.gl)
        self.assertIn("coi_certificate_issued_by_page", plan)
        self.assertNotIn("Seq Scan on coi_certificate", plan)

    def test_where_nothing_differs_no_certificate_is_looked_at(self):
        """And where something does, two queries tell how many, however many."""
        for amount, differ, queries in (
            (1000000, 0, 1),
            (2000000, len(self.certificates), 2),
        ):
            self.limit.amount = amount
            self.gl._get_outdated()
            self.gl.invalidate_recordset(["count_outdated"])
            with self.assertQueryCount(queries):
                self.assertEqual(self.gl.count_outdated, differ)
