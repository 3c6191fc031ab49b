"""Keys of apps on phones: made by their holder, shown once, worth what the post is worth."""

import base64
import json
import re
import zlib

import pytest
from django.test import Client

from naikkelas.accounts.actions import deactivate, devices
from naikkelas.accounts.actions.signing_in import remove_factors
from naikkelas.accounts.errors import DeviceNameMissing, TooManyDevices
from naikkelas.accounts.models import DeviceToken, User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.queries_devices import Standing, presented
from naikkelas.api.rules import collect
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours

pytestmark = pytest.mark.django_db

PAGE = "/akun/perangkat/odk/"


def test_a_key_is_made_for_the_post_that_one_acts_as(sari: User) -> None:
    connected = devices.connect(sari, name="  HP   Sari ", by=sari)

    assert connected.device.name == "HP Sari"
    assert connected.device.post_id == sari.holdings.get().post_id
    assert presented(connected.token).standing is Standing.GOOD
    event = Event.objects.get(verb="device.add")
    assert event.actor == sari
    assert "HP Sari" not in str(event.data)


def test_nobody_makes_a_key_for_somebody_else_or_without_something_to_fill_in(
    sari: User, rina: User, darma: User
) -> None:
    for user, by in ((sari, darma), (rina, rina)):
        with pytest.raises(NotYours):
            devices.connect(user, name="HP", by=by)

    assert not DeviceToken.objects.exists()
    assert not Event.objects.filter(verb="device.add").exists()


def test_a_phone_without_a_name_and_an_eleventh_phone_are_refused(sari: User) -> None:
    with pytest.raises(DeviceNameMissing):
        devices.connect(sari, name="   ", by=sari)
    for number in range(10):
        devices.connect(sari, name=f"HP {number}", by=sari)

    with pytest.raises(TooManyDevices):
        devices.connect(sari, name="HP lagi", by=sari)

    assert DeviceToken.objects.count() == 10


def test_a_revoked_key_opens_nothing_and_is_revoked_once(sari: User, wayan: User) -> None:
    connected = devices.connect(sari, name="HP", by=sari)
    with pytest.raises(NotYours):
        devices.revoke(connected.device, by=wayan)

    for _ in range(2):
        devices.revoke(connected.device, by=sari)

    assert presented(connected.token).standing is Standing.REVOKED
    assert Event.objects.filter(verb="device.revoke").count() == 1


def test_who_manages_a_person_revokes_their_keys(sari: User, darma: User) -> None:
    connected = devices.connect(sari, name="HP", by=sari)

    devices.revoke(connected.device, by=darma)

    assert presented(connected.token).standing is Standing.REVOKED


@pytest.mark.parametrize("end", ["deactivate", "factors"])
def test_keys_end_with_the_account_and_with_a_lost_second_factor(
    sari: User, darma: User, end: str
) -> None:
    connected = devices.connect(sari, name="HP", by=sari)

    if end == "deactivate":
        deactivate(sari, by=system_user(), leave_vacant=True)
    else:
        remove_factors(sari, by=darma)

    assert presented(connected.token).standing is Standing.REVOKED


# The page ---------------------------------------------------------------------------------------


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_the_key_once_and_lists_the_phone(sari: User) -> None:
    browser = _signed_in(sari)

    page = browser.post(PAGE, {"name": "HP Sari"})

    address = re.search(r'value="(http://testserver/odk/([\w-]+))"', page.content.decode())
    assert address is not None
    assert "data:image/svg+xml;base64," in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().get(f"/odk/{address[2]}/formList").status_code == 200
    again = browser.get(PAGE).content.decode()
    assert "HP Sari" in again
    assert address[2] not in again


def test_the_code_on_the_page_is_made_from_the_settings(
    sari: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("naikkelas.api.views.devices._picture", drawn.append)

    page = _signed_in(sari).post(PAGE, {"name": "HP Sari"}).content.decode()

    read = json.loads(zlib.decompress(base64.b64decode(drawn[0])))
    assert read["general"]["server_url"] in page
    assert read == collect.settings(read["general"]["server_url"], "Naik Kelas · HP Sari")


def test_an_empty_name_is_said_beside_the_field(sari: User) -> None:
    answer = _signed_in(sari).post(PAGE, {"name": ""})

    assert answer.status_code == 422
    assert "Isi nama ponselnya" in answer.content.decode()


def test_one_revokes_ones_own_phone_and_finds_no_other(sari: User, wayan: User) -> None:
    connected = devices.connect(sari, name="HP", by=sari)
    url = f"{PAGE}{connected.device.pk}/cabut/"

    assert _signed_in(wayan).post(url).status_code == 404
    assert presented(connected.token).standing is Standing.GOOD
    assert _signed_in(sari).post(url).status_code == 302
    assert presented(connected.token).standing is Standing.REVOKED
