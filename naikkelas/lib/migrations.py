"""Operations of migrations that do not render all models of the house again for every table.

Django reloads the models related to each new one, and renders all of them before each RunPython.
Most of ours hang on areas and people, so that grows with the square of the tables: all of the house
take 6.5 s of CPU with these operations (2 cores, SQLite), half of it for the tables of others.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, RunPython
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Create several tables in the order given; their models are rendered together."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["tables"]

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all models, then render them together; what was rendered before stays."""
        rendered = state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)
        if rendered is not None:
            rendered.render_multiple([state.models[_key(app_label, one)] for one in self.tables])
            state.__dict__["apps"] = rendered

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the tables."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate` prints."""
        return f"{len(self.tables)} tables together"


def _key(app_label: str, table: CreateModel) -> tuple[str, str]:
    return app_label, table.name_lower


class RunStatements(RunPython):
    """Call functions that speak to the database (triggers) and need no models: they get None."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Call the function that does it."""
        self.code(None, schema_editor)  # type: ignore[arg-type]

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Call the function that undoes it."""
        if self.reverse_code is None:
            raise NotImplementedError("This operation cannot be undone")
        self.reverse_code(None, schema_editor)  # type: ignore[arg-type]
