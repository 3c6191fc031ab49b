"""Our forms in JavaRosa, which ODK Collect and KoboCollect run, from formList to what is stored.

Over real HTTP, filled in event by event by the engine, finalised with its own constraints.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.api.rules.survey import asked_fields
from naikkelas.lib.fields import Kind
from naikkelas.registry.models import KKBPK, KampungKB, Profil
from naikkelas.registry.queries import MODELS
from naikkelas.registry.rules.schema import FORMS, REPORTS
from tests.api.openrosa_client import OpenRosaClient
from tests.outside.conftest import CODES, Open
from tests.outside.filling import Filling, Unfinished
from tests.outside.samples import Value, stored, ticked, whole_report, written
from tests.people import make_kampung, make_report
from tests.registry.pictures import encoded, scene

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
    pytest.mark.outside,
]

REPORT_CODES = [form.code for form in REPORTS]


def test_the_list_names_these_forms(collect: OpenRosaClient) -> None:
    assert {one.code for one in collect.forms()} == set(CODES)


# Opening ----------------------------------------------------------------------------------------


def _reported(code: str, kampung: KampungKB, start: int = 3) -> dict[str, Value]:
    """A report of June in which every question of the phone has an answer."""
    values = whole_report(FORMS[code], start)
    make_report(
        code, kampung, date(2025, 6, 3), **{name: stored(one) for name, one in values.items()}
    )
    return values


def _stands(filling: Filling, values: dict[str, Value]) -> dict[str, tuple[str, str]]:
    """What does not stand in its control as it was reported: (expected, shown)."""
    shown = filling.shown()
    return {
        name: (written(value), shown.get(name, "-"))
        for name, value in values.items()
        if set(written(value).split()) != set(shown.get(name, "-").split())
    }


@pytest.mark.parametrize("code", REPORT_CODES)
def test_of_one_kampung_a_form_opens_with_all_that_is_known(
    code: str, kampung: KampungKB, opened: Open
) -> None:
    known = _reported(code, kampung)

    filling = opened(code)

    shown = filling.shown()
    assert shown["kampung"] == str(kampung.pk)
    assert shown["bulan"]
    assert len(known) == len(asked_fields(FORMS[code])) - (code == "profil")
    assert _stands(filling, known) == {}


def test_an_activity_opens_with_the_kampung_and_the_day(kampung: KampungKB, opened: Open) -> None:
    shown = opened("kegiatan").shown()

    assert shown["kampung"] == str(kampung.pk)
    assert shown["tanggal"] == timezone.localdate().isoformat()


@pytest.mark.parametrize("code", REPORT_CODES)
def test_of_several_kampung_a_form_fills_itself_in_once_one_is_chosen(
    code: str, kampung: KampungKB, collect: OpenRosaClient, opened: Open, darma_phone: Open
) -> None:
    other = make_kampung("91.37.01.2003", nama="Sukadamai")
    here, there = _reported(code, kampung), _reported(code, other, start=71)
    filling = darma_phone(code)
    assert not [name for name, text in filling.shown().items() if text]

    assert filling.answer("kampung", str(kampung.pk)).is_taken
    assert _stands(filling, here) == {}
    assert filling.answer("kampung", str(other.pk)).is_taken
    assert _stands(filling, there) == {}


# Limits -----------------------------------------------------------------------------------------

Probe = tuple[str, str, object]
"""Form, question, and what is entered in it."""


def _probes_of_reports() -> list[Probe]:
    """Both sides of each limit of each question of the reports."""
    found: list[Probe] = []
    for form in REPORTS:
        for field in asked_fields(form):
            if field.kind is Kind.COUNT:
                most = field.cap or 2_147_483_647
                found += [(form.code, field.name, one) for one in (-1, 0, most, most + 1)]
            elif field.kind is Kind.TEXT:
                most = field.max_length
                found += [(form.code, field.name, "a" * one) for one in (most, most + 1)]
        found += [(form.code, "alasan", "a" * one) for one in (300, 301)]
        today = timezone.localdate()
        for day in (date(2014, 12, 31), date(2015, 12, 31), date(2016, 1, 1), today):
            found.append((form.code, "bulan", day))
        found.append((form.code, "bulan", (today.replace(day=1) + timedelta(32)).replace(day=1)))
    return found


def _sent(collect: OpenRosaClient, xml: bytes, name: str, value: object) -> int:
    """The answer of the server to an instance in which the device did not stop a value."""
    text, count = re.subn(rf"<{name}\s*/>|<{name}>[^<]*</{name}>", f"<{name}>{value}</{name}>",
                          xml.decode(), count=1)  # fmt: skip
    assert count == 1, name
    text = re.sub(r"uuid:[0-9a-f-]{36}", f"uuid:{uuid4()}", text)
    return collect.send(text.encode()).status


@pytest.mark.parametrize("code", REPORT_CODES)
def test_a_device_refuses_exactly_what_the_server_would_refuse(
    code: str, kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    filling = opened(code)
    for parent in ("pokja_ada", "pokja_terlatih"):
        if code == "profil":
            filling.answer(parent, "ya")
    xml = filling.finished()
    filling = opened(code)
    for parent in ("pokja_ada", "pokja_terlatih"):
        if code == "profil":
            filling.answer(parent, "ya")

    unlike, outcomes = [], set()
    for form, name, value in _probes_of_reports():
        if form == code:
            told = filling.answer(name, value)
            status = _sent(collect, xml, name, value)
            outcomes.add((told.is_taken, status))
            assert told.is_taken or len(told.words) > 20, (name, value)
            if told.is_taken is not (status == 201):
                unlike.append((name, str(value)[:40], told, status))
    assert unlike == []
    assert outcomes == {(True, 201), (False, 422)}


def test_trained_members_beyond_the_members_are_refused_by_both(
    kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    filling = opened("profil")
    for name, value in (("pokja_ada", "ya"), ("pokja_anggota", 17), ("pokja_terlatih", "ya")):
        assert filling.answer(name, value).is_taken
    xml = filling.finished()

    for trained, is_taken in ((17, True), (18, False)):
        assert filling.answer("pokja_anggota_terlatih", trained).is_taken is is_taken
        sent = _sent(collect, xml, "pokja_anggota_terlatih", trained)
        assert sent == (201 if is_taken else 422)


def test_more_participants_than_there_are_is_warned_of_where_the_server_refuses(
    kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    """No bar on the phone: its target may be older than the newest penduduk report (ADR 32)."""
    make_report("penduduk", kampung, date(2025, 6, 3), keluarga_balita=113)
    filling = opened("kkbpk")
    xml = filling.finished()

    for count, is_taken in ((113, True), (114, False)):
        assert filling.answer("peserta_bkb", count).is_taken
        assert ("catatan_peserta_bkb" in filling.shown()) is not is_taken
        assert _sent(collect, xml, "peserta_bkb", count) == (201 if is_taken else 422)
    assert "113" in filling.notes()["catatan_peserta_bkb"]


def _probes_of_activities() -> list[tuple[str, object]]:
    today = timezone.localdate()
    texts = {"tempat": (0, 200), "judul": (3, 250), "deskripsi": (0, 5000)}
    found: list[tuple[str, object]] = []
    for name, (least, most) in texts.items():
        lengths = {one for one in (least - 1, least, most, most + 1) if one > 0}
        found += [(name, "a" * length) for length in sorted(lengths)]
        found += [(name, "NIK 6301051234560007"), (name, "no 630105123456000")]
    counts = [field.name for field in ACTIVITY.fields if field.kind is Kind.COUNT]
    found += [(name, one) for name in counts for one in (-1, 200_001)]
    found += [(name, one) for name in ("peserta_l", "peserta_p") for one in (0, 200_000)]
    found += [("tanggal", today), ("tanggal", today + timedelta(1))]
    found += [("tanggal", day) for day in (date(2015, 12, 31), date(2016, 1, 1))]
    return found


def test_a_device_refuses_of_an_activity_what_the_server_would_refuse(
    kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    filling = opened("kegiatan")
    assert filling.answer("judul", "Posyandu balita").is_taken
    xml = filling.finished()

    unlike, outcomes = [], set()
    for name, value in _probes_of_activities():
        told = filling.answer(name, value)
        status = _sent(collect, xml, name, value)
        outcomes.add((told.is_taken, status))
        if told.is_taken is not (status == 201):
            unlike.append((name, str(value)[:40], told, status))
        filling.answer(name, "Posyandu" if name == "judul" else None)
    assert unlike == []
    assert outcomes == {(True, 201), (False, 422)}


def test_fewer_people_than_their_ages_are_refused_by_both(
    kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    filling = opened("kegiatan")
    for name, value in (("judul", "Posyandu balita"), ("l_16_30", 19), ("l_31_59", 11)):
        assert filling.answer(name, value).is_taken
    xml = filling.finished()

    for count, is_taken in ((30, True), (29, False)):
        assert filling.answer("peserta_l", count).is_taken is is_taken
        assert _sent(collect, xml, "peserta_l", count) == (201 if is_taken else 422)


def test_an_activity_without_what_must_be_there_is_not_finished(
    kampung: KampungKB, opened: Open
) -> None:
    filling = opened("kegiatan")
    with pytest.raises(Unfinished, match="judul"):
        filling.finished()

    assert filling.answer("judul", "Posyandu balita").is_taken
    assert filling.answer("instansi", ["lainnya"]).is_taken
    with pytest.raises(Unfinished, match="instansi_lainnya"):
        filling.finished()


# Sending ----------------------------------------------------------------------------------------


def _filled_in(filling: Filling, values: dict[str, Value]) -> None:
    """Every answer by itself, in the order of the screen, as a person gives it."""
    for name, value in values.items():
        told = filling.answer(name, ticked(value))
        assert told.is_taken, (name, value, told)


@pytest.mark.parametrize("code", REPORT_CODES)
def test_what_was_entered_is_what_is_stored_once_however_often_it_is_sent(
    code: str, kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    filling = opened(code)
    values = whole_report(FORMS[code], 37)
    _filled_in(filling, values)
    xml = filling.finished()

    answers = [collect.send(xml) for _ in range(3)]

    assert {(one.status, one.body) for one in answers} == {(201, answers[0].body)}
    (report,) = MODELS[code].objects.filter(kampung=kampung)
    kept: Any = report
    for name, value in values.items():
        was = getattr(kept, name)
        if isinstance(value, tuple):
            assert set(str(was).split("|")) == set(value), name
        else:
            assert was == stored(value), name
    other = xml.replace(b"</alasan>", b"x</alasan>").replace(b"<alasan />", b"<alasan>x</alasan>")
    assert collect.send(other).status == 409
    assert MODELS[code].objects.count() == 1


def _picture(seed: int, name: str) -> tuple[bytes, str]:
    kind = "WEBP" if name.endswith(".webp") else "JPEG"
    return encoded(scene(seed, 320, 240), kind), f"image/{kind.lower()}"


@pytest.mark.parametrize(
    "order", [(("a", "b"), ("c",)), (("c",), ("a",), ("b", "a")), ((), ("a", "b", "c"))]
)
def test_photos_over_several_posts_are_counted_in_the_store(
    order: tuple[tuple[str, ...], ...], kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    filling = opened("kegiatan")
    assert filling.answer("judul", "Posyandu balita").is_taken
    names = ("a.jpg", "b.webp", "c.jpg")  # a messenger hands photos on as WebP
    files = {name: _picture(seed, name) for seed, name in enumerate(names, 37)}
    for column, name in zip(("foto_1", "foto_2", "foto_3"), files, strict=True):
        assert filling.answer(column, name).is_taken
    xml = filling.finished()

    arrived: set[str] = set()
    for post in order:
        sent = {name: files[name] for name in names if name[0] in post}
        answer = collect.send(xml, sent)
        arrived |= sent.keys()
        assert answer.status == 201
        missing = len(files) - len(arrived)
        said = f"{missing} dari 3 foto belum sampai" if missing else "Lengkap: 3 foto sudah sampai"
        assert said in answer.message

    again = collect.send(xml)
    assert (again.status, "Lengkap: 3 foto" in again.message) == (201, True)
    assert Kegiatan.objects.count() == 1
    assert KegiatanPhoto.objects.count() == 3


def test_a_pokja_of_one_kampung_opens_the_profil_with_everything_filled_in(
    kampung: KampungKB, collect: OpenRosaClient, opened: Open
) -> None:
    """Opened, not touched, finished and sent: the month is reported as the last one was."""
    known = _reported("profil", kampung)

    filling = opened("profil")

    assert filling.shown()["kampung"] == str(kampung.pk)
    assert _stands(filling, known) == {}
    assert collect.send(filling.finished()).status == 201
    first, second = Profil.objects.order_by("recorded_at")
    same = [name for name in known if getattr(first, name) == getattr(second, name)]
    assert set(known) - set(same) == set()
    assert not KKBPK.objects.exists()


@pytest.fixture
def darma_phone(
    darma: Any,
    other_phone: Callable[[Any], OpenRosaClient],
    tmp_path_factory: pytest.TempPathFactory,
) -> Open:
    """The phone of a PKB with several kampung."""
    client = other_phone(darma)

    def act(code: str) -> Filling:
        found = client.download(next(one for one in client.forms() if one.code == code))
        return Filling(found.xml, found.files, tmp_path_factory.mktemp(f"lain-{code}"))

    return act
