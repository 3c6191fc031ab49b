"""A theme that a kampung carries asks for its module, by what is not met yet."""

from datetime import date

import pytest

from naikkelas.registry.models import KampungKB
from naikkelas.training.queries.needs import of_kampung, themes_lacking
from tests.people import make_kampung
from tests.people import sukamaju as sukamaju
from tests.themes.making import make_answer, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(sukamaju: object) -> KampungKB:
    return make_kampung("91.37.01.2001", nama="Sukamaju")


def test_unmet_and_unknown_criteria_of_carried_themes_are_counted(kampung: KampungKB) -> None:
    make_membership(kampung, "drppa")
    make_membership(kampung, "proklim", until=date(2025, 3, 7), until_reason="Selesai")
    make_answer(kampung, "perdes_drppa")
    make_answer(kampung, "tanpa_kekerasan", 0.0)
    make_membership(make_kampung("92.41.03.2007"), "drppa")

    assert themes_lacking("91.37") == {kampung.pk: {"drppa": 9}}


def test_the_page_of_a_kampung_offers_the_module_of_its_theme(kampung: KampungKB) -> None:
    def offered() -> dict[str, str]:
        return {offer.curriculum.code: why for offer, why in of_kampung(kampung)}

    assert "tema_drppa" not in offered()
    make_membership(kampung, "drppa")

    assert offered()["tema_drppa"] == "Menyandang tema ini, 10 kriteria belum terpenuhi"
