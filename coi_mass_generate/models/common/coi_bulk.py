import json
from itertools import chain, islice

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models
from odoo.tools import SQL, sql

MODULE = __name__.split(".")[2]
NULL = "\\N"
# Rows handed to the database at a time: while it stores them, the next are written.
ROWS_AT_ONCE = 200


def get_copied(value):
    """A text, date or JSON value as PostgreSQL's COPY reads it; False is nothing."""
    if value is None or value is False:
        return NULL
    if isinstance(value, dict | list):
        value = json.dumps(value)
    text = str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if text.isprintable():
        return text
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def get_copied_number(value):
    """The same for a number or an id: 0 is a number, False none."""
    return NULL if value is None or value is False else str(value)


def get_copied_boolean(value):
    return "t" if value else "f"


class Rows:
    """A file of lines that are written only when COPY reads them."""

    def __init__(self, lines):
        self._lines, self.error = iter(lines), None

    def read(self, _size):
        """The next lines; "" behind the last one."""
        try:
            return "".join(islice(self._lines, ROWS_AT_ONCE))
        except Exception as error:
            # The driver will only say that reading failed.
            self.error = error
            raise


class HeldMany2one(fields.Many2one):
    """A reference that another row, to which this one refers, makes as well.

    That row's constraint keeps the record there. One of its own would be looked up for
    every row that is stored, and say the same; that both rows agree is checked once
    for all that are stored together.
    """

    def update_db_foreign_key(self, model, column):
        cr, table = model.env.cr, model._table
        other, rule = model.env[self.comodel_name]._table, self.ondelete or "set null"
        for name in sql.get_foreign_keys(cr, table, self.name, other, "id", rule):
            sql.drop_constraint(cr, table, name)


class CoiBulk(models.AbstractModel):
    """Rows by the thousand, in one statement: the ORM stores a hundred at a time.

    For models whose rows only this addon's own code makes. Where another addon has a
    ``create`` or ``write`` of its own for such a model, or a stored computed field,
    everything goes through the ORM: slower, but nothing of that addon is passed by.
    """

    _name = "coi.bulk"
    _description = "Rows by the Thousand"

    @api.model
    def _create_bulk(self, vals_list, common=None):
        """Create records; returns nothing.

        :param vals_list: iterable of dicts of stored columns, all with the same keys.
            The database stores some while the next are taken: meanwhile nothing can
            be asked of it
        :param common: what all of them share; the rest has its defaults
        """
        common, vals_list = common or {}, iter(vals_list)
        first = next(vals_list, None)
        if first is None:
            return
        vals_list = chain([first], vals_list)
        if self._is_extended("create"):
            self.create([{**common, **vals} for vals in vals_list])
            return
        self.check_access("create")
        varied = {name: self._get_converter(name) for name in first}
        fixed = {**self._prepare_fixed(), **common}
        shared = {name: fixed[name] for name in fixed if name not in varied}
        end = "".join(
            f"\t{self._get_converter(name)(value)}" for name, value in shared.items()
        )
        lines = (
            "\t".join([convert(vals[name]) for name, convert in varied.items()])
            + f"{end}\n"
            for vals in vals_list
        )
        self._copy([*varied, *shared], Rows(lines))

    @api.model
    def _get_converter(self, name):
        """The function that writes a value of this field as COPY reads it."""
        if self._fields[name].type == "boolean":
            return get_copied_boolean
        if self._fields[name].type in ("integer", "many2one"):
            return get_copied_number
        return get_copied

    @api.model
    def _prepare_fixed(self):
        """What a row has where its values say nothing, by column."""
        stored = [name for name, field in self._fields.items() if field.column_type]
        log = {"uid": self.env.uid, "date": self.env.cr.now()}
        return {
            **self.default_get(stored),
            **{f"create_{key}": value for key, value in log.items()},
            **{f"write_{key}": value for key, value in log.items()},
        }

    @api.model
    def _copy(self, columns, rows):
        """Copy ``rows``, a line for each, into ``columns`` of the table."""
        statement = SQL(
            "COPY %s (%s) FROM STDIN",
            SQL.identifier(self._table),
            SQL(", ").join(map(SQL.identifier, columns)),
        )
        try:
            self.env.cr.copy_expert(statement.code, rows)
        except DatabaseError:
            if rows.error:
                raise rows.error from None
            raise
        self.invalidate_model(flush=False)

    def _write_bulk(self, vals):
        """Write the same ``vals``, of stored columns, to all these records."""
        if not self:
            return
        if self._is_extended("write"):
            self.write(vals)
            self.flush_recordset(vals)
            return
        self.check_access("write")
        self.flush_recordset(vals)
        vals = {**vals, "write_uid": self.env.uid, "write_date": self.env.cr.now()}
        assignments = [
            SQL("%s = %s", SQL.identifier(name), value) for name, value in vals.items()
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(self._table),
                SQL(", ").join(assignments),
                list(self.ids),
            )
        )
        self.invalidate_recordset(list(vals), flush=False)

    @api.model
    def _is_extended(self, method):
        """Whether another addon wants to know of every record."""
        if getattr(type(self), method) is not getattr(self._get_own_class(), method):
            return True
        return any(field.store and field.compute for field in self._fields.values())

    @api.model
    def _get_own_class(self):
        """The class with which this addon defines the model."""
        return next(
            owner
            for owner in type(self).__mro__
            if vars(owner).get("_name") == self._name
            and vars(owner).get("_module") == MODULE
        )
