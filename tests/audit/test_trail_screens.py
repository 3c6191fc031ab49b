"""`/jejak/`: who reads what of the trail, and takes a copy of it."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.audit.views import harmless
from tests.audit.conftest import LONG_AGO, Written
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(sukamaju: Area) -> User:
    """Bu Ayu, PPDP of the kabupaten: reads the trail, sees no names."""
    return make_user("ayu", "Bu Ayu", Role.AUDITOR, Area.objects.get(pk="91.37"))


def _sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_the_operator_reads_what_was_done_in_the_kabupaten(
    client: Client, darma: User, write: Written
) -> None:
    write(data={"kampung": "Sukamaju"})
    write(data={"kampung": "Karangasri"}, kabupaten_code="92.41")

    page = _sign_in(client, darma).get("/jejak/").content.decode()

    assert "mengubah informasi Kampung KB Sukamaju" in page
    assert "Pak Darma, Operator kabupaten 91.37" in page
    assert "Karangasri" not in page


def test_the_auditor_reads_posts_without_names(
    client: Client, auditor: User, write: Written
) -> None:
    write()

    page = _sign_in(client, auditor).get("/jejak/").content.decode()

    assert "Operator kabupaten 91.37" in page
    assert "Pak Darma" not in page


@pytest.mark.parametrize("address", ["/jejak/", "/jejak/registry.kampungkb/37/", "/privasi/"])
def test_others_find_nothing_there(
    client: Client, address: str, sari: User, rina: User, write: Written
) -> None:
    write()

    for person in (sari, rina):
        assert _sign_in(client, person).get(address).status_code == 404


def test_filters_find_verb_post_area_person_and_period(
    client: Client, darma: User, write: Written
) -> None:
    write("kampung.register", data={"kampung": "Alfa", "village": "x"}, at=LONG_AGO)
    write("kampung.edit", data={"kampung": "Beta"}, actor_post="PKB/PLKB 91.37.01.2001")
    _sign_in(client, darma)

    def found(**query: object) -> set[str]:
        page = client.get("/jejak/", query).content.decode()  # type: ignore[arg-type]
        return {name for name in ("Alfa", "Beta") if f"KB {name}" in page}

    assert found() == {"Alfa", "Beta"}
    assert found(tindakan="kampung.register") == {"Alfa"}
    assert found(jabatan="PLKB") == {"Beta"}
    assert found(sampai="2025-03-07") == {"Alfa"}
    assert found(dari="2025-03-08") == {"Beta"}
    assert found(wilayah="92.41") == set()
    assert found(wilayah="91.37") == {"Alfa", "Beta"}
    assert found(orang=darma.pk) == {"Alfa", "Beta"}
    assert found(orang=darma.pk + 37) == set()
    assert found(orang="9" * 99) == {"Alfa", "Beta"}
    assert found(dari="besok", tindakan="tidak.ada") == {"Alfa", "Beta"}


def test_the_history_of_one_thing_holds_its_events_only(
    client: Client, darma: User, write: Written
) -> None:
    write(data={"kampung": "Ini"})
    write(data={"kampung": "Itu"}, subject_id="38")

    page = _sign_in(client, darma).get("/jejak/registry.kampungkb/37/").content.decode()

    assert "KB Ini" in page
    assert "KB Itu" not in page
    assert client.get("/jejak/registry.kampungkb/39/").status_code == 404


def test_a_page_of_one_and_of_thirty_events_costs_the_same(
    client: Client, darma: User, write: Written
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/jejak/").status_code == 200
        return len(queries)

    write()
    _sign_in(client, darma)
    cost()
    one = cost()
    for _ in range(29):
        write()

    assert cost() == one


def test_a_copy_is_taken_as_csv_and_leaves_an_event(
    client: Client, darma: User, write: Written
) -> None:
    write(data={"kampung": "=1+1"})

    response = _sign_in(client, darma).post("/jejak/unduh/", {"tindakan": "kampung.edit"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))

    assert [row["tindakan"] for row in rows] == ["mengubah informasi Kampung KB =1+1"]
    assert rows[0]["perubahan"] == "Nama Kampung KB: Suka Maju → Sukamaju “Baru” é"
    assert Event.objects.get(verb="trail.export").data == {"rows": 1}
    assert client.get("/jejak/unduh/").status_code == 405


def test_who_may_not_read_takes_no_copy_and_leaves_no_event(client: Client, sari: User) -> None:
    assert _sign_in(client, sari).post("/jejak/unduh/").status_code == 404

    assert not Event.objects.filter(verb="trail.export").exists()


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", " =1", "\t=1", "\u00a0=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("Sukamaju - baru") == "Sukamaju - baru"


def test_the_register_lists_what_is_kept_with_purpose_and_end(
    client: Client, auditor: User
) -> None:
    page = _sign_in(client, auditor).get("/privasi/").content.decode()

    assert "NIP PKB" in page or "plkb" in page.lower()
    assert "tahu siapa yang mendampingi kampung dan dapat menghubunginya" in page
    assert "spesifik" in page
