"""The people of a kampung: what is kept of them, who reads it, what they agreed to, forgetting."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts.actions import privacy
from naikkelas.accounts.models import Role, User
from naikkelas.audit import presenters as trail_presenters
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import errors
from naikkelas.registry.actions import people as actions
from naikkelas.registry.actions.people import FORGOTTEN, Card, Training
from naikkelas.registry.models import Kader, KaderConsent, KaderTraining, KampungKB, Kelompok
from naikkelas.registry.queries import pokja as queries
from naikkelas.registry.queries.trail import trail_of
from tests.people import (
    RECORDED,
    make_consent,
    make_kader,
    make_kampung,
    make_pokja,
    make_seat,
    make_training,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 17)
TUTIK = Card("Bu Tutik", "p", "0812-3456-7137", "16_30")


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    """It is 17 July 2025, 10.42 in Makassar."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def ratna(kampung: KampungKB) -> Kader:
    return make_kader(kampung, phone="+6281234567137")


def trail() -> str:
    return " ".join(f"{one.before}{one.after}{one.data}" for one in Event.objects.all())


# --- adding and changing ---


def test_a_person_is_kept_with_band_and_year_and_no_birth_date(
    kampung: KampungKB, ani: User
) -> None:
    kader = actions.add_kader(kampung, TUTIK, by=ani)

    assert (kader.name, kader.phone) == ("Bu Tutik", "+6281234567137")
    assert (kader.age_band, kader.age_noted) == ("16_30", 2025)
    assert not [field for field in Kader._meta.fields if "lahir" in str(field.verbose_name)]
    assert "Tutik" not in trail()
    assert "7137" not in trail()


def test_the_same_press_twice_is_one_person(kampung: KampungKB, ani: User) -> None:
    key = uuid7()
    first = actions.add_kader(kampung, TUTIK, by=ani, id=key)
    second = actions.add_kader(kampung, TUTIK, by=ani, id=key)

    assert first == second
    assert Kader.objects.count() == 1
    assert Event.objects.filter(verb="kader.add").count() == 1
    with pytest.raises(errors.IdentifierTaken):
        actions.add_kader(kampung, replace(TUTIK, name="Bu Lain"), by=ani, id=key)


@pytest.mark.parametrize(
    "card",
    [
        replace(TUTIK, name="  "),
        replace(TUTIK, sex="x"),
        replace(TUTIK, age_band="00_15"),
        replace(TUTIK, phone="dua belas"),
        replace(TUTIK, age_noted=2026),
        replace(TUTIK, age_noted=1999),
    ],
)
def test_an_unfit_card_is_refused_and_leaves_no_trace(
    kampung: KampungKB, ani: User, card: Card
) -> None:
    with pytest.raises(errors.UnfitPerson):
        actions.add_kader(kampung, card, by=ani)

    assert not Kader.objects.exists()
    assert not Event.objects.exists()


def test_the_trail_of_a_change_names_columns_only(ratna: Kader, ani: User) -> None:
    card = Card("Bu Ratnasari", "p", "0812-3456-7139", "31_59", 2025)

    actions.edit_kader(ratna, card, by=ani)
    actions.edit_kader(ratna, card, by=ani)

    event = Event.objects.get(verb="kader.edit")
    assert event.data["fields"] == ["name", "phone"]
    assert "Ratna" not in trail()


def test_the_number_of_a_pokja_account_makes_person_and_account_one(
    kampung: KampungKB, ani: User, budi: User, wayan: User
) -> None:
    User.objects.filter(pk=budi.pk).update(phone="+6281234567137")
    User.objects.filter(pk=wayan.pk).update(phone="+6281234567139")

    member = actions.add_kader(kampung, TUTIK, by=ani)
    stranger = actions.add_kader(kampung, replace(TUTIK, phone="081234567139"), by=ani)

    assert (member.account, stranger.account) == (budi, None)
    later = actions.edit_kader(member, replace(TUTIK, phone="081234567141"), by=ani)
    assert later.account == budi


def test_an_erasure_of_the_account_takes_the_person_out_here_too(
    kampung: KampungKB, ratna: Kader, budi: User, ani: User
) -> None:
    Kader.objects.update(account=budi)
    guard = make_user("ppdp", "PPDP", Role.AUDITOR, kampung.village.parent.parent)  # type: ignore[union-attr]
    make_user("budi2", "Pak Budi Kedua", Role.POKJA, kampung.village)
    budi.holdings.update(until=timezone.now())

    request = privacy.open_request("hapus", by=guard, subject=budi)
    privacy.answer_request(request, outcome="dipenuhi", answer="Sudah.", by=guard)

    ratna.refresh_from_db()
    assert (ratna.name, ratna.phone) == (f"orang-{budi.pk}", "")
    assert ratna.age_band == "31_59"


def test_the_history_of_the_kampung_tells_of_people_without_their_names(
    kampung: KampungKB, ani: User
) -> None:
    kader = actions.add_kader(kampung, TUTIK, by=ani)
    actions.give_consent(kader, "nama", how="lisan", on=TODAY, by=ani)
    actions.reveal_phone(kader, by=ani)

    told = [str(entry) for entry in trail_presenters.told(list(trail_of(kampung)), ani)]

    assert [event.verb for event in trail_of(kampung)] == [
        "personal.view",
        "consent.give",
        "kader.add",
    ]
    assert "Tutik" not in " ".join(told)


@pytest.mark.parametrize("who", ["budi", "rina", "wayan", "head"])
def test_only_who_keeps_the_pokja_changes_people(
    ratna: Kader, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    acts: list[Any] = [
        lambda: actions.add_kader(ratna.kampung, TUTIK, by=by),
        lambda: actions.edit_kader(ratna, TUTIK, by=by),
        lambda: actions.leave(ratna, on=TODAY, by=by),
        lambda: actions.come_back(ratna, by=by),
        lambda: actions.forget(ratna, by=by),
        lambda: actions.give_consent(ratna, "nama", how="lisan", on=TODAY, by=by),
        lambda: actions.add_training(
            ratna.kampung, Training("Orientasi", TODAY), [ratna.pk], by=by
        ),
    ]

    for act in acts:
        with pytest.raises(NotYours):
            act()

    assert not Event.objects.exists()


# --- leaving and being forgotten ---


def test_who_holds_a_post_does_not_leave_before_it_is_handed_over(ratna: Kader, ani: User) -> None:
    make_seat(make_pokja(ratna.kampung), ratna)

    with pytest.raises(errors.PersonHoldsPost):
        actions.leave(ratna, on=TODAY, by=ani)
    with pytest.raises(errors.PersonHoldsPost):
        actions.forget(ratna, by=ani)

    ratna.refresh_from_db()
    assert (ratna.left_on, ratna.name) == (None, "Bu Ratna")
    assert not Event.objects.exists()


def test_who_answers_for_a_group_does_not_leave_before_that_is_changed(
    ratna: Kader, ani: User
) -> None:
    group = Kelompok.objects.create(
        kampung=ratna.kampung,
        kabupaten_code="91.37",
        kader=ratna,
        kind="bkb",
        nama="BKB Melati",
        recorded_by=ani.pk,
        recorded_at=RECORDED,
    )
    with pytest.raises(errors.PersonHoldsPost, match="penanggung jawab"):
        actions.leave(ratna, on=TODAY, by=ani)

    Kelompok.objects.filter(pk=group.pk).update(stopped_on=TODAY, stopped_reason="bubar")

    assert actions.leave(ratna, on=TODAY, by=ani).left_on == TODAY


def test_who_left_can_come_back(ratna: Kader, ani: User) -> None:
    actions.leave(ratna, on=date(2025, 7, 3), by=ani)
    assert list(queries.kader_of(ratna.kampung)) == []
    with pytest.raises(errors.PersonLeft):
        actions.edit_kader(ratna, TUTIK, by=ani)

    actions.come_back(ratna, by=ani)
    actions.come_back(ratna, by=ani)

    assert list(queries.kader_of(ratna.kampung)) == [ratna]
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "kader.leave",
        "kader.return",
    ]


def test_who_was_forgotten_does_not_come_back_under_another_name(ratna: Kader, ani: User) -> None:
    actions.leave(ratna, on=date(2025, 7, 3), by=ani)
    actions.forget(ratna, by=ani)

    with pytest.raises(errors.PersonLeft):
        actions.come_back(ratna, by=ani)

    assert not Event.objects.filter(verb="kader.return").exists()


def test_nobody_leaves_tomorrow(ratna: Kader, ani: User) -> None:
    with pytest.raises(errors.UnfitDay):
        actions.leave(ratna, on=date(2025, 7, 18), by=ani)


def test_a_forgotten_person_is_nobody_and_the_counts_stay(
    ratna: Kader, darma: User, ani: User
) -> None:
    pokja = make_pokja(ratna.kampung)
    make_seat(pokja, ratna, until=date(2025, 6, 3), end_reason="mundur")
    make_training(ratna)
    consent = make_consent(ratna)
    Kader.objects.update(account=darma)

    actions.forget(ratna, by=ani)
    actions.forget(ratna, by=ani)

    ratna.refresh_from_db()
    consent.refresh_from_db()
    assert (ratna.name, ratna.phone, ratna.account_id) == (FORGOTTEN, "", None)
    assert ratna.left_on == TODAY
    assert consent.withdrawn_by == ani.pk
    assert queries.standing(ratna.kampung, date(2025, 5, 5)).members == 1
    assert [past.name for past in queries.history(ratna.kampung, ani)] == [FORGOTTEN]
    assert Event.objects.filter(verb="kader.forget").count() == 1
    assert "Ratna" not in trail()


# --- who reads names and numbers ---


def test_names_are_for_the_pokja_itself_and_who_may_see_people(
    ratna: Kader, ani: User, budi: User, sari: User, rina: User
) -> None:
    for reader in (ani, budi, sari, rina):
        assert queries.names_for(reader, ratna.kampung, [ratna]) == {ratna.pk: "Bu Ratna"}


def test_others_read_a_name_only_while_its_consent_stands(
    ratna: Kader, request: pytest.FixtureRequest, ani: User
) -> None:
    nation = make_user("pusat", "Pusat", Role.NATION, None)
    kampung = ratna.kampung
    assert queries.names_for(nation, kampung, [ratna]) == {ratna.pk: queries.HIDDEN}

    actions.give_consent(ratna, "foto", how="lisan", on=TODAY, by=ani)
    assert queries.names_for(nation, kampung, [ratna]) == {ratna.pk: queries.HIDDEN}

    consent = actions.give_consent(ratna, "nama", how="tertulis", on=TODAY, by=ani)
    assert queries.names_for(nation, kampung, [ratna]) == {ratna.pk: "Bu Ratna"}

    actions.withdraw_consent(consent, by=ani)
    assert queries.names_for(nation, kampung, [ratna]) == {ratna.pk: queries.HIDDEN}


def test_a_number_is_shown_with_a_note_and_to_whom_it_is_due(
    ratna: Kader, rina: User, wayan: User, budi: User
) -> None:
    assert actions.reveal_phone(ratna, by=rina) == "+6281234567137"
    for other in (wayan, budi):
        with pytest.raises(NotYours):
            actions.reveal_phone(ratna, by=other)

    event = Event.objects.get(verb="personal.view")
    assert (event.subject_id, event.actor_id) == (str(ratna.pk), rina.pk)
    assert "7137" not in trail()


# --- consent ---


def test_consent_is_noted_once_and_taken_back_as_easily(ratna: Kader, ani: User) -> None:
    first = actions.give_consent(ratna, "nama", how="lisan", on=TODAY, by=ani)
    again = actions.give_consent(ratna, "nama", how="tertulis", on=TODAY, by=ani)
    assert (again, again.how) == (first, "lisan")

    actions.withdraw_consent(first, by=ani)
    with pytest.raises(errors.ConsentUnknown):
        actions.withdraw_consent(first, by=ani)
    later = actions.give_consent(ratna, "nama", how="tertulis", on=TODAY, by=ani)

    assert KaderConsent.objects.count() == 2
    assert later.withdrawn_at is None
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "consent.give",
        "consent.withdraw",
        "consent.give",
    ]


@pytest.mark.parametrize(
    ("purpose", "how", "on", "refusal"),
    [
        ("iklan", "lisan", TODAY, errors.ConsentUnknown),
        ("nama", "diam", TODAY, errors.ConsentUnknown),
        ("nama", "lisan", date(2025, 7, 18), errors.UnfitDay),
    ],
)
def test_an_unknown_or_future_consent_is_refused(
    ratna: Kader, ani: User, purpose: str, how: str, on: date, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        actions.give_consent(ratna, purpose, how=how, on=on, by=ani)

    assert not KaderConsent.objects.exists()
    assert not Event.objects.exists()


def test_who_left_can_still_take_a_consent_back(ratna: Kader, ani: User) -> None:
    consent = make_consent(ratna)
    actions.leave(ratna, on=TODAY, by=ani)

    assert actions.withdraw_consent(consent, by=ani).withdrawn_at is not None


# --- training ---


def test_a_training_is_noted_for_several_and_not_twice(ratna: Kader, ani: User) -> None:
    joko = make_kader(ratna.kampung, "Pak Joko")
    stranger = make_kader(make_kampung("91.37.01.2003"), "Pak Asing")
    training = Training("Orientasi Pokja", date(2025, 6, 7), "DP3AP2KB", 8)
    actions.add_training(ratna.kampung, training, [ratna.pk], by=ani)

    rows = actions.add_training(ratna.kampung, training, [ratna.pk, joko.pk, stranger.pk], by=ani)

    assert [row.kader for row in rows] == [joko]
    assert KaderTraining.objects.count() == 2
    assert [event.data["people"] for event in Event.objects.order_by("id")] == [1, 1]
    with pytest.raises(errors.UnfitTraining):
        actions.add_training(ratna.kampung, training, [ratna.pk], by=ani)


def test_an_unfit_training_is_refused(ratna: Kader, ani: User) -> None:
    cases: list[tuple[Training, list[Any], type[Refused]]] = [
        (Training(" ", TODAY), [ratna.pk], errors.UnfitTraining),
        (Training("Orientasi", TODAY), [], errors.UnfitTraining),
        (Training("Orientasi", date(2025, 7, 18)), [ratna.pk], errors.UnfitDay),
    ]

    for training, people, refusal in cases:
        with pytest.raises(refusal):
            actions.add_training(ratna.kampung, training, people, by=ani)

    assert not KaderTraining.objects.exists()


def test_a_training_noted_by_mistake_is_taken_back(ratna: Kader, ani: User) -> None:
    taken = make_training(ratna)

    actions.withdraw_training(taken, by=ani)
    actions.withdraw_training(taken, by=ani)

    assert queries.trainings_of(ratna) == []
    assert KaderTraining.objects.count() == 1
    assert Event.objects.filter(verb="training.withdraw").count() == 1


# --- what the database itself refuses ---


def refused(make: Any, *args: Any, **more: Any) -> bool:
    try:
        with transaction.atomic():
            make(*args, **more)
    except IntegrityError:
        return True
    return False


def test_band_and_year_go_together_and_sex_is_one_of_two(kampung: KampungKB) -> None:
    assert refused(make_kader, kampung, age_noted=None)
    assert refused(make_kader, kampung, age_band="")
    assert refused(make_kader, kampung, sex="x")
    assert not refused(make_kader, kampung, age_band="", age_noted=None)


def test_one_standing_consent_and_one_training_of_a_kind(ratna: Kader) -> None:
    make_consent(ratna, withdrawn_at=datetime(2025, 6, 1, tzinfo=UTC))
    make_consent(ratna)
    make_training(ratna)

    assert refused(make_consent, ratna)
    assert refused(make_training, ratna)
    assert not refused(make_training, ratna, held_on=date(2025, 3, 19))
