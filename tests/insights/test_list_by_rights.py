"""The list holds exactly the kampung of a person's areas: rows, counts, choices and downloads."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import Holding, Post, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.classification import actions
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import CUTOFF, budget, fill
from tests.people import make_area, make_kampung

Browser = Callable[[User], Client]


def person_of(*villages: str, role: Role = Role.FIELD) -> User:
    """Somebody whose post has several areas."""
    user = User.objects.create_user("uli", name="Uli")
    post = Post.objects.create_with_areas(role, list(Area.objects.filter(pk__in=villages)))
    Holding.objects.create(post=post, user=user, since=timezone.now())
    return user


@pytest.fixture
def uli(kabupaten: dict[str, KampungKB]) -> User:
    """PKB of three villages in two kecamatan; two others of the kabupaten are not hers."""
    make_area("91.37.03", "Kecamatan Lain")
    return person_of("91.37.01.2001", "91.37.02.2001", "91.37.02.2002")


def test_several_villages_are_listed_and_nothing_between_them(as_user: Browser, uli: User) -> None:
    shown = as_user(uli).get("/kampung/").content.decode()

    for name in ("Sukamaju", "Tirta Jaya", "Sunyi"):
        assert f">{name}</a>" in shown
    for name in ("Bukit Raya", "Rapuh Jaya"):
        assert name not in shown
    assert '<strong class="num">3</strong> dari 3 kampung' in shown
    assert "<h1>Kampung Anda di Kabupaten Kabupaten Uji</h1>" in shown


def test_beranda_leads_to_the_list_of_several_villages(as_user: Browser, uli: User) -> None:
    assert as_user(uli).get("/").headers["Location"] == "/kampung/"


def test_filters_and_search_bring_nothing_that_is_not_theirs(as_user: Browser, uli: User) -> None:
    browser = as_user(uli)

    for asked, count in (
        ({"rapuh": "ya"}, 0),
        ({"kelas": "berkelanjutan"}, 1),
        ({"cari": "bukit raya"}, 0),
        ({"cari": "91.37.02"}, 2),
        ({"kecamatan": "91.37.01"}, 1),
    ):
        shown = browser.get("/kampung/", asked).content.decode()
        assert f'<strong class="num">{count}</strong> dari 3 kampung' in shown, asked


def test_only_kecamatan_in_which_they_have_villages_can_be_chosen(
    as_user: Browser, uli: User
) -> None:
    shown = as_user(uli).get("/kampung/").content.decode()

    assert '<option value="91.37.01">' in shown
    assert '<option value="91.37.02">' in shown
    assert '<option value="91.37.03">' not in shown


def test_the_area_around_their_villages_is_not_theirs(as_user: Browser, uli: User) -> None:
    browser = as_user(uli)

    for code in ("91.37", "91.37.01", "91.37.01.2002", "91", "nasional"):
        assert browser.get("/kampung/", {"wilayah": code}).status_code == 404
        assert browser.get("/ekspor/klasifikasi.csv", {"wilayah": code}).status_code == 404
    assert browser.get("/kampung/", {"wilayah": "91.37.02.2001"}).status_code == 200


def test_the_downloads_of_the_list_hold_their_kampung_only(as_user: Browser, uli: User) -> None:
    browser = as_user(uli)
    shown = browser.get("/kampung/", {"kecamatan": "91.37.02"}).content.decode()
    asked = "?per=2025-07-31&amp;aturan=kampung-kb-2023&amp;dasar=terverifikasi"
    assert f'href="/ekspor/klasifikasi.csv{asked}"' in shown

    for table in ("klasifikasi", "kampung", "profil"):
        response = browser.get(f"/ekspor/{table}.csv", {"per": "2025-07-31"})
        text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        assert "91.37.02.2001" in text
        assert "91.37.01.2002" not in text
        assert "91.37.02.2003" not in text


def test_villages_in_two_kabupaten_are_classified_at_once(as_user: Browser, uli: User) -> None:
    # Given nothing stored, and one village more in another kabupaten
    fill(make_kampung(make_area("91.38.01.2001", "Seberang Sana")), date(2025, 3, 7))
    make_kampung(make_area("91.38.01.2002", "Bukan Miliknya"))
    other = _also(uli, "91.38.01.2001")

    shown = as_user(other).get("/kampung/", {"per": "2025-07-31"}).content.decode()

    assert "Seberang Sana" in shown
    assert "Tirta Jaya" in shown
    assert "Bukan Miliknya" not in shown
    assert '<strong class="num">4</strong> dari 4 kampung' in shown


def test_villages_in_many_kabupaten_are_read_from_what_is_stored(
    as_user: Browser, uli: User
) -> None:
    villages = [f"91.{number}.01.2001" for number in range(38, 43)]
    for code in villages:
        fill(make_kampung(make_area(code, f"Desa Nomor {code}")))
        make_kampung(make_area(f"{code[:-1]}2", "Bukan Miliknya"))
    rules = ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"]
    actions.take_snapshots("91", [CUTOFF], rules, by=system_user())
    browser = as_user(_also(uli, *villages))

    shown = browser.get("/kampung/", {"urut": "poin"}).content.decode()
    found = browser.get("/kampung/", {"cari": "nomor"}).content.decode()

    assert '<strong class="num">8</strong> dari 8 kampung' in shown
    assert "Bukan Miliknya" not in shown
    assert "Rapuh Jaya" not in shown
    assert '<strong class="num">5</strong> dari 8 kampung' in found


def test_nobody_without_a_post_sees_a_list(
    as_user: Browser, kabupaten: dict[str, KampungKB]
) -> None:
    nobody = User.objects.create_user("tanpa", name="Tanpa Jabatan")

    assert as_user(nobody).get("/kampung/").status_code == 404


def test_rights_cost_the_same_for_three_villages_and_for_thirty(
    as_user: Browser, uli: User
) -> None:
    browser = as_user(uli)
    browser.get("/kampung/")
    with budget("insights:kampung_list:villages"):
        browser.get("/kampung/")

    villages = [f"91.37.01.2{number:03d}" for number in range(100, 127)]
    for code in villages:
        fill(make_kampung(code))
    browser = as_user(_also(uli, *villages))
    browser.get("/kampung/")

    with budget("insights:kampung_list:villages"):
        browser.get("/kampung/")


def _also(user: User, *villages: str) -> User:
    """The same person, with more areas in the post."""
    post = user.holdings.get().post
    for code in villages:
        post.areas.create(area=Area.objects.get(pk=code), since=timezone.now())
    return User.objects.get(pk=user.pk)
