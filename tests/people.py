"""The invented people of the tests and the two small kabupaten in which they work."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area, Kind, Level
from naikkelas.lib.ids import uuid7
from naikkelas.lib.names import search_key
from naikkelas.registry.models import (
    KKBPK,
    DatakuStanding,
    Decision,
    Inovasi,
    Kader,
    KaderConsent,
    KaderTraining,
    KampungKB,
    Kelompok,
    Meeting,
    MeetingAttendance,
    Minutes,
    Penduduk,
    Pokja,
    PokjaSeat,
    Profil,
    Seksi,
)
from naikkelas.registry.rules.meetings import guest_key

PASSWORD = "sandi-uji-yang-panjang-37"
RECORDED = datetime(2025, 7, 1, 3, 7, tzinfo=UTC)


def make_area(code: str, name: str, **more: Any) -> Area:
    """One area with its ancestors, kinds by the shape of the code."""
    parts = code.split(".")
    above = [".".join(parts[:level]) for level in range(1, len(parts))]
    Area.objects.bulk_create([_area(one, f"Induk {one}") for one in above], ignore_conflicts=True)
    return _put(_area(code, name, **more))


def _put(*areas: Area) -> Area:
    """Made, or renamed where they are known; nearly every test begins with a few. The last one."""
    told = ("name", "search_key", "aliases", "level", "kind", "parent")
    dated = ("valid_from", "valid_until", "replaced_by")
    Area.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["code"], update_fields=(*told, *dated)
    )
    return areas[-1]


def _area(code: str, name: str, **more: Any) -> Area:
    level = code.count(".") + 1
    kind = {1: Kind.PROVINCE, 2: Kind.KABUPATEN, 3: Kind.KECAMATAN}.get(
        level, Kind.KELURAHAN if code[-4:-3] == "1" else Kind.DESA
    )
    shape = {"level": Level(level), "kind": kind, "parent_id": code.rpartition(".")[0] or None}
    return Area(code=code, **({"name": name, "search_key": search_key(name)} | shape | more))


def make_kampung(village: Area | str = "91.37.01.2001", **more: Any) -> KampungKB:
    """A live kampung; the village is made when only its code is given."""
    if isinstance(village, str):
        village = Area.objects.filter(pk=village).first() or make_area(village, f"Desa {village}")
    defaults: dict[str, Any] = {
        "nama": village.name,
        "kabupaten_code": village.code[:5],
        "tanggal_pencanangan": date(2018, 5, 7),
        "recorded_at": RECORDED,
    }
    return KampungKB.objects.create(village=village, **(defaults | more))


REPORT_MODELS = {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}


def make_report(form: str, kampung: KampungKB, on: date, **values: Any) -> Any:
    """One version of a report entered on a day, recorded at that day's noon (UTC) unless told."""
    defaults: dict[str, Any] = {
        "id": uuid7(),
        "kabupaten_code": kampung.kabupaten_code,
        "tahun": on.year,
        "bulan": on.month,
        "tanggal_isi": on,
        "recorded_at": datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
    }
    return REPORT_MODELS[form].objects.create(kampung=kampung, **(defaults | values))


def make_kader(kampung: KampungKB, name: str = "Bu Ratna", **more: Any) -> Kader:
    """A woman of a kampung, noted as 31 to 59 years old in 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "sex": Kader.Sex.WOMAN,
        "age_band": Kader.AgeBand.ADULT,
        "age_noted": 2025,
        "added_by": 0,
        "added_at": RECORDED,
    }
    return Kader.objects.create(kampung=kampung, name=name, **(defaults | more))


def make_pokja(
    kampung: KampungKB, *, seksi: Sequence[str] = ("Seksi Keagamaan",), **more: Any
) -> Pokja:
    """A Pokja in office since 7 March 2024, with an SK and one seksi, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "scheme": Pokja.Scheme.FUNCTIONS,
        "formed_on": date(2024, 3, 7),
        "decree_number": "140/37/2024",
        "decree_date": date(2024, 3, 5),
        "signed_by": "Kepala Desa",
        "valid_until": date(2027, 3, 6),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    pokja = Pokja.objects.create(kampung=kampung, **(defaults | more))
    for number, name in enumerate(seksi, 1):
        Seksi.objects.create(
            pokja=pokja, kabupaten_code=kampung.kabupaten_code, name=name, number=number
        )
    return pokja


def make_seat(pokja: Pokja, kader: Kader, post: str = "ketua", **more: Any) -> PokjaSeat:
    """A term that began with the Pokja, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": pokja.kabupaten_code,
        "since": pokja.formed_on,
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return PokjaSeat.objects.create(pokja=pokja, kader=kader, post=post, **(defaults | more))


def make_meeting(kampung: KampungKB, on: date = date(2025, 6, 11), **more: Any) -> Meeting:
    """A meeting of the Pokja at nine, two hours long, in WIB, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "kind": Meeting.Kind.POKJA,
        "title": "Rapat Pokja",
        "starts": time(9, 0),
        "ends": time(11, 0),
        "time_zone": "Asia/Jakarta",
        "place": "Balai desa",
        "agenda": "Pembukaan\nRencana bulan ini",
        "planned_by": 0,
        "planned_at": RECORDED,
        "changed_at": RECORDED,
    }
    return Meeting.objects.create(kampung=kampung, held_on=on, **(defaults | more))


def make_guest(meeting: Meeting, name: str = "Pak Lurah", **more: Any) -> MeetingAttendance:
    """A guest who came and was ticked, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": meeting.kabupaten_code,
        "guest_key": guest_key(name),
        "state": MeetingAttendance.State.PRESENT,
        "way": MeetingAttendance.Way.TICKED,
        "added_at": RECORDED,
    }
    return MeetingAttendance.objects.create(meeting=meeting, guest_name=name, **(defaults | more))


def make_minutes(meeting: Meeting, text: str = "Membahas posyandu.", **more: Any) -> Minutes:
    """The first version of the minutes, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": meeting.kabupaten_code,
        "version": 1,
        "written_by": 0,
        "written_at": RECORDED,
    }
    return Minutes.objects.create(meeting=meeting, text=text, **(defaults | more))


def make_decision(meeting: Meeting, what: str = "Mendata keluarga RT 03", **more: Any) -> Decision:
    """An open task of the whole Pokja, due on 25 June 2025, unless told."""
    defaults: dict[str, Any] = {
        "kampung": meeting.kampung,
        "kabupaten_code": meeting.kabupaten_code,
        "due_on": date(2025, 6, 25),
        "state": Decision.State.OPEN,
        "decided_by": 0,
        "decided_at": RECORDED,
    }
    return Decision.objects.create(meeting=meeting, what=what, **(defaults | more))


def make_consent(kader: Kader, **more: Any) -> KaderConsent:
    """A spoken consent to show the name, given on 3 May 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kader.kabupaten_code,
        "purpose": KaderConsent.Purpose.NAME,
        "how": KaderConsent.How.SPOKEN,
        "given_on": date(2025, 5, 3),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return KaderConsent.objects.create(kader=kader, **(defaults | more))


def make_training(kader: Kader, name: str = "Orientasi Pokja", **more: Any) -> KaderTraining:
    """A training on 17 March 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kader.kabupaten_code,
        "held_on": date(2025, 3, 17),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return KaderTraining.objects.create(kader=kader, name=name, **(defaults | more))


def make_group(kampung: KampungKB, kind: str = "bkb", nama: str = "", **more: Any) -> Kelompok:
    """A group at work since 5 March 2023, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "since": date(2023, 3, 5),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    nama = nama or f"{Kelompok.Kind(kind).label} Melati"
    return Kelompok.objects.create(kampung=kampung, kind=kind, nama=nama, **(defaults | more))


def make_dataku_standing(group: Kelompok, **more: Any) -> DatakuStanding:
    """What a Rumah DataKu had on 3 June 2025: enough for Sederhana, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": group.kabupaten_code,
        "sk_struktur": True,
        "orientasi": "dasar",
        "sarana": "papan_nama",
        "jenis_data": "kuantitas",
        "penyajian": 1,
        "noted_on": date(2025, 6, 3),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return DatakuStanding.objects.create(kelompok=group, **(defaults | more))


def make_innovation(kampung: KampungKB, title: str = "Bank sampah remaja", **more: Any) -> Inovasi:
    """An innovation at work since 7 May 2024, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "what": "Remaja menabung sampah.",
        "since": date(2024, 5, 7),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return Inovasi.objects.create(kampung=kampung, title=title, **(defaults | more))


def make_user(username: str, name: str, role: Role, area: Area | None) -> User:
    """An account with the test password."""
    return User.objects.create_user(username, name=name, role=role, area=area, password=PASSWORD)


@pytest.fixture
def sukamaju(db: None) -> Area:
    """Desa Sukamaju in Kecamatan Tanjung, Kabupaten Uji."""
    return _put(
        _area("91", "Provinsi Uji"),
        _area("91.37", "Kabupaten Uji"),
        _area("91.37.01", "Tanjung"),
        _area("91.37.01.2001", "Sukamaju"),
    )


@pytest.fixture
def sari(sukamaju: Area) -> User:
    """PLKB of desa Sukamaju."""
    return make_user("sari", "Sari", Role.FIELD, sukamaju)


@pytest.fixture
def wayan(db: None) -> User:
    """PLKB elsewhere: must see nothing of Sukamaju."""
    return make_user("wayan", "Wayan", Role.FIELD, make_area("92.41.03.2007", "Karangasri"))


@pytest.fixture
def rina(sukamaju: Area) -> User:
    """Bu Rina of the kecamatan: verifies, changes nothing else."""
    return make_user("rina", "Bu Rina", Role.DISTRICT, Area.objects.get(pk="91.37.01"))


@pytest.fixture
def darma(sukamaju: Area) -> User:
    """Pak Darma, operator of the kabupaten."""
    return make_user("darma", "Pak Darma", Role.OPERATOR, Area.objects.get(pk="91.37"))


@pytest.fixture
def head(sukamaju: Area) -> User:
    """Bu Lestari, head of the kabupaten's office: reads all, endorses, changes nothing else."""
    return make_user("lestari", "Bu Lestari", Role.HEAD, Area.objects.get(pk="91.37"))


def hex_id(identifier: UUID) -> str:
    """The form in which frames carry identifiers."""
    return identifier.hex
