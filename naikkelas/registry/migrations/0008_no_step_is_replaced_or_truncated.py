"""Refuse the two ways past the triggers on steps of review: INSERT OR REPLACE and TRUNCATE.

As `audit.0005` does for the trail, and for its reasons.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

TABLE = "registry_reviewstep"
SQLITE = (
    f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE rowid = NEW.rowid OR id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
)
POSTGRESQL = (
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()"
)


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if is_postgresql else SQLITE)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_truncate ON {TABLE}")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_replace")


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_steps_are_append_only")]
    operations = [RunStatements(forbid, allow)]
