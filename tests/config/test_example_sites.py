"""The sites of the example say something, by the way of people, and all of it is marked."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from naikkelas.accounts.queries import system_user
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.config.commands import example_site_words as words
from naikkelas.config.commands.example import ACCOUNTS
from naikkelas.config.commands.example_activities import _picture
from naikkelas.config.commands.example_sites import KECAMATAN, PICTURE, SHOWN, make_sites
from naikkelas.publicsite.models import Aspiration, PhotoRelease, SiteText, SiteTextVersion
from naikkelas.publicsite.queries.photos import path_of
from naikkelas.publicsite.queries.sites import site_url
from naikkelas.registry.models import KampungKB
from tests.people import make_area, make_kampung, make_user

CUTOFF, TODAY = date(2025, 7, 31), date(2025, 11, 3)
VILLAGES = (f"{KECAMATAN}.2003", SHOWN)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def _example() -> list[KampungKB]:
    made = [make_kampung(make_area(code, "Desa Contoh"), is_example=True) for code in VILLAGES]
    for name, _, role, code, person in ACCOUNTS:
        make_user(name, person, role, Area.objects.get(pk=code))
    return made


def test_texts_photos_and_voices_are_there_and_marked() -> None:
    kampung = _example()

    assert make_sites(CUTOFF, TODAY, by=system_user()) == 2

    assert SiteText.objects.filter(state="terbit", is_example=True).count() == 2 * 7
    assert SiteText.objects.filter(state="diajukan", kampung=kampung[1]).count() == 1
    assert all("contoh" in one.title for one in SiteTextVersion.objects.all())
    assert not Kegiatan.objects.filter(tanggal__lte=CUTOFF).exists()
    assert Aspiration.objects.filter(state="tampil", words__startswith="Contoh").count() == 2
    assert Event.objects.filter(verb="site_text.publish").count() == 2 * 7
    assert PhotoRelease.objects.count() == 2
    for one in PhotoRelease.objects.all():
        assert one.faces == "tanpa"
        assert path_of(one, 360, "avif").is_file()
    page = Client().get(f"{site_url(kampung[0])}kabar/").content.decode()
    assert "Pasar keripik pisang" in page


def test_the_words_and_the_picture_are_the_same_each_time() -> None:
    place = words.PLACES[0]

    once, again = (words.news("Tirta Jaya", place, Random("37 x"), "") for _ in range(2))

    assert once == again
    assert once != words.news("Tirta Jaya", place, Random("37 y"), "")
    assert _picture(PICTURE, Random("37 x")) == _picture(PICTURE, Random("37 x"))


def test_no_activity_lies_before_the_cut_off() -> None:
    _example()

    make_sites(CUTOFF, date(2025, 8, 2), by=system_user())

    assert not Kegiatan.objects.exists()
    assert SiteText.objects.filter(state="terbit").exists()


def test_without_the_accounts_nothing_is_written() -> None:
    assert make_sites(CUTOFF, TODAY, by=system_user()) == 0
