"""Photos: encoded anew without metadata, known again, and far from the month that they show."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naikkelas.accounts.models import User
from naikkelas.registry.actions import evidence as actions
from naikkelas.registry.actions import quality
from naikkelas.registry.actions.evidence import Claim
from naikkelas.registry.models import Evidence, KampungKB, QualityItem
from naikkelas.registry.queries import evidence as queries
from naikkelas.registry.rules import files, photos
from naikkelas.registry.rules.files import Unfit, Upload
from tests.people import make_kampung
from tests.registry.pictures import encoded, scene, with_metadata

SEEDS = st.integers(0, 10_000)
XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/' exif='http://ns.adobe.com/exif/1.0/'>3,47.5S</x:xmpmeta>"
)
PHOTO = Claim("profil", ("bkb",), "foto", for_month=date(2025, 6, 1))


def hash_of(picture: Image.Image, **how: Any) -> int:
    found = photos.prepare(encoded(picture, **how), files.JPEG).image_hash
    assert found is not None
    return found


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


# --- what is stored ---


@pytest.mark.parametrize(
    ("kind", "told"),
    [("JPEG", files.JPEG), ("PNG", files.PNG), ("HEIF", files.HEIC), ("WEBP", files.WEBP)],
)
def test_what_is_stored_is_an_upright_jpeg_that_says_nothing_of_its_maker(
    kind: str, told: str
) -> None:
    more = {"xmp": XMP} if kind == "WEBP" else {}
    content = encoded(scene(37, 640, 480), kind, exif=with_metadata().tobytes(), **more)

    ready = photos.prepare(content, told)

    kept = opened(ready.content)
    assert kept.format == "JPEG"
    assert kept.size == (480, 640)  # turned upright
    assert dict(kept.getexif()) == {}
    assert kept.getexif().get_ifd(0x8825) == {}
    for name in (b"Exif", b"Ponsel", b"2025:06:14", b"http://ns.adobe.com", b"ICC_PROFILE"):
        assert name not in ready.content
    assert ready.taken_on == date(2025, 6, 14)


def test_a_picture_that_moves_is_no_photo() -> None:
    moving = encoded(scene(3), "WEBP", save_all=True, append_images=[scene(7), scene(11)])

    with pytest.raises(Unfit, match="bergerak"):
        photos.prepare(moving, files.WEBP)


def test_a_large_photo_is_made_smaller() -> None:
    ready = photos.prepare(encoded(scene(3, 4000, 3000)), files.JPEG)

    assert opened(ready.content).size == (1600, 1200)


def test_what_is_seen_through_becomes_white() -> None:
    ready = photos.prepare(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"), files.PNG)

    assert opened(ready.content).getpixel((20, 20)) == (255, 255, 255)
    assert ready.image_hash is None  # a blank page is no photo that could be known again


@pytest.mark.parametrize("taken", ["", "kemarin", "2025:13:40 00:00:00", "0000:00:00 00:00:00"])
def test_a_day_that_is_none_is_left_out(taken: str) -> None:
    content = encoded(scene(5), exif=with_metadata(taken).tobytes())

    assert photos.prepare(content, files.JPEG).taken_on is None


def test_the_child_answers_as_the_rule_does() -> None:
    content = encoded(scene(7), exif=with_metadata().tobytes())

    assert photos.prepare_apart(content, files.JPEG) == photos.prepare(content, files.JPEG)


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "SECONDS", 0.001)

    with pytest.raises(Unfit, match="terlalu berat"):
        photos.prepare_apart(encoded(scene(7)), files.JPEG)


# --- known again ---


@settings(max_examples=30)
@given(SEEDS, st.integers(35, 95))
def test_a_recompressed_photo_is_known_again(seed: int, quality: int) -> None:
    picture = scene(seed)

    assert photos.distance(hash_of(picture), hash_of(picture, quality=quality)) <= photos.ALIKE


@settings(max_examples=30)
@given(SEEDS, st.sampled_from([(320, 240), (1280, 960), (200, 150), (640, 470)]))
def test_a_resized_photo_is_known_again(seed: int, size: tuple[int, int]) -> None:
    picture = scene(seed)

    assert photos.distance(hash_of(picture), hash_of(picture.resize(size))) <= photos.ALIKE


@settings(max_examples=30)
@given(SEEDS, st.integers(0, 4), st.integers(0, 3))
def test_a_photo_that_lost_a_thin_edge_is_known_again(seed: int, left: int, top: int) -> None:
    picture = scene(seed)
    cropped = picture.crop((left, top, 640, 480))

    assert photos.distance(hash_of(picture), hash_of(cropped)) <= photos.ALIKE


@settings(max_examples=60)
@given(SEEDS, SEEDS)
def test_two_photos_are_not_one(seed: int, other: int) -> None:
    if seed != other:
        assert photos.distance(hash_of(scene(seed)), hash_of(scene(other))) > photos.ALIKE


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_all_pairs_are_those_of_one_by_one(one: int, other: int) -> None:
    near = one ^ 0b111

    found = photos.alike([one], [other, near])

    expected = [(0, place, bits) for place, bits in ((0, photos.distance(one, other)), (1, 3))]
    assert found == [pair for pair in expected if pair[2] <= photos.ALIKE]


@pytest.mark.parametrize(
    ("day", "far"),
    [
        (date(2025, 5, 2), False),
        (date(2025, 5, 1), True),
        (date(2025, 7, 30), False),
        (date(2025, 7, 31), True),
    ],
)
def test_thirty_days_around_the_month_are_near(day: date, far: bool) -> None:
    assert photos.is_far(day, date(2025, 6, 17)) is far


# --- beside the evidence, and in the queue ---


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def added(kampung: KampungKB, by: User, picture: Image.Image, **how: Any) -> Evidence:
    return actions.add_file(kampung, PHOTO, Upload("foto.jpg", encoded(picture, **how)), by=by)


def test_a_photo_of_another_kampung_is_found_again(
    kampung: KampungKB, ani: User, darma: User
) -> None:
    other = make_kampung("91.37.02.2009", nama="Sukatani")
    original = added(other, darma, scene(37))
    reused = added(kampung, ani, scene(37, 320, 240), quality=60)
    added(kampung, ani, scene(38))

    found = queries.reused_photos([kampung.pk, other.pk])

    assert list(found) == [kampung.pk]
    (one,) = found[kampung.pk]
    assert (one.evidence_id, one.earlier_id, one.is_own) == (reused.pk, original.pk, False)
    assert one.words.startswith("Foto yang sama pernah dipakai di Kampung Sukatani pada ")
    assert queries.of_kampung(kampung, date(2025, 7, 1))[1].notes == [one.words]


def test_a_photo_that_was_withdrawn_may_be_sent_again(kampung: KampungKB, ani: User) -> None:
    first = added(kampung, ani, scene(37))
    actions.withdraw(first, reason="terbalik", by=ani)
    added(kampung, ani, scene(37), quality=60)

    assert queries.reused_photos([kampung.pk]) == {}


def test_decrees_that_look_alike_are_no_reuse(kampung: KampungKB, ani: User) -> None:
    claim = Claim("profil", ("pokja",), "sk")
    for quality_kept in (60, 90):
        content = encoded(scene(37), quality=quality_kept)
        actions.add_file(kampung, claim, Upload("sk.jpg", content), by=ani)

    assert queries.reused_photos([kampung.pk]) == {}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("foto", "sk"),
        ("sk", "foto"),
        ("foto", "lainnya"),
        ("lainnya", "lainnya"),
        ("sk", "lainnya"),
    ],
)
def test_a_photo_sent_again_under_another_kind_was_not_known_again(
    first: str, second: str, kampung: KampungKB, ani: User, darma: User
) -> None:
    other = make_kampung("91.37.02.2009", nama="Sukatani")
    for place, kind, by, kept in ((other, first, darma, 90), (kampung, second, ani, 70)):
        claim = Claim("profil", ("pokja",), kind)
        content = encoded(scene(37), quality=kept)
        actions.add_file(place, claim, Upload("foto.jpg", content), by=by)

    assert list(queries.reused_photos([kampung.pk, other.pk])) == [kampung.pk]


def test_one_photo_for_two_months_was_no_reuse_in_its_own_kampung(
    kampung: KampungKB, ani: User
) -> None:
    content = encoded(scene(37))
    for fact, month in (("bkb", 5), ("bkr", 5), ("bkl", 6)):
        claim = Claim("profil", (fact,), "foto", for_month=date(2025, month, 1))
        actions.add_file(kampung, claim, Upload("foto.jpg", content), by=ani)

    (one,) = queries.reused_photos([kampung.pk])[kampung.pk]

    assert one.is_own
    assert Evidence.objects.get(pk=one.evidence_id).columns == "bkl"


def test_a_photo_was_held_against_its_month_and_not_against_its_activity(
    kampung: KampungKB, ani: User
) -> None:
    june = date(2025, 6, 1)
    told = with_metadata("2025:05:08 10:11:12", turned=1)
    claim = Claim("profil", ("rapat_koordinasi",), "foto", for_month=june)
    upload = Upload("foto.jpg", encoded(scene(37), exif=told.tobytes()))
    photo = actions.add_file(kampung, claim, upload, by=ani)
    assert queries.far_in_words(photo) == []

    for held_on in (date(2025, 6, 21), date(2025, 4, 1)):
        actions.add_activity(kampung, claim, activity_id=uuid4(), held_on=held_on, by=ani)

    words = "Foto diambil 8 Mei 2025, jauh dari kegiatannya pada 1 April 2025"
    late = "Kegiatan pada 1 April 2025, jauh dari bulan laporan Juni 2025"
    shown = queries.of_kampung(kampung, date(2025, 7, 1))
    assert sorted(note for one in shown for note in one.notes) == [words, late]
    found = queries.far_photos([kampung.pk], "profil", june)
    assert sorted(found[kampung.pk]) == [words, late]
    assert queries.far_photos([kampung.pk], "profil", date(2025, 5, 1)) == {}


def test_the_same_figure_in_another_kabupaten_is_not_told(
    kampung: KampungKB, ani: User, wayan: User
) -> None:
    elsewhere = make_kampung("92.41.03.2007")
    added(elsewhere, wayan, scene(37))
    added(kampung, ani, scene(37))

    assert queries.reused_photos([kampung.pk, elsewhere.pk]) == {}


def test_a_reused_photo_and_a_far_day_become_items_that_close_when_withdrawn(
    kampung: KampungKB, ani: User, darma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2025, 7, 9)
    monkeypatch.setattr("naikkelas.registry.queries.quality.today_of", lambda kabupaten: today)
    other = make_kampung("91.37.02.2009", nama="Sukatani")
    added(other, darma, scene(37))
    told = with_metadata("2024:06:14 10:11:12", turned=1)
    late = added(kampung, ani, scene(37), exif=told.tobytes())

    quality.refresh("91.37")
    mine = QualityItem.objects.filter(kampung=kampung).exclude(kind="sepi")
    assert {(item.kind, item.mark) for item in mine} == {
        ("salinan", f"foto:{late.pk.hex}"),
        ("peringatan", f"tanggal_foto:{late.pk.hex}"),
    }
    assert "Foto diambil 14 Juni 2024, jauh dari bulan laporan Juni 2025" in {
        item.detail for item in mine
    }

    actions.withdraw(late, reason="salah foto", by=ani)
    quality.refresh("91.37")
    assert not mine.filter(closed_at__isnull=True).exists()


def test_photos_cost_two_queries_however_many(
    kampung: KampungKB, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        Evidence.objects.create(
            kampung=kampung,
            kabupaten_code=kampung.kabupaten_code,
            form="profil",
            columns="bkb",
            kind="foto",
            stored_name=f"{number}.jpg",
            sha256=str(number),
            image_hash=37,
            added_by=1,
            added_at=datetime(2025, 7, 1, tzinfo=UTC) + timedelta(minutes=number),
        )

    with django_assert_num_queries(2):
        assert len(queries.reused_photos([kampung.pk])[kampung.pk]) == 29
