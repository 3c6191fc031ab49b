"""A Pokja: its decree, its seksi, who takes a post and who hands it on, and what is then known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.exchange.examples import pokja as example
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import errors
from naikkelas.registry.actions import pokja as actions
from naikkelas.registry.actions.pokja import Decree
from naikkelas.registry.models import Evidence, Kader, KampungKB, Pokja, PokjaSeat, Seksi
from naikkelas.registry.queries import pokja as queries
from naikkelas.registry.queries import quality
from naikkelas.registry.rules import structure
from naikkelas.registry.rules.files import Upload
from tests.people import (
    make_kader,
    make_kampung,
    make_pokja,
    make_report,
    make_seat,
    make_training,
)
from tests.registry import pictures

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 17)
SK = Decree("140/37/2025", date(2025, 6, 3), "Kepala Desa", date(2028, 6, 2))


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    """It is 17 July 2025, 10.42 in Makassar."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=True):
        yield


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def pokja(kampung: KampungKB) -> Pokja:
    return make_pokja(kampung)


@pytest.fixture
def ratna(kampung: KampungKB) -> Kader:
    return make_kader(kampung)


@pytest.fixture
def joko(kampung: KampungKB) -> Kader:
    """Pak Joko, 16 to 30 years old in 2025."""
    return make_kader(kampung, "Pak Joko", sex="l", age_band=Kader.AgeBand.YOUTH)


def verbs() -> list[str]:
    return list(Event.objects.order_by("at", "id").values_list("verb", flat=True))


# --- structure ---


def test_both_official_structures_are_data() -> None:
    functions = structure.official_seksi("fungsi_keluarga")
    aims = structure.official_seksi("sasaran_inpres")

    assert [one.number for one in functions] == list(range(1, 9))
    assert functions[0].name == "Seksi Keagamaan"
    assert [one.code for one in aims][:2] == [
        "sasaran_data_kependudukan",
        "sasaran_perubahan_perilaku",
    ]
    assert len(aims) == 4
    assert structure.official_seksi("lain") == ()


@pytest.mark.parametrize(
    ("band", "noted", "year", "expected"),
    [
        ("16_30", 2025, 2025, True),
        ("16_30", 2022, 2025, True),
        ("16_30", 2021, 2025, None),
        ("31_59", 2025, 2025, False),
        ("31_59", 2021, 2025, None),
        ("", None, 2025, None),
    ],
)
def test_an_age_band_is_believed_for_three_years(
    band: str, noted: int | None, year: int, expected: bool | None
) -> None:
    assert structure.is_youth(band, noted, date(year, 7, 17)) is expected


@pytest.mark.parametrize(
    ("signed", "until", "word", "left"),
    [
        (None, None, "belum", None),
        (date(2025, 7, 18), None, "belum", None),
        (date(2024, 3, 5), None, "berlaku", None),
        (date(2024, 3, 5), date(2025, 9, 16), "berlaku", 61),
        (date(2024, 3, 5), date(2025, 9, 15), "segera_habis", 60),
        (date(2024, 3, 5), TODAY, "segera_habis", 0),
        (date(2024, 3, 5), date(2025, 7, 16), "habis", -1),
    ],
)
def test_the_state_of_a_decree_warns_sixty_days_before_its_end(
    signed: date | None, until: date | None, word: str, left: int | None
) -> None:
    state = structure.decree_state(signed, until, TODAY)

    assert (state.word, state.days_left) == (word, left)
    assert state.is_in_force == (word in {"berlaku", "segera_habis"})


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_decree_that_has_run_out_never_comes_back(until: date, on: date) -> None:
    """Monotone: once past its end, every later day is past it too."""
    today = structure.decree_state(date(2019, 1, 1), until, on)
    tomorrow = structure.decree_state(date(2019, 1, 1), until, on.replace(year=on.year + 1, day=1))

    assert today.word != "habis" or tomorrow.word == "habis"


# --- forming, and the SK ---


def test_the_first_pokja_has_the_seksi_of_its_structure(kampung: KampungKB, ani: User) -> None:
    pokja = actions.form(kampung, "sasaran_inpres", formed_on=date(2025, 6, 3), decree=SK, by=ani)

    assert [one.number for one in pokja.seksi.all()] == [1, 2, 3, 4]
    assert (pokja.decree_number, pokja.signed_by) == ("140/37/2025", "Kepala Desa")
    event = Event.objects.get(verb="pokja.form")
    assert (event.kabupaten_code, event.data["kampung"]) == ("91.37", "Sukamaju")


def test_a_second_open_pokja_is_refused_and_leaves_no_trace(
    kampung: KampungKB, pokja: Pokja, ani: User
) -> None:
    with pytest.raises(errors.PokjaExists):
        actions.form(kampung, "fungsi_keluarga", formed_on=TODAY, by=ani)

    assert Pokja.objects.count() == 1
    assert verbs() == []


@pytest.mark.parametrize("who", ["budi", "rina", "wayan", "head"])
def test_only_who_sends_keeps_a_pokja(
    kampung: KampungKB, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotYours):
        actions.form(kampung, "fungsi_keluarga", formed_on=TODAY, by=request.getfixturevalue(who))

    assert not Pokja.objects.exists()
    assert verbs() == []


@pytest.mark.parametrize(
    "decree",
    [
        Decree("140/37", None, "Kepala Desa"),
        Decree("", date(2025, 6, 3), "Kepala Desa"),
        Decree("", None, "Kepala Desa"),
        Decree("140/37", date(2025, 6, 3), " "),
        Decree("140/37", date(2025, 6, 3), "Kepala Desa", date(2025, 6, 2)),
    ],
)
def test_half_a_decree_is_refused(kampung: KampungKB, ani: User, decree: Decree) -> None:
    with pytest.raises(errors.UnfitDecree):
        actions.form(kampung, "fungsi_keluarga", formed_on=TODAY, decree=decree, by=ani)

    assert not Pokja.objects.exists()


def test_a_pokja_does_not_begin_tomorrow(kampung: KampungKB, ani: User) -> None:
    with pytest.raises(errors.UnfitDay):
        actions.form(kampung, "fungsi_keluarga", formed_on=date(2025, 7, 18), by=ani)


def test_a_structure_that_nobody_knows_is_refused(kampung: KampungKB, ani: User) -> None:
    with pytest.raises(errors.UnfitPost):
        actions.form(kampung, "lima_seksi", formed_on=TODAY, by=ani)


def test_what_was_noted_of_the_sk_is_mended_with_a_trail(pokja: Pokja, ani: User) -> None:
    actions.set_decree(pokja, SK, by=ani)
    actions.set_decree(pokja, SK, by=ani)

    event = Event.objects.get(verb="pokja.decree")
    assert event.before["decree_number"] == "140/37/2024"
    assert event.after["decree_number"] == "140/37/2025"
    assert "signed_by" not in event.after


def test_the_file_of_the_sk_backs_pokja_dan_sk(pokja: Pokja, ani: User) -> None:
    kept = actions.keep_decree(pokja, Upload("sk.pdf", pictures.PDF), by=ani)

    pokja.refresh_from_db()
    assert pokja.evidence == kept
    assert (kept.form, kept.kind) == ("profil", "sk")
    assert kept.columns == "pokja_ada|pokja_sk|pokja_anggota"
    assert (kept.valid_from, kept.valid_until) == (date(2024, 3, 5), date(2027, 3, 6))
    assert verbs() == ["evidence.add", "pokja.decree_file"]


def test_a_file_that_was_sent_as_evidence_before_is_taken_as_it_is(pokja: Pokja, ani: User) -> None:
    first = actions.keep_decree(pokja, Upload("sk.pdf", pictures.PDF), by=ani)
    second = actions.keep_decree(pokja, Upload("lain.pdf", pictures.PDF), by=ani)

    assert first == second
    assert Evidence.objects.count() == 1


def test_a_file_needs_the_number_of_its_sk_first(kampung: KampungKB, ani: User) -> None:
    bare = make_pokja(kampung, decree_number="", decree_date=None, valid_until=None, signed_by="")

    with pytest.raises(errors.UnfitDecree):
        actions.keep_decree(bare, Upload("sk.pdf", pictures.PDF), by=ani)

    assert not Evidence.objects.exists()


# --- seksi ---


def test_a_village_adds_a_seksi_and_takes_it_away_again(pokja: Pokja, ani: User) -> None:
    seksi = actions.add_seksi(pokja, "  Seksi   Pariwisata ", by=ani)
    assert (seksi.name, seksi.code) == ("Seksi Pariwisata", "")
    with pytest.raises(errors.SeksiExists):
        actions.add_seksi(pokja, "seksi pariwisata", by=ani)

    actions.withdraw_seksi(seksi, by=ani)

    assert seksi not in queries.seksi_of(pokja)
    assert verbs() == ["seksi.add", "seksi.withdraw"]


def test_a_seksi_with_people_or_of_the_structure_stays(
    pokja: Pokja, ratna: Kader, ani: User
) -> None:
    official = Seksi.objects.create(
        pokja=pokja, kabupaten_code="91.37", code="fungsi_ekonomi", name="Seksi Ekonomi", number=4
    )
    own = pokja.seksi.get(code="")
    make_seat(pokja, ratna, "anggota", seksi=own)

    for seksi in (official, own):
        with pytest.raises(errors.SeksiInUse):
            actions.withdraw_seksi(seksi, by=ani)

    assert verbs() == []


# --- posts and terms ---


def test_a_term_is_recorded_without_the_persons_name(pokja: Pokja, ratna: Kader, ani: User) -> None:
    seat = actions.appoint(pokja, ratna, "ketua", since=date(2025, 7, 7), by=ani)

    event = Event.objects.get(verb="pokja.appoint")
    assert (seat.post, seat.until) == ("ketua", None)
    assert event.data == {"kampung": "Sukamaju", "post": "Ketua"}
    assert "Ratna" not in f"{event.before}{event.after}{event.data}"


def test_a_core_post_has_one_holder(pokja: Pokja, ratna: Kader, joko: Kader, ani: User) -> None:
    actions.appoint(pokja, ratna, "ketua", since=TODAY, by=ani)

    with pytest.raises(errors.PostTaken):
        actions.appoint(pokja, joko, "ketua", since=TODAY, by=ani)

    assert verbs() == ["pokja.appoint"]


def test_a_seksi_has_one_coordinator_and_many_members(
    pokja: Pokja, kampung: KampungKB, ratna: Kader, joko: Kader, ani: User
) -> None:
    seksi = pokja.seksi.get()
    third = make_kader(kampung, "Bu Tutik")
    actions.appoint(pokja, ratna, "koordinator", seksi=seksi, since=TODAY, by=ani)
    with pytest.raises(errors.PostTaken):
        actions.appoint(pokja, joko, "koordinator", seksi=seksi, since=TODAY, by=ani)

    actions.appoint(pokja, joko, "anggota", seksi=seksi, since=TODAY, by=ani)
    actions.appoint(pokja, third, "anggota", seksi=seksi, since=TODAY, by=ani)

    assert pokja.seats.count() == 3
    with pytest.raises(errors.PostTaken):
        actions.appoint(pokja, joko, "anggota", seksi=seksi, since=TODAY, by=ani)


def test_post_and_seksi_have_to_fit(pokja: Pokja, ratna: Kader, ani: User) -> None:
    foreign = make_pokja(make_kampung("91.37.01.2003")).seksi.get()
    own = pokja.seksi.get()
    cases: list[tuple[str, Seksi | None]] = [
        ("koordinator", None), ("ketua", own), ("anggota", foreign), ("raja", None),
    ]  # fmt: skip

    for post, seksi in cases:
        with pytest.raises(errors.UnfitPost):
            actions.appoint(pokja, ratna, post, seksi=seksi, since=TODAY, by=ani)

    assert verbs() == []


@pytest.mark.parametrize("since", [date(2024, 3, 6), date(2025, 7, 18)])
def test_a_term_lies_between_the_beginning_of_the_pokja_and_today(
    pokja: Pokja, ratna: Kader, ani: User, since: date
) -> None:
    with pytest.raises(errors.UnfitDay):
        actions.appoint(pokja, ratna, "ketua", since=since, by=ani)


def test_who_has_left_takes_no_post(pokja: Pokja, kampung: KampungKB, ani: User) -> None:
    gone = make_kader(kampung, left_on=date(2025, 5, 5))

    with pytest.raises(errors.PersonLeft):
        actions.appoint(pokja, gone, "ketua", since=TODAY, by=ani)


def test_people_of_another_kampung_take_no_post_here(pokja: Pokja, ani: User) -> None:
    other = make_kader(make_kampung("91.37.01.2003"))

    with pytest.raises(NotYours):
        actions.appoint(pokja, other, "ketua", since=TODAY, by=ani)


def test_a_hand_over_ends_a_term_and_begins_the_next_in_one_act(
    pokja: Pokja, ratna: Kader, joko: Kader, ani: User
) -> None:
    seat = make_seat(pokja, ratna)

    fresh = actions.hand_over(seat, joko, on=date(2025, 7, 7), reason="mundur", by=ani)

    seat.refresh_from_db()
    assert (seat.until, seat.end_reason) == (date(2025, 7, 7), "mundur")
    assert (fresh.kader, fresh.post, fresh.since) == (joko, "ketua", date(2025, 7, 7))
    assert fresh.replaces == seat
    assert verbs() == ["pokja.hand_over"]
    for day, holder in ((date(2025, 7, 6), ratna), (date(2025, 7, 7), joko)):
        assert [one.kader for one in queries.seats_on(pokja, day)] == [holder]


def test_a_hand_over_that_is_refused_leaves_the_old_term(
    pokja: Pokja, ratna: Kader, joko: Kader, ani: User
) -> None:
    seat = make_seat(pokja, ratna)
    joko.left_on = date(2025, 5, 5)
    joko.save(update_fields=["left_on"])

    with pytest.raises(errors.PersonLeft):
        actions.hand_over(seat, joko, on=TODAY, by=ani)
    with pytest.raises(errors.PostTaken):
        actions.hand_over(seat, ratna, on=TODAY, by=ani)
    with pytest.raises(errors.UnfitDay):
        actions.hand_over(seat, make_kader(pokja.kampung, "Bu Tutik"), on=date(2024, 3, 1), by=ani)

    seat.refresh_from_db()
    assert seat.until is None
    assert PokjaSeat.objects.count() == 1
    assert verbs() == []


def test_a_term_ends_once_and_can_be_opened_again_while_the_post_is_free(
    pokja: Pokja, ratna: Kader, ani: User
) -> None:
    seat = make_seat(pokja, ratna)
    actions.end_term(seat, on=date(2025, 7, 3), reason="pindah", by=ani)
    with pytest.raises(errors.TermEnded):
        actions.end_term(seat, on=TODAY, reason="pindah", by=ani)
    assert [past.may_resume for past in queries.history(pokja.kampung, ani)] == [True]

    seat = actions.resume_term(seat, by=ani)

    assert (seat.until, seat.end_reason) == (None, "")
    assert verbs() == ["pokja.end_term", "pokja.resume_term"]


def test_a_term_that_went_on_to_somebody_is_not_opened_again(
    pokja: Pokja, ratna: Kader, joko: Kader, ani: User
) -> None:
    handed = make_seat(pokja, ratna)
    actions.hand_over(handed, joko, on=TODAY, by=ani)
    with pytest.raises(errors.TermCannotResume):
        actions.resume_term(handed, by=ani)

    ended = actions.appoint(pokja, ratna, "sekretaris", since=date(2025, 7, 1), by=ani)
    actions.end_term(ended, on=TODAY, reason="mundur", by=ani)
    actions.appoint(pokja, joko, "sekretaris", since=TODAY, by=ani)
    with pytest.raises(errors.PostTaken):
        actions.resume_term(ended, by=ani)


def test_a_term_noted_by_mistake_was_never_held(pokja: Pokja, ratna: Kader, ani: User) -> None:
    seat = make_seat(pokja, ratna)

    actions.end_term(seat, on=TODAY, reason="salah_catat", by=ani)

    assert queries.standing(pokja.kampung, date(2024, 5, 5)).members is None
    assert queries.history(pokja.kampung, ani) == []
    assert queries.seats_of(ratna) == []


def test_a_reason_that_nobody_knows_is_refused(pokja: Pokja, ratna: Kader, ani: User) -> None:
    with pytest.raises(errors.UnfitPost):
        actions.end_term(make_seat(pokja, ratna), on=TODAY, reason="bosan", by=ani)


# --- the next Pokja ---


def test_a_new_sk_opens_the_next_pokja_and_takes_over_who_goes_on(
    pokja: Pokja, ratna: Kader, joko: Kader, ani: User
) -> None:
    chair, secretary = make_seat(pokja, ratna), make_seat(pokja, joko, "sekretaris")
    member = make_seat(pokja, joko, "anggota", seksi=pokja.seksi.get())

    fresh = actions.renew(
        pokja,
        "fungsi_keluarga",
        formed_on=date(2025, 6, 3),
        decree=SK,
        keep={chair.pk, member.pk},
        by=ani,
    )

    pokja.refresh_from_db()
    assert (pokja.ended_on, fresh.replaces) == (date(2025, 6, 3), pokja)
    assert {seat.end_reason for seat in pokja.seats.all()} == {"sk_baru"}
    kept = {(seat.kader, seat.post, str(seat.seksi or "")) for seat in fresh.seats.all()}
    assert kept == {(ratna, "ketua", ""), (joko, "anggota", "Seksi Keagamaan")}
    assert not PokjaSeat.objects.filter(replaces=secretary).exists()
    assert Event.objects.get(verb="pokja.renew").data["kept"] == 2
    assert queries.pokja_on(pokja.kampung, date(2025, 6, 2)) == pokja
    assert queries.pokja_on(pokja.kampung, date(2025, 6, 3)) == fresh


def test_under_another_structure_people_of_a_seksi_go_on_as_members(
    kampung: KampungKB, ratna: Kader, joko: Kader, ani: User
) -> None:
    pokja = actions.form(kampung, "fungsi_keluarga", formed_on=date(2024, 3, 7), by=ani)
    own = actions.add_seksi(pokja, "Seksi Pariwisata", by=ani)
    official = pokja.seksi.get(code="fungsi_ekonomi")
    seats = [
        make_seat(pokja, ratna, "koordinator", seksi=official),
        make_seat(pokja, joko, "koordinator", seksi=own),
    ]

    fresh = actions.renew(
        pokja,
        "sasaran_inpres",
        formed_on=date(2025, 6, 3),
        decree=SK,
        keep={seat.pk for seat in seats},
        by=ani,
    )

    assert fresh.seksi.count() == 5
    kept = {(seat.kader, seat.post, str(seat.seksi or "")) for seat in fresh.seats.all()}
    assert kept == {(ratna, "anggota", ""), (joko, "koordinator", "Seksi Pariwisata")}


def test_the_next_pokja_needs_its_sk_and_a_later_day(pokja: Pokja, ratna: Kader, ani: User) -> None:
    make_seat(pokja, ratna, since=date(2025, 6, 7))
    cases: list[tuple[type[Exception], Decree, date]] = [
        (errors.UnfitDecree, actions.NO_DECREE, TODAY),
        (errors.UnfitDay, SK, date(2024, 3, 7)),
        (errors.UnfitDay, SK, date(2025, 6, 6)),
        (errors.UnfitDay, SK, date(2025, 7, 18)),
    ]

    for refusal, decree, day in cases:
        with pytest.raises(refusal):
            actions.renew(pokja, "fungsi_keluarga", formed_on=day, decree=decree, by=ani)

    assert Pokja.objects.get().ended_on is None
    assert verbs() == []


def test_a_pokja_whose_time_is_over_is_not_changed(
    kampung: KampungKB, ratna: Kader, ani: User
) -> None:
    former = make_pokja(kampung, ended_on=date(2025, 6, 3))

    with pytest.raises(errors.PokjaEnded):
        actions.appoint(former, ratna, "ketua", since=TODAY, by=ani)
    with pytest.raises(errors.PokjaEnded):
        actions.set_decree(former, SK, by=ani)


def test_nothing_changes_in_a_closed_kampung(kampung: KampungKB, pokja: Pokja, ani: User) -> None:
    KampungKB.objects.update(is_active=False)

    with pytest.raises(errors.KampungClosed):
        actions.set_decree(pokja, SK, by=ani)


# --- what the records say of a day ---


def test_missing_records_are_neither_no_nor_zero(kampung: KampungKB) -> None:
    nothing = queries.standing(kampung, TODAY)
    assert (nothing.exists, nothing.has_decree, nothing.members) == (None, None, None)
    assert queries.profile_facts(kampung, TODAY) == {}

    make_pokja(kampung, decree_number="", decree_date=None, valid_until=None, signed_by="")

    assert queries.profile_facts(kampung, TODAY) == {"pokja_ada": True, "pokja_sk": False}
    assert queries.profile_facts(kampung, date(2024, 3, 6)) == {}


def test_a_pokja_that_ended_without_a_next_one_is_a_no(kampung: KampungKB) -> None:
    make_pokja(kampung, ended_on=date(2025, 6, 3))

    assert queries.profile_facts(kampung, TODAY) == {"pokja_ada": False}


def test_the_profil_is_answered_from_people_and_their_trainings(
    pokja: Pokja, ratna: Kader, joko: Kader
) -> None:
    seksi = pokja.seksi.get()
    make_seat(pokja, ratna)
    make_seat(pokja, ratna, "anggota", seksi=seksi)
    make_seat(pokja, joko, "anggota", seksi=seksi)
    make_seat(pokja, make_kader(pokja.kampung, "Kades"), "pelindung")
    make_training(ratna)
    make_training(ratna, "Pelatihan RKM", held_on=date(2025, 7, 18))
    make_training(joko, "Pelatihan ditarik", withdrawn_at=datetime(2025, 7, 1, tzinfo=UTC))

    assert queries.profile_facts(pokja.kampung, TODAY) == {
        "pokja_ada": True,
        "pokja_sk": True,
        "pokja_anggota": 2,
        "pokja_terlatih": True,
        "pokja_anggota_terlatih": 1,
        "pokja_pelatihan": "Orientasi Pokja",
    }
    standing = queries.standing(pokja.kampung, TODAY)
    assert (standing.women, standing.youth, standing.ages_known) == (1, 1, 2)
    assert standing.youth_share == 0.5
    assert (standing.filled_seksi, standing.empty_seksi) == (1, ())


def test_names_of_trainings_fit_the_column_newest_first(pokja: Pokja, ratna: Kader) -> None:
    make_seat(pokja, ratna)
    for number in range(1, 4):
        make_training(ratna, f"{number} " + "x" * 140, held_on=date(2025, 3, number))

    text = queries.profile_facts(pokja.kampung, TODAY)["pokja_pelatihan"]

    assert isinstance(text, str)
    assert text.startswith("3 x")
    assert "; 2 x" in text
    assert "1 x" not in text


def test_decrees_that_run_out_are_listed_for_who_sees_the_kampung(
    pokja: Pokja, ani: User, wayan: User
) -> None:
    assert list(queries.decrees_ending(ani, date(2027, 1, 4))) == []
    assert list(queries.decrees_ending(ani, date(2027, 1, 5))) == [pokja]
    assert list(queries.decrees_ending(ani, date(2027, 4, 5))) == [pokja]
    assert list(queries.decrees_ending(wayan, date(2027, 4, 5))) == []


# --- what the database itself refuses ---


def refused(make: Any, **more: Any) -> bool:
    try:
        with transaction.atomic():
            make(**more)
    except IntegrityError:
        return True
    return False


def test_one_open_pokja_per_kampung(kampung: KampungKB) -> None:
    make_pokja(kampung, ended_on=date(2025, 3, 3))
    make_pokja(kampung)

    assert refused(make_pokja, kampung=kampung)


def test_a_pokja_ends_after_it_begins_and_its_decree_is_whole(kampung: KampungKB) -> None:
    bad: list[dict[str, Any]] = [
        {"ended_on": date(2024, 3, 6)},
        {"decree_date": None, "valid_until": None},
        {"decree_number": ""},
        {"valid_until": date(2024, 3, 4)},
    ]

    assert [refused(make_pokja, kampung=kampung, **more) for more in bad] == [True] * 4
    assert not refused(make_pokja, kampung=kampung, valid_until=None)


def test_terms_in_the_database_fit_their_post(pokja: Pokja, ratna: Kader, joko: Kader) -> None:
    seksi = pokja.seksi.get()
    make_seat(pokja, ratna)
    make_seat(pokja, ratna, "koordinator", seksi=seksi)
    make_seat(pokja, ratna, "penasihat")
    bad: list[dict[str, Any]] = [
        {"kader": joko},
        {"kader": joko, "post": "koordinator", "seksi": seksi},
        {"kader": joko, "post": "koordinator"},
        {"kader": joko, "post": "bendahara", "seksi": seksi},
        {"kader": ratna, "post": "anggota", "seksi": seksi},
        {"kader": ratna, "post": "penasihat"},
        {"kader": joko, "post": "anggota", "until": date(2024, 3, 6), "end_reason": "mundur"},
        {"kader": joko, "post": "anggota", "until": date(2025, 3, 6)},
        {"kader": joko, "post": "anggota", "end_reason": "mundur"},
    ]

    for more in bad:
        assert refused(make_seat, pokja=pokja, **more), more
    assert not refused(make_seat, pokja=pokja, kader=joko, post="anggota", seksi=seksi)


def test_one_seksi_of_a_name(pokja: Pokja) -> None:
    more = {"pokja": pokja, "kabupaten_code": "91.37", "number": 2}

    assert refused(Seksi.objects.create, name="Seksi Keagamaan", **more)
    assert not refused(Seksi.objects.create, name="Seksi Ekonomi", **more)


# --- said in time ---


def _decree_items(today: date) -> list[tuple[str, date | None]]:
    found = quality.find("91.37", today)
    return [
        (one.detail, one.due_on)
        for items in found.values()
        for one in items
        if one.mark.startswith("sk_pokja:")
    ]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2025, 9, 16), []),
        (date(2025, 9, 15), [("SK Pokja berlaku sampai 15 September 2025", date(2025, 9, 15))]),
        (date(2025, 7, 16), [("SK Pokja habis masa berlakunya sejak 16 Juli 2025", None)]),
    ],
)
def test_an_sk_without_its_file_is_in_the_queue_in_time(
    kampung: KampungKB, until: date, expected: list[tuple[str, date | None]]
) -> None:
    make_pokja(kampung, valid_until=until)

    assert _decree_items(TODAY) == expected


def test_an_sk_with_its_file_is_found_as_evidence_once(kampung: KampungKB, ani: User) -> None:
    pokja = make_pokja(kampung, valid_until=date(2025, 8, 8))
    actions.keep_decree(pokja, Upload("sk.pdf", pictures.PDF), by=ani)

    items = [one for found in quality.find("91.37", TODAY).values() for one in found]

    assert [one.mark[:6] for one in items if one.kind == "bukti"] == ["bukti:"]


# --- the example ---


def test_the_people_of_the_example_tell_what_its_profil_tells(
    kampung: KampungKB, ani: User
) -> None:
    KampungKB.objects.update(is_example=True)
    make_report("profil", kampung, date(2025, 5, 5), pokja_ada=True, pokja_anggota=99)
    make_report(
        "profil",
        kampung,
        date(2025, 6, 5),
        pokja_ada=True,
        pokja_sk=True,
        pokja_anggota=13,
        pokja_anggota_terlatih=7,
    )
    without = make_kampung("91.37.01.2003", is_example=True)
    make_report("profil", without, date(2025, 6, 5), pokja_ada=False)

    rows = example.people([kampung, without], seed=37, by=1)
    tables = (rows.kader, rows.pokja, rows.seksi, rows.seats, rows.consents, rows.trainings)
    actions.load_example("91.37", *tables, by=system_user())

    facts = queries.profile_facts(kampung, TODAY)
    assert (facts["pokja_anggota"], facts["pokja_anggota_terlatih"]) == (13, 7)
    assert (facts["pokja_ada"], facts["pokja_sk"]) == (True, True)
    assert queries.profile_facts(without, TODAY) == {}
    assert all("(contoh)" in name for name in Kader.objects.values_list("name", flat=True))
    again = example.people([kampung, without], seed=37, by=1)
    assert [one.name for one in again.kader] == [one.name for one in rows.kader]


def test_example_people_never_go_among_real_kampung(kampung: KampungKB, ani: User) -> None:
    rows = [make_kader(kampung)]

    for by in (system_user(), ani):
        with pytest.raises(NotYours):
            actions.load_example("91.37", rows, by=by)

    assert verbs() == []


def test_a_pokja_ends_without_a_successor_and_goes_on_again(
    pokja: Pokja, ratna: Kader, sari: User
) -> None:
    seat = make_seat(pokja, ratna)
    kampung = pokja.kampung
    with pytest.raises(errors.UnfitDay):
        actions.end(pokja, on=date(2025, 7, 18), by=sari)

    actions.end(pokja, on=date(2025, 7, 11), by=sari)

    assert queries.standing(kampung, TODAY).exists is False
    assert queries.standing(kampung, date(2025, 7, 10)).exists
    seat.refresh_from_db()
    assert (seat.until, seat.end_reason) == (date(2025, 7, 11), "bubar")
    with pytest.raises(errors.PokjaEnded):
        actions.end(pokja, on=TODAY, by=sari)

    actions.reopen(pokja, by=sari)

    seat.refresh_from_db()
    assert (seat.until, seat.end_reason) == (None, "")
    assert queries.standing(kampung, TODAY).exists
    verbs = Event.objects.filter(verb__startswith="pokja.").order_by("at", "id")
    assert list(verbs.values_list("verb", flat=True)) == ["pokja.end", "pokja.reopen"]


def test_a_pokja_that_was_followed_does_not_go_on_again(pokja: Pokja, sari: User) -> None:
    actions.end(pokja, on=date(2025, 7, 11), by=sari)
    actions.form(pokja.kampung, pokja.scheme, formed_on=date(2025, 7, 15), by=sari)

    with pytest.raises(errors.PokjaExists):
        actions.reopen(pokja, by=sari)
