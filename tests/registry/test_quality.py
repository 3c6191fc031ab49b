"""The queue of data quality: what opens an item, what closes it, whose turn it is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import Role, User
from naikkelas.areas.actions import put_setting
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import errors
from naikkelas.registry.actions import quality as actions
from naikkelas.registry.models import Evidence, KampungKB, QualityItem
from naikkelas.registry.queries import quality as queries
from naikkelas.registry.rules import quality, risk
from naikkelas.registry.rules.quality import Kind
from naikkelas.registry.rules.schema import FORMS
from tests.people import RECORDED, make_kampung, make_report, make_user

Browser = Callable[[User], Client]
TODAY = date(2025, 7, 9)
PENDUDUK = FORMS["penduduk"]


@pytest.fixture
def as_user(client: Client) -> Browser:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "today_of", lambda kabupaten: TODAY)


def reported(kampung: KampungKB, on: date = date(2025, 7, 3), **values: Any) -> Any:
    return make_report("penduduk", kampung, on, **values)


def opened() -> set[tuple[str, str]]:
    return {(item.kind, item.mark) for item in queries.open_items()}


# --- the rules, on worked numbers ---


def test_a_figure_is_an_outlier_beyond_four_deviations_from_its_own_median() -> None:
    # Median 100, deviations 0, 1, 2, 3, 3: their median 2, but a tenth of the median is larger,
    # so a figure may lie up to 4 × 10 away.
    past = [{"pus": one} for one in (97, 98, 100, 101, 103)]

    def found(value: int) -> list[str]:
        version = uuid4()
        items = quality.outliers(PENDUDUK, version, {"pus": value}, past, {}, [])
        return [item.detail for item in items]

    assert found(140) == []
    assert found(141) == ["Pasangan Usia Subur 141; biasanya sekitar 100"]
    assert found(59) == ["Pasangan Usia Subur 59; biasanya sekitar 100"]


def test_four_earlier_reports_say_nothing_about_what_is_usual() -> None:
    past = [{"pus": 100}] * 4

    assert list(quality.outliers(PENDUDUK, uuid4(), {"pus": 9000}, past, {}, [])) == []


def test_a_share_is_held_against_those_of_the_neighbours_relative_to_size() -> None:
    near = [
        {"pus": risk.Share("PUS per keluarga", part, 1000)} for part in (600, 610, 590, 605, 595)
    ]
    own = {"pus": risk.Share("PUS per keluarga", 990, 1000)}
    hamlet = {"pus": risk.Share("PUS per keluarga", 7, 10)}

    assert [one.mark for one in quality.outliers(PENDUDUK, uuid4(), {}, [], own, near)] == [
        "tetangga:pus"
    ]
    assert list(quality.outliers(PENDUDUK, uuid4(), {}, [], hamlet, near)) == []


@pytest.mark.parametrize(
    ("newest", "words"),
    [
        (date(2025, 4, 1), None),
        (date(2025, 3, 1), "Tidak ada laporan sejak Maret 2025 (4 bulan)"),
        (None, "Belum pernah ada laporan"),
    ],
)
def test_three_months_without_a_report_are_silence(newest: date | None, words: str | None) -> None:
    found = [one.detail for one in quality.silence(newest, None, TODAY)]

    assert found == ([words] if words else [])


def test_the_turn_goes_up_where_a_desk_is_empty() -> None:
    everybody = {"pokja", "pkb", "kecamatan", "operator"}

    assert [quality.owner(kind, everybody) for kind in Kind] == [
        *("pkb", "pkb", "kecamatan", "kecamatan", "pkb", "pokja")
    ]
    assert quality.owner(Kind.EVIDENCE, {"operator"}) == "operator"
    assert quality.owner(Kind.HARD, set()) == "operator"


# --- opening and closing ---


def test_items_open_at_the_newest_version_and_close_once_it_is_mended(
    kampung: KampungKB, sari: User
) -> None:
    reported(kampung, date(2025, 6, 3), broken_rules="melebihi_batas:keluarga")
    reported(kampung, broken_rules="melebihi_batas:pus", doubts="pus_melebihi_keluarga:pus")

    assert actions.refresh("91.37") == (2, 0)
    assert opened() == {
        ("keras", "melebihi_batas:pus"),
        ("peringatan", "pus_melebihi_keluarga:pus"),
    }
    hard = QualityItem.objects.get(kind="keras")
    assert (hard.owner_role, hard.due_on) == ("pkb", TODAY + timedelta(14))

    reported(kampung, date(2025, 7, 5), doubts="pus_melebihi_keluarga:pus")
    assert actions.refresh("91.37") == (0, 1)
    hard.refresh_from_db()
    assert (hard.outcome, hard.closed_by) == ("Sudah diperbaiki", None)
    lines = Event.objects.filter(verb="quality.refresh").order_by("at")
    assert [line.data for line in lines] == [
        {"opened": 2, "closed": 0},
        {"opened": 0, "closed": 1},
    ]


def test_a_second_refresh_finds_nothing_to_do_and_leaves_no_line(kampung: KampungKB) -> None:
    reported(kampung, broken_rules="melebihi_batas:pus")
    actions.refresh("91.37")

    assert actions.refresh("91.37") == (0, 0)
    assert Event.objects.filter(verb="quality.refresh").count() == 1


def test_what_a_person_judged_stays_closed_while_the_version_stands(
    kampung: KampungKB, sari: User
) -> None:
    reported(kampung, doubts="pus_melebihi_keluarga:pus")
    actions.refresh("91.37")
    item = QualityItem.objects.get()

    actions.close(item, reason="Sudah dihitung ulang bersama kader", by=sari)
    assert actions.refresh("91.37") == (0, 0)

    reported(kampung, date(2025, 7, 6), doubts="pus_melebihi_keluarga:pus")
    assert actions.refresh("91.37") == (1, 0)


def test_closing_asks_for_a_reason_and_for_the_right_desk(
    kampung: KampungKB, sari: User, rina: User, wayan: User, darma: User
) -> None:
    reported(kampung, doubts="pus_melebihi_keluarga:pus", broken_rules="melebihi_batas:pus")
    actions.refresh("91.37")
    item, other = QualityItem.objects.order_by("kind")

    for outsider in (rina, wayan):
        with pytest.raises(NotYours):
            actions.close(item, reason="benar", by=outsider)
    with pytest.raises(errors.ClosingReasonMissing):
        actions.close(item, reason=" ", by=sari)
    assert not Event.objects.filter(verb="quality.close").exists()
    actions.close(item, reason="benar", by=sari)
    with pytest.raises(errors.AlreadyClosed):
        actions.close(item, reason="benar", by=sari)
    actions.close(other, reason="dilihat kabupaten", by=darma)

    line = Event.objects.filter(verb="quality.close").first()
    assert line is not None
    assert "benar" not in str(line.data)


def test_copies_of_another_kampung_of_last_month_and_of_a_text_are_found(
    kampung: KampungKB,
) -> None:
    other = make_kampung("91.37.01.2008", nama="Sukatani")
    figures: dict[str, Any] = {
        name: 100 + place for place, name in enumerate(("pus", "keluarga", "remaja"))
    }
    figures |= {"l_00_04": 31, "l_05_09": 37, "l_10_14": 41}
    reported(other, date(2025, 7, 3), **figures)
    reported(kampung, date(2025, 6, 3), **figures)
    reported(kampung, date(2025, 7, 3), **figures)

    actions.refresh("91.37")

    assert opened() == {
        ("salinan", "angka_kampung_lain"),
        ("salinan", "sama_dengan_laporan_lalu:l_00_04"),
    }
    mine = QualityItem.objects.filter(kampung=kampung, mark="angka_kampung_lain").get()
    assert mine.detail == "Semua angka sama dengan Kampung Sukatani"


def test_a_copied_text_is_found(kampung: KampungKB) -> None:
    text = "Pelatihan pengelolaan data keluarga di balai desa selama dua hari"
    other = make_kampung("91.37.01.2008", nama="Sukatani")
    for one in (kampung, other):
        make_report("profil", one, date(2025, 7, 3), pokja_pelatihan=text)

    actions.refresh("91.37")

    assert opened() == {("salinan", "teks_kampung_lain:pokja_pelatihan")}


def test_silence_and_an_ending_decree_are_items_too(kampung: KampungKB, ani: User) -> None:
    evidence = Evidence.objects.create(
        kampung=kampung,
        kabupaten_code="91.37",
        form="profil",
        columns="pokja_ada|pokja_sk",
        kind="sk",
        stored_name="a.pdf",
        valid_until=TODAY + timedelta(37),
        added_by=1,
        added_at=RECORDED,
    )

    actions.refresh("91.37")

    item = QualityItem.objects.get(kind="bukti")
    assert (item.due_on, item.owner_role) == (TODAY + timedelta(37), "pokja")
    assert opened() == {("sepi", "tanpa_laporan"), ("bukti", f"bukti:{evidence.pk.hex}")}


def test_an_empty_desk_gets_its_items_back_when_somebody_takes_the_post(
    kampung: KampungKB, darma: User
) -> None:
    reported(kampung, broken_rules="melebihi_batas:pus")
    actions.refresh("91.37")
    assert QualityItem.objects.get().owner_role == "operator"

    make_user("sari", "Sari", Role.FIELD, Area.objects.get(pk=kampung.village_id))
    actions.refresh("91.37")

    assert QualityItem.objects.get().owner_role == "pkb"


def test_a_closed_kampung_has_no_items(kampung: KampungKB) -> None:
    reported(kampung, broken_rules="melebihi_batas:pus")
    actions.refresh("91.37")
    KampungKB.objects.update(is_active=False)

    assert actions.refresh("91.37") == (0, 1)


def test_only_kabupaten_in_which_something_happened_are_refreshed(
    kampung: KampungKB, sari: User
) -> None:
    cache.clear()
    reported(kampung, doubts="pus_melebihi_keluarga:pus")

    assert actions.refresh_changed() == ["91.37"]
    assert actions.refresh_changed() == []
    actions.close(QualityItem.objects.get(), reason="benar", by=sari)
    assert actions.refresh_changed() == ["91.37"]


def test_a_fixed_cutoff_says_what_is_looked_at_and_not_when_it_is_due(
    kampung: KampungKB, darma: User
) -> None:
    put_setting("91.37", "cutoff", "2025-06-30", by=darma)
    reported(kampung, date(2025, 6, 3), broken_rules="melebihi_batas:pus")
    reported(kampung, date(2025, 7, 3), broken_rules="melebihi_batas:keluarga")

    actions.refresh("91.37")

    only = QualityItem.objects.get()
    assert (only.mark, only.due_on) == ("melebihi_batas:pus", TODAY + timedelta(14))


# --- the screens ---


def item(kampung: KampungKB, number: int = 0, **more: Any) -> QualityItem:
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "kind": "keras",
        "form": "penduduk",
        "mark": f"melebihi_batas:pus{number}",
        "detail": "PUS: di atas batas yang dapat diterima",
        "owner_role": "pkb",
        "opened_at": RECORDED,
        "due_on": date(2025, 7, 15),
    }
    return QualityItem.objects.create(kampung=kampung, **(defaults | more))


def test_the_queue_tells_kinds_owners_and_what_is_overdue(
    as_user: Browser, rina: User, kampung: KampungKB
) -> None:
    item(kampung)
    item(kampung, 1, kind="pencilan", owner_role="kecamatan", due_on=date(2999, 1, 1))
    browser = as_user(rina)

    everything = browser.get("/mutu/").content.decode()
    mine = browser.get("/mutu/?giliran=saya").content.decode()
    overdue = browser.get("/mutu/?lewat=ya").content.decode()

    assert everything.count('class="row-link"') == 2
    assert "Melanggar aturan" in everything
    assert mine.count('class="row-link"') == 1
    assert "Kecamatan</td>" in mine
    assert "PKB/PLKB</td>" in overdue
    assert browser.get("/mutu/?jenis=tidakada").status_code == 404
    assert queries.open_for(rina).count() == 2
    assert queries.turn_of(rina).count() == 1


def test_nobody_elsewhere_sees_an_item(as_user: Browser, wayan: User, kampung: KampungKB) -> None:
    hidden = item(kampung)
    browser = as_user(wayan)

    assert "PUS" not in browser.get("/mutu/").content.decode()
    assert browser.get(f"/mutu/{hidden.pk}/").status_code == 404
    assert browser.post(f"/mutu/{hidden.pk}/", {"alasan": "benar"}).status_code == 404
    assert b"PUS" not in b"".join(browser.get("/mutu/unduh/").streaming_content)  # type: ignore[attr-defined]


def test_an_item_is_closed_on_its_page(as_user: Browser, sari: User, kampung: KampungKB) -> None:
    shown = item(kampung)
    browser = as_user(sari)
    url = f"/mutu/{shown.pk}/"
    assert "Tandai selesai" in browser.get(url).content.decode()

    assert browser.post(url, {"alasan": ""}).status_code == 422
    assert browser.post(url, {"alasan": "Sudah dicek"}).status_code == 302

    assert "Sudah dicek" in browser.get(url).content.decode()
    assert browser.get("/mutu/?selesai=ya").content.decode().count('class="row-link"') == 1


def test_the_list_as_csv_runs_nothing_in_a_spreadsheet(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    item(kampung, detail="=1+1", due_on=date(2025, 7, 15))

    answer = as_user(darma).get("/mutu/unduh/?jenis=keras")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    assert text.splitlines()[0].startswith("kode_desa,kampung,kecamatan,jenis")
    assert "'=1+1" in text


def test_thirty_items_cost_as_many_queries_as_one(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    item(kampung)
    browser.get("/mutu/")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            assert browser.get("/mutu/").status_code == 200
        return len(queries_made)

    one = cost()
    for number in range(1, 30):
        item(kampung, number)
    assert cost() == one


def test_a_refresh_costs_as_many_queries_for_thirty_kampung_as_for_one(
    kampung: KampungKB, sari: User
) -> None:
    def cost(kabupaten: str) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            queries.find(kabupaten, TODAY)
        return len(queries_made)

    reported(kampung)
    one = cost("91.37")
    for number in range(29):
        reported(make_kampung(f"91.37.01.20{number + 10}"))
    assert cost("91.37") == one
