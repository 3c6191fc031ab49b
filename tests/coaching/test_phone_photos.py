"""Photos of a visit come through the queue of the phone: in pieces, once, to one's own visits."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import settling, uploads
from naikkelas.activities.models import Envelope, PhotoUpload
from naikkelas.activities.queries import envelopes as queries
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.coaching.actions import photos, visits
from naikkelas.coaching.models import Visit, VisitPhoto
from naikkelas.coaching.queries.visits import path_of
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from tests.activities.phone import Phone, envelope
from tests.coaching.making import make_visit
from tests.people import make_user
from tests.registry.pictures import encoded, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def phone(sari: User) -> Phone:
    return Phone(sari)


@pytest.fixture
def dewi(sukamaju: Area) -> User:
    """Another PKB of the same village."""
    return make_user("dewi", "Dewi", Role.FIELD, sukamaju)


def _letter(kampung: KampungKB, today: date) -> dict[str, Any]:
    body = {"day": today.isoformat(), "kind": "lapangan", "checks": []}
    return envelope(kampung, "kunjungan", body=body)


def _announced(
    phone: Phone, kampung: KampungKB, record: UUID | str, seed: int = 3
) -> tuple[str, bytes]:
    content = encoded(scene(seed))
    told = {"kind": "kunjungan", "caption": "Papan data\tlama"}
    return phone.announce(kampung, UUID(str(record)), content, **told)["id"], content


def _sent(phone: Phone, kampung: KampungKB, record: UUID | str, seed: int = 3) -> HttpResponse:
    """The answer to the last piece."""
    key, content = _announced(phone, kampung, record, seed)
    assert phone.piece(key, content, 0, 9000).status_code == 200
    return phone.piece(key, content, 9000, len(content))


def _told(answer: HttpResponse) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()  # type: ignore[attr-defined]
    return found


def _announce(kampung: KampungKB, record: UUID) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "record": str(record),
        "kampung": str(kampung.pk),
        "size": 37,
        "sha256": "0" * 64,
        "kind": "kunjungan",
    }


def test_a_photo_goes_in_pieces_to_the_visit_and_twice_is_once(
    phone: Phone, kampung: KampungKB, today: date
) -> None:
    letter = _letter(kampung, today)
    assert phone.send(letter).status_code == 201
    key, content = _announced(phone, kampung, letter["id"])

    first, gap = phone.piece(key, content, 0, 9000), phone.piece(key, content, 11000, 12000)
    last = phone.piece(key, content, 9000, len(content))
    again = phone.piece(key, content, 9000, len(content))

    assert [one.status_code for one in (first, gap, last, again)] == [200, 409, 201, 201]
    assert (_told(last)["waiting"], last.content) == (False, again.content)
    stored = VisitPhoto.objects.get()
    assert (stored.pk, stored.record) == (UUID(key), UUID(letter["id"]))
    assert (stored.caption, stored.place, stored.added_by) == ("Papan data lama", 1, phone.user.pk)
    assert path_of(stored).is_file()
    assert Event.objects.filter(verb="visit.photo", subject_id=key).count() == 1
    states = _told(phone.post("/kerja/keadaan/", {"ids": [key]}))["states"]
    assert states[key]["state"] == "Terkirim"


def test_a_photo_that_comes_before_its_visit_waits_and_joins_it(
    phone: Phone, kampung: KampungKB, today: date
) -> None:
    letter = _letter(kampung, today)
    early = _sent(phone, kampung, letter["id"])
    assert (early.status_code, _told(early)["waiting"]) == (201, True)
    assert uploads.attach_waiting() == 0

    phone.send(letter)

    assert uploads.attach_waiting() == 1
    assert VisitPhoto.objects.get().record == UUID(letter["id"])
    assert PhotoUpload.objects.get().state == PhotoUpload.State.STORED
    assert uploads.attach_waiting() == 0


def test_a_photo_of_anothers_visit_is_refused_in_words_before_a_byte_is_sent(
    phone: Phone, kampung: KampungKB, dewi: User
) -> None:
    theirs = make_visit(kampung, dewi.holdings.get().post, recorded_by=dewi.pk)

    answer = phone.post("/kerja/foto/", _announce(kampung, theirs.pk))

    assert answer.status_code == 422
    assert _told(answer)["code"] == "coaching.others_visit"
    assert "dicatat orang lain" in _told(answer)["message"]
    assert not PhotoUpload.objects.exists()


def test_a_photo_sent_ahead_of_anothers_visit_does_not_join_it(
    phone: Phone, kampung: KampungKB, dewi: User, today: date
) -> None:
    letter = _letter(kampung, today)
    assert _sent(phone, kampung, letter["id"]).status_code == 201
    assert Phone(dewi).send(letter).status_code == 201

    assert uploads.attach_waiting() == 0

    upload = PhotoUpload.objects.get()
    assert upload.state == PhotoUpload.State.REFUSED
    assert "dicatat orang lain" in upload.refusal
    assert not VisitPhoto.objects.exists()


def test_a_photo_joins_the_visit_that_a_colleague_adopted_on_the_web(
    phone: Phone, kampung: KampungKB, dewi: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = _letter(kampung, today)
    with monkeypatch.context() as at_first:
        at_first.setattr("naikkelas.coaching.access.post_of", lambda _: None)
        assert phone.send(letter).status_code == 422
    _sent(phone, kampung, letter["id"])

    settling.adopt(Envelope.objects.get(), by=dewi)

    assert Visit.objects.get().recorded_by == dewi.pk
    assert uploads.attach_waiting() == 1
    assert VisitPhoto.objects.get().added_by == phone.user.pk


def test_who_does_not_mentor_sends_no_photo_of_a_visit(kampung: KampungKB, wayan: User) -> None:
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)

    for stranger in (chair, wayan):
        answer = Phone(stranger).post("/kerja/foto/", _announce(kampung, uuid7()))
        assert answer.status_code == 404
    assert not PhotoUpload.objects.exists()


def test_a_photo_for_which_the_visit_has_no_room_waits_until_there_is_some(
    phone: Phone, kampung: KampungKB, today: date, sari: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MOST_PHOTOS", 1)
    letter = _letter(kampung, today)
    for seed in (3, 5):
        _sent(phone, kampung, letter["id"], seed)
    phone.send(letter)

    assert [uploads.attach_waiting() for _ in range(2)] == [1, 0]
    photos.remove_photo(Visit.objects.get(), VisitPhoto.objects.get().pk, by=sari)

    assert uploads.attach_waiting() == 1
    assert VisitPhoto.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_photo_of_a_withdrawn_visit_is_refused_in_words(
    phone: Phone, kampung: KampungKB, today: date, sari: User
) -> None:
    letter = _letter(kampung, today)
    phone.send(letter)
    visits.withdraw_visit(Visit.objects.get(), reason="Tidak jadi", by=sari)

    answer = _sent(phone, kampung, letter["id"])

    assert answer.status_code == 422
    assert "ditarik" in _told(answer)["message"]
    assert not VisitPhoto.objects.exists()


# A visit that never comes -----------------------------------------------------------------------


@pytest.fixture
def orphan(phone: Phone, kampung: KampungKB) -> PhotoUpload:
    """A whole photo of a visit that never came, two days old."""
    _sent(phone, kampung, uuid7())
    PhotoUpload.objects.update(done_at=timezone.now() - timedelta(days=2))
    return PhotoUpload.objects.get()


def test_a_mentor_discards_a_photo_whose_visit_never_comes(
    orphan: PhotoUpload, phone: Phone, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    page = phone.client.get("/perlu-diperbaiki/").content.decode()
    assert "Foto kunjungan “Papan data lama”" in page

    with django_capture_on_commit_callbacks(execute=True):
        answer = phone.client.post("/perlu-diperbaiki/", {"foto": orphan.pk, "yakin": "ya"})

    assert answer.status_code == 302
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert Event.objects.get(verb="photo.discard").actor_id == phone.user.pk
    told = phone.client.get(f"/kerja/foto/{orphan.pk}/").json()
    assert told["refused"] is True
    assert "dihapus lewat web" in told["message"]


def test_the_pokja_neither_sees_nor_discards_a_mentors_photo(
    orphan: PhotoUpload, kampung: KampungKB
) -> None:
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)

    assert not queries.photos_waiting_for(chair).exists()
    with pytest.raises(NotYours):
        uploads.discard(orphan, is_sure=True, by=chair)

    orphan.refresh_from_db()
    assert orphan.state == PhotoUpload.State.WAITING
