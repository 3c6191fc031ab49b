"""A small kabupaten with a kampung of each class, and what tests of screens share."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import AreaSetting
from naikkelas.registry.models import KampungKB, State
from tests.people import darma as darma
from tests.people import head as head
from tests.people import make_area, make_kampung, make_report
from tests.people import rina as rina
from tests.people import sari as sari
from tests.people import sukamaju as sukamaju
from tests.people import wayan as wayan

CUTOFF = date(2025, 7, 31)
BUDGETS = Path(__file__).resolve().parents[1] / "query_budgets.json"

GOOD_PROFIL: dict[str, Any] = {
    "pokja_ada": True, "pokja_anggota": 14, "pokja_terlatih": True, "plkb_ada": True,
    "regulasi_ada": False, "sumber_dana": "apbd|dana_desa", "bkb": True, "bkr": True, "bkl": True,
    "uppka": True, "pik_r": True, "sekretariat": True, "rumah_dataku": True,
    "penggunaan_data": "pk_pemutakhiran|potensi_desa", "rapat_perencanaan": True,
    "rapat_koordinasi": True, "sosialisasi": True, "monev": True, "penyusunan_laporan": True,
}  # fmt: skip
GOOD_PENDUDUK: dict[str, Any] = {
    "pus": 211, "keluarga": 403, "remaja": 97, "keluarga_balita": 83, "keluarga_remaja": 71,
    "keluarga_lansia": 59,
}  # fmt: skip
GOOD_KKBPK: dict[str, Any] = {
    "peserta_bkb": 41, "peserta_bkr": 30, "peserta_bkl": 27, "peserta_uppka": 140,
    "peserta_pik_r": 41, "iud": 19, "implan": 20, "suntik": 61, "pil": 17, "ingin_anak_tunda": 5,
    "tidak_ingin_anak_lagi": 4,
}  # fmt: skip
AGENCIES = "puskesmas|dinas_sosial|dinas_pendidikan|dinas_pertanian"


def add_activity(
    kampung: KampungKB, on: date, agencies: str = AGENCIES, *, endorsed: bool = True
) -> Kegiatan:
    """An activity with four agencies."""
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    recorded_at = min(noon, timezone.now())  # today begins in the east while it is late in UTC
    return Kegiatan.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        tanggal=on,
        judul="Lokakarya mini",
        instansi=agencies,
        recorded_at=recorded_at,
        endorsed_at=recorded_at if endorsed else None,
        state=State.ENDORSED if endorsed else State.SENT,
    )


def fill(
    kampung: KampungKB, on: date = date(2025, 6, 5), *, state: str = State.ENDORSED, **changes: Any
) -> KampungKB:
    """Three good reports and an activity: Berkelanjutan, unless `changes` takes something away.

    Endorsed unless another `state` is given, so that both classes are the same.
    """
    is_endorsed = state == State.ENDORSED
    endorsed_at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC) if is_endorsed else None
    for form, values in (
        ("profil", GOOD_PROFIL), ("penduduk", GOOD_PENDUDUK), ("kkbpk", GOOD_KKBPK)
    ):  # fmt: skip
        own = {name: changes.get(name, value) for name, value in values.items()}
        make_report(form, kampung, on, state=state, endorsed_at=endorsed_at, **own)
    add_activity(kampung, changes.get("activity_on", on), endorsed=is_endorsed)
    return kampung


@pytest.fixture
def settings_of_uji(sukamaju: Any) -> None:
    """Kabupaten Uji looks at the end of July 2025 and calls the highest class Paripurna."""
    AreaSetting.objects.create(area_code="91.37", key="cutoff", value=CUTOFF.isoformat())
    AreaSetting.objects.create(
        area_code="91.37",
        key="level_labels",
        value={
            "belum_lapor": "Belum Lapor", "dasar": "Dasar", "berkembang": "Berkembang",
            "mandiri": "Mandiri", "berkelanjutan": "Paripurna",
        },
    )  # fmt: skip


@pytest.fixture
def kampung(sukamaju: Any, settings_of_uji: None) -> KampungKB:
    """Sukamaju: Berkembang at the cut-off, one point of output short of the top."""
    return fill(make_kampung(sukamaju), iud=3, implan=4)


@pytest.fixture
def kabupaten(kampung: KampungKB) -> dict[str, KampungKB]:
    """Sukamaju and four others, in two kecamatan, one that never reported, one fragile."""
    make_area("91.37.02", "Seberang")
    return {
        "berkembang": kampung,
        "paripurna": fill(make_kampung(make_area("91.37.01.2002", "Bukit Raya"))),
        "naik": fill(make_kampung(make_area("91.37.02.2001", "Tirta Jaya")), date(2025, 3, 7)),
        "diam": make_kampung(make_area("91.37.02.2002", "Sunyi")),
        "rapuh": fill(
            make_kampung(make_area("91.37.02.2003", "Rapuh Jaya")), activity_on=date(2023, 5, 1)
        ),
    }


@pytest.fixture
def as_user(client: Client) -> Callable[[User], Client]:
    """A signed-in browser."""

    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


@contextmanager
def budget(key: str) -> Iterator[None]:
    """Hold the queries of a block against `tests/query_budgets.json`.

    `UPDATE_QUERY_BUDGETS=1` writes what was measured instead; the difference is then reviewed.
    """
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield
    stored = json.loads(BUDGETS.read_text()) if BUDGETS.exists() else {}
    budgets = stored.setdefault(connection.vendor, {})  # DISTINCT ON is one query, elsewhere two
    if os.environ.get("UPDATE_QUERY_BUDGETS"):
        budgets[key] = len(captured)
        BUDGETS.write_text(json.dumps(stored, indent=2, sort_keys=True) + "\n")
    assert len(captured) == budgets[key], [query["sql"] for query in captured.captured_queries]
