"""Odoo's own command line, with a notebook beside it.

Reading test results out of a log file by their looks breaks with the first message
that looks alike. Here the results and the warnings are written down where they
happen, one JSON object a line, into the file that COI_NOTEBOOK names.
"""

import importlib.util
import json
import logging
import os
import re
import sys
import threading

NOTEBOOK = "COI_NOTEBOOK"
IGNORED = "COI_IGNORE_LOG"  # what a test provokes on purpose
_lock = threading.Lock()


def write(kind, **what):
    path = os.environ.get(NOTEBOOK)
    if path:
        with _lock, open(path, "a", encoding="utf-8") as notebook:
            notebook.write(json.dumps({"kind": kind, **what}) + "\n")


class Notes(logging.Handler):
    """Writes down every warning and error that reaches the log."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.text = logging.Formatter()
        patterns = json.loads(os.environ.get(IGNORED) or "[]")
        self.ignored = [re.compile(one) for one in patterns]

    def emit(self, record):
        # The failure of a test is written down by the result, not a second time.
        if str(record.msg).startswith("%s: %s\n%s"):
            return
        text = record.getMessage()
        if any(one.search(text) for one in self.ignored):
            return
        try:
            write(
                "log",
                logger=record.name,
                level=record.levelname,
                path=record.pathname,
                text=text,
                trace=self._trace(record),
            )
        except Exception:
            self.handleError(record)

    def _trace(self, record):
        return self.text.formatException(record.exc_info) if record.exc_info else ""


def _name(test):
    """The full name of a test; a subtest goes by the name of its test."""
    while getattr(test, "test_case", None):
        test = test.test_case
    return test.id() if hasattr(test, "id") else str(test)


def watch_results(module):
    """Let Odoo's result object say what happened to each test."""
    result = module.OdooTestResult
    start, stop, skip, fail = (
        result.startTest,
        result.stopTest,
        result.addSkip,
        result.logError,
    )

    def start_test(self, test):
        write("started", test=_name(test))
        return start(self, test)

    def stop_test(self, test):
        write("stopped", test=_name(test))
        return stop(self, test)

    def add_skip(self, test, reason):
        write("skipped", test=_name(test), text=str(reason))
        return skip(self, test, reason)

    def log_error(self, flavour, test, error):
        text = self._exc_info_to_string(error, test)
        write("failed", test=_name(test), title=self.getDescription(test), text=text)
        return fail(self, flavour, test, error)

    result.startTest, result.stopTest = start_test, stop_test
    result.addSkip, result.logError = add_skip, log_error


class AfterImport:
    """Calls a function once a module was imported, however late that is.

    Importing Odoo's test framework ourselves would be too early: it pulls in models
    before the configuration is read.
    """

    def __init__(self, name, function):
        self.name, self.function = name, function

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            self.function(module)

        spec.loader.exec_module = exec_module
        return spec


def main():
    if os.environ.get(NOTEBOOK):
        logging.getLogger().addHandler(Notes())
        sys.meta_path.insert(0, AfterImport("odoo.tests.result", watch_results))
    for extra in filter(None, os.environ.get("COI_BEFORE_ODOO", "").split(",")):
        __import__(extra, fromlist=["apply"]).apply(AfterImport)
    from odoo.cli import main as odoo_main

    odoo_main()


if __name__ == "__main__":
    main()
