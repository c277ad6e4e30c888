"""Databases with thousands of holders, cloned for every test."""

import pytest
from office import HOLDERS, prepare
from tools.machine import postgres
from tools.odoo import database


@pytest.fixture(scope="session")
def crowd():
    """The name of a database with an insured of HOLDERS holders; not to be changed."""
    with postgres.running():
        with database.temporary() as name:
            yield prepare(name, HOLDERS)


@pytest.fixture
def agency(crowd):
    """A copy of it for one test."""
    with database.temporary(crowd) as name:
        yield name
