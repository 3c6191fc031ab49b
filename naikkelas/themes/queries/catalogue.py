"""The themes of a kabupaten: those that the product knows, and what the kabupaten says of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from naikkelas.instruments.queries import several
from naikkelas.instruments.rules import Instrument
from naikkelas.instruments.rules.instrument import Measure
from naikkelas.themes.models import ThemeEdition
from naikkelas.themes.rules.reference import Status, Theme, builtin_themes

KABUPATEN = len("63.01")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The themes of a kabupaten with their criteria, by code: two queries."""

    themes: Mapping[str, Theme]
    instruments: Mapping[str, Instrument]

    def instrument(self, theme: Theme) -> Instrument:
        """The criteria of a theme."""
        return self.instruments[theme.instrument]

    def asking(self, criterion: str) -> list[Theme]:
        """The themes that ask a criterion."""
        return [
            one for one in self.themes.values() if criterion in self.instrument(one).measure_by_code
        ]

    @property
    def measures(self) -> dict[str, Measure]:
        """Every criterion that some theme asks; the first theme's words for a shared one."""
        found: dict[str, Measure] = {}
        for theme in self.themes.values():
            for measure in self.instrument(theme).measures:
                found.setdefault(measure.code, measure)
        return found


def catalogue_of(area_code: str, *, closed: bool = False) -> Catalogue:
    """The themes in use in the kabupaten of an area; with `closed` also those given up."""
    kabupaten = area_code[:KABUPATEN]
    themes = {one.code: one for one in builtin_themes(area_code)}
    for edition in ThemeEdition.objects.filter(kabupaten_code=kabupaten).order_by("number"):
        if edition.is_closed and not closed:
            themes.pop(edition.code, None)
        else:
            themes[edition.code] = _theme(edition, is_own=edition.code not in _known(area_code))
    instruments = several(one.instrument for one in themes.values())
    usable = {code: one for code, one in themes.items() if one.instrument in instruments}
    return Catalogue(usable, instruments)


def closed_of(area_code: str) -> list[Theme]:
    """The themes that the kabupaten of an area uses no more, by name: one query."""
    newest = {
        edition.code: edition
        for edition in ThemeEdition.objects.filter(kabupaten_code=area_code[:KABUPATEN]).order_by(
            "number"
        )
    }
    closed = [one for one in newest.values() if one.is_closed]
    known = _known(area_code)
    return sorted(
        (_theme(one, is_own=one.code not in known) for one in closed), key=lambda one: one.name
    )


def editions_of(kabupaten_code: str, code: str) -> list[ThemeEdition]:
    """What a kabupaten said of a theme, newest first."""
    found = ThemeEdition.objects.filter(kabupaten_code=kabupaten_code, code=code)
    return list(found.order_by("-number"))


def _known(area_code: str) -> set[str]:
    return {one.code for one in builtin_themes(area_code)}


def _theme(edition: ThemeEdition, *, is_own: bool) -> Theme:
    return Theme(
        code=edition.code,
        name=edition.name,
        body=edition.body,
        skpd=edition.skpd,
        legal_basis=edition.legal_basis,
        source=edition.source,
        status=Status(edition.status),
        instrument=edition.instrument,
        levels=tuple(filter(None, edition.levels.split("|"))),
        area=edition.kabupaten_code,
        is_own=is_own,
    )
