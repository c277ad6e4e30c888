"""The sink as tests hold it: started, told what to do, and read."""

import contextlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tools.machine import processes

PROGRAM = Path(__file__).with_name("sink.py")


class RunningSink:
    """A sink in a process of its own; its log outlives it.

    :param folder: where its control and its log are
    """

    def __init__(self, folder):
        self.control, self.log = Path(folder, "control.json"), Path(folder, "log.jsonl")
        self.told, self.process, self.port = {}, None, None

    def __enter__(self):
        self.tell()
        self.log.touch()
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM, self.control, self.log],
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=processes.end_with_parent,
        )
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.stdout.close()

    def tell(self, **control):
        """Change what it does; None takes it back."""
        self.told = {**self.told, **control}
        kept = {key: each for key, each in self.told.items() if each is not None}
        new = self.control.with_suffix(".new")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(self.control)

    def read(self):
        """The mails it has, as dicts, in the order they came."""
        lines = self.log.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def count_ids(self):
        """How often it was given each Message-ID."""
        return Counter(mail["message_id"] for mail in self.read())
