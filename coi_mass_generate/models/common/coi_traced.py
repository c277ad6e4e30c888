from collections import defaultdict

from markupsafe import Markup

from odoo import api, models

from .door import clean, trusted
from .links import read_links

KEY = "coi.traced"
LIST, ITEM = Markup("<ul>%s</ul>"), Markup("<li>%s</li>")


class CoiTraced(models.AbstractModel):
    """A part of a record whose changes stand on that record's log: old, new, and who.

    What a transaction changes is told in one message a whole, when it ends, that of the
    whole's own fields among it (``coi.policy._message_track``); no context of a caller
    keeps it quiet. A whole that is itself entered in the same transaction tells
    nothing, and costs nothing: its parts are all new.
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
        result = super().write(vals)
        if self._log_field in vals:
            # Those that come from a whole of this transaction are new in an older one.
            self._remember(is_new=True)
        return result

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
        older = self._filter_of_older()
        older = older.filtered(lambda each: (each._name, each.id) not in before)
        states = {} if is_new else older._get_states()
        before.update({(each._name, each.id): states.get(each.id) for each in older})

    def _filter_of_older(self):
        """Those whose whole was there when the transaction began."""
        # sudo(): only when it was entered is looked at.
        now, wholes = self.env.cr.now(), trusted(self)[self._log_field]
        older = set(wholes.filtered(lambda whole: whole.create_date < now)._ids)
        return self.filtered(lambda each: each[self._log_field].id in older)

    def _get_states(self):
        """``{id: (id of the whole, name, {field: text})}``"""
        names = self._get_traced()
        # Archived contacts are in a schedule, too, and those of another company.
        links = {
            name: read_links(self, name)
            for name in names
            if self._fields[name].type == "many2many"
        }
        states = {}
        for record in clean(self):
            texts = {
                name: record._get_text(name) for name in names if name not in links
            }
            for name, ids in links.items():
                there = self.env[self._fields[name].comodel_name].browse(ids[record.id])
                texts[name] = ", ".join(self._get_names(there))
            whole = record[self._log_field].id
            states[record.id] = (whole, record.display_name, texts)
        return states

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
        changed = {model for model, _id in self.env.cr.precommit.data.get(KEY, ())}
        for log_model in {self.env[model]._get_log_model() for model in changed}:
            wholes = self.env[log_model]
            # What changed in a whole itself takes these along.
            wholes._track_finalize()
            bodies = self._take(log_model)
            wholes.browse(bodies)._message_log_batch(bodies)

    @api.model
    def _take(self, log_model):
        """What happened to the parts of wholes, once: ``{id of the whole: HTML}``"""
        before = self.env.cr.precommit.data.pop(KEY, {})
        olds = defaultdict(dict)
        for (model, record_id), old in before.items():
            olds[model][record_id] = old
        lines = defaultdict(list)
        for model, old in olds.items():
            for log_id, line in self.env[model]._get_lines(old):
                lines[log_id].append(line)
        there = self.env[log_model].browse(lines).exists()
        return {log_id: LIST % Markup().join(lines[log_id]) for log_id in there._ids}

    @api.model
    def _get_lines(self, olds):
        """``[(id of the whole, what happened)]``

        :param olds: what each was, by its id
        """
        news = self.browse(olds).exists()._get_states()
        return [
            told
            for record_id, old in olds.items()
            for told in self._compare(old, news.get(record_id))
        ]

    @api.model
    def _get_log_model(self):
        return self._fields[self._log_field].comodel_name

    @api.model
    def _compare(self, old, new):
        """``[(id of the whole, what happened)]``; nothing where nothing did."""
        if old and new and old[0] == new[0]:
            changes = self._get_changes(old, new)
            return [(new[0], self._say_changed(new[1], changes))] if changes else []
        told = []
        if old:
            told.append((old[0], self._say(old, is_new=False)))
        if new:
            told.append((new[0], self._say(new, is_new=True)))
        return told

    @api.model
    def _get_changes(self, old, new):
        return [
            f"{self._fields[name]._description_string(self.env)}: {text or '–'} → "
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
    def _say(self, state, is_new):
        facts = "; ".join(
            f"{self._fields[name]._description_string(self.env)}: {text}"
            for name, text in state[2].items()
            if text and text != self.env._("No")
        )
        words = {"name": state[1], "facts": facts}
        if is_new:
            return ITEM % self.env._("%(name)s added: %(facts)s", **words)
        return ITEM % self.env._("%(name)s deleted: %(facts)s", **words)
