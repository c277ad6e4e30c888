"""Doors for programs, and who finds them closed."""

import pytest
import requests
from papers import BLOCKED, BRAMBLE, GRANITE, check_combined, check_zip


@pytest.fixture(scope="module")
def batch(call):
    """The answer of a run of all of one insured's holders, by RPC."""
    [insured] = call().find("res.partner", ["name", "=", GRANITE])
    return call()("coi.batch", "generate", insured_ids=[insured])


@pytest.fixture(scope="module")
def certificate(call, batch):
    """The path of one certificate's PDF."""
    made = call().find("coi.certificate", ["batch_id", "=", batch["batch_id"]])
    return f"/coi/certificate/{made[0]}/pdf"


def test_another_program_generates(call, batch):
    assert {key: batch[key] for key in ("selected", "done", "blocked", "failed")} == {
        "selected": 9,
        "done": 8,
        "blocked": 1,
        "failed": 0,
    }
    assert [reason["holder"] for reason in batch["reasons"]] == [BLOCKED]
    answer = call().download(batch["download_url"])
    assert answer.headers["Content-Type"] == "application/zip"
    check_zip(answer.content, GRANITE)


def test_another_program_asks_for_one_combined_pdf(call):
    [insured] = call().find("res.partner", ["name", "=", BRAMBLE])
    made = call()(
        "coi.batch",
        "generate",
        insured_ids=[insured],
        output="pdf",
        save_history=False,
    )
    answer = call().download(made["download_url"])
    assert answer.headers["Content-Type"] == "application/pdf"
    check_combined(answer.content, BRAMBLE)


def test_another_program_is_refused_in_words(call):
    answer = call().ask("coi.batch", "generate", interest_ids=[])
    assert answer.status_code == 422
    assert "No holder is selected" in answer.json()["message"]


def test_nobody_downloads_unknown(call, server, batch, certificate):
    for path in (batch["download_url"], certificate):
        answer = requests.get(server.url + path, allow_redirects=False, timeout=60)
        assert answer.status_code == 303
        assert "/web/login" in answer.headers["Location"]


@pytest.mark.parametrize("login", ["elsewhere", "outsider"])
def test_whose_it_is_not_finds_nothing(call, batch, certificate, login):
    for path in (batch["download_url"], certificate, "/coi/batch/999999/download"):
        answer = call(login).download(path)
        assert answer.status_code == 404
        assert b"COI-" not in answer.content


def test_without_the_right_nothing_is_generated(call):
    [interest, *_others] = call().find("coi.additional.interest")
    answer = call("outsider").ask("coi.batch", "generate", interest_ids=[interest])
    assert answer.status_code == 403
    assert "You may not issue certificates" in answer.json()["message"]


def test_another_companys_holders_are_not_generated(call):
    [interest, *_others] = call().find("coi.additional.interest")
    answer = call("elsewhere").ask("coi.batch", "generate", interest_ids=[interest])
    assert answer.status_code == 403
    assert call("elsewhere").find("coi.certificate") == []


def test_without_the_right_nothing_is_shown(sign_in, call):
    screen = sign_in("outsider")
    screen.page.click(".o_navbar_apps_menu button")
    screen.page.wait_for_selector(".o-dropdown--menu .o_app:has-text('Contacts')")
    apps = screen.page.locator(".o-dropdown--menu .o_app").all_inner_texts()
    assert "Contacts" in apps and "Certificates" not in apps
    [insured] = call("outsider").find("res.partner", ["name", "=", GRANITE])
    screen.page.goto(f"{screen.url}/odoo/contacts/{insured}")
    screen.page.wait_for_selector(".o_form_view")
    shown = screen.page.inner_text(".o_form_view")
    assert "Additional Interests" not in shown and "Certificates" not in shown
