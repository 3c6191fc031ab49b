"""What programs write is written by the actions of the screens, once under each key."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import Kegiatan
from naikkelas.api.actions import once
from naikkelas.api.models import Answer
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.actions import lock_month
from naikkelas.registry.models import KKBPK, KampungKB, Profil
from tests.api.v1.conftest import Program
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(sukamaju: Area) -> User:
    return make_user("ketut", "Bu Ketut", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def writer(chair: User, kampung: KampungKB) -> Program:
    """A program of the ketua."""
    return Program(chair)


def _month() -> dict[str, int]:
    last = timezone.now().replace(day=1) - timedelta(days=1)
    return {"tahun": last.year, "bulan": last.month}


def _kkbpk(kampung: KampungKB, **answers: Any) -> dict[str, Any]:
    return {"kampung": str(kampung.pk), **_month(), "isi": {"iud": 37, "pil": 113, **answers}}


def _activity(kampung: KampungKB, **answers: Any) -> dict[str, Any]:
    day = (timezone.now() - timedelta(days=3)).date().isoformat()
    isi = {"tanggal": day, "judul": "Posyandu balita", "instansi": ["puskesmas"], **answers}
    return {"kampung": str(kampung.pk), "isi": isi}


def _send(program: Program, path: str, body: Any, key: str = "") -> Any:
    return program.post(path, body, **{"Idempotency-Key": key or str(uuid4())})


def test_a_report_becomes_a_version_as_on_screen(
    writer: Program, kampung: KampungKB, chair: User
) -> None:
    KKBPK.objects.all().delete()

    answer = _send(writer, "laporan/kkbpk", _kkbpk(kampung))

    assert answer.status_code == 201, answer.content
    report = KKBPK.objects.get()
    assert (report.iud, report.pil, report.mow, report.state) == (37, 113, None, "dikirim")
    assert answer["Location"] == f"/api/v1/laporan/kkbpk/{report.pk}"
    assert answer.json() == writer.get(f"laporan/kkbpk/{report.pk}").json()
    event = Event.objects.get(verb="report.submit")
    assert (event.actor_id, event.subject_id) == (chair.pk, str(report.pk))


def test_names_that_programs_do_not_send_stay(writer: Program, kampung: KampungKB) -> None:
    Profil.objects.update(plkb_nama="Bu Ratna", plkb_nip="197001011990011001")
    body = {"kampung": str(kampung.pk), **_month(), "isi": {"plkb_ada": True, "pokja_ada": True}}

    answer = _send(writer, "laporan/profil", body)

    assert answer.status_code == 201, answer.content
    newest = Profil.objects.get(pk=answer.json()["id"])
    assert newest.plkb_nama == "Bu Ratna"
    assert "Ratna" not in answer.content.decode()


def test_an_activity_is_stored_with_its_answers(writer: Program, kampung: KampungKB) -> None:
    answer = _send(writer, "kegiatan", _activity(kampung, peserta_p=37))

    assert answer.status_code == 201, answer.content
    stored = Kegiatan.objects.get(pk=answer.json()["id"])
    assert (stored.judul, stored.instansi, stored.peserta_p) == ("Posyandu balita", "puskesmas", 37)
    assert answer.json() == writer.get(f"kegiatan/{stored.pk}").json()


def test_the_same_again_gets_the_first_answer_and_no_second_row(
    writer: Program, kampung: KampungKB
) -> None:
    body, key = _kkbpk(kampung), str(uuid4())
    before = KKBPK.objects.count()

    answers = [_send(writer, "laporan/kkbpk", body, key) for _ in range(7)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert [answer["Idempotency-Replayed"] for answer in answers] == ["false"] + ["true"] * 6
    assert KKBPK.objects.count() == before + 1
    assert Event.objects.filter(verb="report.submit").count() == 1


def test_another_body_under_the_key_is_a_conflict(writer: Program, kampung: KampungKB) -> None:
    key = str(uuid4())
    _send(writer, "laporan/kkbpk", _kkbpk(kampung), key)
    before = KKBPK.objects.count()

    other = _send(writer, "laporan/kkbpk", _kkbpk(kampung, iud=41), key)
    elsewhere = _send(writer, "kegiatan", _activity(kampung), key)

    assert [a.json()["code"] for a in (other, elsewhere)] == ["api.idempotency_key_reused"] * 2
    assert (other.status_code, KKBPK.objects.count()) == (409, before)


def test_a_key_is_kept_a_day_and_makes_no_second_thing_even_later(
    writer: Program, kampung: KampungKB
) -> None:
    body, key = _activity(kampung), str(uuid4())
    first = _send(writer, "kegiatan", body, key)

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert once.clear_answers() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert once.clear_answers() == 1
        again = _send(writer, "kegiatan", body, key)
        other = _send(writer, "kegiatan", _activity(kampung, judul="Lain sekali"), str(key))

    assert again.json()["id"] == first.json()["id"]
    assert (again.status_code, other.status_code) == (201, 409)
    assert Kegiatan.objects.filter(judul__in=["Posyandu balita", "Lain sekali"]).count() == 1


def test_two_programs_may_use_the_same_key(
    writer: Program, chair: User, kampung: KampungKB
) -> None:
    other = Program(chair)

    answers = [_send(one, "kegiatan", _activity(kampung), "37") for one in (writer, other)]

    assert len({answer.json()["id"] for answer in answers}) == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "x" * 101])
def test_a_write_needs_a_key_of_its_own(writer: Program, kampung: KampungKB, key: str) -> None:
    answer = writer.post("kegiatan", _activity(kampung), **{"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["code"]) == (400, "api.idempotency_key_missing")


def test_what_a_rule_refuses_leaves_nothing_and_can_be_mended(
    writer: Program, kampung: KampungKB
) -> None:
    key = str(uuid4())
    bad = _activity(kampung, peserta_l=3, l_16_30=7)

    refused = _send(writer, "kegiatan", bad, key)

    assert (refused.status_code, refused.json()["code"]) == (422, "activities.activity_refused")
    (error,) = refused.json()["errors"]
    assert error["where"] == "/isi/peserta_l"
    assert not Answer.objects.exists()
    assert not Event.objects.filter(verb="kegiatan.report").exists()
    mended = _send(writer, "kegiatan", _activity(kampung, peserta_l=7, l_16_30=7), key)
    assert mended.status_code == 201


def test_a_locked_month_is_refused_in_the_words_of_the_screen(
    writer: Program, kampung: KampungKB, head: User
) -> None:
    month = _month()
    lock_month("91.37", year=month["tahun"], month=month["bulan"], by=head)

    answer = _send(writer, "laporan/kkbpk", _kkbpk(kampung))

    assert (answer.status_code, answer.json()["code"]) == (422, "registry.month_locked")
    assert "sudah dikunci" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        ({"isi": {"iud": "tiga"}}, 422, "/isi/iud"),
        ({"isi": {"iud": -1}}, 422, "/isi/iud"),
        ({"isi": {"iud": 3.5}}, 422, "/isi/iud"),
        ({"isi": {"tidak_ada": 1}}, 422, "/isi/tidak_ada"),
        ({"isi": {"plkb_nama": "Bu Ratna"}}, 422, "/isi/plkb_nama"),
        ({"bulan": 13}, 422, "/bulan"),
        ({"kampung": "37"}, 422, "/kampung"),
        ({"lain": 1}, 422, "/lain"),
    ],
)
def test_a_body_of_another_shape_is_told_where(
    writer: Program, kampung: KampungKB, body: dict[str, Any], status: int, where: str
) -> None:
    answer = _send(writer, "laporan/kkbpk", _kkbpk(kampung) | body)

    assert (answer.status_code, answer.json()["code"]) == (status, "api.body_unfit")
    assert [one["where"] for one in answer.json()["errors"]] == [where]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "api.body_unreadable"),
        (b"\xff\xfe", "api.body_unreadable"),
        (b"[" * 100_000, "api.body_unreadable"),
        (b'{"kampung": NaN}', "api.body_unreadable"),
        (b'{"kampung": "\\u0000"}', "api.body_unreadable"),
        (b'{"kampung": "\\ud83d"}', "api.body_unreadable"),
        (b'"' + b"x" * 3_000_000 + b'"', "api.body_too_large"),
    ],
)
def test_what_is_no_json_is_refused(
    writer: Program, kampung: KampungKB, body: bytes, code: str
) -> None:
    answer = _send(writer, "kegiatan", body)

    assert answer.json()["code"] == code


def test_another_media_type_is_refused(writer: Program, kampung: KampungKB) -> None:
    answer = writer.client.post(
        "/api/v1/kegiatan", {"a": "b"}, headers={**writer.key, "Idempotency-Key": "37"}
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "api.media_type_unfit")


def test_nobody_writes_elsewhere_or_beyond_their_post(
    writer: Program, kampung: KampungKB, sukamaju: Area
) -> None:
    other = make_kampung("92.41.03.2007")
    member = Program(make_user("anggota", "Anggota", Role.POKJA, sukamaju))

    assert _send(writer, "kegiatan", _activity(other)).status_code == 404
    assert _send(writer, "laporan/kkbpk", _kkbpk(other)).status_code == 404
    assert _send(member, "kegiatan", _activity(kampung)).status_code == 201
    refused = _send(member, "laporan/kkbpk", _kkbpk(kampung))
    assert (refused.status_code, refused.json()["code"]) == (403, "api.scope_missing")


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_the_same_sent_at_once_is_stored_once(writer: Program, kampung: KampungKB) -> None:
    body, key = _activity(kampung), str(uuid4())
    answers: list[Any] = []

    def send() -> None:
        answers.append(_send(writer, "kegiatan", body, key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Kegiatan.objects.filter(judul="Posyandu balita").count() == 1
