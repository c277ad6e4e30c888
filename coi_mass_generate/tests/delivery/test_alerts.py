from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from .post import PostCase


@tagged("post_install", "-at_install")
class TestAlerts(PostCase):
    """What is better known before mails are sent: each alert where it is due, and none
    where all is well."""

    def setUp(self):
        super().setUp()
        domain = self.env["mail.alias.domain"].sudo()
        self.agency.sudo().alias_domain_id = domain.create(
            {
                "name": "harborpoint.example",
                "bounce_alias": "bounce",
                "default_from": "csr@harborpoint.example",
            }
        )
        self.set_url("https://coi.harborpoint.example")
        self.certificates = self.make_mailed(A="a@x.example", B="b@x.example")

    def set_url(self, url):
        self.env["ir.config_parameter"].sudo().set_param("web.base.url", url)

    def use_links(self):
        for email in ("a@x.example", "b@x.example"):
            self.env["coi.mailbox"].create({"email": email, "attach": "link"})

    def open(self):
        action = self.certificates.action_send()
        return self.env["coi.send"].browse(action["res_id"])

    def get_alerts(self):
        return self.open().get_screen()["alerts"]

    def assert_said(self, *words):
        [alert] = self.get_alerts()
        for each in words:
            self.assertIn(each, alert)

    def test_where_all_is_well_nothing_is_said(self):
        self.assertEqual(self.get_alerts(), [])

    # -------------------------------------------------------------------- links

    def test_links_to_this_machine_are_dead(self):
        self.use_links()
        for url in ("http://localhost:8069", "http://127.0.0.1", "http://192.168.1.9"):
            self.set_url(url)
            self.assert_said("2 mails have a link", "dead", url, "web.base.url")

    def test_links_to_a_public_address_are_alive(self):
        self.use_links()
        self.assertEqual(self.get_alerts(), [])

    def test_files_need_no_address(self):
        self.set_url("http://localhost:8069")
        self.assertEqual(self.get_alerts(), [])

    # ------------------------------------------------------------------- server

    def test_no_mail_server(self):
        self.env["ir.mail_server"].sudo().search([]).active = False
        with patch.dict(config.options, {"smtp_server": "localhost"}):
            self.assert_said("No outgoing mail server is set up")
        with patch.dict(config.options, {"smtp_server": "relay.example"}):
            self.assertEqual(self.get_alerts(), [])

    def test_a_password_for_outlook(self):
        self.server.smtp_host = "smtp.office365.com"
        self.server.write({"smtp_user": "csr@harborpoint.example", "smtp_pass": "x"})
        self.assert_said("smtp.office365.com", "password", "OAuth")

    def test_a_password_elsewhere(self):
        self.server.write({"smtp_user": "csr@harborpoint.example", "smtp_pass": "x"})
        self.assertEqual(self.get_alerts(), [])

    def test_a_sender_that_is_rewritten(self):
        # A server without a filter of its own: Odoo then writes as its own address.
        self.agency.sudo().alias_domain_id.default_from = "notifications"
        self.assert_said(
            "does not send as csr@harborpoint.example",
            "will come from notifications@harborpoint.example",
        )
        self.server.from_filter = "harborpoint.example"
        self.assertEqual(self.get_alerts(), [])

    def test_no_place_for_reports(self):
        self.agency.sudo().alias_domain_id = False
        self.assert_said("not delivered", "bounce address")

    # ------------------------------------------------------------------ addons

    def test_an_old_addon_hides_refusals(self):
        addon = self.env["ir.module.module"].sudo()
        found = addon.search([("name", "=", "mail_tracking")])
        found = found or addon.create({"name": "mail_tracking"})
        # From here on it only looks installed; it is the row that is asked.
        found.write({"state": "installed", "latest_version": "19.0.1.0.5"})
        self.assert_said("mail_tracking 19.0.1.0.5", "19.0.1.0.6")
        found.latest_version = "19.0.1.0.10"
        self.assertEqual(self.get_alerts(), [])

    # --------------------------------------------------------------- blacklist

    def test_the_blacklist_is_for_mass_mails(self):
        self.env["mail.blacklist"].sudo().create({"email": "a@x.example"})
        self.assert_said("1 mailbox is on the blacklist", "unless you clear it")
        wizard = self.open()
        [row] = wizard.get_screen(only="opted_out")["rows"]
        self.assertEqual((row["to"], row["is_sent"]), ("a@x.example", True))
        self.assertEqual(row["marks"], ["On the blacklist"])
        wizard.action_send()
        boxes = [box for box, _mail in self.run_postman()]
        self.assertEqual(boxes, ["a@x.example", "b@x.example"])

    def test_of_two_on_the_blacklist_both_are_left_out(self):
        for email in ("a@x.example", "B@X.example"):
            self.env["mail.blacklist"].sudo().create({"email": email})
        self.assert_said("2 mailboxes are on the blacklist")
        wizard = self.open()
        wizard.pick(wizard.get_screen(only="opted_out")["found"], False)
        self.assertFalse(wizard.get_screen()["mails"])

    # ------------------------------------------------------------ where no mail is

    def test_paper_needs_no_mail_server(self):
        self.certificates.holder_id.coi_channel = "print"
        self.env["ir.mail_server"].sudo().search([]).active = False
        self.env.ref("coi_mass_generate.cron_postman").sudo().active = False
        with patch.dict(config.options, {"smtp_server": "localhost"}):
            self.assertEqual(self.get_alerts(), [])
