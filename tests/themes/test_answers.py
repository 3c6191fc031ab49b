"""Answers to criteria: versions, what is asked once, what records answer, who checks."""

from datetime import date

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.themes.actions import answering, membership
from naikkelas.themes.errors import (
    AlreadyCarried,
    AnswerReplaced,
    DoubtReasonMissing,
    EndingReasonMissing,
    NotCarried,
    NothingAnswered,
    OwnAnswer,
    UnfitEntry,
    UnknownTheme,
)
from naikkelas.themes.models import CriterionAnswer, ThemeMembership
from naikkelas.themes.queries.pages import themes_of
from tests.people import make_dataku_standing, make_group, make_innovation, make_kampung, make_user
from tests.themes.making import make_answer, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(sukamaju: object) -> KampungKB:
    return make_kampung("91.37.01.2001")


@pytest.fixture
def pkb(kampung: KampungKB) -> User:
    return make_user("pkb", "Bu Pkb", Role.FIELD, kampung.village)


@pytest.fixture
def pokja(kampung: KampungKB) -> User:
    return make_user("pokja", "Bu Pokja", Role.POKJA_CHAIR, kampung.village)


def _standing(kampung: KampungKB, criterion: str) -> float | None:
    found = themes_of(kampung).standings.get(criterion)
    return found.value if found else None


def test_a_newer_answer_stands_beside_the_one_it_replaces(kampung: KampungKB, pokja: User) -> None:
    answering.answer(kampung, {"perdes_drppa": 0.0}, by=pokja)
    answering.answer(kampung, {"perdes_drppa": 1.0}, by=pokja)
    answering.answer(kampung, {"perdes_drppa": None}, by=pokja)

    rows = CriterionAnswer.objects.filter(kampung=kampung).order_by("recorded_at", "id")
    assert [row.value for row in rows] == [0.0, 1.0, None]
    assert [row.replaced_at is None for row in rows] == [False, False, True]
    assert _standing(kampung, "perdes_drppa") is None, "taken back is unknown, not no"
    assert Event.objects.filter(verb="theme.answer").count() == 3


def test_the_same_answer_again_is_refused_without_a_trace(kampung: KampungKB, pokja: User) -> None:
    answering.answer(kampung, {"perdes_drppa": 1.0}, by=pokja)

    with pytest.raises(NothingAnswered):
        answering.answer(kampung, {"perdes_drppa": 1.0, "tanpa_kekerasan": None}, by=pokja)

    assert CriterionAnswer.objects.count() == 1
    assert Event.objects.filter(verb="theme.answer").count() == 1


@pytest.mark.parametrize(
    ("criterion", "value"), [("tidak_ada", 1.0), ("perdes_drppa", 0.5), ("proklim_nilai", 101.0)]
)
def test_what_is_no_answer_is_refused(
    kampung: KampungKB, pokja: User, criterion: str, value: float
) -> None:
    with pytest.raises(UnfitEntry) as refusal:
        answering.answer(kampung, {criterion: value}, by=pokja)

    assert refusal.value.column == criterion
    assert not CriterionAnswer.objects.exists()


def test_one_answer_counts_in_both_themes_that_ask_it(kampung: KampungKB, pokja: User) -> None:
    for theme in ("drppa", "layak-anak"):
        make_membership(kampung, theme)
    answering.answer(kampung, {"pengasuhan_anak": 1.0}, by=pokja)

    page = themes_of(kampung)

    assert {one.theme.code: one.tally.met for one in page.carried} == {"drppa": 1, "layak-anak": 1}
    assert [(name, len(themes)) for name, themes, _ in page.shared] == [
        ("Semua anak mendapat pengasuhan berbasis hak anak", 2)
    ]


def test_records_answer_a_criterion_and_it_is_not_asked(
    kampung: KampungKB, pokja: User, client: Client
) -> None:
    make_membership(kampung, "drppa")
    make_answer(kampung, "organisasi_perempuan_anak", 0.0)
    for kind in ("uppka", "pik_r"):
        make_group(kampung, kind)
    make_dataku_standing(make_group(kampung, "rumah_dataku"), jenis_data="kuantitas|mobilitas")
    client.force_login(pokja)

    page = client.get(f"/kampung/{kampung.pk}/tema/jawab/?tema=drppa").content.decode()

    assert _standing(kampung, "organisasi_perempuan_anak") == 1.0
    assert _standing(kampung, "data_terpilah") == 1.0
    assert 'name="organisasi_perempuan_anak"' not in page
    assert 'name="data_terpilah"' not in page
    assert 'name="perdes_drppa"' in page


def test_a_record_that_is_not_there_is_no_no(kampung: KampungKB) -> None:
    make_group(kampung, "uppka")
    make_group(kampung, "pik_r", stopped_on=date(2025, 1, 1), stopped_reason="bubar")
    make_innovation(kampung, "Podcast", is_youth_led=False)

    assert _standing(kampung, "organisasi_perempuan_anak") is None
    assert _standing(kampung, "pemuda_kepeloporan") is None


def test_pkb_checks_and_a_newer_answer_waits_again(
    kampung: KampungKB, pokja: User, pkb: User
) -> None:
    (row,) = answering.answer(kampung, {"perdes_drppa": 1.0}, by=pokja)
    answering.check(kampung, [row.pk], is_right=True, by=pkb)
    assert themes_of(kampung).standings["perdes_drppa"].is_verified

    answering.answer(kampung, {"perdes_drppa": 0.0}, by=pokja)

    assert not themes_of(kampung).standings["perdes_drppa"].is_verified
    with pytest.raises(AnswerReplaced):
        answering.check(kampung, [row.pk], is_right=True, by=pkb)


def test_nobody_checks_their_own_answer_and_a_doubt_needs_words(
    kampung: KampungKB, pokja: User, pkb: User
) -> None:
    (own,) = answering.answer(kampung, {"tanpa_kekerasan": 1.0}, by=pkb)
    (row,) = answering.answer(kampung, {"perdes_drppa": 1.0}, by=pokja)

    with pytest.raises(OwnAnswer):
        answering.check(kampung, [own.pk], is_right=True, by=pkb)
    with pytest.raises(DoubtReasonMissing):
        answering.check(kampung, [row.pk], is_right=False, reason="  ", by=pkb)
    with pytest.raises(NotYours):
        answering.check(kampung, [row.pk], is_right=True, by=pokja)

    answering.check(kampung, [row.pk], is_right=False, reason="Nomor perdes belum ada", by=pkb)
    assert themes_of(kampung).standings["perdes_drppa"].is_doubted


def test_a_file_of_another_kampung_is_no_evidence(kampung: KampungKB, pokja: User) -> None:
    other = make_kampung("91.37.01.2002")
    file = Evidence.objects.create(
        kampung=other,
        kabupaten_code="91.37",
        form="profil",
        columns="program_tambahan",
        kind="sk",
        stored_name="1.pdf",
        added_by=0,
        added_at=make_answer(other).recorded_at,
    )

    with pytest.raises(UnfitEntry):
        answering.answer(
            kampung, {"perdes_drppa": 1.0}, backing=answering.Backing(evidence=file.pk), by=pokja
        )


def test_joining_letting_go_and_joining_again_are_rows(kampung: KampungKB, darma: User) -> None:
    decree = membership.Decree("140/37/2024", date(2024, 3, 1))
    first = membership.join(
        kampung, "proklim", since=date(2024, 3, 7), decree=decree, by=darma, id=None
    )
    assert membership.join(kampung, "proklim", by=darma, id=first.pk) == first
    with pytest.raises(AlreadyCarried):
        membership.join(kampung, "proklim", by=darma)
    with pytest.raises(UnknownTheme):
        membership.join(kampung, "pemuda", by=darma)  # of another kabupaten
    with pytest.raises(EndingReasonMissing):
        membership.leave(first, on=date(2025, 1, 1), reason=" ", by=darma)
    with pytest.raises(UnfitEntry):
        membership.leave(first, on=date(2024, 1, 1), reason="selesai", by=darma)
    membership.award(first, "Madya", on=date(2024, 9, 1), by=darma)
    with pytest.raises(UnfitEntry):
        membership.award(first, "Terbaik", on=date(2024, 9, 1), by=darma)

    membership.leave(first, on=date(2025, 1, 1), reason="Program selesai", by=darma)
    with pytest.raises(NotCarried):
        membership.leave(first, on=date(2025, 1, 1), reason="lagi", by=darma)
    second = membership.join(kampung, "proklim", by=darma)

    assert ThemeMembership.objects.count() == 2
    assert [one.membership for one in themes_of(kampung).carried] == [second]
    verbs = Event.objects.filter(verb__startswith="theme.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "theme.join",
        "theme.award",
        "theme.leave",
        "theme.join",
    ]


def test_a_mistake_is_taken_back_and_brought_back(kampung: KampungKB, darma: User) -> None:
    row = membership.join(kampung, "proklim", by=darma)
    membership.withdraw(row, by=darma)
    assert not themes_of(kampung).carried

    membership.restore(row, by=darma)

    assert len(themes_of(kampung).carried) == 1


def test_a_pokja_says_no_themes(kampung: KampungKB, pokja: User) -> None:
    with pytest.raises(NotYours):
        membership.join(kampung, "proklim", by=pokja)
