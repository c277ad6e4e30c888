"""Turns Odoo's ``test_lint`` on our addons alone.

It checks every addon it can find, core's hundreds among them: minutes of work, and
core's own blemishes would hide ours.
"""

import subprocess
import sys
import types

from . import addons


def apply(after_import):
    tests = "odoo.addons.test_lint.tests"
    for name, change in (
        ("odoo.modules.module", _only_our_manifests),
        (f"{tests}.test_pylint", _only_our_paths),
        (f"{tests}.test_eslint", _only_some_files),
    ):
        sys.meta_path.insert(0, after_import(name, change))


def _only_our_manifests(module):
    ours = sorted(addons.all_ours())

    def all_addon_manifests():
        return [module.Manifest.for_addon(name) for name in ours]

    module.Manifest.all_addon_manifests = staticmethod(all_addon_manifests)
    module.get_modules = lambda: ours


def _only_our_paths(module):
    """This test always adds the folder of Odoo itself to what pylint reads."""
    core = module.tools.config.root_path

    def run(words, **options):
        return subprocess.run([one for one in words if one != core], **options)

    module.subprocess = types.SimpleNamespace(run=run)


def _only_some_files(module):
    """The rules for the point of sale need a plug-in even when there is no file."""
    check = module.TestESLint._test_eslint

    def check_some(self, modules, rules):
        if modules:
            check(self, modules, rules)

    module.TestESLint._test_eslint = check_some
