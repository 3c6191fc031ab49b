"""Kampung are drawn by points where no boundary is known; an example says what its point is."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.registry.models import KampungKB
from tests.people import make_kampung

pytestmark = pytest.mark.django_db
NOTE = "titik tengah desanya"


@pytest.fixture
def placed(site: PublicSite) -> PublicSite:
    """The kampung and a neighbour with their points."""
    KampungKB.objects.filter(pk=site.kampung.pk).update(lintang=-3.81, bujur=114.77)
    make_kampung("91.37.01.2002", nama="Bukit Raya", lintang=-3.85, bujur=114.7)
    return site


def structured(reader: Client, site: PublicSite) -> dict[str, Any]:
    home = reader.get(site.url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', home, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_the_kampung_of_the_kecamatan_are_dots_with_a_table(
    reader: Client, placed: PublicSite
) -> None:
    page = reader.get(f"{placed.url}kontak/").content.decode()

    assert len(re.findall('<circle class="a"', page)) == 1
    assert len(re.findall('<circle class="b"', page)) == 1
    assert all(
        f'<td class="num">{one}</td>' in page
        for one in ("\N{MINUS SIGN}3,810", "114,770", "\N{MINUS SIGN}3,850")
    )
    assert NOTE not in page
    assert structured(reader, placed)["location"]["geo"]["latitude"] == -3.81


def test_the_point_of_an_example_says_so_and_is_told_to_no_search_engine(
    reader: Client, placed: PublicSite
) -> None:
    KampungKB.objects.update(is_example=True)

    page = reader.get(f"{placed.url}kontak/").content.decode()

    assert NOTE in page
    assert "(titik contoh)" in page
    assert "centre of the village" in reader.get(f"{placed.url}kontak/?bahasa=en").content.decode()
    assert "location" not in structured(reader, placed)


@pytest.mark.parametrize("missing", ["own", "others"])
def test_without_two_points_nothing_is_drawn(
    reader: Client, placed: PublicSite, missing: str
) -> None:
    own = KampungKB.objects.filter(pk=placed.kampung.pk)
    others = KampungKB.objects.exclude(pk=placed.kampung.pk)
    (own if missing == "own" else others).update(lintang=None, bujur=None)

    assert "<circle" not in reader.get(f"{placed.url}kontak/").content.decode()
