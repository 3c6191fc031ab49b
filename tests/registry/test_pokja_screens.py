"""The pages of a Pokja: who is who, its SK, people, handing over, without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.audit.models import Event
from naikkelas.registry.models import Kader, KampungKB, Pokja, PokjaSeat
from naikkelas.registry.queries.pokja import HIDDEN
from tests.people import (
    make_consent,
    make_kader,
    make_kampung,
    make_pokja,
    make_seat,
    make_training,
    make_user,
)
from tests.registry import pictures

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    """It is 17 July 2025, 10.42 in Makassar."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=True):
        yield


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def browser() -> Browser:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def pokja(kampung: KampungKB) -> Pokja:
    return make_pokja(kampung)


@pytest.fixture
def ratna(kampung: KampungKB) -> Kader:
    return make_kader(kampung, phone="+6281234567137")


def url(name: str, *parts: Any) -> str:
    return reverse(f"registry:{name}", args=[getattr(part, "pk", part) for part in parts])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# --- who is who ---


def test_who_is_who_shows_people_by_seksi_and_what_is_empty(
    kampung: KampungKB, ratna: Kader, ani: User, browser: Browser
) -> None:
    pokja = make_pokja(kampung, seksi=("Seksi Keagamaan", "Seksi Ekonomi"))
    seksi = pokja.seksi.get(number=1)
    make_seat(pokja, ratna, "koordinator", seksi=seksi)
    make_training(ratna)

    page = text_of(browser(ani), url("pokja_show", kampung))

    assert "Bu Ratna" in page
    assert "Belum ada orangnya." in page
    assert page.count("belum ada</span>") >= 3  # ketua, sekretaris, bendahara
    assert "terlatih" in page
    assert "140/37/2024" in page


@pytest.mark.parametrize(
    ("valid_until", "words"),
    [
        (date(2025, 9, 15), "60 hari lagi"),
        (date(2025, 7, 16), "SK Pokja sudah habis masa berlakunya"),
    ],
)
def test_an_sk_that_runs_out_is_said_in_time(
    kampung: KampungKB, ani: User, browser: Browser, valid_until: date, words: str
) -> None:
    make_pokja(kampung, valid_until=valid_until)

    assert words in text_of(browser(ani), url("pokja_show", kampung))


def test_without_a_pokja_the_page_says_what_to_do(
    kampung: KampungKB, ani: User, rina: User, browser: Browser
) -> None:
    assert "Catat Pokja" in text_of(browser(ani), url("pokja_show", kampung))
    assert "Catat Pokja" not in text_of(browser(rina), url("pokja_show", kampung))
    assert browser(rina).get(url("pokja_chart", kampung)).status_code == 404


def test_names_stay_hidden_from_others_but_for_consent(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, browser: Browser
) -> None:
    make_seat(pokja, ratna)
    other = make_kader(kampung, "Pak Joko")
    make_seat(pokja, other, "sekretaris")
    make_consent(other)
    partner = make_user("dinsos", "Dinas Sosial", Role.PARTNER, kampung.village)

    for name in ("pokja_show", "pokja_chart"):
        page = text_of(browser(partner), url(name, kampung))
        assert "Bu Ratna" not in page
        assert HIDDEN in page
        assert "Pak Joko" in page
    assert browser(partner).get(url("kader_show", kampung, ratna)).status_code == 404


def test_wayan_elsewhere_finds_nothing(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, wayan: User, browser: Browser
) -> None:
    client = browser(wayan)

    for address in (
        url("pokja_show", kampung),
        url("pokja_chart", kampung),
        url("pokja_decree", kampung),
        url("kader_new", kampung),
        url("kader_show", kampung, ratna),
    ):
        assert client.get(address).status_code == 404, address


def test_people_of_one_kampung_are_not_found_under_another(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, darma: User, browser: Browser
) -> None:
    other = make_kampung("91.37.01.2003")
    seat = make_seat(pokja, ratna)
    client = browser(darma)

    assert client.get(url("kader_show", other, ratna)).status_code == 404
    assert client.get(url("seat_hand_over", other, seat)).status_code == 404
    assert client.post(url("seksi_withdraw", other, pokja.seksi.get())).status_code == 404


def test_the_page_costs_the_same_for_one_person_and_for_thirty(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, rina: User, browser: Browser
) -> None:
    make_seat(pokja, ratna)
    client = browser(rina)
    text_of(client, url("pokja_show", kampung))
    with CaptureQueriesContext(
        connection,
    ) as one:
        text_of(client, url("pokja_show", kampung))

    for number in range(30):
        kader = make_kader(kampung, f"Orang {number}")
        make_seat(pokja, kader, "anggota", seksi=pokja.seksi.get())
        make_seat(pokja, kader, "penasihat", until=date(2025, 5, 5), end_reason="mundur")
        make_training(kader)

    with CaptureQueriesContext(connection) as many:
        text_of(client, url("pokja_show", kampung))
    assert len(many) == len(one)


# --- the SK ---


def test_the_first_pokja_is_noted_with_its_sk_and_file(
    kampung: KampungKB, ani: User, browser: Browser
) -> None:
    answer = browser(ani).post(
        url("pokja_decree", kampung),
        {
            "scheme": "sasaran_inpres",
            "formed_on": "2025-06-03",
            "number": "140/37/2025",
            "signed_on": "2025-06-03",
            "signed_by": "Kepala Desa",
            "valid_until": "2028-06-02",
            "file": SimpleUploadedFile("sk.pdf", pictures.PDF, "application/pdf"),
        },
    )

    pokja = Pokja.objects.get()
    assert answer["Location"] == url("pokja_show", kampung)
    assert pokja.evidence is not None
    assert pokja.seksi.count() == 4


def test_half_an_sk_is_said_beside_its_field(
    kampung: KampungKB, ani: User, browser: Browser
) -> None:
    form = {"scheme": "sasaran_inpres", "formed_on": "2025-06-03", "number": "140/37/2025"}

    answer = browser(ani).post(url("pokja_decree", kampung), form)

    assert answer.status_code == 422
    assert "Isi nomor dan tanggal SK bersama-sama." in answer.content.decode()
    assert answer.context["form"].errors["number"]
    assert not Pokja.objects.exists()


def test_a_file_that_is_none_keeps_what_was_written(
    kampung: KampungKB, pokja: Pokja, ani: User, browser: Browser
) -> None:
    form = {
        "number": "140/41/2024",
        "signed_on": "2024-03-05",
        "signed_by": "Lurah",
        "file": SimpleUploadedFile("sk.pdf", b"bukan pdf", "application/pdf"),
    }

    answer = browser(ani).post(url("pokja_decree", kampung), form, follow=True)

    pokja.refresh_from_db()
    assert (pokja.decree_number, pokja.evidence) == ("140/41/2024", None)
    assert "Datanya tersimpan, berkas SK belum." in answer.content.decode()


def test_a_pokja_without_a_successor_ends_and_goes_on_by_one_press_each(
    kampung: KampungKB, pokja: Pokja, ani: User, budi: User, browser: Browser
) -> None:
    client = browser(ani)
    early = client.post(url("pokja_end", kampung), {"ended_on": "2023-01-01"})
    assert (early.status_code, bool(early.context["end_form"].errors)) == (422, True)
    assert browser(budi).post(url("pokja_end", kampung)).status_code in {403, 404}

    client.post(url("pokja_end", kampung), {"ended_on": "2025-06-03"})

    assert "Tidak ada Pokja yang bertugas" in text_of(client, url("pokja_show", kampung))
    client.post(url("pokja_reopen", kampung))
    assert "Pokja tidak bertugas lagi" in text_of(client, url("pokja_show", kampung))
    assert Pokja.objects.get().ended_on is None


def test_the_next_pokja_asks_who_goes_on(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, ani: User, browser: Browser
) -> None:
    chair = make_seat(pokja, ratna)
    client = browser(ani)
    assert "Ketua: Bu Ratna" in text_of(client, url("pokja_renew", kampung))
    form = {
        "scheme": "fungsi_keluarga",
        "formed_on": "2025-06-03",
        "number": "140/37/2025",
        "signed_on": "2025-06-02",
        "signed_by": "Kepala Desa",
        "keep": [str(chair.pk)],
    }

    early = client.post(url("pokja_renew", kampung), form | {"formed_on": "2024-03-07"})
    answer = client.post(url("pokja_renew", kampung), form)

    assert early.status_code == 422
    assert early.context["form"].errors["formed_on"]
    assert answer.status_code == 302
    fresh = Pokja.objects.get(ended_on=None)
    assert [seat.kader for seat in fresh.seats.all()] == [ratna]
    page = text_of(client, url("pokja_show", kampung))
    assert "Pokja 7 Maret 2024 sampai 3 Juni 2025" in page
    assert "meneruskan" in page


def test_without_a_pokja_there_is_none_to_follow(
    kampung: KampungKB, ani: User, browser: Browser
) -> None:
    answer = browser(ani).get(url("pokja_renew", kampung))

    assert answer["Location"] == url("pokja_decree", kampung)


def test_a_closed_kampung_is_only_read(
    kampung: KampungKB, pokja: Pokja, ani: User, browser: Browser
) -> None:
    KampungKB.objects.update(is_active=False)
    client = browser(ani)

    assert client.get(url("pokja_decree", kampung)).status_code == 404
    assert "Tambah orang" not in text_of(client, url("pokja_show", kampung))


# --- seksi ---


def test_an_own_seksi_is_added_and_taken_away(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, ani: User, browser: Browser
) -> None:
    client = browser(ani)
    twice = client.post(url("seksi_new", kampung), {"name": "Seksi Keagamaan"})
    empty = client.post(url("seksi_new", kampung), {"name": ""})
    client.post(url("seksi_new", kampung), {"name": "Seksi Pariwisata"})
    seksi = pokja.seksi.get(name="Seksi Pariwisata")
    seat = make_seat(pokja, ratna, "anggota", seksi=seksi)

    in_use = client.post(url("seksi_withdraw", kampung, seksi), follow=True)
    seat.delete()
    gone = client.post(url("seksi_withdraw", kampung, seksi), follow=True)

    assert (twice.status_code, empty.status_code) == (422, 422)
    assert "masih ada orangnya" in in_use.content.decode()
    assert "Seksi Pariwisata dihapus dari susunan." in gone.content.decode()


def test_no_seksi_without_a_pokja(kampung: KampungKB, ani: User, browser: Browser) -> None:
    assert browser(ani).post(url("seksi_new", kampung), {"name": "X"}).status_code == 404


# --- people ---


def test_a_person_is_added_with_a_post_in_one_form(
    kampung: KampungKB, pokja: Pokja, ani: User, browser: Browser
) -> None:
    seksi = pokja.seksi.get()
    form = {
        "name": "Pak Joko",
        "sex": "l",
        "age_band": "16_30",
        "phone": "0812 3456 7139",
        "post": f"koordinator:{seksi.pk}",
        "since": "2025-07-01",
    }

    answer = browser(ani).post(url("kader_new", kampung), form)

    seat = PokjaSeat.objects.get()
    assert answer["Location"] == url("pokja_show", kampung)
    assert (seat.kader.name, seat.seksi, seat.since) == ("Pak Joko", seksi, date(2025, 7, 1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"sex": ""}, "sex"),
        ({"phone": "dua belas"}, "phone"),
        ({"post": "raja"}, "post"),
        ({"post": "ketua", "since": ""}, "since"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_beside_the_field(
    kampung: KampungKB,
    pokja: Pokja,
    ani: User,
    browser: Browser,
    change: dict[str, str],
    field: str,
) -> None:
    form = {"name": "Pak Joko", "sex": "l", "since": "2025-07-01"} | change

    answer = browser(ani).post(url("kader_new", kampung), form)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Kader.objects.exists()


def test_a_post_that_is_taken_is_asked_again_and_the_person_stays(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, ani: User, browser: Browser
) -> None:
    make_seat(pokja, ratna)
    form = {"name": "Pak Joko", "sex": "l", "post": "ketua", "since": "2025-07-01"}

    answer = browser(ani).post(url("kader_new", kampung), form, follow=True)

    joko = Kader.objects.get(name="Pak Joko")
    assert answer.redirect_chain[0][0] == url("kader_appoint", kampung, joko)
    assert "jabatannya belum" in answer.content.decode()


def test_a_person_can_be_added_before_there_is_a_pokja(
    kampung: KampungKB, ani: User, browser: Browser
) -> None:
    client = browser(ani)
    client.post(url("kader_new", kampung), {"name": "Pak Joko", "sex": "l"})

    joko = Kader.objects.get()
    assert "Orang tanpa jabatan di Pokja" in text_of(client, url("pokja_show", kampung))
    assert client.get(url("kader_appoint", kampung, joko))["Location"] == url(
        "pokja_decree", kampung
    )


def test_a_person_is_changed_and_given_a_post(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, ani: User, browser: Browser
) -> None:
    client = browser(ani)
    form = {"name": "Bu Ratnasari", "sex": "p", "age_band": "31_59", "age_noted": "2024"}
    wrong = client.post(url("kader_edit", kampung, ratna), form | {"age_noted": "2099"})
    client.post(url("kader_edit", kampung, ratna), form)
    client.post(url("kader_appoint", kampung, ratna), {"post": "bendahara", "since": "2025-07-01"})
    late = client.post(
        url("kader_appoint", kampung, ratna), {"post": "ketua", "since": "2025-07-18"}
    )

    ratna.refresh_from_db()
    assert wrong.context["form"].errors["age_band"]
    assert (ratna.name, ratna.age_noted, ratna.phone) == ("Bu Ratnasari", 2024, "")
    assert [seat.post for seat in ratna.seats.all()] == ["bendahara"]
    assert late.context["form"].errors["since"]


def test_an_age_that_was_noted_long_ago_is_asked_again(
    kampung: KampungKB, ani: User, browser: Browser
) -> None:
    old = make_kader(kampung, age_noted=2021)

    assert "perlu ditanyakan lagi" in text_of(browser(ani), url("kader_show", kampung, old))


def test_a_number_is_open_to_the_pokja_and_masked_for_others(
    kampung: KampungKB, ratna: Kader, budi: User, rina: User, browser: Browser
) -> None:
    address = url("kader_show", kampung, ratna)
    assert "+6281234567137" in text_of(browser(budi), address)
    assert "+6281234567137" not in text_of(browser(rina), address)

    shown = browser(rina).post(url("kader_phone", kampung, ratna))
    part = browser(rina).post(url("kader_phone", kampung, ratna), headers={"HX-Request": "true"})

    assert "+6281234567137" in shown.content.decode()
    assert "<h1>" not in part.content.decode()
    assert Event.objects.filter(verb="personal.view").count() == 2
    assert browser(budi).post(url("kader_phone", kampung, ratna)).status_code == 404


# --- handing over ---


def test_a_post_is_handed_over_or_emptied_on_one_page(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, ani: User, browser: Browser
) -> None:
    joko = make_kader(kampung, "Pak Joko")
    seat = make_seat(pokja, ratna)
    client = browser(ani)
    form = {"successor": str(joko.pk), "on": "2025-07-07", "reason": "mundur"}

    missing = client.post(url("seat_hand_over", kampung, seat), form | {"reason": ""})
    early = client.post(url("seat_hand_over", kampung, seat), form | {"on": "2024-01-01"})
    client.post(url("seat_hand_over", kampung, seat), form)
    fresh = PokjaSeat.objects.get(kader=joko)
    client.post(url("seat_hand_over", kampung, fresh), form | {"successor": "", "on": "2025-07-16"})

    assert missing.status_code == 422
    assert early.context["form"].errors["on"]
    page = text_of(client, url("pokja_show", kampung))
    assert "Buka lagi" in page
    client.post(url("seat_resume", kampung, fresh))
    again = client.post(url("seat_resume", kampung, seat), follow=True)
    fresh.refresh_from_db()
    assert fresh.until is None
    assert "sudah diteruskan" in again.content.decode()


# --- consent, training, leaving ---


def test_consent_is_given_and_withdrawn_on_the_page_of_a_person(
    kampung: KampungKB, ratna: Kader, ani: User, browser: Browser
) -> None:
    client = browser(ani)
    form = {"purpose": "nama", "how": "tertulis", "on": "2025-07-01"}
    late = client.post(url("consent_new", kampung, ratna), form | {"on": "2025-07-18"})
    none = client.post(url("consent_new", kampung, ratna), {})
    client.post(url("consent_new", kampung, ratna), form)
    consent = ratna.consents.get()
    withdraw = url("consent_withdraw", kampung, ratna, consent)

    client.post(withdraw)
    again = client.post(withdraw, follow=True)

    assert late.context["form"].errors["on"]
    assert none.status_code == 422
    assert "Bila sudah ditarik, muat ulang." in again.content.decode()
    assert "ditarik 17 Jul 2025" in text_of(client, url("kader_show", kampung, ratna))


def test_a_training_is_noted_and_taken_back(
    kampung: KampungKB, ratna: Kader, ani: User, browser: Browser
) -> None:
    client = browser(ani)
    form = {"name": "Orientasi Pokja", "held_on": "2025-06-07", "people": [str(ratna.pk)]}
    late = client.post(url("training_new", kampung), form | {"held_on": "2025-07-18"})
    client.post(url("training_new", kampung), form)
    twice = client.post(url("training_new", kampung), form)
    taken = ratna.trainings.get()

    client.post(url("training_withdraw", kampung, ratna, taken))

    assert late.context["form"].errors["held_on"]
    assert twice.context["form"].errors["people"]
    taken.refresh_from_db()
    assert taken.withdrawn_at is not None


def test_a_training_needs_people(kampung: KampungKB, ani: User, browser: Browser) -> None:
    assert "Belum ada orang" in text_of(browser(ani), url("training_new", kampung))


def test_leaving_coming_back_and_being_forgotten(
    kampung: KampungKB, pokja: Pokja, ratna: Kader, ani: User, browser: Browser
) -> None:
    client = browser(ani)
    seat = make_seat(pokja, ratna)
    leave, forget = url("kader_leave", kampung, ratna), url("kader_forget", kampung, ratna)
    held = client.post(leave, {"on": "2025-07-07"})
    kept = client.post(forget, follow=True)
    PokjaSeat.objects.filter(pk=seat.pk).update(until=date(2025, 7, 7), end_reason="mundur")

    client.post(leave, {"on": "2025-07-07"})
    client.post(url("kader_return", kampung, ratna))
    client.post(forget)

    assert held.context["leave_form"].errors["on"]
    assert "masih memegang jabatan" in kept.content.decode()
    page = text_of(client, url("kader_show", kampung, ratna))
    assert "Nama dihapus" in page
    assert "Bu Ratna" not in page
