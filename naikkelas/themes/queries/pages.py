"""The themes of one kampung: what is met and missing, and by which record or answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naikkelas.areas.queries import local_now
from naikkelas.instruments.rules.instrument import Indicator
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.themes.models import CriterionAnswer, ThemeAward, ThemeMembership
from naikkelas.themes.queries.benefits import benefits_of
from naikkelas.themes.queries.catalogue import Catalogue, catalogue_of
from naikkelas.themes.queries.standing import UNKNOWN, Standing, figures, standings
from naikkelas.themes.rules.reference import Theme, action_names
from naikkelas.themes.rules.tally import Tally, is_question, tallies

HISTORY = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of a theme in this kampung; `others` are the other themes that ask it."""

    indicator: Indicator
    standing: Standing
    is_question: bool
    others: Sequence[Theme]


@dataclass(frozen=True, slots=True)
class Carried:
    """A theme of this kampung with everything about it."""

    theme: Theme
    membership: ThemeMembership | None
    awards: Sequence[ThemeAward]
    tally: Tally
    lines: Sequence[Line]

    @property
    def award(self) -> ThemeAward | None:
        return self.awards[0] if self.awards else None


@dataclass(frozen=True, slots=True)
class ThemesOfKampung:
    """The integrated page."""

    catalogue: Catalogue
    carried: Sequence[Carried]
    offered: Sequence[Carried]
    former: Sequence[tuple[str, ThemeMembership]]
    mistaken: Sequence[tuple[str, ThemeMembership]]
    """Records that were taken back; they say nothing, and can be brought back."""
    standings: Mapping[str, Standing]

    @property
    def shared(self) -> list[tuple[str, list[Theme], Standing]]:
        """Criteria that several of the carried themes ask: name, themes, how it stands."""
        measures = self.catalogue.measures
        mine = {one.theme.code for one in self.carried}
        found = []
        for code, measure in measures.items():
            themes = [one for one in self.catalogue.asking(code) if one.code in mine]
            if len(themes) > 1:
                found.append((measure.name, themes, self.standings.get(code, UNKNOWN)))
        return found

    @property
    def next_actions(self) -> list[tuple[str, list[str], list[Theme]]]:
        """Actions of the roadmap that serve its themes, the widest first: criteria and themes."""
        measures, themes = self.catalogue.measures, self.catalogue.themes
        mine = {one.theme.code: one for one in self.carried}
        return [
            (
                action_names()[one.action],
                [measures[code].name for code in one.criteria],
                [themes[code] for code in one.themes],
            )
            for one in benefits_of(self.catalogue, mine, self.standings)
        ]

    @property
    def unchecked(self) -> list[tuple[str, CriterionAnswer, Standing]]:
        """Answers that nobody has checked yet, with the words of their criteria."""
        measures = self.catalogue.measures
        return [
            (measures[code].name, one.answer, one)
            for code, one in self.standings.items()
            if one.answer and one.value is not None and one.check is None and code in measures
        ]


def themes_of(kampung: KampungKB) -> ThemesOfKampung:
    """All themes of a kampung, those that it carries first: about eleven queries."""
    catalogue = catalogue_of(kampung.village_id)
    held = standings([kampung.pk], local_now(kampung.village_id).date())[kampung.pk]
    found = ThemeMembership.objects.filter(kampung=kampung)
    noted = list(found.select_related("evidence").prefetch_related("awards"))
    rows = [one for one in noted if one.withdrawn_at is None]
    current = {one.theme: one for one in rows if one.until is None}
    pages = [
        _carried(catalogue, theme, current.get(theme.code), held)
        for theme in catalogue.themes.values()
    ]
    return ThemesOfKampung(
        catalogue,
        [one for one in pages if one.membership],
        [one for one in pages if not one.membership],
        [(_called(catalogue, one), one) for one in rows if one.until is not None],
        [(_called(catalogue, one), one) for one in noted if one.withdrawn_at is not None],
        held,
    )


def _carried(
    catalogue: Catalogue,
    theme: Theme,
    membership: ThemeMembership | None,
    held: Mapping[str, Standing],
) -> Carried:
    instrument = catalogue.instrument(theme)
    lines = [
        Line(
            one,
            held.get(_measure(one), UNKNOWN),
            is_question(one),
            [other for other in catalogue.asking(_measure(one)) if other.code != theme.code],
        )
        for one in instrument.indicators
    ]
    awards = list(membership.awards.all()) if membership else []
    return Carried(theme, membership, awards, tallies(instrument, [figures(held)])[0], lines)


def _called(catalogue: Catalogue, membership: ThemeMembership) -> str:
    theme = catalogue.themes.get(membership.theme)
    return theme.name if theme else membership.theme


def _measure(indicator: Indicator) -> str:
    """The criterion that an indicator of a theme asks: its formula is that one name."""
    return indicator.value_text


def history_of(kampung: KampungKB, catalogue: Catalogue) -> list[tuple[str, CriterionAnswer]]:
    """The last versions of answers with the words of their criteria, replaced ones too."""
    found = CriterionAnswer.objects.filter(kampung=kampung).order_by("-recorded_at", "-id")
    measures = catalogue.measures
    return [
        (measures[one.criterion].name if one.criterion in measures else one.criterion, one)
        for one in found[:HISTORY]
    ]


def evidence_of(kampung: KampungKB) -> list[Evidence]:
    """The files of the kampung that may be named as evidence."""
    return list(
        Evidence.objects.filter(kampung=kampung, withdrawn_at__isnull=True)
        .exclude(stored_name="")
        .order_by("-added_at", "-id")
    )
