from datetime import datetime, timedelta
from hashlib import sha256

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..agency import AgencyCase
from ..reading import read_pages

REPORT = "coi_mass_generate.report_coi_certificate"


@tagged("post_install", "-at_install")
class TestDoors(AgencyCase, HttpCase):
    """One engine: whichever way a certificate comes or goes, it is the same file."""

    def print_certificates(self, certificates):
        """*Print* in the form or list, as core's report code calls it."""
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        content, kind = reports._render_qweb_pdf(REPORT, certificates.ids)
        self.assertEqual(kind, "pdf")
        return content

    def test_every_way_out_gives_the_same_bytes(self):
        certificate = self.issue(self.ai_interest)
        archive = self.open_zip(certificate.batch_id)
        self.log_in(self.csr)
        url = f"/coi/certificate/{certificate.id}/pdf"
        ways = {
            "engine": self.get_pdf(certificate),
            "print": self.print_certificates(certificate),
            "zip": archive.read(archive.namelist()[0]),
            "open": self.url_open(url).content,
            "download": self.url_open(f"{url}?download=1").content,
            "report": self.url_open(f"/report/pdf/{REPORT}/{certificate.id}").content,
        }
        for way, content in ways.items():
            self.assertEqual(
                sha256(content).hexdigest(), certificate.sha256, f"by {way}"
            )

    def test_every_way_in_gives_the_same_page(self):
        """RPC, wizard and scheduled action make the same, save for the number."""
        by_rpc = self.issue(self.ai_interest)
        wizard = self.env["coi.generate"].create(
            {
                "scope": "interests",
                "scope_ids": self.ai_interest.ids,
                "selected_ids": self.ai_interest.ids,
                "insured_ids": self.beacon.ids,
                "issue_date": "2026-03-02",
                "confirm_warnings": True,  # nothing has changed since
            }
        )
        result = wizard.action_generate()["params"]
        by_wizard = self.env["coi.batch"].browse(result["batch_id"]).certificate_ids
        self.agency.coi_click_limit = 0
        behind = self.generate(self.ai_interest)
        self.assertEqual(behind.worker, "cron")
        self.env["coi.runner"]._run_chunk(behind._get_waiting())
        by_cron = behind.certificate_ids
        for made in (by_wizard, by_cron):
            self.assertEqual(made.content_hash, by_rpc.content_hash)
            self.assertEqual(made.master_id, by_rpc.master_id)

    def test_another_program_generates_over_http(self):
        """JSON-2, with an API key, as the README shows it."""
        keys = self.env["res.users.apikeys"].with_user(self.csr)
        tomorrow = datetime.now() + timedelta(days=1)
        key = keys._generate("rpc", "Management system", tomorrow)
        self.env.flush_all()
        response = self.url_open(
            "/json/2/coi.batch/generate",
            json={"interest_ids": self.ai_interest.ids, "issue_date": "2026-03-02"},
            headers={"Authorization": f"bearer {key}"},
        )
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(response.json()["done"], 1)
        with mute_logger("odoo.http"):
            refused = self.url_open(
                "/json/2/coi.batch/generate",
                json={"interest_ids": []},
                headers={"Authorization": f"bearer {key}"},
            )
        self.assertEqual(refused.status_code, 422)
        self.assertIn("No holder is selected", refused.json()["message"])

    def test_the_screen_lists_candidates_over_http(self):
        self.log_in(self.csr)
        args = ["insureds", [], self.beacon.ids, self.agency.id, "2026-03-02", []]
        params = {"model": "coi.generate", "method": "get_candidates"}
        response = self.url_open(
            "/web/dataset/call_kw/coi.generate/get_candidates",
            json=self.build_rpc_payload({**params, "args": args, "kwargs": {}}),
        )
        names = [row["name"] for row in response.json()["result"]]
        self.assertEqual(len(names), 4)
        self.assertIn("Adams Property Management", names)

    def test_printing_several_gives_one_file_in_their_order(self):
        batch = self.generate(self.plain_interest | self.ai_interest)
        made = batch._get_certificates()[::-1]
        pages = read_pages(self.print_certificates(made))
        self.assertEqual(len(pages), 2)
        for page, certificate in zip(pages, made, strict=True):
            self.assertIn(certificate.number, page.text)

    def test_printing_does_not_draw_anew(self):
        certificate = self.issue(self.plain_interest)
        self.adams.name = "Somebody Else"
        [page] = read_pages(self.print_certificates(certificate))
        self.assertNotIn("Somebody Else", page.text)

    def test_another_report_of_an_integrator_is_left_alone(self):
        """A covering letter on certificates is not replaced by the certificates."""
        name = "coi_mass_generate.test_letter"
        view = {"name": name, "key": name, "type": "qweb"}
        arch = f"<t t-name='{name}'><main>Dear Sirs</main></t>"
        self.env["ir.ui.view"].sudo().create({**view, "arch": arch})
        report = {"name": name, "report_name": name, "report_type": "qweb-pdf"}
        reports = self.env["ir.actions.report"].sudo()
        letter = reports.create({**report, "model": "coi.certificate"})
        certificate = self.issue(self.plain_interest)
        # Without force_report_rendering core gives tests the HTML it would draw.
        content, _kind = letter._render_qweb_pdf(name, certificate.ids)
        self.assertIn(b"Dear Sirs", content)

    def test_the_batchs_download(self):
        batch = self.generate(self.plain_interest | self.ai_interest)
        self.log_in(self.csr)
        response = self.url_open(f"/coi/batch/{batch.id}/download")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn(
            "Beacon%20Roofing%20Sons%20LLC%20-%20certificates%202026-03-02.zip",
            response.headers["Content-Disposition"],
        )
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        self.assertEqual(response.content, self.get_output(batch))

    def test_the_combined_download(self):
        batch = self.generate(self.plain_interest | self.ai_interest, output="pdf")
        self.log_in(self.csr)
        response = self.url_open(f"/coi/batch/{batch.id}/download")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(len(read_pages(response.content)), 2)

    def test_an_expired_download_is_refused_in_words(self):
        self.agency.sudo().coi_keep_downloads_days = 0
        batch = self.generate(self.plain_interest, save_history=False)
        self.log_in(self.csr)
        response = self.url_open(f"/coi/batch/{batch.id}/download")
        self.assertEqual(response.status_code, 410)
        self.assertIn("no longer available", response.text)

    def test_a_tampered_certificate_is_refused_in_words(self):
        certificate = self.issue(self.plain_interest)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE coi_certificate SET sha256 = 'x' WHERE id = %s", certificate.ids
        )
        self.env.invalidate_all()
        self.log_in(self.csr)
        response = self.url_open(f"/coi/certificate/{certificate.id}/pdf")
        self.assertEqual(response.status_code, 410)
        self.assertIn("was changed", response.text)
        self.assertNotIn(b"%PDF", response.content)

    def test_a_copy_of_what_is_cancelled_is_marked(self):
        certificate = self.issue(self.plain_interest)
        certificate._cancel("Wrong project")
        self.log_in(self.csr)
        action = certificate.action_open_marked_pdf()
        response = self.url_open(action["url"])
        self.assertIn("CANCELED", read_pages(response.content)[0].text)
        self.assertIn("canceled", response.headers["Content-Disposition"])
        archived = self.url_open(certificate.action_open_pdf()["url"]).content
        self.assertEqual(sha256(archived).hexdigest(), certificate.sha256)

    def test_the_file_shows_in_the_browser_under_its_name(self):
        self.adams.name = "Smith & Sons, “Łódź”"
        certificate = self.issue(self.plain_interest)
        self.log_in(self.csr)
        url = f"/coi/certificate/{certificate.id}/pdf"
        shown = self.url_open(url).headers["Content-Disposition"]
        saved = self.url_open(f"{url}?download=1").headers["Content-Disposition"]
        self.assertTrue(shown.startswith("inline"))
        self.assertTrue(saved.startswith("attachment"))
        self.assertIn(certificate.number, shown)
