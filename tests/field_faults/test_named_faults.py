"""Faults of the field that need no process to be killed, each by its number in the fault plan."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import envelopes
from naikkelas.activities.models import Envelope, Kegiatan, OtherBody
from naikkelas.activities.rules import upgrading
from naikkelas.areas.models import Area
from naikkelas.config.tasks import clear_spent
from naikkelas.registry import actions as registry
from naikkelas.registry.models import KampungKB, Penduduk
from tests.activities.conftest import told as activity
from tests.activities.phone import Phone, bytes_of, envelope
from tests.people import make_area, make_kampung, make_user
from tests.registry.conftest import brought_to


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, ketua of the Pokja of Sukamaju."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


def sent_by(user: User, told: dict[str, Any]) -> dict[str, Any]:
    answer = Phone(user).send(told)
    return {"status": answer.status_code, **answer.json()}  # type: ignore[attr-defined]


@pytest.mark.postgres_only  # SQLite in memory knows no waiting; in a file: test_on_sqlite.py
@pytest.mark.django_db(transaction=True)
def test_f24_parallel_posts_get_one_answer() -> None:
    village = make_area("91.37.01.2001", "Sukamaju")
    kampung, ani = make_kampung(village), make_user("ani", "Bu Ani", Role.POKJA_CHAIR, village)
    sent, gate = bytes_of(envelope(kampung, "kegiatan", body=activity())), threading.Barrier(5)

    def post(_: int) -> envelopes.Answer:
        gate.wait()
        try:
            return envelopes.receive(sent, by=User.objects.get(pk=ani.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(post, range(5)))

    assert set(answers) == {answers[0]}
    assert answers[0].status == 201
    assert Kegiatan.objects.count() == Envelope.objects.count() == 1
    assert not OtherBody.objects.exists()


@pytest.mark.django_db
def test_f30_an_accepted_month_is_corrected_with_a_reason_only(
    kampung: KampungKB, ani: User, sari: User, rina: User, darma: User
) -> None:
    stages = ("dikirim", "diverifikasi_pkb", "diverifikasi_kecamatan", "disahkan")
    desks = dict(zip(stages, (ani, sari, rina, darma), strict=True))
    sent_by(ani, first := envelope(kampung))
    brought_to("disahkan", Penduduk.objects.get(pk=first["id"]), desks)
    edit = {"base": first["id"], "changes": {"pus": [137, 139]}}

    without = sent_by(ani, envelope(kampung, "laporan.ubah", body={"form": "penduduk"}, **edit))
    body = {"form": "penduduk", "reason": "Salah hitung RT 3."}
    with_it = sent_by(ani, envelope(kampung, "laporan.ubah", body=body, **edit))

    assert (without["status"], without["code"]) == (422, "registry.correction_reason_missing")
    assert with_it["status"] == 201
    assert Penduduk.objects.get(pk=with_it["version"]).reason == "Salah hitung RT 3."


@pytest.mark.django_db
def test_f30_a_locked_month_is_refused_in_words_and_taken_in_once_it_is_open(
    kampung: KampungKB, ani: User, darma: User
) -> None:
    lock = registry.lock_month("91.37", year=2025, month=6, by=darma)
    sent = envelope(kampung)

    locked = sent_by(ani, sent)
    registry.reopen_month(lock, by=darma, reason="Angka RT 3 menyusul.")
    opened = sent_by(ani, sent)

    assert (locked["status"], locked["code"]) == (422, "registry.month_locked")
    assert "Juni 2025 sudah dikunci" in locked["message"]
    assert opened["status"] == 201


@pytest.mark.django_db
@pytest.mark.parametrize("year", [1970, 2011, 2031, 9997])
def test_f31_a_phone_whose_clock_is_wrong_by_years_reports_at_the_servers_time(
    kampung: KampungKB, ani: User, year: int
) -> None:
    begin = timezone.now()
    made_at = f"{year}-03-07T08:00:00+08:00"

    told = sent_by(ani, envelope(kampung, "kegiatan", body=activity(), made_at=made_at))

    assert told["status"] == 201
    assert any("Jam HP Anda tidak cocok" in warning for warning in told["warnings"])
    stored = Kegiatan.objects.get()
    assert begin <= stored.recorded_at <= timezone.now()
    assert stored.made_at is None
    assert datetime.fromisoformat(told["received_at"]) >= begin - timedelta(seconds=1)


@pytest.mark.django_db
def test_f31_an_activity_of_tomorrow_is_refused_and_an_old_one_is_asked_about(
    kampung: KampungKB, ani: User
) -> None:
    with time_machine.travel(datetime(2026, 11, 26, 3, tzinfo=UTC)):
        ani.holdings.update(since=timezone.now())  # a post of that day
        ani.holdings.get().post.areas.update(since=timezone.now())
        days = {"2026-11-28": 422, "2026-11-26": 201, "2026-08-29": 201, "2026-08-27": 201}
        told = {
            day: sent_by(ani, envelope(kampung, "kegiatan", body=activity(tanggal=day)))
            for day in days
        }

    assert {day: one["status"] for day, one in told.items()} == days
    assert list(told["2026-11-28"]["fields"]) == ["tanggal"]
    old = {day: "90 hari" in str(one.get("warnings")) for day, one in told.items()}
    assert old == {
        "2026-11-28": False,
        "2026-11-26": False,
        "2026-08-29": False,
        "2026-08-27": True,
    }


@pytest.mark.django_db
def test_f32_an_app_that_skipped_releases_delivers_its_drafts(
    kampung: KampungKB, ani: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Schemas 1 and 2 called the title otherwise; 3 is the newest."""
    steps = {"kegiatan": (upgrading.renamed("nama", "acara"), upgrading.renamed("acara", "judul"))}
    monkeypatch.setattr(upgrading.upgraded, "__defaults__", (steps,))
    plain = activity()
    title = plain.pop("judul")

    for schema, name in ((1, "nama"), (2, "acara"), (3, "judul")):
        body = plain | {name: title}
        assert (
            sent_by(ani, envelope(kampung, "kegiatan", schema=schema, body=body))["status"] == 201
        )
    future = sent_by(ani, envelope(kampung, "kegiatan", schema=4, body=plain))

    assert set(Kegiatan.objects.values_list("judul", flat=True)) == {title}
    assert future["code"] == "activities.schema_unknown"


@pytest.mark.django_db
def test_a_phone_from_a_drawer_gets_its_first_answer_when_the_bytes_are_long_gone(
    kampung: KampungKB, ani: User
) -> None:
    sent = envelope(kampung)
    first = sent_by(ani, sent)
    waits = envelope(kampung, body={"form": "penduduk", "year": 2025, "month": 13, "values": {}})
    sent_by(ani, waits)
    Envelope.objects.update(received_at=timezone.now() - timedelta(days=200))

    clear_spent()

    assert Envelope.objects.get(pk=sent["id"]).body is None
    assert Envelope.objects.get(pk=waits["id"]).body is not None
    assert sent_by(ani, sent) == first
    assert sent_by(ani, sent | {"made_at": None})["receipt"] == first["receipt"]
    other = sent | {"body": sent["body"] | {"values": {"pus": 731}}}
    assert sent_by(ani, other)["code"] == "isi_lain"


@pytest.mark.django_db
def test_f45_ids_of_others_lead_nowhere(kampung: KampungKB, ani: User, wayan: User) -> None:
    """The record, the version and the states of a kampung elsewhere are not there."""
    made = sent_by(ani, envelope(kampung, "kegiatan", body=activity()))
    theirs = make_kampung("92.41.03.2007")
    edit = {"base": made["version"], "changes": {"tempat": ["", "x"]}}

    through_own = sent_by(wayan, envelope(theirs, "kegiatan.ubah", **edit))
    directly = sent_by(wayan, envelope(kampung, "kegiatan.ubah", **edit))
    keys = {"ids": [made["record"], str(uuid4())]}
    states = Phone(wayan).post("/kerja/keadaan/", keys).json()  # type: ignore[attr-defined]

    assert (through_own["status"], through_own["code"]) == (422, "activities.base_unknown")
    assert directly["status"] == 404
    assert states == {"states": {}}
    assert Kegiatan.objects.get().tempat == ""
