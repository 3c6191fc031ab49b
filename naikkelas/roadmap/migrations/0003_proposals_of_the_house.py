"""Once a quarter the house itself asks for the plan anew: at most once per kabupaten and quarter."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from naikkelas.lib.migrations import RunStatements

_NAME = "roadmap_scenario_same_quarter"


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For which quarter it was asked never changes, like its inputs."""
    refuse = (
        "FOR EACH ROW EXECUTE FUNCTION roadmap_refuse()"
        if schema_editor.connection.vendor == "postgresql"
        else "BEGIN SELECT RAISE(ABORT, 'roadmap_scenario is append-only'); END"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {_NAME} BEFORE UPDATE OF proposed_for ON roadmap_scenario {refuse}"
    )


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on = " ON roadmap_scenario" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {_NAME}{on}")


class Migration(migrations.Migration):
    dependencies = [("roadmap", "0002_what_was_planned_stays")]
    operations = [RunStatements(forbid, allow)]
