"""Names and contacts are masked; showing one is noted, and the person can read who it was."""

from typing import Any

import pytest
from django.test import Client

from naikkelas.accounts.actions import privacy
from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from tests.privacy.conftest import NIP

pytestmark = pytest.mark.django_db


def _address(kampung: KampungKB, report: Any) -> str:
    return f"/kampung/{kampung.pk}/laporan/profil/{report.pk}/"


def test_a_report_masks_the_companion_until_asked(
    client: Client, guided: KampungKB, named: Any, darma: User
) -> None:
    client.force_login(darma)

    page = client.get(_address(guided, named)).content.decode()

    assert NIP not in page
    assert "081234567890" not in page
    assert "••••••" in page
    assert not Event.objects.filter(verb="personal.view").exists()  # a GET changes nothing


def test_showing_notes_who_saw_what_of_whom_without_the_value(
    client: Client, guided: KampungKB, named: Any, darma: User
) -> None:
    client.force_login(darma)

    answer = client.post(f"{_address(guided, named)}tampilkan/", {"kolom": "plkb_kontak"})

    assert "081234567890" in answer.content.decode()
    event = Event.objects.get(verb="personal.view")
    assert (event.actor_id, event.subject_id) == (darma.pk, str(named.pk))
    assert event.data["field"] == "plkb_kontak"
    assert "081234567890" not in str(event.data)
    assert NIP not in str(event.data)
    part = client.post(
        f"{_address(guided, named)}tampilkan/", {"kolom": "plkb_nama"}, HTTP_HX_REQUEST="true"
    )
    assert part.content.decode().strip() == "<strong>Sari</strong>"


@pytest.mark.parametrize("column", ["pokja_anggota", "recorded_by", "password", ""])
def test_only_names_and_contacts_are_shown_this_way(
    client: Client, guided: KampungKB, named: Any, darma: User, column: str
) -> None:
    client.force_login(darma)

    answer = client.post(f"{_address(guided, named)}tampilkan/", {"kolom": column})

    assert answer.status_code == 404
    assert not Event.objects.filter(verb="personal.view").exists()


def test_who_may_not_see_personal_data_is_shown_nothing(
    client: Client, guided: KampungKB, named: Any, auditor: User, wayan: User
) -> None:
    for person in (auditor, wayan):
        client.force_login(person)
        answer = client.post(f"{_address(guided, named)}tampilkan/", {"kolom": "plkb_nama"})
        assert answer.status_code == 404

    assert client.get(f"{_address(guided, named)}tampilkan/").status_code == 405
    assert not Event.objects.filter(verb="personal.view").exists()


def test_the_person_reads_who_looked(
    client: Client, guided: KampungKB, named: Any, darma: User, sari: User
) -> None:
    client.force_login(darma)
    client.post(f"{_address(guided, named)}tampilkan/", {"kolom": "plkb_kontak"})
    User.objects.filter(pk=sari.pk).update(phone="081234567890")
    privacy.reveal(User.objects.get(pk=sari.pk), "phone", by=darma)
    client.force_login(sari)

    page = client.get(f"/privasi/orang/{sari.pk}/dilihat/").content.decode()

    assert page.count("Operator kabupaten 91.37") == 2
    assert "melihat data pribadi: Kontak pendamping" in page
    assert "melihat data pribadi: nomor telepon" in page


def test_nobody_reads_who_looked_at_another_but_the_ppdp(
    client: Client, sari: User, wayan: User, darma: User, auditor: User
) -> None:
    for person, status in ((wayan, 404), (darma, 404), (auditor, 200), (sari, 200)):
        client.force_login(person)
        for part in ("", "dilihat/"):
            assert client.get(f"/privasi/orang/{sari.pk}/{part}").status_code == status


def test_one_s_own_contact_is_shown_without_an_event(sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(email="sari@contoh.id")

    assert privacy.reveal(User.objects.get(pk=sari.pk), "email", by=sari) == "sari@contoh.id"
    assert not Event.objects.filter(verb="personal.view").exists()


def test_a_contact_elsewhere_is_refused(sari: User, wayan: User) -> None:
    with pytest.raises(NotYours):
        privacy.reveal(sari, "phone", by=wayan)
    with pytest.raises(NotYours):
        privacy.reveal(sari, "password", by=sari)

    assert not Event.objects.filter(verb="personal.view").exists()
