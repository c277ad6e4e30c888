"""Runs other programs, and says in one line what went wrong when they fail."""

import os
import shutil
import subprocess

from ..say import Stop


def run(command, **options):
    """Run to the end; output is captured unless the caller wants it elsewhere."""
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.STDOUT)
    command = [str(part) for part in command]
    return subprocess.run(command, text=True, check=False, **options)


def must(command, hint="", **options):
    """Run, and stop with the last lines of the output and a hint when it fails."""
    result = run(command, **options)
    if result.returncode:
        output = (result.stdout or "").strip().splitlines()
        told = next((one for one in output if one.startswith("E: ")), "")
        told = told or (output[-1] if output else f"exit code {result.returncode}")
        if "No space left" in (result.stdout or ""):
            told = "the disk is full"
        name = os.path.basename(str(command[0]))
        raise Stop(f"{name}: {told}. {hint}".strip())
    return result.stdout or ""


def is_root():
    return os.geteuid() == 0


def as_root():
    """The words that make a command run as root, or None when nobody may."""
    if is_root():
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    # A person at a terminal can still type the password.
    if shutil.which("sudo") and os.isatty(0):
        return ["sudo"]
    return None
