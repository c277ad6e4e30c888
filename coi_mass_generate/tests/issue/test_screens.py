from lxml import etree

from odoo.fields import Date, Domain
from odoo.tests import tagged
from odoo.tools import convert_file
from odoo.tools.safe_eval import safe_eval

from ..agency import AgencyCase, RealDay

MODULE = "coi_mass_generate"


@tagged("post_install", "-at_install")
class TestScreens(AgencyCase):
    """Every menu opens, every filter filters, for a user and for a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        interests = cls.plain_interest | cls.dover_interest
        summary = cls.env["coi.batch"].generate(
            interest_ids=interests.ids, issue_date="2026-03-02"
        )
        cls.batch = cls.env["coi.batch"].browse(summary["batch_id"])

    def get_actions(self):
        """Our window actions, by the names of their menus."""
        data = (
            self.env["ir.model.data"]
            .sudo()
            .search([("module", "=", MODULE), ("model", "=", "ir.actions.act_window")])
        )
        names = data.mapped("complete_name")
        return [self.env["ir.actions.act_window"]._for_xml_id(name) for name in names]

    def get_context(self, env):
        return {"uid": env.uid, "active_id": False, "active_ids": []}

    def open_action(self, env, action):
        """All that the client asks for when it opens ``action``."""
        model = env[action["res_model"]].with_context(
            **safe_eval(action["context"] or "{}", self.get_context(env))
        )
        views = [
            *action["views"],
            [*(action["search_view_id"] or [False])[:1], "search"],
        ]
        views = [(view[0], view[1]) for view in views]
        answer = model.get_views(views)
        for kind in ("list", "form"):
            if kind in answer["views"]:
                self.read_view(model, action, answer["views"][kind]["arch"])
        return answer["views"]["search"]["arch"]

    def read_view(self, model, action, arch):
        root = etree.fromstring(arch)
        names = {
            node.get("name"): {} for node in root.xpath("//field[not(ancestor::field)]")
        }
        if model._transient:
            return
        domain = self.get_domain(model.env, action)
        model.web_search_read(domain, names, limit=5)

    def get_domain(self, env, action):
        text = action["domain"] or "[]"
        return Domain(safe_eval(text, self.get_context(env)))

    def test_every_menu_opens(self):
        actions = self.get_actions()
        self.assertGreater(len(actions), 8)
        for user in (self.csr, self.manager):
            for action in actions:
                if self.may_open(user, action):
                    self.open_action(self.env_of(user), action)

    def may_open(self, user, action):
        groups = self.env["ir.actions.act_window"].sudo().browse(action["id"]).group_ids
        return not groups or groups & user.sudo().all_group_ids

    def test_every_filter_and_grouping_works(self):
        for action in self.get_actions():
            is_users = self.may_open(self.env.user, action)
            env = self.env if is_users else self.env_of(self.manager)
            model = env[action["res_model"]]
            if model._transient or not model._name.startswith("coi."):
                continue
            arch = etree.fromstring(self.open_action(env, action))
            for node in arch.xpath("//filter[@domain]"):
                context = {**self.get_context(env), "context_today": _Today}
                domain = node.get("domain")
                if "context_today" not in domain:
                    model.search(safe_eval(domain, context))
            for node in arch.xpath("//filter[contains(@context, 'group_by')]"):
                group = safe_eval(node.get("context"))["group_by"]
                if model._fields[group.split(":")[0]].type in ("date", "datetime"):
                    group = f"{group.split(':')[0]}:month"  # the client's own default
                model.formatted_read_group([], [group], ["__count"])
            for node in arch.xpath("//field[@name]"):
                field = model._fields[node.get("name")]
                if field.type in ("char", "many2one", "text"):
                    operator = (
                        "child_of" if node.get("operator") == "child_of" else "ilike"
                    )
                    model.search([(field.name, operator, "xyz")], limit=1)

    def test_issued_certificates_offer_what_the_office_looks_for(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"{MODULE}.coi_certificate_action"
        )
        arch = etree.fromstring(self.open_action(self.env, action))
        fields = {node.get("name") for node in arch.xpath("//field")}
        self.assertLessEqual({"number", "insured_id", "holder_id"}, fields)
        groups = " ".join(arch.xpath("//filter/@context"))
        for name in ("insured_id", "holder_id", "state", "batch_id", "issue_date"):
            self.assertIn(name, groups)

    def test_issued_certificates_show_what_was_sent(self):
        columns = {
            "number", "revision", "insured_id", "issue_date", "user_id", "policy_ids",
            "description", "batch_id", "state",
        }  # fmt: skip
        views = self.env["coi.certificate"].get_views(
            [(False, "list"), (False, "form")]
        )
        for kind, holder in (("list", "holder_name"), ("form", "holder_id")):
            arch = etree.fromstring(views["views"][kind]["arch"])
            fields = {node.get("name") for node in arch.xpath("//field")}
            self.assertLessEqual(columns | {holder}, fields, kind)
            buttons = {node.get("name") for node in arch.xpath("//button")}
            self.assertLessEqual({"action_open_pdf", "action_download_pdf"}, buttons)
            for right in ("create", "edit", "delete"):
                self.assertIn(arch.get(right), ("0", "false"), f"{kind}: {right}")

    def test_the_lists_of_roles_show_whom_they_should(self):
        """Menus *Insureds* and *Holders*: contacts of that role and no others."""
        for name, shown, hidden in (
            ("action_insureds", self.beacon, self.adams),
            ("action_holders", self.adams, self.beacon),
            ("action_insurers", self.granite, self.beacon),
        ):
            action = self.env.ref(f"{MODULE}.{name}")
            found = self.env["res.partner"].search(
                safe_eval(action.sudo().domain or "[]")
            )
            self.assertIn(shown, found)
            self.assertNotIn(hidden, found)

    def test_the_groups_are_a_privilege_of_their_own(self):
        user = self.env.ref(f"{MODULE}.group_user").sudo()
        manager = self.env.ref(f"{MODULE}.group_manager").sudo()
        self.assertEqual(user.privilege_id, manager.privilege_id)
        self.assertTrue(user.privilege_id)
        self.assertIn(user, manager.implied_ids)


class _Today:
    """Stands for the client's own date functions, which only it has."""


@tagged("post_install", "-at_install")
class TestDemo(AgencyCase):
    """What somebody sees who tries the addon: certificates can be made at once."""

    # The demo's policies are in force on the real day.
    known_on = RealDay()

    def load(self):
        manifest = self.env["ir.module.module"].sudo().get_module_info(MODULE)
        self.assertTrue(manifest["demo"])
        env = self.admin_env(context={})
        for path in manifest["demo"]:
            convert_file(env, MODULE, path, {}, mode="init", noupdate=False)
        return env

    def test_demo_data_loads_and_its_holders_get_certificates(self):
        env = self.load()
        data = env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "coi.additional.interest")]
        )
        interests = env["coi.additional.interest"].browse(data.mapped("res_id"))
        self.assertGreater(len(interests), 3)
        cases = env["coi.plan"]._get_cases(interests, Date.context_today(interests))
        verdicts = {case.verdict for case in cases}
        self.assertIn("ready", verdicts)
        self.assertIn("blocked", verdicts)
