"""Two agencies on a running server, and who is let loose on them."""

import contextlib

import pytest
import world as worlds
from tools.machine import postgres
from tools.odoo import database
from tools.odoo.server import Server

# An attack fills the log with what is refused.
EVERYTHING = [""]


@pytest.fixture(scope="session")
def attacked():
    """The database of the two agencies and what is known of it; not to be changed."""
    with postgres.running(), database.temporary() as name:
        yield name, worlds.build(name)


@contextlib.contextmanager
def fight(attacked, *statements, **options):
    """A copy to be attacked, changed by SQL, and its server."""
    name, facts = attacked
    with database.temporary(name) as copy:
        for statement in statements:
            database.execute(statement, name=copy)
        with Server(copy, workers=2, ignore=EVERYTHING, **options) as server:
            with contextlib.closing(worlds.World(copy, facts)) as world:
                yield world, server.url


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
