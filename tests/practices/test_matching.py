"""Practices fit a kampung by what it lacks; the order is total and hangs on nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import User
from naikkelas.practices.queries.fitting import fit_of
from naikkelas.practices.rules.matching import Candidate, Lack, lacks_of, matches
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF
from tests.practices.making import make_practice

CODES = ("cpr", "mkjp", "poktan", "sarana")
candidates = st.lists(
    st.builds(
        Candidate,
        key=st.uuids().map(str),
        kampung=st.sampled_from("abc"),
        indicators=st.frozensets(st.sampled_from(CODES), min_size=1),
        published_on=st.dates(date(2024, 1, 1), date(2025, 12, 31)),
        is_peer=st.booleans(),
        same_kecamatan=st.booleans(),
        km=st.none() | st.floats(0, 200),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
lacks = st.dictionaries(st.sampled_from(CODES), st.builds(Lack, st.integers(1, 4), st.booleans()))


@given(lacks, candidates, st.randoms())
def test_the_order_does_not_hang_on_that_of_the_input(
    lacking: dict[str, Lack], found: list[Candidate], dice: object
) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    ranked = matches(lacking, found, own="a")

    assert ranked == matches(lacking, shuffled, own="a")
    assert all(set(one.shared) <= set(lacking) and one.shared for one in ranked)
    assert "a" not in {one.candidate.kampung for one in ranked}


@given(lacks, candidates)
def test_what_leads_up_comes_first(lacking: dict[str, Lack], found: list[Candidate]) -> None:
    leading = [len(one.leading) for one in matches(lacking, found)]

    assert leading == sorted(leading, reverse=True)


def test_no_score_lacks_all_points_and_a_full_one_lacks_none() -> None:
    found = lacks_of({"cpr": None, "mkjp": 4, "sarana": 2}, {"cpr": 4, "mkjp": 4, "sarana": 3}, ())

    assert found == {"cpr": Lack(4, False), "sarana": Lack(1, False)}


@pytest.mark.django_db
def test_a_kampung_is_shown_who_answers_its_gap_and_why(
    kabupaten: dict[str, KampungKB], ani: User
) -> None:
    far, near = kabupaten["naik"], kabupaten["paripurna"]
    make_practice(near, "Kartu MKJP", indicators=("mkjp",))
    make_practice(far, "Kunjungan rumah", indicators=("cpr", "mkjp"))
    make_practice(far, "Papan data", indicators=("sumber_dana",))
    make_practice(kabupaten["berkembang"], "Sendiri", indicators=("mkjp",))

    fit = fit_of(kabupaten["berkembang"], ani, CUTOFF)

    assert [one.version.title for one in fit.fitting][:2] == ["Kunjungan rumah", "Kartu MKJP"]
    assert "Sendiri" not in [one.version.title for one in fit.fitting]
    assert fit.fitting[0].why[0].startswith("menjawab yang membawa ke kelas berikutnya")
    assert "satu kecamatan" in fit.fitting[1].why
