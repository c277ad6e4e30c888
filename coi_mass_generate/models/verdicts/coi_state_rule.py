from odoo import api, fields, models

from ..common.grants import ASKED, GRANTS

MATCHES = ("match_insured", "match_project", "match_holder")


class CoiStateRule(models.Model):
    """What a state asks of certificates: data to keep up to date, not legal advice."""

    _name = "coi.state.rule"
    _inherit = ["coi.shared"]
    _description = "State Rule"
    _order = "state_id, topic, id"

    state_id = fields.Many2one(
        "res.country.state", required=True, index=True, ondelete="restrict"
    )
    topic = fields.Selection(
        [("form", "The form itself"), ("blanket", "Blanket endorsements only")],
        required=True,
        default="form",
        help="The form itself: whether a certificate may be issued on it. Blanket "
        "endorsements only: what a Y means that no scheduled endorsement grants.",
    )
    form_id = fields.Many2one(
        "coi.form",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: all forms.",
    )
    grant = fields.Selection(
        [(key, GRANTS[key].choice) for key in ASKED],
        string="Right",
        help="Which right the rule on blanket endorsements is about.",
    )
    effect = fields.Selection(
        [
            ("block", "Block"),
            ("warn", "Warn"),
            ("cite", "Cite the endorsement's number"),
        ],
        required=True,
        default="warn",
    )
    match_insured = fields.Boolean("Insured's State", default=True)
    match_project = fields.Boolean("Project's State", default=True)
    match_holder = fields.Boolean("Holder's State", default=True)
    reason = fields.Text(
        required=True, translate=True, help="What the user reads, in plain words."
    )
    source = fields.Char(required=True, help="Law, bulletin or guide it comes from.")
    date_checked = fields.Date(
        "Last Checked",
        help="When someone last compared the rule with its source. Empty: nobody has.",
    )
    active = fields.Boolean(default=True)

    _blanket_has_grant = models.Constraint(
        "CHECK (topic = 'form' OR \"grant\" IS NOT NULL)",
        "A rule on blanket endorsements must say which right it is about.",
    )
    _only_blanket_cites = models.Constraint(
        "CHECK (topic = 'blanket' OR effect != 'cite')",
        "Only a rule on blanket endorsements can require their numbers.",
    )
    _matches_something = models.Constraint(
        "CHECK (match_insured OR match_project OR match_holder)",
        "Choose whose state the rule is about: the insured's, the project's or the "
        "holder's.",
    )

    @api.depends("state_id.name", "topic")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            topics = dict(self._fields["topic"]._description_selection(self.env))
            parts = (rule.state_id.name, topics.get(rule.topic))
            rule.display_name = ": ".join(part for part in parts if part)

    @api.model
    def _get_laws(self, forms):
        """All rules that can concern a certificate on one of ``forms``."""
        return self.search([("form_id", "in", [False, *forms.ids])])

    def _filter_shared(self):
        """A rule on a company's own form is that company's."""
        return self.filtered(lambda rule: not rule.form_id.company_id)

    def _get_matching(self, topic, state_ids, form):
        """Those of these rules on ``topic`` that the states, and ``form``, fall under.

        :param state_ids: ids of the insured's, the project's and the holder's state
        :returns: list of (rule, text that says whose state it is)
        """
        names = (
            self.env._("the insured's state"),
            self.env._("the project's state"),
            self.env._("the holder's state"),
        )
        found = []
        for rule in self.filtered(
            lambda rule: rule.topic == topic and rule.form_id in (form.browse(), form)
        ):
            where = [
                name
                for match, name, state_id in zip(MATCHES, names, state_ids, strict=True)
                if rule[match] and rule.state_id.id == state_id
            ]
            if where:
                found.append((rule, ", ".join(where)))
        return found
