"""dev/test [pattern] [--long]: both kinds of tests, one count at the end."""

import argparse
import multiprocessing
import os
import time

from .. import say
from ..machine import postgres, processes
from . import black_box_tests, odoo_tests
from .black_box_tests import BlackBoxTests
from .odoo_tests import OdooTests
from .tally import Tally

# Of the parts, for two cores: one of them mostly waits.
AT_ONCE = 3


def _arguments():
    parser = argparse.ArgumentParser(prog="dev/test", description=__doc__)
    parser.add_argument("pattern", nargs="?", default="", help="part of a test's name")
    parser.add_argument("--long", action="store_true", help="the long tests too")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--odoo", action="store_true", help="only the addons' own tests")
    kinds.add_argument("--outside", action="store_true", help="only those in tests/")
    return parser.parse_args()


def _run(wanted):
    """Both kinds side by side, each in two parts: they share nothing, and half of the
    time of those from outside is waiting.

    The long ones stop what others need, such as the database: one after the other.
    """
    kinds, is_whole = [], not (wanted.pattern or wanted.long)
    for kind, parts, is_wanted in (
        (OdooTests, odoo_tests.PARTS, not wanted.outside),
        (BlackBoxTests, black_box_tests.PARTS, not wanted.odoo),
    ):
        for part in (parts if is_whole else ("",)) if is_wanted else ():
            kinds.append(kind(Tally(), wanted.pattern, wanted.long, part))
    whole = Tally()
    # In processes: whoever ends this command ends them, and with them what they run.
    with multiprocessing.Pool(
        1 if wanted.long else min(len(kinds), AT_ONCE), processes.end_with_parent
    ) as pool:
        for tally in pool.map(_count, kinds, chunksize=1):
            whole.add(tally)
        pool.close()
        pool.join()
    return whole


def _count(kind):
    try:
        kind.run()
    except KeyboardInterrupt:
        os._exit(130)  # what it ran has ended; there is nobody to tell
    return kind.tally


def main():
    wanted, start = _arguments(), time.monotonic()
    # Test databases are thrown away: losing the last second of one in a crash is no
    # loss, and every commit is faster. Nothing else is less durable than usual.
    os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
    with postgres.running():
        tally = _run(wanted)
    if not tally.executed:
        tally.fails("no test was executed", wanted.pattern or "no tests found")
    say.line(f"{time.monotonic() - start:.0f} s")
    tally.tell()
    return 1 if tally.failed else 0


if __name__ == "__main__":
    say.main(main)
