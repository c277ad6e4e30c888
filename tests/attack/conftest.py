"""Two agencies on a running server, and who is let loose on them."""

import pytest
import world as worlds
from fight import fight
from tools.machine import postgres
from tools.odoo import database


@pytest.fixture(scope="session")
def attacked():
    """The database of the two agencies and what is known of it; not to be changed."""
    with postgres.running(), database.temporary() as name:
        yield name, worlds.build(name)


@pytest.fixture(scope="session")
def battlefield(attacked):
    """``(world, url)``; nothing on it may change what is B's."""
    with fight(attacked) as field:
        yield field


@pytest.fixture(scope="module")
def opened(attacked):
    """The same with some locks taken off."""
    statements = [
        "UPDATE ir_rule SET active = false WHERE model_id IN"
        " (SELECT id FROM ir_model"
        " WHERE model IN ('coi.policy', 'coi.certificate', 'coi.master'))"
    ]
    with fight(attacked, *statements) as field:
        yield field
