"""Boundaries are imported by code; what a map cannot draw is refused feature by feature."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas import actions, queries
from naikkelas.areas.errors import BoundariesEmpty, BoundariesUnreadable
from naikkelas.areas.models import Boundary
from naikkelas.areas.rules.geometry import point_in
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.people import make_area

pytestmark = pytest.mark.django_db
SQUARE = [[114.7, -3.8], [114.8, -3.8], [114.8, -3.7], [114.7, -3.7], [114.7, -3.8]]
BOW_TIE = [[114.7, -3.8], [114.8, -3.7], [114.8, -3.8], [114.7, -3.7], [114.7, -3.8]]


def feature(code: str = "91.37.01.2001", ring: Any = None, **more: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring or SQUARE]}
    return {
        "type": "Feature",
        "properties": {"kode": code},
        "geometry": geometry,
    } | more


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_a_sound_boundary_is_stored_under_its_code(darma: User) -> None:
    report = actions.import_boundaries(collection(feature()), "BIG 2024", by=darma)

    assert (report.stored, report.errors) == (1, ())
    boundary = queries.boundaries(["91.37.01.2001", "91.37.01.2002"]).get()
    assert boundary.geometry == {"type": "Polygon", "coordinates": [SQUARE]}
    assert boundary.source == "BIG 2024"
    assert Event.objects.get(verb="area.import_boundaries").data["stored"] == 1


@pytest.mark.parametrize(
    ("parts", "inside"),
    [
        ([[SQUARE]], (114.75, -3.75)),
        # Bent around its centre of mass: the middle of the wider arm.
        ([[[[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [2, 1], [2, 9], [0, 9], [0, 0]]]], (1, 4.5)),
        # A hole in the middle.
        ([[[[0, 0], [8, 0], [8, 8], [0, 8], [0, 0]], [[2, 2], [5, 2], [5, 6], [2, 6], [2, 2]]]],
         (6.5, 4)),
        # Of islands the largest.
        ([[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[4, 4], [8, 4], [8, 8], [4, 8], [4, 4]]]], (6, 6)),
        # A line has no inside.
        ([[[[3, 3], [4, 3], [3, 3], [3, 3]]]], (3, 3)),
    ],
)  # fmt: skip
def test_a_point_of_an_area_lies_in_it(
    parts: list[list[list[list[float]]]], inside: tuple[float, float]
) -> None:
    assert point_in({"type": "MultiPolygon", "coordinates": parts}) == inside
    if len(parts) == 1:
        assert point_in({"type": "Polygon", "coordinates": parts[0]}) == inside


def test_a_second_import_replaces_the_first(darma: User) -> None:
    actions.import_boundaries(collection(feature()), "lama", by=darma)
    moved = [[x + 0.01, y] for x, y in SQUARE]

    actions.import_boundaries(collection(feature(ring=moved)), "baru", by=darma)

    assert Boundary.objects.get().source == "baru"
    assert Boundary.objects.get().geometry["coordinates"] == [moved]


@pytest.mark.parametrize("name", ["KODE", "kode_desa", "KDEPUM", "kd_desa"])
def test_the_code_is_found_under_the_usual_names(name: str, darma: User) -> None:
    given = feature(properties={"OBJECTID": 7, name: "91.37.01.2001"})

    assert actions.import_boundaries(collection(given), "BIG", by=darma).stored == 1


def test_a_code_without_dots_or_only_in_the_id_is_found(darma: User) -> None:
    given = feature(properties=None, id="9137012001")

    assert actions.import_boundaries(collection(given), "BIG", by=darma).stored == 1


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (feature(ring=SQUARE[:-1]), "tidak tertutup"),
        (feature(ring=SQUARE[:2]), "kurang dari empat titik"),
        (feature(ring=BOW_TIE), "memotong dirinya sendiri"),
        (feature(ring=[[y, x] for x, y in SQUARE]), "tertukar"),
        (feature(ring=[[x * 10000, y * 10000] for x, y in SQUARE]), "di luar Indonesia"),
        (feature(ring=[["a", "b"]] * 4), "bukan pasangan angka"),
        (feature(ring=[[1]] * 4), "bukan pasangan angka"),
        (feature(geometry={"type": "Point", "coordinates": [114.7, -3.8]}), "bukan poligon"),
        (feature(geometry={"type": "Polygon", "coordinates": []}), "kosong"),
        (feature(geometry=None), "bukan poligon"),
        (feature(code="91.37.01.2999"), "tidak dikenal"),
        (feature(code="63.01.01.2001"), "di luar wilayah Anda"),
        (feature(properties={}), "Kode wilayahnya tidak ada"),
    ],
)
def test_a_broken_feature_is_named_and_the_others_are_stored(
    broken: dict[str, Any], problem: str, darma: User
) -> None:
    make_area("91.37.01.2002", "Sukamakmur")
    sound = feature("91.37.01.2002")

    report = actions.import_boundaries(collection(broken, sound), "BIG", by=darma)

    assert report.stored == 1
    (error,) = report.errors
    assert error.number == 1
    assert problem in str(error)
    assert error.remedy


def test_a_code_given_twice_is_told(darma: User) -> None:
    report = actions.import_boundaries(collection(feature(), feature()), "BIG", by=darma)

    assert report.stored == 1
    assert "sudah ada" in report.errors[0].problem


def test_a_collection_without_a_polygon_is_told_apart_from_what_is_not_geojson(
    darma: User,
) -> None:
    with pytest.raises(BoundariesEmpty, match="tidak berisi satu poligon pun"):
        actions.import_boundaries(collection(), "BIG", by=darma)


@pytest.mark.parametrize(
    "text",
    ["", "bukan json", "[]", '{"type": "Feature"}', "[" * 10_000, '{"type": NaN}'],
)
def test_what_is_not_geojson_is_refused_as_a_whole(text: str, darma: User) -> None:
    with pytest.raises(BoundariesUnreadable):
        actions.import_boundaries(text, "BIG", by=darma)

    assert not Event.objects.exists()


def test_a_head_of_office_imports_nothing(head: User) -> None:
    with pytest.raises(NotYours):
        actions.import_boundaries(collection(feature()), "BIG", by=head)


def test_the_upload_says_what_was_stored_and_what_was_not(client: Client, darma: User) -> None:
    client.force_login(darma)
    text = collection(feature(), feature("91.37.01.2999"))

    answer = client.post(
        "/wilayah/batas/?wilayah=91.37",
        {"file": SimpleUploadedFile("batas.geojson", text.encode()), "source": "BIG 2024"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 batas wilayah disimpan" in page
    assert "91.37.01.2999" in page


def test_the_boundaries_of_tanah_laut_are_sound(db: None, shared: Path) -> None:
    path = shared / "data/wilayah/batas_desa.geojson"
    given = json.loads(path.read_text())["features"]
    for one in given:
        make_area(one["properties"]["kode"], one["properties"]["nama"])

    report = actions.import_boundaries(path, "contoh", by=system_user())

    assert report.errors == ()
    assert report.stored == 135


def test_after_an_upload_the_address_is_that_of_the_settings_again(
    client: Client, darma: User
) -> None:
    client.force_login(darma)
    file = SimpleUploadedFile("batas.geojson", collection(feature()).encode())

    answer = client.post(
        "/wilayah/batas/?wilayah=91.37", {"file": file, "source": "BIG 2024"}, follow=True
    )

    assert answer.redirect_chain == [("/wilayah/pengaturan/?wilayah=91.37#batas", 302)]
    assert "1 batas wilayah disimpan." in answer.content.decode()


@pytest.mark.parametrize("part", ["batas", "kode"])
def test_the_address_of_an_upload_opened_again_leads_to_its_form(
    part: str, client: Client, darma: User
) -> None:
    client.force_login(darma)

    answer = client.get(f"/wilayah/{part}/?wilayah=91.37")

    assert answer.headers["Location"] == f"/wilayah/pengaturan/?wilayah=91.37#{part}"
