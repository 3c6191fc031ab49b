"""Why a kampung is worked on or not, in sentences whose figures are the plan's.

The one place of these words: screens, workbooks and the plan's file say the same.
"""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from naikkelas.lib.numbers import id_number, id_rupiah
from naikkelas.roadmap.rules.modes import DAYS, SEATS
from naikkelas.roadmap.rules.outcome import Way
from naikkelas.roadmap.rules.planning import PlanOutput
from naikkelas.roadmap.rules.serving import said
from naikkelas.roadmap.solver.explaining import Binding, Explanation, Reason
from naikkelas.roadmap.solver.world import Mode, World

ROUNDED = 1_000


def sentence(made: PlanOutput, told: Explanation) -> str:
    """The reasons in one breath, beginning with what is done."""
    done = f"Dikerjakan: {_names(made, told.chosen)}." if told.chosen is not None else ""
    return " ".join((*filter(None, [done]), *reasons(made, told)))


def reasons(made: PlanOutput, told: Explanation) -> Iterator[str]:
    """The decision in sentences, the weightiest first."""
    return _SENTENCES[told.reason](made, told)


def way_of(made: PlanOutput, mode: Mode) -> Way:
    """A mode as people read it: names, price, days, seats, chances."""
    world = made.world
    amounts = dict(zip((use.code for use in world.uses), mode.uses, strict=True))
    catalogue = made.asked.catalogue.by_code
    best = max(mode.outcomes, key=lambda one: world.states[one[0]].worth)[0]
    return Way(
        code=mode.code,
        actions=mode.actions,
        names=tuple(catalogue[code].name for code in mode.actions),
        rupiah=world.price(mode),
        days=amounts.get(DAYS, 0.0),
        seats=amounts.get(SEATS, 0.0),
        chance=round(_chance_of_rise(world, mode), 4),
        counting=round(world.newly(mode.state, mode.outcomes), 4),
        level=world.states[best].level,
    )


def in_ten(chance: float) -> str:
    """`±6 dari 10`: a chance without false decimals."""
    return f"±{id_number(round(10 * chance))} dari 10"


def _chance_of_rise(world: World, mode: Mode) -> float:
    start = world.states[mode.state].worth
    return sum(
        share
        for reached, share in mode.outcomes
        if reached != mode.state and world.states[reached].worth >= start
    )


# Worked on --------------------------------------------------------------------------------------


def _locked(made: PlanOutput, told: Explanation) -> Iterator[str]:
    if told.chosen is None:
        yield "Dikunci: kantor meminta kampung ini tidak dikerjakan tahun ini."
    else:
        yield "Dikunci: kantor meminta kampung ini dikerjakan."
        yield _worth(made, told.chosen)
        yield from _serving(made, told, told.chosen)


def _worth_it(made: PlanOutput, told: Explanation) -> Iterator[str]:
    assert told.chosen is not None
    yield _worth(made, told.chosen)
    yield from _serving(made, told, told.chosen)
    if told.next_best is not None and told.next_best.mode is not None:
        yield f"Pilihan berikutnya: {_named(made, told.next_best.mode)}."


def _next_best(made: PlanOutput, told: Explanation) -> Iterator[str]:
    assert told.chosen is not None
    yield _worth(made, told.chosen)
    yield from _serving(made, told, told.chosen)
    short = _limits(made, told.binding)
    why = f": {short}" if short else " dalam sumber daya tahun pertama"
    yield f"Cara yang lebih besar hasilnya tidak lagi muat{why}."


def _serving(made: PlanOutput, told: Explanation, mode: Mode) -> Iterator[str]:
    words = said(made.asked.kampung[told.unit].serves, mode.actions)
    if words:
        yield words


def _worth(made: PlanOutput, mode: Mode) -> str:
    way = way_of(made, mode)
    if way.only_keeps:
        staying = mode.chance(mode.state)
        return f"Menjaga kelasnya: dengan {id_rupiah(way.rupiah)} tetap {in_ten(staying)}."
    counting = (
        f", dan {in_ten(way.counting)} mencapai kelas yang dihitung untuk target"
        if way.counting
        else ""
    )
    return f"Dengan {id_rupiah(way.rupiah)}, peluang naiknya {in_ten(way.chance)}{counting}."


# At rest ----------------------------------------------------------------------------------------


def _no_mode(made: PlanOutput, told: Explanation) -> Iterator[str]:
    highest = max(state.worth for state in made.world.states)
    if made.world.states[made.world.units[told.unit].state].worth == highest:
        yield "Sudah di kelas tertinggi."
    else:
        yield "Tidak ada tindakan di katalog yang menaikkannya."


def _too_large(made: PlanOutput, told: Explanation) -> Iterator[str]:
    short = _limits(made, told.binding)
    yield f"Setiap caranya melebihi batas tahun pertama{f': {short}' if short else ''}."
    yield from _best(made, told)


def _no_room(made: PlanOutput, told: Explanation) -> Iterator[str]:
    short = _limits(made, told.binding) or "sumber daya tahun pertama tidak cukup"
    yield f"Layak dikerjakan, tetapi belum muat: {short}."
    yield from _best(made, told)
    yield from _displaced(made, told)


def _not_worth_it(made: PlanOutput, told: Explanation) -> Iterator[str]:
    yield "Menunggu lebih menguntungkan."
    yield from _best(made, told)
    yield from _displaced(made, told)
    best = _best_mode(told)
    saved = ROUNDED * ceil(told.cheaper_by / ROUNDED)
    if best is not None and 0 < saved < made.world.price(best):
        yield f"Ia masuk bila {id_rupiah(saved)} lebih murah."


def _best(made: PlanOutput, told: Explanation) -> Iterator[str]:
    best = _best_mode(told)
    if best is not None:
        yield f"Cara terbaik: {_named(made, best)}."


def _best_mode(told: Explanation) -> Mode | None:
    return next((one.mode for one in told.options if one.mode is not None), None)


def _displaced(made: PlanOutput, told: Explanation) -> Iterator[str]:
    names = [made.asked.kampung[unit].name for unit in told.displaced_by]
    if names:
        yield f"Dipakai antara lain oleh {', '.join(names)}."


# Words ------------------------------------------------------------------------------------------


def _names(made: PlanOutput, mode: Mode) -> str:
    return ", ".join(way_of(made, mode).names)


def _named(made: PlanOutput, mode: Mode) -> str:
    """`Latih Pokja (Rp3.000.000, peluang naik ±8 dari 10)`."""
    way = way_of(made, mode)
    return f"{', '.join(way.names)} ({id_rupiah(way.rupiah)}, peluang naik {in_ten(way.chance)})"


def _limits(made: PlanOutput, binding: Sequence[Binding]) -> str:
    return "; ".join(_limit(made, one) for one in binding)


def _limit(made: PlanOutput, one: Binding) -> str:
    cap = made.world.caps[one.cap]
    as_words = id_rupiah if made.world.uses[cap.use].is_money else id_number
    return f"{cap.name} tersisa {as_words(one.left)}, perlu {as_words(one.needed)}"


_SENTENCES: dict[Reason, Callable[[PlanOutput, Explanation], Iterator[str]]] = {
    Reason.LOCKED: _locked,
    Reason.WORTH_IT: _worth_it,
    Reason.NEXT_BEST: _next_best,
    Reason.NO_MODE: _no_mode,
    Reason.TOO_LARGE: _too_large,
    Reason.NOT_WORTH_IT: _not_worth_it,
    Reason.NO_ROOM: _no_room,
}
