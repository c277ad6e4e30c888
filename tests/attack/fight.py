"""A copy of the two agencies to be attacked."""

import contextlib

import world as worlds
from tools.odoo import database
from tools.odoo.server import Server

# An attack fills the log with what is refused.
EVERYTHING = [""]


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
