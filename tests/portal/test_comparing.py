"""Up to four kampung side by side."""

import pytest

from naikkelas.classification.queries import Basis, card
from naikkelas.portal.queries.comparing import MOST, chosen, compare
from naikkelas.registry.models import KampungKB, State
from tests.insights.conftest import CUTOFF, fill
from tests.people import make_kampung
from tests.portal.conftest import Read

pytestmark = pytest.mark.django_db
CODES = ("91.37.01.2001", "91.37.01.2002", "91.37.02.2001")


def address(*codes: str, **more: str) -> str:
    asked = "&".join([*(f"k={code}" for code in codes), *(f"{k}={v}" for k, v in more.items())])
    return f"/portal/banding/?{asked}"


def test_each_stands_with_its_own_verified_scores(kabupaten: dict[str, KampungKB]) -> None:
    kampung = chosen(CODES)

    found = compare(kampung, {})

    assert [one.kampung.village_id for one in found.kampung] == list(CODES)
    for place, one in enumerate(found.kampung):
        own = card(one.kampung, cutoff=CUTOFF, instrument="kampung-kb-2023", basis=Basis.VERIFIED)
        assert one.card.level == own.level
        shown = [row.scores[place].score for part in found.dimensions for row in part.rows]
        assert shown == [score.score for score in own.scorecard.scores]
    assert [one.next_level for one in found.kampung] == ["berkelanjutan", "", ""]
    assert found.kampung[0].next_points == 1


def test_what_is_only_declared_gives_no_class(kampung: KampungKB) -> None:
    sent = fill(make_kampung("91.37.01.2003", nama="Baru Kirim"), state=State.SENT)

    [one] = compare([sent], {}).kampung

    assert one.card.never_reported
    assert one.card.level == "dasar"


def test_five_are_too_many_doubles_and_strangers_are_left_out(
    kabupaten: dict[str, KampungKB], read: Read
) -> None:
    codes = [*CODES, "91.37.02.2002", "91.37.02.2003"]

    assert len(chosen(codes)) == MOST
    assert len(chosen([*CODES, *CODES, "12.34", "", "<b>"])) == 3
    page = read(address(*codes))
    assert "Paling banyak 4 kampung dapat dibandingkan" in page
    assert "Rapuh Jaya" not in page


def test_the_page_names_no_rank_and_takes_one_out_again(
    kabupaten: dict[str, KampungKB], read: Read
) -> None:
    page = read(address(*CODES, per="2025-06-30", bahasa="id"))

    assert "bukan peringkat" in page
    assert "k=91.37.01.2001&amp;k=91.37.02.2001&amp;per=2025-06-30" in page
    assert page.count("30 Juni 2025") >= 3
    assert "Belum ada kampung yang dipilih" in read("/portal/banding/")


def test_small_numbers_of_people_are_not_told(kampung: KampungKB, read: Read) -> None:
    """What is next names indicators and points; how many couples that is stays inside."""
    page = read(address("91.37.01.2001"))

    assert "kurang 1 poin" in page
    assert "pasangan" not in page
