"""What a mode brings to thematic villages beside the class: a small bonus, and its words."""

from collections.abc import Iterable, Mapping

from naikkelas.roadmap.rules.plan_input import Served, ThemeWeight

NAMED = 3
"""Criteria that a sentence names before it counts the rest."""


def served_by(serves: Mapping[str, tuple[Served, ...]], actions: Iterable[str]) -> list[Served]:
    """The criteria that a set of actions meets, each once."""
    found = {one.criterion: one for action in actions for one in serves.get(action, ())}
    return list(found.values())


def bonus_of(
    serves: Mapping[str, tuple[Served, ...]],
    actions: Iterable[str],
    chances: Mapping[str, float],
    weight: ThemeWeight,
) -> float:
    """Expected worth of a mode to themes, in levels, at most `weight.most`.

    A criterion is met with the chance of the likeliest action that serves it, and counts once for
    each theme that asks it.
    """
    likeliest: dict[str, tuple[float, int]] = {}
    for action in actions:
        for one in serves.get(action, ()):
            likely = max(chances.get(action, 0.0), likeliest.get(one.criterion, (0.0, 0))[0])
            likeliest[one.criterion] = likely, len(one.themes)
    expected = sum(likely * themes for likely, themes in likeliest.values())
    return min(weight.most, weight.each * expected)


def said(serves: Mapping[str, tuple[Served, ...]], actions: Iterable[str]) -> str:
    """`Sekaligus memenuhi 2 kriteria dari 2 tema (…): …`; nothing where nothing is served."""
    found = served_by(serves, actions)
    if not found:
        return ""
    themes = list(dict.fromkeys(theme for one in found for theme in one.themes))
    named = "; ".join(one.criterion for one in found[:NAMED])
    more = f"; dan {len(found) - NAMED} lagi" if len(found) > NAMED else ""
    return (
        f"Sekaligus memenuhi {len(found)} kriteria dari {len(themes)} tema "
        f"({', '.join(themes)}): {named}{more}."
    )
