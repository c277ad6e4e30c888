"""What an update changes, and what is left when the addon goes: nothing of ours."""

import pytest
from office import execute, prepare
from tools import paths
from tools.machine import postgres
from tools.odoo import addons, database, odoo_run, script

pytestmark = pytest.mark.long

# A matter of the clock, not of what is updated.
PASSING = {"ir_module_module", "ir_cron", "ir_cron_trigger", "ir_logging"}
# Odoo's own account of models and views: the first update may tell it otherwise than
# installing did, where a module that extends ours is loaded after it.
ACCOUNTS = {"ir_model_data", "ir_model_fields", "ir_ui_view"}
WRITTEN = "{create_date,write_date,create_uid,write_uid}"

WORK = """
import base64, io
from PIL import Image

file = io.BytesIO()
Image.new("RGB", (80, 40), "#a03020").save(file, "PNG")
env = env(user=env["res.users"].search([("login", "=", "csr")]).id)
interests = env["coi.additional.interest"].search([])
result = env["coi.batch"].generate(interest_ids=interests.ids)
env["coi.policy"].search([], limit=1).message_post(body="Renewed by phone.")
root = env(su=True)
company = root.company
picture = base64.b64encode(file.getvalue())
company.write({"coi_signature": picture, "logo": picture})
for model in ("coi.policy", "res.partner"):
    record = root[model].search([], limit=1)
    root["ir.attachment"].create(
        {"name": "x.txt", "raw": b"x", "res_model": model, "res_id": record.id})
    root["ir.filters"].create({"name": "Mine", "model_id": model})
    root["ir.exports"].create({"name": "Mine", "resource": model})
    record.message_subscribe([company.partner_id.id])
    record.message_post(body="Note")
    record._export_rows([["id"]])
root["ir.config_parameter"].set_param("coi_mass_generate.import_max_rows", "7")
root.cr.commit()
print(result["done"])
"""
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", {name!r})])
module.button_immediate_uninstall()
"""
NEXT = """
print(env["ir.sequence"]._coi_reserve("coi.certificate", env.company, 1)[0])
"""
# What is left, by what it is.
LEFT = {
    "tables": r"SELECT relname FROM pg_class WHERE relkind IN ('r', 'S', 'i')"
    r" AND relname LIKE 'coi\_%'",
    "columns": r"SELECT table_name || column_name FROM information_schema.columns"
    r" WHERE column_name LIKE 'coi\_%'",
    "data": "SELECT name FROM ir_model_data WHERE module = 'coi_mass_generate'",
    "ids of people": "SELECT name FROM ir_model_data WHERE model LIKE 'coi.%'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'coi.%'",
    "fields": r"SELECT name FROM ir_model_fields WHERE name LIKE 'coi\_%'",
    "crons": "SELECT cron_name FROM ir_cron WHERE cron_name LIKE '%Certificates%'",
    "files": r"SELECT name FROM ir_attachment WHERE res_model LIKE 'coi.%'"
    r" OR res_field LIKE 'coi\_%'",
    "messages": "SELECT id::text FROM mail_message WHERE model LIKE 'coi.%'",
    "followers": "SELECT id::text FROM mail_followers WHERE res_model LIKE 'coi.%'",
    "activities": "SELECT id::text FROM mail_activity WHERE res_model LIKE 'coi.%'",
    "filters": "SELECT name::text FROM ir_filters WHERE model_id LIKE 'coi.%'",
    "exports": "SELECT name FROM ir_exports WHERE resource LIKE 'coi.%'",
    "settings": "SELECT key FROM ir_config_parameter WHERE key LIKE 'coi%'",
    "groups": "SELECT name::text FROM res_groups"
    " WHERE name::text ILIKE '%certificate%'",
    "views": r"SELECT name FROM ir_ui_view WHERE arch_db::text LIKE '%coi\_%'",
}
OTHERS = {
    "contacts": "SELECT md5(string_agg(concat(name, street, zip), '|' ORDER BY id))"
    " FROM res_partner",
    "files": "SELECT count(*)::text FROM ir_attachment WHERE res_model = 'res.partner'"
    " OR res_model = 'res.company' AND res_field IS NULL",
    "messages": "SELECT count(*)::text FROM mail_message WHERE model = 'res.partner'",
    "followers": "SELECT count(*)::text FROM mail_followers"
    " WHERE res_model = 'res.partner'",
    "filters": "SELECT count(*)::text FROM ir_filters WHERE model_id = 'res.partner'",
    "logo": "SELECT count(*)::text FROM res_partner p JOIN res_company c"
    " ON c.partner_id = p.id JOIN ir_attachment a ON a.res_model = 'res.partner'"
    " AND a.res_id = p.id WHERE a.res_field LIKE 'image%'",
}


@pytest.fixture
def worked():
    """A database in which certificates were made."""
    with postgres.running(), database.temporary() as name:
        prepare(name, 30)
        assert int(script.run(name, WORK).split()[-1]) > 20
        yield name


def uninstall(name, module):
    script.run(name, UNINSTALL.format(name=module))


def ask(name, questions):
    return {
        what: [row[0] for row in execute(name, statement)]
        for what, statement in questions.items()
    }


def update(name):
    """Update the addon; returns the log's complaints."""
    log = paths.BUILD / "log" / f"update-{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    words = odoo_run.command(
        name, f"--update={addons.MAIN}", "--stop-after-init", "--no-http"
    )
    assert odoo_run.run_logged(words, log, odoo_run.environment(), 900) == 0
    lines = log.read_text(errors="replace").splitlines()
    return [line for line in lines if " WARNING " in line or " ERROR " in line]


def read_all(name):
    """``{table: hash of its rows}``, but for who wrote them and when."""
    tables = execute(
        name, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
        " current_schema::regnamespace",
    )  # fmt: skip
    return {
        table: execute(
            name,
            f"SELECT count(*), md5(string_agg(one, '|' ORDER BY one)) FROM (SELECT"
            f" (to_jsonb(t) - '{WRITTEN}'::text[])::text AS one FROM \"{table}\" t) x",
        )[0]
        for (table,) in tables
        if table not in PASSING and "signaling" not in table
    }


def test_updating_twice_changes_nothing_and_warns_of_nothing(worked):
    before = read_all(worked)
    for turn, allowed in ((1, ACCOUNTS), (2, set())):
        assert update(worked) == [], turn
        after = read_all(worked)
        changed = {
            table for table in before | after if before.get(table) != after.get(table)
        }
        assert changed <= allowed, turn
        before = after


def test_what_is_left_when_the_addon_goes(worked):
    others = ask(worked, OTHERS)
    last = script.run(worked, NEXT).split()[-1]
    uninstall(worked, addons.MAIN)
    left = ask(worked, LEFT)
    assert not {what: found for what, found in left.items() if found}
    assert ask(worked, OTHERS) == others
    database.install(worked, [addons.MAIN])
    assert script.run(worked, NEXT).split()[-1] > last


def test_it_goes_where_odoos_own_import_is_not_there(worked):
    """It comes with the web client, and may be taken off again."""
    uninstall(worked, "base_import")
    uninstall(worked, addons.MAIN)
    left = ask(worked, LEFT)
    assert not {what: found for what, found in left.items() if found}
