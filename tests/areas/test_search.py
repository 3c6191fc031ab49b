"""Areas are found as people spell them."""

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.areas import queries
from naikkelas.areas.models import Area
from naikkelas.areas.rules.spelling import keys_from
from tests.people import make_area

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tanah_laut() -> None:
    """A corner of Tanah Laut and one namesake elsewhere."""
    make_area("63", "Kalimantan Selatan")
    make_area("63.01", "Tanah Laut")
    make_area("63.01.05", "Bati Bati")
    make_area("63.01.10", "Bajuin")
    make_area("63.01.05.2002", "Bati-Bati")
    make_area("63.01.10.2004", "Tirta Jaya", aliases="Tirtajaya Baru|Jaya Lama")
    make_area("63.01.10.2007", "Kunyit")
    make_area("63.01.10.2008", "Sungai Kunyit Hulu")
    make_area("32", "Jawa Barat")
    make_area("32.15.09", "Tirtajaya")
    make_area("32.71", "Kota Bogor")


def codes(text: str, **how: object) -> list[str]:
    return [area.code for area in queries.search(text, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tirtajaya", ["32.15.09", "63.01.10.2004"]),
        ("tirta  jaya", ["32.15.09", "63.01.10.2004"]),
        ("Bati-Bati", ["63.01.05", "63.01.05.2002"]),
        ("BATIBATI", ["63.01.05", "63.01.05.2002"]),
        ("kec. Bati Bati", ["63.01.05"]),
        ("Desa Kunyit", ["63.01.10.2007", "63.01.10.2008"]),
        ("kota bogor", ["32.71"]),
        ("Kab. Tanah Laut", ["63.01"]),
        ("jaya lama", ["63.01.10.2004"]),
        ("63.01.10", ["63.01.10", "63.01.10.2004", "63.01.10.2007", "63.01.10.2008"]),
        ("6301102004", ["63.01.10.2004"]),
        ("63.01.10.200", ["63.01.10.2004", "63.01.10.2007", "63.01.10.2008"]),
        ("tidak ada", []),
        ("", []),
        ("--", []),
        ("%", []),
        ("' OR 1=1", []),
    ],
)
def test_a_name_is_found_in_every_spelling(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_names_that_begin_so_come_before_names_that_contain_it() -> None:
    assert codes("kunyit") == ["63.01.10.2007", "63.01.10.2008"]


def test_a_scope_and_a_level_narrow_the_search() -> None:
    assert codes("tirtajaya", scope="63.01") == ["63.01.10.2004"]
    assert codes("bati bati", level=4) == ["63.01.05.2002"]
    assert len(codes("63.01", limit=2)) == 2


def test_a_retired_code_is_not_offered() -> None:
    Area.objects.filter(pk="63.01.10.2007").update(valid_until="2025-07-30")

    assert codes("kunyit") == ["63.01.10.2008"]


def test_a_key_of_z_has_no_end() -> None:
    assert keys_from("azz") == ("azz", "b")
    assert keys_from("zz") == ("zz", None)
    assert keys_from("a9") == ("a9", "aa")


def test_a_field_that_completes_gets_json(client: Client, darma: User) -> None:
    make_area("91.37.01.2003", "Sukamakmur")
    client.force_login(darma)

    answer = client.get("/wilayah/cari/?q=suka%20makmur&format=json").json()

    assert answer == {
        "hasil": [
            {
                "kode": "91.37.01.2003",
                "nama": "Sukamakmur",
                "jenis": "desa",
                "letak": "Tanjung, Kabupaten Uji, Provinsi Uji",
            }
        ]
    }


def test_the_results_page_works_without_javascript(client: Client, darma: User) -> None:
    client.force_login(darma)

    page = client.get("/wilayah/cari/", {"q": "suka maju"}).content.decode()
    nothing = client.get("/wilayah/cari/", {"q": "<b>suka"}).content.decode()

    assert "91.37.01.2001" in page
    assert "Tidak ada wilayah untuk “&lt;b&gt;suka”" in nothing


def test_a_person_finds_only_what_is_theirs(client: Client, wayan: User, sukamaju: Area) -> None:
    client.force_login(wayan)

    answer = client.get("/wilayah/cari/?q=sukamaju&format=json").json()

    assert answer == {"hasil": []}


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/wilayah/cari/?q=kunyit").status_code == 302
