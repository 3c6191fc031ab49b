"""Why a kampung is worked on or not, in one sentence of computed figures."""

from collections.abc import Callable, Sequence

from naikkelas.lib.numbers import id_number, id_rupiah
from naikkelas.roadmap.rules.planning import PlanOutput
from naikkelas.roadmap.solver.explaining import Binding, Explanation, Reason
from naikkelas.roadmap.solver.world import Mode


def sentence(made: PlanOutput, told: Explanation) -> str:
    """The reason with the figures that it rests on."""
    return _SENTENCES[told.reason](made, told)


def _worked(made: PlanOutput, mode: Mode) -> str:
    """What is done, how surely it brings something, for how much."""
    names = [made.asked.catalogue.by_code[code].name for code in mode.actions]
    rises = sum(
        share
        for reached, share in mode.outcomes
        if made.world.states[reached].worth > made.world.states[mode.state].worth
    )
    price = id_rupiah(made.world.price(mode))
    return f"{'; '.join(names)}. Peluang naik kelas {rises * 100:.0f} persen, {price}"


def _locked(made: PlanOutput, told: Explanation) -> str:
    if told.chosen is None:
        return "Dikunci oleh kantor: tidak dikerjakan tahun ini."
    return f"Dikunci oleh kantor. Dikerjakan: {_worked(made, told.chosen)}."


def _worth_it(made: PlanOutput, told: Explanation) -> str:
    assert told.chosen is not None
    return f"Dikerjakan: {_worked(made, told.chosen)}."


def _next_best(made: PlanOutput, told: Explanation) -> str:
    assert told.chosen is not None
    short = _limits(made, told.binding)
    why = f" tidak muat: {short}" if short else " tidak muat dalam tahun pertama"
    return f"Dikerjakan dengan cara pengganti, yang terbaik{why}. {_worked(made, told.chosen)}."


def _no_mode(made: PlanOutput, told: Explanation) -> str:
    worths = [state.worth for state in made.world.states]
    if made.world.states[made.world.units[told.unit].state].worth == max(worths):
        return "Sudah di kelas tertinggi."
    return "Tidak ada tindakan dalam katalog yang dapat mengangkatnya dari keadaan ini."


def _too_large(made: PlanOutput, told: Explanation) -> str:
    short = _limits(made, told.binding)
    return f"Setiap caranya melebihi batas tahun pertama{f': {short}' if short else ''}."


def _not_worth_it(made: PlanOutput, told: Explanation) -> str:
    return "Menunggu: dengan sumber daya yang sama kampung lain naik lebih banyak."


def _no_room(made: PlanOutput, told: Explanation) -> str:
    names = [made.asked.kampung[unit].name for unit in told.displaced_by]
    taken = f" Dipakai antara lain oleh {', '.join(names)}." if names else ""
    return f"Belum muat: {_limits(made, told.binding)}.{taken}"


def _limits(made: PlanOutput, binding: Sequence[Binding]) -> str:
    return "; ".join(_limit(made, one) for one in binding)


def _limit(made: PlanOutput, one: Binding) -> str:
    cap = made.world.caps[one.cap]
    as_words = id_rupiah if made.world.uses[cap.use].is_money else id_number
    return f"{cap.name} tersisa {as_words(one.left)}, perlu {as_words(one.needed)}"


_SENTENCES: dict[Reason, Callable[[PlanOutput, Explanation], str]] = {
    Reason.LOCKED: _locked,
    Reason.WORTH_IT: _worth_it,
    Reason.NEXT_BEST: _next_best,
    Reason.NO_MODE: _no_mode,
    Reason.TOO_LARGE: _too_large,
    Reason.NOT_WORTH_IT: _not_worth_it,
    Reason.NO_ROOM: _no_room,
}
