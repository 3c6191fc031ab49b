"""An area is classified with its own subtree and nothing of its neighbours."""

import pytest

from naikkelas.classification.queries import live
from tests.people import make_kampung

VILLAGES = ("91.37.01.2001", "91.37.99.2001", "91.38.01.2001", "91.99.01.2001", "92.41.03.2007")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("area", "inside"),
    [
        ("", VILLAGES),
        ("91", VILLAGES[:4]),
        ("91.37", VILLAGES[:2]),
        ("91.37.99", VILLAGES[1:2]),
        ("91.99", VILLAGES[3:4]),
        ("92.41.03.2007", VILLAGES[4:]),
        ("93", ()),
    ],
)
def test_facts_are_those_of_the_area_and_its_subtree(area: str, inside: tuple[str, ...]) -> None:
    for village in VILLAGES:
        make_kampung(village)

    found = live.facts(area).kampung.get_column("kode_desa")

    assert sorted(found) == list(inside)
