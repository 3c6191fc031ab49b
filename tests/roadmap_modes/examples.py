"""Small catalogues and scores for the tests of modes and plans."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from naikkelas.instruments.rules import builtin
from naikkelas.roadmap.rules.catalogue import Action, Catalogue, Chance, Figure, Lift

PORTAL = builtin("kampung-kb-2023")
CODES = [indicator.code for indicator in PORTAL.indicators]
HIGHEST = [indicator.highest_score for indicator in PORTAL.indicators]
PASSING = (4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3)
scores_of_a_kampung = st.tuples(*(st.integers(1, top) for top in HIGHEST))


def an_action(
    code: str,
    *lifts: tuple[str, int, int],
    chance: float = 0.7,
    rupiah: float = 1_000_000,
    days: float = 2,
    seats: float = 0,
    months: float = 3,
    needs: Sequence[str] = (),
    source: str = "apbd",
) -> Action:
    """An action of which only what matters is said."""
    return Action(
        code=code,
        name=f"Tindakan {code}",
        lifts=tuple(Lift(*lift) for lift in lifts),
        costs=((source, Figure(rupiah)),) if rupiah else (),
        days=Figure(days),
        seats=Figure(seats),
        months=Figure(months),
        responsible="OPD PPKB",
        chance=Chance(chance, 4),
        needs=tuple(needs),
    )


def a_catalogue(*actions: Action) -> Catalogue:
    """A catalogue for the portal's rule."""
    return Catalogue("uji", "Katalog uji", PORTAL.id, actions)


@st.composite
def catalogues(draw: st.DrawFn, most: int = 7) -> Catalogue:
    """A few actions, some of several dimensions, with prerequisites that do not run in circles."""
    actions = []
    for number in range(draw(st.integers(1, most))):
        places = draw(st.lists(st.integers(0, 11), min_size=1, max_size=3, unique=True))
        lifts = []
        for place in places:
            start = draw(st.integers(1, HIGHEST[place] - 1))
            lifts.append((CODES[place], start, draw(st.integers(start + 1, HIGHEST[place]))))
        needs = draw(st.lists(st.integers(0, number - 1), max_size=2)) if number else []
        actions.append(
            an_action(
                f"t{number}",
                *lifts,
                chance=draw(st.sampled_from([0.0, 0.3, 0.7, 0.9, 1.0])),
                rupiah=draw(st.sampled_from([0, 1_000_000, 3_700_000])),
                days=draw(st.integers(0, 4)),
                seats=draw(st.integers(0, 3)),
                needs=[f"t{need}" for need in dict.fromkeys(needs)],
            )
        )
    return a_catalogue(*actions)


def worked_example() -> dict[str, Any]:
    """The input of docs/plan-format.md."""
    found: dict[str, Any] = json.loads(documented("masukan"))
    return found


def documented(name: str) -> str:
    """A named block of docs/plan-format.md."""
    text = (Path(__file__).parents[2] / "docs" / "plan-format.md").read_text("utf-8")
    return text.split(f"```json {name}\n")[1].split("```")[0]


def text_of(change: Callable[[dict[str, Any]], object] = lambda data: None) -> str:
    """The worked example after a change."""
    data = worked_example()
    change(data)
    return json.dumps(data)
