"""A manager in front of the demo agency, whose certificates some holders have."""

import pytest
from places import INSURED


@pytest.fixture(scope="session")
def issued(call):
    """A batch of certificates is there."""
    [insured] = call().find("res.partner", ["name", "=", INSURED])
    call()("coi.batch", "generate", insured_ids=[insured])


@pytest.fixture
def screen(sign_in):
    screen = sign_in("head")
    screen.page.set_viewport_size({"width": 1280, "height": 900})
    return screen
