"""Refuse the two ways past the triggers on instruments: INSERT OR REPLACE and TRUNCATE.

As `audit.0005` does for the trail, and for its reasons.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

TABLE = "instruments_publishedinstrument"
TAKEN = "rowid = NEW.rowid OR id = NEW.id OR sha256 = NEW.sha256"
SQLITE = (
    f"CREATE TRIGGER published_instrument_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE {TAKEN}) "
    "BEGIN SELECT RAISE(ABORT, 'a published instrument is immutable'); END"
)
POSTGRESQL = (
    f"CREATE TRIGGER published_instrument_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION published_instrument_refuse()"
)


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if is_postgresql else SQLITE)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER published_instrument_no_truncate ON {TABLE}")
    else:
        schema_editor.execute("DROP TRIGGER published_instrument_no_replace")


class Migration(migrations.Migration):
    dependencies = [("instruments", "0002_published_is_published")]
    operations = [RunStatements(forbid, allow)]
