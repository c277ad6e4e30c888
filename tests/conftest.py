"""One fresh server with the demo agency, its people and a browser, for all tests."""

import json

import plain  # noqa: F401 - makes the plain packages known to all tests
import pytest
from outside import Caller, Screen
from tools.machine import postgres
from tools.odoo import database, script, webclient
from tools.odoo.server import Server

# A second CSR and their manager, one of another company, and an employee without any
# right to certificates: beside the demo data's own CSR, whose login is "csr". Passwords
# are the logins.
PEOPLE = """
import json
from datetime import timedelta
from odoo.fields import Command, Datetime

other = env["res.company"].create({"name": "Sundown Insurance Services"})
def hire(login, group, company):
    return env["res.users"].create({
        "name": login, "login": login, "password": login, "email": f"{login}@x.example",
        "group_ids": [Command.set([env.ref(group).id,
                                   env.ref("base.group_partner_manager").id])],
        "company_id": company.id, "company_ids": [Command.set(company.ids)],
    })
people = (
    env.ref("coi_mass_generate.demo_user")
    + hire("colleague", "coi_mass_generate.group_user", env.ref("base.main_company"))
    + hire("head", "coi_mass_generate.group_manager", env.ref("base.main_company"))
    + hire("elsewhere", "coi_mass_generate.group_user", other)
    + hire("outsider", "base.group_user", env.ref("base.main_company"))
)
until = Datetime.now() + timedelta(days=1)
keys = {
    user.login: env(user=user.id)["res.users.apikeys"]._generate("rpc", "tests", until)
    for user in people
}
env.cr.commit()
print(json.dumps(keys))
"""


@pytest.fixture(scope="session")
def agency():
    """The name of a new database with the addon and its demo data."""
    with postgres.running():
        with database.temporary(database.template_with_addon(demo=True)) as name:
            yield name


@pytest.fixture(scope="session")
def keys(agency):
    """API keys by login."""
    return json.loads(script.run(agency, PEOPLE).splitlines()[-1])


@pytest.fixture(scope="session")
def server(agency, keys):
    with Server(agency) as running:
        yield running


@pytest.fixture(scope="session")
def call(server, keys):
    """``call(login)``: the server as another program sees it, with that one's key."""
    return lambda login="csr": Caller(server.url, login, keys[login])


@pytest.fixture(scope="session")
def chrome():
    with webclient.browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def sessions():
    """Cookies of those who signed in already, by login."""
    return {}


@pytest.fixture
def sign_in(server, chrome, sessions):
    """``sign_in(login)``: a screen of that user; a script's error fails the test."""
    screens = []

    def sign_in(login="csr"):
        context = chrome.new_context(
            viewport={"width": 1440, "height": 900}, storage_state=sessions.get(login)
        )
        screens.append(Screen(context.new_page(), server.url))
        if login not in sessions:
            screens[-1].sign_in(login)
            sessions[login] = context.storage_state()
        return screens[-1]

    yield sign_in
    for screen in screens:
        screen.page.context.close()
    assert [error for screen in screens for error in screen.errors] == []
