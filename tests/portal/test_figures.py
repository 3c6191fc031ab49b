"""The figures of the portal are those that the office sees."""

import csv
import io
from datetime import date

import pytest

from naikkelas.areas.models import AreaSetting
from naikkelas.insights.queries.overview import overview
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.portal.queries.asking import asked
from naikkelas.portal.queries.standing import standing
from naikkelas.registry.models import KampungKB, State
from tests.insights.conftest import CUTOFF, fill
from tests.people import make_area, make_kampung
from tests.portal.conftest import Read, store

pytestmark = pytest.mark.django_db
VERIFIED = {"dasar": "terverifikasi"}


@pytest.fixture
def both(kabupaten: dict[str, KampungKB]) -> dict[str, KampungKB]:
    """With a kampung whose good reports nobody has endorsed: declared and verified differ."""
    sent = make_kampung(make_area("91.37.02.2004", "Baru Kirim"))
    return {**kabupaten, "dikirim": fill(sent, state=State.SENT)}


@pytest.mark.parametrize("code", ["91.37", "91.37.01", "91.37.02"])
@pytest.mark.parametrize("rule", ["kampung-kb-2023", "kampung-kb-2023-terkoreksi"])
@pytest.mark.parametrize("day", ["2025-07-31", "2025-05-17", "2024-12-31"])
def test_a_kabupaten_and_its_parts_count_as_beranda_does(
    both: dict[str, KampungKB], code: str, rule: str, day: str
) -> None:
    told = {"per": day, "aturan": rule}

    inside = overview(viewpoint(code, told | VERIFIED))
    public = standing(asked(code, told), with_months=True)

    assert public.counts == inside.counts
    assert public.children == inside.children
    assert public.months[-1][1].levels == inside.counts.levels
    assert inside.target is not None
    assert public.target is not None
    verified = inside.target.progress
    assert (public.target.needed, public.target.reached, public.target.dropped) == (
        verified.needed,
        len(verified.reached),
        len(verified.dropped),
    )


def test_declared_classes_count_nowhere_even_where_they_count_for_the_target(
    both: dict[str, KampungKB],
) -> None:
    AreaSetting.objects.create(area_code="91.37", key="target_basis", value="dilaporkan")

    public = standing(asked("91.37", {"dasar": "dilaporkan"}))

    inside = overview(viewpoint("91.37", VERIFIED))
    declared = overview(viewpoint("91.37", {}))
    assert inside.counts != declared.counts
    assert public.counts == inside.counts
    assert inside.target is not None
    assert public.target is not None
    assert public.target.reached == len(inside.target.across.reached)


@pytest.mark.parametrize("code", ["91", ""])
def test_a_province_and_the_nation_count_as_beranda_does(
    both: dict[str, KampungKB], code: str
) -> None:
    store()

    inside = overview(viewpoint(code, VERIFIED))
    public = standing(asked(code, {}), with_months=True)

    assert public.counts.kampung == 6
    assert public.counts == inside.counts
    assert public.children == inside.children
    assert [day for day, _ in public.months] == [CUTOFF]


def test_the_page_and_the_csv_say_these_figures(both: dict[str, KampungKB], read: Read) -> None:
    counts = overview(viewpoint("91.37", VERIFIED)).counts

    page = read("/portal/91.37/statistik/")
    rows = list(csv.DictReader(io.StringIO(read("/portal/91.37/statistik.csv"))))

    assert f"<dd>{counts.kampung}</dd>" in page
    assert "Semua angka per 31 Juli 2025" in page
    assert "Aturan portal nasional 2023, terverifikasi" in page
    assert rows[0]["kode"] == "91.37"
    assert {name: int(rows[0][name]) for name in ("mandiri", "berkelanjutan", "berkembang")} == {
        name: counts.levels[name] for name in ("mandiri", "berkelanjutan", "berkembang")
    }
    assert [row["kode"] for row in rows[1:]] == ["91.37.01", "91.37.02"]
    assert sum(int(row["kampung"]) for row in rows[1:]) == counts.kampung
    assert {(row["per"], row["dasar"]) for row in rows} == {("2025-07-31", "terverifikasi")}


def test_example_data_are_called_so(kabupaten: dict[str, KampungKB], read: Read) -> None:
    assert "Contoh, bukan keadaan" not in read("/portal/91.37/statistik/")

    KampungKB.objects.filter(pk=kabupaten["naik"].pk).update(is_example=True)

    per = {"per": "2025-07-31"}  # asked with a day, nothing that was kept is answered
    assert "Contoh, bukan keadaan yang sebenarnya." in read("/portal/91.37/statistik/", **per)
    assert "Data contoh." in read("/portal/91.37/", **per)
    assert read("/portal/91.37/statistik.csv", **per).splitlines()[1].endswith(",ya")


def test_before_anything_was_entered_nothing_is_at_a_class(
    kabupaten: dict[str, KampungKB],
) -> None:
    early = standing(asked("91.37", {"per": "2016-02-29"}))

    assert early.asked.view.cutoff == date(2016, 2, 29)
    assert early.counts.never_reported == early.counts.kampung == 5
    assert early.counts.counting == 0
