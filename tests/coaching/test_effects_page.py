"""The page of results: who reads it, what it says where little is known, and what it costs."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Post, Role, User
from naikkelas.areas.models import Area
from naikkelas.areas.rules import DECLARED
from naikkelas.classification.queries import classify
from naikkelas.coaching.models import VisitCheck
from naikkelas.coaching.queries import effects
from naikkelas.coaching.queries.effects import last_month_end, visit_effects
from naikkelas.coaching.rules.effects import Standing
from naikkelas.instruments.queries import in_use
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.queries import Ground
from tests.coaching.making import make_mentor, make_visit
from tests.insights.conftest import as_user as as_user
from tests.insights.conftest import budget, fill
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.people import darma as darma
from tests.people import head as head
from tests.people import make_area, make_kampung, make_user
from tests.people import rina as rina
from tests.people import sari as sari
from tests.people import sukamaju as sukamaju
from tests.people import wayan as wayan

Browser = Callable[[User], Client]
CODE, INSTRUMENT = "91.37", "kampung-kb-2023"
VISITED = date(2024, 9, 17)


@pytest.fixture
def villages(sukamaju: object, settings_of_uji: None) -> list[KampungKB]:
    """Twelve kampung of one kecamatan that reported before and after September 2024."""
    found = []
    for number in range(2, 14):
        kampung = make_kampung(make_area(f"91.37.01.20{number:02}", f"Desa {number}"))
        fill(kampung, date(2024, 6, 5), iud=3, implan=number, pil=number)
        found.append(fill(kampung, date(2025, 1, 9), implan=number + number % 3))
    return found


def visit(kampung: KampungKB, mentor: Post, day: date = VISITED) -> None:
    made = make_visit(kampung, mentor, day=day)
    for position, (kind, code) in enumerate([("langkah", "latih_pokja"), ("indikator", "I2")], 1):
        VisitCheck.objects.create(
            visit=made, position=position, kind=kind, code=code, words="Pokja", answer="belum"
        )


@pytest.fixture
def six_visited(villages: list[KampungKB]) -> Post:
    mentor = make_mentor(villages[0])
    for kampung in villages[:6]:
        visit(kampung, mentor)
    return mentor


def test_six_visited_kampung_give_figures_with_an_interval(six_visited: Post) -> None:
    found = visit_effects(CODE)

    assert found is not None
    assert (found.visits, found.kampung, found.until) == (6, 6, date(2025, 7, 31))
    assert found.overall.standing == Standing.KNOWN
    assert found.overall.counted == 6
    assert found.overall.own is not None
    assert [one.effect.group for one in found.actions] == ["latih_pokja"]
    assert [post for post, _ in found.mentors] == [six_visited.pk]


def test_a_score_is_the_sum_of_the_twelve_indicators(six_visited: Post) -> None:
    found = visit_effects(CODE)
    table = classify(CODE, cutoff=date(2024, 8, 31), instrument=INSTRUMENT)

    assert found is not None
    visited = table.filter(table["kode_desa"].is_in([f"91.37.01.200{n}" for n in range(2, 8)]))
    scores = visited.select([one.code for one in in_use(INSTRUMENT).indicators])
    assert scores.shape == (6, 12)
    assert found.overall.before == pytest.approx(sum(map(sum, scores.iter_rows())) / 6)


def test_a_second_view_classifies_nothing_and_a_new_report_does(
    villages: list[KampungKB], six_visited: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []
    own = Ground.standings_on

    def standings_on(
        self: Ground, instrument: str, cutoffs: Iterable[date], basis: str = DECLARED
    ) -> Any:
        days = list(cutoffs)
        asked.extend(days)
        return own(self, instrument, days, basis)

    monkeypatch.setattr(Ground, "standings_on", standings_on)
    effects._KNOWN.clear()
    first = visit_effects(CODE)
    seen = len(asked)
    assert first is not None
    assert seen == first.months

    assert visit_effects(CODE) == first
    assert len(asked) == seen

    fill(villages[0], date(2025, 1, 30), implan=37)
    changed = visit_effects(CODE)
    assert changed is not None
    assert len(asked) == 2 * seen
    assert changed.overall.after != first.overall.after
    effects._KNOWN.clear()
    assert visit_effects(CODE) == changed


def test_four_visited_kampung_give_words_and_no_number(
    villages: list[KampungKB], as_user: Browser, darma: User
) -> None:
    mentor = make_mentor(villages[0])
    for kampung in villages[:4]:
        visit(kampung, mentor)

    page = as_user(darma).get(reverse("coaching:effects", args=[CODE])).content.decode()

    assert "Terlalu sedikit untuk disimpulkan" in page
    assert "Satu kunjungan mengubah" not in page
    assert '<svg class="intervals"' not in page


def test_without_visits_the_page_says_so(as_user: Browser, darma: User) -> None:
    client = as_user(darma)

    assert "Belum ada kunjungan" in client.get(page_of()).content.decode()
    assert client.get(reverse("coaching:effects_csv", args=[CODE])).status_code == 404


def page_of(code: str = CODE) -> str:
    return reverse("coaching:effects", args=[code])


def test_the_kabupaten_sees_mentors_a_kecamatan_does_not(
    six_visited: Post, as_user: Browser, darma: User, rina: User, head: User
) -> None:
    heading = "Menurut pendamping"

    assert heading in as_user(darma).get(page_of()).content.decode()
    assert heading in as_user(head).get(page_of()).content.decode()
    assert heading not in as_user(rina).get(page_of()).content.decode()


def test_the_page_says_what_the_planner_takes_of_it(
    six_visited: Post, as_user: Browser, darma: User
) -> None:
    page = as_user(darma).get(page_of()).content.decode()

    assert "poin di halaman ini tidak dipakai perencana" in page
    assert reverse("roadmap:learning", args=[CODE]) in page


def test_a_mentor_sees_their_own_line_and_no_other(
    villages: list[KampungKB], as_user: Browser, sari: User
) -> None:
    own = Post.objects.get(holdings__user=sari)
    other = make_mentor(villages[0])
    for place, kampung in enumerate(villages[:10]):
        visit(kampung, own if place % 2 else other)

    page = as_user(sari).get(page_of()).content.decode()

    assert page.count("Anda sendiri") == 1
    assert str(other) not in page


def test_elsewhere_is_not_found(six_visited: Post, as_user: Browser, wayan: User) -> None:
    client = as_user(wayan)

    assert client.get(page_of()).status_code == 404
    assert client.get(reverse("coaching:effects_csv", args=[CODE])).status_code == 404


def test_home_leads_to_the_own_kabupaten_and_a_province_chooses(
    six_visited: Post, as_user: Browser, sari: User
) -> None:
    province = make_user("nova", "Bu Nova", Role.PROVINCE, Area.objects.get(pk="91"))

    assert as_user(sari).get(reverse("coaching:effects_home"))["Location"] == page_of()
    chosen = as_user(province).get(reverse("coaching:effects_home"))
    assert page_of() in chosen.content.decode()


def test_the_file_holds_the_figures_of_the_page_and_no_mentor(
    six_visited: Post, as_user: Browser, darma: User
) -> None:
    found = visit_effects(CODE, "terverifikasi")
    answer = as_user(darma).get(reverse("coaching:effects_csv", args=[CODE]))
    lines = answer.content.decode().splitlines()

    assert found is not None
    assert found.overall.pooled is not None
    assert lines[0].startswith("jenis,nama,kunjungan,kampung")
    assert lines[1].startswith("semua,Semua kunjungan,6,6,6,")
    assert f"{found.overall.pooled.mean:.2f}".rstrip("0").rstrip(".") in lines[1]
    assert {line.split(",")[0] for line in lines[1:]} == {"semua", "langkah", "indikator"}


def test_a_withdrawn_visit_and_one_after_the_cutoff_do_not_count(
    six_visited: Post, villages: list[KampungKB]
) -> None:
    visit(villages[8], six_visited, date(2025, 8, 1))

    found = visit_effects(CODE)

    assert found is not None
    assert found.visits == 6


def test_the_page_costs_the_same_for_one_visit_and_for_many(
    six_visited: Post, villages: list[KampungKB], as_user: Browser, darma: User
) -> None:
    client = as_user(darma)
    client.get(page_of())

    with budget("coaching:effects"):
        client.get(page_of())
    for kampung in villages:
        visit(kampung, make_mentor(kampung), date(2024, 11, 5))
    with budget("coaching:effects"):
        client.get(page_of())


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2025, 7, 31), date(2025, 7, 31)),
        (date(2025, 7, 30), date(2025, 6, 30)),
        (date(2025, 1, 1), date(2024, 12, 31)),
    ],
)
def test_scores_are_those_of_whole_months(day: date, end: date) -> None:
    assert last_month_end(day) == end
