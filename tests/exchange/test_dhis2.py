"""DHIS2 in and out: the structure that its API reads, and back through preview and apply."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.queries import dhis2 as queries
from naikkelas.exchange.rules import dhis2
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from naikkelas.registry.rules.schema import REPORTS
from tests.people import make_kampung, make_report

UID = re.compile(r"^[A-Za-z][A-Za-z0-9]{10}$")
VILLAGE = "91.37.01.2001"


@pytest.fixture
def kampung(uji: Area) -> KampungKB:
    """Sukamaju with the three reports of March 2025."""
    found = make_kampung(VILLAGE)
    make_report(
        "profil", found, date(2025, 3, 4), pokja_ada=True, pokja_anggota=13, bkb=False,
        sumber_dana="apbd|dana_desa", plkb_nama="Bu Ani",
    )  # fmt: skip
    make_report("penduduk", found, date(2025, 3, 4), pus=137, keluarga=211, remaja=0)
    make_report("kkbpk", found, date(2025, 3, 5), peserta_bkb=17, iud=40)
    return found


@pytest.fixture
def desk(client: Client, uji: Area, darma: User) -> Client:
    """Pak Darma at his screen."""
    client.force_login(darma)
    return client


# Out --------------------------------------------------------------------------------------------


def test_identifiers_are_of_eleven_signs_and_the_same_for_ever() -> None:
    assert dhis2.uid("organisationUnit", "63.01") == dhis2.uid("organisationUnit", "63.01")
    made = {dhis2.uid("dataElement", f"x.{number}") for number in range(20_000)}
    assert len(made) == 20_000
    assert all(UID.match(one) for one in made)
    assert dhis2.uid("organisationUnit", "63.01.10.2004") == "aLvVpIAFULw"


@pytest.mark.django_db
def test_metadata_have_what_dhis2_demands_and_point_to_each_other(kampung: KampungKB) -> None:
    found = queries.metadata(["91.37"])

    units = {one["id"]: one for one in found["organisationUnits"]}
    elements = {one["id"]: one for one in found["dataElements"]}
    assert [one["code"] for one in units.values()] == ["ID", "91", "91.37", "91.37.01", VILLAGE]
    for one in units.values():
        assert {"id", "name", "shortName", "openingDate"} <= set(one)
        assert one["code"] == "ID" or one["parent"]["id"] in units
    for one in elements.values():
        assert {"id", "name", "shortName", "domainType", "valueType", "aggregationType",
                "categoryCombo"} <= set(one)  # fmt: skip
        assert one["domainType"] == "AGGREGATE"
        assert one["valueType"] in {"BOOLEAN", "INTEGER_ZERO_OR_POSITIVE", "TEXT"}
        assert one["aggregationType"] in {"SUM", "NONE"}
    for part in (units, elements):
        assert all(UID.match(key) for key in part)
        assert all(len(one["shortName"]) <= 50 for one in part.values())
        for name in ("name", "shortName", "code"):  # unique in DHIS2 for elements
            if part is elements:
                assert len({one[name] for one in part.values()}) == len(part), name
    assert [one["periodType"] for one in found["dataSets"]] == ["Monthly"] * 3
    for one in found["dataSets"]:
        assert {each["dataElement"]["id"] for each in one["dataSetElements"]} <= set(elements)
        assert {each["id"] for each in one["organisationUnits"]} <= set(units)


@pytest.mark.django_db
def test_values_are_of_the_month_and_name_no_person(kampung: KampungKB) -> None:
    make_report("kkbpk", kampung, date(2025, 3, 9), peserta_bkb=19, iud=40)
    elements = {one["id"]: one["code"] for one in queries.metadata(["91.37"])["dataElements"]}

    found = queries.data_values(["91.37"], 2025, 3)["dataValues"]

    told = {elements[one["dataElement"]]: one["value"] for one in found}
    assert told == {
        "profil.pokja_ada": "true", "profil.pokja_anggota": "13", "profil.bkb": "false",
        "profil.sumber_dana": "apbd|dana_desa", "penduduk.pus": "137", "penduduk.keluarga": "211",
        "penduduk.remaja": "0", "kkbpk.peserta_bkb": "19", "kkbpk.iud": "40",
    }  # fmt: skip
    for one in found:
        assert {"dataElement", "period", "orgUnit", "value"} <= set(one)
        assert one["period"] == "202503"
        assert all(isinstance(value, str) for value in one.values())
        assert one["orgUnit"] == dhis2.uid("organisationUnit", VILLAGE)
    assert queries.data_values(["91.37"], 2025, 4) == {"dataValues": []}
    assert "Bu Ani" not in json.dumps(found)


@pytest.mark.django_db
def test_files_are_those_of_the_persons_own_area(
    client: Client, kampung: KampungKB, darma: User, wayan: User
) -> None:
    url = reverse("exchange:dhis2_values")
    client.force_login(darma)
    assert len(client.get(url, {"bulan": "2025-03"}).json()["dataValues"]) == 9
    assert client.get(url).status_code == 404
    assert client.get(url, {"bulan": "2025-03", "wilayah": "92"}).status_code == 404
    assert "dhis2-metadata-91.37.json" in client.get(reverse("exchange:dhis2_metadata"))[
        "Content-Disposition"
    ]  # fmt: skip
    client.force_login(wayan)
    assert client.get(url, {"bulan": "2025-03"}).json() == {"dataValues": []}


# In ---------------------------------------------------------------------------------------------


def upload(desk: Client, content: Any, name: str = "nilai.json") -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    file = SimpleUploadedFile(name, text.encode())
    return desk.post(reverse("exchange:batch_new"), {"uploads": [file]})


@pytest.mark.django_db
def test_what_went_out_comes_in_again_by_preview_and_apply(
    desk: Client, kampung: KampungKB, django_capture_on_commit_callbacks: Any
) -> None:
    out = queries.data_values(["91.37"], 2025, 3)
    for model in (Profil, Penduduk, KKBPK):
        model.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, out)
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.READY, batch.problem
    assert batch.file_names == ["nilai-kkbpk.csv", "nilai-penduduk.csv", "nilai-profil.csv"]
    assert batch.rows("new") == 3
    assert not Profil.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("exchange:batch_apply", args=[batch.pk]))

    assert queries.data_values(["91.37"], 2025, 3) == out
    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, out)
    assert ImportBatch.objects.latest("uploaded_at").rows("same") == 3


@pytest.mark.django_db
def test_codes_and_a_set_with_one_head_are_read_too(
    desk: Client, kampung: KampungKB, django_capture_on_commit_callbacks: Any
) -> None:
    told = {
        "dataSet": dhis2.uid("dataSet", "kkbpk"), "completeDate": "2025-04-07",
        "period": "202504", "orgUnit": "9137012001",
        "dataValues": [{"dataElement": "kkbpk.iud", "value": "41.0"},
                       {"dataElement": "kkbpk.pil", "value": 7}],
    }  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, told)
        batch = ImportBatch.objects.get()
        desk.post(reverse("exchange:batch_apply", args=[batch.pk]))

    report = KKBPK.objects.get(bulan=4)
    assert (report.tanggal_isi, report.iud, report.pil) == (date(2025, 4, 7), 41, 7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"orgUnit": "tidakAda123"}, "dataValues[0], orgUnit: “tidakAda123” bukan desa"),
        ({"orgUnit": "92.41.03.2007"}, "dataValues[0], orgUnit"),
        ({"period": "2025Q1"}, "dataValues[0], period: “2025Q1” bukan bulan"),
        ({"period": "202513"}, "dataValues[0], period"),
        ({"dataElement": "kkbpk.rahasia"}, "dataValues[0], dataElement: “kkbpk.rahasia”"),
        ({"dataElement": "profil.plkb_nama"}, "dataValues[0], dataElement"),
        ({"value": {"a": 1}}, "dataValues[0], value: bukan satu nilai"),
        ({"orgUnit": None}, "dataValues[0], orgUnit"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_kept(
    change: dict[str, Any], said: str, desk: Client, kampung: KampungKB
) -> None:
    value = {"dataElement": "kkbpk.iud", "orgUnit": VILLAGE, "period": "202504", "value": "41"}

    answer = upload(desk, {"dataValues": [value | change]})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"dataValues": 3}', '{"dataValues": [7]}', '{"dataValues": []}',
             "[" * 100_000, '{"dataValues": [{"value": "\\ud83d"}]}', "9" * 5_000,
             '{"organisationUnits": [{"id": "x"}]}', '{"organisationUnits": 7, "dataValues": 7}'],
)  # fmt: skip
def test_what_is_no_set_of_values_is_refused_in_words(
    text: str, desk: Client, kampung: KampungKB
) -> None:
    answer = upload(desk, text)

    assert answer.status_code == 422
    assert "Traceback" not in answer.content.decode()
    assert not ImportBatch.objects.exists()


FOREIGN = {
    "organisationUnits": [
        {"id": "kecSukaRame1", "name": "Contoh Satu", "code": "9137010000"},
        {"id": "desaSukaMj1", "name": "Suka Maju", "parent": {"id": "kecSukaRame1"}},
        {"id": "rumahSakit1", "name": "RSUD Contoh", "parent": {"id": "kecSukaRame1"}},
    ],
    "dataElements": [
        {"id": "elemenIUD01", "name": "Peserta IUD", "code": "kkbpk.iud"},
        {"id": "elemenBKB01", "name": "Profil Kampung KB: BKB"},
        {"id": "elemenANC01", "name": "Kunjungan ANC"},
    ],
}
"""Units and elements of another DHIS2: only what carries our codes or names stands for ours."""


def _foreign(element: str, unit: str = "desaSukaMj1", **more: Any) -> dict[str, Any]:
    told = {"dataElement": element, "orgUnit": unit, "period": "202504", "value": "41"}
    return {"dataValues": [told | more]}


def upload_both(desk: Client, metadata: Any, values: Any) -> Any:
    files = [
        SimpleUploadedFile("metadata.json", json.dumps(metadata).encode()),
        SimpleUploadedFile("nilai.json", json.dumps(values).encode()),
    ]
    return desk.post(reverse("exchange:batch_new"), {"uploads": files})


@pytest.mark.django_db
def test_identifiers_of_another_dhis2_are_read_by_its_metadata(
    desk: Client, kampung: KampungKB, django_capture_on_commit_callbacks: Any
) -> None:
    above = Area.objects.get(pk="91.37.01").name
    metadata = json.loads(json.dumps(FOREIGN).replace("Contoh Satu", above))

    refused = upload(desk, _foreign("elemenIUD01"))
    with django_capture_on_commit_callbacks(execute=True):
        upload_both(desk, metadata, _foreign("elemenIUD01"))
        batch = ImportBatch.objects.get()
        desk.post(reverse("exchange:batch_apply", args=[batch.pk]))

    assert refused.status_code == 422
    assert batch.file_names == ["nilai-kkbpk.csv"]
    assert KKBPK.objects.get(bulan=4).iud == 41


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("element", "unit", "said"),
    [
        ("elemenANC01", "desaSukaMj1", "“elemenANC01” (Kunjungan ANC) tidak dikenal"),
        ("elemenIUD01", "rumahSakit1", "“rumahSakit1” (RSUD Contoh) bukan desa"),
    ],
)
def test_what_the_metadata_name_otherwise_is_said_by_its_name(
    element: str, unit: str, said: str, desk: Client, kampung: KampungKB
) -> None:
    above = Area.objects.get(pk="91.37.01").name
    metadata = json.loads(json.dumps(FOREIGN).replace("Contoh Satu", above))

    answer = upload_both(desk, metadata, _foreign(element, unit))

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_a_file_of_metadata_alone_asks_for_the_values(desk: Client, kampung: KampungKB) -> None:
    answer = upload(desk, FOREIGN)

    assert answer.status_code == 422
    assert "hanya metadata" in answer.content.decode()


@pytest.mark.django_db
def test_values_split_by_category_are_refused_not_overwritten(
    desk: Client, kampung: KampungKB
) -> None:
    value = {"dataElement": "kkbpk.iud", "orgUnit": VILLAGE, "period": "202504", "value": "20"}
    split = [value | {"categoryOptionCombo": "laki1234567"},
             value | {"categoryOptionCombo": "wanita12345", "value": "21"}]  # fmt: skip

    answer = upload(desk, {"dataValues": split})

    assert answer.status_code == 422
    assert "dataValues[1]: nilai kedua untuk kkbpk.iud" in answer.content.decode()


@pytest.mark.django_db
def test_a_deleted_value_is_none_and_booleans_are_read_as_dhis2_writes_them(
    desk: Client, kampung: KampungKB, django_capture_on_commit_callbacks: Any
) -> None:
    at = {"orgUnit": VILLAGE, "period": "202504"}
    values = [
        at | {"dataElement": "profil.pokja_ada", "value": "True"},
        at | {"dataElement": "profil.bkb", "value": "t"},
        at | {"dataElement": "profil.bkr", "value": "f"},
        at | {"dataElement": "profil.bkl", "value": "true", "deleted": True},
    ]

    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, {"dataValues": values})
        desk.post(reverse("exchange:batch_apply", args=[ImportBatch.objects.get().pk]))

    found = Profil.objects.get(bulan=4)
    assert (found.pokja_ada, found.bkb, found.bkr, found.bkl) == (True, True, False, None)


@pytest.mark.django_db
def test_a_figure_that_is_none_is_refused_by_the_check_with_its_row(
    desk: Client, kampung: KampungKB, django_capture_on_commit_callbacks: Any
) -> None:
    value = {"dataElement": "kkbpk.iud", "orgUnit": VILLAGE, "period": "202504", "value": "banyak"}

    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, {"dataValues": [value]})

    batch = ImportBatch.objects.get()
    shown = desk.get(reverse("exchange:batch_show", args=[batch.pk])).content.decode()
    assert "banyak" in shown
    assert batch.rows("refused") == 1


def test_every_question_but_those_about_persons_travels() -> None:
    travelling = {one.name for form in REPORTS for one in dhis2.asked(form)}
    assert {"plkb_nama", "plkb_nip", "plkb_kontak"} & travelling == set()
    assert len(travelling) == sum(len(form.fields) for form in REPORTS) - 3
