"""Envelopes: each once, the same answer again, everything kept, nothing of others."""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.actions.reporting import report
from naikkelas.activities.models import Envelope, Kegiatan, OtherBody
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB, Penduduk, Profil
from tests.activities.phone import Phone, bytes_of, envelope
from tests.people import make_kampung, make_report

pytestmark = pytest.mark.django_db


def told(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_the_same_bytes_again_get_the_first_answer(kampung: KampungKB, ani: User) -> None:
    phone, sent = Phone(ani), envelope(kampung)

    first, second = phone.send(sent), phone.send(sent)

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert told(first)["hash"] == hashlib.sha256(bytes_of(sent)).hexdigest()
    assert told(first)["state"] == "Terkirim"
    assert Penduduk.objects.count() == 1
    assert Event.objects.filter(verb="report.submit").count() == 1


def test_the_same_content_packed_at_another_time_gets_the_first_answer(
    kampung: KampungKB, ani: User
) -> None:
    """A record that was opened and closed again on the phone, after the answer had got lost."""
    phone, sent = Phone(ani), envelope(kampung)
    first = told(phone.send(sent))
    later = sent | {"made_at": "2025-07-02T09:00:00+08:00"}

    again = phone.send(later)

    assert again.status_code == 201
    same = ("id", "record", "version", "receipt", "received_at", "state", "content")
    assert {name: told(again)[name] for name in same} == {name: first[name] for name in same}
    assert told(again)["hash"] == hashlib.sha256(bytes_of(later)).hexdigest()
    assert told(again)["first_hash"] == first["hash"]
    assert Penduduk.objects.count() == 1
    assert not OtherBody.objects.exists()


def test_the_same_content_upon_another_version_is_another_content(
    kampung: KampungKB, ani: User
) -> None:
    phone = Phone(ani)
    first = told(phone.send(envelope(kampung)))
    edit = {"body": {"form": "penduduk"}, "changes": {"pus": [137, 139]}}
    sent = envelope(kampung, "laporan.ubah", base=first["version"], **edit)
    phone.send(sent)

    answer = phone.send(sent | {"base": str(UUID(int=37))})

    assert (answer.status_code, told(answer)["code"]) == (409, "isi_lain")


def test_another_content_under_the_same_number_is_kept_beside_the_first(
    kampung: KampungKB, ani: User
) -> None:
    phone, sent = Phone(ani), envelope(kampung)
    phone.send(sent)
    other = envelope(kampung, id=sent["id"])
    other["body"]["values"] = {"pus": 731}

    answers = [phone.send(other) for _ in range(2)]

    assert [one.status_code for one in answers] == [409, 409]
    assert told(answers[0])["code"] == "isi_lain"
    assert bytes(OtherBody.objects.get().body or b"") == bytes_of(other)
    assert Penduduk.objects.get().pus == 137


def test_a_number_of_another_kampung_tells_nothing_and_takes_nothing(
    kampung: KampungKB, ani: User, wayan: User
) -> None:
    sent = envelope(kampung)
    Phone(ani).send(sent)
    elsewhere = make_kampung(wayan.scopes[0])
    wayan_writes = envelope(elsewhere, "kegiatan", id=sent["id"], body={"judul": "Rapat"})

    answer = Phone(wayan).send(wayan_writes)

    assert (answer.status_code, told(answer)["code"]) == (409, "isi_lain")
    assert "first_hash" not in told(answer)
    assert not OtherBody.objects.exists()


def test_an_activity_that_came_another_way_is_found_under_the_number(
    kampung: KampungKB, ani: User
) -> None:
    body = {"tanggal": "2025-06-17", "judul": "Posyandu"}
    sent = envelope(kampung, "kegiatan", body=body)
    report(kampung, body, by=ani, id=UUID(sent["id"]))
    other = envelope(kampung, "kegiatan", body=body | {"judul": "Rapat"})
    report(kampung, body, by=ani, id=UUID(other["id"]))

    same, taken = Phone(ani).send(sent), Phone(ani).send(other)

    assert same.status_code == 201
    assert (taken.status_code, told(taken)["code"]) == (422, "activities.identifier_taken")
    assert Kegiatan.objects.count() == 2
    assert Event.objects.filter(verb="kegiatan.report").count() == 2


def test_what_is_refused_is_kept_and_may_come_again_mended(kampung: KampungKB, ani: User) -> None:
    phone, sent = Phone(ani), envelope(kampung)
    sent["body"]["values"] = {"pus": -37}

    refused = phone.send(sent)

    assert refused.status_code == 422
    assert told(refused)["code"] == "registry.report_refused"
    assert list(told(refused)["fields"]) == ["pus"]
    assert bytes(Envelope.objects.get().body or b"") == bytes_of(sent)
    assert not Penduduk.objects.exists()
    sent["body"]["values"] = {"pus": 37}
    mended = phone.send(sent)
    assert mended.status_code == 201
    assert Penduduk.objects.get().pus == 37
    assert OtherBody.objects.get().settled_at
    assert not Envelope.objects.get().is_waiting


def test_a_member_of_the_pokja_leaves_the_monthly_report_for_who_may_send_it(
    kampung: KampungKB, ani: User, budi: User
) -> None:
    sent = envelope(kampung)

    held = Phone(budi).send(sent)

    assert held.status_code == 422
    assert "ketua atau sekretaris" in told(held)["message"]
    assert Envelope.objects.get().state == Envelope.State.HELD
    assert not Penduduk.objects.exists()


def test_a_member_settles_no_report_that_is_held_for_who_may_send_it(
    kampung: KampungKB, ani: User, budi: User
) -> None:
    held = envelope(kampung)
    Phone(budi).send(held)
    body = {"tanggal": "2025-06-17", "judul": "Posyandu"}

    answer = Phone(budi).send(envelope(kampung, "kegiatan", body=body, settles=held["id"]))

    assert answer.status_code == 201
    assert Envelope.objects.get(pk=held["id"]).is_waiting


HELD = {"pokja_ada": True, "pokja_anggota": 11, "plkb_ada": True}
COMPANION = {
    "plkb_nip": "198507312009031007",
    "plkb_nama": "Pak Darma",
    "plkb_kontak": "081234567897",
}


def _profil(kampung: KampungKB, month: int) -> dict[str, Any]:
    """A profile as the app sends it: without names and contacts, which it was not given."""
    values = {"pokja_ada": True, "pokja_anggota": 17, "plkb_ada": True}
    body = {"form": "profil", "year": 2025, "month": month, "values": values}
    return envelope(kampung, body=body)


@pytest.mark.parametrize("month", [5, 6])
def test_a_profile_from_a_phone_keeps_the_companion_of_the_last_one(
    kampung: KampungKB, ani: User, month: int
) -> None:
    make_report("profil", kampung, date(2025, 5, 7), **HELD, **COMPANION)
    sent = _profil(kampung, month)

    answer = Phone(ani).send(sent)

    assert answer.status_code == 201, answer.content
    stored = Profil.objects.get(pk=told(answer)["version"])
    assert (stored.pokja_anggota, stored.bulan) == (17, month)
    assert {name: getattr(stored, name) for name in COMPANION} == COMPANION
    assert Phone(ani).send(sent).content == answer.content


@pytest.mark.parametrize(
    ("nip", "kept"), [(COMPANION["plkb_nip"], COMPANION["plkb_nip"]), ("1985-7", "")]
)
def test_a_change_of_a_profile_keeps_the_companion_but_for_what_is_unfit(
    kampung: KampungKB, ani: User, nip: str, kept: str
) -> None:
    companion = COMPANION | {"plkb_nip": nip}
    first = make_report("profil", kampung, date(2025, 6, 7), **HELD, **companion)
    edit = {"base": str(first.pk), "body": {"form": "profil"}}
    sent = envelope(kampung, "laporan.ubah", **edit, changes={"pokja_anggota": [11, 13]})

    answer = Phone(ani).send(sent)

    assert answer.status_code == 201, answer.content
    stored = Profil.objects.get(pk=told(answer)["version"])
    assert stored.pokja_anggota == 13
    assert {name: getattr(stored, name) for name in COMPANION} == COMPANION | {"plkb_nip": kept}


def test_edits_of_different_fields_are_put_together(
    kampung: KampungKB, ani: User, sari: User
) -> None:
    first = told(Phone(ani).send(envelope(kampung)))
    change = {"form": "penduduk"}
    theirs = envelope(
        kampung,
        "laporan.ubah",
        base=first["version"],
        body=change,
        changes={"keluarga": [None, 91]},
    )
    assert Phone(sari).send(theirs).status_code == 201
    mine = envelope(
        kampung, "laporan.ubah", base=first["version"], body=change, changes={"pus": [137, 139]}
    )

    answer = Phone(ani).send(mine)

    assert answer.status_code == 201, answer.content
    assert Penduduk.objects.filter(pus=139, keluarga=91).count() == 1
    assert Penduduk.objects.count() == 3


def test_edits_of_the_same_field_show_both_and_write_nothing(
    kampung: KampungKB, ani: User, sari: User
) -> None:
    first = told(Phone(ani).send(envelope(kampung)))
    change = {"form": "penduduk"}
    edit = {"base": first["version"], "body": change}
    theirs = envelope(kampung, "laporan.ubah", **edit, changes={"pus": [137, 141]})
    Phone(sari).send(theirs)
    mine = envelope(kampung, "laporan.ubah", **edit, changes={"pus": [137, 139]})

    clash = Phone(ani).send(mine)

    assert clash.status_code == 409
    field = told(clash)["fields"][0]
    assert (field["name"], field["theirs"], field["yours"]) == ("pus", 141, 139)
    assert "PKB/PLKB" in field["who"]
    assert "menulis “141”, Anda menulis “139”" in told(clash)["message"]
    assert Penduduk.objects.count() == 2
    assert Envelope.objects.get(pk=mine["id"]).state == Envelope.State.CLASHED
    chosen = envelope(
        kampung,
        "laporan.ubah",
        base=Penduduk.objects.get(pus=141).pk.hex,
        body=change,
        changes={"pus": [141, 139]},
        settles=mine["id"],
    )
    assert Phone(ani).send(chosen).status_code == 201
    assert not Envelope.objects.get(pk=mine["id"]).is_waiting


def test_a_kampung_of_others_is_not_there(kampung: KampungKB, wayan: User) -> None:
    answer = Phone(wayan).send(envelope(kampung))

    assert answer.status_code == 404
    assert not Envelope.objects.exists()


def test_what_comes_after_a_post_has_ended_is_held_for_others(
    kampung: KampungKB, ani: User
) -> None:
    people.end_holding(ani.holdings.get(), by=system_user(), leave_vacant=True)
    ani = User.objects.get(pk=ani.pk)
    sent = envelope(kampung)

    answer = Phone(ani).send(sent)

    assert answer.status_code == 403
    assert told(answer)["code"] == "jabatan_berakhir"
    assert told(answer)["kept"] is True
    assert Envelope.objects.get().state == Envelope.State.HELD
    assert not Penduduk.objects.exists()


def test_who_has_not_signed_in_is_told_so_in_json(kampung: KampungKB) -> None:
    answer = Client().post("/kerja/kirim/", b"{}", content_type="application/json")

    assert answer.status_code == 401
    assert told(answer)["code"] == "sesi_habis"


def test_a_closed_account_is_told_whom_to_ask(kampung: KampungKB, ani: User) -> None:
    phone = Phone(ani)
    User.objects.filter(pk=ani.pk).update(is_active=False)

    answer = phone.send(envelope(kampung))

    assert answer.status_code == 403
    assert told(answer)["code"] == "akun_ditutup"


@pytest.mark.parametrize(
    "sent",
    [
        b"[]",
        b"{",
        b'{"id": NaN}',
        b'{"id": "x"}',
        b"[" * 100_000,
        b'{"id": "\\u0000"}',
        b'{"id": "\\ud800"}',
        "ä".encode("latin-1"),
    ],
)
def test_bytes_that_are_no_envelope_are_answered_and_not_kept(ani: User, sent: bytes) -> None:
    answer = Phone(ani).send(sent)

    assert answer.status_code == 400
    assert told(answer)["code"] == "tidak_terbaca"
    assert not Envelope.objects.exists()


def test_only_json_is_taken(kampung: KampungKB, ani: User) -> None:
    answer = Phone(ani).send(envelope(kampung), content_type="text/plain")

    assert answer.status_code == 415


def test_a_token_is_asked_for(kampung: KampungKB, ani: User) -> None:
    phone = Phone(ani, Client(enforce_csrf_checks=True))
    sent = envelope(kampung)

    without = phone.send(sent)
    token = told(phone.client.get("/kerja/sapa/"))["csrf"]
    with_it = phone.send(sent, headers={"X-CSRFToken": token})

    assert (without.status_code, told(without)["code"]) == (403, "kunci_lama")
    assert with_it.status_code == 201


def test_an_unknown_kind_is_kept_for_a_server_that_knows_it(kampung: KampungKB, ani: User) -> None:
    answer = Phone(ani).send(envelope(kampung, "lain_kali"))

    assert answer.status_code == 422
    assert told(answer)["code"] == "activities.kind_unknown"
    assert Envelope.objects.get().is_waiting


def test_an_app_that_is_newer_than_the_server_loses_nothing(kampung: KampungKB, ani: User) -> None:
    answer = Phone(ani).send(envelope(kampung, schema=37))

    assert told(answer)["code"] == "activities.schema_unknown"
    assert Envelope.objects.get().is_waiting
