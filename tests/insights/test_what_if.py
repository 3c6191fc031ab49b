"""Trying steps and figures: the class at once, and nothing stored."""

from collections.abc import Callable

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.insights.queries.what_if import WhatIf, what_if
from naikkelas.registry.models import KKBPK, KampungKB, Profil
from tests.insights.conftest import budget

Browser = Callable[[User], Client]


def tried(kampung: KampungKB, **asked: str) -> WhatIf:
    return what_if(kampung, viewpoint(kampung.village_id, asked), asked)


def test_nothing_ticked_leaves_the_class_as_it_is(kampung: KampungKB) -> None:
    page = tried(kampung)

    assert page.before.card == page.after.card
    assert not page.is_changed


def test_a_step_is_scored_at_once_under_both_rules(kampung: KampungKB) -> None:
    page = tried(kampung, ganti_suntik="14")

    assert (page.before.card.level, page.after.card.level) == ("berkembang", "berkelanjutan")
    assert page.other_after.card.level == "berkelanjutan"
    assert page.remaining == ()


def test_a_typed_figure_replaces_the_reported_one(kampung: KampungKB) -> None:
    page = tried(kampung, angka_pus="90")

    assert page.after.card.score("cpr").value == 94
    assert page.after.values["pus"] == 90


def test_no_more_is_done_than_can_be(kampung: KampungKB) -> None:
    # Given 61 users of injections
    page = tried(kampung, ganti_suntik="9999", tambah_sumber_dana="37")

    assert page.after.values["suntik"] == 0
    assert page.after.values["sumber_dana"] == 6


@pytest.mark.parametrize("text", ["", "banyak", "-3", "1e9", "١٢", "99999999999", "<b>"])
def test_what_is_no_number_is_left_out(text: str, kampung: KampungKB) -> None:
    assert not tried(kampung, ganti_suntik=text, angka_pus=text).is_changed


def test_trying_stores_nothing(as_user: Browser, darma: User, kampung: KampungKB) -> None:
    as_user(darma).get(f"/kampung/{kampung.pk}/coba/", {"ganti_suntik": "14"})

    assert (Profil.objects.count(), KKBPK.objects.get().suntik) == (1, 61)


def test_the_address_can_be_shared_and_htmx_gets_the_result_alone(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser, url = as_user(darma), f"/kampung/{kampung.pk}/coba/?ganti_suntik=14"

    whole = browser.get(url).content.decode()
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()

    assert 'name="ganti_suntik" min="0" max="61" value="14"' in whole
    assert "<html" not in part
    assert "Paripurna" in part


def test_a_trial_costs_few_queries(as_user: Browser, darma: User, kampung: KampungKB) -> None:
    browser, url = as_user(darma), f"/kampung/{kampung.pk}/coba/?ganti_suntik=14"
    browser.get(url)

    with budget("insights:what_if"):
        browser.get(url)
