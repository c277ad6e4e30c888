from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.door import door
from .coi_import_line import CELLS
from .policy_cells import POLICY_CELLS

# What no list of policies can do without: one column of each of these.
NEEDED = (
    ("insured",),
    ("line",),
    ("policy",),
    ("insurer", "naic"),
    ("effective",),
    ("expiration",),
)
# The cells of a policy stand before the first of these that a list has.
PLACES = ("difference", "remark", "message")
# What is shown of a policy in each list of rows, besides what others show, too.
SHOWN = {
    "problem_line_ids": ("line", "insurer", "effective", "expiration"),
    "create_line_ids": (
        *("line", "insurer", "effective", "expiration"),
        *("limits_text", "endorsements_text"),
    ),
    "update_line_ids": ("line", "policy", "effective"),
    "unchanged_line_ids": ("line", "policy", "effective", "expiration"),
    "left_out_line_ids": ("insured", "line", "policy"),
}


class CoiImportRun(models.Model):
    """What is different where the list is one of policies."""

    _inherit = "coi.import.run"

    asked_keys = fields.Char(
        compute="_compute_asked_keys",
        help="Keys of the fields that are in question, each between commas.",
    )
    new_party_count = fields.Integer(compute="_compute_new_party_count")

    def _get_signature(self, header):
        """What headers are remembered by: each kind of list remembers for itself."""
        is_other = self.kind == "policy" and header.signature
        return f"policies {header.signature}" if is_other else header.signature

    def _find_missing_of_policies(self, targets):
        words = self.env["coi.import.message"]
        for keys in NEEDED:
            if not targets.intersection(keys):
                return self.env._(
                    "Which column has this: %(field)s? Choose it in the list of "
                    "columns. Each row of the list is one policy: if a row names "
                    "several, give each of them a row of its own.",
                    field=words._label(keys[0]),
                )
        return None

    @api.depends("line_ids.findings")
    def _compute_asked_keys(self):
        for run in self:
            lines = run._search_problems() if run.kind == "policy" else ()
            keys = {key for line in lines for key in line._get_asked()}
            run.asked_keys = f",{','.join(sorted(keys))},"

    @api.depends("line_ids.findings")
    def _compute_new_party_count(self):
        for run in self:
            is_policy = run.kind == "policy" and run.state == "preview"
            lines = run._search_problems() if is_policy else run.line_ids.browse()
            run.new_party_count = len(lines._get_new_parties())

    @door
    def action_create_parties(self):
        """All insureds and insurers that nobody there is like are new ones."""
        self._check_open()
        for run in self:
            new = run._search_problems()._get_new_parties()
            if not new:
                raise UserError(self.env._("Nothing like that is asked here."))
            answers = {**(run.party_answers or {}), **dict.fromkeys(new, 0)}
            run._set({"party_answers": answers})
            run._renew_preview()

    @door
    def action_open_policies(self):
        return self._open_records(
            self.line_ids.policy_id, self.env._("Policies from This Import")
        )

    # --------------------------------------------------- its columns on the screen

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show of a list of policies its own cells, and of other lists none of them."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for name, keys in SHOWN.items():
                for node in arch.iterfind(f".//field[@name='{name}']/list"):
                    self._show_policy_cells(node, keys, name == "problem_line_ids")
        return arch, view

    @api.model
    def _show_policy_cells(self, node, keys, is_asking):
        """:param is_asking: whether the cells in question are to be shown, too"""
        there = {each.get("name"): each for each in node.iterfind("field")}
        for name in set(there) & set(CELLS) - {"insured", "policy"}:
            hidden = "parent.kind == 'policy'"
            if is_asking and name != "name":
                hidden += f" and ',{name},' not in parent.asked_keys"
            before = there[name].get("column_invisible")
            hidden = f"{hidden} or parent.kind != 'policy' and ({before or 'False'})"
            there[name].set("column_invisible", hidden)
        cells = [self._make_cell(key, "parent.kind != 'policy'") for key in keys]
        if is_asking:
            asked = "parent.kind != 'policy' or ',{},' not in parent.asked_keys"
            others = [key for key in POLICY_CELLS if key not in keys]
            cells += [self._make_cell(key, asked.format(key)) for key in others]
        place = next(there[name] for name in PLACES if name in there)
        for cell in cells:
            if cell.get("name") in there:
                continue
            if is_asking:
                node.append(cell)
            else:
                place.addprevious(cell)

    @api.model
    def _make_cell(self, key, hidden):
        return etree.Element("field", name=key, column_invisible=hidden)
