"""A public page is made once, kept, and made anew when the trail grows."""

import gzip
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.audit.actions import record
from naikkelas.audit.models import Event
from naikkelas.publicsite import rendered
from naikkelas.publicsite.actions import sites as actions
from naikkelas.publicsite.models import RenderedPage
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rules.themes import THEMES
from tests.people import make_area, make_kampung, make_user

pytestmark = pytest.mark.django_db


def test_a_kampung_has_a_site_without_a_row(reader: Client, site: PublicSite) -> None:
    answer = reader.get(site.url)

    assert answer.status_code == 200
    assert f"Kampung Keluarga Berkualitas {site.name}" in answer.content.decode()
    assert site.choices is None


def test_the_second_reader_gets_what_was_made_for_the_first(
    reader: Client, site: PublicSite, django_assert_num_queries: Any
) -> None:
    first = reader.get(site.url)

    with django_assert_num_queries(1):
        again = reader.get(site.url)

    assert again.content == first.content
    assert RenderedPage.objects.count() == 1


def test_who_has_the_page_is_told_so(reader: Client, site: PublicSite) -> None:
    etag = reader.get(site.url).headers["ETag"]

    again = reader.get(site.url, headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"].startswith("public, max-age=0")


def test_the_page_goes_out_compressed_and_no_cache_looks_at_cookies(
    reader: Client, site: PublicSite
) -> None:
    for _ in range(2):  # as it is made, and as it is kept
        answer = reader.get(site.url, headers={"accept-encoding": "gzip"})

        assert "<h1>" in gzip.decompress(answer.content).decode()
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert not answer.cookies


def test_an_act_in_the_kabupaten_makes_it_anew(reader: Client, site: PublicSite, ani: Any) -> None:
    reader.get(site.url)
    site.kampung.nama = "Sukamaju Jaya"
    site.kampung.save(update_fields=["nama"])
    record("kampung.edit", site.kampung, by=ani, kabupaten=site.kabupaten_code)

    answer = reader.get(site.url, follow=True)

    assert "Sukamaju Jaya" in answer.content.decode()


def test_an_address_nobody_has_is_not_found_and_not_kept(reader: Client, site: PublicSite) -> None:
    answer = reader.get("/k/tidak-ada-9137019999/")

    assert answer.status_code == 404
    assert not RenderedPage.objects.exists()


def test_a_process_asks_at_most_every_two_seconds(
    reader: Client,
    site: PublicSite,
    ani: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:
    settings.PUBLIC_HELD_SECONDS = 2
    clock = [1000.0]
    monkeypatch.setattr(rendered, "monotonic", lambda: clock[0])
    monkeypatch.setattr(rendered, "_shelf", rendered.Shelf(1_000_000))  # of this test alone
    reader.get(site.url)

    with django_assert_num_queries(0):
        reader.get(site.url)
    actions.take_down(site.kampung, reason="Keliru", by=ani)
    clock[0] += 2.01

    assert reader.get(site.url).status_code == 410


def test_an_act_that_began_before_and_ended_after_is_noticed(
    reader: Client, site: PublicSite, ani: Any
) -> None:
    """An import writes its event first, and commits when it is done."""
    reader.get(site.url)
    late = record("site.look", site.kampung, by=ani, kabupaten=site.kabupaten_code)
    earlier = late.at - timedelta(minutes=37)
    Event.objects.bulk_create(
        [Event(at=earlier, actor_id=ani.pk, verb="x", kabupaten_code=site.kabupaten_code)]
    )
    before = RenderedPage.objects.get().seen

    reader.get(site.url)

    assert RenderedPage.objects.get().seen == before + 2


def test_a_page_is_made_anew_each_day(reader: Client, site: PublicSite) -> None:
    reader.get(site.url)
    first = RenderedPage.objects.get().day

    with time_machine.travel(datetime(2025, 8, 6, 2, 42, tzinfo=UTC), tick=False):
        reader.get(site.url)

    assert RenderedPage.objects.get().day == first + timedelta(days=1)


def test_acts_elsewhere_leave_it_as_it_is(reader: Client, site: PublicSite, ani: Any) -> None:
    reader.get(site.url)
    seen = RenderedPage.objects.get().seen
    record("site.look", site.kampung, by=ani, kabupaten="92.41")

    reader.get(site.url)

    assert RenderedPage.objects.get().seen == seen


def test_what_is_done_for_another_kampung_makes_nothing_old(
    reader: Client, site: PublicSite, ani: User
) -> None:
    village = make_area("91.37.01.2002", "Bukit Raya")
    neighbour = make_kampung(village)
    wati = make_user("wati", "Bu Wati", Role.POKJA_CHAIR, village)
    look: dict[str, Any] = {"theme": list(THEMES)[-1], "local_name": "", "has_english": True}
    reader.get(site.url)
    seen = RenderedPage.objects.get().seen

    actions.choose_look(neighbour, by=wati, **look)
    reader.get(site.url)
    assert RenderedPage.objects.get().seen == seen

    actions.choose_look(site.kampung, by=ani, **look)
    reader.get(site.url)
    assert RenderedPage.objects.get().seen == seen + 1


def test_the_shelf_holds_so_many_bytes(settings: Any) -> None:
    settings.PUBLIC_HELD_SECONDS = 1000
    shelf = rendered.Shelf(100)
    page = rendered.Held(b"x" * 40, rendered.HTML, 200, "e", monotonic())

    for key in "abc":
        shelf.put(key, page)

    assert shelf.get("a") is None
    assert shelf.get("b") == shelf.get("c") == page


def test_copies_that_nobody_asks_for_are_removed(reader: Client, site: PublicSite) -> None:
    reader.get(site.url)
    assert rendered.clear_old() == 0

    with time_machine.travel(datetime(2025, 8, 8, 2, 42, tzinfo=UTC), tick=False):
        assert rendered.clear_old() == 1


def test_a_page_of_an_older_release_is_not_shown(
    reader: Client, site: PublicSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its style sheet may be gone, and what it left out may have been a mistake."""
    reader.get(site.url)
    monkeypatch.setattr(rendered, "release", lambda: "0037")

    reader.get(site.url)

    assert RenderedPage.objects.count() == 2
