"""Settings hang on an area, are inherited downwards, and are changed by those who may."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas import actions, queries
from naikkelas.areas.errors import LogoUnfit, SettingUnfit, SettingUnknown
from naikkelas.areas.models import AreaSetting
from naikkelas.areas.rules import SETTINGS
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"37" * 40


def test_every_default_passes_its_own_check() -> None:
    for setting in SETTINGS.values():
        assert setting.check(setting.default) == setting.default


def test_the_nearest_area_decides(darma: User, rina: User) -> None:
    actions.put_setting("", "office_name", "Kantor Nasional", by=system_user())
    actions.put_setting("91.37", "office_name", "DP3AP2KB Uji", by=darma)

    assert queries.setting("91.37.01.2001", "office_name") == "DP3AP2KB Uji"
    assert queries.setting("91.38", "office_name") == "Kantor Nasional"
    assert queries.setting("91.37", "office_unit") == ""


def test_a_sibling_with_a_longer_number_inherits_nothing(darma: User) -> None:
    actions.put_setting("91.37", "office_name", "DP3AP2KB Uji", by=darma)

    assert queries.setting("91.3", "office_name") == ""


def test_all_settings_of_an_area_come_with_their_origin_in_two_queries(
    darma: User, django_assert_num_queries: Any
) -> None:
    actions.put_setting("91.37", "cutoff", "2025-07-31", by=darma)
    actions.put_setting("91.37.01", "office_unit", "Balai Tanjung", by=darma)

    with django_assert_num_queries(2):
        held = queries.settings_of("91.37.01")

    assert (held["cutoff"].value, held["cutoff"].origin) == ("2025-07-31", "91.37")
    assert held["cutoff"].origin_name == "Kabupaten Uji"
    assert not held["cutoff"].is_own
    assert held["office_unit"].is_own
    assert held["instrument"].origin is None
    assert set(held) == set(SETTINGS)


def test_a_change_is_in_the_trail_with_before_and_after(darma: User) -> None:
    actions.put_setting("91.37", "office_name", "Dinas Lama", by=darma)
    actions.put_setting("91.37", "office_name", "Dinas  Baru", by=darma)

    event = Event.objects.filter(verb="area.set").latest("at")
    assert event.before == {"office_name": "Dinas Lama"}
    assert event.after == {"office_name": "Dinas Baru"}
    assert event.kabupaten_code == "91.37"


def test_clearing_goes_back_to_what_is_inherited(darma: User) -> None:
    actions.put_setting("", "cutoff", "2025-06-30", by=system_user())
    actions.put_setting("91.37", "cutoff", "2025-07-31", by=darma)

    actions.clear_setting("91.37", "cutoff", by=darma)

    assert queries.setting("91.37", "cutoff") == "2025-06-30"
    assert Event.objects.filter(verb="area.clear_setting").count() == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cutoff", "31 Juli"),
        ("cutoff", "1999-12-31"),
        ("instrument", "idm-2021"),
        ("time_zone", "Europe/Amsterdam"),
        ("level_labels", {"mandiri": "Dasar"}),
        ("level_labels", {"paripurna": "Paripurna"}),
        ("target_rule", {"share": 0, "levels": ["mandiri"], "mode": "newly_reached"}),
        ("target_rule", {"share": 0.05, "levels": [], "mode": "newly_reached"}),
        ("target_rule", {"share": 0.05, "levels": ["mandiri"], "mode": "lain"}),
        ("target_rule", "lima persen"),
        ("hard_caps", {"people": -1}),
        ("hard_caps", {"orang": 37}),
        ("office_name", "x" * 121),
        ("logo", "../../rahasia.png"),
    ],
)
def test_an_unfit_value_is_refused_without_trace(key: str, value: object, darma: User) -> None:
    with pytest.raises(SettingUnfit):
        actions.put_setting("91.37", key, value, by=darma)

    assert not AreaSetting.objects.exists()
    assert not Event.objects.exists()


def test_an_unknown_key_is_refused(darma: User) -> None:
    with pytest.raises(SettingUnknown):
        actions.put_setting("91.37", "warna", "biru", by=darma)


def test_only_the_labels_that_differ_need_be_given(darma: User) -> None:
    actions.put_setting("91.37", "level_labels", {"berkelanjutan": "Paripurna"}, by=darma)

    labels = queries.setting("91.37", "level_labels")
    assert (labels["berkelanjutan"], labels["dasar"]) == ("Paripurna", "Dasar")


@pytest.mark.parametrize("who", ["sari", "wayan", "head", "rina"])
def test_others_change_no_settings_of_the_kabupaten(
    who: str, request: pytest.FixtureRequest, client: Client
) -> None:
    person = request.getfixturevalue(who)
    request.getfixturevalue("sukamaju")
    with pytest.raises(NotYours):
        actions.put_setting("91.37", "office_name", "Dinas Lain", by=person)

    client.force_login(person)
    assert client.get("/wilayah/pengaturan/?wilayah=91.37").status_code == 404
    posted = client.post("/wilayah/pengaturan/?wilayah=91.37", {"key": "office_name"})
    assert posted.status_code == 404
    assert not AreaSetting.objects.exists()


# On screen --------------------------------------------------------------------------------------


def test_the_page_says_where_each_value_comes_from(client: Client, darma: User) -> None:
    actions.put_setting("", "office_name", "Kantor Nasional", by=system_user())
    client.force_login(darma)

    page = client.get(reverse("areas:settings")).content.decode()

    assert "Kantor Nasional" in page
    assert "dari Indonesia" in page
    assert "nilai bawaan" in page


@pytest.mark.parametrize(
    ("key", "posted", "stored"),
    [
        ("office_name", {"entry": "DP3AP2KB"}, "DP3AP2KB"),
        ("instrument", {"entry": "kampung-kb-2023-terkoreksi"}, "kampung-kb-2023-terkoreksi"),
        ("cutoff", {"kind": "date", "day": "2025-07-31"}, "2025-07-31"),
        ("cutoff", {"kind": "today", "day": ""}, "today"),
        (
            "target_rule",
            {"share": "5", "mode": "any_rise"},
            {"share": 0.05, "levels": [], "mode": "any_rise"},
        ),
        (
            "target_rule",
            {"share": "7,5", "levels": ["mandiri"], "mode": "newly_reached"},
            {"share": 0.075, "levels": ["mandiri"], "mode": "newly_reached"},
        ),
        (
            "hard_caps",
            {"people": "37.000", "families": "9000", "members": "137"},
            {"people": 37_000, "families": 9_000, "members": 137},
        ),
        ("time_zone", {"entry": "Asia/Jayapura"}, "Asia/Jayapura"),
    ],
)
def test_a_setting_is_changed_on_screen(
    key: str, posted: dict[str, Any], stored: object, client: Client, darma: User
) -> None:
    client.force_login(darma)

    fields = {f"{key}-{name}": value for name, value in posted.items()}
    answer = client.post("/wilayah/pengaturan/?wilayah=91.37", {"key": key, **fields})

    assert answer.status_code == 302
    assert queries.setting("91.37", key) == stored


def test_a_wrong_entry_is_said_beside_its_setting(client: Client, darma: User) -> None:
    client.force_login(darma)

    answer = client.post(
        "/wilayah/pengaturan/?wilayah=91.37",
        {
            "key": "target_rule",
            "target_rule-share": "150",
            "target_rule-levels": ["mandiri"],
            "target_rule-mode": "newly_reached",
        },
    )

    assert answer.status_code == 422
    assert "antara 0 dan 100 persen" in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "posted", "said"),
    [
        ("cutoff", {"kind": "date", "day": ""}, "Isi tanggalnya, atau pilih"),
        ("target_rule", {"share": "5", "mode": "newly_reached"}, "Pilih sedikitnya satu kelas"),
    ],
)
def test_what_a_choice_needs_is_asked_for_beside_it(
    key: str, posted: dict[str, str], said: str, client: Client, darma: User
) -> None:
    client.force_login(darma)
    url = "/wilayah/pengaturan/?wilayah=91.37"
    before = client.get(url).content.decode()

    sent = {f"{key}-{name}": value for name, value in posted.items()}
    answer = client.post(url, {"key": key, **sent})

    # Then it was never called optional, and is not stored without
    section = before.split(f'id="{key}"')[1].split("</section>")[0]
    assert "boleh kosong" not in section
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AreaSetting.objects.exists()


def test_a_logo_is_kept_under_a_random_name_and_served_safely(
    client: Client, darma: User, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    name = actions.put_logo("91.37", PNG, by=darma).value

    answer = client.get(reverse("areas:logo", args=[name]))  # anonymous: the sign-in page shows it

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert len(name) > 30


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"GIF89a", b"", PNG + b"0" * 1024 * 1024]
)
def test_other_files_are_no_logo(content: bytes, darma: User, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(LogoUnfit):
        actions.put_logo("91.37", content, by=darma)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["..%2Frahasia.png", "tidak-ada.png", "kunci-rahasia"])
def test_the_logo_address_gives_nothing_else(name: str, client: Client) -> None:
    assert client.get(f"/wilayah/logo/{name}").status_code == 404


def test_the_target_rule_names_the_classes_as_the_office_does(client: Client, darma: User) -> None:
    actions.put_setting("91.37", "level_labels", {"berkelanjutan": "Paripurna"}, by=darma)
    client.force_login(darma)

    page = client.get("/wilayah/pengaturan/?wilayah=91.37").content.decode()

    boxes = re.findall(
        r'name="target_rule-levels"[^>]*value="berkelanjutan".*?</label>', page, re.S
    )
    assert len(boxes) == 1
    assert "Paripurna" in boxes[0]
    assert "Berkelanjutan" not in boxes[0]


def test_another_clock_holds_at_once_although_it_is_remembered(darma: User) -> None:
    before = queries.local_now("91.37", remembered=True).utcoffset()

    actions.put_setting("91.37", "time_zone", "Asia/Jakarta", by=darma)
    west = queries.local_now("91.37", remembered=True).utcoffset()
    actions.put_setting("91.37", "time_zone", "Asia/Jayapura", by=darma)
    east = queries.local_now("91.37", remembered=True).utcoffset()
    actions.clear_setting("91.37", "time_zone", by=darma)

    assert (west, east) == (timedelta(hours=7), timedelta(hours=9))
    assert queries.local_now("91.37", remembered=True).utcoffset() == before
