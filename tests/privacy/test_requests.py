"""A person asks for a copy, a correction, a restriction or an erasure; answered in 72 hours."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts import actions as people
from naikkelas.accounts.actions import privacy
from naikkelas.accounts.errors import AnswerMissing, PersonUnknown, RequestClosed
from naikkelas.accounts.models import PrivacyRequest, User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.queries_privacy import person_of, requests_for
from naikkelas.audit.actions import record, seal
from naikkelas.audit.models import Event
from naikkelas.audit.queries import verify
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB, Profil, ReportDraft
from tests.privacy.conftest import NIP

pytestmark = pytest.mark.django_db
Kind, Outcome = PrivacyRequest.Kind, PrivacyRequest.Outcome


@pytest.fixture
def whole(sari: User) -> User:
    """Sari with every contact, and something done."""
    User.objects.filter(pk=sari.pk).update(email="sari@contoh.id", phone="081234567890")
    sari = User.objects.get(pk=sari.pk)
    record("account.sign_in", sari, by=sari, kabupaten="91.37", how="kata sandi")
    return sari


def _asked(kind: str, subject: User | None, by: User, nip: str = "") -> PrivacyRequest:
    return privacy.open_request(kind, by=by, subject=subject, nip=nip)


def _hand_over(user: User) -> None:
    """Somebody else takes the post, as it must be before a person can be forgotten."""
    post = user.holdings.get().post
    to = User.objects.create_user("tuti", name="Bu Tuti")
    people.hand_over(post, to=to, by=system_user())


def test_a_request_is_due_in_72_hours_and_waits_with_the_ppdp_of_the_area(
    whole: User, auditor: User, wayan: User
) -> None:
    asked = _asked(Kind.ACCESS, whole, whole)

    assert asked.due_at - asked.opened_at == timedelta(hours=72)
    assert list(requests_for(auditor)) == [asked]
    assert not requests_for(wayan).exists()
    assert Event.objects.get(verb="privacy.request").data == {"kind": "salinan data saya"}


def test_a_late_request_is_marked(client: Client, whole: User, auditor: User) -> None:
    asked = _asked(Kind.ACCESS, whole, whole)
    PrivacyRequest.objects.update(due_at=timezone.now() - timedelta(hours=1))
    client.force_login(auditor)

    assert PrivacyRequest.objects.get(pk=asked.pk).is_late
    assert "Lewat tenggat" in client.get("/privasi/permintaan/").content.decode()


def test_nobody_asks_for_another_but_the_ppdp(whole: User, wayan: User, auditor: User) -> None:
    with pytest.raises(NotYours):
        _asked(Kind.ERASURE, whole, wayan)
    with pytest.raises(PersonUnknown):
        _asked(Kind.ERASURE, None, auditor, nip="123")

    assert not PrivacyRequest.objects.exists()
    assert not Event.objects.filter(verb="privacy.request").exists()


def test_an_erasure_takes_the_person_out_and_leaves_the_work(
    client: Client, whole: User, auditor: User, darma: User, named: Any
) -> None:
    client.force_login(whole)
    seal()
    before = list(Event.objects.filter(actor_id=whole.pk).values("actor_id", "actor_post"))

    _hand_over(whole)
    asked = _asked(Kind.ERASURE, whole, auditor, nip=NIP)
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Sudah.", by=auditor)

    gone = User.objects.get(pk=whole.pk)
    assert (gone.username, gone.name) == (f"orang-{whole.pk}", f"orang-{whole.pk}")
    assert (gone.email, gone.phone, gone.is_active) == ("", "", False)
    assert not gone.has_usable_password()
    assert gone.scrubbed_at
    assert gone.posts == ()
    report = Profil.objects.get(pk=named.pk)
    assert (report.plkb_nama, report.plkb_nip, report.plkb_kontak) == ("", "", "")
    assert report.plkb_ada is True
    assert client.get("/").status_code == 302  # the session is over
    kept = Event.objects.filter(actor_id=whole.pk).values("actor_id", "actor_post")
    assert list(kept)[: len(before)] == before
    seal()
    assert all(verify(code).ok for code in ("", "91.37"))


def test_the_trail_of_an_erasure_names_no_value(whole: User, auditor: User, named: Any) -> None:
    _hand_over(whole)
    asked = _asked(Kind.ERASURE, whole, auditor, nip=NIP)
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Sudah.", by=auditor)

    told = str(list(Event.objects.values("before", "after", "data", "subject_id")))

    assert "personal.scrub" in Event.objects.values_list("verb", flat=True)
    for value in (NIP, "081234567890", "sari@contoh.id", "Sari"):
        assert value not in told


def test_an_official_without_account_is_taken_out_by_nip(
    auditor: User, named: Any, guided: KampungKB
) -> None:
    ReportDraft.objects.create(
        kampung=guided,
        form="profil",
        tahun=2025,
        bulan=7,
        desk="pkb",
        values={"plkb_nip": NIP, "plkb_nama": "Sari"},
        saved_by=auditor.pk,
        saved_at=timezone.now(),
    )

    asked = _asked(Kind.ERASURE, None, auditor, nip=NIP)
    privacy.answer_request(asked, outcome=Outcome.IN_PART, answer="Sudah.", by=auditor)

    assert not Profil.objects.filter(plkb_nip=NIP).exists()
    assert not ReportDraft.objects.exists()
    words = Event.objects.get(verb="personal.scrub").data["words"]
    assert "1 draf laporan" in words
    assert "di 1 baris profil" in words


def test_a_restriction_ends_access_and_keeps_the_data(whole: User, auditor: User) -> None:
    asked = _asked(Kind.RESTRICTION, whole, whole)
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Ditutup.", by=auditor)

    kept = User.objects.get(pk=whole.pk)
    assert (kept.name, kept.is_active, kept.posts) == ("Sari", False, ())


def test_a_refused_erasure_changes_nothing(whole: User, auditor: User) -> None:
    asked = _asked(Kind.ERASURE, whole, whole)
    privacy.answer_request(asked, outcome=Outcome.REFUSED, answer="Masih bertugas.", by=auditor)

    assert User.objects.get(pk=whole.pk).is_active
    assert not Event.objects.filter(verb="personal.scrub").exists()


def test_a_request_is_answered_once_with_words_and_never_by_the_one_who_asks(
    whole: User, auditor: User, darma: User
) -> None:
    asked = _asked(Kind.ACCESS, whole, whole)
    own = _asked(Kind.ERASURE, auditor, auditor)

    with pytest.raises(AnswerMissing):
        privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer=" ", by=auditor)
    for request, by in ((asked, darma), (own, auditor)):
        with pytest.raises(NotYours):
            privacy.answer_request(request, outcome=Outcome.FULFILLED, answer="Ya.", by=by)
    assert not Event.objects.filter(verb="privacy.answer").exists()
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Ya.", by=auditor)
    with pytest.raises(RequestClosed):
        privacy.answer_request(asked, outcome=Outcome.REFUSED, answer="Tidak.", by=auditor)


def test_the_copy_holds_everything_on_the_person_and_who_looked(
    client: Client, whole: User, darma: User, named: Any
) -> None:
    privacy.reveal(whole, "phone", by=darma)
    client.force_login(whole)

    answer = client.post(f"/privasi/orang/{whole.pk}/unduh/")
    copy = json.loads(answer.content)

    tables = {part["tabel"] for part in copy["data"]}
    assert {"accounts.user", "accounts.holding", "audit.event", "registry.profil"} <= tables
    text = answer.content.decode()
    for value in ("sari@contoh.id", "081234567890", NIP):
        assert value in text
    assert copy["dilihat_oleh"][0]["jabatan"] == "Operator kabupaten 91.37"
    assert "password" not in text
    assert Event.objects.filter(verb="personal.export", subject_id=str(whole.pk)).count() == 1
    assert client.get(f"/privasi/orang/{whole.pk}/unduh/").status_code == 405


def test_another_takes_no_copy(client: Client, whole: User, wayan: User, darma: User) -> None:
    for person in (wayan, darma):
        client.force_login(person)
        assert client.post(f"/privasi/orang/{whole.pk}/unduh/").status_code == 404

    assert not Event.objects.filter(verb="personal.export").exists()


def test_a_pkb_is_known_by_the_nip_of_reports_in_own_villages_only(
    whole: User, named: Any, wayan: User
) -> None:
    User.objects.filter(pk=wayan.pk).update(name="Sari")

    assert person_of(whole).nips == (NIP,)
    assert person_of(User.objects.get(pk=wayan.pk)).nips == ()


def test_the_screens_open_and_answer_a_request(
    client: Client, whole: User, auditor: User, darma: User
) -> None:
    client.force_login(whole)
    assert client.get("/privasi/saya/", follow=True).status_code == 200
    client.post(f"/privasi/orang/{whole.pk}/", {"kind": "perbaikan", "note": "Nama salah."})
    asked = PrivacyRequest.objects.get()
    address = f"/privasi/permintaan/{asked.pk}/"
    for person in (whole, darma):
        client.force_login(person)
        assert client.get("/privasi/permintaan/").status_code == 404
        assert client.get(address).status_code == 404

    client.force_login(auditor)
    assert "Nama salah." in client.get(address).content.decode()
    assert client.post(address, {"outcome": "dipenuhi", "answer": ""}).status_code == 422
    client.post(address, {"outcome": "dipenuhi", "answer": "Sudah diperbaiki."})

    asked.refresh_from_db()
    assert (asked.outcome, asked.closed_by) == ("dipenuhi", auditor.pk)
    post = {"username": "", "nip": NIP, "kind": "hapus", "note": ""}
    assert client.post("/privasi/permintaan/", post).status_code == 302
    assert client.post("/privasi/permintaan/", post | {"nip": "1"}).status_code == 422


def test_what_is_kept_too_long_is_proposed_once_and_not_removed(
    darma: User, guided: KampungKB
) -> None:
    ReportDraft.objects.create(
        kampung=guided,
        form="profil",
        tahun=2023,
        bulan=7,
        desk="pkb",
        values={},
        saved_by=darma.pk,
        saved_at=timezone.now() - timedelta(days=400),
    )

    assert (privacy.propose_removals(by=darma), privacy.propose_removals(by=darma)) == (1, 0)
    assert Event.objects.get(verb="privacy.propose_removal").data["count"] == 1
    assert ReportDraft.objects.count() == 1
