"""What an app sends becomes a report once, however it comes, or is refused in words and kept."""

import errno
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse

from naikkelas.accounts.actions import devices, end_holding
from naikkelas.accounts.models import DeviceToken, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.models import Envelope, Kegiatan, KegiatanPhoto, OtherBody
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.actions.locks import lock_month
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.api.conftest import Phone
from tests.api.openrosa_client import CONTENT_TYPE, instance
from tests.people import make_kampung, make_report, make_user
from tests.registry.pictures import encoded, scene

pytestmark = pytest.mark.django_db

JULY = {"bulan": "2025-07-01"}


@pytest.fixture(autouse=True)
def _august() -> Iterator[None]:
    with time_machine.travel("2025-08-03T03:07:00Z", tick=False):
        yield


def _kkbpk(kampung: KampungKB, **more: object) -> dict[str, object]:
    return {"kampung": kampung.pk, **JULY, "iud": 37, "pil": 113, **more}


def _words(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_report_is_stored_under_the_identifier_that_the_app_made(
    phone: Phone, kampung: KampungKB, chair: User
) -> None:
    identifier = uuid4()

    answer = phone.send(instance("kkbpk", _kkbpk(kampung), id=identifier))

    assert answer.status_code == 201
    assert "OpenRosaResponse" in _words(answer)
    report = KKBPK.objects.get()
    assert (report.pk, report.iud, report.pil, report.mow) == (identifier, 37, 113, None)
    assert (report.tahun, report.bulan, report.recorded_by) == (2025, 7, chair.pk)
    assert Event.objects.filter(verb="report.submit", actor=chair).count() == 1


def test_the_same_again_gets_the_same_answer_and_no_second_row(
    phone: Phone, kampung: KampungKB
) -> None:
    xml = instance("kkbpk", _kkbpk(kampung))

    answers = [phone.send(xml) for _ in range(7)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (KKBPK.objects.count(), Envelope.objects.count()) == (1, 1)


def test_other_content_under_the_same_identifier_is_kept_and_refused(
    phone: Phone, kampung: KampungKB
) -> None:
    identifier = uuid4()
    phone.send(instance("kkbpk", _kkbpk(kampung), id=identifier))

    other = instance("kkbpk", _kkbpk(kampung, iud=41), id=identifier)
    answers = [phone.send(other) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {409}
    assert "isi lain" in _words(answers[0])
    assert KKBPK.objects.get().iud == 37
    assert b"<iud>41</iud>" in bytes(OtherBody.objects.get().body or b"")


def test_what_a_rule_refuses_is_kept_with_its_reason_and_stored_once_it_is_allowed(
    phone: Phone, kampung: KampungKB, darma: User
) -> None:
    locked = lock_month("91.37", year=2025, month=7, by=darma)
    xml = instance("kkbpk", _kkbpk(kampung))

    refused = [phone.send(xml) for _ in range(3)]

    assert {answer.status_code for answer in refused} == {422}
    assert "sudah dikunci" in _words(refused[0])
    kept = Envelope.objects.get()
    assert (kept.state, kept.code) == (Envelope.State.REFUSED, "registry.month_locked")
    assert b"<iud>37</iud>" in bytes(kept.body or b"")
    assert not KKBPK.objects.exists()

    locked.delete()
    assert phone.send(xml).status_code == 201
    kept.refresh_from_db()
    assert (kept.state, kept.record) == (Envelope.State.ACCEPTED, KKBPK.objects.get().pk)


def test_names_and_contacts_stay_as_they_were_last_reported(
    phone: Phone, kampung: KampungKB
) -> None:
    make_report(
        "profil",
        kampung,
        date(2025, 6, 3),
        plkb_ada=True,
        plkb_nama="Sari (contoh)",
        plkb_nip="16 angka dari impor",
        plkb_kontak="di kantor",
    )

    phone.send(instance("profil", {"kampung": kampung.pk, **JULY, "plkb_ada": "ya"}))

    sent = Profil.objects.get(tanggal_isi=date(2025, 8, 3))
    assert (sent.plkb_nama, sent.plkb_kontak, sent.plkb_nip) == ("Sari (contoh)", "di kantor", "")


def test_a_form_of_an_older_version_is_still_taken(phone: Phone, kampung: KampungKB) -> None:
    with time_machine.travel("2025-08-03T03:07:00Z"):
        xml = instance("kkbpk", _kkbpk(kampung), version="sebelas-bulan-lalu")

    with time_machine.travel("2026-02-11T03:07:00Z"):
        answer = phone.send(xml)

    assert answer.status_code == 201
    assert KKBPK.objects.get().iud == 37


def test_a_name_that_changed_since_is_read_under_its_new_one(
    phone: Phone, kampung: KampungKB, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = {"kkbpk": {"spiral": "iud"}}
    monkeypatch.setattr("naikkelas.api.rules.instances.FORMER", former)

    phone.send(instance("kkbpk", {"kampung": kampung.pk, **JULY, "spiral": 37}))

    assert KKBPK.objects.get().iud == 37


@pytest.mark.parametrize(
    ("answers", "status", "word"),
    [
        ({"iud": -37}, 422, "negatif"),
        ({"iud": "banyak"}, 422, "tidak dapat dibaca"),
        ({"iud": 100_001}, 422, "terlalu besar"),
        ({"bulan": "2025-09-01"}, 422, "belum tiba"),
        ({"bulan": ""}, 422, "Pilih bulan"),
        ({"kampung": uuid4()}, 404, "wilayah jabatan Anda"),
        ({"kampung": "bukan-uuid"}, 404, "wilayah jabatan Anda"),
        ({"isian_asing": "halo"}, 422, "tidak dikenal"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words(
    phone: Phone, kampung: KampungKB, answers: dict[str, object], status: int, word: str
) -> None:
    answer = phone.send(instance("kkbpk", _kkbpk(kampung) | answers))

    assert answer.status_code == status
    assert word in _words(answer)
    assert not KKBPK.objects.exists()
    assert not Event.objects.filter(verb="report.submit").exists()


def test_a_foreign_form_is_refused(phone: Phone, kampung: KampungKB) -> None:
    assert phone.send(instance("sensus", _kkbpk(kampung))).status_code == 404
    assert phone.send(instance("kampung", _kkbpk(kampung))).status_code == 404


def test_a_kampung_elsewhere_is_not_found_and_nothing_of_it_is_told(
    phone: Phone, kampung: KampungKB
) -> None:
    other = make_kampung("92.41.03.2007", nama="Karangasri")

    answer = phone.send(instance("kkbpk", _kkbpk(other)))

    assert answer.status_code == 404
    assert "Karangasri" not in _words(answer)
    assert not KKBPK.objects.exists()


def test_a_member_of_the_pokja_sends_no_monthly_report(
    sukamaju: Area, kampung: KampungKB, phone_of: Callable[[User], Phone]
) -> None:
    member = phone_of(make_user("nyoman", "Nyoman", Role.POKJA, sukamaju))

    answer = member.send(instance("penduduk", {"kampung": kampung.pk, **JULY}))

    assert answer.status_code == 422
    assert "harus dikirim ketua" in _words(answer)
    assert not Penduduk.objects.exists()
    assert Envelope.objects.get().state == Envelope.State.HELD


# Activities -------------------------------------------------------------------------------------


def _activity(kampung: KampungKB, **more: object) -> dict[str, object]:
    answers = {"tanggal": "2025-07-31", "judul": "Posyandu balita", "jenis_post": "kegiatan"}
    return {"kampung": kampung.pk, **answers, **more}


def jpeg(seed: int = 37) -> bytes:
    return encoded(scene(seed))


def test_an_activity_comes_with_its_photo_once_however_often_it_is_sent(
    phone: Phone, kampung: KampungKB
) -> None:
    xml = instance("kegiatan", _activity(kampung, peserta_p=37, foto_1="1722400000000.jpg"))
    files = {"1722400000000.jpg": (jpeg(), "image/jpeg")}

    answers = [phone.send(xml, files) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    activity = Kegiatan.objects.get()
    assert (activity.judul, activity.peserta_p, activity.peserta_l) == ("Posyandu balita", 37, None)
    assert activity.made_at is not None
    photo = KegiatanPhoto.objects.get()
    assert (photo.record, photo.kind, photo.sent_sha256) == (
        activity.record,
        "kegiatan",
        sha256(jpeg()).hexdigest(),
    )


def test_photos_that_come_in_a_later_post_are_added(phone: Phone, kampung: KampungKB) -> None:
    pair = {"foto_sebelum": "a.jpg", "foto_sesudah": "b.jpg", "jenis_post": "sebelum_sesudah"}
    xml = instance("kegiatan", _activity(kampung, **pair))

    first = phone.send(xml, {"a.jpg": (jpeg(), "image/jpeg")})
    second = phone.send(xml, {"b.jpg": (jpeg(41), "image/jpeg")})

    assert "1 dari 2 foto belum sampai" in _words(first)
    assert "Lengkap: 2 foto sudah sampai" in _words(second)
    assert [photo.kind for photo in KegiatanPhoto.objects.order_by("place")] == [
        "sebelum",
        "sesudah",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("foto.jpg", b"<html><script>alert(37)</script></html>"),
        ("foto.jpg", b"\xff\xd8\xff terpotong"),
        ("foto.jpg", b""),
        ("foto.jpg.exe", b"MZ"),
    ],
)
def test_a_hostile_photo_is_refused_and_the_activity_stays(
    phone: Phone, kampung: KampungKB, name: str, content: bytes
) -> None:
    xml = instance("kegiatan", _activity(kampung, foto_1=name))

    answer = phone.send(xml, {name: (content, "image/jpeg")})

    assert answer.status_code == 422
    assert "Kegiatan ini sudah tersimpan" in _words(answer)
    assert (Kegiatan.objects.count(), KegiatanPhoto.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["../../x.jpg", "C:\\x.jpg", "x" * 300 + ".jpg", "\u202egpj.jpg"])
def test_a_hostile_file_name_leads_nowhere(phone: Phone, kampung: KampungKB, name: str) -> None:
    xml = instance("kegiatan", _activity(kampung, foto_1=name))

    answer = phone.send(xml, {name: (jpeg(), "image/jpeg")})

    assert answer.status_code == 201
    for photo in KegiatanPhoto.objects.all():
        assert photo.stored_name.isascii()
        assert ".." not in photo.stored_name


def test_a_file_that_no_question_names_is_left_out(phone: Phone, kampung: KampungKB) -> None:
    answer = phone.send(
        instance("kegiatan", _activity(kampung)), {"lain.jpg": (jpeg(), "image/jpeg")}
    )

    assert answer.status_code == 201
    assert not KegiatanPhoto.objects.exists()


def test_a_full_disk_is_told_and_the_photo_is_taken_later(
    phone: Phone, kampung: KampungKB, monkeypatch: pytest.MonkeyPatch
) -> None:
    xml = instance("kegiatan", _activity(kampung, foto_1="a.jpg"))
    files = {"a.jpg": (jpeg(), "image/jpeg")}
    with monkeypatch.context() as full:
        full.setattr("naikkelas.registry.actions.media.write_new", _no_room)
        answer = phone.send(xml, files)

    assert answer.status_code == 507
    assert "penuh" in _words(answer)
    assert (Kegiatan.objects.count(), KegiatanPhoto.objects.count()) == (1, 0)
    assert phone.send(xml, files).status_code == 201
    assert KegiatanPhoto.objects.count() == 1


def _no_room(path: Path, content: bytes) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_any_member_of_the_pokja_reports_activities(
    sukamaju: Area, kampung: KampungKB, phone_of: Callable[[User], Phone]
) -> None:
    member = phone_of(make_user("nyoman", "Nyoman", Role.POKJA, sukamaju))

    assert member.send(instance("kegiatan", _activity(kampung))).status_code == 201


# Keys -------------------------------------------------------------------------------------------


def test_a_post_that_ended_opens_nothing_from_the_next_request_on(
    phone: Phone, kampung: KampungKB, chair: User
) -> None:
    assert phone.get("formList").status_code == 200

    end_holding(chair.holdings.get(), by=system_user(), leave_vacant=True)

    for answer in (phone.get("formList"), phone.send(instance("kkbpk", _kkbpk(kampung)))):
        assert answer.status_code == 403
        assert "sudah berakhir" in _words(answer)
        assert answer["Content-Type"].startswith("text/xml")
    assert not KKBPK.objects.exists()


def test_a_revoked_phone_is_told_what_to_do(phone: Phone, kampung: KampungKB, chair: User) -> None:
    devices.revoke(phone.device, by=chair)

    answer = phone.send(instance("kkbpk", _kkbpk(kampung)))

    assert answer.status_code == 403
    assert "Hubungkan ponsel ini lagi" in _words(answer)
    assert not Envelope.objects.exists()


def test_an_unknown_key_finds_nothing(phone: Phone) -> None:
    phone.base = "/odk/tidak-ada"

    answer = phone.get("formList")

    assert answer.status_code == 404
    assert "OpenRosaResponse" in _words(answer)


def test_the_key_acts_under_its_own_post_whatever_else_the_person_holds(
    phone: Phone, kampung: KampungKB, chair: User
) -> None:
    from naikkelas.accounts.actions import appoint, open_post

    elsewhere = make_kampung("92.41.03.2007")
    newer = open_post(Role.FIELD, [elsewhere.village], by=system_user())
    appoint(chair, newer, by=system_user())

    assert phone.send(instance("kkbpk", _kkbpk(kampung))).status_code == 201
    answer = phone.send(instance("kkbpk", _kkbpk(elsewhere)))
    assert answer.status_code == 403
    assert KKBPK.objects.get().kampung == kampung


def test_the_last_use_of_a_key_is_known_to_the_minute(phone: Phone) -> None:
    assert phone.device.last_used_at is None

    phone.get("formList")

    used = DeviceToken.objects.get().last_used_at
    assert used is not None
    assert used.isoformat() == "2025-08-03T03:07:00+00:00"


def test_nothing_of_the_key_is_stored(phone: Phone) -> None:
    stored = repr(list(DeviceToken.objects.values())) + repr(list(Event.objects.values()))

    assert phone.connected.token not in stored


# What comes over the wire -----------------------------------------------------------------------


def test_head_says_where_and_how_much(phone: Phone) -> None:
    answer = phone.client.head(f"{phone.base}/submission?deviceID=collect:37")

    assert answer.status_code == 204
    assert answer["Location"].endswith(f"{phone.base}/submission")
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 20 * 1024 * 1024
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert "GMT" in answer["Date"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_are_refused_in_openrosas_words(phone: Phone, method: str) -> None:
    answer = getattr(phone.client, method)(f"{phone.base}/submission")

    assert answer.status_code == 405
    assert answer["Allow"] == "HEAD, POST"
    assert "OpenRosaResponse" in _words(answer)


@pytest.mark.parametrize(
    ("length", "status"), [("", 411), ("0", 411), ("-37", 411), (str(21 * 1024**2), 413)]
)
def test_a_length_that_is_missing_or_too_large_is_refused_before_reading(
    phone: Phone, length: str, status: int
) -> None:
    answer = phone.client.generic(
        "POST",
        f"{phone.base}/submission",
        b"x",
        content_type=CONTENT_TYPE,
        headers={"Content-Length": length},
    )

    assert answer.status_code == status


_ENTITY = '<!DOCTYPE data [<!ENTITY a "aaaa">{0}]>'
_BOMB = _ENTITY.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 12))
)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"bukan xml",
        b"<data",
        _BOMB.encode() + b'<data id="kkbpk"><iud>&a11;</iud></data>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "/etc/passwd">]><data id="kkbpk"><iud>&x;</iud></data>',
        b'<!DOCTYPE d SYSTEM "http://contoh.invalid/a.dtd"><data id="kkbpk"/>',
        b'<data id="kkbpk"><iud>37</iud></data>',
        b'<data id="kkbpk"><meta><instanceID>uuid:37</instanceID></meta></data>',
        b'<data id="kkbpk"><meta><instanceID>../../etc</instanceID></meta></data>',
        b"<data><meta><instanceID>uuid:0198a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b</instanceID></meta></data>",
        b'<data id="kkbpk">' + b"<a>" * 4000 + b"</a>" * 4000 + b"</data>",
        instance("kkbpk", {"bagian_1": "<iud>37</iud>", "bagian_2": "<iud>41</iud>"}),
        instance("kkbpk", {"iud": "9" * 300_000}),
        b"\xff\xfe\x00 bukan utf-8",
        b'<?xml version="1.0" encoding="cp37"?><data id="kkbpk"/>',
    ],
    ids=lambda xml: repr(xml[:24]),
)
def test_hostile_and_broken_xml_is_refused_and_leaves_nothing(phone: Phone, xml: bytes) -> None:
    answer = phone.send(xml)

    assert answer.status_code == 400
    assert "OpenRosaResponse" in _words(answer)
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x" * 37, CONTENT_TYPE),
        (b"--batas-37-batas--\r\n", CONTENT_TYPE),
        (b"iud=37", "application/x-www-form-urlencoded"),
        (instance("kkbpk", {}), "text/xml"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=\xc3\xa9"),
    ],
)
def test_what_is_no_multipart_submission_is_refused(phone: Phone, body: bytes, kind: str) -> None:
    answer = phone.client.post(f"{phone.base}/submission", body, content_type=kind)

    assert answer.status_code == 400
