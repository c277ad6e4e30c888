import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..agency import EXPIRATION
from ..renewal.campaign import RenewalCase

KEEP, STREET, STREET2, CITY, STATE, ZIP = range(6, 12)


class ReplyCase(RenewalCase):
    """A renewal whose insured has the list of its holders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ai_interest.renewal = "ask"
        cls.renewal = cls.prepare()
        for row in cls.renewal.policy_ids:
            row.action_renew()
        cls.renewal.policy_ids.action_confirm_limits()
        cls.renewal.policy_ids.action_confirm_endorsements()
        cls.renewal.action_ask()

    def read_list(self):
        content = self.env["coi.renewal.list"]._write(self.renewal)
        return openpyxl.load_workbook(io.BytesIO(content))

    def fill_in(self, answers, more=()):
        """The list as it comes back, as base64.

        :param answers: {interest: {column: text}}
        """
        book = self.read_list()
        sheet = book.active
        refs = {f"R{self.renewal.id}-{each.id}": each for each in answers}
        for row in sheet.iter_rows(min_row=2):
            interest = refs.get(row[0].value)
            for column, text in answers.get(interest, {}).items():
                row[column].value = text
        for row in more:
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        return base64.b64encode(out.getvalue())

    def read_answers(self, answers, more=(), filename="answers.xlsx"):
        """The answers of a file, read through the window."""
        action = self.renewal.action_read_answers()
        window = self.env[action["res_model"]].browse(action["res_id"])
        window.write({"file": self.fill_in(answers, more), "filename": filename})
        action = window.action_read()
        return self.env[action["res_model"]].browse(action["res_id"])

    def get_counts(self, reply):
        names = ("keep", "stop", "address", "empty", "refused")
        return tuple(reply[f"count_{name}"] for name in names)


@tagged("post_install", "-at_install")
class TestReply(ReplyCase):
    """What the insured says of its holders comes back, and is taken once seen."""

    def test_the_list_has_every_holder_and_room_for_answers(self):
        sheet = self.read_list().active
        head, *rows = sheet.iter_rows(values_only=True)
        self.assertEqual(head[0], "Reference")
        self.assertEqual(head[KEEP], "Keep or Stop")
        self.assertEqual(len(rows), 4)
        [bay] = [row for row in rows if row[1] == self.bay.name]
        self.assertEqual(bay[3], "Pier 4")
        self.assertIn("Worcester", bay[2])
        self.assertEqual(bay[5], self.ai_interest.certificate_ids.number)

    def test_nothing_changes_before_it_is_taken(self):
        reply = self.read_answers({self.ai_interest: {KEEP: "Keep"}})
        self.assertEqual(self.get_counts(reply), (1, 0, 0, 3, 0))
        self.assertEqual(self.get_why(self.renewal)[self.ai_interest], "ask")
        reply.action_take()
        self.assertEqual(self.get_why(self.renewal)[self.ai_interest], "ready")
        self.assertEqual(reply.taken_by_id, self.csr)

    def test_stop_ends_the_interest_with_the_old_terms(self):
        reply = self.read_answers({self.bank_interest: {KEEP: "STOP"}})
        self.assertIn("01/30/2027", str(reply.preview))
        self.bank_interest.valid_until = False
        reply.action_take()
        self.assertEqual(str(self.bank_interest.valid_until), "2027-01-30")
        self.assertLess(self.bank_interest.valid_until, EXPIRATION)
        line = self.get_holder(self.renewal, self.bank_interest)
        self.assertEqual((line.outcome, line.why), ("leave_out", "stop"))
        self.assertIn("stop 1", self.renewal.message_ids[0].body)

    def test_a_new_address_becomes_the_contacts(self):
        moved = {STREET: "9 New Way", CITY: "Albany", STATE: "ny", ZIP: "12207"}
        reply = self.read_answers({self.bank_interest: moved})
        self.assertEqual(self.get_counts(reply), (0, 0, 1, 3, 0))
        self.assertIn("9 New Way, Albany, NY 12207", str(reply.preview))
        reply.action_take()
        self.assertEqual(
            (self.bank.street, self.bank.street2, self.bank.city, self.bank.zip),
            ("9 New Way", False, "Albany", "12207"),
        )
        self.assertEqual(self.bank.state_id.code, "NY")

    def test_undo(self):
        before = self.bank.read(["street", "street2", "city", "state_id", "zip"])
        self.dover_interest.valid_until = "2027-06-01"
        moved = {STREET: "9 New Way", CITY: "Albany", STATE: "NY", ZIP: "12207"}
        reply = self.read_answers(
            {
                self.bank_interest: moved,
                self.dover_interest: {KEEP: "no"},
                self.ai_interest: {KEEP: "yes"},
            }
        )
        reply.action_take()
        reply.action_undo()
        after = self.bank.read(["street", "street2", "city", "state_id", "zip"])
        self.assertEqual(before, after)
        self.assertEqual(str(self.dover_interest.valid_until), "2027-06-01")
        whys = self.get_why(self.renewal)
        self.assertEqual(whys[self.ai_interest], "ask")
        self.assertEqual(whys[self.dover_interest], "ready")
        self.assertEqual(reply.state, "undone")

    def test_a_contact_with_two_rows_is_as_it_was(self):
        """Undone from the last row to the first, as each found it."""
        self.dover_interest.write({"holder_id": self.bank.id, "project": "Dock 5"})
        moved = {STREET: "9 New Way", CITY: "Albany", STATE: "NY", ZIP: "12207"}
        before = self.bank.read(["street", "city", "zip"])
        both = {self.bank_interest: moved, self.dover_interest: moved}
        reply = self.read_answers(both)
        self.assertEqual(self.get_counts(reply), (0, 0, 2, 2, 0))
        reply.action_take()
        self.assertEqual(self.bank.city, "Albany")
        reply.action_undo()
        self.assertEqual(self.bank.read(["street", "city", "zip"]), before)
        self.assertNotIn("left as they are", self.renewal.message_ids[0].body)

    def test_a_contact_does_not_move_to_two_places(self):
        self.dover_interest.write({"holder_id": self.bank.id, "project": "Dock 5"})
        moved = {STREET: "9 New Way", CITY: "Albany", STATE: "NY", ZIP: "12207"}
        other = {**moved, STREET: "8 Old Way"}
        reply = self.read_answers(
            {self.bank_interest: moved, self.dover_interest: other}
        )
        self.assertEqual(self.get_counts(reply), (0, 0, 1, 2, 1))
        self.assertIn("another new address", str(reply.preview))

    def test_a_stop_that_was_a_mistake_is_corrected_by_a_second_list(self):
        self.bank_interest.tail_until = "2028-01-01"
        self.read_answers({self.bank_interest: {KEEP: "stop"}}).action_take()
        self.read_answers({self.bank_interest: {KEEP: "stop"}}).action_take()
        second = self.read_answers({self.bank_interest: {KEEP: "keep"}})
        self.assertIn("earlier Stop is taken back", str(second.preview))
        second.action_take()
        self.assertFalse(self.bank_interest.valid_until)
        self.assertEqual(str(self.bank_interest.tail_until), "2028-01-01")
        self.assertEqual(self.get_why(self.renewal)[self.bank_interest], "ready")
        second.action_undo()
        self.assertEqual(self.get_why(self.renewal)[self.bank_interest], "stop")

    def test_keep_promises_no_certificate_that_will_not_be(self):
        self.bank_interest.renewal = "no"
        self.dover_interest.valid_until = "2026-12-31"
        reply = self.read_answers(
            {self.bank_interest: {KEEP: "keep"}, self.dover_interest: {KEEP: "keep"}}
        )
        self.assertIn("does not receive renewals", str(reply.preview))
        self.assertIn("its interest ends on 12/31/2026", str(reply.preview))
        self.assertNotIn("It gets its new", str(reply.preview))

    def test_a_state_is_no_pattern(self):
        moved = {STREET: "9 New\nWay ", CITY: "Albany", ZIP: "12207"}
        for odd in ("%", "N_", "M%"):
            reply = self.read_answers({self.bank_interest: {**moved, STATE: odd}})
            self.assertEqual(self.get_counts(reply), (0, 0, 0, 3, 1), odd)
        reply = self.read_answers({self.bank_interest: {**moved, STATE: "new york"}})
        self.assertIn("9 New Way, Albany, NY 12207", str(reply.preview))

    def test_a_zip_code_gets_its_zero_back(self):
        """Spreadsheet programs drop it, of a number that was typed."""
        moved = {STREET: "9 New Way", CITY: "Boston", STATE: "MA", ZIP: 2110}
        reply = self.read_answers({self.bank_interest: moved})
        self.assertIn("Boston, MA 02110", str(reply.preview))

    def test_who_was_deleted_since_is_named(self):
        fresh = self.make_interest(self.make_holder("Fresh"))
        self.renewal.action_refresh()
        reply = self.read_answers({fresh: {KEEP: "stop"}})
        fresh.sudo().unlink()
        with self.assertRaisesRegex(UserError, "Deleted since.*Fresh"):
            reply.action_take()

    def test_a_contact_the_user_may_not_see(self):
        self.bank.sudo().company_id = self.other_agency
        self.env.invalidate_all()
        rows = list(self.read_list().active.iter_rows(values_only=True))
        self.assertEqual(len(rows), 5)
        moved = {STREET: "9 New Way", CITY: "Albany", STATE: "NY", ZIP: "12207"}
        reply = self.read_answers({self.bank_interest: moved})
        self.assertEqual(self.get_counts(reply), (0, 0, 0, 3, 1))
        self.assertIn("may not change this contact", str(reply.preview))

    def test_what_was_changed_since_is_left(self):
        reply = self.read_answers({self.bank_interest: {KEEP: "stop"}})
        reply.action_take()
        self.bank_interest.valid_until = "2027-12-31"
        reply.action_undo()
        self.assertEqual(str(self.bank_interest.valid_until), "2027-12-31")
        self.assertIn("left as they are", self.renewal.message_ids[0].body)

    def test_what_is_not_understood_is_said_and_changes_nothing(self):
        half = {STREET: "9 New Way", CITY: "Albany"}
        odd_zip = {STREET: "9 New Way", CITY: "Albany", STATE: "NY", ZIP: "122"}
        reply = self.read_answers(
            {
                self.plain_interest: {KEEP: "perhaps"},
                self.ai_interest: half,
                self.bank_interest: odd_zip,
                self.dover_interest: {KEEP: "stop", **half, STATE: "NY", ZIP: "12207"},
            },
            more=[
                ["R9-9", "Unknown"],
                ["", "Somebody New", "", "", "", "", "Keep"],
            ],
        )
        self.assertEqual(self.get_counts(reply), (0, 0, 0, 0, 6))
        for words in ("perhaps", "half of it", "five digits", "which of the two",
                      "not one of this renewal"):  # fmt: skip
            self.assertIn(words, str(reply.preview))
        with self.assertRaisesRegex(UserError, "no answer to take"):
            reply.action_take()

    def test_who_is_twice_in_it_is_taken_once(self):
        ref = f"R{self.renewal.id}-{self.bank_interest.id}"
        again = [ref, "", "", "", "", "", "Stop"]
        reply = self.read_answers({self.bank_interest: {KEEP: "Keep"}}, more=[again])
        self.assertEqual(self.get_counts(reply), (1, 0, 0, 3, 1))

    def test_another_list_is_refused(self):
        book = openpyxl.Workbook()
        book.active.append(["Name", "City"])
        book.active.append(["Harbor", "Salem"])
        out = io.BytesIO()
        book.save(out)
        replies = self.env["coi.renewal.reply"]
        content = base64.b64encode(out.getvalue())
        with self.assertRaisesRegex(UserError, "not the list"):
            replies._read_file(self.renewal, content, "other.xlsx")
        for odd in (False, base64.b64encode(b"\0\1\2")):
            with self.assertRaises(UserError):
                replies._read_file(self.renewal, odd, "odd.xlsx")

    def test_taken_once(self):
        reply = self.read_answers({self.ai_interest: {KEEP: "Keep"}})
        reply.action_take()
        with self.assertRaisesRegex(UserError, "no longer"):
            reply.action_take()
        reply.action_undo()
        with self.assertRaisesRegex(UserError, "no longer"):
            reply.action_undo()

    def test_another_company_takes_nothing(self):
        reply = self.read_answers({self.ai_interest: {KEEP: "Keep"}})
        with self.assertRaises(AccessError):
            reply.with_env(self.env_of(self.other_csr)).action_take()

    def test_what_is_stored_is_no_markup(self):
        self.bank.name = "<script>alert(1)</script>"
        reply = self.read_answers({self.bank_interest: {KEEP: "<b>"}})
        self.assertNotIn("<script>", str(reply.preview))
        self.assertNotIn("<b>", str(reply.preview))


@tagged("post_install", "-at_install")
class TestListDownload(ReplyCase, HttpCase):
    def test_to_whom_it_concerns(self):
        begun = self.renewal.action_ask()["params"]
        # Without what follows the form would still stand at its first step.
        self.assertEqual(begun["next"]["type"], "ir.actions.act_window_close")
        url = f"{begun['url']}?token=a1"
        self.log_in(self.csr)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Beacon", answer.headers["Content-Disposition"])
        self.assertEqual(self.opener.cookies["coi_download_a1"], "1")
        self.log_in(self.other_csr)
        self.assertEqual(self.url_open(url).status_code, 404)
