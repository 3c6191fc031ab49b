"""What early warnings rest on, and the villages with more than one kampung."""

import re
from dataclasses import replace
from datetime import date

import pytest

from naikkelas.accounts.models import User
from naikkelas.instruments.queries import in_use
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap import queries
from naikkelas.roadmap.rules import answering, plan_file
from naikkelas.roadmap.rules.outcome import Outcome
from naikkelas.roadmap.rules.plan_input import KampungFacts, PlanInput
from tests.people import make_kampung
from tests.roadmap_office.making import make_catalogue, make_means

pytestmark = pytest.mark.django_db

Trio = tuple[KampungKB, KampungKB, KampungKB]


def asked() -> PlanInput:
    make_catalogue()
    make_means()
    return plan_file.read_input(queries.frozen_inputs("91.37", previous=None, seed=37).text)


def with_earlier(question: PlanInput, scores: tuple[int, ...] | None) -> PlanInput:
    first, *others = question.kampung
    return replace(question, kampung=(replace(first, earlier=scores), *others))


def told(question: PlanInput) -> Outcome:
    return answering.answer(plan_file.write_input(question), seconds=2, seed=37)


def shifted(question: PlanInput, facts: KampungFacts, points: int) -> tuple[int, ...]:
    """The scores of now, moved by some points in every indicator that has room for it."""
    assert facts.scores is not None
    pairs = zip(in_use(question.instrument).indicators, facts.scores, strict=True)
    return tuple(
        min(max(score + points, one.lowest_score), one.highest_score) for one, score in pairs
    )


def test_the_scores_of_a_year_ago_are_frozen_with_the_scenario(trio: Trio, darma: User) -> None:
    question = asked()

    by_name = {one.name: one for one in question.kampung}
    earlier = queries.Ground.of("91.37").standings(
        question.instrument, date(question.cutoff.year - 1, question.cutoff.month, 28)
    )
    never = dict(zip(earlier["nama"], earlier["belum_pernah_lapor"], strict=True))
    assert {name: one.earlier is None for name, one in by_name.items()} == never
    assert plan_file.read_input(plan_file.write_input(question)) == question


def test_a_kampung_that_lost_points_is_likelier_to_drop_than_one_that_gained(
    trio: Trio, darma: User
) -> None:
    question = asked()
    first = question.kampung[0]

    falling = told(with_earlier(question, shifted(question, first, 1))).warned
    rising = told(with_earlier(question, shifted(question, first, -1))).warned
    unknown = told(with_earlier(question, None)).warned

    found = [
        next(one for one in warned if one.kampung == first.code)
        for warned in (falling, unknown, rising)
    ]
    assert found[0].kind == "turun kelas"
    assert found[0].chance > found[1].chance > found[2].chance
    assert re.search(r"turun [1-5] poin sejak setahun lalu", found[0].reason)
    assert "setahun lalu belum ada laporan" in found[1].reason
    assert re.search(r"naik [1-5] poin sejak setahun lalu", found[2].reason)


def test_warnings_are_cut_at_the_visits_that_there_are(
    trio: Trio, darma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked()
    visits = question.means.mentors
    monkeypatch.setattr(answering, "VISITS", 1)
    only_one = replace(question, means=replace(question.means, mentors=visits[:1]))

    assert len(told(question).warned) == 2  # Sunyi never reported
    assert len(told(only_one).warned) == 1


def test_of_two_kampung_in_a_village_the_one_that_is_not_planned_is_named(
    trio: Trio, darma: User
) -> None:
    village = trio[0].village
    make_kampung(village, nama="Sukamaju Dua", source_id=999_937, is_double=True)

    question = asked()

    assert [one.name for one in question.kampung if one.code == village.pk] == ["Sukamaju"]
    [remark] = question.remarks
    assert "Sukamaju Dua belum ikut" in remark
    assert remark in told(question).notes
    assert queries.kampung_by_village([village.pk])[village.pk] == trio[0]
