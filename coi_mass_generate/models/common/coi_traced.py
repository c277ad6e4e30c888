from markupsafe import Markup

from odoo import api, models

from .door import clean

KEY = "coi.traced"
ITEM = Markup("<li>%s</li>")


class CoiTraced(models.AbstractModel):
    """A part of a policy whose changes stand on the policy's log: old, new, and who.

    What a transaction changes is told in one message a policy, when it ends; no
    context of a caller keeps it quiet. A policy that is itself entered in the same
    transaction tells nothing: its parts are all new.
    """

    _name = "coi.traced"
    _description = "Traced Part of a Policy"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._remember(is_new=True)
        return records

    def write(self, vals):
        self._remember()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_traced(self):
        self._remember()

    def _get_traced(self):
        """Names of the fields whose changes are told; a hook."""
        return []

    def _remember(self, is_new=False):
        """Keep what these records were when the transaction began."""
        precommit = self.env.cr.precommit
        if KEY not in precommit.data:
            precommit.data[KEY] = {}
            precommit.add(clean(self.env["coi.traced"])._tell)
        before = precommit.data[KEY]
        for record in self:
            key = record._name, record.id
            if key not in before:
                before[key] = None if is_new else record._get_state()

    def _get_state(self):
        """(policy id, name, ``{field: text}``)"""
        # Archived contacts are in a schedule, too.
        record = clean(self).with_context(active_test=False)
        texts = {name: record._get_text(name) for name in self._get_traced()}
        return record.policy_id.id, record.display_name, texts

    def _get_text(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.relational:
            return ", ".join(self._get_names(value))
        return str(value or "")

    @api.model
    def _get_names(self, records):
        """Names of those the user may see, and how many others there are."""
        seen = records._filtered_access("read")
        hidden = len(records - seen)
        names = seen.mapped("display_name")
        if hidden:
            names.append(self.env._("%(count)s of another company", count=hidden))
        return names

    @api.model
    def _tell(self):
        """Post what has changed since, a message for each policy."""
        before = self.env.cr.precommit.data.pop(KEY, {})
        told = {}
        for (model, record_id), old in before.items():
            record = self.env[model].browse(record_id).exists()
            new = record._get_state() if record else None
            for policy_id, line in self._compare(model, old, new):
                told.setdefault(policy_id, []).append(line)
        policies = self.env["coi.policy"].browse(told).exists()
        policies = policies.filtered(lambda policy: not policy._is_entered_now())
        bodies = {
            policy.id: Markup("<ul>%s</ul>") % Markup().join(told[policy.id])
            for policy in policies
        }
        if bodies:
            policies._message_log_batch(bodies)

    @api.model
    def _compare(self, model, old, new):
        """``[(policy id, what happened)]``; nothing where nothing did."""
        if old and new and old[0] == new[0]:
            changes = self._get_changes(model, old, new)
            return [(new[0], self._say_changed(new[1], changes))] if changes else []
        told = []
        if old:
            told.append((old[0], self._say(model, old, is_new=False)))
        if new:
            told.append((new[0], self._say(model, new, is_new=True)))
        return told

    @api.model
    def _get_changes(self, model, old, new):
        labels = self.env[model]._fields
        return [
            f"{labels[name]._description_string(self.env)}: {text or '–'} → "
            f"{new[2][name] or '–'}"
            for name, text in old[2].items()
            if text != new[2][name]
        ]

    @api.model
    def _say_changed(self, name, changes):
        return ITEM % self.env._(
            "%(name)s changed: %(changes)s", name=name, changes="; ".join(changes)
        )

    @api.model
    def _say(self, model, state, is_new):
        labels = self.env[model]._fields
        facts = "; ".join(
            f"{labels[name]._description_string(self.env)}: {text}"
            for name, text in state[2].items()
            if text and text != self.env._("No")
        )
        words = {"name": state[1], "facts": facts}
        if is_new:
            return ITEM % self.env._("%(name)s added: %(facts)s", **words)
        return ITEM % self.env._("%(name)s deleted: %(facts)s", **words)
