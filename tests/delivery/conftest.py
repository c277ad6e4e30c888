"""An agency with certificates to send, and a mail server to send them to."""

from contextlib import ExitStack

import pytest
from office import prepare
from post import FEW, SETTINGS, Post
from running_sink import RunningSink
from tools.machine import postgres
from tools.odoo import database


@pytest.fixture(scope="session")
def crowd():
    """``crowd(count)``: a database with certificates of so many holders; not to be
    changed."""
    made = {}
    with postgres.running(), ExitStack() as databases:

        def get(count):
            if count not in made:
                name = databases.enter_context(database.temporary())
                made[count] = prepare(name, count, SETTINGS)
            return made[count]

        yield get


@pytest.fixture
def sink(tmp_path):
    with RunningSink(tmp_path) as running:
        yield running


@pytest.fixture
def post(crowd, sink, request):
    """The agency and its sink, for one test; ``indirect`` is the number of holders."""
    count = getattr(request, "param", FEW)
    with database.temporary(crowd(count)) as name:
        yield Post(name, sink)
