"""Jobs open no way around the doors."""

from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.coi_mass_generate.tests.common.test_door_contexts import (
    iter_bare_sudo,
    iter_own_methods,
)

ADDON = Path(__file__).resolve().parents[1]


@tagged("post_install", "-at_install")
class TestJobsAreNoDoors(TransactionCase):
    def test_nothing_of_it_can_be_called_from_outside(self):
        """A job is the queue's to perform, and nobody else's."""
        own = iter_own_methods(self.registry, ADDON.name)
        bare = {
            f"{name}.{method}"
            for name, method, function in own
            if not hasattr(function, "_coi_door")
        }
        self.assertEqual(bare, set())
        extended = {
            name
            for name, model in self.registry.items()
            for owner in model.__mro__
            if owner.__module__.startswith(f"odoo.addons.{ADDON.name}.")
        }
        self.assertIn("coi.batch", extended)

    def test_what_acts_for_others_is_trusted(self):
        """A bare sudo() would act as the caller's context says."""
        self.assertTrue((ADDON / "models" / "coi_batch.py").exists())
        self.assertEqual(list(iter_bare_sudo(ADDON)), [])
