from collections import defaultdict
from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields, models
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase

# What all fields that lead to other records are made of.
[RELATIONAL] = [one for one in fields.Many2one.__mro__ if one.__name__ == "_Relational"]
# Fields that are worked out of more than they name, because nothing could name it: a
# screen that shows them asks anew.
JUDGED = {
    ("coi.additional.interest", name)
    for name in (
        "verdict", "verdict_text", "description_preview", "description_fit",
        "holder_fit",
    )
} | {
    ("res.partner", name)
    for name in (
        "coi_policy_strip", "coi_in_force_count", "coi_next_expiration",
        "coi_blocked_text",
    )
} | {
    # What the page would say now; an insured that not everybody may see; and what is
    # counted of those the user may see.
    ("coi.policy", "count_outdated"), ("coi.batch", "display_name"),
    ("res.partner", "coi_delivery_count"),
    ("coi.policy", "paper_count"), ("coi.policy", "suggested_id"),
    # Whether there are later terms of what its last certificate shows.
    ("coi.additional.interest", "last_standing"),
    ("coi.additional.interest", "later_policy_ids"),
    ("coi.additional.interest", "later_text"),
    ("coi.additional.interest", "is_renewed_since"),
}  # fmt: skip
# What belongs to the user or the system and not to the record.
AROUND = ("res.users", "res.lang", "res.groups", "ir.")


class Reads:
    """What computed fields read of records while they are worked out."""

    def __init__(self):
        self.found = defaultdict(set)
        self._frames = [None]

    def note(self, field):
        if self._frames[-1] and field.name != "id":
            self.found[self._frames[-1]].add((field.model_name, field.name))

    @contextmanager
    def frame(self, field):
        self._frames.append(field)
        try:
            yield
        finally:
            self._frames.pop()

    def noting(self, get):
        def read(field, records, *args):
            if records is not None:
                self.note(field)
            return get(field, records, *args)

        return read

    def computing(self, compute):
        def work(records, field):
            with self.frame(field):
                return compute(records, field)

        return work

    def apart(self, check):
        """Rules of access read records too; they are not what is worked out."""

        def look(records, *args):
            with self.frame(None):
                return check(records, *args)

        return look


def is_ours(model, field):
    compute = getattr(type(model), str(field.compute), field.compute)
    return compute.__module__.startswith("odoo.addons.coi_mass_generate.")


@tagged("post_install", "-at_install")
class TestDepends(AgencyCase):
    """What is worked out of a record follows when that record is corrected."""

    def setUp(self):
        super().setUp()
        self.ai_interest.description = "Built {nonsense}."
        self.generate(self.plain_interest | self.ai_interest | self.bank_interest)
        self.env = self.env_of(self.manager)
        form = self.env["coi.form"]._get_usable(ISSUE_DATE)
        texas = {"form_id": form.id, "state_id": self.get_state("TX").id}
        self.env["coi.state.approval"].create({**texas, "reference": "4711"})

    def watch(self):
        reads = Reads()
        base = models.BaseModel
        for owner, name, wrap in (
            (fields.Field, "__get__", reads.noting),
            (RELATIONAL, "__get__", reads.noting),
            (base, "_compute_field_value", reads.computing),
            (base, "_check_access", reads.apart),
        ):
            self.enterContext(patch.object(owner, name, wrap(vars(owner)[name])))
        return reads

    def iter_computed(self):
        for model in self.env.values():
            if model._abstract or model._transient or not model.has_access("read"):
                continue
            for field in model._fields.values():
                if field.compute and not field.related and is_ours(model, field):
                    yield model, field

    def get_named(self, field):
        """``{(model, field)}`` of all that ``@api.depends`` names of ``field``."""
        named = set()
        for path in self.registry.field_depends[field]:
            model = self.env[field.model_name]
            for name in path.split("."):
                each = model._fields[name]
                named.add((model._name, name))
                if each.type == "one2many":
                    named.add((each.comodel_name, each.inverse_name))
                model = self.env.get(each.comodel_name)
        return named

    def read_all(self):
        """Work out every computed field of some records of every model."""
        reads = self.watch()
        computed = list(self.iter_computed())
        for model, field in computed:
            for record in model.with_context(active_test=False).search([], limit=20):
                self.env.invalidate_all()
                record.mapped(field.name)
        self.assertGreater(len(computed), 40)
        return {field: reads.found[field] for _model, field in computed}

    def test_every_field_that_is_read_is_named(self):
        missing = {}
        for field, found in self.read_all().items():
            key = field.model_name, field.name
            if key in JUDGED:
                continue
            own = {(field.model_name, each.name) for each in self.get_siblings(field)}
            unnamed = {
                each
                for each in found - self.get_named(field) - own
                if not each[0].startswith(AROUND)
            }
            if unnamed:
                missing[key] = sorted(unnamed)
        self.maxDiff = None
        self.assertEqual(missing, {})

    def get_siblings(self, field):
        """The fields that are worked out with it."""
        return self.registry.field_computed[field]

    def test_what_is_worked_out_of_translated_texts_is_kept_by_language(self):
        mixed = {}
        for field, found in self.read_all().items():
            by_lang = "lang" in self.registry.field_depends_context[field]
            texts = [
                each
                for each in found
                if self.is_by_language(self.env[each[0]]._fields[each[1]])
            ]
            if texts and not by_lang:
                mixed[field.model_name, field.name] = sorted(texts)
        self.assertEqual(mixed, {})

    def is_by_language(self, field):
        context = self.registry.field_depends_context[field]
        return bool(field.translate) or "lang" in context

    def test_a_policy_is_called_by_its_lines_name_of_now(self):
        self.assertEqual(self.gl.display_name, "Commercial general liability GL-100")
        self.gl.coverage_id.sudo().name = "General liability"
        self.assertEqual(self.gl.display_name, "General liability GL-100")
        self.assertEqual(self.gl.series_id.display_name, "General liability GL-100")
