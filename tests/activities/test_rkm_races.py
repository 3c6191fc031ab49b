"""Several people work on one plan in the same moment: nothing is doubled, nothing is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from naikkelas.accounts.models import Role
from naikkelas.activities.actions import rkm
from naikkelas.activities.models import RKM, RKMItem
from naikkelas.activities.rules.rkm import Proposal
from naikkelas.areas.queries import local_now
from naikkelas.lib.refusals import Refused
from tests.activities.making import make_item, make_rkm
from tests.people import make_area, make_kampung, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]
THREADS = 5


def at_once(act: Callable[[int], object]) -> list[str]:
    """What each of five is told; "" for those who were not refused."""
    ready, told = threading.Barrier(THREADS), list[str]()

    def run(number: int) -> None:
        ready.wait()
        try:
            act(number)
        except Refused as refusal:
            told.append(refusal.code)
        else:
            told.append("")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_five_who_propose_the_same_steps_make_each_item_once() -> None:
    kampung = make_kampung(make_area("91.37.01.2001", "Sukamaju"))
    by = make_user("anggota", "Bu Ani", Role.POKJA, kampung.village)
    steps = [Proposal("langkah", key, key) for key in ("latih-pokja", "aktifkan-bkb", "dataku")]
    year = local_now(kampung.village_id).year + 1

    told = at_once(lambda _: rkm.propose(kampung, year, steps, by=by))

    assert told == [""] * THREADS
    assert RKM.objects.count() == 1
    assert list(RKMItem.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_of_five_who_change_one_field_one_is_stored_and_four_see_it() -> None:
    kampung = make_kampung(make_area("91.37.01.2001", "Sukamaju"))
    by = make_user("anggota", "Bu Ani", Role.POKJA, kampung.village)
    item = make_item(make_rkm(kampung), "Kelas ibu hamil", months="")

    told = at_once(
        lambda number: rkm.change_item(
            item, {"name": "Kelas ibu hamil", "months": str(number + 3)}, base=1, by=by
        )
    )

    assert told == ["", *["activities.bentrok"] * 4]
    item.refresh_from_db()
    assert (item.version, item.versions.count()) == (2, 2)


def test_five_who_change_five_fields_are_all_stored() -> None:
    kampung = make_kampung(make_area("91.37.01.2001", "Sukamaju"))
    by = make_user("anggota", "Bu Ani", Role.POKJA, kampung.village)
    item = make_item(make_rkm(kampung), "Kelas ibu hamil", months="3")
    seen: dict[str, object] = {"name": "Kelas ibu hamil", "months": "3"}
    edits: tuple[dict[str, object], ...] = (
        {"tempat": "Posyandu"},
        {"cost": 700_003},
        {"months": "7"},
        {"sumber_dana": "dana_desa"},
        {"responsible": "Kader Posyandu"},
    )

    told = at_once(lambda number: rkm.change_item(item, seen | edits[number], base=1, by=by))

    assert told == [""] * THREADS
    item.refresh_from_db()
    for edit in edits:
        assert {name: getattr(item, name) for name in edit} == edit
    assert item.version == 6
