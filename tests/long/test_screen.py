"""A batch of thousands, watched in a browser from the click to the download."""

import time
import zipfile

import pytest
from office import BLOCKED, HOLDERS, Office, execute
from tools.odoo import webclient

pytestmark = pytest.mark.long

BAR = ".o_coi_progress"
TOAST = ".o_coi_finished"
# In prefork mode without a proxy no websocket can be had; Odoo logs every attempt.
NO_WEBSOCKET = [r"."]


@pytest.fixture
def office(agency):
    with Office(agency, ignore=NO_WEBSOCKET) as office:
        yield office


@pytest.fixture
def page(office):
    """A signed-in screen; an error of a script fails the test."""
    with webclient.browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        webclient.sign_in(page, office.server.url, "csr")
        yield page
    assert not errors


def generate(page, office):
    """Click the walk; the seconds until the screen is free, with the bar on it."""
    page.goto(f"{office.server.url}/odoo/res.partner/{office.insured}")
    page.get_by_role("tab", name="Additional Interests").click()
    page.click("[name=action_coi_generate]")
    page.wait_for_selector(".modal .o_coi_rows[aria-busy=false]")
    page.click(".o_coi_check_all")
    page.wait_for_selector(f".o_coi_count:has-text('{HOLDERS}')")
    start = time.monotonic()
    page.click(".modal footer [name=action_generate]")
    page.wait_for_selector(BAR)
    return time.monotonic() - start


def read(page):
    return " ".join(page.inner_text(BAR).split())


def watch(page):
    """[(second, text), …] of all that the bar has said, until it is finished."""
    start, seen = time.monotonic(), []
    while time.monotonic() - start < 120:
        text = read(page)
        if not seen or seen[-1][1] != text:
            seen.append((time.monotonic() - start, text))
        if "Finished" in text:
            return seen
        time.sleep(0.05)
    raise AssertionError(seen)


def test_progress_notification_and_download(page, office, tmp_path):
    generate(page, office)
    assert page.locator("[name=action_download]").count() == 0
    seen = watch(page)
    words = " / ".join(text for _second, text in seen)
    assert "a second" in words and "left" in words
    # Chunks of a third of a second, looked at once a second.
    assert len(seen) >= 3
    assert max(b[0] - a[0] for a, b in zip(seen, seen[1:], strict=False)) < 4
    last = seen[-1][1]
    assert f"Finished: {HOLDERS:,} holders" in last
    assert f"{HOLDERS - BLOCKED:,} done" in last
    assert f"{BLOCKED} blocked" in last
    assert "failed" not in last
    page.wait_for_selector(TOAST)
    with page.expect_download() as download:
        page.click(f"{TOAST} button:has-text('Download')")
    download.value.save_as(tmp_path / "made.zip")
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert len(archive.namelist()) == HOLDERS - BLOCKED + 1
    page.reload()
    page.wait_for_selector(BAR)
    assert read(page) == last, "opened later, it shows the same"
    assert page.locator(TOAST).count() == 0, "announced once"


def test_it_is_announced_wherever_the_user_is_then(page, office):
    generate(page, office)
    page.goto(f"{office.server.url}/odoo/contacts")
    page.wait_for_selector(TOAST)
    page.click(f"{TOAST} button:has-text('Open')")
    page.wait_for_selector(BAR)
    assert "Finished" in read(page)


def test_pause_resume_and_cancel(page, office):
    generate(page, office)
    page.click("[name=action_pause]")
    page.wait_for_selector(f"{BAR}:has-text('Paused')")
    time.sleep(3)
    paused = read(page)
    time.sleep(2)
    assert read(page) == paused
    page.click("[name=action_resume]")
    page.wait_for_selector(f"{BAR}:has-text('left')")
    page.click("[name=action_cancel]")
    page.click(".modal footer button:has-text('Cancel Batch')")
    told = page.wait_for_selector(".o_notification:has-text('is canceled')")
    assert "which stay" in told.inner_text()
    page.wait_for_selector(f"{BAR}:has-text('Canceled')")
    assert "canceled" in read(page)
    page.wait_for_selector("[name=action_download]")


def test_a_scheduled_action_that_is_off_is_told_on_the_batch(page, office):
    switch = "UPDATE ir_cron SET active = %s WHERE cron_name LIKE 'Certificates:%%'"
    execute(office.name, switch, False)
    generate(page, office)
    alert = page.wait_for_selector(".o_coi_alert").inner_text()
    assert "switched off" in alert
    [batch] = office.call("coi.batch", "search", domain=[])
    assert office.progress(batch)["waiting"] == HOLDERS - BLOCKED
    # Switched on again, as an administrator does it, it goes on by itself.
    execute(office.name, switch.replace("SET", "SET nextcall = now(),"), True)
    office.finish(batch)
    page.wait_for_selector(f"{BAR}:has-text('Finished')")
    assert page.locator(".o_coi_alert").count() == 0
