"""Processes: who ends with whom, and whether one is still the one written down.

A number alone is not enough: the system hands it out again. Its start time is kept
beside it.
"""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def end_with_parent():
    """For ``preexec_fn``: the new process is ended when the one who began it dies.

    However it dies: a killed test run leaves no server behind. The kernel looks at the
    thread that began it, so begin processes in a thread that outlives them.
    """
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start_time(pid):
    """Start of a live process in clock ticks, or None when there is none."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            after_name = stat.read().rpartition(")")[2].split()
    except OSError:
        return None
    # A zombie has ended already, only its parent has not looked yet.
    return None if after_name[0] == "Z" else after_name[19]


def identity(pid=None):
    pid = pid or os.getpid()
    return f"{pid} {start_time(pid)}"


def is_alive(identity_text):
    pid, _, started = identity_text.strip().partition(" ")
    return pid.isdigit() and start_time(pid) is not None and start_time(pid) == started
