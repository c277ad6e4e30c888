from markupsafe import Markup

from odoo import api, models

from .door import clean

KEY = "coi.traced"
ITEM = Markup("<li>%s</li>")


class CoiTraced(models.AbstractModel):
    """A part of a record whose changes stand on that record's log: old, new, and who.

    What a transaction changes is told in one message a whole, when it ends; no context
    of a caller keeps it quiet. A whole that is itself entered in the same transaction
    tells nothing: its parts are all new.
    """

    _name = "coi.traced"
    _description = "Traced Part of a Record"
    # The many2one to the whole, a mail.thread on whose log the changes stand.
    _log_field = ""

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
        """(id of the whole, name, ``{field: text}``)"""
        # Archived contacts are in a schedule, too.
        record = clean(self).with_context(active_test=False)
        texts = {name: record._get_text(name) for name in self._get_traced()}
        return record[self._log_field].id, record.display_name, texts

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
        """Post what has changed since, a message for each whole."""
        before = self.env.cr.precommit.data.pop(KEY, {})
        told = {}
        for (model, record_id), old in before.items():
            record = self.env[model].browse(record_id).exists()
            new = record._get_state() if record else None
            lines = told.setdefault(record._get_log_model(), {})
            for log_id, line in self._compare(model, old, new):
                lines.setdefault(log_id, []).append(line)
        for log_model, lines in told.items():
            self._post(self.env[log_model].browse(lines), lines)

    @api.model
    def _get_log_model(self):
        return self._fields[self._log_field].comodel_name

    @api.model
    def _post(self, wholes, lines):
        """:param lines: what happened to their parts, by the id of the whole"""
        now = self.env.cr.now()
        older = wholes.exists().filtered(lambda whole: whole.create_date < now)
        if older:
            older._message_log_batch(
                {
                    whole.id: Markup("<ul>%s</ul>") % Markup().join(lines[whole.id])
                    for whole in older
                }
            )

    @api.model
    def _compare(self, model, old, new):
        """``[(id of the whole, what happened)]``; nothing where nothing did."""
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
