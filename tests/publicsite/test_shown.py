"""What a site shows is read once, and is what the slower roads give."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from naikkelas.accounts.queries import system_user
from naikkelas.areas.actions import put_setting
from naikkelas.areas.queries import setting, several_settings
from naikkelas.classification.queries import card, cutoff_of, instrument_of
from naikkelas.publicsite.queries.shown import SETTINGS, Shown, endorsed
from naikkelas.publicsite.queries.sites import PublicSite, site_of
from naikkelas.publicsite.queries.texts import on_home, published
from naikkelas.registry.models import KampungKB, State
from naikkelas.roadmap.queries import goals, nearest
from tests.activities.making import make_activity
from tests.insights.conftest import settings_of_uji as settings_of_uji
from tests.publicsite.making import make_public_text, make_text

pytestmark = pytest.mark.django_db


def test_the_nearest_class_is_that_of_all_the_ways_up(kabupaten: dict[str, KampungKB]) -> None:
    found = 0
    for kampung in kabupaten.values():
        code = kampung.village_id
        one = card(kampung, cutoff=cutoff_of(code), instrument=instrument_of(code))
        whole = goals(one)
        if not whole:
            assert nearest(one) is None
            continue
        assert nearest(one) == min(whole, key=lambda each: each.goal.points).branches[0]
        found += 1
    assert found > 1


def test_activities_are_counted_as_the_list_shows_them(site: PublicSite) -> None:
    told = {"state": State.ENDORSED, "endorsed_at": timezone.now()}
    today = date(2025, 8, 5)
    for days in (0, 364, 365, 366, 700):
        make_activity(site.kampung, today - timedelta(days=days), **told)
    make_activity(site.kampung, today, state=State.SENT)
    make_activity(site.kampung, today, withdrawn_at=timezone.now(), withdrawn_by=0, **told)

    shown = Shown(site)

    year = endorsed(site).filter(tanggal__gt=today - timedelta(days=365), tanggal__lte=today)
    assert shown.done_in(365) == year.count() > 0
    assert shown.fresh_on == today


def test_several_settings_are_those_asked_for_one_by_one(site: PublicSite) -> None:
    code = site.kampung.village_id
    put_setting(code[:5], "level_labels", {"mandiri": "Mandiri sekali"}, by=system_user())

    assert several_settings(code, SETTINGS) == {key: setting(code, key) for key in SETTINGS}


def test_the_words_of_home_are_those_of_their_pages(site: PublicSite) -> None:
    for number in range(4):
        make_public_text(site.kampung, f"Kabar {number}", "Isi.")
    make_text(site.kampung, "Draf", "Isi.")
    make_public_text(site.kampung, "Selamat datang", "Halo.", kind="sambutan")

    welcome, news = on_home(site, 3)

    assert welcome is not None
    assert welcome.title == "Selamat datang"
    assert news == published(site, "kabar")[:3]


def test_without_words_home_has_none(site: PublicSite) -> None:
    assert on_home(site_of(site.kampung), 3) == (None, [])
