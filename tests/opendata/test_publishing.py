"""Files are made once, never change, and carry checksum, licence and version."""

import csv
import hashlib
import io
import json
from base64 import b64encode
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Boundary
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.opendata import actions, tasks
from naikkelas.opendata.errors import NoSuchCutoff
from naikkelas.opendata.models import Edition, EditionFile
from naikkelas.opendata.queries import Place, rows_of
from naikkelas.opendata.rules.tables import EXTENSIONS, TABLES
from naikkelas.opendata.views import files as file_views
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.insights.conftest import fill
from tests.opendata.conftest import BEFORE, CUTOFF, store_month_ends
from tests.people import RECORDED

pytestmark = pytest.mark.django_db
URL = "/data/91.37/kampung/2025-07-31"


def body(response: Any) -> bytes:
    """The whole answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def test_every_table_in_every_form_holds_the_same_rows(uji: Place, reader: Client) -> None:
    for table in TABLES.values():
        height = rows_of(uji, table.code, CUTOFF).height
        got = {
            one: body(reader.get(f"/data/91.37/{table.code}/2025-07-31.{one}"))
            for one in EXTENSIONS
        }
        rows = list(csv.reader(io.StringIO(got["csv"].decode())))
        assert rows[0] == list(table.schema)
        assert len(rows) - 1 == height
        told = json.loads(got["json"])
        assert (len(told["data"]), told["kolom"]) == (height, list(table.schema))
        assert told["lisensi"] == "https://creativecommons.org/licenses/by/4.0/"
        frame = pl.read_parquet(io.BytesIO(got["parquet"]))
        assert frame.equals(rows_of(uji, table.code, CUTOFF))
        sheet = load_workbook(io.BytesIO(got["xlsx"]), read_only=True)
        assert sheet.sheetnames == ["Data", "Kamus", "Keterangan"]
        assert len(list(sheet["Data"].iter_rows())) == height + 1
        shapes = json.loads(got["geojson"])
        assert (shapes["type"], len(shapes["features"])) == ("FeatureCollection", height)
        assert [one["properties"] for one in shapes["features"]] == told["data"]
        if not table.place:
            assert height
            assert not any(one["geometry"] for one in shapes["features"])


def test_a_form_that_a_table_does_not_have_is_not_found(uji: Place, reader: Client) -> None:
    for address in (
        "/data/91.37/instrumen/2025-07-31.shp", "/data/91.37/kampung/2025-07-31.pdf",
        "/data/91.37/kampung/2025-07-30.csv", "/data/91.37/kampung/2025-07-31.r2.csv",
        "/data/91.37/rahasia/2025-07-31.csv", "/data/91.99/kampung/2025-07-31.csv",
        "/data/91.37.01/kampung/2025-07-31.csv", "/data//kampung/", "/data/91.37/kampung/x",
    ):  # fmt: skip
        assert reader.get(address).status_code == 404, address
    assert not Edition.objects.exists()


def test_points_and_boundaries_are_drawn_where_there_are_any(uji: Place, reader: Client) -> None:
    KampungKB.objects.filter(nama="Sukamaju").update(lintang=-3.7, bujur=114.8)
    shape = {"type": "Polygon", "coordinates": [[[114, -4], [115, -4], [115, -3], [114, -4]]]}
    Boundary.objects.create(area_id="91.37.01", geometry=shape, source="uji", imported_at=RECORDED)

    points = json.loads(body(reader.get(f"{URL}.geojson")))["features"]
    areas = json.loads(body(reader.get("/data/91.37/ringkasan/2025-07-31.geojson")))["features"]

    scores = json.loads(body(reader.get("/data/91.37/skor/2025-07-31.geojson")))["features"]
    sums = json.loads(body(reader.get("/data/91.37/laporan/2025-07-31.geojson")))["features"]

    drawn = [one for one in points if one["geometry"]]
    assert {
        (one["properties"]["nama"], *one["geometry"]["coordinates"])
        for one in scores if one["geometry"]
    } == {("Sukamaju", 114.8, -3.7)}  # fmt: skip
    assert [one["properties"]["nama"] for one in drawn] == ["Sukamaju"]
    assert drawn[0]["geometry"] == {"type": "Point", "coordinates": [114.8, -3.7]}
    assert {
        one["properties"]["kode_wilayah"] for one in areas if one["geometry"] == shape
    } == {"91.37.01"}  # fmt: skip
    placed = [one for one in sums if one["geometry"]]
    assert {one["properties"]["kode_wilayah"] for one in placed} == {"91.37.01"}
    assert {tuple(one["geometry"]["coordinates"]) for one in placed} == {(114.66667, -3.66667)}


def test_a_form_that_came_later_is_added_to_the_edition_that_there_is(
    uji: Place, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an edition of the time when sums had no GeoJSON
    with monkeypatch.context() as then:
        forms = tuple(one for one in EXTENSIONS if one != "geojson")
        then.setattr("naikkelas.opendata.rules.files.extensions_of", lambda _: forms)
        edition = actions.publish(uji, "laporan", CUTOFF, by=system_user())
    assert reader.get("/data/91.37/laporan/2025-07-31.r1.geojson").status_code == 404

    shapes = json.loads(body(reader.get("/data/91.37/laporan/2025-07-31.geojson")))

    assert shapes["versi"] == 1
    assert Edition.objects.get() == edition
    assert edition.files.count() == len(EXTENSIONS) == len(forms) + 1
    assert body(reader.get("/data/91.37/laporan/2025-07-31.r1.geojson"))


def test_the_answer_carries_checksum_licence_and_version(uji: Place, reader: Client) -> None:
    response = reader.get(f"{URL}.csv")

    content = body(response)
    digest = hashlib.sha256(content)
    assert response["ETag"] == f'"{digest.hexdigest()}"'
    assert response["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert int(response["Content-Length"]) == len(content)
    assert 'rel="license"' in response["Link"]
    assert response["Content-Type"] == "text/csv"
    assert "kampung-91.37-2025-07-31-v1.csv" in response["Content-Disposition"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers
    assert digest.hexdigest() in reader.get("/data/91.37/kampung/").content.decode()


def test_who_has_the_file_already_gets_nothing_anew(uji: Place, reader: Client) -> None:
    first = reader.get(f"{URL}.csv")
    etag = first["ETag"]
    assert body(first)

    again = reader.get(f"{URL}.csv", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert Edition.objects.count() == 1
    head = reader.head(f"{URL}.csv")
    for close in vars(head)["_resource_closers"]:  # as a server does once the head is sent
        close()
    assert (head.status_code, head["ETag"], body(head)) == (200, etag, b"")
    assert reader.post(f"{URL}.csv").status_code == 405


def test_the_newest_address_leads_to_the_newest_day(uji: Place, reader: Client) -> None:
    response = reader.get("/data/91.37/kampung/terbaru.csv")

    assert (response.status_code, response["Location"]) == (302, f"{URL}.csv")


def test_a_correction_is_a_new_revision_and_the_old_one_stays(
    uji: Place, reader: Client, kabupaten: dict[str, KampungKB]
) -> None:
    first = body(reader.get(f"{URL}.csv"))
    kept = reader.get(f"{URL}.r1.csv")
    assert body(kept) == first
    assert "immutable" in kept["Cache-Control"]

    # When reports of before the cut-off come in and are endorsed afterwards
    fill(kabupaten["diam"], date(2025, 7, 3))
    for report in (Profil, Penduduk, KKBPK):
        found = report.objects.filter(kampung=kabupaten["diam"])
        found.update(recorded_at=timezone.now(), endorsed_at=timezone.now())
    store_month_ends()
    assert actions.refresh_published(by=system_user()) == 1

    second = reader.get(f"{URL}.csv")
    assert body(second) != first
    assert "-v2.csv" in second["Content-Disposition"]
    assert body(reader.get(f"{URL}.r1.csv")) == first
    assert body(reader.get(f"{URL}.r2.csv")) == body(reader.get(f"{URL}.csv"))
    assert Event.objects.filter(verb="opendata.publish").count() == 2


def test_nothing_new_makes_no_revision(uji: Place) -> None:
    first = actions.publish(uji, "kampung", CUTOFF, by=system_user())

    assert actions.publish(uji, "kampung", CUTOFF, by=system_user()) == first
    assert actions.refresh_published(by=system_user()) == 0
    assert EditionFile.objects.count() == len(EXTENSIONS)


def test_what_was_published_cannot_be_changed_or_deleted(uji: Place) -> None:
    edition = actions.publish(uji, "skor", CUTOFF, by=system_user())

    for act in (
        lambda: Edition.objects.filter(pk=edition.pk).update(content_sha256="0" * 64),
        lambda: EditionFile.objects.filter(edition=edition).update(sha256="0" * 64),
        lambda: EditionFile.objects.filter(edition=edition).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_a_new_month_end_of_what_was_asked_for_is_published_by_itself(uji: Place) -> None:
    actions.publish(uji, "tema", BEFORE, by=system_user())

    tasks.refresh_published()

    published = Edition.objects.values_list("table", "cutoff")
    assert set(published) == {("tema", BEFORE), ("tema", CUTOFF)}


def test_who_may_not_compute_classes_publishes_nothing(uji: Place, sari: User) -> None:
    with pytest.raises(NotYours):
        actions.publish(uji, "kampung", CUTOFF, by=sari)
    with pytest.raises(NoSuchCutoff):
        actions.publish(uji, "kampung", date(2025, 7, 30), by=system_user())


def test_example_data_say_so_in_name_and_content(uji: Place, reader: Client) -> None:
    KampungKB.objects.update(is_example=True)

    response = reader.get(f"{URL}.json")

    assert "kampung-91.37-2025-07-31-v1-contoh.json" in response["Content-Disposition"]
    told = json.loads(body(response))
    assert told["contoh"] is True
    assert all(row["contoh"] for row in told["data"])
    assert "Data contoh" in reader.get("/data/91.37/").content.decode()


def test_a_province_is_made_in_the_queue_and_then_served(
    uji: Place, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[tuple[str, ...]] = []
    monkeypatch.setattr(type(tasks.publish), "enqueue", lambda _, *args: queued.append(args))

    first = reader.get("/data/91/kampung/2025-07-31.csv")
    again = reader.get("/data/91/kampung/2025-07-31.csv")

    assert (first.status_code, again.status_code) == (202, 202)
    assert first["Retry-After"] == "30"
    assert queued == [("91", "kampung", "2025-07-31")]
    tasks.publish.call(*queued[0])
    assert b"Bukit Raya" in body(reader.get("/data/91/kampung/2025-07-31.csv"))


def test_too_many_new_files_wait_and_made_ones_do_not(
    uji: Place, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(file_views, "MOST_MADE_AN_HOUR", 1)
    assert body(reader.get(f"{URL}.csv"))

    assert reader.get("/data/91.37/skor/2025-07-31.csv").status_code == 429
    assert body(reader.get(f"{URL}.xlsx"))


def test_a_name_that_a_spreadsheet_would_run_is_quoted(uji: Place, reader: Client) -> None:
    KampungKB.objects.filter(nama="Sukamaju").update(nama="=HYPERLINK(1)")

    rows = csv.DictReader(io.StringIO(body(reader.get(f"{URL}.csv")).decode()))

    assert "'=HYPERLINK(1)" in {row["nama"] for row in rows}


def test_files_of_a_lost_race_are_cleared_away(uji: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given two processes that found nothing published
    first = actions.publish(uji, "skor", CUTOFF, by=system_user())
    fill(KampungKB.objects.get(nama="Sunyi"), date(2025, 7, 3))
    monkeypatch.setattr("naikkelas.opendata.actions.publishing.edition_of", lambda *_: None)

    second = actions.publish(uji, "skor", CUTOFF, by=system_user())

    assert second == first
    folder = "data-terbuka/91.37/skor"
    assert len(default_storage.listdir(folder)[1]) == EditionFile.objects.count()
    assert first.known_at <= datetime.now(UTC)
