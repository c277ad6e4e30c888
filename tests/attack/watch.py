"""What is B's in the database, and who touches it.

B's rows are found by what points where: company, parent, maker, the record an
attachment or a message hangs on. Triggers then write down every row of B that is
changed or deleted, and every row that comes to name one: seen at the moment it
happens, even if it is put back later.
"""

import psycopg2
from psycopg2 import sql

TABLES = """
CREATE TABLE attack_row (tbl text, id integer, PRIMARY KEY (tbl, id));
CREATE TABLE attack_event (
    at timestamptz DEFAULT clock_timestamp(), tbl text, what text, old jsonb, new jsonb
);
CREATE FUNCTION attack_is_theirs(wanted text, which text) RETURNS boolean AS $$
    SELECT which ~ '^[0-9]+$' AND EXISTS (
        SELECT FROM attack_row WHERE tbl = wanted AND id = which::integer
    )
$$ LANGUAGE sql;
CREATE FUNCTION attack_watch() RETURNS trigger AS $$
DECLARE
    old_row jsonb; new_row jsonb; pair text; col text; place text;
BEGIN
    IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
    IF old_row IS NOT NULL AND attack_is_theirs(TG_TABLE_NAME, old_row->>'id') THEN
        IF old_row IS DISTINCT FROM new_row THEN
            INSERT INTO attack_event (tbl, what, old, new)
            VALUES (TG_TABLE_NAME, lower(TG_OP), old_row, new_row);
        END IF;
        RETURN NULL;
    END IF;
    FOREACH pair IN ARRAY TG_ARGV LOOP
        col := split_part(pair, '=', 1);
        place := split_part(pair, '=', 2);
        IF place = '*' THEN
            place := replace(coalesce(new_row, old_row)->>
                CASE WHEN coalesce(new_row, old_row) ? 'res_model'
                THEN 'res_model' ELSE 'model' END, '.', '_');
        END IF;
        -- A link without an id of its own is B's when one of its ends is.
        IF attack_is_theirs(place, new_row->>col)
           AND new_row->>col IS DISTINCT FROM old_row->>col
           OR old_row IS NOT NULL AND NOT old_row ? 'id'
           AND attack_is_theirs(place, old_row->>col) THEN
            INSERT INTO attack_event (tbl, what, old, new)
            VALUES (TG_TABLE_NAME, 'names ' || col, old_row, new_row);
            RETURN NULL;
        END IF;
    END LOOP;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
"""
LINKS = """
SELECT t.relname, a.attname, r.relname
  FROM pg_constraint c
  JOIN pg_class t ON t.oid = c.conrelid
  JOIN pg_class r ON r.oid = c.confrelid
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
  JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE c.contype = 'f' AND n.nspname = current_schema()
"""
# (table, column of the id, column of the model's name): they hang on any record
HANGING = (
    ("ir_attachment", "res_id", "res_model"),
    ("ir_model_data", "res_id", "model"),
    ("mail_activity", "res_id", "res_model"),
    ("mail_followers", "res_id", "res_model"),
    ("mail_message", "res_id", "model"),
)
# What belongs to who made it.
MADE = ("coi_", "ir_filters")
# These are B's because the row they hang on is.
CHILDREN = ("mail_tracking_value", "mail_notification")


class Watch:
    """Knows B's rows and what happened to them."""

    def __init__(self, database, company, maker):
        self.connection = psycopg2.connect(dbname=database)
        self.connection.autocommit = True
        self.company, self.maker = company, maker

    def ask(self, statement, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def start(self):
        self.ask(TABLES)
        links = self.ask(LINKS)
        self._find_rows(links)
        self._set_triggers(links)

    def _add(self, table, condition):
        statement = sql.SQL(
            "INSERT INTO attack_row SELECT {}, id FROM {} t WHERE {}"
            " ON CONFLICT DO NOTHING RETURNING id"
        )
        statement = statement.format(
            sql.Literal(table), sql.Identifier(table), condition
        )
        return bool(self.ask(statement))

    def _columns(self):
        found = {}
        for table, column in self.ask(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        ):
            found.setdefault(table, set()).add(column)
        return {table: columns for table, columns in found.items() if "id" in columns}

    def _find_rows(self, links):
        self._add("res_company", sql.SQL("id = {}").format(sql.Literal(self.company)))
        self._add("res_users", sql.SQL("id = {}").format(sql.Literal(self.maker)))
        columns = self._columns()
        for table in columns:
            if "company_id" in columns[table] and table != "res_company":
                own = sql.SQL("company_id = {}").format(sql.Literal(self.company))
                self._add(table, own)
            if table.startswith(MADE) and "create_uid" in columns[table]:
                made = sql.SQL("create_uid = {}").format(sql.Literal(self.maker))
                self._add(table, made)
        ours = {
            (table, column, target)
            for table, column, target in links
            if table in columns
            and (table.startswith("coi_") or table in CHILDREN)
            and target not in ("res_users", "res_company", "res_partner")
        }
        while any([*self._follow(ours), *self._hang(columns)]):
            pass

    def _follow(self, links):
        for table, column, target in sorted(links):
            yield self._add(
                table,
                sql.SQL("{} IN (SELECT id FROM attack_row WHERE tbl = {})").format(
                    sql.Identifier(column), sql.Literal(target)
                ),
            )

    def _hang(self, columns):
        for table, which, model in HANGING:
            if table in columns:
                yield self._add(
                    table,
                    sql.SQL(
                        "EXISTS (SELECT FROM attack_row r WHERE r.id = t.{}"
                        " AND r.tbl = replace(t.{}, '.', '_'))"
                    ).format(sql.Identifier(which), sql.Identifier(model)),
                )

    def _set_triggers(self, links):
        theirs = {table for (table,) in self.ask("SELECT DISTINCT tbl FROM attack_row")}
        watched = {table: [] for table in theirs}
        for table, column, target in links:
            if target in theirs:
                watched.setdefault(table, []).append(f"{column}={target}")
        for table, which, _model in HANGING:
            watched.setdefault(table, []).append(f"{which}=*")
        for table, pairs in watched.items():
            self.ask(
                sql.SQL(
                    "CREATE TRIGGER attack AFTER INSERT OR UPDATE OR DELETE ON {}"
                    " FOR EACH ROW EXECUTE FUNCTION attack_watch({})"
                ).format(
                    sql.Identifier(table), sql.SQL(", ").join(map(sql.Literal, pairs))
                )
            )

    def get_rows(self):
        """``{table: [ids of B]}``"""
        return dict(
            self.ask(
                "SELECT tbl, array_agg(id ORDER BY id) FROM attack_row GROUP BY tbl"
            )
        )

    def take_events(self):
        """What happened since the last time: ``(seconds, table, what, old, new)``."""
        return self.ask(
            "WITH gone AS (DELETE FROM attack_event RETURNING *)"
            " SELECT extract(epoch FROM at)::float8, tbl, what, old, new FROM gone"
            " ORDER BY at"
        )
