"""The server from outside: what another program calls, and what a person clicks."""

from email.message import Message

import requests
from tools.odoo import webclient

LIST = ".o_list_renderer .o_data_row"
PICKER = ".modal .o_coi_holder_picker"
GENERATE = ".modal footer [name=action_generate]"
# The form knows what is checked: how many are made, or that there are warnings.
KNOWN = """() => document.querySelector(".modal [name=confirm_warnings] input") ||
    /\\d/.test(document.querySelector(".modal [name=action_generate]").innerText)"""


def is_for_pdf(request):
    return "/coi/certificate/" in request.url


class Caller:
    """Calls over HTTP, with an API key, and downloads with a browser's session."""

    def __init__(self, url, login, key):
        self.url = url
        self.login = login
        self.headers = {"Authorization": f"bearer {key}"}

    def ask(self, model, method, **values):
        """The bare answer of ``/json/2/<model>/<method>``."""
        address = f"{self.url}/json/2/{model}/{method}"
        return requests.post(address, json=values, headers=self.headers, timeout=120)

    def __call__(self, model, method, **values):
        answer = self.ask(model, method, **values)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def find(self, model, *domain):
        """Ids of the records that match."""
        return self(model, "search", domain=list(domain))

    def download(self, path):
        """The bare answer to a signed-in browser; redirections are not followed."""
        with requests.Session() as session:
            page = session.get(f"{self.url}/web/login", timeout=60)
            token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
            form = {"login": self.login, "password": self.login, "csrf_token": token}
            session.post(f"{self.url}/web/login", data=form, timeout=60)
            return session.get(self.url + path, allow_redirects=False, timeout=120)


class Screen:
    """A person in front of the web client."""

    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.errors = []
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, login):
        webclient.sign_in(self.page, self.url, login)

    def open(self, action):
        """The list behind a menu, by the name of its action."""
        self.page.goto(f"{self.url}/odoo/action-coi_mass_generate.{action}")
        self.page.wait_for_selector(".o_list_renderer")

    def open_record(self, action, name):
        self.open(action)
        self.page.click(f"{LIST}:has-text('{name}') .o_data_cell")
        self.page.wait_for_selector(".o_form_view")

    def open_wizard(self, insured):
        """From the insured's tab, as the founding page has it."""
        self.open_record("action_insureds", insured)
        self.page.click("[name=action_coi_generate]")
        self.wait_for_rows()

    def choose_action(self, name, *rows):
        """Check ``rows`` of the list and choose ``name`` from its Actions."""
        for row in rows:
            self.page.click(f"{LIST}:has-text('{row}') .o_list_record_selector input")
        self.page.click(".o_cp_action_menus button:has-text('Actions')")
        self.page.click(f".o-dropdown-item:has-text('{name}')")
        self.wait_for_rows()

    def wait_for_rows(self):
        self.page.wait_for_selector(f"{PICKER} .o_coi_rows[aria-busy=false]")

    def check_all(self):
        self.page.click(".o_coi_check_all")

    def get_count(self):
        return " ".join(self.page.inner_text(".o_coi_count").split())

    def wait_for_count(self, text):
        self.page.wait_for_selector(f".o_coi_count:has-text('{text}')")

    def generate(self, clicks=1):
        """The bytes of the file that comes down, with the batch on the screen."""
        self.confirm()
        with self.page.expect_download(timeout=60_000) as download:
            self.page.click(GENERATE, click_count=clicks, delay=20)
        self.wait_for_batch()
        return self.read(download.value)

    def generate_one(self):
        """Name and bytes of the PDF that is opened for a single holder, with the batch
        on the screen."""
        self.confirm()
        context = self.page.context
        with context.expect_event("request", is_for_pdf, timeout=60_000) as request:
            self.page.click(GENERATE)
        self.wait_for_batch()
        answer = context.request.get(request.value.url)
        header = Message()
        header["Content-Disposition"] = answer.headers["content-disposition"]
        return header.get_filename(), answer.body()

    def confirm(self):
        """Check every box that holds the button back."""
        self.page.wait_for_function(KNOWN)
        warnings = self.page.locator(".modal [name=confirm_warnings] input")
        if warnings.is_visible():
            warnings.check()
        for serious in self.page.locator(".modal .o_coi_serious input").all():
            serious.check()

    def wait_for_batch(self):
        self.page.wait_for_selector(".o_form_view .o_coi_progress")

    def read(self, download):
        with open(download.path(), "rb") as file:
            return file.read()

    def download_again(self):
        """The bytes behind the batch's button."""
        with self.page.expect_download() as download:
            self.page.click("[name=action_download]")
        return self.read(download.value)

    def get_number(self, name):
        """A count of the batch on the screen, by its name in the progress; of what
        there is none, nothing is said."""
        count = self.page.locator(f".o_form_view .o_coi_progress_{name} b")
        return int(count.inner_text()) if count.count() else 0

    def get_refusal(self):
        """The words of the dialog that refuses, which is then closed."""
        dialog = self.page.locator(".modal:has(.o_error_dialog), .o_error_dialog").last
        text = dialog.inner_text()
        dialog.get_by_role("button", name="Close").last.click()
        return text

    def set_issue_date(self, day):
        self.page.click(".modal [name=issue_date] button")
        self.page.fill(".modal [name=issue_date] input", day.strftime("%m/%d/%Y"))
        self.page.press(".modal [name=issue_date] input", "Tab")
