"""A public page is made once, kept, and made anew when the trail grows."""

import gzip
from typing import Any

import pytest
from django.test import Client

from naikkelas.audit.actions import record
from naikkelas.publicsite.models import RenderedPage
from naikkelas.publicsite.queries.sites import PublicSite

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
