"""The attacked agency: its database, its marked texts, and whose is what."""

import base64
import json
import re
from pathlib import Path

from psycopg2 import sql
from tools.odoo import script
from watch import Watch

HERE = Path(__file__).parent
MARK = "ZQXBHIDDEN"
INSIDE = "ZQXAINSIDE"  # in A's own texts: nothing for those without the right
PART = MARK[:-3]  # enough to search by; an answer that repeats it gives nothing away
OUTSIDERS = (None, "portal", "plain", "contacts")
# What nobody writes and nobody can mark: derived from what is marked.
HASH = re.compile(r"[0-9a-f]{32,64}")


def build(name):
    """Fill a new database; the texts B could not be given by its forms are marked in
    the database itself."""
    code = (HERE / "seed.py").read_text(encoding="utf-8")
    facts = json.loads(
        script.run(name, f"MARK, INSIDE = {MARK!r}, {INSIDE!r}\n{code}").splitlines()[
            -1
        ]
    )
    watch = Watch(name, facts["companies"][1], facts["people"]["theirs"])
    watch.start()
    mark_empty_texts(watch)
    watch.take_events()
    code = (HERE / "inspection.py").read_text(encoding="utf-8")
    people = {**facts["people"], "public": facts["public"]}
    told = script.run(name, f"PEOPLE = {people!r}\n{code}")
    return {**facts, **json.loads(told.splitlines()[-1])}


def mark_empty_texts(watch):
    """Texts of B's certificates, batches and lists that nobody filled."""
    for table, ids in watch.get_rows().items():
        if not table.startswith("coi_"):
            continue
        for (column,) in watch.ask(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND table_schema = current_schema() AND is_nullable = 'YES'"
            " AND data_type IN ('text', 'character varying')"
            " AND column_name NOT IN (SELECT f.name FROM ir_model_fields f"
            "   JOIN ir_model m ON m.id = f.model_id"
            "   WHERE replace(m.model, '.', '_') = %s AND f.ttype = 'selection')",
            table,
            table,
        ):
            watch.ask(
                sql.SQL(
                    "UPDATE {} SET {} = %s || id WHERE {} IS NULL AND id = ANY(%s)"
                ).format(*map(sql.Identifier, (table, column, column))),
                f"{MARK} {table}.{column} ",
                ids,
            )


def get_shifted(text):
    """The three ways base64 may write a text within a longer one."""
    for lead in range(3):
        whole = base64.b64encode(b"x" * lead + text.encode()).decode().rstrip("=")
        yield whole[4 if lead else 0 : -2]


class World:
    """One clone of the attacked database, and what an answer must not hold."""

    def __init__(self, name, facts):
        self.name = name
        self.facts = facts
        self.models = facts["models"]
        self.A, self.B = facts["companies"]
        self.watch = Watch(name, self.B, facts["people"]["theirs"])
        rows = self.watch.get_rows()
        self.theirs = {
            model: rows.get(about["table"], [])
            for model, about in self.models.items()
            if not about["abstract"]
        }
        self.ours = {model: self._find_ours(model) for model in self.theirs}
        words = [MARK, *get_shifted(MARK), *self._find_hashes()]
        self.secrets = words
        self.inside = [*words, INSIDE, *get_shifted(INSIDE)]

    def close(self):
        self.watch.connection.close()

    def _find_ours(self, model):
        """Some of what is in no way B's."""
        statement = "SELECT id FROM {} WHERE NOT id = ANY(%s) ORDER BY id DESC LIMIT 3"
        table = sql.Identifier(self.models[model]["table"])
        rows = self.watch.ask(sql.SQL(statement).format(table), self.theirs[model])
        return [number for (number,) in rows]

    def _find_hashes(self):
        """Hashes and keys of B's records that no record of A has, too."""
        found = {}
        for model, ids in self.theirs.items():
            about = self.models[model]
            if not model.startswith("coi."):
                continue
            for name, (kind, _comodel, stored, _ours) in about["fields"].items():
                if kind == "char" and stored:
                    statement = sql.SQL("SELECT {}, id = ANY(%s) FROM {}").format(
                        sql.Identifier(name), sql.Identifier(about["table"])
                    )
                    for value, is_theirs in self.watch.ask(statement, ids):
                        if isinstance(value, str) and HASH.fullmatch(value):
                            found.setdefault(value, set()).add(is_theirs)
        return [value for value, whose in found.items() if whose == {True}]

    def find_secret(self, text, login):
        """What ``login`` must not be told, as a match; None where there is nothing."""
        for word in self.inside if login in OUTSIDERS else self.secrets:
            # Word by word is many times as fast as all of them in one pattern.
            if word in text:
                return re.search(re.escape(word), text)
        return None
