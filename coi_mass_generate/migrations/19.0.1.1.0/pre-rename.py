"""Names of the first days become the trade's own, before the new code looks at them.

``coi.head`` is ``coi.master``; what a policy insures is its ``coverage_id``; a column
of a list has an ``index``, for only what is printed has a place.
"""

MODULE = "coi_mass_generate"
OLD, NEW = "coi.head", "coi.master"
TABLES = {
    "coi_head": "coi_master",
    "coi_head_coi_policy_rel": "coi_master_coi_policy_rel",
}
# (table, old column, new column)
COLUMNS = [
    ("coi_master_coi_policy_rel", "coi_head_id", "coi_master_id"),
    ("coi_certificate", "head_id", "master_id"),
    ("coi_policy", "line_id", "coverage_id"),
    ("coi_policy_series", "line_id", "coverage_id"),
    ("coi_import_column", "place", "index"),
]
# (model, old field, new field)
FIELDS = [
    ("coi.certificate", "head_id", "master_id"),
    ("coi.policy", "line_id", "coverage_id"),
    ("coi.policy.series", "line_id", "coverage_id"),
    ("coi.import.column", "place", "index"),
]
# Where a model is named in a text.
NAMED = [
    ("ir_model", "model"),
    ("ir_model_fields", "model"),
    ("ir_model_fields", "relation"),
    ("ir_attachment", "res_model"),
    ("ir_model_data", "model"),
]
# What the names of indexes and constraints are made of. Under an old name Odoo would
# not find an index, and make it a second time.
PARTS = [
    ("coi_head_", "coi_master_"),
    ("coi_certificate__head_id_", "coi_certificate__master_id_"),
    ("coi_certificate_head_id_", "coi_certificate_master_id_"),
    ("coi_policy_line_id_", "coi_policy_coverage_id_"),
    ("coi_policy_series_line_id_", "coi_policy_series_coverage_id_"),
]


def migrate(cr, version):
    for old, new in TABLES.items():
        cr.execute(f'ALTER TABLE IF EXISTS "{old}" RENAME TO "{new}"')
        cr.execute(f'ALTER SEQUENCE IF EXISTS "{old}_id_seq" RENAME TO "{new}_id_seq"')
    for table, old, new in COLUMNS:
        if _has_column(cr, table, old):
            cr.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{old}" TO "{new}"')
    _rename_constraints(cr)
    _rename_indexes(cr)
    for table, column in NAMED:
        query = f'UPDATE "{table}" SET "{column}" = %s WHERE "{column}" = %s'
        cr.execute(query, (NEW, OLD))
    _rename_external_ids(cr, "model_coi_head", "model_coi_master")
    _rename_external_ids(cr, "field_coi_head__", "field_coi_master__")
    for model, old, new in FIELDS:
        query = "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s"
        cr.execute(query, (new, model, old))
        stem = f"field_{model.replace('.', '_')}__"
        _rename_external_ids(cr, stem + old, stem + new)


def _has_column(cr, table, column):
    cr.execute(
        "SELECT FROM information_schema.columns"
        " WHERE table_name = %s AND column_name = %s",
        (table, column),
    )
    return bool(cr.rowcount)


def _rename_constraints(cr):
    cr.execute(
        "SELECT c.conname, t.relname FROM pg_constraint c"
        " JOIN pg_class t ON t.oid = c.conrelid"
        " WHERE t.relnamespace = current_schema::regnamespace"
    )
    for name, table in cr.fetchall():
        if (new := _get_new_name(name)) != name:
            cr.execute(f'ALTER TABLE "{table}" RENAME CONSTRAINT "{name}" TO "{new}"')
    # What Odoo has noted of them, and of relations: so it finds them again.
    for noted in ("ir_model_constraint", "ir_model_relation"):
        cr.execute(f"SELECT id, name FROM {noted}")
        for row_id, name in cr.fetchall():
            if (new := TABLES.get(name) or _get_new_name(name)) != name:
                query = f"UPDATE {noted} SET name = %s WHERE id = %s"
                cr.execute(query, (new, row_id))


def _rename_indexes(cr):
    cr.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema")
    for [name] in cr.fetchall():
        if (new := _get_new_name(name)) != name:
            cr.execute(f'ALTER INDEX "{name}" RENAME TO "{new}"')


def _get_new_name(name):
    for old, new in PARTS:
        if name.startswith("coi_"):
            name = name.replace(old, new)
    return name


def _rename_external_ids(cr, old, new):
    """Ids that begin with ``old`` begin with ``new``."""
    cr.execute(
        "UPDATE ir_model_data SET name = %s || substr(name, %s)"
        " WHERE module = %s AND starts_with(name, %s)",
        (new, len(old) + 1, MODULE, old),
    )
