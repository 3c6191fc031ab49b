"""What stands against an erasure, what it reaches beyond the account, and what a copy holds."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from naikkelas.accounts import actions as people
from naikkelas.accounts.actions import privacy
from naikkelas.accounts.errors import AccountRestricted, LastManager, PersonStillServes
from naikkelas.accounts.models import Invitation, PinTries, PrivacyRequest, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.queries_privacy import held_on, person_of, requests_for
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.audit.models import Event
from naikkelas.audit.queries.catalogue import held, rows_of
from naikkelas.config.tasks import clear_spent
from naikkelas.lib.personal import Scrub
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import Profil, ReportDraft
from tests.accounts.door import enter
from tests.people import make_kampung, make_report, make_user
from tests.privacy.conftest import NIP

pytestmark = pytest.mark.django_db
Kind, Outcome = PrivacyRequest.Kind, PrivacyRequest.Outcome


def forget(user: User, by: User, kind: str = Kind.ERASURE) -> None:
    asked = privacy.open_request(kind, by=user, subject=user)
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Sudah.", by=by)


def leave(user: User) -> None:
    people.end_holding(user.holdings.get(), by=system_user(), leave_vacant=True)


@pytest.mark.parametrize("kind", [Kind.ERASURE, Kind.RESTRICTION])
def test_the_last_operator_is_neither_erased_nor_restricted(
    darma: User, auditor: User, kind: str
) -> None:
    with pytest.raises((LastManager, PersonStillServes)):
        forget(darma, auditor, kind)

    kept = User.objects.get(pk=darma.pk)
    assert (kept.is_active, kept.scopes, kept.name) == (True, ("91.37",), "Pak Darma")
    assert not PrivacyRequest.objects.get().closed_at
    assert not Event.objects.filter(verb__in=["privacy.answer", "personal.scrub"]).exists()


def test_who_is_alone_in_a_post_hands_it_over_first(
    client: Client, sari: User, auditor: User
) -> None:
    asked = privacy.open_request(Kind.ERASURE, by=sari, subject=sari)
    client.force_login(auditor)

    answer = client.post(
        f"/privasi/permintaan/{asked.pk}/", {"outcome": "dipenuhi", "answer": "Sudah."}
    )

    assert answer.status_code == 422
    assert "satu-satunya pemegang jabatan PKB/PLKB 91.37.01.2001" in answer.content.decode()
    assert User.objects.get(pk=sari.pk).scopes == ("91.37.01.2001",)
    leave(sari)
    forget(sari, auditor)
    assert User.objects.get(pk=sari.pk).scrubbed_at


def test_the_ppdp_reads_what_the_archive_keeps_before_answering(
    client: Client, sari: User, auditor: User
) -> None:
    asked = privacy.open_request(Kind.ERASURE, by=sari, subject=sari)
    client.force_login(auditor)

    page = client.get(f"/privasi/permintaan/{asked.pk}/").content.decode()

    assert "masa simpan arsip (UU 43/2009)" in page
    assert "perlu Anda periksa" in page
    assert "berkas bukti" in page


def test_an_ended_post_stands_in_the_trail_of_an_erasure(sari: User, auditor: User) -> None:
    people.appoint(
        User.objects.create_user("tuti", name="Bu Tuti"), sari.holdings.get().post, by=system_user()
    )

    forget(sari, auditor)

    assert Event.objects.get(verb="post.leave").data["person"] == sari.pk


def test_a_forgotten_person_is_not_let_in_again(sari: User, darma: User, auditor: User) -> None:
    leave(sari)
    forget(sari, auditor)

    with pytest.raises(NotYours):
        people.reactivate(sari, by=darma)
    assert not User.objects.get(pk=sari.pk).is_active


def test_a_pkb_who_has_left_is_still_taken_out_of_the_reports(
    sari: User, auditor: User, named: Any
) -> None:
    """The villages that she served are known by her former post."""
    leave(sari)

    assert person_of(User.objects.get(pk=sari.pk)).nips == (NIP,)
    forget(sari, auditor)

    assert Profil.objects.get(pk=named.pk).plkb_nama == ""


def test_an_invitation_that_nobody_accepted_is_found_by_its_login_name(
    sari: User, darma: User, auditor: User
) -> None:
    post = people.open_post(Role.POKJA, [Area.objects.get(pk="91.37.01.2001")], by=darma)
    people.invite(post, name="Sari Dewi", login_name="sari", by=darma)

    tables = [part for part in held_on(person_of(sari)).parts if "undang" in part.held.label]
    assert any("Sari Dewi" in str(part.rows) for part in tables)
    leave(sari)
    forget(sari, auditor)

    left = Invitation.objects.get()
    assert "Sari" not in left.name + left.login_name
    assert left.withdrawn_at


def test_devices_sessions_and_second_factors_go_with_the_person(
    client: Client, sukamaju: Area, auditor: User
) -> None:
    ani = make_user("ani", "Bu Ani", Role.POKJA, sukamaju)
    enter(client, "ani")
    PinTries.objects.create(session="0" * 64, user=ani, at=timezone.now())
    Authenticator.objects.create(user=ani, type="totp", data={})
    key = client.session.session_key
    leave(ani)

    forget(ani, auditor)

    assert not Session.objects.filter(pk=key).exists()
    for one in held():
        if one.entry.scrub is Scrub.DELETE:
            assert not rows_of(one, person_of(ani)).exists(), one.label
    assert not UserSession.objects.filter(user=ani).exists()


def test_the_copy_tells_devices_invitations_and_every_event(client: Client, sukamaju: Area) -> None:
    ani = make_user("ani", "Bu Ani", Role.POKJA, sukamaju)
    enter(client, "ani")
    for _ in range(37):
        record("account.sign_out", ani, by=ani, kabupaten="91.37", why="")

    copy = json.loads(client.post(f"/privasi/orang/{ani.pk}/unduh/").content)

    parts = {part["tabel"]: part for part in copy["data"]}
    assert parts["usersessions.usersession"]["baris"][0]["user_agent"] is not None
    assert "session_key" not in str(copy)
    events = parts["audit.event"]["baris"]
    assert len(events) == parts["audit.event"]["jumlah"] >= 37
    assert {"verb", "at", "actor_post"} <= set(events[0])
    assert "post" in parts["accounts.holding"]["baris"][0]


def test_a_ppdp_of_a_province_answers_for_its_kabupaten(sari: User) -> None:
    province = make_user("prov", "Bu Ayu", Role.AUDITOR, Area.objects.get(pk="91"))
    other = make_user(
        "lain",
        "Bu Ida",
        Role.AUDITOR,
        Area.objects.create(code="92", name="Lain", search_key="lain", level=1, kind="provinsi"),
    )
    asked = privacy.open_request(Kind.ACCESS, by=sari, subject=sari)

    assert list(requests_for(province)) == [asked]
    assert not requests_for(other).exists()


def test_what_is_said_to_go_by_itself_goes(sari: User) -> None:
    old = timezone.now() - timedelta(days=37)
    PinTries.objects.create(session="0" * 64, user=sari, at=old)
    Session.objects.create(session_key="lama", session_data="", expire_date=old)
    UserSession.objects.create(user=sari, session_key="lama", ip="127.0.0.1")
    done = DBTaskResult.objects.create(
        task_path="x", args_kwargs={"args": [sari.pk], "kwargs": {}}, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=done.pk).update(finished_at=old)

    clear_spent()

    for model in (PinTries, Session, UserSession, DBTaskResult):
        assert not model._default_manager.exists()


def test_a_nip_is_taken_out_of_the_reports_of_the_guards_own_areas_only(
    auditor: User, named: Any, wayan: User
) -> None:
    """The PPDP of one kabupaten emptied the reports of another by typing its NIP."""
    far = make_kampung("92.41.03.2007")
    foreign = make_report("profil", far, date(2025, 6, 7), plkb_nip=NIP, plkb_nama="Sari")
    draft = ReportDraft.objects.create(
        kampung=far,
        form="profil",
        tahun=2025,
        bulan=7,
        desk="pkb",
        values={"plkb_nip": NIP},
        saved_by=wayan.pk,
        saved_at=timezone.now(),
    )

    asked = privacy.open_request(Kind.ERASURE, by=auditor, nip=NIP)
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Sudah.", by=auditor)

    assert Profil.objects.get(pk=named.pk).plkb_nama == ""
    assert Profil.objects.get(pk=foreign.pk).plkb_nama == "Sari"
    assert ReportDraft.objects.filter(pk=draft.pk).exists()


def test_an_operator_does_not_lift_what_its_owner_had_restricted(
    sari: User, darma: User, auditor: User
) -> None:
    forget(sari, auditor, Kind.RESTRICTION)

    with pytest.raises(AccountRestricted):
        people.reactivate(sari, by=darma)

    asked = privacy.open_request(Kind.CORRECTION, by=auditor, subject=sari)
    privacy.answer_request(asked, outcome=Outcome.FULFILLED, answer="Boleh.", by=auditor)
    people.reactivate(sari, by=darma)
    assert User.objects.get(pk=sari.pk).is_active
