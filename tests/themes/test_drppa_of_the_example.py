"""DRPPA over the 135 kampung of the example: its score is what plain counting gives."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.config.commands.example_themes import make_themes
from naikkelas.instruments.rules import builtin
from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import AnswerCheck, CriterionAnswer, ThemeMembership
from naikkelas.themes.queries.boards import board, ground_of
from tests.insights.conftest import budget
from tests.people import make_area, make_group, make_kampung, make_user
from tests.themes.making import RECORDED

pytestmark = pytest.mark.django_db
CUTOFF = date(2025, 7, 31)
KAMPUNG = 135
ALONE = "63.01.01.2999"
SIZES = (12, 11, 20, 11, 14, 10, 14, 9, 14, 9, 11)
"""Villages of each kecamatan of Tanah Laut."""
DRPPA = tuple(one.code for one in builtin("tema-drppa-2022").indicators)


def _villages() -> list[KampungKB]:
    """The kampung of the example, without their reports."""
    for number, size in enumerate(SIZES, 1):
        kecamatan = make_area(f"63.01.{number:02}", f"Kecamatan {number}")
        Area.objects.bulk_create(
            Area(
                code=f"{kecamatan.code}.{2000 + at}",
                name=f"Desa {number}-{at}",
                search_key=f"desa {number} {at}",
                level=4,
                kind="desa",
                parent=kecamatan,
            )
            for at in range(1, size + 1)
        )
    return KampungKB.objects.bulk_create(
        KampungKB(
            village=area,
            nama=area.name,
            kabupaten_code="63.01",
            is_example=True,
            recorded_at=RECORDED,
        )
        for area in Area.objects.filter(level=4).exclude(code=ALONE)
    )


@pytest.fixture
def operator() -> User:
    return make_user("operator", "Bu Operator", Role.OPERATOR, make_area("63.01", "Tanah Laut"))


@pytest.fixture
def browser(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def test_drppa_is_scored_for_135_kampung_as_plain_counting_does(
    operator: User, browser: Client
) -> None:
    kampung = _villages()
    for one in kampung[:3]:
        for kind in ("uppka", "pik_r"):
            make_group(one, kind)
    made = make_themes("63.01", CUTOFF, by=system_user())
    assert make_themes("63.01", CUTOFF, by=system_user()) == 0
    assert made > KAMPUNG * 10
    assert Event.objects.filter(verb="theme.load_example").count() == 1

    ground = ground_of("63.01", operator)
    found = board(ground, ground.catalogue.themes["drppa"])

    assert len(found.rows) == KAMPUNG
    recorded = {one.pk for one in kampung[:3]}
    for row in found.rows:
        answers = dict(
            CriterionAnswer.objects.current()
            .filter(kampung=row.kampung, criterion__in=DRPPA)
            .values_list("criterion", "value")
        )
        if row.kampung.pk in recorded:
            answers["organisasi_perempuan_anak"] = 1.0
        assert row.tally.met == sum(value == 1 for value in answers.values())
        assert row.tally.unmet == sum(value == 0 for value in answers.values())
        assert row.tally.unknown == 10 - len(answers)
    silent = [row for row in found.rows if row.tally.is_silent]
    assert 0 < len(silent) < KAMPUNG / 4, "who answered nothing is not a zero"
    assert found.answered == KAMPUNG - len(silent)

    answer = browser.get("/tema/drppa/nilai.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == KAMPUNG
    assert sum(row["ya"] == "" for row in rows) == len(silent)
    assert sum(int(row["ya"]) for row in rows if row["ya"]) == sum(
        row.tally.met for row in found.rows
    )
    assert {row["contoh"] for row in rows} == {"ya"}


@pytest.mark.parametrize("page", ["home", "theme", "matrix"])
def test_boards_cost_the_same_for_one_kampung_and_for_135(page: str, browser: Client) -> None:
    urls = {"home": "/tema/", "theme": "/tema/drppa/", "matrix": "/tema/matriks/"}
    url = urls[page]
    make_kampung(ALONE, is_example=True)
    make_themes("63.01", CUTOFF, by=system_user())
    with budget(f"themes:{page}"):
        assert browser.get(url).status_code == 200
    for model in (AnswerCheck, CriterionAnswer, ThemeMembership):
        model._default_manager.all().delete()
    _villages()
    make_themes("63.01", CUTOFF, by=system_user())

    with budget(f"themes:{page}"):
        assert browser.get(url).status_code == 200
