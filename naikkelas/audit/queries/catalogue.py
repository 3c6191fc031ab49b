"""The catalogue of personal data, collected from what each room declares (`<room>.personal`).

Rooms above are not imported by name: the catalogue is found by walking the installed rooms.
"""

from dataclasses import dataclass
from functools import cache, reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_
from types import ModuleType

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

from naikkelas.lib.personal import Class, Entry, Person, Scrub, Table

HOUSE = "naikkelas."


@cache
def rooms() -> dict[str, ModuleType]:
    """App label to the module that declares what the room keeps about persons."""
    own = [config for config in apps.get_app_configs() if config.name.startswith(HOUSE)]
    named = {config.label: f"{config.name}.personal" for config in own}
    return {label: import_module(name) for label, name in named.items() if find_spec(name)}


@cache
def _borrowed() -> dict[str, Table]:
    """Tables of libraries, by label; a room declares them in `personal.BORROWED`."""
    found: dict[str, Table] = {}
    for room in rooms().values():
        found |= getattr(room, "BORROWED", {})
    return found


def models() -> list[type[Model]]:
    """Every model, those of the house first and those of libraries after them."""
    return sorted(apps.get_models(), key=lambda model: not model.__module__.startswith(HOUSE))


def table_of(model: type[Model]) -> Table:
    """What is declared of a model; an empty table makes every column specific."""
    module = rooms().get(model._meta.app_label)
    found = getattr(module, "CATALOGUE", {}).get(model._meta.model_name)
    return found or _borrowed().get(model._meta.label_lower, Table())


def columns_of(model: type[Model]) -> list["Field[object, object]"]:
    """The columns that the tables of a model have."""
    return list(model._meta.concrete_fields)


def is_personal(subject_type: str, column: str) -> bool:
    """Whether the column says something about a person."""
    model = _model_with(subject_type, column)
    return model is not None and table_of(model).class_of(column) is not Class.PUBLIC


@cache
def is_secret(subject_type: str, column: str) -> bool:
    """Whether its values stay out of the trail, since they could not be scrubbed there.

    Keys of accounts and free texts of acts stay; what nobody declared does not.
    """
    model = _model_with(subject_type, column)
    if model is None or column in (table := table_of(model)).public:
        return False
    found = (entry.scrub for entry in table.personal if column in entry.columns)
    return next(found, None) not in {Scrub.KEEP, Scrub.BY_HAND}


def _model_with(subject_type: str, column: str) -> type[Model] | None:
    """The model if it has that column; an option of an act is no value of a table.

    Nor is the name under which rows of another table point here (the `areas` of a post).
    """
    try:
        model = apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None
    return model if column in {field.name for field in model._meta.concrete_fields} else None


@dataclass(frozen=True, slots=True)
class Held:
    """One entry of the catalogue with its model."""

    model: type[Model]
    entry: Entry

    @property
    def table_name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def label(self) -> str:
        """The columns in words."""
        if self.entry.label:
            return self.entry.label
        named = {field.name: str(field.verbose_name) for field in self.model._meta.concrete_fields}
        return ", ".join(named[name] for name in self.entry.columns)


def held() -> list[Held]:
    """Every entry of every room."""
    return [Held(model, entry) for model in models() for entry in table_of(model).personal]


def rows_of(one: Held, person: Person) -> "QuerySet[Model]":
    """The rows of an entry that are about a person; none where there is no way to find them."""
    rows = one.model._default_manager
    wanted = [
        Q(**{f"{column}__in": identities})
        for column, identity in one.entry.finders
        if (identities := person.identities(identity))
    ]
    return rows.filter(reduce(or_, wanted)) if wanted else rows.none()
