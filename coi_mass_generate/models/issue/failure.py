"""What goes wrong while certificates are made: whose fault it is, in which words."""

import errno
import logging

from psycopg2 import InterfaceError, OperationalError, errors

from odoo.exceptions import ConcurrencyError, UserError

_logger = logging.getLogger(__name__)

# What another transaction caused, and what passes when it is tried again.
CONCURRENCY = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    ConcurrencyError,
)
# The connection, the server or its disk is gone: this transaction is undone.
LOST = (OperationalError, InterfaceError)
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def get_causes(error):
    """``error`` and what it was raised from, outermost first."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def raise_passing(error):
    """Raise ``error`` again where the database, and no holder, is the reason."""
    causes = list(get_causes(error))
    if any(isinstance(one, errors.UniqueViolation) for one in causes):
        # Two transactions used the same number or line; in the click, too, the second
        # is then made anew from what the first has stored.
        raise ConcurrencyError(str(error)) from error
    if any(isinstance(one, CONCURRENCY + LOST) for one in causes):
        raise error


def explain(env, error, line=None):
    """What to tell the user about ``error``; the rest is in the log.

    :param line: ``coi.batch.line`` record it befell; None: a draft
    """
    if isinstance(error, UserError):
        return str(error)
    name = f"Batch line {line.id}" if line else "Draft"
    _logger.error("%s failed", name, exc_info=error)
    causes = [one for one in get_causes(error) if isinstance(one, OSError)]
    if any(cause.errno in DISK_FULL for cause in causes):
        return env._(
            "The server's disk is full: the certificate could not be saved. Ask your "
            "administrator for space, then retry the failed holders."
        )
    if not line:
        return env._(
            "The draft could not be drawn. The administrator finds the reason in the "
            "log."
        )
    return env._(
        "The certificate could not be drawn. The administrator finds the reason in "
        "the log under batch line %(line)s.",
        line=line.id,
    )
