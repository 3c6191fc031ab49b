"""The database itself refuses to change or remove a published instrument, on both engines."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

TABLE = "instruments_publishedinstrument"
SQLITE = [
    f"CREATE TRIGGER published_instrument_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'a published instrument is immutable'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    "CREATE FUNCTION published_instrument_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a published instrument is immutable'; END $$",
    f"CREATE TRIGGER published_instrument_immutable BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION published_instrument_refuse()",
]


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER published_instrument_immutable ON {TABLE}")
        schema_editor.execute("DROP FUNCTION published_instrument_refuse()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER published_instrument_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_tables")]
    operations = [RunStatements(forbid, allow)]
