"""Who sees which page."""

from collections.abc import Callable

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.registry.models import KampungKB

Browser = Callable[[User], Client]


def pages(kampung: KampungKB) -> list[str]:
    return [
        "/",
        "/wilayah/91.37/ringkasan/",
        "/wilayah/91.37.01/ringkasan/",
        "/kampung/",
        f"/kampung/{kampung.pk}/",
        f"/kampung/{kampung.pk}/coba/",
    ]


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, kampung: KampungKB) -> None:
    for url in pages(kampung):
        answer = client.get(url)
        arrives = "/portal/" if url == "/" else "/masuk/"
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, arrives)


def test_pak_darma_sees_all_pages_of_his_kabupaten(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    browser = as_user(darma)

    for url in pages(kabupaten["berkembang"]):
        assert browser.get(url).status_code == 200, url


def test_sari_sees_her_kampung_and_is_led_to_it_from_the_start(
    as_user: Browser, sari: User, kabupaten: dict[str, KampungKB]
) -> None:
    browser = as_user(sari)

    assert browser.get("/").headers["Location"] == "/kampung/"
    shown = browser.get("/kampung/").content.decode()
    assert "Sukamaju" in shown
    assert "Bukit Raya" not in shown
    assert browser.get(f"/kampung/{kabupaten['berkembang'].pk}/").status_code == 200


@pytest.mark.parametrize("who", ["sari", "wayan", "rina"])
def test_what_lies_outside_ones_area_is_not_found(
    who: str, request: pytest.FixtureRequest, as_user: Browser, kabupaten: dict[str, KampungKB]
) -> None:
    browser = as_user(request.getfixturevalue(who))
    other = kabupaten["naik"].pk  # in the other kecamatan

    for url in (
        "/wilayah/91.37/ringkasan/",
        "/wilayah/91.37.02/ringkasan/",
        "/wilayah/nasional/ringkasan/",
        "/kampung/?wilayah=91.37",
        f"/kampung/{other}/",
        f"/kampung/{other}/coba/",
    ):
        assert browser.get(url).status_code == 404, url


def test_an_area_that_does_not_exist_is_not_found(as_user: Browser, darma: User) -> None:
    assert as_user(darma).get("/wilayah/91.37.77/ringkasan/").status_code == 404


def test_nothing_is_changed_by_looking(as_user: Browser, darma: User, kampung: KampungKB) -> None:
    browser = as_user(darma)

    for url in pages(kampung):
        assert browser.post(url).status_code == 405, url
