"""What is done once, when the addon goes."""

from odoo.fields import Domain
from odoo.tools import SQL

MODULE = __name__.split(".")[2]
# What hangs on a record without the database knowing: model and field that name the
# record's model.
LOOSE = (
    ("mail.activity", "res_model"),
    ("mail.followers", "res_model"),
    ("mail.message", "model"),
    ("ir.filters", "model_id"),
    ("ir.exports", "resource"),
    ("base_import.mapping", "res_model"),
)
# External ids people gave by importing and exporting, not a module's.
PEOPLES = ("__import__", "__export__")


def uninstall_hook(env):
    """Delete what the addon's records leave behind, and nothing of anybody else's.

    Odoo drops the tables, but not what only names their models in a text. The
    numbering (``ir.sequence``) stays on purpose: installed again, the addon goes on
    where it was, so that no certificate number is ever given twice.
    """
    env = env(context={"active_test": False})
    ours = [
        name for name, model in env.registry.items() if model._original_module == MODULE
    ]
    for model, field in LOOSE:
        if model in env:
            env[model].search([(field, "in", ours)]).unlink()
    env["ir.model.data"].search(
        [("module", "in", PEOPLES), ("model", "in", ours)]
    ).unlink()
    env["ir.config_parameter"].search([("key", "=like", f"{MODULE}.%")]).unlink()
    env["ir.attachment"].search(_get_files(env, ours)).unlink()
    _empty(env, ours)


def _empty(env, ours):
    """Empty our tables at once: Odoo deletes their records one model after the other,
    and fails where one refers to another."""
    env.flush_all()
    tables = {model._table for name in ours if not (model := env[name])._abstract}
    tables |= {
        field.relation
        for name in ours
        for field in env[name]._fields.values()
        if field.type == "many2many" and field.store
    }
    _untie(env, list(tables))
    names = SQL(", ").join(map(SQL.identifier, sorted(tables)))
    env.execute_query(SQL("TRUNCATE %s", names))
    env.invalidate_all(flush=False)


def _untie(env, tables):
    """No other table refers to ours any more: its columns that do go with the addon."""
    ties = env.execute_query(
        SQL(
            """
            SELECT conrelid::regclass::text, conname
              FROM pg_constraint
             WHERE contype = 'f'
               AND confrelid::regclass::text = ANY(%(tables)s)
               AND NOT conrelid::regclass::text = ANY(%(tables)s)
            """,
            tables=tables,
        )
    )
    for table, tie in ties:
        env.execute_query(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(tie),
            )
        )


def _get_files(env, ours):
    """Condition on the attachments of our models, and of our fields on others."""
    # That the field is asked for keeps Odoo from leaving out files of fields.
    files = Domain("res_model", "in", ours) & (
        Domain("res_field", "=", False) | Domain("res_field", "!=", False)
    )
    for name, model in env.registry.items():
        fields = [
            field.name
            for field in model._fields.values()
            if field.type in ("binary", "image") and field._module == MODULE
        ]
        if fields and name not in ours:
            files |= Domain("res_model", "=", name) & Domain("res_field", "in", fields)
    return files
