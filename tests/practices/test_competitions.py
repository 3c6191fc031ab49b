"""Competitions: several judges, one engine, no judge of one's own village, no shaming."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import Post, User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.instruments.actions import publish
from naikkelas.instruments.rules import builtin, builtin_text
from naikkelas.lib.refusals import NotYours
from naikkelas.practices import access
from naikkelas.practices.actions import competitions as actions
from naikkelas.practices.errors import (
    CompetitionElsewhere,
    ConflictOfInterest,
    JudgeHasScored,
    NotJudgedYet,
    UnfitCompetition,
    UnfitEntry,
    UnfitJudgement,
)
from naikkelas.practices.models import Competition, CompetitionEntry
from naikkelas.practices.queries.competing import entries_of, honoured, judges_of
from naikkelas.practices.rules.judging import has_conflict, judged, pooled
from naikkelas.registry.models import KampungKB
from tests.practices.making import make_competition, make_entry, make_judge, make_practice

RULE = builtin("kampung-kb-2023-terkoreksi")
TODAY = date(2025, 8, 5)


@given(st.lists(st.none() | st.integers(0, 100).map(float), max_size=7), st.randoms())
def test_the_order_of_judges_tells_nothing(values: list[float | None], dice: object) -> None:
    sheets = [{"pus": value} for value in values]
    shuffled = list(sheets)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    found = pooled(RULE, sheets)["pus"]

    assert found == pooled(RULE, shuffled)["pus"]
    known = [value for value in values if value is not None]
    assert found.given == len(known)
    assert (found.median is None) == (not known)
    if known:
        assert found.median is not None
        assert min(known) <= found.median <= max(known)


def test_a_tie_of_judges_is_no_yes_and_the_engine_scores_the_medians() -> None:
    yes, no = {"pokja_ada": 1.0}, {"pokja_ada": 0.0}

    assert pooled(RULE, [yes, no])["pokja_ada"].median == 0
    assert pooled(RULE, [yes, no, yes])["pokja_ada"].median == 1
    assert judged(RULE, [yes, yes]).score("pokja").score == judged(RULE, [yes]).score("pokja").score


@pytest.mark.parametrize(
    ("role", "scopes", "conflict"),
    [
        ("pkb", ("91.37.01",), True),
        ("pkb", ("91.37.02",), False),
        ("ketua_pokja", ("91.37.01.2001",), True),
        ("operator", ("91.37",), False),
        ("kecamatan", ("91.37.01",), False),
    ],
)
def test_who_works_for_a_kampung_does_not_judge_it(
    role: str, scopes: tuple[str, ...], conflict: bool
) -> None:
    assert has_conflict(role, scopes, "91.37.01.2001") is conflict


# In the database --------------------------------------------------------------------------------


@pytest.fixture
def competition(db: None) -> Competition:
    return make_competition(state="dinilai")


@pytest.fixture
def entry(competition: Competition, kabupaten: dict[str, KampungKB]) -> CompetitionEntry:
    """Tirta Jaya, in another kecamatan, takes part with a practice."""
    return make_entry(competition, make_practice(kabupaten["naik"], "Kartu MKJP"))


def post_of(user: User) -> Post:
    return user.holdings.get().post


@pytest.mark.django_db
def test_from_opening_to_announcement(
    kampung: KampungKB, ani: User, darma: User, rina: User, head: User
) -> None:
    publish(builtin_text("kampung-kb-2023"), by=system_user())
    with pytest.raises(UnfitCompetition):
        _opened(darma, instrument="tidak-ada")
    with pytest.raises(NotYours):
        _opened(rina)
    competition = _opened(darma)
    entry = actions.enter(competition, kampung, practice=make_practice(kampung), by=ani)
    with pytest.raises(UnfitEntry):
        actions.enter(competition, kampung, practice=entry.practice, by=ani)
    actions.name_judge(competition, post_of(rina), by=darma)
    actions.name_judge(competition, post_of(head), by=darma)
    actions.close(competition, by=darma)
    with pytest.raises(CompetitionElsewhere):
        actions.leave(entry, by=ani)

    actions.decide(entry, award="juara", feedback="Lanjutkan", by=darma)
    with pytest.raises(NotJudgedYet):
        actions.announce(competition, words="", by=darma)
    assert actions.give(entry, {"pokja_anggota": 9}, by=rina) == 1
    assert actions.give(entry, {"pokja_anggota": 14}, by=head) == 1
    assert actions.give(entry, {"pokja_anggota": 14}, by=head) == 0
    actions.announce(competition, words="Selamat", by=darma)

    competition.refresh_from_db()
    (found,) = honoured(competition)
    assert (found.entry, found.judges) == (entry, 2)
    assert (found.pooled["pokja_anggota"].median, found.pooled["pokja_anggota"].mean) == (12, 11.5)


def _opened(by: User, instrument: str = "kampung-kb-2023") -> Competition:
    return actions.open_competition(
        "91.37",
        name="Lomba inovasi",
        year=2025,
        instrument=instrument,
        opens_on=TODAY,
        closes_on=TODAY,
        by=by,
    )


@pytest.mark.django_db
def test_each_judge_has_own_rows_and_a_correction_is_one_more(
    entry: CompetitionEntry, darma: User, rina: User
) -> None:
    for judge in (darma, rina):
        make_judge(entry.competition, post_of(judge))

    actions.give(entry, {"pus": 3}, by=rina)
    actions.give(entry, {"pus": 5}, by=rina)
    actions.give(entry, {"pus": 9}, by=darma)

    (found,) = entries_of(entry.competition)
    assert sorted(sheet["pus"] or 0 for sheet in found.sheets.values()) == [5, 9]
    assert entry.answers.count() == 3


@pytest.mark.django_db
def test_a_judge_is_let_go_before_the_first_figure_only(
    competition: Competition, entry: CompetitionEntry, darma: User, rina: User, head: User
) -> None:
    Competition.objects.filter(pk=competition.pk).update(state="dinilai")
    early, late = (make_judge(competition, post_of(who)) for who in (rina, head))
    actions.give(entry, {"pus": 5.0}, by=head)

    gone = actions.remove_judge(early, by=darma)

    assert actions.remove_judge(early, by=darma).removed_at == gone.removed_at
    assert [one.pk for one in judges_of(competition)] == [late.pk]
    assert competition.judges.count() == 2, "that it was named stays"
    assert access.judge_of(rina, competition) is None
    with pytest.raises(JudgeHasScored):
        actions.remove_judge(late, by=darma)
    with pytest.raises(NotYours):
        actions.remove_judge(late, by=rina)
    assert Event.objects.filter(verb="competition.unjudge").count() == 1
    again = actions.name_judge(competition, post_of(rina), by=darma)
    assert again.pk != early.pk


@pytest.mark.django_db
def test_a_judge_is_let_go_on_the_page(
    competition: Competition, darma: User, rina: User, client: Client
) -> None:
    judge = make_judge(competition, post_of(rina))
    client.force_login(darma)
    page = f"/lomba/{competition.pk}/"
    assert 'value="lepas"' in client.get(page).content.decode()

    unknown = client.post(f"{page}langkah/", {"langkah": "lepas", "juri": "lain"})
    client.post(f"{page}langkah/", {"langkah": "lepas", "juri": str(judge.pk)})

    assert unknown.status_code == 404
    assert 'value="lepas"' not in client.get(page).content.decode()


@pytest.mark.django_db
def test_judges_stay_within_the_criteria_and_away_from_their_own(
    entry: CompetitionEntry, kampung: KampungKB, sari: User, ani: User
) -> None:
    make_judge(entry.competition, post_of(sari))
    own = make_entry(entry.competition, make_practice(kampung))

    with pytest.raises(ConflictOfInterest):
        actions.give(own, {"pus": 3}, by=sari)
    with pytest.raises(UnfitJudgement):
        actions.give(entry, {"pus": -1}, by=sari)
    with pytest.raises(UnfitJudgement):
        actions.give(entry, {"tidak_ada": 1}, by=sari)
    with pytest.raises(NotYours):
        actions.give(entry, {"pus": 3}, by=ani)
    assert not entry.answers.exists()


@pytest.mark.django_db
def test_only_winners_and_nominees_are_told_and_each_sees_its_own(
    entry: CompetitionEntry, kampung: KampungKB, ani: User, darma: User
) -> None:
    competition = entry.competition
    make_judge(competition, post_of(darma))
    own = make_entry(competition, make_practice(kampung), feedback="Lengkapi fotonya")
    actions.give(entry, {"pus": 3}, by=darma)
    actions.decide(entry, award="nominasi", feedback="Bagus", by=darma)
    assert honoured(competition) == []

    competition = actions.announce(competition, words="", by=darma)

    assert [one.entry for one in honoured(competition)] == [entry]
    assert [one.entry for one in entries_of(competition, access.own_entries(ani))] == [own]
