"""“Perlu diperbaiki”: what waits is adopted, chosen or dropped by the people of the kampung."""

import json
from typing import Any  # JSON values

import pytest
from django.test import Client

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.actions import settling
from naikkelas.activities.errors import AlreadySettled
from naikkelas.activities.models import Envelope, Kegiatan, OtherBody
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.errors import ReportRefused
from naikkelas.registry.models import KampungKB, Penduduk
from tests.activities.conftest import told as activity
from tests.activities.phone import Phone, envelope

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(kampung: KampungKB, ani: User) -> Envelope:
    """What Bu Ani's phone sent after her post had ended (F33)."""
    people.end_holding(ani.holdings.get(), by=system_user(), leave_vacant=True)
    Phone(User.objects.get(pk=ani.pk)).send(envelope(kampung))
    return Envelope.objects.get()


def test_f33_a_supervisor_adopts_what_came_after_a_post_had_ended(
    held: Envelope, sari: User, ani: User
) -> None:
    adopted = settling.adopt(held, by=sari)

    report = Penduduk.objects.get()
    assert (report.pk, report.pus, report.recorded_by) == (held.pk, 137, sari.pk)
    assert (adopted.sender, adopted.settled_by) == (ani.pk, sari.pk)
    assert not adopted.is_waiting
    assert Event.objects.get(verb="envelope.adopt").actor_id == sari.pk
    with pytest.raises(AlreadySettled):
        settling.adopt(held, by=sari)


def test_what_is_refused_again_waits_on_and_leaves_no_trace(
    kampung: KampungKB, ani: User, sari: User
) -> None:
    wrong = envelope(kampung)
    wrong["body"]["values"] = {"pus": -37}
    Phone(ani).send(wrong)

    with pytest.raises(ReportRefused):
        settling.adopt(Envelope.objects.get(), by=sari)

    assert Envelope.objects.get().is_waiting
    assert not Penduduk.objects.exists()
    assert not Event.objects.filter(verb="envelope.adopt").exists()


def test_nobody_elsewhere_settles(held: Envelope, wayan: User, rina: User) -> None:
    for stranger in (wayan, rina):
        with pytest.raises(NotYours):
            settling.adopt(held, by=stranger)
        with pytest.raises(NotYours):
            settling.drop(held, by=stranger)
    assert Envelope.objects.get().is_waiting


def test_the_page_shows_both_values_and_takes_the_choice(
    client: Client, kampung: KampungKB, ani: User, sari: User
) -> None:
    made = Phone(ani).send(envelope(kampung, "kegiatan", body=activity())).json()  # type: ignore[attr-defined]
    edit = {"kind": "kegiatan.ubah", "base": made["version"]}
    Phone(sari).send(envelope(kampung, **edit, changes={"tempat": ["", "Balai desa"]}))
    Phone(ani).send(envelope(kampung, **edit, changes={"tempat": ["", "Rumah Bu RT"]}))
    client.force_login(sari)

    page = client.get("/perlu-diperbaiki/").content.decode()
    waiting = Envelope.objects.get(state=Envelope.State.CLASHED)
    answer = client.post("/perlu-diperbaiki/", {"kiriman": waiting.pk, "langkah": "kirim"})

    assert "Balai desa" in page
    assert "Rumah Bu RT" in page
    assert answer.status_code == 302
    current = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert current.tempat == "Rumah Bu RT"
    assert Kegiatan.objects.count() == 3
    assert "Tidak ada yang menunggu" in client.get("/perlu-diperbaiki/").content.decode()


def test_what_is_not_needed_is_dropped_and_what_stands_stays(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    phone, sent = Phone(ani), envelope(kampung)
    phone.send(sent)
    other = {"form": "penduduk", "year": 2025, "month": 6, "values": {"pus": 731}}
    phone.send(envelope(kampung, id=sent["id"], body=other))
    client.force_login(ani)

    page = client.get("/perlu-diperbaiki/").content.decode()
    answer = client.post("/perlu-diperbaiki/", {"isi_lain": OtherBody.objects.get().pk})

    assert "Isi lain" in page
    assert answer.status_code == 302
    assert OtherBody.objects.get().settled_by == ani.pk
    assert Penduduk.objects.count() == 1
    assert Event.objects.filter(verb="envelope.drop").count() == 1


def _told(user: User, envelope: Envelope) -> dict[str, Any]:
    """What the phone of somebody hears of an envelope."""
    answer = Phone(user).post("/kerja/keadaan/", {"ids": [str(envelope.pk)]})
    states: dict[str, dict[str, Any]] = answer.json()["states"]  # type: ignore[attr-defined]
    return states.get(str(envelope.pk), {})


def test_the_sender_hears_what_became_of_it_and_nothing_of_the_record(
    held: Envelope, sari: User, ani: User, wayan: User
) -> None:
    assert _told(ani, held)["state"] == "Perlu diperbaiki"

    settling.adopt(held, by=sari)

    told = _told(ani, held)
    assert set(told) == {"state", "hash", "record", "receipt", "received_at"}
    assert (told["state"], told["hash"]) == ("Terkirim", held.sha256)
    assert told["receipt"] == json.loads(Envelope.objects.get().answer)["receipt"]
    assert _told(sari, held)["step"] == "dikirim"
    assert _told(wayan, held) == {}


def test_what_was_dropped_is_never_called_sent(held: Envelope, sari: User, ani: User) -> None:
    settling.drop(held, by=sari)

    told = _told(ani, held)
    assert (told["state"], told["dropped"]) == ("Perlu diperbaiki", [held.sha256])


def test_another_content_that_was_dropped_is_told_beside_the_one_that_stands(
    kampung: KampungKB, ani: User
) -> None:
    phone, sent = Phone(ani), envelope(kampung)
    phone.send(sent)
    phone.send(sent | {"body": sent["body"] | {"values": {"pus": 139}}})
    kept, other = Envelope.objects.get(), OtherBody.objects.get()
    assert "dropped" not in _told(ani, kept)

    settling.drop_other(other, by=ani)

    told = _told(ani, kept)
    assert (told["state"], told["hash"]) == ("Terkirim", kept.sha256)
    assert told["dropped"] == [other.sha256]


@pytest.mark.parametrize("posted", [{"kiriman": "x"}, {"isi_lain": "x"}, {"isi_lain": "37"}, {}])
def test_what_is_not_there_is_not_found(client: Client, ani: User, posted: dict[str, str]) -> None:
    client.force_login(ani)

    assert client.post("/perlu-diperbaiki/", posted).status_code == 404


def _other_content(kampung: KampungKB, first: User, second: User) -> dict[str, Any]:
    """What the second person's phone sent under a number that the first one's had used."""
    told = envelope(kampung, "kegiatan", body=activity())
    Phone(first).send(told)
    other = told | {"body": activity(judul="Isi lain di HP kedua")}
    assert Phone(second).send(other).status_code == 409
    return other


def test_other_content_waits_no_longer_once_its_phone_has_sent_it_as_a_new_record(
    kampung: KampungKB, ani: User, sari: User
) -> None:
    other = _other_content(kampung, sari, ani)
    anew = other | {"id": envelope(kampung)["id"], "settles": other["id"]}

    assert Phone(ani).send(anew).status_code == 201

    kept = OtherBody.objects.get()
    assert kept.settled_by == ani.pk
    assert bytes(kept.body or b"")  # both contents are kept
    assert Kegiatan.objects.count() == 2


def test_another_content_or_another_persons_settles_no_waiting_one(
    kampung: KampungKB, ani: User, sari: User
) -> None:
    other = _other_content(kampung, sari, ani)
    changed = {"body": activity(judul="Isi ketiga"), "settles": other["id"]}

    Phone(ani).send(other | changed | {"id": envelope(kampung)["id"]})
    Phone(sari).send(other | {"id": envelope(kampung)["id"], "settles": other["id"]})

    assert OtherBody.objects.get().settled_at is None
