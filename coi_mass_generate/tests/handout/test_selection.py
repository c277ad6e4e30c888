from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..agency import AgencyCase
from ..reading import read_bookmarks, read_pages

TITLE = "Beacon Roofing Sons LLC - certificates 2026-03-02"


class SelectionCase(AgencyCase):
    def setUp(self):
        super().setUp()
        interests = self.plain_interest | self.ai_interest | self.bank_interest
        self.certificates = self.generate(interests).certificate_ids.sorted("id")

    def open_download(self, certificates, **vals):
        action = certificates.action_download()
        wizard = certificates.env[action["res_model"]].browse(action["res_id"])
        wizard.write(vals)
        return wizard

    def get_entries(self, wizard):
        names = self.open_zip(wizard).namelist()
        return [name.split(" ", 1)[1] for name in names if name != "index.csv"]


@tagged("post_install", "-at_install")
class TestSelection(SelectionCase):
    """What somebody picks out of the issued certificates leaves as it was issued."""

    def test_each_file_is_what_was_issued(self):
        archive = self.open_zip(self.open_download(self.certificates))
        entries = archive.infolist()[:-1]
        for entry, certificate in zip(entries, self.certificates, strict=True):
            self.assertEqual(archive.read(entry), self.get_pdf(certificate))
            self.assertEqual(entry.filename, certificate._get_filename())

    def test_files_bear_the_date_of_issue(self):
        later = self.generate(
            self.coastal_interest, issue_date="2026-03-05"
        ).certificate_ids
        archive = self.open_zip(self.open_download(self.certificates | later))
        days = {entry.filename: entry.date_time[:3] for entry in archive.infolist()}
        self.assertEqual(sorted(days.values()), [(2026, 3, 2)] * 3 + [(2026, 3, 5)] * 2)
        self.assertEqual(days["index.csv"], (2026, 3, 5))

    def test_it_is_called_after_the_insured_and_the_dates(self):
        wizard = self.open_download(self.certificates, output="pdf")
        self.assertEqual(wizard._get_filename(), f"{TITLE}.pdf")
        later = self.generate(
            self.coastal_interest, issue_date="2026-03-05"
        ).certificate_ids
        wizard = self.open_download(self.certificates | later)
        self.assertEqual(
            wizard._get_filename(),
            "2 insureds - certificates 2026-03-02 to 2026-03-05.zip",
        )

    def test_an_insured_renamed_since_is_one_insured(self):
        self.beacon.name = "Beacon Group: *East*"
        later = self.issue(self.plain_interest)
        wizard = self.open_download(self.certificates[:2] | later)
        self.assertEqual(
            wizard._get_filename(), "Beacon Group East - certificates 2026-03-02.zip"
        )

    def test_as_one_pdf_in_the_order_of_the_list(self):
        chosen = self.certificates.sorted("id", reverse=True)
        content = self.get_output(self.open_download(chosen, output="pdf"))
        self.assertEqual(
            [title for title, _page in read_bookmarks(content)],
            [f"{each.number} {each.holder_name}" for each in chosen],
        )
        self.assertEqual(len(read_pages(content)), 3)

    def test_twice_the_same_bytes(self):
        for output in ("zip", "pdf"):
            wizard = self.open_download(self.certificates, output=output)
            self.assertEqual(self.get_output(wizard), self.get_output(wizard))

    def test_what_is_not_valid_any_more_is_left_out_and_told(self):
        self.certificates[0]._cancel("Wrong project.")
        self.issue(self.ai_interest)  # supersedes the second
        wizard = self.open_download(self.certificates)
        counts = (
            wizard.count_issued,
            wizard.count_superseded,
            wizard.count_cancelled,
            wizard.is_all,
        )
        self.assertEqual(counts, (1, 1, 1, False))
        self.assertEqual(self.get_entries(wizard), ["Commonwealth Bank.pdf"])

    def test_or_it_comes_marked_in_its_name(self):
        self.certificates[0]._cancel("Wrong project.")
        self.issue(self.ai_interest)
        wizard = self.open_download(self.certificates, is_all=True)
        names = [
            "Adams Property Management (canceled)",
            "Bay State Builders Inc (superseded)",
            "Commonwealth Bank",
        ]
        self.assertEqual(self.get_entries(wizard), [f"{name}.pdf" for name in names])
        wizard.output = "pdf"
        marks = [title for title, _page in read_bookmarks(self.get_output(wizard))]
        self.assertTrue(marks[0].endswith("Adams Property Management (canceled)"))
        self.assertTrue(marks[2].endswith("Commonwealth Bank"))
        # The file itself is what it was.
        archive = self.open_zip(self.open_download(self.certificates, is_all=True))
        content = archive.read(archive.namelist()[0])
        self.assertEqual(content, self.get_pdf(self.certificates[0]))

    def test_of_nothing_but_canceled_ones_all_are_offered(self):
        for each in self.certificates[:2]:
            each._cancel("Wrong project.")
        wizard = self.open_download(self.certificates[:2])
        self.assertTrue(wizard.is_all)
        self.assertEqual(len(self.get_entries(wizard)), 2)
        wizard.is_all = False
        with self.assertRaisesRegex(
            UserError, "None of these certificates is still valid"
        ):
            wizard.action_download()

    def test_one_is_its_own_file(self):
        [certificate] = self.certificates[:1]
        self.assertEqual(
            certificate.action_download(), certificate.action_download_pdf()
        )
        certificate._cancel("Wrong project.")
        self.assertTrue(certificate._get_filename().endswith("nt (canceled).pdf"))

    def test_none_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "No certificate is selected"):
            self.certificates[:0].action_download()

    def test_more_than_the_screen_passes_on_are_not_cut_silently(self):
        settings = self.env["ir.config_parameter"].sudo()
        settings.set_param("web.active_ids_limit", "3")
        with self.assertRaisesRegex(UserError, "At most 2 certificates"):
            self.certificates.action_download()
        self.assertTrue(self.certificates[:2].action_download())

    def test_queries_do_not_grow_with_the_selection(self):
        few, many = (
            self.generate(
                self.make_interests(*(f"{n}-{i}" for i in range(n)))
            ).certificate_ids.ids
            for n in (3, 30)
        )

        def count(ids):
            chosen = self.env["coi.certificate"].browse(ids)
            return self.count_queries(
                lambda: self.get_output(self.open_download(chosen))
            )

        count(few)  # what is cached for ever is cached now
        self.assertEqual(count(many), count(few))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_what_one_may_read(self):
        theirs = self.certificates.with_env(self.env_of(self.other_csr))
        with self.assertRaises(AccessError):
            theirs.action_download()
        wizards = self.env_of(self.other_csr)["coi.certificate.download"]
        with self.assertRaises(AccessError):
            wizards.create({"chosen_ids": self.certificates.ids})
        # Not even with a selection of another's in its own window.
        forged = wizards.sudo().create({"chosen_ids": self.certificates.ids})
        with self.assertRaises(AccessError):
            self.get_output(forged.sudo(False))

    def test_the_list_shows_what_its_buttons_count(self):
        """Valid ones at first; the others are a click away."""
        self.certificates[0]._cancel("Wrong project.")
        self.issue(self.ai_interest)
        action = self.beacon.action_coi_open_certificates()
        self.assertTrue(safe_eval(action["context"])["search_default_issued"])
        shown = self.env["coi.certificate"].search(
            [*action["domain"], ("state", "=", "issued")]
        )
        self.assertEqual(self.beacon.coi_certificate_count, len(shown))
        batch = self.certificates.batch_id
        everything = batch.action_open_certificates()
        self.assertEqual(everything["context"], {})
        found = self.env["coi.certificate"].search(everything["domain"])
        self.assertEqual(batch.count_done, len(found))


@tagged("post_install", "-at_install")
class TestSelectionDownload(SelectionCase, HttpCase):
    """The same over the wire."""

    def setUp(self):
        super().setUp()
        self.wizard = self.open_download(self.certificates)
        self.url = self.wizard.action_download()["params"]["url"]

    def test_the_file_arrives_and_says_that_it_does(self):
        self.log_in(self.csr)
        response = self.url_open(f"{self.url}?token=a1")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.content, self.get_output(self.wizard))
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertEqual(self.opener.cookies["coi_download_a1"], "1")

    def test_a_token_writes_no_header(self):
        self.log_in(self.csr)
        self.url_open(f"{self.url}?token=a%0d%0aSet-Cookie:%20b=1")
        self.assertNotIn("b", self.opener.cookies)

    def test_nobody_else_gets_it(self):
        for user in (self.manager, self.other_csr):
            self.log_in(user)
            self.assertEqual(self.url_open(self.url).status_code, 404, user.name)

    def test_a_refusal_is_in_words(self):
        for each in self.certificates:
            each._cancel("Wrong project.")
        self.log_in(self.csr)
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 410)
        self.assertIn("None of these certificates is still valid", response.text)
