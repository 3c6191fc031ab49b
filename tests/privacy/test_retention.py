"""What is proposed for removal is proposed until it was done; who is concerned reads who looked."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.actions import privacy
from naikkelas.accounts.models import PrivacyRequest, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.actions import people
from naikkelas.registry.models import KampungKB
from tests.people import make_kader, make_user

pytestmark = pytest.mark.django_db
LONG_AGO = date(2021, 3, 7)


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, member of the Pokja of Sukamaju."""
    return make_user("ani", "Bu Ani", Role.POKJA, sukamaju)


def _proposed() -> list[dict[str, Any]]:
    privacy.propose_removals(by=system_user())
    events = Event.objects.filter(verb="privacy.propose_removal", data__table="registry.kader")
    return [event.data for event in events]


def test_who_was_forgotten_is_not_proposed_again(guided: KampungKB, sari: User) -> None:
    kader = make_kader(guided, left_on=LONG_AGO)
    assert _proposed()
    people.forget(kader, by=sari)
    before = len(_proposed())
    other = make_kader(guided, "Pak Joko", left_on=LONG_AGO)

    people.forget(other, by=sari)

    assert len(_proposed()) == before


def test_who_was_forgotten_with_the_account_is_not_proposed_again(
    guided: KampungKB, ani: User, auditor: User
) -> None:
    kader = make_kader(guided, left_on=LONG_AGO, account=ani)
    request = privacy.open_request(PrivacyRequest.Kind.ERASURE, by=ani, subject=ani)
    ani.holdings.update(until=timezone.now())

    privacy.answer_request(
        request, outcome=PrivacyRequest.Outcome.FULFILLED, answer="Dihapus.", by=auditor
    )

    kader.refresh_from_db()
    assert kader.name == f"orang-{ani.pk}"
    assert not _proposed()


def test_who_has_an_account_reads_who_saw_the_phone_of_the_kader(
    client: Client, guided: KampungKB, ani: User, sari: User
) -> None:
    kader = make_kader(guided, account=ani, phone="081234567897")
    stranger = make_kader(guided, "Pak Joko", phone="081234567898")
    people.reveal_phone(kader, by=sari)
    people.reveal_phone(stranger, by=sari)
    client.force_login(ani)

    page = client.get(f"/privasi/orang/{ani.pk}/dilihat/").content.decode()
    copy = client.post(f"/privasi/orang/{ani.pk}/unduh/").json()

    assert page.count("melihat data pribadi: nomor telepon pengurus") == 1
    assert [one["apa"] for one in copy["dilihat_oleh"]] == [
        f"melihat data pribadi: nomor telepon pengurus (satu orang di Kampung KB {guided.nama})"
    ]
