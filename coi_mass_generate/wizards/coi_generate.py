import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.common.argument import read_date, read_ids
from ..models.common.consent import read_consent
from ..models.common.door import clean, door, one, trusted

# Lines of a batch that somebody can take up: a retry makes the others.
TO_TAKE_UP = ("aside", "skipped")


class CoiGenerate(models.TransientModel):
    """Choose holders, say what comes out, and generate."""

    _name = "coi.generate"
    _inherit = ["coi.wizard"]
    _description = "Generate Certificates"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    scope = fields.Selection(
        [
            ("insureds", "Insureds"),
            ("holders", "Holders"),
            ("interests", "Interests"),
            ("certificates", "Certificates to revise"),
            ("batch", "Rest of a batch"),
        ],
        required=True,
        default="insureds",
        readonly=True,
    )
    scope_ids = fields.Json(
        "Opened For",
        help="Ids of the holders, interests or certificates, or of the batch, that the "
        "wizard was opened for.",
    )
    is_revision = fields.Boolean(compute="_compute_is_revision")
    insured_ids = fields.Many2many(
        "res.partner", domain="[('id', 'in', possible_insured_ids)]"
    )
    possible_insured_ids = fields.Many2many(
        "res.partner", compute="_compute_possible_insured_ids"
    )
    issue_date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    policy_ids = fields.Many2many(
        "coi.policy",
        string="Policies to Show",
        domain="[('id', 'in', possible_policy_ids)]",
        # One archived meanwhile was chosen all the same.
        context={"active_test": False},
    )
    # A policy that is deleted leaves the list above, and none chosen means all.
    chosen_ids = fields.Json(default=[], help="Ids of the policies that were chosen.")
    possible_policy_ids = fields.Many2many(
        "coi.policy", compute="_compute_possible_policy_ids"
    )
    form_id = fields.Many2one(
        "coi.form",
        domain="[('company_id', 'in', [False, company_id]),"
        " ('is_choosable', '=', True),"
        " '|', ('sunset_date', '=', False), ('sunset_date', '>', issue_date)]",
        help="What all of these certificates are drawn on. Empty: each insured's own "
        "form, or else the company's.",
    )
    usual_forms = fields.Char(compute="_compute_usual_forms")
    selected_ids = fields.Json(string="Holders", default=[])
    draft = fields.Binary(attachment=False, readonly=True)
    output = fields.Selection(
        [("zip", "Individual PDFs (zip)"), ("pdf", "One combined PDF")],
        required=True,
        default="zip",
    )
    save_history = fields.Boolean("Save to Issued Certificates", default=True)
    do_download = fields.Boolean("Download", default=True)
    note = fields.Char(readonly=True)
    batch_id = fields.Many2one("coi.batch", readonly=True)

    @api.model
    def _get_own_names(self):
        return {"batch_id", "chosen_ids", "draft"}

    # --------------------------------------------------------------- candidates

    @api.depends("scope", "scope_ids")
    def _compute_is_revision(self):
        for wizard in self:
            wizard.is_revision = bool(wizard._get_revised_by_interest())

    @api.depends("scope", "scope_ids", "company_id")
    def _compute_possible_insured_ids(self):
        for wizard in self:
            wizard.possible_insured_ids = wizard._get_insureds(
                wizard._get_scope_domain()
            )

    @api.depends("insured_ids", "issue_date", "company_id")
    def _compute_usual_forms(self):
        for wizard in self:
            company = wizard.company_id or self.env.company
            day = wizard.issue_date or fields.Date.context_today(self)
            forms = self.env["coi.form"]
            found = forms._find_all(company, wizard.insured_ids.ids, day, {})
            usual = forms.union(*found.values()) or forms._find_usual(company, day)
            wizard.usual_forms = ", ".join(usual.mapped("display_name"))

    @api.depends("insured_ids", "issue_date", "company_id")
    def _compute_possible_policy_ids(self):
        policies = clean(self.env["coi.policy"])
        for wizard in self:
            if not wizard.issue_date:
                wizard.possible_policy_ids = False
                continue
            today = self.env["coi.plan"]._get_today()
            wizard.possible_policy_ids = policies.search(
                policies._get_showable_domain(wizard.issue_date, today)
                & Domain("insured_id", "in", wizard.insured_ids.ids)
                & Domain("company_id", "=", wizard.company_id.id)
            )

    @api.onchange("issue_date", "insured_ids", "company_id")
    def _onchange_policies(self):
        """Say which of the chosen policies will not be shown.

        They stay chosen: with none left, all would be shown, which nobody asked for.
        """
        idle = self.policy_ids._origin - self.possible_policy_ids._origin
        if idle:
            return {"warning": self._prepare_idle_warning(idle)}

    def _prepare_idle_warning(self, policies):
        return {
            "type": "notification",
            "title": self.env._("Not shown"),
            "message": self.env._(
                "Not in force on the issue date, or not of these insureds: "
                "%(policies)s",
                policies=", ".join(policies.mapped("display_name")),
            ),
        }

    def _get_scope_domain(self):
        if self.scope == "holders":
            return Domain("holder_id", "in", self._read_ids("scope_ids"))
        if self.scope == "interests":
            return Domain("id", "in", self._read_ids("scope_ids"))
        if self.scope == "certificates":
            return Domain("id", "in", self._get_revised().interest_id.ids)
        if self.scope == "batch":
            left = self._search_left(self._read_ids("scope_ids"))
            return Domain("id", "in", left.interest_id.ids)
        return Domain("insured_id", "in", self.insured_ids.ids)

    def _get_revised(self):
        """The certificates the wizard was opened for, to be superseded."""
        return self.env["coi.certificate"].browse(self._read_ids("scope_ids")).exists()

    def _read_ids(self, name):
        """The ids in the JSON field ``name``, which other programs may fill as well."""
        return read_ids(self.env, self[name], name)

    def _get_revised_by_interest(self):
        """``{interest id: certificate to be superseded}``, of a revision, or of those
        that a batch has left."""
        if self.scope == "certificates":
            return {each.interest_id.id: each for each in self._get_revised()}
        if self.scope == "batch":
            left = self._search_left(self._read_ids("scope_ids"))
            return {
                line.interest_id.id: line.revises_id for line in left if line.revises_id
            }
        return {}

    @api.model
    def _search_left(self, batch_ids):
        """The lines of batches that were blocked or kept aside."""
        return self.env["coi.batch.line"].search_fetch(
            [("batch_id", "in", batch_ids), ("state", "in", TO_TAKE_UP)],
            ["interest_id", "revises_id", "overrides"],
        )

    @api.model
    def _search_interests(self, domain, company=None):
        return clean(self.env["coi.additional.interest"]).search(
            self._get_interests_domain(domain, company)
        )

    @api.model
    def _get_interests_domain(self, domain, company=None):
        company = company or self.company_id or self.env.company
        return Domain(domain) & Domain("company_id", "=", company.id)

    @api.model
    def _get_insureds(self, domain):
        """Whose interests match; there may be a hundred thousand of one insured."""
        groups = self.env["coi.additional.interest"]._read_group(
            self._get_interests_domain(domain), ["insured_id"]
        )
        insureds = self.env["res.partner"].union(*(insured for [insured] in groups))
        return insureds._filtered_access("read")

    # ----------------------------------------------------------------- generate

    @door
    def action_generate(self):
        """Button: make the certificates and show what became of each holder."""
        one(self)
        if not (self.save_history or self.do_download):
            raise UserError(
                self.env._(
                    "Choose what to do with the certificates: save them to Issued "
                    "Certificates, download them, or both."
                )
            )
        self._wait_for_first_click()
        if not self.batch_id:
            # sudo(): what is written is the batch just made in the user's name.
            trusted(self).batch_id = self._start_batch().id
        return {
            "type": "ir.actions.client",
            "tag": "coi_show_batch",
            "params": self._get_result(),
        }

    def _wait_for_first_click(self):
        """A second click waits here and then finds the batch of the first: PostgreSQL
        refuses the row that has changed meanwhile, and Odoo runs the request again."""
        self.env.execute_query(
            SQL("SELECT id FROM coi_generate WHERE id = %s FOR UPDATE", self.id)
        )

    @door
    def action_preview(self):
        """Button: the first, the longest and the warned certificates as drafts."""
        one(self)
        interests = self._keep_order(self._get_selected())
        requests = self.env["coi.request"].with_company(self.company_id)
        requests._check(interests, self.output)
        kinds = self._get_confirmed_kinds()
        confirmed = self._get_confirmed(kinds)
        consent = read_consent(self.env, confirmed, self.overrides, kinds)
        drafts = requests.env["coi.draft"]
        looked_at = drafts._choose(interests, self._read_ids("warned_ids"))
        day = read_date(self.env, self.issue_date, "issue_date")
        slices = requests.env["coi.plan"]._iter_cases(
            looked_at,
            day,
            self._get_chosen_policies(),
            requests._choose_form(self.form_id, self.company_id, day),
            revised=self._get_revised_by_interest(),
            consent=requests._sign(consent),
        )
        picked = drafts._pick(slices)
        # sudo(): only drafts are shown as drafts; this one was made in the user's name.
        trusted(self).draft = base64.b64encode(drafts._draw(picked.cases))
        return self._open_drafts(picked, looked_at, interests)

    def _open_drafts(self, picked, looked_at, interests):
        opened = {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/draft/draft.pdf",
            "target": "new",
        }
        if picked.is_whole and looked_at == interests:
            return opened
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self._explain_drafts(picked, looked_at, interests),
                "next": opened,
            },
        }

    def _explain_drafts(self, picked, looked_at, interests):
        count = {"shown": len(picked.cases), "selected": len(interests)}
        if looked_at == interests:
            return self.env._(
                "Drafts for %(shown)s of %(selected)s selected: the first, the "
                "longest, and examples of every warning.",
                **count,
            )
        return self.env._(
            "Drafts for %(shown)s of %(selected)s selected: the first, the longest, "
            "and examples of every warning among the %(looked_at)s that were looked "
            "at.",
            looked_at=len(looked_at),
            **count,
        )

    def _start_batch(self):
        kinds = self._get_confirmed_kinds()
        return (
            self.env["coi.batch"]
            .with_company(self.company_id)
            ._start(
                self._keep_order(self._get_selected()),
                issue_date=self.issue_date,
                policies=self._get_chosen_policies(),
                form=self.form_id,
                output=self.output,
                save_history=self.save_history,
                confirmed=self._get_confirmed(kinds),
                kinds=kinds,
                overrides=self.overrides,
                revised=self._get_revised_by_interest(),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards._remember_policies()
        return wizards

    def write(self, vals):
        result = super().write(vals)
        if "policy_ids" in vals:
            self._remember_policies()
        return result

    def _remember_policies(self):
        for wizard in self:
            # sudo(): what is written is what the window's owner has just chosen.
            trusted(wizard).chosen_ids = wizard.policy_ids.ids

    def _get_chosen_policies(self):
        """None where nobody chose."""
        policies = self.policy_ids
        if not set(self.chosen_ids or ()) <= set(policies.ids):
            raise UserError(
                self.env._(
                    "A policy you chose has been deleted since. Choose the policies "
                    "to show again."
                )
            )
        return policies or None

    def _get_selected(self):
        """The checked interests; none may have gone without a word."""
        selected = self.env["coi.additional.interest"].browse(
            self._read_ids("selected_ids")
        )
        if selected != selected.exists():
            raise UserError(
                self.env._(
                    "Some of the selected holders have been removed from the list "
                    "since. Close this window and open it again."
                )
            )
        return selected

    def _keep_order(self, interests):
        """The order of the list, whatever order the boxes were checked in."""
        # Who was taken out of the list meanwhile is told so, not left out.
        listed = interests.with_context(active_test=False)
        return listed.search([("id", "in", interests.ids)]).with_env(self.env)

    def _get_result(self):
        batch = self.batch_id
        single = batch._find_single() if self.do_download else False
        return {
            "batch_id": batch.id,
            "name": batch._get_short_title(),
            "state": batch.state,
            "done": batch.count_done,
            "blocked": batch.count_blocked,
            "aside": batch.count_aside,
            "failed": batch.count_failed,
            "url": (
                batch._get_download_url()
                if self.do_download and batch.can_download
                else False
            ),
            # One holder: the PDF itself, with no zip around it.
            "pdf": single.action_open_pdf()["url"] if single else False,
        }
