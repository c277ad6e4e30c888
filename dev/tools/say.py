"""What a person reads: short lines, and one clear line when something is missing."""

import signal
import sys


class Stop(Exception):
    """Ends a command with one line for the person, without a traceback."""


def line(text):
    print(text, flush=True)


def note(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(function):
    """Run a command: its return value is the exit code, a Stop is one line."""
    # Being told to end is like Ctrl-C: what was started is ended in order.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        sys.exit(function())
    except Stop as stop:
        print(f"Error: {stop}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
