"""An agency with certificates to send, and a mail server to send them to."""

import pytest
from office import prepare
from post import FEW, MANY, SETTINGS, Post
from running_sink import RunningSink
from tools.machine import postgres
from tools.odoo import database


@pytest.fixture(scope="session")
def crowd():
    """``crowd(count)``: a database with certificates of so many holders; not to be
    changed."""
    made = {}
    with postgres.running():
        with database.temporary() as few, database.temporary() as many:
            names = {FEW: few, MANY: many}

            def get(count):
                if count not in made:
                    made[count] = prepare(names[count], count, SETTINGS)
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
