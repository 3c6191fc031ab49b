"""No photo is public before somebody said who is seen on it; residents are read before shown."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.areas.models import Area
from naikkelas.lib.refusals import NotYours
from naikkelas.publicsite.actions import aspirations, photos
from naikkelas.publicsite.errors import (
    AspirationSettled,
    ChildrenNeedPkb,
    FacesNotTold,
    TooManyAspirations,
    UnfitAspiration,
    UnfitPhoto,
)
from naikkelas.publicsite.models import Aspiration, PhotoRelease
from naikkelas.publicsite.queries.photos import TYPES, path_of
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.registry.models import State
from tests.activities.making import make_activity, make_photo
from tests.people import make_user
from tests.publicsite.making import PHONE, make_aspiration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def sari(sukamaju: Area) -> User:
    return make_user("sari-pkb", "Bu Sari", Role.FIELD, sukamaju)


@pytest.fixture
def photo(site: PublicSite, tmp_path: Path) -> KegiatanPhoto:
    """A photo of 1600 × 1200 of an endorsed activity."""
    one = make_activity(site.kampung, state=State.ENDORSED, endorsed_at=timezone.now())
    (tmp_path / "foto").mkdir()
    Image.new("RGB", (1600, 1200), "#6a8f3c").save(tmp_path / "foto" / "37.jpg")
    return make_photo(one, caption="Posyandu di balai")


def test_a_photo_is_public_once_it_was_looked_at_and_gone_once_taken_back(
    reader: Client, site: PublicSite, photo: KegiatanPhoto, ani: User
) -> None:
    page = f"{site.url}kegiatan/{photo.record}/"
    assert "<picture>" not in reader.get(page).content.decode()

    released = photos.release(photo, "dewasa", by=ani)

    html = reader.get(page).content.decode()
    assert 'width="1280" height="960"' in html
    assert f'fill="{released.colour}"' in html
    seen = [int(released.colour[place : place + 2], 16) for place in (1, 3, 5)]
    assert all(abs(one - told) <= 3 for one, told in zip(seen, (0x6A, 0x8F, 0x3C), strict=True))
    for ending, kind in TYPES.items():
        answer = reader.get(f"{site.url}foto/{released.pk}/360.{ending}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        etag = answer.headers["ETag"]
        again = reader.get(
            f"{site.url}foto/{released.pk}/360.{ending}", headers={"if-none-match": etag}
        )
        assert again.status_code == 304

    photos.withdraw(released, by=ani)

    assert "<picture>" not in reader.get(page).content.decode()
    assert reader.get(f"{site.url}foto/{released.pk}/360.jpg").status_code == 404


def test_the_files_go_with_the_release(
    photo: KegiatanPhoto, ani: User, django_capture_on_commit_callbacks: Any
) -> None:
    released = photos.release(photo, "tanpa", by=ani)
    assert path_of(released, 720, "avif").is_file()

    with django_capture_on_commit_callbacks(execute=True):
        photos.withdraw(released, by=ani)

    assert not path_of(released, 720, "avif").exists()


def test_who_is_seen_must_be_said_and_children_need_the_pkb(
    photo: KegiatanPhoto, ani: User, budi: User, sari: User
) -> None:
    with pytest.raises(FacesNotTold):
        photos.release(photo, "", by=ani)
    with pytest.raises(ChildrenNeedPkb):
        photos.release(photo, "anak", by=ani)
    with pytest.raises(NotYours):
        photos.release(photo, "tanpa", by=budi)
    assert not PhotoRelease.objects.exists()

    assert photos.release(photo, "anak", by=sari).faces == "anak"


def test_only_photos_of_endorsed_activities(site: PublicSite, ani: User) -> None:
    waiting = make_photo(make_activity(site.kampung, state=State.SENT))

    with pytest.raises(UnfitPhoto):
        photos.release(waiting, "tanpa", by=ani)


def test_a_photo_taken_away_from_its_activity_is_not_shown(
    reader: Client, site: PublicSite, photo: KegiatanPhoto, ani: User
) -> None:
    released = photos.release(photo, "tanpa", by=ani)
    photo.withdrawn_at, photo.withdrawn_by = timezone.now(), 0
    photo.save(update_fields=["withdrawn_at", "withdrawn_by"])

    assert reader.get(f"{site.url}foto/{released.pk}/360.jpg").status_code == 404


def test_photos_are_released_on_screen(site: PublicSite, photo: KegiatanPhoto, ani: User) -> None:
    browser, url = Client(), f"/kampung/{site.kampung.pk}/situs/foto/"
    browser.force_login(ani)

    assert "tidak tampil" in browser.get(url).content.decode()
    browser.post(f"{url}{photo.pk}/", {"langkah": "lepas", "faces": "tanpa"})
    assert "boleh tampil</span>" in browser.get(url).content.decode()
    browser.post(f"{url}{photo.pk}/", {"langkah": "tarik"})
    assert not PhotoRelease.objects.filter(withdrawn_at__isnull=True).exists()


# Residents ---------------------------------------------------------------------------------------

WORDS = "Mohon lampu jalan di RT 03."


def test_a_resident_writes_and_reads_the_answer(
    reader: Client, site: PublicSite, ani: User
) -> None:
    sent = reader.post(
        f"{site.url}aspirasi/", {"words": WORDS, "contact": "0812-3456-7890"}, follow=True
    )
    assert "sudah kami terima" in sent.content.decode()
    one = Aspiration.objects.get()
    assert WORDS not in reader.get(f"{site.url}aspirasi/").content.decode()

    aspirations.settle(one, show=True, answer="Masuk RKM 2026.", by=ani)

    page = reader.get(f"{site.url}aspirasi/").content.decode()
    assert WORDS in page
    assert "Masuk RKM 2026." in page
    assert not PHONE.search(page)
    assert Aspiration.objects.get().contact == ""


def test_what_a_program_fills_in_is_thanked_and_forgotten(reader: Client, site: PublicSite) -> None:
    answer = reader.post(f"{site.url}aspirasi/", {"words": WORDS, "website": "https://x"})

    assert answer.status_code == 302
    assert not Aspiration.objects.exists()


@pytest.mark.parametrize("words", ["pendek", "x" * 1001, "NIK saya 6301051234560007 tolong"])
def test_unfit_words_are_refused_and_kept_in_the_form(
    reader: Client, site: PublicSite, words: str
) -> None:
    answer = reader.post(f"{site.url}aspirasi/", {"words": words})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Aspiration.objects.exists()


def test_the_form_cannot_be_sent_from_elsewhere(site: PublicSite) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"{site.url}aspirasi/", {"words": WORDS})

    assert answer.status_code == 403


def test_one_network_writes_five_an_hour(site: PublicSite) -> None:
    for number in range(aspirations.MOST_FROM_A_NETWORK):
        aspirations.receive(site.kampung, f"{WORDS} {number}", network="203.0.113.7")

    with pytest.raises(TooManyAspirations):
        aspirations.receive(site.kampung, WORDS, network="203.0.113.7")
    aspirations.receive(site.kampung, WORDS, network="203.0.113.8")


def test_an_aspiration_is_settled_once_and_can_be_hidden(
    site: PublicSite, ani: User, budi: User
) -> None:
    one = make_aspiration(site.kampung)
    with pytest.raises(NotYours):
        aspirations.refuse(one, by=budi)
    with pytest.raises(UnfitAspiration):
        aspirations.settle(one, show=True, answer="", by=ani)

    aspirations.settle(one, show=True, answer="Sudah.", by=ani)

    with pytest.raises(AspirationSettled):
        aspirations.refuse(one, by=ani)
    assert aspirations.hide(one, by=ani).state == Aspiration.State.ANSWERED
    with pytest.raises(AspirationSettled):
        aspirations.hide(one, by=ani)


def test_a_contact_that_nobody_answered_is_forgotten(site: PublicSite) -> None:
    old = timezone.now() - timedelta(days=91)
    make_aspiration(site.kampung, contact="0812", received_at=old)
    make_aspiration(site.kampung, contact="0813")

    assert aspirations.forget_contacts() == 1
    assert sorted(Aspiration.objects.values_list("contact", flat=True)) == ["", "0813"]


def test_the_desk_answers_on_screen(reader: Client, site: PublicSite, ani: User) -> None:
    one = make_aspiration(site.kampung, WORDS)
    browser, url = Client(), f"/kampung/{site.kampung.pk}/situs/aspirasi/"
    browser.force_login(ani)

    assert WORDS in browser.get(url).content.decode()
    browser.post(f"{url}{one.pk}/", {"langkah": "tampilkan", "answer": "Masuk RKM."})
    assert "Masuk RKM." in reader.get(f"{site.url}aspirasi/").content.decode()
    browser.post(f"{url}{one.pk}/", {"langkah": "sembunyikan"})
    assert WORDS not in reader.get(f"{site.url}aspirasi/").content.decode()
