"""The first year as steps: prerequisites first, the mentor's quarters not overdrawn."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.roadmap.rules.catalogue import Catalogue
from naikkelas.roadmap.rules.catalogue_file import builtin_catalogue
from naikkelas.roadmap.rules.modes import DAYS, uses_of
from naikkelas.roadmap.rules.schedule import Step, schedule
from naikkelas.roadmap.solver.world import Cap, Mode, State, Unit, World
from tests.roadmap_modes.examples import PORTAL, a_catalogue, an_action

BUILTIN = builtin_catalogue("katalog-kampung-kb", PORTAL)


def steps_for(catalogue: Catalogue, *done: tuple[str, ...], days: float = 400) -> tuple[Step, ...]:
    """The steps when each of several kampung of one mentor does these actions."""
    uses = uses_of(catalogue)
    states = (State("0", "dasar", 0, counts=False), State("1", "mandiri", 2, counts=True))
    stays = (((0, 1.0),), ((1, 1.0),))
    modes = [Mode("m", 0, (0.0,) * len(uses), ((1, 1.0),), actions) for actions in done]
    units = tuple(Unit(f"k{n}", 0, 0, (mode,), stays) for n, mode in enumerate(modes))
    at = [use.code for use in uses].index(DAYS)
    cap = Cap("pendamping:sari", "Sari", at, (days,), tuple(range(len(units))))
    world = World(states, uses, ("a",), units, 1, (cap,), (0.0,))
    return schedule(world, modes, catalogue)


def test_what_is_needed_ends_before_what_needs_it_begins() -> None:
    codes = ("bentuk_poktan", "ajak_peserta_poktan", "jalankan_rapat", "lengkapi_mekanisme")

    by_action = {step.action: step for step in steps_for(BUILTIN, codes)}

    assert by_action["ajak_peserta_poktan"].after == ("bentuk_poktan",)
    assert by_action["ajak_peserta_poktan"].month >= by_action["bentuk_poktan"].end
    assert not any(step.is_late for step in by_action.values())


def test_a_mentor_with_few_days_a_quarter_spreads_the_work_over_the_year() -> None:
    catalogue = a_catalogue(an_action("rapat", ("pokja", 1, 3), days=5, months=3))

    starts = [step.month for step in steps_for(catalogue, *[("rapat",)] * 4, days=20)]

    assert starts == [0, 3, 6, 9]


def test_a_chain_longer_than_a_year_is_told_as_late() -> None:
    catalogue = a_catalogue(
        an_action("satu", ("pokja", 1, 3), months=8),
        an_action("dua", ("poktan", 1, 3), months=8, needs=["satu"]),
    )

    first, second = steps_for(catalogue, ("satu", "dua"))

    assert (first.is_late, second.is_late) == (False, True)
    assert second.due(date(2026, 1, 1)) == date(2027, 4, 1)


def test_quarters_and_due_months_follow_the_calendar_of_the_start() -> None:
    catalogue = a_catalogue(an_action("satu", ("pokja", 1, 3), months=4))

    (step,) = steps_for(catalogue, ("satu",))

    assert step.quarter(date(2026, 4, 1)) == 2
    assert step.due(date(2026, 11, 1)) == date(2027, 2, 1)


@settings(max_examples=60)
@given(
    st.lists(
        st.sets(st.sampled_from([action.code for action in BUILTIN.actions]), min_size=1),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 60),
)
def test_every_action_is_placed_once_after_what_it_needs(sets: list[set[str]], days: int) -> None:
    done = [tuple(one.code for one in BUILTIN.actions if one.code in chosen) for chosen in sets]

    steps = steps_for(BUILTIN, *done, days=days)

    assert [step.order for step in steps] == list(range(1, len(steps) + 1))
    for number, actions in enumerate(done):
        own = {step.action: step for step in steps if step.kampung == f"k{number}"}
        assert sorted(own) == sorted(actions)
        for step in own.values():
            assert all(own[need].end <= step.month for need in step.after)
