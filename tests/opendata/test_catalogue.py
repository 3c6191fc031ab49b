"""The catalogue is DCAT-AP, and each file that it names is there with the checksum it tells."""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Namespace, URIRef

from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import AreaSetting
from naikkelas.instruments.rules import builtin
from naikkelas.opendata import actions
from naikkelas.opendata.queries import Place
from naikkelas.opendata.rules.metadata import concepts, metadata_of
from naikkelas.opendata.rules.tables import EXTENSIONS, TABLES
from naikkelas.registry.models import KampungKB
from tests.opendata.conftest import CORRECTED, CUTOFF, PORTAL

# rdflib's reader of JSON-LD, and pyshacl, use what rdflib will retire.
_OLD = "ignore:(ConjunctiveGraph|Dataset).* is deprecated:DeprecationWarning"
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(_OLD)]
SHAPES = Path(__file__).with_name("dcat_ap_mandatory.ttl")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SERIES = URIRef(f"{DCAT}DatasetSeries")  # of DCAT 3, which rdflib does not know yet
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    SERIES: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    FOAF.Agent: (FOAF.name,),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
}
"""Class → what DCAT-AP 3.0.1 demands of it."""


def catalogue(reader: Client, url: str) -> Graph:
    """The graph that is served at an address."""
    response = reader.get(url)
    assert response["Content-Type"] == "application/ld+json"
    return Graph().parse(data=response.content, format="json-ld")


@pytest.mark.parametrize("url", ["/data/katalog.jsonld", "/data/91.37/katalog.jsonld"])
def test_classes_and_properties_that_dcat_ap_demands_are_there(
    url: str, uji: Place, reader: Client
) -> None:
    actions.publish(uji, "kampung", CUTOFF, by=system_user())

    graph = catalogue(reader, url)

    for kind, properties in MANDATORY.items():
        found = list(graph.subjects(RDF.type, kind))
        assert found or (kind == SPDX.Checksum and url == "/data/katalog.jsonld"), kind
        for node in found:
            for one in properties:
                assert graph.value(node, one, any=True) is not None, (node, one)
    conforms, _, words = validate(graph, shacl_graph=str(SHAPES), advanced=False)
    assert conforms, words


def test_the_shapes_find_what_is_missing(uji: Place, reader: Client) -> None:
    graph = catalogue(reader, "/data/91.37/katalog.jsonld")
    for predicate in (DCTERMS.publisher, DCAT.accessURL, DCTERMS.title):
        broken = Graph() + graph
        broken.remove((None, predicate, None))

        conforms, *_ = validate(broken, shacl_graph=str(SHAPES))

        assert not conforms, predicate


def test_every_file_in_the_catalogue_is_there_with_its_checksum(uji: Place, reader: Client) -> None:
    for code in TABLES:
        actions.publish(uji, code, CUTOFF, by=system_user())

    graph = catalogue(reader, "/data/91.37/katalog.jsonld")

    checked = 0
    for node, checksum in graph.subject_objects(SPDX.checksum):
        address = urlsplit(str(graph.value(node, DCAT.downloadURL))).path
        response = reader.get(address)
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        assert int(str(graph.value(node, DCAT.byteSize))) == len(content)
        checked += 1
    assert checked == len(EXTENSIONS) * len(TABLES)


def test_each_table_is_a_series_of_its_cutoffs_and_areas_have_catalogues(
    uji: Place, reader: Client
) -> None:
    graph = catalogue(reader, "/data/91/katalog.jsonld")

    assert len(set(graph.subjects(RDF.type, SERIES))) == len(TABLES)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 2 * len(TABLES)
    below = {str(one) for one in graph.objects(None, DCAT.catalog)}
    assert below == {"http://testserver/data/91.37/katalog.jsonld#katalog"}


def test_licence_contact_and_producer_are_those_of_the_settings(uji: Place, reader: Client) -> None:
    for key, value in (
        ("data_licence", "cc0-1.0"), ("data_contact", "data@uji.example"),
        ("office_name", "Dinas Uji"),
    ):  # fmt: skip
        AreaSetting.objects.create(area_code="91.37", key=key, value=value)

    graph = catalogue(reader, "/data/91.37/katalog.jsonld")

    zero = URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    assert set(graph.objects(None, DCTERMS.license)) == {zero}
    assert "Dinas Uji" in {str(one) for one in graph.objects(None, FOAF.name)}
    assert "mailto:data@uji.example" in graph.serialize(format="nt")
    assert "Creative Commons Nol" in reader.get("/data/91.37/").content.decode()


def test_example_data_say_so_in_the_catalogue(uji: Place, reader: Client) -> None:
    KampungKB.objects.update(is_example=True)

    graph = catalogue(reader, "/data/91.37/katalog.jsonld")

    titles = [
        str(graph.value(one, DCTERMS.title)) for one in graph.subjects(RDF.type, DCAT.Dataset)
    ]
    assert titles
    assert all("(contoh)" in title for title in titles)


# Dictionary and metadata ------------------------------------------------------------------------


def test_the_dictionary_tells_every_column_of_every_file(uji: Place, reader: Client) -> None:
    told = reader.get("/data/kamus.json").json()["kamus"]

    columns = {(row["tabel"], row["kolom"]) for row in told}
    assert columns == {(table.code, one.code) for table in TABLES.values() for one in table.columns}
    lines = reader.get("/data/kamus.csv").content.decode().splitlines()
    assert len(lines) == len(told) + 1
    assert reader.get("/data/kamus.exe").status_code == 404


@pytest.mark.parametrize("rule", [PORTAL, CORRECTED])
def test_every_indicator_has_the_five_parts_of_the_standard(rule: str) -> None:
    instrument = builtin(rule)

    for one in metadata_of(instrument, "Dinas Uji"):
        parts = (one.konsep, one.definisi, one.klasifikasi, one.ukuran, one.satuan)
        assert all(parts), one.kode
        assert len(one.klasifikasi) == len(instrument.indicator_by_code[one.kode].bands)
    assert set(concepts()) == set(instrument.indicator_by_code)


def test_metadata_are_served_with_their_producer(uji: Place, reader: Client) -> None:
    AreaSetting.objects.create(area_code="", key="office_name", value="Kementerian Uji")

    told = reader.get("/data/metadata.json").json()["indikator"]

    assert len(told) == 24
    assert {one["produsen_data"] for one in told} == {"Kementerian Uji"}
    assert {one["ukuran"] for one in told} == {"Jumlah", "Persentase"}


# Pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["/data/", "/data/91/", "/data/91.37/", "/data/91.37/kampung/", "/data/kamus/",
     "/data/metadata/"],
)  # fmt: skip
def test_pages_are_for_everybody_and_know_nobody(
    url: str, uji: Place, reader: Client, darma: Any
) -> None:
    open_to_all = reader.get(url)
    reader.force_login(darma)

    assert open_to_all.status_code == 200
    assert open_to_all["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in open_to_all.headers
    assert reader.get(url).content == open_to_all.content


@pytest.mark.parametrize(
    "url", ["/data/nasional2/", "/data/91.38/", "/data/9137/", "/data/91.37.01/", "/data/91.37/x/"]
)
def test_what_is_not_published_is_not_found(url: str, uji: Place, reader: Client) -> None:
    assert reader.get(url).status_code == 404


def test_without_any_kampung_the_pages_say_so(reader: Client) -> None:
    assert "Belum ada kampung" in reader.get("/data/").content.decode()
    assert reader.get("/data/katalog.jsonld").status_code == 404
    assert json.loads(reader.get("/data/metadata.json").content)["indikator"]


@pytest.mark.parametrize("url", ["/data/91.37/", "/data/91.37/kampung/", "/data/"])
def test_pages_ask_no_more_for_more_kampung(
    url: str, uji: Place, reader: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        reader.get(url)
