import gc
from unittest.mock import patch

from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged
from odoo.tools import SQL, mute_logger

from ...models.common.coi_bulk import LateMany2one
from ...models.common.garbage import no_garbage
from ..agency import ISSUE_DATE, AgencyCase

# What COPY or JSON might take for something else.
ODD_TEXTS = (
    "\\N",
    "\\.",
    "ends with \\",
    "a\\nb",
    "tab\there",
    "line\nline\r\nline",
    "quote \" and '",
    "\u00c4\u00d6 \u6771\u4eac \U0001f3d7",
    "\u2028 \x7f \u00a0",
    "",
    "0",
    "f",
    False,
)
OWN = ("id", "batch_id", "create_date", "write_date")


@tagged("post_install", "-at_install")
class TestBulk(AgencyCase):
    """Rows stored by the thousand are those the ORM would have stored."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [f"Holder {place}" for place in range(len(ODD_TEXTS))]
        cls.interests = cls.make_interests(*names)

    def make_lines(self, method):
        """The lines of a new batch, stored by ``method`` of ``coi.batch.line``."""
        batch = self.generate(self.plain_interest).sudo()
        batch.line_ids.certificate_ids._write_bulk({"state": "superseded"})
        vals_list = [
            {
                "batch_id": batch.id,
                "company_id": self.agency.id,
                "interest_id": interest.id,
                "insured_id": self.beacon.id,
                "holder_id": interest.holder_id.id,
                "verdict": "ready",
                "state": "error",
                "sequence": place,
                "message": text,
                "reasons": [{"message": text}] if text else False,
            }
            for place, (interest, text) in enumerate(
                zip(self.interests, ODD_TEXTS, strict=True)
            )
        ]
        first = batch.line_ids
        getattr(batch.line_ids, method)(vals_list)
        batch.invalidate_recordset()
        return batch.line_ids - first

    def read_stored(self, lines):
        names = [name for name, field in lines._fields.items() if field.store]
        lines.invalidate_recordset()
        return lines.read([name for name in names if name not in OWN], load=None)

    def get_without_id(self, rows):
        return [{**row, "id": None} for row in rows]

    def test_the_rows_are_those_of_the_orm(self):
        usual = self.make_lines("create")
        quick = self.make_lines("_create_bulk")
        self.assertEqual(len(quick), len(ODD_TEXTS))
        self.assertEqual(quick.mapped("message"), list(ODD_TEXTS))
        self.assertEqual(
            self.get_without_id(self.read_stored(quick)),
            self.get_without_id(self.read_stored(usual)),
        )

    def test_what_is_shared_is_stored_in_every_row(self):
        batch = self.generate(self.plain_interest).sudo()
        [vals] = batch.line_ids.copy_data({"batch_id": batch.id, "state": "error"})
        own = ("interest_id", "holder_id")
        common = {name: value for name, value in vals.items() if name not in own}
        batch.line_ids._create_bulk(
            [
                {"interest_id": each.id, "holder_id": each.holder_id.id}
                for each in self.interests
            ],
            {**common, "attempts": 0, "verdict": "blocked"},
        )
        lines = self.env["coi.batch.line"].search(
            [("batch_id", "=", batch.id), ("interest_id", "in", self.interests.ids)]
        )
        self.assertEqual(lines.interest_id, self.interests)
        self.assertEqual(set(lines.mapped("verdict")), {"blocked"})
        self.assertEqual(set(lines.mapped("attempts")), {0})

    def test_what_goes_wrong_in_a_row_is_told_as_what_it_is(self):
        batch = self.generate(self.plain_interest).sudo()
        [vals] = batch.line_ids.copy_data({"batch_id": batch.id})

        def iter_rows():
            yield {**vals, "interest_id": self.interests[0].id}
            raise ZeroDivisionError("no row")

        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            batch.line_ids._create_bulk(iter_rows())
        self.assertEqual(batch.count_selected, 1)

    def test_all_are_written_at_once(self):
        lines = self.make_lines("_create_bulk")
        lines[0].write({"message": "said before"})
        queries = self.count_queries(lambda: lines._write_bulk({"state": "cancelled"}))
        self.assertLessEqual(queries, 2)
        self.assertEqual(set(lines.mapped("state")), {"cancelled"})
        self.assertEqual(lines[0].message, "said before")

    def test_an_addon_that_looks_at_every_record_sees_every_record(self):
        model = type(self.env["coi.batch.line"])
        seen = []
        create, write = model.create, model.write

        def create_and_tell(self, vals_list):
            seen.extend(vals_list)
            return create(self, vals_list)

        def write_and_tell(self, vals):
            seen.append(vals)
            return write(self, vals)

        with patch.object(model, "create", create_and_tell):
            lines = self.make_lines("_create_bulk")
        self.assertIn(self.interests[0].id, [vals["interest_id"] for vals in seen])
        self.assertEqual(lines.mapped("message"), list(ODD_TEXTS))
        seen.clear()
        with patch.object(model, "write", write_and_tell):
            lines._write_bulk({"state": "cancelled"})
        self.assertEqual(seen, [{"state": "cancelled"}])

    def test_nobody_may_store_what_they_may_not_create(self):
        lines = self.env_of(self.csr)["coi.batch.line"]
        with self.assertRaises(AccessError):
            lines._create_bulk([{"sequence": 1}])


@tagged("post_install", "-at_install")
class TestGarbage(BaseCase):
    """The search for garbage that is put off goes on in any case."""

    def test_it_goes_on_afterwards(self):
        with no_garbage():
            self.assertFalse(gc.isenabled())
            with no_garbage():
                self.assertFalse(gc.isenabled())
            self.assertFalse(gc.isenabled())
        self.assertTrue(gc.isenabled())

    def test_it_goes_on_after_an_error(self):
        with self.assertRaises(ZeroDivisionError), no_garbage():
            raise ZeroDivisionError
        self.assertTrue(gc.isenabled())


@tagged("post_install", "-at_install")
class TestHeld(AgencyCase):
    """What a certificate names cannot go, whichever row's constraint holds it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        batches = cls.env["coi.batch"]
        made = batches.generate(cls.plain_interest.ids, issue_date=str(ISSUE_DATE))
        cls.certificate = batches.browse(made["batch_id"]).certificate_ids
        cls.env.flush_all()

    def assert_stays(self, record):
        statement = SQL(
            "DELETE FROM %s WHERE id = %s", SQL.identifier(record._table), record.id
        )
        with (
            self.subTest(record._name),
            self.assertRaises(ForeignKeyViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement)

    def test_no_record_that_a_certificate_names_can_be_deleted(self):
        issued = self.certificate.sudo()
        for name, field in issued._fields.items():
            if field.type == "many2one" and field.store and name != "write_uid":
                if issued[name]:
                    self.assert_stays(issued[name])
        self.assert_stays(issued.line_id.company_id)

    def test_a_certificate_that_differs_from_its_line_is_not_stored(self):
        line = self.certificate.line_id
        others = {
            "interest_id": self.ai_interest.id,
            "company_id": self.other_agency.id,
            "user_id": self.manager.id,
            "batch_id": self.generate(self.bank_interest).id,
        }
        self.certificate._get_held(line)
        for name, other in others.items():
            with self.subTest(name), self.assertRaises(ValueError):
                with self.cr.savepoint():
                    self.cr.execute(
                        SQL(
                            "UPDATE coi_certificate SET %s = %s WHERE id = %s",
                            SQL.identifier(name),
                            other,
                            self.certificate.id,
                        )
                    )
                    self.certificate._get_held(line)


@tagged("post_install", "-at_install")
class TestReferringLate(AgencyCase):
    """Lines that are written twice are looked up once, and hold what they name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = cls.env["coi.batch.line"]
        made = cls.env["coi.batch"].generate(
            cls.plain_interest.ids, issue_date=str(ISSUE_DATE)
        )
        cls.line = cls.lines.search([("batch_id", "=", made["batch_id"])])
        cls.env.flush_all()

    def read_constraints(self):
        """{column: whether its constraint may wait}"""
        self.cr.execute(
            "SELECT a.attname, c.condeferrable FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid"
            " AND a.attnum = c.conkey[1] WHERE c.contype = 'f'"
            " AND c.conrelid = 'coi_batch_line'::regclass"
        )
        return dict(self.cr.fetchall())

    def get_late_names(self):
        fields = self.lines._fields.values()
        return {each.name for each in fields if isinstance(each, LateMany2one)}

    def test_every_reference_has_its_constraint(self):
        found = self.read_constraints()
        self.assertEqual(found, dict.fromkeys(self.get_late_names(), True))
        self.assertLessEqual({"holder_id", "interest_id", "batch_id"}, set(found))

    def test_of_an_earlier_database_too(self):
        self.cr.execute(
            "ALTER TABLE coi_batch_line"
            " ALTER CONSTRAINT coi_batch_line_holder_id_fkey NOT DEFERRABLE,"
            " DROP CONSTRAINT coi_batch_line_insured_id_fkey"
        )
        for name in ("holder_id", "insured_id"):
            self.lines._fields[name]._add_late_constraint(self.lines)
        self.assertEqual(
            self.read_constraints(), dict.fromkeys(self.get_late_names(), True)
        )

    def set_holder(self, holder_id):
        self.cr.execute(
            "UPDATE coi_batch_line SET holder_id = %s WHERE id = %s",
            [holder_id, self.line.id],
        )

    def refuse(self, work):
        with (
            self.assertRaises(ForeignKeyViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            work()

    def test_what_is_not_there_is_refused_at_once(self):
        self.refuse(lambda: self.set_holder(2**30))

    def test_what_is_not_there_is_refused_at_the_end(self):
        reached = []

        def work():
            with self.env["coi.bulk"]._referring_late():
                self.set_holder(2**30)
                reached.append(True)

        self.refuse(work)
        self.assertTrue(reached)

    def test_what_a_line_names_is_not_deleted_meanwhile(self):
        def work():
            with self.env["coi.bulk"]._referring_late():
                self.cr.execute("DELETE FROM res_partner WHERE id = %s", self.adams.ids)

        self.refuse(work)
