"""Saving the catalogue and the means: always as a new version, never over the old one."""

import hashlib
from dataclasses import replace
from typing import Any, TypeVar  # columns of either table

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.classification.queries import instrument_of
from naikkelas.instruments.queries import in_use
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.roadmap import access, queries
from naikkelas.roadmap.errors import (
    CatalogueMissing,
    NothingNew,
    SomebodyWasQuicker,
    UnfitCatalogue,
    UnfitFigure,
    UnfitMeans,
    UnknownAction,
)
from naikkelas.roadmap.models import CatalogueVersion, Means
from naikkelas.roadmap.rules import catalogue_file, means
from naikkelas.roadmap.rules.catalogue import ASSUMED, Action, Catalogue, Chance, Figure
from naikkelas.roadmap.rules.means import MeansData

LONGEST_SOURCE = 200
DAYS, SEATS, MONTHS, CHANCE = "hari", "kursi", "bulan", "peluang"
"""Which figure of an action; costs are named `biaya:<sumber>`."""
COST = "biaya:"

_Kept = TypeVar("_Kept", CatalogueVersion, Means)


@transaction.atomic
def save_catalogue(
    kabupaten_code: str, text: str, *, by: Actor, note: str = "", is_example: bool = False
) -> CatalogueVersion:
    """Keep a catalogue as the newest version of the kabupaten; unreadable ones are refused."""
    require(access.may_plan(by, kabupaten_code))
    try:
        catalogue = catalogue_file.read(text, in_use(instrument_of(kabupaten_code)))
    except ValueError as error:
        raise UnfitCatalogue(str(error)) from error
    return _save_catalogue(kabupaten_code, catalogue, by=by, note=note, is_example=is_example)


def _save_catalogue(
    kabupaten_code: str,
    catalogue: Catalogue,
    *,
    by: Actor,
    note: str,
    is_example: bool,
    what: str = "seluruh katalog",
) -> CatalogueVersion:
    text = catalogue_file.write(catalogue)
    version = _next_version(
        CatalogueVersion,
        queries.newest_catalogue(kabupaten_code),
        text,
        kabupaten_code=kabupaten_code,
        name=catalogue.name[:120],
        instrument=catalogue.instrument,
        note=_short(note),
        is_example=is_example,
        saved_by=by.pk,
    )
    record(
        "catalogue.save",
        version,
        by=by,
        kabupaten=kabupaten_code,
        number=version.number,
        what=what,
    )
    return version


@transaction.atomic
def change_figure(
    kabupaten_code: str,
    action_code: str,
    which: str,
    value: float,
    *,
    source: str,
    on: CatalogueVersion,
    by: Actor,
) -> CatalogueVersion:
    """Change one figure of an action, or confirm it: with a source it is no assumption any more.

    `on` is the version that was looked at; refused when a newer one was saved since.
    """
    require(access.may_plan(by, kabupaten_code))
    former = queries.newest_catalogue(kabupaten_code)
    if former is None:
        raise CatalogueMissing
    if former.pk != on.pk:
        raise SomebodyWasQuicker
    catalogue = queries.read_catalogue(former)
    action = catalogue.by_code.get(action_code)
    if action is None:
        raise UnknownAction
    changed = _with_figure(action, which, value, _short(source) or ASSUMED)
    actions = tuple(changed if one.code == action_code else one for one in catalogue.actions)
    what = f"{action.name}, {words_of(which)}"
    return _save_catalogue(
        kabupaten_code,
        replace(catalogue, actions=actions),
        by=by,
        note=what,
        is_example=False,
        what=what,
    )


def words_of(which: str) -> str:
    """`hari pendamping`, `biaya APBD`: a figure in words."""
    named = {
        DAYS: "hari pendamping",
        SEATS: "kursi pelatihan",
        MONTHS: "lama (bulan)",
        CHANCE: "peluang berhasil",
    }
    return named.get(which) or f"biaya {which.removeprefix(COST)}"


def _with_figure(action: Action, which: str, value: float, source: str) -> Action:
    if not 0 <= value <= 1e12:
        raise UnfitFigure("Angka harus nol atau lebih.")
    if which == CHANCE:
        if value > 1:
            raise UnfitFigure("Peluang diisi 0 sampai 100 persen.")
        chance = Chance(value, action.chance.attempts, source)
        return replace(action, chance=chance)
    figure = Figure(value, source)
    if which == DAYS:
        return replace(action, days=figure)
    if which == SEATS:
        return replace(action, seats=figure)
    if which == MONTHS:
        return replace(action, months=figure)
    fund = which.removeprefix(COST)
    if not which.startswith(COST) or fund not in dict(action.costs):
        raise UnfitFigure("Pilih angka yang ada pada tindakan ini.")
    costs = tuple((name, figure if name == fund else old) for name, old in action.costs)
    return replace(action, costs=costs)


@transaction.atomic
def save_means(
    kabupaten_code: str,
    data: MeansData,
    *,
    by: Actor,
    name: str = "Sumber daya dan aturan",
    note: str = "",
    is_example: bool = False,
) -> Means:
    """Keep resources and rules as the newest version of the kabupaten."""
    require(access.may_plan(by, kabupaten_code))
    text = means.write(data)
    version = _next_version(
        Means,
        queries.newest_means(kabupaten_code),
        text,
        kabupaten_code=kabupaten_code,
        name=name[:120],
        note=_short(note),
        is_example=is_example,
        saved_by=by.pk,
    )
    record("means.save", version, by=by, kabupaten=kabupaten_code, number=version.number)
    return version


def _next_version(kind: type[_Kept], former: _Kept | None, text: str, **fields: Any) -> _Kept:
    """The row after the newest one; `fields` are columns of the table."""
    if former and former.text == text:
        raise NothingNew
    try:
        with transaction.atomic():
            return kind._default_manager.create(
                number=former.number + 1 if former else 1,
                text=text,
                sha256=_sha256(text),
                saved_at=timezone.now(),
                **fields,
            )
    except IntegrityError as error:
        raise SomebodyWasQuicker from error


def read_means(version: Means) -> MeansData:
    """The means of a version; one that cannot be read any more is refused in words."""
    try:
        return means.read(version.text)
    except means.BadMeans as error:
        raise UnfitMeans(str(error)) from error


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SOURCE]
