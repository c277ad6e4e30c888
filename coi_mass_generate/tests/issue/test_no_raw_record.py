import json

from lxml import etree

from odoo.tests import tagged

from ..agency import ISSUE_DATE
from ..imports.lists import HARBOR, ImportCase

# What draws data that is no text; anything else would show it as it is stored.
DRAWS_DATA = {
    "coi_batch_findings",
    "coi_holder_picker",
    "coi_import_buckets",
}
HIDDEN = {"1", "True", "true"}


@tagged("post_install", "-at_install")
class TestNoRawRecord(ImportCase):
    """Whatever can be opened was made for people: never a form that Odoo makes up of
    all fields, never data as it is stored."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        interests = cls.ai_interest | cls.dover_interest
        env = cls.env_of(cls.manager)
        summary = env["coi.batch"].generate(
            interest_ids=interests.ids,
            issue_date=str(ISSUE_DATE),
            overrides={str(cls.dover_interest.id): "The holder insists on it."},
        )
        cls.batch = cls.env["coi.batch"].browse(summary["batch_id"])
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.import_holders([HARBOR])

    def get_users(self):
        return self.csr, self.manager

    def get_models(self, env):
        """Our models the user may read, or open a window of."""
        for name, model in sorted(self.registry.items()):
            own = name.startswith("coi.") and not model._abstract
            if own and env[name].has_access("read"):
                yield env[name]

    def get_kinds(self, model):
        """Windows are opened as forms, never as a list."""
        return ("form",) if model._transient else ("list", "form")

    def get_views(self, user):
        for model in self.get_models(self.env_of(user)):
            for kind in self.get_kinds(model):
                arch, view = model._get_view(False, kind)
                yield model, kind, arch, view

    def test_no_view_is_made_up(self):
        for user in self.get_users():
            made_up = [
                f"{model._name} {kind}"
                for model, kind, _arch, view in self.get_views(user)
                if not view
            ]
            self.assertEqual(made_up, [])

    def test_nor_one_of_an_action(self):
        for user in self.get_users():
            env = self.env_of(user)
            for action in self.get_actions():
                model = env[action.res_model]
                if not model.has_access("read"):
                    continue
                kinds = [kind for _view, kind in action.views]
                made_up = [kind for kind in kinds if not self.is_made(model, kind)]
                self.assertEqual(made_up, [], action.name)

    def get_actions(self):
        # sudo(): the client reads them so
        actions = self.env["ir.actions.act_window"].sudo()
        return actions.search([("res_model", "=like", "coi.%")])

    def is_made(self, model, kind):
        return bool(model._get_view(False, kind)[1])

    def iter_shown(self, model, arch):
        """(model, field, node) of every field that is shown, in rows of rows too."""
        for node in arch.iterchildren(etree.Element):
            if (
                node.get("invisible") in HIDDEN
                or node.get("column_invisible") in HIDDEN
            ):
                continue
            if node.tag != "field":
                yield from self.iter_shown(model, node)
                continue
            field = model._fields[node.get("name")]
            yield model, field, node
            if field.relational and len(node):
                yield from self.iter_shown(model.env[field.comodel_name], node)

    def iter_all_shown(self, user):
        for model, kind, arch, _view in self.get_views(user):
            for owner, field, node in self.iter_shown(model, arch):
                may_read = owner.has_access("read")
                if may_read and owner._has_field_access(field, "read"):
                    yield f"{model._name} {kind}: {field}", owner, field, node

    def test_no_data_field_is_shown_as_it_is_stored(self):
        for user in self.get_users():
            raw = [
                where
                for where, _owner, field, node in self.iter_all_shown(user)
                if field.type in ("json", "properties")
                and node.get("widget") not in DRAWS_DATA
            ]
            self.assertEqual(raw, [])

    def test_no_text_that_is_shown_is_data(self):
        for user in self.get_users():
            raw = [
                where
                for where, owner, field, _node in self.iter_all_shown(user)
                if field.type in ("char", "text", "html")
                and any(map(self.is_data, self.read_values(owner, field)))
            ]
            self.assertEqual(raw, [])

    def read_values(self, model, field):
        if model._transient:
            return []
        return model.search([], limit=50).mapped(field.name)

    def is_data(self, text):
        if not str(text).startswith(("[", "{")):
            return False
        try:
            return isinstance(json.loads(text), list | dict)
        except ValueError:
            return False

    def test_what_a_link_or_a_row_leads_to_is_made_too(self):
        """Targets of the links and rows that a form shows, whatever their model."""
        for user in self.get_users():
            env = self.env_of(user)
            made_up = {
                where
                for where, _owner, field, node in self.iter_all_shown(user)
                if field.relational
                and field.comodel_name.startswith("coi.")
                and env[field.comodel_name].has_access("read")
                and not node.xpath("form")
                and not self.is_made(env[field.comodel_name], "form")
            }
            self.assertEqual(made_up, set())
