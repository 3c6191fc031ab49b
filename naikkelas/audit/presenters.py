"""The trail in plain Indonesian: who, when, what, and what it was before.

Sentences and words are collected from the rooms (`presenters.SENTENCES`, and where a room has them
`TRAIL_LABELS`, `TRAIL_WORDS`, `TRAIL_PERSONS`, `TRAIL_SUBJECTS` and `trail_value`), since this room
lies below all of them.
"""

import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any  # JSON values of events

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from naikkelas.audit import access
from naikkelas.audit.actions.trail import HIDDEN
from naikkelas.audit.models import Event
from naikkelas.audit.queries import about
from naikkelas.audit.queries.catalogue import HOUSE, Held, is_personal
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date, id_month
from naikkelas.lib.numbers import id_number

SENTENCES: dict[str, str] = {
    "personal.view": "melihat data pribadi: {label} ({subject})",
    "personal.export": "mengunduh semua data pribadi: {subject}",
    "personal.scrub": "menghapus data pribadi: {subject}: {words}",
    "trail.export": "mengunduh jejak perubahan: {rows} baris",
    "privacy.request": "meminta {kind}",
    "privacy.answer": "menjawab permintaan {kind}: {outcome}",
    "privacy.propose_removal": "mengusulkan penghapusan {count} baris {table}: {columns}",
}

Subject = tuple[str, str]
"""What kind of thing, and its identifier."""
Namer = Callable[[Iterable[str]], Mapping[str, str]]
"""Identifiers of one kind of thing to what people call them; one query."""

ABSENT = "belum diisi"
_NOTHING = re.compile(r"\s*\(\s*\)")
"""What is left of a pattern where an event has nothing to say."""
_LONGEST_VALUE = 160
ROWS_IN_BLOCK = 20
_MONTH = re.compile(r"(0[1-9]|1[0-2])/([12]\d{3})")
"""How events name the month of a report."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an event: what it was and what it became."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One event for people. `name` is empty where the reader may not know it, or it is scrubbed."""

    id: str
    at: datetime
    post: str
    name: str
    sentence: str
    changes: tuple[Change, ...]
    verb: str
    subject_type: str
    subject_id: str

    @property
    def who(self) -> str:
        """`Pak Darma, Operator kabupaten 91.37`, or the post alone."""
        return f"{self.name}, {self.post}" if self.name else self.post


def told(events: Sequence[Event], reader: Actor) -> list[Told]:
    """The events in words for one reader; a query for the names of each kind of subject."""
    names = _names(events, reader)
    subjects = _subjects(events)
    return [_told(event, names, subjects) for event in events]


def _told(event: Event, names: Mapping[str, str], subjects: Mapping[Subject, str]) -> Told:
    return Told(
        str(event.pk),
        event.at,
        event.actor_post,
        names.get(str(event.actor_id), ""),
        sentence_of(event, names, subjects),
        tuple(changes_of(event, names)),
        event.verb,
        event.subject_type,
        event.subject_id,
    )


# Words --------------------------------------------------------------------------------------------


@cache
def _rooms() -> tuple[ModuleType, ...]:
    names = [
        f"{config.name}.presenters"
        for config in apps.get_app_configs()
        if config.name.startswith(HOUSE)
    ]
    return tuple(import_module(name) for name in names if find_spec(name))


@cache
def sentences() -> dict[str, str]:
    """Every verb of every room to its sentence."""
    found: dict[str, str] = {}
    for room in _rooms():
        found |= getattr(room, "SENTENCES", {})
    return found


@cache
def _labels() -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for room in _rooms():
        found |= getattr(room, "TRAIL_LABELS", {})
    return found


@cache
def _value_words() -> tuple[Callable[[str, str, Any], str | None], ...]:
    named = (getattr(room, "trail_value", None) for room in _rooms())
    return tuple(function for function in named if function)


@cache
def _data_words() -> dict[str, Mapping[str, str]]:
    """Key of an event's data to the words for its values."""
    found: dict[str, Mapping[str, str]] = {}
    for room in _rooms():
        found |= getattr(room, "TRAIL_WORDS", {})
    return found


@cache
def _namers() -> dict[str, Namer]:
    found: dict[str, Namer] = {}
    for room in _rooms():
        found |= getattr(room, "TRAIL_SUBJECTS", {})
    return found


@cache
def _persons() -> frozenset[str]:
    """Keys of data and of changes that hold accounts."""
    return frozenset(key for room in _rooms() for key in getattr(room, "TRAIL_PERSONS", ()))


class _Blanks(dict[str, Any]):
    """What an old event does not know reads as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence_of(
    event: Event,
    names: Mapping[str, str] | None = None,
    subjects: Mapping[Subject, str] | None = None,
) -> str:
    """What was done, from the verb's sentence and the event's data."""
    pattern = sentences().get(event.verb)
    if pattern is None:
        return f"melakukan {event.verb}"
    data = _Blanks({key: _datum(key, value, names or {}) for key, value in event.data.items()})
    data["subject"] = _subject(event, names or {}, subjects or {})
    return _NOTHING.sub("", string.Formatter().vformat(pattern, (), data)).strip()


def _datum(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A value of an event's data: an account by its name, a word of the code in Indonesian."""
    if key in _persons():
        return _people(value, names)
    words = _data_words().get(key, {})
    if isinstance(value, list):
        return ", ".join(_datum(key, one, names) for one in value)
    if isinstance(value, str) and words:
        return " dan ".join(words.get(part, part) for part in value.split("+"))
    return _word(value)


def _people(value: Any, names: Mapping[str, str]) -> str:
    """Accounts by name where the reader may know it, else by number."""
    keys = value if isinstance(value, list) else [value]
    return ", ".join(names.get(str(key)) or f"akun nomor {key}" for key in keys if key)


def _subject(event: Event, names: Mapping[str, str], subjects: Mapping[Subject, str]) -> str:
    if event.subject_type == "accounts.user":
        return f"akun {names.get(event.subject_id) or f'nomor {event.subject_id}'}"
    known = subjects.get((event.subject_type, event.subject_id))
    return known or _word(event.data.get("subject")) or event.subject_id[:60]


def _subjects(events: Sequence[Event]) -> dict[Subject, str]:
    """What the events that name their subject are about, by the words of its room."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.subject_type in _namers() and "{subject}" in sentences().get(event.verb, ""):
            wanted[event.subject_type].add(event.subject_id)
    return {
        (kind, key): name
        for kind, keys in wanted.items()
        for key, name in _namers()[kind](keys).items()
    }


def changes_of(event: Event, names: Mapping[str, str] | None = None) -> Iterable[Change]:
    """Field by field: label, before, after; of a personal value only that it changed."""
    for name in dict.fromkeys((*event.before, *event.after)):
        before, after = event.before.get(name), event.after.get(name)
        if before == after and before != HIDDEN:
            continue
        if name in _persons():
            words = [_people(value, names or {}) or "tidak ada" for value in (before, after)]
        else:
            words = [value_in_words(event.subject_type, name, value) for value in (before, after)]
        yield Change(label_of(event.subject_type, name), *words)


def label_of(subject_type: str, name: str) -> str:
    """A field in the words of its room, else of its model."""
    known = _labels().get(subject_type, {}).get(name)
    if known:
        return known
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name.replace("_", " ").capitalize()
    words = str(getattr(field, "verbose_name", name))
    return words[:1].upper() + words[1:]


def value_in_words(subject_type: str, name: str, value: Any) -> str:
    """A stored value for people; "belum diisi" where there was none."""
    if value == HIDDEN or (value not in (None, "") and is_personal(subject_type, name)):
        return "(data pribadi, isinya tidak disimpan di jejak)" if value == HIDDEN else _word(value)
    for words in _value_words():
        shown = words(subject_type, name, value)
        if shown is not None:
            return shown
    return _word(value) or ABSENT


def _word(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ya" if value else "tidak"
        case int() | float():
            return id_number(value)
        case list():
            return ", ".join(filter(None, map(_word, value)))
        case dict():
            return ", ".join(f"{key}: {_word(one)}" for key, one in value.items())
    text = str(value)
    if found := _MONTH.fullmatch(text):
        return id_month(date(int(found[2]), int(found[1]), 1))
    try:
        return id_date(datetime.fromisoformat(text).date())
    except ValueError:
        return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _names(events: Sequence[Event], reader: Actor) -> dict[str, str]:
    """Names of actors and of accounts that were acted on, where the reader may know them."""
    keys = set()
    for event in events:
        if access.may_know_names(reader, event.kabupaten_code):
            keys.add(str(event.actor_id))
            if event.subject_type == "accounts.user":
                keys.add(event.subject_id)
            keys |= set(_people_in(event))
    found = get_user_model()._default_manager.filter(
        pk__in=[key for key in keys if key.isdigit()], scrubbed_at__isnull=True
    )
    return {str(key): name for key, name in found.values_list("pk", "name")}


def _people_in(event: Event) -> Iterable[str]:
    for values in (event.before, event.after, event.data):
        for key in _persons() & values.keys():
            value = values[key]
            yield from map(str, value if isinstance(value, list) else [value])


# History of one thing -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class History:
    """The newest events about one thing, for `audit/history.html`."""

    entries: list[Told]
    more_url: str = ""


def history_about(subjects: Iterable[tuple[str, Iterable[object]]], reader: Actor) -> History:
    """The block of some things, with a way to the whole for who reads the trail."""
    subjects = list(subjects)
    (kind, identifiers), *_ = subjects
    whole = reverse("audit:history", args=[kind, next(iter(identifiers))])
    more_url = whole if access.may_read_trail(reader) else ""
    return history_of(list(about(subjects)[:ROWS_IN_BLOCK]), reader, more_url=more_url)


def history_of(events: Sequence[Event], reader: Actor, *, more_url: str = "") -> History:
    """The block "Riwayat perubahan": the room has made sure that the reader may see the thing."""
    return History(told(events, reader), more_url)


# The register of processing -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register: what is kept about whom, why, how long, and how it goes."""

    room: str
    table: str
    columns: str
    held: Held


def register_rows(entries: Iterable[Held]) -> list[RegisterRow]:
    """The catalogue as lines, room by room."""
    return [
        RegisterRow(
            one.model._meta.app_label,
            one.model._meta.model_name or "",
            ", ".join(one.entry.columns),
            one,
        )
        for one in entries
    ]
