"""What programs read is what the screens show, for whom they show it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from naikkelas.accounts.models import PostArea, Role, User
from naikkelas.api.actions import quota
from naikkelas.classification import queries as classification
from naikkelas.classification.actions import take_snapshots
from naikkelas.registry.models import KampungKB, Profil
from naikkelas.roadmap.queries import target
from tests.api.v1.conftest import Program
from tests.insights.conftest import CUTOFF, budget, fill
from tests.people import make_area, make_kampung, make_report, make_user
from tests.roadmap_office.making import make_scenario, make_step

pytestmark = pytest.mark.django_db


def _all(program: Program, path: str, **query: Any) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows: list[dict[str, Any]] = []
    more: dict[str, str] = {}
    while True:
        page = program.get(path, {"banyak": 2, **query, **more}).json()
        assert len(page["data"]) <= 2
        rows += page["data"]
        if page["berikutnya"] is None:
            return rows
        more = {"setelah": page["berikutnya"]}


def test_every_kampung_of_the_area_comes_once(
    program: Program, kabupaten: dict[str, KampungKB], wayan: User
) -> None:
    make_kampung("92.41.03.2007")

    rows = _all(program, "kampung")

    assert sorted(row["id"] for row in rows) == sorted(str(one.pk) for one in kabupaten.values())
    assert {row["kode_kabupaten"] for row in rows} == {"91.37"}


def test_a_row_that_is_added_while_reading_moves_no_other(
    program: Program, kabupaten: dict[str, KampungKB]
) -> None:
    before = {str(one.pk) for one in kabupaten.values()}
    first = program.get("kampung", {"banyak": 2}).json()
    make_kampung("91.37.02.2009")
    KampungKB.objects.filter(pk=first["data"][0]["id"]).update(nama="Nama baru")

    rest: list[str] = []
    after = first["berikutnya"]
    while after:
        page = program.get("kampung", {"banyak": 2, "setelah": after}).json()
        rest += [row["id"] for row in page["data"]]
        after = page["berikutnya"]

    seen = [row["id"] for row in first["data"]] + rest
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"wilayah": "91.37.02"}, {"naik", "diam", "rapuh"}),
        ({"nama": "bukit"}, {"paripurna"}),
        ({"aktif": "false"}, set()),
        ({"wilayah": "92"}, set()),
    ],
)
def test_kampung_are_found_by_what_was_asked(
    program: Program, kabupaten: dict[str, KampungKB], query: dict[str, str], expected: set[str]
) -> None:
    rows = _all(program, "kampung", **query)

    assert {row["id"] for row in rows} == {str(kabupaten[name].pk) for name in expected}


def test_a_report_is_told_without_names_and_contacts(program: Program, kampung: KampungKB) -> None:
    Profil.objects.update(plkb_nama="Bu Ratna", plkb_nip="1" * 18, plkb_kontak="0812")
    stored = Profil.objects.get()

    page = program.get("laporan/profil")
    one = program.get(f"laporan/profil/{stored.pk}")

    assert one.json() == page.json()["data"][0]
    assert one.json()["isi"]["pokja_anggota"] == 14
    assert one.json()["isi"]["sumber_dana"] == ["apbd", "dana_desa"]
    assert one.json()["isi"]["pokja_sk"] is None  # not filled in, which is not no
    assert not {"plkb_nama", "plkb_nip", "plkb_kontak"} & set(one.json()["isi"])
    assert "Ratna" not in page.content.decode() + one.content.decode()


def test_reports_are_found_by_month_state_and_kampung(
    program: Program, kabupaten: dict[str, KampungKB]
) -> None:
    make_report("kkbpk", kabupaten["diam"], date(2025, 7, 3), iud=7)

    rows = _all(program, "laporan/kkbpk", tahun=2025, bulan=7)
    returned = _all(program, "laporan/kkbpk", keadaan="dikembalikan")
    of_one = _all(program, "laporan/kkbpk", kampung=kabupaten["naik"].pk)

    assert [(row["kampung"], row["isi"]["iud"]) for row in rows] == [(str(kabupaten["diam"].pk), 7)]
    assert returned == []
    assert [row["tanggal_isi"] for row in of_one] == ["2025-03-07"]


def test_activities_are_told_in_their_current_version(
    program: Program, kabupaten: dict[str, KampungKB]
) -> None:
    rows = _all(program, "kegiatan", dari="2025-06-01")

    assert {row["kampung"] for row in rows} == {
        str(kabupaten["berkembang"].pk),
        str(kabupaten["paripurna"].pk),
    }
    one = program.get(f"kegiatan/{rows[0]['id']}").json()
    assert one == rows[0]
    assert one["isi"]["instansi"][0] == "puskesmas"


def test_classes_are_those_of_the_screens_under_both_rules(
    program: Program, kabupaten: dict[str, KampungKB]
) -> None:
    rows = _all(program, "kelas")

    found = {row["kampung"]: row for row in rows}
    assert [row["kode_desa"] for row in rows] == sorted(row["kode_desa"] for row in rows)
    for one in kabupaten.values():
        row = found[str(one.pk)]
        for which, rule in (("utama", "kampung-kb-2023"), ("pembanding", None)):
            told = row[which]
            card = classification.card(
                one, cutoff=CUTOFF, instrument=rule or told["aturan"], basis="terverifikasi"
            )
            assert told["klasifikasi"] == card.level
            assert told["indeks_output"] == card.scorecard.indexes["output"]
            assert told["skor"] == {one.code: one.score for one in card.scorecard.scores}


def test_the_class_of_one_kampung_comes_with_its_reasons(
    program: Program, kampung: KampungKB
) -> None:
    found = program.get(f"kampung/{kampung.pk}/kelas", {"per": "2025-07-31"}).json()

    assert found["utama"]["klasifikasi"] == "berkembang"
    assert found["sudut"]["per"] == "2025-07-31"
    assert {one["kode"] for one in found["indikator"]} == set(found["utama"]["skor"])


def test_the_gap_says_what_is_missing_and_what_to_do(program: Program, kampung: KampungKB) -> None:
    found = program.get(f"kampung/{kampung.pk}/kekurangan").json()

    best = found["tujuan"][0]["cabang"][0]
    assert best["poin"] == sum(one["ke"] - one["dari"] for one in best["pilihan"][0]["kenaikan"])
    assert best["pilihan"][0]["langkah"]


def test_the_target_is_the_one_of_the_screens(
    program: Program, kabupaten: dict[str, KampungKB]
) -> None:
    found = program.get("target").json()

    own = target("91.37", CUTOFF, "kampung-kb-2023")
    assert found["hitungan"]["kampung"] == own.progress.kampung == 5
    assert found["hitungan"]["tercapai"] == len(own.progress.reached)
    assert [one["kampung"].replace("-", "") for one in found["terdekat"]] == [
        one.kampung_uuid.replace("-", "") for one in own.nearest
    ]


def test_the_figures_of_the_year_are_those_of_the_screen(
    program: Program, kabupaten: dict[str, KampungKB], darma: User
) -> None:
    browser = Client()
    browser.force_login(darma)
    page = browser.get(f"/wilayah/91.37/angka.json?per={CUTOFF}").json()
    screen = {one["code"]: one["value"] for part in page["chapters"] for one in part["figures"]}

    found = program.get("angka", {"per": str(CUTOFF)}).json()

    told = {one["kode"]: one["nilai"] for part in found["bab"] for one in part["angka"]}
    assert told == screen
    assert (told["kampung"], told["peserta"]) == (5, None)
    assert (found["sejak"], found["sudut"]["wilayah"]) == (f"{CUTOFF.year}-01-01", "91.37")
    assert program.get("angka", {"wilayah": "92.41"}).status_code == 404


def test_summaries_come_from_the_cube_to_all_for_what_is_public(
    program: Program, kabupaten: dict[str, KampungKB], darma: User
) -> None:
    take_snapshots("91.37", cutoffs=[CUTOFF], instruments=["kampung-kb-2023"], by=darma)

    inside = program.get("ringkasan", {"wilayah": "91.37", "dasar": "dilaporkan"}).json()
    outside = Client().get("/api/v1/ringkasan", {"wilayah": "91.37"})
    deeper = Client().get("/api/v1/ringkasan", {"wilayah": "91.37.01"})
    declared = Client().get("/api/v1/ringkasan", {"wilayah": "91.37", "dasar": "dilaporkan"})
    history = Client().get("/api/v1/ringkasan/riwayat", {"wilayah": "91.37"}).json()

    assert inside["ringkasan"]["kampung"] == 5
    assert sum(inside["ringkasan"]["kelas"].values()) == 5
    assert [one["wilayah"] for one in inside["bawahan"]] == ["91.37.01", "91.37.02"]
    assert outside.json()["ringkasan"]["dasar"] == "terverifikasi"
    assert outside.json()["bawahan"] == []
    assert (deeper.status_code, declared.status_code) == (404, 404)
    assert [one["per"] for one in history["data"]] == ["2025-07-31"]


def test_steps_of_the_plan_in_force_are_told(program: Program, kampung: KampungKB) -> None:
    step = make_step(kampung, make_scenario(kampung, in_force=True))

    rows = _all(program, "langkah")

    assert [row["id"] for row in rows] == [str(step.pk)]
    assert "pendamping" not in rows[0]


def test_areas_and_instruments_are_open_to_all(kampung: KampungKB) -> None:
    anybody = Client()

    areas = anybody.get("/api/v1/wilayah", {"induk": "91.37.01"}).json()
    one = anybody.get("/api/v1/wilayah/91.37.01.2001").json()
    rules = anybody.get("/api/v1/instrumen").json()["data"]
    rule = anybody.get(f"/api/v1/instrumen/{rules[0]['id']}").json()

    assert [area["kode"] for area in areas["data"]] == ["91.37.01.2001"]
    assert (one["nama"], one["tingkat"]) == ("Sukamaju", 4)
    assert rule["sha256"] == rules[0]["sha256"]
    assert rule["teks"].strip()


def test_a_key_of_two_villages_sees_both_and_nothing_between(
    kabupaten: dict[str, KampungKB], sari: User
) -> None:

    post = sari.holdings.get().post
    PostArea.objects.create(post=post, area_id="91.37.02.2003", since=post.opened_at)
    sari.forget_posts()
    program = Program(sari)

    codes = {row["kode_desa"] for row in _all(program, "kelas")}

    assert codes == {"91.37.01.2001", "91.37.02.2003"}


def test_what_lies_elsewhere_is_not_there(
    program: Program, kabupaten: dict[str, KampungKB], wayan: User
) -> None:
    other = make_kampung("92.41.03.2007")
    report = make_report("profil", other, date(2025, 7, 3))

    paths = [
        f"kampung/{other.pk}",
        f"kampung/{other.pk}/kelas",
        f"kampung/{other.pk}/kekurangan",
        f"laporan/profil/{report.pk}",
        f"kampung/{uuid4()}",
        "kampung/bukan-uuid",
        "wilayah/99.99",
        "instrumen/tidak-ada",
    ]
    asked = [program.get(path) for path in paths]
    asked += [program.get(path, {"wilayah": "92.41"}) for path in ("kelas", "target")]

    assert {answer.status_code for answer in asked} == {404}
    assert {answer.json()["code"] for answer in asked} == {"api.not_found"}


def test_a_country_is_too_large_to_be_classified_at_once(kampung: KampungKB) -> None:
    nation = make_user("pusat", "Pusat", Role.NATION, None)
    program = Program(nation)

    assert program.get("kelas").json()["code"] == "api.area_too_large"
    assert program.get("kelas", {"wilayah": "91.37"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("kampung", "api:v1_kampung_list"),
        ("laporan/profil", "api:v1_profil_list"),
        ("kegiatan", "api:v1_activities"),
        ("kelas", "api:v1_classes"),
        ("langkah", "api:v1_steps"),
    ],
)
def test_more_rows_need_no_more_queries(
    program: Program, kampung: KampungKB, path: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "WINDOW_SECONDS", 10**9)  # no minute begins in between
    program.get(path)  # the schema, the last use and the minute's count
    with budget(key):
        program.get(path)
    plan = make_scenario(kampung, in_force=True)
    for number in range(1, 31):
        one = fill(make_kampung(make_area(f"91.37.03.2{number:03}", f"Desa {number}")))
        make_step(one, plan)

    with budget(key):
        assert len(program.get(path).json()["data"]) >= 30
