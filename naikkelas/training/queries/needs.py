"""What the kampung of an area lack, and which curricula would answer it: few queries for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from naikkelas.areas.queries import local_now
from naikkelas.classification.queries import cutoff_of, instrument_of
from naikkelas.instruments.rules import Instrument
from naikkelas.instruments.rules.instrument import Dimension
from naikkelas.lib.actors import Actor, covers
from naikkelas.registry.access import visible_to
from naikkelas.registry.models import KampungKB, Pokja, PokjaSeat, held_on
from naikkelas.registry.rules.structure import MEMBER_POSTS
from naikkelas.roadmap.queries import Ground
from naikkelas.themes.queries.boards import whole_ground
from naikkelas.training.models import TrainingSession
from naikkelas.training.queries.curricula import InForce, all_in_force
from naikkelas.training.rules import needs as rules
from naikkelas.training.rules.curricula import parsed
from naikkelas.training.rules.needs import Lack, Need

PEOPLE_A_KAMPUNG = 2
"""How many of a kampung usually come: as many kampung are suggested as the seats hold so."""


@dataclass(frozen=True, slots=True)
class Lacks:
    """What the kampung of an area lack at its cut-off, by the rule in force there."""

    cutoff: date
    rule: Instrument
    rows: tuple[Lack, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Indicator → its name."""
        return {one.code: one.name for one in self.rule.indicators}

    def in_words(self, one: Need) -> str:
        """Why a kampung needs a curriculum."""
        return rules.in_words(one, self.names)


def lacks(area_code: str, scopes: Sequence[str]) -> Lacks:
    """Every live kampung of the area within the scopes, from one reading of the reports."""
    ground = Ground.of(area_code)
    cutoff, code = cutoff_of(area_code), instrument_of(area_code)
    rule = ground.rule(code)
    trained = trained_pokja(area_code, local_now(area_code).date())
    themes = themes_lacking(area_code)
    rows = (
        _lack(row, rule, trained, themes)
        for row in ground.standings(code, cutoff).iter_rows(named=True)
        if any(covers(scope, row["kode_desa"]) for scope in scopes)
    )
    return Lacks(cutoff, rule, tuple(rows))


def themes_lacking(area_code: str) -> Mapping[UUID, Mapping[str, int]]:
    """Kampung → theme that it carries → criteria not met yet, unknown ones too; nine queries."""
    ground = whole_ground(area_code)
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for code, theme in ground.catalogue.themes.items():
        for kampung, tally in zip(ground.kampung, ground.tallies(theme), strict=True):
            if ground.carries(kampung, code):
                found[kampung.pk][code] = tally.unmet + tally.unknown
    return found


def _lack(
    row: Mapping[str, object],
    rule: Instrument,
    trained: Mapping[UUID, bool],
    themes: Mapping[UUID, Mapping[str, int]],
) -> Lack:
    key = str(row["kampung_uuid"])
    return Lack(
        kampung=key,
        code=str(row["kode_desa"]),
        name=str(row["nama"]),
        points={} if row["belum_pernah_lapor"] else dict(_missing(row, rule)),
        is_silent=bool(row["belum_pernah_lapor"]),
        is_trained=trained.get(UUID(key)),
        themes=themes.get(UUID(key), {}),
    )


def _missing(row: Mapping[str, object], rule: Instrument) -> Iterable[tuple[str, int]]:
    for dimension in rule.dimensions:
        index = row[f"indeks_{dimension.code}"]
        if not _fails(index, dimension):
            continue
        for place in dimension.positions:
            one = rule.indicators[place]
            score = row[one.code]
            if isinstance(score, int) and score < one.highest_score:
                yield one.code, one.highest_score - score


def _fails(index: object, dimension: Dimension) -> bool:
    """Whether an index stays below its threshold; one without a value fails."""
    if dimension.threshold is None:
        return False
    if not isinstance(index, float):
        return True
    return round(index, dimension.decimals) < dimension.threshold


def trained_pokja(area_code: str, on: date) -> Mapping[UUID, bool]:
    """Kampung with a recorded Pokja → whether a member in office was trained; two queries."""
    kampung = KampungKB.objects.live().within(area_code)
    known = Pokja.objects.filter(kampung__in=kampung, ended_on__isnull=True)
    seats = PokjaSeat.objects.filter(
        held_on(on),
        pokja__in=known,
        post__in=MEMBER_POSTS,
        kader__trainings__withdrawn_at__isnull=True,
        kader__trainings__held_on__lte=on,
    )
    trained = set(seats.order_by().values_list("pokja__kampung_id", flat=True).distinct())
    return {key: key in trained for key in known.values_list("kampung_id", flat=True)}


# Pages ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """A curriculum with the kampung that need it."""

    offer: InForce
    needs: tuple[Need, ...]

    @property
    def kampung(self) -> int:
        """How many kampung need it."""
        return len(self.needs)

    @property
    def points(self) -> int:
        """How many points it could bring in all."""
        return sum(one.points for one in self.needs)

    @property
    def untrained(self) -> int:
        """How many of them have a Pokja that was never trained."""
        return sum(rules.UNTRAINED in one.facts for one in self.needs)

    def by_kecamatan(self) -> Mapping[str, int]:
        """Kecamatan code → how many of its kampung need it."""
        found: dict[str, int] = {}
        for one in self.needs:
            code = one.lack.code.rpartition(".")[0]
            found[code] = found.get(code, 0) + 1
        return found


def wanted(kabupaten_code: str, known: Lacks) -> list[Wanted]:
    """All curricula, those that most kampung need first."""
    offers = all_in_force(kabupaten_code).values()
    found = [Wanted(one, tuple(rules.needs(one.curriculum, known.rows))) for one in offers]
    return sorted(found, key=lambda one: (-one.kampung, -one.points, one.offer.curriculum.name))


@dataclass(frozen=True, slots=True)
class Invitable:
    """A kampung that may be asked to a session; suggested where it needs what is taught most."""

    kampung: KampungKB
    reason: str
    is_suggested: bool

    @property
    def label(self) -> str:
        """The kampung as it stands beside its box."""
        why = f": {self.reason}" if self.reason else ""
        return f"{self.kampung}, {self.kampung.village.parent}{why}"


def invitable(session: TrainingSession, actor: Actor) -> list[Invitable]:
    """The live kampung of the session's area that were not asked yet, the most pressing first."""
    known = lacks(session.area_id, actor.scopes)
    found = {
        UUID(one.lack.kampung): known.in_words(one)
        for one in rules.needs(parsed(session.curriculum.text), known.rows)
    }
    places = {key: place for place, key in enumerate(found)}
    asked = session.invitations.filter(withdrawn_at__isnull=True).values("kampung_id")
    kampung = visible_to(actor).live().within(session.area_id).exclude(pk__in=asked)
    rows = sorted(
        kampung.select_related("village__parent"),
        key=lambda one: (places.get(one.pk, len(places)), one.village_id),
    )
    limit = max(1, session.seats // PEOPLE_A_KAMPUNG)
    return [
        Invitable(one, found.get(one.pk, ""), one.pk in found and number < limit)
        for number, one in enumerate(rows)
    ]


def of_kampung(kampung: KampungKB) -> list[tuple[InForce, str]]:
    """What would help one kampung most, with why."""
    known = lacks(kampung.village_id, (kampung.village_id,))
    found = (one for one in wanted(kampung.kabupaten_code, known) if one.needs)
    rows = sorted(found, key=lambda one: one.needs[0].order)
    return [(one.offer, known.in_words(one.needs[0])) for one in rows]
