"""Peers: like size, like access, at least five, the same whatever the order."""

from math import isclose, log, log1p
from random import Random
from statistics import pstdev

from hypothesis import given
from hypothesis import strategies as st

from naikkelas.practices.rules.peers import (
    LEAST,
    Features,
    PeerGroup,
    km_between,
    nearest_km,
    peers_of,
    spread_of,
)

features = st.lists(
    st.builds(
        Features,
        key=st.uuids().map(lambda one: one.hex),
        families=st.none() | st.integers(1, 5000).map(float),
        urban=st.none() | st.booleans(),
        town_km=st.none() | st.floats(0, 150),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda one: one.key,
)


@given(features, st.randoms())
def test_a_group_hangs_on_the_features_alone(everyone: list[Features], dice: object) -> None:
    own = everyone[0]
    shuffled = list(everyone)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    group = peers_of(own, everyone)

    assert group == peers_of(own, shuffled)
    if group is not None:
        assert own.key not in group.keys
        assert LEAST <= len(group.keys) <= 10
        assert list(group.keys) == sorted(set(group.keys))
        assert set(group.compared) | set(group.left_out) == {"size", "urban", "access"}


@given(features)
def test_nobody_without_a_size_has_or_is_a_peer(everyone: list[Features]) -> None:
    unknown = {one.key for one in everyone if not one.families}
    for own in everyone[:3]:
        group = peers_of(own, everyone)
        assert group is None or (own.key not in unknown and not unknown & set(group.keys))


def test_the_nearest_in_size_are_taken_and_what_is_unknown_is_said() -> None:
    everyone = [Features(f"{families:04}", float(families)) for families in range(100, 2100, 100)]

    group = peers_of(everyone[5], everyone, size=5)

    assert group == PeerGroup(
        ("0400", "0500", "0700", "0800", "0900"), ("size",), ("urban", "access")
    )


def test_a_town_is_compared_with_towns_where_there_are_enough() -> None:
    towns = [Features(f"t{n}", 500.0 + n, True) for n in range(7)]
    villages = [Features(f"d{n}", 500.0 + n, False) for n in range(30)]

    group = peers_of(towns[0], [*villages, *towns], size=6)

    assert group is not None
    assert group.keys == ("t1", "t2", "t3", "t4", "t5", "t6")


def test_a_column_that_too_few_have_is_left_out() -> None:
    own = Features("0", 100.0, False, 3.0)
    others = [Features(str(n), 100.0 + n, False, 5.0 if n < 4 else None) for n in range(1, 9)]

    group = peers_of(own, [own, *others])

    assert group is not None
    assert group.left_out == ("access",)


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30))
def test_quartiles_lie_in_order_and_count_what_is_known(values: list[float | None]) -> None:
    found = spread_of(values)

    known = [value for value in values if value is not None]
    assert (found is None) == (len(known) < LEAST)
    if found:
        line = [found.lowest, found.lower, found.middle, found.upper, found.highest]
        assert line == sorted(line)
        assert (found.known, found.of) == (len(known), len(values))


def test_a_degree_of_latitude_is_111_km() -> None:
    assert isclose(km_between((-3.0, 114.0), (-4.0, 114.0)), 111.2, abs_tol=0.1)


def test_among_two_thousand_the_group_is_that_of_every_pair_looked_at() -> None:
    dice = Random(37)
    places = [(-3.5 + dice.random(), 114 + dice.random()) for _ in range(2000)]
    towns = places[:211]
    ways = nearest_km(places, towns)
    sizes = [float(dice.randint(90, 3000)) for _ in places]
    everyone = [
        Features(f"{n:04}", size, n < 211, way)
        for n, (size, way) in enumerate(zip(sizes, ways, strict=True))
    ]

    group = peers_of(everyone[777], everyone)

    for n in (0, 211, 777, 1999):
        assert isclose(ways[n], min(km_between(places[n], t) for t in towns), abs_tol=1e-9)
    assert group is not None
    assert len(group.keys) == 10
    spreads = [pstdev(log(size) for size in sizes), pstdev(log1p(way) for way in ways)]
    urban = pstdev(float(n < 211) for n in range(2000))

    def apart(n: int) -> float:
        size = (log(sizes[n]) - log(sizes[777])) / spreads[0]
        way = (log1p(ways[n]) - log1p(ways[777])) / spreads[1]
        return size**2 + way**2 + ((n < 211) / urban) ** 2

    nearest = sorted((n for n in range(2000) if n != 777), key=apart)[:10]
    assert set(group.keys) == {f"{n:04}" for n in nearest}
