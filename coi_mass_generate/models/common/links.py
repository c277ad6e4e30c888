"""All that a many2many field links, whoever asks."""

from odoo.tools import SQL


def read_links(records, name):
    """``{id of a record: ids it links}``, archived ones and those of others, too.

    Past the cache: it does not tell what one user sees from what there is. What was
    read with more rights than the user's would be taken for the user's afterwards, and
    what the user sees for all there is. Nothing is shown by that: whoever shows any of
    it checks who may see it.

    :param records: stored ones, which the user may read
    :param name: of a stored many2many field
    """
    field = records._fields[name]
    records.flush_model([name])
    links = {record_id: [] for record_id in records._ids}
    rows = records.env.execute_query(
        SQL(
            "SELECT %(one)s, %(other)s FROM %(relation)s WHERE %(one)s = ANY(%(ids)s)"
            " ORDER BY %(other)s",
            one=SQL.identifier(field.column1),
            other=SQL.identifier(field.column2),
            relation=SQL.identifier(field.relation),
            ids=list(records._ids),
        )
    )
    for record_id, other_id in rows:
        links[record_id].append(other_id)
    return links
