"""The example kabupaten comes out as published, by the real engine and an independent reader."""

from collections import Counter
from datetime import date

import pytest

from naikkelas.exchange.examples import tanah_laut
from naikkelas.exchange.examples.paths import ANCHORS
from tests.exchange_examples.reader import FORMS, Files

CUTOFF = date(2025, 7, 31)
OFFICIAL, CORRECTED = "kampung-kb-2023", "kampung-kb-2023-terkoreksi"
REACHED = {"mandiri", "berkelanjutan"}


@pytest.fixture(scope="module")
def official(tala: Files) -> dict[str, str | None]:
    return tala.levels(OFFICIAL, CUTOFF)


@pytest.fixture(scope="module")
def corrected(tala: Files) -> dict[str, str | None]:
    return tala.levels(CORRECTED, CUTOFF)


def test_the_levels_at_31_july_2025_are_the_published_ones(
    official: dict[str, str | None],
) -> None:
    assert Counter(official.values()) == {
        "dasar": 93,
        "berkembang": 25,
        "mandiri": 3,
        "berkelanjutan": 14,
    }


def test_exactly_twelve_kampung_never_reported_and_did_nothing(
    tala: Files, summary: tanah_laut.Summary
) -> None:
    heard = {kampung for form in FORMS for kampung in tala.reports[form]} | set(tala.activities)

    silent = {code for id_, code in tala.kampung.items() if id_ not in heard}

    assert len(silent) == 12
    assert silent == set(summary.silent)


def test_the_corrected_rule_calls_just_the_silent_ones_belum_lapor(
    corrected: dict[str, str | None], summary: tanah_laut.Summary
) -> None:
    assert {code for code, level in corrected.items() if level == "belum_lapor"} == set(
        summary.silent
    )


def test_three_to_six_kampung_are_fragile_and_the_summary_says_why(
    official: dict[str, str | None],
    corrected: dict[str, str | None],
    summary: tanah_laut.Summary,
) -> None:
    differing = {
        code: (official[code], corrected[code])
        for code in official
        if official[code] != corrected[code] and code not in summary.silent
    }

    assert 3 <= len(differing) <= 6
    assert differing == {found.code: (found.official, found.corrected) for found in summary.fragile}
    assert {found.reason for found in summary.fragile} == {
        "lintas_sektor_lama",
        "lintas_sektor_pengelola_sendiri",
        "peserta_melebihi_sasaran",
        "pus_nol",
    }


def test_three_of_seven_newly_reached_mandiri_in_2025_and_one_dropped(
    tala: Files, official: dict[str, str | None], summary: tanah_laut.Summary
) -> None:
    before = tala.levels(OFFICIAL, date(2024, 12, 31))

    newly = {code for code in official if official[code] in REACHED and before[code] not in REACHED}
    dropped = {
        code for code in official if before[code] in REACHED and official[code] not in REACHED
    }

    assert len(newly) == 3
    assert len(dropped) == 1
    assert newly == set(summary.newly_reached[2025])
    assert dropped == set(summary.dropped[2025])


def test_few_stood_at_mandiri_in_2022_and_more_each_year(tala: Files) -> None:
    reached = [
        sum(level in REACHED for level in tala.levels(OFFICIAL, day).values()) for day in ANCHORS
    ]

    assert reached == [4, 9, 15, 17]


def test_several_berkembang_kampung_miss_one_point_of_output(tala: Files) -> None:
    cards = tala.cards(OFFICIAL, CUTOFF)

    near = [
        code
        for code, card in cards.items()
        if card.level == "berkembang" and card.indexes["output"] == 11 / 4
    ]

    assert len(near) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 37])
def test_another_seed_keeps_the_promises_too(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = tanah_laut.generate(tmp_path_factory.mktemp("other"), seed=seed)

    assert found.levels[CUTOFF] == tanah_laut.PUBLISHED
    assert len(found.silent) == 12


@pytest.mark.slow
def test_a_seed_that_breaks_a_promise_is_refused(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tanah_laut, "PUBLISHED", {"dasar": 135})

    with pytest.raises(tanah_laut.ExampleBroken, match="levels"):
        tanah_laut.generate(tmp_path_factory.mktemp("broken"))
