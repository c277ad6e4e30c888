from contextlib import contextmanager
from itertools import chain, islice

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models
from odoo.tools import SQL, sql

from .json_text import dump

MODULE = __name__.split(".")[2]
NULL = "\\N"
# What every write notes besides.
LOGGED = ("write_uid", "write_date")
# In a context, the mark of what this addon itself writes: an object that no caller
# from outside can name.
KEY, OWN = "coi_own", object()
# Rows handed to the database at a time: while it stores them, the next are written.
ROWS_AT_ONCE = 200


def get_copied(value):
    """A text, date or JSON value as PostgreSQL's COPY reads it; False is nothing."""
    if value is None or value is False:
        return NULL
    if isinstance(value, dict | list):
        value = dump(value)
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


def is_own(records):
    """Whether this addon itself writes them, and has checked that it may be done."""
    return records.env.context.get(KEY) is OWN


class Rows:
    """A file of lines that are written only when COPY reads them."""

    def __init__(self, lines):
        self._lines, self.error = iter(lines), None

    def _read(self, _size):
        """The next lines; "" behind the last one."""
        try:
            return "".join(islice(self._lines, ROWS_AT_ONCE))
        except Exception as error:
            # The driver will only say that reading failed.
            self.error = error
            raise

    # What the driver asks for; not the ``read`` of a model.
    read = _read


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


class LateMany2one(fields.Many2one):
    """A reference that may be looked up later than its row is written.

    PostgreSQL looks up every reference of a row again that is written twice in one
    transaction, whatever changes in it; see ``coi.bulk._referring_late``.
    """

    def update_db_foreign_key(self, model, column):
        # Odoo cannot make such a constraint. All tables are there by then.
        model.pool.post_init(self._add_late_constraint, model)

    def _add_late_constraint(self, model):
        cr, table, rule = model.env.cr, model._table, self.ondelete or "set null"
        reference = (table, self.name, model.env[self.comodel_name]._table, "id", rule)
        if not sql.get_foreign_keys(cr, *reference):
            sql.add_foreign_key(cr, *reference)
        for name in sql.get_foreign_keys(cr, *reference):
            statement = "ALTER TABLE %s ALTER CONSTRAINT %s DEFERRABLE"
            cr.execute(SQL(statement, *map(SQL.identifier, (table, name))))


class CoiBulk(models.AbstractModel):
    """Rows by the thousand, in one statement: the ORM stores a hundred at a time.

    The only place where this addon writes past the ORM. Where another addon has a
    ``create``, a ``write`` or an ``@api.constrains`` of its own for such a model, or a
    stored computed field that follows what is written, everything goes through the
    ORM: slower, but nothing of that addon is passed by. What rows of this addon must
    satisfy themselves, whoever stores them has made sure of.
    """

    _name = "coi.bulk"
    _description = "Rows by the Thousand"

    @api.model
    @contextmanager
    def _referring_late(self):
        """What rows refer to (``LateMany2one``) is looked up once, at the end of this
        block, though they are written twice in it."""
        self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

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
        if self._has_heir("create", self._fields):
            self._as_own().create([{**common, **vals} for vals in vals_list])
            self.env.flush_all()
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

    def _write_bulk(self, common, vals_list=None):
        """Write stored columns of all these records.

        :param common: what all of them get
        :param vals_list: what each of them gets besides, in their order: dicts, all
            with the same keys
        """
        if not self or not (common or vals_list):
            return
        names = [*common, *(vals_list[0] if vals_list else ())]
        if self._has_heir("write", [*names, *LOGGED]):
            self._write_each(common, vals_list)
            return
        self.check_access("write")
        # What waits to be written may be what a constraint of the database looks at.
        self.flush_model()
        now = {"write_uid": self.env.uid, "write_date": self.env.cr.now()}
        self._update({**common, **now}, vals_list)
        self.invalidate_recordset([*names, *now], flush=False)

    @api.model
    def _advance(self, record, name, step):
        """Add to a number and tell what it is then, in one statement; whoever wants to
        add to it at the same time waits until this transaction is stored.

        For counters of Odoo's own, which does the same past the ORM.

        :param record: of any model, with the number in its stored field ``name``
        """
        record.flush_recordset([name])
        [[number]] = self.env.execute_query(
            SQL(
                "UPDATE %(table)s SET %(name)s = %(name)s + %(step)s WHERE id = %(id)s"
                " RETURNING %(name)s",
                table=SQL.identifier(record._table),
                name=SQL.identifier(name),
                step=step,
                id=record.id,
            )
        )
        record.invalidate_recordset([name], flush=False)
        return number

    # -------------------------------------- whether another addon wants to know

    @api.model
    def _has_heir(self, method, names):
        """Whether another addon wants to know of every record.

        :param method: "create" or "write"
        :param names: of the fields that are stored
        """
        return (
            self._is_overridden(method)
            or self._is_constrained(names)
            or self._is_computed_from(names)
            or method == "create"
            and any(field.store and field.compute for field in self._fields.values())
        )

    @api.model
    def _is_overridden(self, method):
        found = [owner for owner in type(self).__mro__ if method in vars(owner)]
        return any(
            owner is not models.BaseModel and vars(owner).get("_module") != MODULE
            for owner in found
        )

    @api.model
    def _is_constrained(self, names):
        constrained = [check._constrains for check in self._constraint_methods]
        return not set(names).isdisjoint(chain.from_iterable(constrained))

    @api.model
    def _is_computed_from(self, names):
        """Whether a stored field, of whatever model, follows one of these."""
        follow = self.env.registry.get_dependent_fields
        return any(
            field.store and field.compute
            for name in names
            for field in follow(self._fields[name])
        )

    # ---------------------------------------------------------- through the ORM

    def _as_own(self):
        """These records, for what this addon itself writes: what keeps users from
        writing it asks ``is_own``. No caller from outside can say so."""
        return self.with_context(**{KEY: OWN})

    def _write_each(self, common, vals_list):
        own = self._as_own()
        if vals_list is None:
            own.write(common)
        else:
            for record, vals in zip(own, vals_list, strict=True):
                record.write({**common, **vals})
        self.env.flush_all()

    # ------------------------------------------------------------------ past it

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

    def _update(self, common, vals_list):
        """In one statement: ``common``, and from a table of arrays what differs."""
        table, given = SQL.identifier(self._table), SQL()
        values = {name: self._get_value(name, common[name]) for name in common}
        if vals_list:
            names = list(vals_list[0])
            given = SQL(
                " FROM UNNEST(%s) AS given (id, %s)",
                SQL(", ").join(
                    [
                        SQL("%s::int4[]", list(self.ids)),
                        *(self._make_array(name, vals_list) for name in names),
                    ]
                ),
                SQL(", ").join(map(SQL.identifier, names)),
            )
            values.update({name: SQL.identifier("given", name) for name in names})
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s%s WHERE %s",
                table,
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in values.items()
                ),
                given,
                SQL("%s.id = given.id", table)
                if vals_list
                else SQL("id = ANY(%s)", list(self.ids)),
            )
        )

    @api.model
    def _make_array(self, name, vals_list):
        """The values of one column, in the records' order."""
        kind = SQL.identifier(self._fields[name].column_type[0])
        values = [self._get_value(name, vals[name]) for vals in vals_list]
        return SQL("%s::%s[]", values, kind)

    @api.model
    def _get_value(self, name, value):
        """A value as a statement takes it; False and None are nothing."""
        if self._fields[name].type == "boolean":
            return bool(value)
        if value is None or value is False:
            return None
        return dump(value) if isinstance(value, dict | list) else value
