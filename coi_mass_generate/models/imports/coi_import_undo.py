from odoo import api, fields, models
from odoo.tools import SQL

from ..common.door import trusted
from .coi_import_plan_interest import RELATIONS
from .coi_import_trace import MODELS, get_kept
from .coi_import_writer import QUIET

# What hangs on a record without the database knowing: by model and id.
LOOSE = ("mail.activity", "ir.attachment")
# A contact's reference to itself, and the import's own record.
IGNORED = (
    ("res_partner", "commercial_partner_id"),
    ("coi_import_line", "partner_id"),
    ("coi_import_line", "likely_id"),
    ("coi_import_line", "interest_id"),
    ("coi_import_line", "policy_id"),
    # Those it made itself; for others see _find_recipients().
    ("coi_recipient", "interest_id"),
)
# What its user must be allowed to do with what was created, where it is not deleting.
RIGHTS = {"policy": "write", "series": "read"}


class CoiImportUndo(models.AbstractModel):
    """Takes a whole import back, as long as nothing later depends on it."""

    _name = "coi.import.undo"
    _description = "Undo of an Import"

    @api.model
    def _undo(self, run):
        """Take back what the import did; ``_find_obstacles`` must be empty."""
        trace = self.env["coi.import.trace"]._recall(run)
        self._undo_policies(trace)
        self._restore(trace, "interest")
        gone = trace._get_gone(self.env).filtered(lambda each: not each.active)
        gone.with_context(**QUIET).action_unarchive()
        trace._get_created("interest", self.env).with_context(**QUIET).unlink()
        self._restore(trace, "holder")
        trace._get_created("holder", self.env).with_context(**QUIET).unlink()
        self._restore(trace, "party")
        trace._get_created("party", self.env).with_context(**QUIET).unlink()

    @api.model
    def _undo_policies(self, trace):
        """Policies that are new go with all they have; of others, what was added.

        trusted(): only managers delete policies, and nobody series. These are the
        import's own, of which its user was just told that nothing depends on them.
        """
        for part in ("endorsement", "limit", "policy"):
            self._restore(trace, part)
        trusted(trace._get_created("policy", self.env)).with_context(**QUIET).unlink()
        for part in ("endorsement", "limit"):
            trace._get_created(part, self.env).unlink()
        trusted(trace._get_created("series", self.env)).unlink()

    @api.model
    def _restore(self, trace, part):
        for record, changes in trace._get_changed(part, self.env):
            vals = {key: old for key, (old, _new) in changes.items()}
            for key in set(vals) & set(RELATIONS):
                there = self.env[record._fields[key].comodel_name].browse(vals[key])
                vals[key] = [fields.Command.set(there.exists().ids)]
            record.with_context(**QUIET).write(vals)

    # --------------------------------------------------- what stands in the way

    @api.model
    def _find_obstacles(self, run):
        """Sentences about what later depends on the import; none: it can be undone."""
        trace = self.env["coi.import.trace"]._recall(run)
        if not trace:
            return [self.env._("What it did was not recorded.")]
        hidden = self._find_hidden(trace)
        if hidden:
            return hidden
        found = []
        for part in MODELS:
            made = trace._get_created(part, self.env)
            found += self._find_edited(run, made)
            found += self._find_users(trace, made)
            found += self._find_loose(made)
            found += self._find_recipients(run, part, made)
            found += self._find_changed_again(trace, part)
        return found + self._find_back(run, trace)

    @api.model
    def _find_hidden(self, trace):
        """What was the user's when it was imported, and is another company's now."""
        found = []
        for part, name in MODELS.items():
            made = trace._get_created(part, self.env)
            changed = [each.id for each, _ in trace._get_changed(part, self.env)]
            changed = self.env[name].browse(changed)
            if part == "interest":
                changed += trace._get_gone(self.env)
            right = RIGHTS.get(part, "unlink")
            count = len(made - made._filtered_access(right))
            count += len(changed - changed._filtered_access("write"))
            if count:
                found.append(
                    self.env._(
                        "%(model)s: records that now belong to another company, or "
                        "are not yours to change: %(count)s.",
                        model=self._get_title(self.env[name]._table),
                        count=count,
                    )
                )
        return found

    @api.model
    def _find_edited(self, run, records):
        """Created by the import, and worked on since: that work would be lost."""
        return [
            self.env._(
                "%(name)s was changed on %(date)s by %(user)s.",
                name=record.display_name,
                date=fields.Datetime.context_timestamp(
                    self, record.write_date
                ).strftime("%Y-%m-%d %H:%M"),
                user=record.write_uid.name,
            )
            for record in records
            if record.write_date > run.date_done
        ]

    @api.model
    def _find_users(self, trace, records):
        """Other records that point to what the import created."""
        found = []
        if not records:
            return found
        for table, column in self._get_references(records._table):
            if (table, column) in IGNORED:
                continue
            own = trace._get_ids(table, self.env)
            count = self._count_users(table, column, records, own)
            if count:
                found.append(
                    self.env._(
                        "%(model)s: new records in use there: %(count)s.",
                        model=self._get_title(table),
                        count=count,
                    )
                )
        return found

    @api.model
    def _get_references(self, table):
        """(table, column) of all foreign keys to ``table``."""
        return self.env.execute_query(
            SQL(
                "SELECT cl1.relname, att1.attname FROM pg_constraint con"
                " JOIN pg_class cl1 ON con.conrelid = cl1.oid"
                " JOIN pg_class cl2 ON con.confrelid = cl2.oid"
                " JOIN pg_attribute att1"
                " ON att1.attrelid = cl1.oid AND att1.attnum = con.conkey[1]"
                " WHERE con.contype = 'f' AND cl2.relname = %s"
                " AND array_length(con.conkey, 1) = 1 ORDER BY 1, 2",
                table,
            )
        )

    @api.model
    def _count_users(self, table, column, records, own):
        """How many of ``records`` a column points to, rows with ids ``own`` aside.

        Relation tables have no id; those of the records themselves go with them.
        """
        is_model = bool(self._get_model(table))
        if not is_model and self._is_own_relation(table, column, records):
            return 0
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT COUNT(DISTINCT %s) FROM %s WHERE %s = ANY(%s) %s",
                SQL.identifier(column),
                SQL.identifier(table),
                SQL.identifier(column),
                records.ids,
                SQL("AND NOT id = ANY(%s)", own) if is_model else SQL(),
            )
        )
        return count

    @api.model
    def _is_own_relation(self, table, column, records):
        return any(
            field.type == "many2many"
            and field.store
            and (field.relation, field.column1) == (table, column)
            and not field.inherited
            for field in records._fields.values()
        )

    @api.model
    def _get_model(self, table):
        for model in self.env.registry.values():
            if model._table == table and not model._abstract:
                return model
        return None

    @api.model
    def _get_title(self, table):
        model = self._get_model(table)
        return self.env["ir.model"]._get(model._name).name if model else table

    @api.model
    def _find_loose(self, records):
        """Activities, files and messages people have added since."""
        found = []
        for name in LOOSE:
            # sudo(): a colleague's activity counts just as well; only counted.
            count = (
                self.env[name]
                .sudo()
                .search_count(
                    [("res_model", "=", records._name), ("res_id", "in", records.ids)]
                )
            )
            if count:
                title = self.env["ir.model"]._get(name).name
                found.append(f"{title}: {count}")
        count = (
            self.env["mail.message"]
            .sudo()
            .search_count(
                [
                    ("model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("message_type", "in", ["comment", "email", "email_outgoing"]),
                ]
            )
        )
        if count:
            found.append(self.env._("Messages: %(count)s", count=count))
        return found

    @api.model
    def _find_recipients(self, run, part, made):
        """Recipients somebody has given a new interest since."""
        if part != "interest":
            return []
        later = self.env["coi.recipient"].search_count(
            [("interest_id", "in", made.ids), ("write_date", ">", run.date_done)]
        )
        return [self.env._("Recipients: %(count)s", count=later)] if later else []

    @api.model
    def _find_changed_again(self, trace, part):
        """Changed by the import, and changed again since."""
        found = []
        for record, changes in trace._get_changed(part, self.env):
            for key, (_old, new) in changes.items():
                now = _read_value(record, key)
                if (now or False) != (new or False):
                    found.append(
                        self.env._(
                            "%(name)s: %(field)s was changed again.",
                            name=record.display_name,
                            field=record._fields[key]._description_string(self.env),
                        )
                    )
        return found

    @api.model
    def _find_back(self, run, trace):
        """Taken out by the import, and listed anew since."""
        gone = trace._get_gone(self.env).filtered(lambda each: not each.active)
        twins = self.env["coi.additional.interest"].search(
            [
                ("company_id", "=", run.company_id.id),
                ("insured_id", "in", gone.insured_id.ids),
                ("holder_id", "in", gone.holder_id.ids),
            ]
        )
        keys = {(twin.insured_id, twin.holder_id, twin.project or "") for twin in twins}
        return [
            self.env._("%(name)s is back in the list.", name=interest.display_name)
            for interest in gone
            if (interest.insured_id, interest.holder_id, interest.project or "") in keys
        ]


def _read_value(record, key):
    """What a field holds now, as the trace keeps it."""
    value = record[key]
    if record._fields[key].type == "many2one":
        return value.id
    return sorted(value.ids) if record._fields[key].relational else get_kept(value)
