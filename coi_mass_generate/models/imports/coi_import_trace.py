from datetime import date

from odoo import api, fields, models

from ..common.door import trusted

# The parts of a list, and the model each becomes.
MODELS = {
    "holder": "res.partner",
    "interest": "coi.additional.interest",
    "party": "res.partner",
    "series": "coi.policy.series",
    "policy": "coi.policy",
    "limit": "coi.policy.limit",
    "endorsement": "coi.policy.endorsement",
}


def get_kept(value):
    """A value of a column as an import keeps it, in JSON: dates as texts."""
    return fields.Date.to_string(value) if isinstance(value, date) else value


class CoiImportTrace(models.Model):
    """What an import did, as it noted itself: all that its undo goes by.

    Nobody may read or write it, so that no undo ever touches what the import did not.
    It holds bare ids: a contact merged into another one leaves here, instead of
    turning the other one into something the import created.
    """

    _name = "coi.import.trace"
    _description = "Trace of an Import"

    run_id = fields.Many2one(
        "coi.import.run", required=True, index=True, ondelete="cascade"
    )
    created = fields.Json(required=True, help="{part: [ids]}")
    changed = fields.Json(
        required=True, help="{part: [[id, {field: [old, new]}]]}; dates are texts"
    )
    gone = fields.Json(help="Ids of the interests it archived.")

    _run_unique = models.UniqueIndex("(run_id)")

    @api.model
    def _note(self, run, groups, gone):
        """Keep what was just written.

        :param groups: ``{part: [Piece]}``
        :param gone: ids of the interests that were archived

        trusted(): called by the import itself, about what it has done.
        """
        trusted(self).create(
            {
                "run_id": run.id,
                "created": {
                    part: [each.id for each in some if each.doing == "create"]
                    for part, some in groups.items()
                },
                "changed": {
                    part: [
                        [each.id, each.get_changes()]
                        for each in some
                        if each.doing == "update"
                    ]
                    for part, some in groups.items()
                },
                "gone": gone,
            }
        )

    @api.model
    def _recall(self, run):
        """The trace of an import the user may read; none where nothing was done.

        trusted(): only the undo asks, and looks at what it names as the user.
        """
        run.check_access("read")
        return trusted(self).search([("run_id", "=", run.id)], limit=1)

    def _get_created(self, part, env):
        """Records of one part that the import created and that still exist."""
        return env[MODELS[part]].browse((self.created or {}).get(part, ())).exists()

    def _get_ids(self, table, env):
        """Ids of all it created in one table."""
        return [
            number
            for part, name in MODELS.items()
            if env[name]._table == table
            for number in (self.created or {}).get(part, ())
        ]

    def _get_changed(self, part, env):
        """[(record, {field: [old, new]})] of what the import changed and exists."""
        changed = (self.changed or {}).get(part, ())
        model = env[MODELS[part]].with_context(active_test=False)
        there = set(model.browse([number for number, _changes in changed]).exists().ids)
        return [
            (model.browse(number), changes)
            for number, changes in changed
            if number in there
        ]

    def _get_gone(self, env):
        """Interests the import archived and that still exist."""
        return env[MODELS["interest"]].browse(self.gone or ()).exists()
