"""A version counts when it was entered by the cut-off and known here by then (decision 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from naikkelas.classification import queries
from naikkelas.registry.models import KampungKB, Report
from tests.people import make_kampung, make_report

PORTAL = "kampung-kb-2023"
CUTOFF = date(2025, 7, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(db: None) -> KampungKB:
    return make_kampung()


def funds(
    kampung: KampungKB, cutoff: date = CUTOFF, known_at: datetime | None = None
) -> int | None:
    """The score of sumber dana: tells which profile counted. Live and page must agree."""
    frame = queries.classify("91.37", cutoff=cutoff, instrument=PORTAL, known_at=known_at)
    card = queries.card(kampung, cutoff=cutoff, instrument=PORTAL, known_at=known_at)
    score: int | None = frame["sumber_dana"][0]
    assert card.scorecard.scores[1].score == score
    return score


def profil(kampung: KampungKB, on: date, sources: str, **more: object) -> Report:
    version: Report = make_report("profil", kampung, on, sumber_dana=sources, **more)
    return version


def test_the_newest_entry_on_or_before_the_cutoff_counts(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 6, 30), "apbn")
    profil(kampung, CUTOFF, "apbn|apbd")
    profil(kampung, CUTOFF + timedelta(days=1), "")

    assert funds(kampung) == 3
    assert funds(kampung, date(2025, 7, 30)) == 2
    assert funds(kampung, date(2025, 8, 1)) == 1
    assert funds(kampung, date(2025, 6, 29)) == 1


def test_month_and_year_never_decide(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 7, 3), "apbn|apbd", tahun=2024, bulan=12)
    profil(kampung, date(2025, 7, 2), "", tahun=2025, bulan=7)

    assert funds(kampung) == 3


def test_of_one_day_the_larger_source_id_counts_as_a_number(kampung: KampungKB) -> None:
    profil(kampung, CUTOFF, "apbn|apbd", source_id=1000)
    profil(kampung, CUTOFF, "", source_id=999)

    assert funds(kampung) == 3


def test_of_one_day_an_own_report_counts_after_an_imported_one(kampung: KampungKB) -> None:
    profil(kampung, CUTOFF, "apbn|apbd", source_id=None)
    profil(kampung, CUTOFF, "", source_id=2**40)

    assert funds(kampung) == 3


def test_what_was_recorded_later_was_not_known_then(kampung: KampungKB) -> None:
    then = datetime(2025, 9, 1, tzinfo=UTC)
    profil(kampung, date(2025, 7, 1), "apbn")
    profil(kampung, date(2025, 7, 2), "apbn|apbd", recorded_at=then)

    assert funds(kampung, known_at=then - timedelta(seconds=1)) == 2
    assert funds(kampung, known_at=then) == 3


def test_a_withdrawn_version_still_counts_for_what_was_known_before(kampung: KampungKB) -> None:
    undone = datetime(2025, 9, 1, tzinfo=UTC)
    profil(kampung, date(2025, 7, 1), "apbn|apbd", withdrawn_at=undone)

    assert funds(kampung) == 1
    assert funds(kampung, known_at=undone - timedelta(seconds=1)) == 3


def test_without_a_cutoff_the_marked_version_counts_whatever_its_date(kampung: KampungKB) -> None:
    profil(kampung, date(2019, 7, 1), "apbn|apbd", marked=True)
    profil(kampung, date(2025, 7, 1), "")

    marked = queries.classify("91.37", cutoff=None, instrument=PORTAL)

    assert marked["sumber_dana"].to_list() == [3]


def test_without_a_marked_version_the_form_counts_as_absent(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 7, 1), "apbn|apbd")

    marked = queries.classify("91.37", cutoff=None, instrument=PORTAL)

    assert marked["sumber_dana"].to_list() == [1]
