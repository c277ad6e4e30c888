from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .post import PostCase

SHARED = "certificates@llcs.example"


class WindowCase(PostCase):
    def open(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def make_mixed(self):
        """Nine certificates that go all ways."""
        certificates = self.make_mailed(
            Mail="m@x.example", Print=False, Print2=False, Portal=False,
            Nobody="n@x.example", Missing=False, Marked="marked@x.example",
            One=SHARED, Two=SHARED,
        )  # fmt: skip
        for certificate in certificates:
            channel = certificate.holder_name.lower().strip("2")
            if channel in ("print", "portal"):
                certificate.holder_id.coi_channel = channel
        certificates[4].holder_id.coi_channel = "none"
        box = {"email": "marked@x.example", "state": "blocked"}
        self.env["coi.mailbox"].create(box)
        return certificates


@tagged("post_install", "-at_install")
class TestSendWindow(WindowCase):
    """What a person sees before anything leaves."""

    def test_the_plan_in_one_sentence(self):
        wizard = self.open(self.make_mixed().action_send())
        self.assertEqual(
            wizard.get_screen()["sentence"],
            "9 certificates → 2 mails to 2 mailboxes, 2 pieces of post in 1 envelope, "
            "1 portal, 1 nobody, 1 without address, 1 mailbox not written to",
        )

    def test_tabs_filters_search_and_pages(self):
        wizard = self.open(self.make_mixed().action_send())
        screen = wizard.get_screen()
        self.assertEqual([one["count"] for one in screen["tabs"]], [4, 1, 1, 1])
        self.assertEqual(
            {one["key"]: one["count"] for one in screen["filters"]},
            {"missing": 1, "marked": 1, "several": 1},
        )
        self.assertEqual(
            [row["holder"] for row in screen["rows"]],
            ["Missing", "Marked", "Mail", "One"],
        )
        [row] = wizard.get_screen(only="several")["rows"]
        self.assertEqual((row["to"], row["count"]), (SHARED, 2))
        [row] = wizard.get_screen(query="LLCS one")["rows"]
        self.assertEqual(row["to"], SHARED)
        self.assertEqual(wizard.get_screen(offset=3)["rows"][0]["holder"], "One")
        [row] = wizard.get_screen("print")["rows"]
        self.assertIn("5 Elm Street", row["to"])

    def test_the_last_mail_is_told(self):
        certificates = self.make_mailed(A="a@x.example", B="b@x.example")
        self.send(certificates)
        self.run_postman({("rcpt", "b@x.example"): (550, b"5.1.1 No such user")})
        again = self.make_mailed(C="a@x.example", D="b@x.example", E="new@x.example")
        wizard = self.open(again.action_send())
        rows = {row["to"]: row for row in wizard.get_screen()["rows"]}
        self.assertEqual(
            rows["a@x.example"]["last"]["label"], "Handed to the mail server"
        )
        self.assertTrue(rows["b@x.example"]["last"]["is_bad"])
        self.assertIn("No such user", rows["b@x.example"]["words"])
        self.assertIn("Bounced last time", rows["b@x.example"]["marks"])
        self.assertIsNone(rows["new@x.example"]["last"])
        self.assertIn(
            "did not take the last mail", "".join(wizard.get_screen()["alerts"])
        )

    def test_as_many_queries_for_many_as_for_few(self):
        few = self.make_mailed(**{f"F{n}": f"f{n}@x.example" for n in range(3)})
        many = self.make_mailed(**{f"M{n}": f"m{n}@x.example" for n in range(30)})
        self.open(few.action_send()).get_screen()
        counts = []
        for chosen in (few, many):
            self.env.invalidate_all()
            counts.append(self.count_queries(lambda each=chosen: each.action_send()))
        self.assertEqual(*counts)
        wizard = self.open(many.action_send())
        self.env.invalidate_all()
        self.assertLess(self.count_queries(wizard.get_screen), 12)

    # ------------------------------------------------------------------ picking

    def test_a_marked_mailbox_is_written_to_all_the_same(self):
        wizard = self.open(self.make_mixed().action_send())
        number = wizard.get_screen(only="marked")["found"]
        head = wizard.pick(number, True)
        self.assertIn("3 mails to 3 mailboxes", head["sentence"])
        sending = self.open(wizard.action_send())
        self.assertEqual(
            self.get_states(sending)["marked@x.example"], ("queued", False)
        )
        self.assertIn("marked@x.example", dict(self.run_postman()))

    def test_what_is_left_out_stays_and_is_noted(self):
        wizard = self.open(self.make_mixed().action_send())
        [number] = wizard.get_screen(query="m@x.example")["found"]
        head = wizard.pick([number], False)
        self.assertIn("1 left out", head["sentence"])
        sending = self.open(wizard.action_send())
        self.assertEqual(
            self.get_states(sending)["m@x.example"], ("taken_back", "person")
        )
        self.assertEqual([box for box, _mail in self.run_postman()], [SHARED])

    def test_marked_unticked_again_is_as_before(self):
        wizard = self.open(self.make_mixed().action_send())
        before = wizard.get_screen()["sentence"]
        number = wizard.get_screen(only="marked")["found"]
        wizard.pick(number, True)
        self.assertEqual(wizard.pick(number, False)["sentence"], before)

    def test_who_has_no_mailbox_cannot_be_ticked(self):
        wizard = self.open(self.make_mixed().action_send())
        number = wizard.get_screen(only="missing")["found"]
        for odd in (number, [99], [], 5, ["0"], [True]):
            with self.assertRaises(UserError):
                wizard.pick(odd, True)

    def test_all_left_out_sends_nothing(self):
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        wizard.pick([0], False)
        with self.assertRaisesRegex(UserError, "everything is left out"):
            wizard.action_send()

    def test_what_is_on_its_way_is_left_out_and_the_rest_sent(self):
        one, two = self.make_mailed(A="a@x.example", B="b@x.example")
        self.send(one)
        wizard = self.open((one + two).action_send())
        self.assertIn("1 left out", wizard.get_screen()["sentence"])
        sending = self.open(wizard.action_send())
        self.assertEqual(
            self.get_states(sending),
            {"a@x.example": ("taken_back", "person"), "b@x.example": ("queued", False)},
        )

    # --------------------------------------------------------------- one window

    def test_a_second_click_sends_nothing_more(self):
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        first = wizard.action_send()
        self.assertEqual(wizard.action_send(), first)
        self.assertEqual(self.env["coi.sending"].search_count([]), 1)
        self.assertTrue(wizard.get_screen()["is_sent"])

    def test_what_changed_meanwhile_is_shown_first(self):
        certificates = self.make_mailed(A="a@x.example", B="b@x.example")
        wizard = self.open(certificates.action_send())
        certificates[0].holder_id.email = "new@x.example"
        second = wizard.action_send()
        self.assertEqual(second["res_model"], "coi.send")
        self.assertFalse(self.env["coi.sending"].search_count([]))
        wizard = self.open(second)
        screen = wizard.get_screen()
        self.assertIn("Nothing was sent yet", screen["alerts"][0])
        self.assertIn("new@x.example", [row["to"] for row in screen["rows"]])
        self.assertEqual(wizard.action_send()["res_model"], "coi.sending")

    def test_minutes_and_at_once(self):
        self.agency.sudo().coi_undo_minutes = 10
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        self.assertEqual(wizard.get_screen()["minutes"], 10)
        self.open(wizard.action_send())
        self.assertEqual(self.run_postman(), [])
        wizard = self.open(self.make_mailed(B="b@x.example").action_send())
        wizard.action_send_now()
        self.assertEqual(len(self.run_postman()), 1)

    def test_a_large_run_asks_first(self):
        self.agency.sudo().coi_approve_above = 1
        certificates = self.make_mailed(A="a@x.example", B="b@x.example")
        wizard = self.open(certificates.action_send())
        self.assertTrue(wizard.get_screen()["needs_approval"])
        self.assertFalse(wizard.pick([0], False)["needs_approval"])
        wizard.pick([0], True)
        sending = self.open(wizard.action_send_now())
        self.assertEqual(sending.state, "to_approve")

    # -------------------------------------------------------------- wrong input

    def test_nothing_several_companies_and_invalid_ones(self):
        certificate = self.make_mailed(A="a@x.example")
        with self.assertRaisesRegex(UserError, "Choose the certificates"):
            self.env["coi.certificate"].action_send()
        certificate._cancel("typing error")
        with self.assertRaisesRegex(UserError, "no longer valid"):
            certificate.action_send()

    def test_odd_questions(self):
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        for odd in (
            {"tab": "fax"}, {"only": "x"}, {"query": 5}, {"offset": -1},
            {"offset": "0"}, {"query": "x" * 999},
        ):  # fmt: skip
            with self.assertRaises(UserError):
                wizard.get_screen(**odd)
        for odd in (-1, 7, "0", None, [0], True):
            with self.assertRaises(UserError):
                wizard.get_preview(odd)
        other = (
            self.env["mail.template"]
            .sudo()
            .search([("model", "!=", "coi.delivery")], limit=1)
        )
        for odd in (other.id, 2**31 - 5, "x"):
            with self.assertRaises(UserError):
                wizard.get_preview(0, odd)
            with self.assertRaises(UserError):
                self.env["coi.sending"].send(
                    self.make_mailed(Z="z@x.example").ids, template_id=odd
                )

    def test_nobody_else_sees_a_window(self):
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        for user in (self.other_csr, self.manager, self.colleague):
            theirs = wizard.with_env(self.env_of(user))
            for door, values in (
                ("get_screen", []), ("get_preview", [0]), ("pick", [[0], False]),
                ("send_proofs", []), ("action_send", []), ("action_send_now", []),
            ):  # fmt: skip
                with self.assertRaises(AccessError):
                    getattr(theirs, door)(*values)

    # -------------------------------------------------------------- the insured

    def test_from_an_insured(self):
        certificates = self.make_mailed(A="a@x.example", B="b@x.example")
        self.issue_to(
            self.make_holder("Other", email="o@x.example"), insured=self.coastal
        )
        certificates[1]._cancel("typing error")
        wizard = self.open(self.beacon.action_coi_send())
        self.assertEqual(wizard.chosen_ids, certificates[0].ids)
        self.assertEqual(self.beacon.coi_delivery_count, 0)
        self.open(wizard.action_send())
        self.beacon.invalidate_recordset()
        self.assertEqual(self.beacon.coi_delivery_count, 1)
        domain = self.beacon.action_coi_open_sent()["domain"]
        self.assertEqual(self.env["coi.delivery"].search(domain).email, "a@x.example")
        self.assertEqual(self.coastal.coi_delivery_count, 0)

    def test_an_insured_with_nothing_in_force(self):
        with self.assertRaisesRegex(UserError, "no certificate in force"):
            self.beacon.action_coi_send()
        with self.assertRaises(AccessError):
            self.beacon.with_env(self.env_of(self.colleague)).action_coi_send()


@tagged("post_install", "-at_install")
class TestPreview(WindowCase, HttpCase):
    """Any one of them, exactly as it would leave."""

    def test_it_says_and_carries_what_leaves(self):
        certificates = self.make_mailed(A=SHARED, B=SHARED)
        wizard = self.open(certificates.action_send())
        told = wizard.get_preview(0)
        self.assertEqual(told["to"], SHARED)
        self.assertIn("2 certificates of insurance", told["subject"])
        self.assertNotIn("Download them here", told["body"])
        names = [file["name"] for file in told["files"]]
        self.assertEqual(names, [each._get_filename() for each in certificates])
        self.log_in(self.csr)
        for file, certificate in zip(told["files"], certificates, strict=True):
            answer = self.url_open(file["url"])
            self.assertEqual(answer.content, certificate._get_document())
            self.assertEqual(len(answer.content), file["size"])
        self.assertEqual(self.url_open(f"/coi/send/{wizard.id}/0/9").status_code, 410)
        self.assertEqual(self.url_open(f"/coi/send/{wizard.id}/9/0").status_code, 410)
        self.log_in(self.manager)
        self.assertEqual(self.url_open(told["files"][0]["url"]).status_code, 404)

    def test_nothing_is_stored_by_looking(self):
        wizard = self.open(self.make_mixed().action_send())
        counted = (
            "coi.sending", "coi.delivery", "coi.enclosure", "coi.mailbox", "coi.link",
            "ir.attachment", "mail.mail",
        )  # fmt: skip

        def count():
            return [self.env[name].sudo().search_count([]) for name in counted]

        before = count()
        for row in wizard.get_screen()["rows"]:
            wizard.get_preview(row["number"])
        self.assertEqual(count(), before)

    def test_its_language_and_its_template(self):
        self.env["res.lang"].sudo()._activate_lang("es_ES")
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        other = template.copy({"name": "Short", "subject": "Good morning"})
        other.with_context(lang="es_ES").subject = "Buenos dias"
        self.env["coi.mailbox"].create({"email": "e@x.example", "lang": "es_ES"})
        certificates = self.make_mailed(A="a@x.example", E="e@x.example")
        wizard = self.open(certificates.action_send())
        subjects = [wizard.get_preview(n, other.id)["subject"] for n in (0, 1)]
        self.assertEqual(subjects, ["Good morning", "Buenos dias"])
        wizard.template_id = other
        self.open(wizard.action_send())
        [(_box, english), (_other_box, spanish)] = self.run_postman()
        self.assertIn(b"Subject: Good morning", english)
        self.assertIn(b"Subject: Buenos dias", spanish)

    def test_what_a_template_says_does_nothing_here(self):
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        template.body_html = (
            "<p>Hello</p><script>alert(1)</script><img src='x' onerror='alert(1)'/>"
        )
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        body = wizard.get_preview(0)["body"]
        self.assertIn("Hello", body)
        for evil in ("script", "onerror"):
            self.assertNotIn(evil, body)

    def test_a_link_opens_nothing(self):
        self.env["coi.mailbox"].create({"email": "a@x.example", "attach": "link"})
        wizard = self.open(self.make_mailed(A="a@x.example").action_send())
        told = wizard.get_preview(0)
        self.assertTrue(told["is_link"])
        self.assertIn("link.invalid", told["body"])
        self.assertEqual(told["files"], [])

    def test_what_is_no_mail_is_shown_too(self):
        wizard = self.open(self.make_mixed().action_send())
        [print_row] = wizard.get_screen("print")["rows"]
        told = wizard.get_preview(print_row["number"])
        self.assertEqual(
            told["why"], "One envelope by post, with 2 certificates in it."
        )
        self.assertEqual(len(told["files"]), 2)
        [missing] = wizard.get_screen(only="missing")["rows"]
        told = wizard.get_preview(missing["number"])
        self.assertEqual(told["why"], "No e-mail address")

    # ------------------------------------------------------ templates that fail

    def test_a_template_that_fails_for_one_sends_nothing(self):
        certificates = self.make_mailed(
            A="a@x.example", B="b@x.example", C="c@x.example"
        )
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        template.body_html = (
            '<p t-if="object.holder_name == \'B\'" t-out="object.nothing_of_it"/>'
            "<p>Hello</p>"
        )
        wizard = self.open(certificates.action_send())
        self.assertIn("nothing_of_it", wizard.get_preview(1)["fault"])
        self.assertIn("Hello", wizard.get_preview(0)["body"])
        for send in (
            wizard.action_send,
            lambda: self.env["coi.sending"].send(certificates.ids),
        ):
            with self.assertRaises(UserError) as caught:
                send()
            said = str(caught.exception)
            for words in ("Nothing was sent", "b@x.example (B)", "nothing_of_it"):
                self.assertIn(words, said)
            self.assertNotIn("Traceback", said)

    def test_a_mail_without_a_subject_is_refused(self):
        certificates = self.make_mailed(A="a@x.example")
        template = self.env.ref("coi_mass_generate.mail_template_delivery").sudo()
        template.subject = "{{ '' }}"
        with self.assertRaisesRegex(UserError, "no subject"):
            self.env["coi.sending"].send(certificates.ids)
