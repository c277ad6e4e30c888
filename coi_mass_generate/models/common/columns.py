"""Fields of many records at once, as plain values.

Reading ``record.field`` is a microsecond of the ORM's each time, and judging one holder
looks at a hundred. Here a field is looked up once for all records.
"""

from collections import namedtuple
from functools import lru_cache


@lru_cache(maxsize=32)
def _get_row(names):
    return namedtuple("Row", names)


def get_id(record):
    """The id behind a record; of one that a form is still editing, that of the stored
    one."""
    return record.id or record._origin.id


def read_rows(records, names):
    """A named tuple of plain values a record, in their order.

    Relations are ids: an id or None of one record, a tuple of ids of several. Access
    is checked, and what is not known yet is read, in a query for all of them.

    :param records: stored ones, or such as a form is still editing
    :param names: of stored fields
    """
    row = _get_row(tuple(names))
    if not all(records._ids):
        return [row(*(_read(record, name) for name in names)) for record in records]
    records.fetch(names)
    columns = [_read_column(records, name) for name in names]
    return list(map(row._make, zip(*columns, strict=True)))


def _read_column(records, name):
    known = records._fields[name]._get_cache(records.env)
    try:
        return [known[each] for each in records._ids]
    except KeyError:  # a record that is gone, or a field that is computed
        return [_read(record, name) for record in records]


def _read(record, name):
    field, value = record._fields[name], record[name]
    if field.type == "many2one":
        return get_id(value) or None
    if field.relational:
        return tuple(map(get_id, value))
    return None if value is False and field.type != "boolean" else value


def fetch_sql(model, names, query):
    """The records of ``model`` that a query finds, with what it has read of them.

    For what is asked before each of thousands of mails: to work out a search anew
    takes the ORM longer than the database needs for its answer. No access is checked,
    and nothing is flushed.

    :param names: of stored fields that are columns
    :param query: ``SQL`` of the ids and of the columns ``names``, in their order
    """
    rows = model.env.execute_query(query)
    if not rows:
        return model.browse()
    ids, *columns = zip(*rows, strict=True)
    records = model.browse(ids)
    for name, values in zip(names, columns, strict=True):
        model._fields[name]._insert_cache(records, values)
    return records
