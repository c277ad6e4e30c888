"""The web client, in a browser that a program moves."""

import contextlib

from playwright.sync_api import sync_playwright

from ..machine import chromium


@contextlib.contextmanager
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.FLAGS
        )
        yield started
        started.close()


def sign_in(page, url, login):
    """Passwords are the logins."""
    page.goto(f"{url}/web/login")
    page.fill("#login", login)
    page.fill("#password", login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
