"""The database itself refuses to rewrite minutes and letters; free texts can be scrubbed."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

KEPT = {
    "partners_rakorminutes": "id, rakor_id, version, written_by, written_at",
    "partners_letter": "id, area_id, kabupaten_code, year, number, full_number, kind, rakor_id, "
    "mitra_id, subject, dated_on, made_by, made_at",
}
"""Table → columns that are never changed; its rows are never removed."""
_first = import_module("naikkelas.partners.migrations.0002_what_was_given_stays")


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, columns in KEPT.items():
        for statement in _first.refusals(table, columns, is_postgresql):
            schema_editor.execute(statement)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        for statement in _first.permissions(table, is_postgresql):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_what_was_given_stays")]
    operations = [RunStatements(forbid, allow)]
