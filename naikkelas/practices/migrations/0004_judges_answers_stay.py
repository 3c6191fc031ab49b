"""The database refuses to change or remove what a judge gave; a later answer is a new row."""

import importlib

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

TABLE = "practices_judgeanswer"
COLUMNS = "id, entry_id, judge_id, measure, number, value, given_by, given_at"
_earlier = importlib.import_module("naikkelas.practices.migrations.0002_what_was_told_stays")


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    make = _earlier._postgresql if is_postgresql else _earlier._sqlite
    for statement in make(TABLE, COLUMNS):
        schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in ("no_update", "no_delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}{on}")


class Migration(migrations.Migration):
    dependencies = [("practices", "0002_what_was_told_stays")]
    operations = [RunStatements(forbid, allow)]
