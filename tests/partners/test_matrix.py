"""Who does what where, and what is missing."""

from datetime import date
from typing import Any

import pytest

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.lib.refusals import NotYours
from naikkelas.partners.actions import mitra as actions
from naikkelas.partners.errors import UnknownKegiatan
from naikkelas.partners.models import Mitra, Responsible
from naikkelas.partners.queries import matrix as queries
from naikkelas.partners.queries.responsible import answers, responsible_in
from naikkelas.partners.rules import inpres
from naikkelas.partners.rules.inpres import Wanted
from naikkelas.registry.models import KampungKB
from tests.activities.making import make_activity, make_item, make_rkm
from tests.partners.making import make_commitment

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 31)


def _matrix(who: User, **wanted: Any) -> dict[str, queries.Row]:
    table = responsible_in("91.37")
    deeds = inpres.chosen(Wanted(**wanted), table)
    found = queries.matrix(who, ("91.37",), deeds, table, TODAY)
    return {row.deed.code: row for row in found.rows}


def test_a_cell_tells_what_was_done_planned_and_promised(
    dinkes: Mitra, darma: User, kampung: KampungKB, bukit: KampungKB
) -> None:
    make_activity(
        kampung, tanggal=date(2025, 5, 7), inpres_kegiatan="2.b.01", instansi="puskesmas|bps"
    )
    make_activity(kampung, tanggal=date(2024, 5, 7), inpres_kegiatan="2.b.02")
    make_item(make_rkm(bukit, year=2025), inpres_kegiatan="2.b.01")
    make_commitment(dinkes, bukit)

    rows = _matrix(darma)

    assert len(rows) == 58
    done = rows["2.b.01"]
    assert (done.done, done.accepted, done.planned, done.promised, done.missing) == (1, 0, 1, 0, 0)
    assert "Puskesmas" in done.agencies
    assert rows["2.b.02"].missing == 2  # more than twelve months ago
    assert (rows["3.c.02"].promised, rows["3.c.02"].missing) == (1, 1)
    assert rows["3.c.02"].agencies == "Dinas Kesehatan"


def test_rows_are_narrowed_by_sasaran_programme_and_agency(darma: User, kampung: KampungKB) -> None:
    assert set(_matrix(darma, sasaran="1")) == {"1.a.01", "1.a.02"}
    assert {code[2] for code in _matrix(darma, programme="h")} == {"h"}
    assert "1.a.02" not in _matrix(darma, instansi="dinas_dukcapil")


def test_the_kabupaten_says_who_answers(darma: User, rina: User, kampung: KampungKB) -> None:
    kabupaten = Area.objects.get(pk="91.37")
    before = responsible_in("91.37")["1.a.02"]

    actions.set_responsible(kabupaten, "1.a.02", "dinas_dukcapil", by=darma)
    actions.set_responsible(kabupaten, "1.a.02", "dinas_dukcapil", by=darma)
    actions.set_responsible(kabupaten, "1.a.02", "dinas_kominfo", by=darma)

    assert before == "opd_ppkb"
    assert responsible_in("91.37")["1.a.02"] == "dinas_kominfo"
    assert Responsible.objects.count() == 2
    assert sum(one.is_own for one in answers(responsible_in("91.37"))) == 1
    with pytest.raises(NotYours):
        actions.set_responsible(kabupaten, "1.a.01", "bps", by=rina)
    with pytest.raises(UnknownKegiatan):
        actions.set_responsible(kabupaten, "3.g.11", "bps", by=darma)


def test_a_file_has_every_cell(darma: User, kampung: KampungKB, bukit: KampungKB) -> None:
    table = responsible_in("91.37")
    found = queries.matrix(darma, ("91.37",), inpres.deeds(), table, TODAY)

    rows = list(queries.table(found))

    assert len(rows) == found.size == found.missing == 116
    assert {len(row) for row in rows} == {len(queries.HEADINGS)}
