"""From where a class is looked at: area, day, rule and basis, within what the key reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # a row of a frame

from naikkelas.api.errors import AreaTooLarge, NothingHere, ParameterUnfit
from naikkelas.areas.models import Area
from naikkelas.areas.queries import several_settings
from naikkelas.areas.rules import INSTRUMENTS
from naikkelas.classification.queries import Basis, cutoff_from
from naikkelas.lib.actors import Actor, reaches, theirs
from naikkelas.registry.rules.limits import FIRST_PENCANANGAN
from naikkelas.roadmap.queries import Ground, beside

KABUPATEN = len("63.01")


@dataclass(frozen=True, slots=True)
class Looked:
    """One viewpoint; the rule beside is always computed too (decision 4)."""

    area_code: str
    cutoff: date
    instrument: str
    basis: Basis

    @property
    def beside(self) -> str:
        return beside(self.instrument)


def looked(
    area_code: str, cutoff: date | None, instrument: str | None, basis: str | None
) -> Looked:
    """What was asked for, and what the settings of the area say where nothing was."""
    values = several_settings(area_code)
    zone = str(values["time_zone"])
    today = cutoff_from("today", zone)
    day = cutoff or cutoff_from(str(values["cutoff"]), zone)
    if not FIRST_PENCANANGAN <= day <= today:
        raise _unfit("per", f"Isi tanggal dari {FIRST_PENCANANGAN} sampai hari ini.")
    rule = instrument or str(values["instrument"])
    if rule not in INSTRUMENTS:
        raise _unfit("aturan", f"Pilihan yang ada: {', '.join(INSTRUMENTS)}.")
    return Looked(area_code, day, rule, Basis(basis or values["target_basis"]))


def _unfit(name: str, sentence: str) -> ParameterUnfit:
    return ParameterUnfit(fields=[{"where": name, "code": "unfit", "detail": sentence}])


def area_of(actor: Actor, code: str | None) -> str:
    """The area that was named, else the actor's own; one that they do not reach is not there."""
    area = actor.home if code is None else code
    is_known = not area or Area.objects.filter(pk=area).exists()
    if not is_known or not theirs(actor, area):
        raise NothingHere
    return area


def computed_area(actor: Actor, code: str | None) -> str:
    """An area that is classified from its reports at once: a kabupaten or less."""
    area = area_of(actor, code)
    if len(area) < KABUPATEN:
        raise AreaTooLarge
    return area


def whole_area(actor: Actor, code: str | None) -> str:
    """As `computed_area`, where all of it must be the actor's: the target is about all kampung."""
    area = computed_area(actor, code)
    if not reaches(actor, area):
        raise NothingHere
    return area


def standings(actor: Actor, view: Looked) -> Sequence[tuple[dict[str, Any], dict[str, Any]]]:
    """Each kampung of the area that is the actor's, under both rules, by village and key."""
    ground = Ground.of(view.area_code)
    own = ground.standings(view.instrument, view.cutoff, view.basis).iter_rows(named=True)
    other = ground.standings(view.beside, view.cutoff, view.basis).iter_rows(named=True)
    pairs = [pair for pair in zip(own, other, strict=True) if reaches(actor, pair[0]["kode_desa"])]
    return sorted(pairs, key=lambda pair: (pair[0]["kode_desa"], str(pair[0]["kampung_uuid"])))
