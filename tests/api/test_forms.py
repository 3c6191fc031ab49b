"""The forms that apps download: made from our definitions, and offered as OpenRosa lists them."""

import base64
import csv
import io
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
import time_machine
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import RKM, RKMItem
from naikkelas.api.rules import collect
from naikkelas.api.rules.instances import FORMER
from naikkelas.api.rules.survey import ADDED, asked_fields, survey_of
from naikkelas.api.rules.xforms import CODES, md5, xform
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB, State
from naikkelas.registry.rules.schema import FORMS, REPORTS
from tests.api.conftest import Phone
from tests.api.openrosa_client import files_in, listed_in
from tests.people import make_group, make_kampung, make_report, make_user

ASKED = Path(__file__).with_name("asked.txt")
REPORT_CODES = [form.code for form in REPORTS]
XFORMS = "{http://www.w3.org/2002/xforms}"


def _controls(xml: bytes) -> list[str]:
    """The questions in the order in which an app asks them."""
    tags = {f"{XFORMS}{tag}" for tag in ("input", "select", "select1", "upload")}
    refs = [one.get("ref", "") for one in fromstring(xml).iter() if one.tag in tags]
    return [ref.rpartition("/")[2] for ref in refs]


@pytest.mark.parametrize("code", REPORT_CODES)
def test_a_form_asks_what_the_screen_asks_in_its_order(code: str) -> None:
    asked = [name for name in _controls(xform(code).xml) if name.partition("_")[0] not in ADDED]

    fields = [field.name for field in FORMS[code].fields if not field.personal]
    assert asked == ["kampung", "bulan", *fields, "alasan"]


@pytest.mark.parametrize("code", REPORT_CODES)
def test_no_name_or_contact_of_a_person_is_asked_or_carried(code: str) -> None:
    personal = {field.name for field in FORMS[code].fields if field.personal}

    assert not personal & {field.name for field in asked_fields(FORMS[code])}
    assert not [name for name in personal if name.encode() in xform(code).xml]


@pytest.mark.parametrize("code", REPORT_CODES)
def test_every_choice_of_the_screen_is_offered_and_nothing_else(code: str) -> None:
    offered: dict[str, list[str]] = {}
    for row in survey_of(code).choices:
        offered.setdefault(row["list_name"], []).append(row["name"])
    text = xform(code).xml.decode()

    for field in asked_fields(FORMS[code]):
        if field.options:
            assert offered[field.name] == [option.code for option in field.options]
            assert all(f"<name>{name}</name>" in text for name in offered[field.name])
            assert not [option.code for option in field.options if " " in option.code]


@pytest.mark.parametrize("code", CODES)
def test_pyxform_has_nothing_to_say_against_a_form(code: str) -> None:
    assert xform(code).warnings == ()


def test_the_version_is_the_hash_of_the_definition() -> None:
    one = xform("kkbpk")
    xform.cache_clear()

    again = xform("kkbpk")

    assert one == again
    assert f'version="{one.version}"'.encode() in one.xml
    assert len({xform(code).version for code in CODES}) == len(CODES)


def test_every_name_that_a_phone_was_ever_asked_can_still_be_sent() -> None:
    """A name that goes from the form has to stand in `FORMER`; a new one is added here."""
    now = {
        f"{code} {row['name']}" for code in CODES for row in survey_of(code).rows if "name" in row
    }
    now = {line for line in now if line.split()[1].partition("_")[0] not in ADDED}
    ever = set(ASKED.read_text().split("\n")) - {""}

    assert now - ever == set(), "add these lines to asked.txt"
    gone = {line for line in ever - now if line.split()[1] not in FORMER.get(line.split()[0], {})}
    assert gone == set()


# As they are offered ----------------------------------------------------------------------------

db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _august() -> Iterator[None]:
    with time_machine.travel("2025-08-03T03:07:00Z", tick=False):
        yield


@db
def test_the_form_list_names_each_form_with_the_hash_of_its_text(phone: Phone) -> None:
    answer = phone.get("formList")

    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer["X-OpenRosa-Version"] == "1.0"
    for form in listed_in(answer.content):
        downloaded = phone.client.get(form.download_url).content
        assert form.hash == md5(downloaded)
        assert f'id="{form.code}" version="{form.version}"'.encode() in downloaded
        for name, digest, url in files_in(phone.client.get(form.manifest_url).content):
            assert digest == md5(phone.client.get(url).content), name


@db
def test_one_form_can_be_asked_for(phone: Phone) -> None:
    assert [form.code for form in listed_in(phone.get("formList?formID=kkbpk").content)] == [
        "kkbpk"
    ]
    assert listed_in(phone.get("formList?formID=sensus").content) == []


@db
def test_a_form_or_list_that_is_not_theirs_is_not_found(
    phone: Phone, sukamaju: Area, phone_of: Callable[[User], Phone]
) -> None:
    member = phone_of(make_user("nyoman", "Nyoman", Role.POKJA, sukamaju))

    assert member.get("forms/profil.xml").status_code == 404
    for path in ("forms/sensus.xml", "forms/profil/rahasia.csv", "forms/profil/terakhir_kkbpk.csv"):
        answer = phone.get(path)
        assert answer.status_code == 404
        assert b"OpenRosaResponse" in answer.content


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@db
def test_the_last_figures_lie_beside_the_form(phone: Phone, kampung: KampungKB) -> None:
    make_report("penduduk", kampung, date(2025, 6, 3), keluarga_balita=113)
    make_report("kkbpk", kampung, date(2025, 5, 7), iud=11)
    make_report("kkbpk", kampung, date(2025, 6, 3), iud=37, peserta_bkb=0)
    other = make_kampung("92.41.03.2007", nama="Karangasri")
    make_report("kkbpk", other, date(2025, 6, 3), iud=41)

    (row,) = _rows(phone.get("forms/kkbpk/terakhir_kkbpk.csv").content)

    assert row["name"] == str(kampung.pk)
    assert (row["iud"], row["peserta_bkb"], row["mow"]) == ("37", "0", "")
    assert (row["sasaran_keluarga_balita"], row["bulan"]) == ("113", "2025-07-01")


@db
@pytest.mark.parametrize(
    ("state", "reported", "expected"),
    [
        (State.SENT, date(2025, 6, 3), "2025-07-01"),
        (State.SENT, date(2025, 7, 3), "2025-08-01"),
        (State.RETURNED, date(2025, 5, 3), "2025-05-01"),
    ],
)
def test_the_month_that_a_person_most_likely_means_is_set(
    phone: Phone, kampung: KampungKB, state: State, reported: date, expected: str
) -> None:
    make_report("kkbpk", kampung, reported, state=state)

    (row,) = _rows(phone.get("forms/kkbpk/terakhir_kkbpk.csv").content)

    assert row["bulan"] == expected


@db
def test_the_lists_cost_the_same_for_one_kampung_and_for_thirty(
    darma: User, phone_of: Callable[[User], Phone], django_assert_num_queries: Any
) -> None:
    one = phone_of(darma)
    make_kampung("91.37.01.2001")
    one.get("formList")  # the last use is noted, the forms are made

    with django_assert_num_queries(6):
        one.get("forms/kkbpk/terakhir_kkbpk.csv")
    for number in range(2002, 2032):
        make_report("kkbpk", make_kampung(f"91.37.01.{number}"), date(2025, 6, 3), iud=number)
    with django_assert_num_queries(6):
        rows = _rows(one.get("forms/kkbpk/terakhir_kkbpk.csv").content)

    assert len(rows) == 31


# Settings ---------------------------------------------------------------------------------------


def test_the_code_decodes_to_the_settings_that_collect_reads() -> None:
    text = collect.packed(collect.settings("https://contoh.go.id/odk/kunci", "Naik Kelas · HP"))

    read = json.loads(zlib.decompress(base64.b64decode(text)))

    assert read["general"]["server_url"] == "https://contoh.go.id/odk/kunci"
    assert read["general"]["form_update_mode"] == "match_exactly"
    assert (read["admin"], read["project"]["name"]) == ({}, "Naik Kelas · HP")


@db
def test_what_records_say_stands_in_the_profile(phone: Phone, kampung: KampungKB) -> None:
    make_report("profil", kampung, date(2025, 6, 3), bkb=False, bkr=False)
    make_group(kampung, "bkb", since=date(2024, 3, 7))

    (row,) = _rows(phone.get("forms/profil/terakhir_profil.csv").content)

    assert (row["bkb"], row["bkr"], row["bkl"]) == ("ya", "tidak", "")


@db
def test_the_plan_lies_beside_the_activity(phone: Phone, kampung: KampungKB, chair: User) -> None:
    plan = RKM.objects.create(
        kampung=kampung,
        kabupaten_code="91.37",
        year=2025,
        opened_by=chair.pk,
        opened_at=timezone.now(),
        changed_at=timezone.now(),
    )
    more = {"rkm": plan, "kabupaten_code": "91.37", "recorded_by": chair.pk}
    for number, name in enumerate(("Posyandu balita", "Kelas BKB"), 1):
        RKMItem.objects.create(
            **more,
            number=number,
            name=name,
            changed_by=chair.pk,
            recorded_at=timezone.now(),
            changed_at=timezone.now(),
        )

    rows = _rows(phone.get("forms/kegiatan/rkm.csv").content)

    assert [row["label"] for row in rows] == ["Posyandu balita (2025)", "Kelas BKB (2025)"]
    assert {row["kampung"] for row in rows} == {str(kampung.pk)}


def test_a_phone_gets_the_groups_that_may_hold_an_activity(
    phone: Phone, kampung: KampungKB
) -> None:
    make_group(kampung, "bkb")
    make_group(kampung, "bkr", stopped_on=date(2025, 5, 3), stopped_reason="Usai")

    rows = _rows(phone.get("forms/kegiatan/kelompok.csv").content)

    assert [(row["label"], row["kampung"]) for row in rows] == [("BKB Melati", str(kampung.pk))]
