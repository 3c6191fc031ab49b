"""A follow-up may be passed on to an SKPD or partner; what is kept of it stays kept.

SQLite makes the table anew to add a column, which loses its triggers: they are made again.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

TABLE = "coaching_followup"
_KEPT = importlib.import_module("naikkelas.coaching.migrations.0002_what_was_seen_stays")


def forbid_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in _KEPT._sqlite(TABLE, _KEPT.KEPT[TABLE]):
            schema_editor.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("coaching", "0002_what_was_seen_stays"),
    ]
    operations = [
        migrations.AddField(
            model_name="followup",
            name="asked_partner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.partner",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="asked_name",
            field=models.CharField(
                blank=True, default="", max_length=120, verbose_name="diteruskan ke"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="asked_on",
            field=models.DateField(null=True, verbose_name="diteruskan pada"),
        ),
        RunStatements(forbid_again, forbid_again),
    ]
