"""What can be done for a kampung in a year: every set of actions weighed exactly, the best kept.

Each action succeeds by itself with its chance, and takes effect where those it needs have succeeded
too. The distribution over the indexes gained is computed for every set at once (subset transform),
apart for dimensions that no action ties together. Of the sets that gain some indexes the best few
are kept: none of them is beaten in rupiah, days, seats and probability alike.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.choices import DAY_RUPIAH as DAY_RUPIAH
from naikkelas.roadmap.rules.choices import SEAT_RUPIAH as SEAT_RUPIAH
from naikkelas.roadmap.rules.parts import subset_transform as subset_transform
from naikkelas.roadmap.rules.standing import DAYS as DAYS
from naikkelas.roadmap.rules.standing import SEATS as SEATS
from naikkelas.roadmap.rules.standing import Facts as Facts
from naikkelas.roadmap.rules.standing import Kampung, Standing, used_by
from naikkelas.roadmap.rules.standing import TooManyActions as TooManyActions
from naikkelas.roadmap.rules.standing import state_of as state_of
from naikkelas.roadmap.solver.world import Mode, Outcomes, State, Use

KEPT = 3
"""Modes per state and goal."""
SOURCES = {
    "apbn": "APBN",
    "apbd": "APBD",
    "dana_desa": "Dana Desa",
    "hibah_masyarakat": "Donasi/hibah masyarakat",
    "csr": "Perusahaan (CSR)",
    "swadaya_masyarakat": "Swadaya masyarakat",
}
"""Names of the sources of funds that the instrument knows; others are called by their code."""


# What modes are made of --------------------------------------------------------------------------


def uses_of(catalogue: Catalogue) -> tuple[Use, ...]:
    """Rupiah of each source that the catalogue draws on, mentor days, training seats."""
    money = [Use(one, SOURCES.get(one, one), is_money=True) for one in catalogue.sources]
    days = Use(DAYS, "hari pendamping", is_money=False)
    seats = Use(SEATS, "kursi pelatihan", is_money=False)
    return (*money, days, seats)


def states_of(
    instrument: Instrument,
    weights: Mapping[str, float],
    counting: Collection[str],
    *,
    climbing_counts: bool = False,
) -> tuple[State, ...]:
    """One state per combination of passed dimensions; bit i of its number is dimension i.

    `weights` are the worths of the levels. With `climbing_counts` a kampung that counts already
    counts again when it reaches a higher counting level (Mandiri → Paripurna).
    """
    ladder = [level.code for level in instrument.levels if level.code in counting]
    return tuple(
        State(
            code=code,
            level=level,
            worth=float(weights[level]),
            counts=level in counting,
            rung=ladder.index(level) if climbing_counts and level in counting else 0,
        )
        for code, level in _combinations(instrument)
    )


def _combinations(instrument: Instrument) -> Iterator[tuple[str, str]]:
    table = instrument.level_table
    if table is None:
        raise ValueError(f"{instrument.id}: levels do not follow from passed dimensions")
    size = len(instrument.dimensions)
    for number in range(1 << size):
        passed = tuple(number >> place & 1 for place in range(size))
        level = table[passed]  # type: ignore[index]  # states are 0, 1, 2
        assert level is not None
        yield "".join(map(str, passed)), level


# The modes of a kampung --------------------------------------------------------------------------


def modes_of(
    instrument: Instrument,
    scores: Sequence[int],
    catalogue: Catalogue,
    uses: Sequence[Use],
    *,
    chances: Mapping[str, float] | None = None,
    rises: Sequence[float] = (),
    kept: int = KEPT,
    wanted: Collection[tuple[str, ...]] = (),
) -> tuple[Mode, ...]:
    """The modes of every state that a kampung with these counted scores may stand in.

    `chances` override the catalogue's by action code; `rises` are the yearly probabilities that a
    failing dimension passes by itself. Sets of action codes in `wanted` are kept for the present
    state beside the best (an earlier plan's, a lock's); those that are not possible are left out.

    In a state other than the present one a failing dimension starts from its present scores or, if
    it passes now, from one point below its threshold.
    """
    facts = facts_of(instrument, scores, catalogue, uses, chances=chances, rises=rises, kept=kept)
    found = _modes(facts)
    if not wanted:
        return found
    present = state_of(instrument, scores)
    known = {mode.code for mode in found if mode.state == present}
    standing = Standing(Kampung(facts), present)
    extra = [standing.mode_of(codes) for codes in wanted if "+".join(codes) not in known]
    return found + tuple(
        {mode.code: mode for mode in extra if mode is not None and mode.code not in known}.values()
    )


def keeping_modes(
    catalogue: Catalogue,
    uses: Sequence[Use],
    drift: Sequence[Outcomes],
    chances: Mapping[str, float] | None = None,
) -> tuple[Mode, ...]:
    """Work that gains nothing but keeps: one mode per state that may drop, for each such action.

    An action without lifts (renewing the reports) keeps everything in place when it succeeds;
    otherwise the year passes as it would without it.
    """
    given = chances or {}
    return tuple(
        Mode(
            action.code,
            state,
            tuple(used_by(action, uses)),
            _mixed(given.get(action.code, action.chance.mean), state, outcomes),
            (action.code,),
        )
        for action in catalogue.actions
        if not action.lifts
        for state, outcomes in enumerate(drift)
        if any(reached != state and share > 0 for reached, share in outcomes)
    )


def _mixed(chance: float, state: int, outcomes: Outcomes) -> Outcomes:
    """Staying with this chance, else what would happen anyway."""
    shares = {reached: (1 - chance) * share for reached, share in outcomes}
    shares[state] = shares.get(state, 0.0) + chance
    return tuple((one, share) for one, share in sorted(shares.items()) if share > 0)


def facts_of(
    instrument: Instrument,
    scores: Sequence[int],
    catalogue: Catalogue,
    uses: Sequence[Use],
    *,
    chances: Mapping[str, float] | None = None,
    rises: Sequence[float] = (),
    kept: int = KEPT,
) -> Facts:
    """The facts as the key by which modes are remembered."""
    given = chances or {}
    means = tuple(given.get(one.code, one.chance.mean) for one in catalogue.actions)
    if any(not 0 <= chance <= 1 for chance in (*means, *rises)):
        raise ValueError("peluang harus antara 0 dan 1")
    return Facts(
        instrument,
        instrument.sha256,
        tuple(int(score) for score in scores),
        catalogue,
        tuple(uses),
        means,
        tuple(rises),
        kept,
    )


def forget() -> None:
    """Forget all remembered modes (for measuring)."""
    _modes.cache_clear()


@lru_cache(maxsize=50_000)
def _modes(facts: Facts) -> tuple[Mode, ...]:
    kampung = Kampung(facts)
    every = range((1 << len(facts.instrument.dimensions)) - 1)  # the last has nothing to gain
    return tuple(mode for state in every for mode in Standing(kampung, state).modes())
