"""“Keadaan per” takes any day, and “yang diketahui sampai” only what had come in by then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from naikkelas.accounts.queries import system_user
from naikkelas.classification.actions import take_snapshots
from naikkelas.portal.queries.asking import asked
from naikkelas.portal.queries.comparing import compare
from naikkelas.portal.queries.finding import Wanted, find
from naikkelas.portal.queries.selecting import selection
from naikkelas.portal.queries.standing import Standing, standing
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil, State
from tests.insights.conftest import CUTOFF, fill
from tests.people import make_kampung
from tests.portal.conftest import Read

pytestmark = pytest.mark.django_db
RULE = "kampung-kb-2023"
LATE = datetime(2025, 9, 9, 3, 7, tzinfo=UTC)


@pytest.fixture
def late(kampung: KampungKB) -> KampungKB:
    """Bukit Raya told of June, which came in here, endorsed, on 9 September."""
    made = fill(make_kampung("91.37.01.2002", nama="Bukit Raya"))
    for model in (Profil, Penduduk, KKBPK):
        model.objects.filter(kampung=made).update(recorded_at=LATE, endorsed_at=LATE)
    made.kegiatan.update(recorded_at=LATE, endorsed_at=LATE)
    return made


def seen(code: str = "91.37", **told: str) -> Standing:
    return standing(asked(code, told), with_months=True)


def test_what_came_later_is_not_known_earlier(late: KampungKB) -> None:
    now, then = seen(per="2025-07-31"), seen(per="2025-07-31", diketahui="2025-09-08")

    assert (now.counts.kampung, now.counts.counting, now.counts.never_reported) == (2, 1, 0)
    assert (then.counts.kampung, then.counts.counting, then.counts.never_reported) == (2, 0, 1)
    assert seen(per="2025-07-31", diketahui="2025-09-09").counts == now.counts
    assert [counts.counting for _, counts in now.months][-2:] == [1, 1]
    assert [counts.counting for _, counts in then.months][-2:] == [0, 0]


def test_the_day_before_it_was_filled_in_it_does_not_count(late: KampungKB) -> None:
    assert seen(per="2025-06-04").counts.counting == 0
    assert seen(per="2025-06-05").counts.counting == 1


def test_what_was_endorsed_later_was_not_verified_earlier(kampung: KampungKB) -> None:
    made = fill(make_kampung("91.37.01.2002", nama="Bukit Raya"))
    for model in (Profil, Penduduk, KKBPK):
        model.objects.filter(kampung=made).update(endorsed_at=LATE)

    assert seen(per="2025-07-31", diketahui="2025-08-31").counts.counting == 0
    assert seen(per="2025-07-31").counts.counting == 1


def test_what_was_withdrawn_since_was_known_before(late: KampungKB) -> None:
    gone = LATE + timedelta(days=30)
    for model in (Profil, Penduduk, KKBPK):
        model.objects.filter(kampung=late).update(withdrawn_at=gone)

    assert seen(per="2025-07-31", diketahui="2025-09-20").counts.counting == 1
    assert seen(per="2025-07-31").counts.counting == 0


def test_a_province_shows_the_snapshots_that_were_taken_by_then(late: KampungKB) -> None:
    for known_at in (LATE - timedelta(days=1), LATE + timedelta(days=1)):
        take_snapshots("91.37", [CUTOFF], [RULE], by=system_user(), known_at=known_at)

    before, after = seen("91", diketahui="2025-09-08"), seen("91", diketahui="2025-09-20")
    never = seen("91", diketahui="2025-08-01")

    assert (before.counts.kampung, before.counts.counting) == (2, 0)
    assert (after.counts.kampung, after.counts.counting) == (2, 1)
    assert after.counts == seen("91").counts
    assert [(row.code, row.counts.counting) for row in after.children] == [("91.37", 1)]
    assert (never.is_known, never.counts.kampung) == (False, 0)


def test_comparison_and_choice_look_from_the_same_day(late: KampungKB) -> None:
    told = {"per": "2025-07-31", "diketahui": "2025-09-08"}

    assert compare([late], {"per": "2025-07-31"}).kampung[0].card.level == "berkelanjutan"
    assert compare([late], told).kampung[0].card.never_reported
    then = selection(asked("91.37", told))
    assert (then.pinned, then.looked_at) == (date(2025, 7, 31), 2)


@pytest.mark.parametrize("code", ["91.37", "91"])
def test_the_search_knows_no_more_than_was_known(late: KampungKB, code: str) -> None:
    for known_at in (LATE - timedelta(days=1), LATE + timedelta(days=1)):
        take_snapshots("91.37", [CUTOFF], [RULE], by=system_user(), known_at=known_at)

    def levels(**told: str) -> dict[str, str | None]:
        found = find(asked(code, {"per": "2025-07-31"} | told), Wanted.of(told))
        return {one.row.nama: one.row.level for one in found.page}

    assert levels(diketahui="2025-09-08")["Bukit Raya"] == "dasar"
    assert levels(diketahui="2025-09-20")["Bukit Raya"] == "berkelanjutan"
    assert levels()["Bukit Raya"] == "berkelanjutan"
    assert levels(diketahui="2025-09-08", kelas="berkelanjutan") == {}
    assert set(levels(diketahui="2025-09-08", kegiatan="lokakarya")) == {"Sukamaju"}


def test_the_page_says_day_and_knowledge_and_hands_them_on(late: KampungKB, read: Read) -> None:
    page = read("/portal/91.37/statistik/", per="2025-07-31", diketahui="2025-09-08")

    assert "sebagaimana diketahui sampai 8 September 2025" in page
    assert "terverifikasi, yang diketahui sampai 8 September 2025" in page
    assert "/portal/91.37.01/?diketahui=2025-09-08" in page
    assert "statistik.csv?diketahui=2025-09-08" in page
    told = read("/portal/91.37/statistik.csv", per="2025-07-31", diketahui="2025-09-08")
    assert ",2025-09-08," in told


@pytest.mark.parametrize("told", ["kemarin", "2025-13-01", "9999-01-01", "0001-01-01", "<script>"])
def test_a_day_that_cannot_be_read_is_as_if_nothing_was_asked(
    late: KampungKB, read: Read, told: str
) -> None:
    plain = read("/portal/91.37/statistik/", aturan=RULE)
    odd = read("/portal/91.37/statistik/", aturan=RULE, per=told, diketahui=told)

    assert "sebagaimana diketahui" not in odd
    assert "<script>" not in odd
    assert odd.count("<dd>") == plain.count("<dd>")
    assert "Tanggal dalam alamat ini tidak dapat dipakai" in odd
    assert "Tanggal dalam alamat ini" not in plain


def test_an_unendorsed_kampung_stays_out_of_every_day(kampung: KampungKB) -> None:
    fill(make_kampung("91.37.01.2003", nama="Baru Kirim"), state=State.SENT)

    assert seen(per="2025-07-31").counts.counting == 0
