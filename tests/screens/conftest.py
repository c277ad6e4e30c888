"""A manager in front of the demo agency, whose certificates some holders have."""

import pytest
from places import INSURED
from renewing import PREPARE
from tools.odoo import script


@pytest.fixture(scope="session", autouse=True)
def renewing(agency, keys):
    """A renewal with an alarm, and a notice that was not sent."""
    script.run(agency, PREPARE)


@pytest.fixture(scope="session")
def issued(call, renewing):
    """A batch of certificates is there."""
    [insured] = call().find("res.partner", ["name", "=", INSURED])
    call()("coi.batch", "generate", insured_ids=[insured])


@pytest.fixture
def screen(sign_in):
    screen = sign_in("head")
    screen.page.set_viewport_size({"width": 1280, "height": 900})
    return screen
