from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ADDON = Path(__file__).resolve().parents[2]
SCRIPT = ADDON / "migrations" / "19.0.1.1.0" / "pre-rename.py"

# As the first version's database has them, and as a new one has them.
TABLES = {
    "coi_head": "coi_master",
    "coi_head_coi_policy_rel": "coi_master_coi_policy_rel",
}
COLUMNS = [
    ("coi_master_coi_policy_rel", "coi_head_id", "coi_master_id"),
    ("coi_certificate", "head_id", "master_id"),
    ("coi_policy", "line_id", "coverage_id"),
    ("coi_policy_series", "line_id", "coverage_id"),
    ("coi_import_column", "place", "index"),
]
INDEXES = {
    "coi_head__key_index": "coi_master__key_index",
    "coi_head__company_id_index": "coi_master__company_id_index",
    "coi_head__insured_id_index": "coi_master__insured_id_index",
    "coi_certificate__head_id_index": "coi_certificate__master_id_index",
    "coi_head_coi_policy_rel_coi_policy_id_coi_head_id_idx": (
        "coi_master_coi_policy_rel_coi_policy_id_coi_master_id_idx"
    ),
}
CONSTRAINTS = {
    "coi_head_pkey": "coi_master_pkey",
    "coi_head_coi_policy_rel_pkey": "coi_master_coi_policy_rel_pkey",
    "coi_head_coi_policy_rel_coi_head_id_fkey": (
        "coi_master_coi_policy_rel_coi_master_id_fkey"
    ),
    "coi_head_coi_policy_rel_coi_policy_id_fkey": (
        "coi_master_coi_policy_rel_coi_policy_id_fkey"
    ),
    **{
        f"coi_head_{name}_fkey": f"coi_master_{name}_fkey"
        for name in (
            "company_id", "insured_id", "form_id", "create_uid", "write_uid",
        )
    },
    "coi_certificate_head_id_fkey": "coi_certificate_master_id_fkey",
    "coi_policy_line_id_fkey": "coi_policy_coverage_id_fkey",
    "coi_policy_series_line_id_fkey": "coi_policy_series_coverage_id_fkey",
}  # fmt: skip
NAMES = {
    "tables": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'coi%'",
    "columns": "SELECT table_name || '.' || column_name"
    " FROM information_schema.columns WHERE table_name LIKE 'coi%'",
    "indexes": "SELECT indexname FROM pg_indexes WHERE tablename LIKE 'coi%'",
    "constraints": "SELECT conname FROM pg_constraint"
    " WHERE conrelid::regclass::text LIKE 'coi%'",
    "noted constraints": "SELECT name FROM ir_model_constraint WHERE name LIKE 'coi%'",
    "noted relations": "SELECT name FROM ir_model_relation WHERE name LIKE 'coi%'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'coi%'",
    "fields": "SELECT model || '.' || name || ' ' || COALESCE(relation, '')"
    " FROM ir_model_fields WHERE model LIKE 'coi%'",
    "external ids": "SELECT name FROM ir_model_data WHERE module = 'coi_mass_generate'",
}


@tagged("post_install", "-at_install")
class TestUpdate(TransactionCase):
    """A database of the first version has, once it is updated, what a new one has."""

    def read_names(self):
        found = {}
        for kind, query in NAMES.items():
            self.env.cr.execute(query)
            found[kind] = sorted(name for [name] in self.env.cr.fetchall())
        return found

    def run_script(self, path=SCRIPT):
        spec = spec_from_file_location(path.stem.replace("-", "_"), path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.0.0")

    def name_as_at_first(self):
        execute = self.env.cr.execute
        for old, new in INDEXES.items():
            execute(f'ALTER INDEX "{new}" RENAME TO "{old}"')
        for old, new in CONSTRAINTS.items():
            execute(
                "SELECT conrelid::regclass FROM pg_constraint WHERE conname=%s", [new]
            )
            [[table]] = self.env.cr.fetchall()
            execute(f'ALTER TABLE {table} RENAME CONSTRAINT "{new}" TO "{old}"')
            execute("UPDATE ir_model_constraint SET name=%s WHERE name=%s", [old, new])
        for table, old, new in COLUMNS:
            execute(f'ALTER TABLE "{table}" RENAME COLUMN "{new}" TO "{old}"')
            model = table.replace("_", ".")
            params = [old, model, new]
            execute(
                "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s",
                params,
            )
            ids = [f"field_{table}__{name}" for name in (old, new)]
            execute("UPDATE ir_model_data SET name = %s WHERE name = %s", ids)
        for old, new in TABLES.items():
            execute(f'ALTER TABLE "{new}" RENAME TO "{old}"')
            execute("UPDATE ir_model_relation SET name=%s WHERE name=%s", [old, new])
        for table, column in (
            ("ir_model", "model"),
            ("ir_model_fields", "model"),
            ("ir_model_fields", "relation"),
        ):
            query = f"UPDATE {table} SET {column} = %s WHERE {column} = %s"
            execute(query, ["coi.head", "coi.master"])
        execute(
            "UPDATE ir_model_data SET name = replace(name, '_coi_master', '_coi_head')"
            " WHERE module = 'coi_mass_generate' AND (name = 'model_coi_master'"
            " OR starts_with(name, 'field_coi_master__'))"
        )

    def test_nothing_is_called_as_at_first_and_nothing_is_there_twice(self):
        self.env.flush_all()
        wanted = self.read_names()
        self.name_as_at_first()
        self.assertNotEqual(self.read_names(), wanted)
        self.run_script()
        found = self.read_names()
        for kind in NAMES:
            with self.subTest(kind=kind):
                self.assertEqual(found[kind], wanted[kind])

    def test_agencies_that_could_not_choose_yet_cite_no_endorsements(self):
        """What is new is filled with its default, but not in an old database."""
        script = SCRIPT.with_name("pre-cite.py")
        cited = "SELECT coi_cite_endorsements FROM res_company"
        self.env["res.company"].search([]).coi_cite_endorsements = True
        self.env.flush_all()
        self.run_script(script)
        self.env.cr.execute(cited)
        self.assertEqual(
            set(self.env.cr.fetchall()), {(True,)}, "what was chosen stays"
        )
        self.env.cr.execute("ALTER TABLE res_company DROP COLUMN coi_cite_endorsements")
        self.run_script(script)
        self.env.cr.execute(cited)
        self.assertEqual(set(self.env.cr.fetchall()), {(None,)})
