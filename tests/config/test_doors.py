"""Every address of the house × every person: who is turned away, who finds nothing.

What each of them is answered stands in `who_gets_in.txt` (`test_who_gets_in.py`).

An address whose view names no permission (or, where it names an object, one without a line in
`OBJECTS`) fails.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from naikkelas.accounts import actions as people
from naikkelas.accounts.actions import privacy
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.activities.queries import photos
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.coaching.queries import visits as visit_photos
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.lib.actors import Act
from naikkelas.partners.actions import feeds as partner_feeds
from naikkelas.publicsite.queries.sites import site_of
from naikkelas.registry.actions import feeds
from naikkelas.registry.models import Evidence, KampungKB, QualityItem, State
from naikkelas.registry.queries.evidence import link_token
from naikkelas.registry.queries.meetings import code_token
from naikkelas.training.queries.sessions import code_token as session_token
from naikkelas.web import permissions as permitted
from naikkelas.web.permissions import permissions
from tests.activities.making import make_activity, make_item, make_photo, make_rkm
from tests.coaching.making import make_one_of_everything
from tests.partners.making import (
    make_commitment,
    make_delivery,
    make_letter,
    make_mitra,
    make_need,
    make_partner_user,
    make_rakor,
    make_rakor_task,
)
from tests.people import (
    make_area,
    make_consent,
    make_dataku_standing,
    make_decision,
    make_group,
    make_guest,
    make_innovation,
    make_kader,
    make_kampung,
    make_meeting,
    make_minutes,
    make_pokja,
    make_report,
    make_seat,
    make_training,
    make_user,
)
from tests.practices.making import Following
from tests.publicsite.making import make_aspiration, make_text
from tests.roadmap_office.making import make_attempt, make_lock, make_scenario, make_step
from tests.themes.making import make_answer, make_membership
from tests.training.making import make_certificate, make_participant, make_session

# The rights are the same on both databases, and the walk is long.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

VILLAGE = "91.37.01.2001"
WHERE = {
    Role.NATION: "",
    Role.PROVINCE: "91",
    Role.ADMIN: "91.37",
    Role.OPERATOR: "91.37",
    Role.HEAD: "91.37",
    Role.PARTNER: "91.37",
    Role.AUDITOR: "91.37",
    Role.DISTRICT: "91.37.01",
    Role.FIELD: VILLAGE,
    Role.POKJA_CHAIR: VILLAGE,
    Role.POKJA_SECRETARY: VILLAGE,
    Role.POKJA: VILLAGE,
}
"""Every post but the system's, each where Sukamaju is theirs."""


def names(resolver: URLResolver | None = None, space: tuple[str, ...] = ()) -> Iterator[str]:
    """The full name of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*space, pattern.namespace) if pattern.namespace else space
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*space, pattern.name or str(pattern.pattern)))


class World:
    """Sukamaju with one of everything that an address can name."""

    def __init__(self) -> None:
        make_area("91.37.01", "Tanjung")
        self.village = make_area(VILLAGE, "Sukamaju")
        self.kampung: KampungKB = make_kampung(self.village)
        self.report = make_report("profil", self.kampung, date(2025, 7, 3), state=State.SENT)
        self.batch = ImportBatch.objects.create(
            area_code="91.37",
            state=BatchState.READY,
            content_sha256="0" * 64,
            uploaded_by=0,
            uploaded_at=timezone.now(),
        )
        self.chair = make_user("ketua-lama", "Ketua Lama", Role.POKJA_CHAIR, self.village)
        self.holding = self.chair.holdings.get()
        invited = people.invite(
            self.holding.post, name="Bu Ani", login_name="ani", by=system_user()
        )
        self.token, self.invitation = invited.token, invited.invitation
        self.evidence = Evidence.objects.create(
            kampung=self.kampung,
            kabupaten_code="91.37",
            form="profil",
            columns="pokja_ada|pokja_sk",
            kind=Evidence.Kind.DECREE,
            stored_name="37.pdf",
            original_name="SK Pokja.pdf",
            content_type="application/pdf",
            added_by=self.chair.pk,
            added_at=timezone.now(),
        )
        self.item = QualityItem.objects.create(
            kampung=self.kampung,
            kabupaten_code="91.37",
            form="profil",
            kind=QualityItem.Kind.WARNING,
            mark="melebihi_batas:pokja_anggota",
            detail="Perlu dilihat.",
            owner_role="operator",
            due_on=date(2025, 8, 1),
            opened_at=timezone.now(),
        )
        self.pokja = make_pokja(self.kampung)
        self.kader = make_kader(self.kampung)
        self.seat = make_seat(self.pokja, self.kader)
        today = local_now(VILLAGE).date()  # so that the door of its code stands open
        self.meeting = make_meeting(self.kampung, today, starts=time(0, 0), ends=time(23, 59))
        self.secret = feeds.give(self.kampung, by=self.chair)
        self.task = make_decision(self.meeting)
        make_guest(self.meeting)
        make_minutes(self.meeting)
        self.seksi = self.pokja.seksi.get()
        self.consent = make_consent(self.kader)
        self.training = make_training(self.kader)
        self.group = make_group(self.kampung, "rumah_dataku")
        self.standing = make_dataku_standing(self.group)
        self.innovation = make_innovation(self.kampung)
        self.request = privacy.open_request("akses", by=self.chair, subject=self.chair)
        self.scenario = make_scenario(self.kampung, in_force=True)
        self.candidate = make_scenario(self.kampung, name="Rencana lain")
        self.step = make_step(self.kampung, self.scenario)
        self.lock = make_lock(self.kampung)
        make_attempt(self.kampung)
        self.rkm = make_rkm(self.kampung)
        self.plan_item = make_item(self.rkm)
        self.activity = make_activity(self.kampung)
        self.photo = make_photo(self.activity)
        self.followup = make_one_of_everything(self.kampung)
        self.visit = self.followup.visit
        self.mitra = make_mitra()
        self.partner_secret = partner_feeds.give(by=make_partner_user("tuti", self.mitra))
        self.need = make_need(self.kampung)
        self.commitment = make_commitment(self.mitra, self.kampung, need=self.need)
        self.delivery = make_delivery(self.commitment, stored_name="37/37.pdf")
        self.membership = make_membership(self.kampung)
        make_answer(self.kampung)
        self.session = make_session(self.village, today)
        self.participant = make_participant(self.session, self.kader)
        self.certificate = make_certificate(self.participant)
        self.good = Following(self.kampung)
        self.rakor = make_rakor(self.mitra)
        self.rakor_task = make_rakor_task(self.rakor, self.mitra)
        self.letter = make_letter(self.rakor)
        self.site_text = make_text(self.kampung)
        self.aspiration = make_aspiration(self.kampung)


@pytest.fixture
def world(db: None) -> World:
    return World()


Kwargs = Callable[[World], dict[str, Any]]


def _kampung(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk}


def _activity(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "record": world.activity.pk}


def _form(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "form": "profil"}


def _version(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "form": "profil", "version": world.report.pk}


def _batch(world: World) -> dict[str, Any]:
    return {"pk": world.batch.pk}


def _post(world: World) -> dict[str, Any]:
    return {"pk": world.holding.post_id}


def _chair(world: World) -> dict[str, Any]:
    return {"pk": world.chair.pk}


def _plan(world: World) -> dict[str, Any]:
    return {"code": "91.37"}


def _scenario(world: World) -> dict[str, Any]:
    return {"pk": world.scenario.pk}


def _evidence(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.evidence.pk}


def _seat(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.seat.pk}


def _kader(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.kader.pk}


def _group(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.group.pk}


def _innovation(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.innovation.pk}


def _meeting(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.meeting.pk}


def _mitra(world: World) -> dict[str, Any]:
    return {"pk": world.mitra.pk}


def _need(world: World) -> dict[str, Any]:
    return {"pk": world.need.pk}


def _commitment(world: World) -> dict[str, Any]:
    return {"pk": world.commitment.pk}


def _delivery(world: World) -> dict[str, Any]:
    return {"pk": world.commitment.pk, "key": world.delivery.pk}


def _session(world: World) -> dict[str, Any]:
    return {"pk": world.session.pk}


def _participant(world: World) -> dict[str, Any]:
    return {"pk": world.session.pk, "key": world.participant.pk}


def _practice(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.good.practice.pk}


def _elsewheres_practice(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.good.copied.practice_id}


def _study_visit(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.good.study_visit.pk}


def _competition(world: World) -> dict[str, Any]:
    return {"pk": world.good.competition.pk}


def _site(world: World) -> dict[str, Any]:
    return {"slug": site_of(world.kampung).slug}


def _site_text(world: World) -> dict[str, Any]:
    return {"pk": world.kampung.pk, "key": world.site_text.pk}


OBJECTS: dict[str, Kwargs] = {
    **dict.fromkeys(
        ("publicsite:manage", "publicsite:text_new", "publicsite:photos", "publicsite:settings"),
        _kampung,
    ),
    "publicsite:residents": _kampung,
    **dict.fromkeys(
        ("publicsite:text", "publicsite:text_edit", "publicsite:text_move"), _site_text
    ),
    "publicsite:photo_move": lambda w: {"pk": w.kampung.pk, "key": w.photo.pk},
    "publicsite:resident_settle": lambda w: {"pk": w.kampung.pk, "key": w.aspiration.pk},
    **dict.fromkeys(
        (
            *("training:session", "training:session_edit", "training:session_cancel"),
            *("training:invite", "training:letter", "training:lessons", "training:tick"),
            *("training:code", "training:issue"),
        ),
        _session,
    ),
    **dict.fromkeys(
        ("training:unregister", "training:certificate", "training:revoke"), _participant
    ),
    "training:test": lambda w: {**_participant(w), "kind": "pra"},
    "training:kampung": _kampung,
    "exchange:portal": _kampung,
    "exchange:portal_workbook": _kampung,
    "training:register": lambda w: {"pk": w.kampung.pk, "key": w.session.pk},
    "accounts:post": _post,
    "accounts:invite": _post,
    "accounts:hand_over": _post,
    "accounts:change_areas": _post,
    "accounts:post_close": _post,
    "accounts:end_holding": lambda w: {"pk": w.holding.post_id, "holding": w.holding.pk},
    "accounts:withdraw_invitation": lambda w: {"pk": w.invitation.pk},
    "accounts:set_active": _chair,
    "accounts:reset_password": _chair,
    "accounts:remove_factors": _chair,
    "accounts:personal_data": _chair,
    "accounts:personal_viewers": _chair,
    "accounts:personal_download": _chair,
    "accounts:personal_reveal": _chair,
    "accounts:privacy_request": lambda w: {"pk": w.request.pk},
    "audit:history": lambda w: {
        "kind": "accounts.invitation",
        "identifier": str(w.invitation.pk),
    },
    "registry:kampung_edit": _kampung,
    "registry:kampung_deactivate": _kampung,
    "registry:kampung_activate": _kampung,
    "registry:report_fill": _form,
    "registry:report_draft": _form,
    "registry:report_paper": _form,
    "activities:activity_paper": _kampung,
    "registry:report_check": _form,
    "registry:report_list": _kampung,
    "registry:report_show": _version,
    "registry:report_sent": _version,
    "registry:kampung_trail": _kampung,
    "activities:evidence_new": _kampung,
    "activities:rkm_list": _kampung,
    "roadmap:steps_to_rkm": _kampung,
    **dict.fromkeys(
        (
            *("activities:rkm", "activities:rkm_item_new", "activities:rkm_carry_over"),
            *("activities:rkm_agree", "activities:rkm_approve", "activities:rkm_reopen"),
            *("activities:rkm_paper", "activities:rkm_csv", "activities:rkm_workbook"),
        ),
        lambda w: {"pk": w.kampung.pk, "year": w.rkm.year},
    ),
    **dict.fromkeys(
        (
            *("activities:rkm_item", "activities:rkm_item_edit"),
            *("activities:rkm_item_strike", "activities:rkm_item_restore"),
        ),
        lambda w: {"pk": w.kampung.pk, "year": w.rkm.year, "item": w.plan_item.pk},
    ),
    "activities:list": _kampung,
    "activities:new": _kampung,
    "activities:suggest": _kampung,
    "activities:show": _activity,
    "activities:edit": _activity,
    "activities:choose": _activity,
    "activities:withdraw": _activity,
    "activities:restore": _activity,
    "activities:photos": _activity,
    "activities:photo_change": lambda w: {**_activity(w), "photo": w.photo.pk},
    "activities:review_show": lambda w: {"version": w.activity.pk},
    "insights:activity_sent": _activity,
    "activities:phone_provide": _kampung,
    "coaching:visits": _kampung,
    "coaching:visit_new": _kampung,
    "coaching:plan_new": _kampung,
    "coaching:mentors_of": _kampung,
    "coaching:planned": lambda w: {"key": w.visit.planned_id},
    **dict.fromkeys(
        (
            *("coaching:visit", "coaching:visit_correct", "coaching:visit_withdraw"),
            *("coaching:visit_sign", "coaching:visit_photo"),
        ),
        lambda w: {"pk": w.kampung.pk, "key": w.visit.record},
    ),
    "coaching:followup": lambda w: {"pk": w.kampung.pk, "key": w.followup.pk},
    **dict.fromkeys(
        (
            *("registry:pokja_show", "registry:pokja_chart", "registry:pokja_decree"),
            *("registry:pokja_renew", "registry:seksi_new", "registry:training_new"),
            *("registry:pokja_end", "registry:pokja_reopen"),
            "registry:kader_new",
        ),
        _kampung,
    ),
    **dict.fromkeys(
        (
            *("registry:kader_show", "registry:kader_edit", "registry:kader_appoint"),
            *("registry:kader_phone", "registry:consent_new", "registry:kader_leave"),
            *("registry:kader_return", "registry:kader_forget"),
        ),
        _kader,
    ),
    "registry:seat_hand_over": _seat,
    "registry:seat_resume": _seat,
    "registry:seksi_withdraw": lambda w: {"pk": w.kampung.pk, "key": w.seksi.pk},
    "registry:consent_withdraw": lambda w: {**_kader(w), "consent": w.consent.pk},
    "registry:training_withdraw": lambda w: {**_kader(w), "training": w.training.pk},
    "registry:evidence_list": _kampung,
    "registry:evidence_open": _evidence,
    "registry:evidence_withdraw": _evidence,
    "registry:group_list": _kampung,
    "registry:group_new": _kampung,
    "registry:group_show": _group,
    "registry:group_edit": _group,
    "registry:group_stop": _group,
    "registry:group_undo": _group,
    "registry:dataku": _kampung,
    "registry:dataku_undo": lambda w: {"pk": w.kampung.pk, "key": w.standing.pk},
    "registry:innovation_list": _kampung,
    "registry:innovation_new": _kampung,
    "registry:innovation_show": _innovation,
    "registry:innovation_edit": _innovation,
    "registry:innovation_stop": _innovation,
    "registry:innovation_undo": _innovation,
    "registry:meeting_list": _kampung,
    "registry:meeting_new": _kampung,
    "registry:calendar": _kampung,
    "registry:calendar_download": _kampung,
    "registry:meeting": _meeting,
    "registry:meeting_edit": _meeting,
    "registry:meeting_cancel": _meeting,
    "registry:meeting_tick": _meeting,
    "registry:meeting_confirm": _meeting,
    "registry:meeting_code": _meeting,
    "registry:minutes_write": _meeting,
    "registry:decision_new": _meeting,
    "registry:meeting_paper": lambda w: {**_meeting(w), "paper": "notulen"},
    "registry:task_list": _kampung,
    "registry:task": lambda w: {"pk": w.kampung.pk, "key": w.task.pk},
    "registry:quality_item": lambda w: {"pk": w.item.pk},
    "registry:report_reveal": lambda w: {"pk": w.kampung.pk, "version": w.report.pk},
    "registry:review_show": lambda w: {"form": "profil", "version": w.report.pk},
    "exchange:batch_show": _batch,
    "exchange:batch_check": _batch,
    "exchange:batch_apply": _batch,
    "exchange:batch_cancel": _batch,
    "exchange:batch_undo": _batch,
    "exchange:batch_map": _batch,
    "exchange:batch_marked": _batch,
    "exchange:batch_findings": _batch,
    "insights:overview": lambda w: {"code": "91.37.01"},
    "insights:year": lambda w: {"code": "91.37.01"},
    "insights:year_download": lambda w: {"code": "91.37.01", "kind": "csv"},
    "insights:kampung": _kampung,
    "insights:what_if": _kampung,
    "roadmap:plan": lambda w: {"code": "91.37.01"},
    "roadmap:scenario": _scenario,
    "roadmap:scenario_list": _plan,
    "roadmap:scenario_new": _plan,
    "roadmap:scenario_again": _scenario,
    "roadmap:scenario_enforce": lambda w: {"pk": w.candidate.pk},
    "roadmap:scenario_compare": _plan,
    "roadmap:what_if": _scenario,
    "roadmap:kampung_list": _scenario,
    "roadmap:explanation": lambda w: {"pk": w.scenario.pk, "kampung": w.kampung.pk},
    "roadmap:warnings": _scenario,
    "roadmap:annex": _scenario,
    "roadmap:workbook": _scenario,
    "roadmap:inputs": _scenario,
    "roadmap:lock_list": _plan,
    "roadmap:catalogue": _plan,
    "roadmap:catalogue_action": lambda w: {"code": "91.37", "action": "latih_pokja"},
    "roadmap:means": _plan,
    "roadmap:learning": _plan,
    "roadmap:step": lambda w: {"pk": w.step.pk},
    "roadmap:kampung_steps": _kampung,
    "partners:kampung": _kampung,
    **dict.fromkeys(
        (
            *("partners:area", "partners:mitra_list", "partners:mitra_new"),
            *("partners:need_list", "partners:need_propose", "partners:need_new"),
            *("partners:commitment_list", "partners:matrix", "partners:responsible"),
            *("partners:money", "partners:rakor_list", "partners:rakor_new"),
            *("partners:calendar", "partners:letter_list", "partners:letter_ask"),
        ),
        _plan,
    ),
    "partners:matrix_export": lambda w: {"code": "91.37", "extension": "csv"},
    "partners:money_export": lambda w: {"code": "91.37", "extension": "csv"},
    **dict.fromkeys(
        ("partners:rakor", "partners:rakor_edit", "partners:rakor_invite"),
        lambda w: {"pk": w.rakor.pk},
    ),
    "partners:rakor_task_close": lambda w: {"pk": w.rakor_task.pk},
    "partners:letter": lambda w: {"pk": w.letter.pk},
    **dict.fromkeys(
        (
            *("partners:mitra", "partners:mitra_edit", "partners:mitra_end"),
            *("partners:mitra_phone", "partners:offer_freely"),
        ),
        _mitra,
    ),
    **dict.fromkeys(("partners:need", "partners:need_reopen", "partners:offer_on_need"), _need),
    "coaching:effects": _plan,
    "coaching:effects_csv": _plan,
    "partners:commitment": _commitment,
    "partners:commitment_step": _commitment,
    "partners:delivery_take_back": _delivery,
    "partners:delivery_open": _delivery,
    **dict.fromkeys(
        ("themes:kampung", "themes:answer", "themes:check", "themes:join"),
        _kampung,
    ),
    **dict.fromkeys(
        ("themes:leave", "themes:award", "themes:restore"),
        lambda w: {"pk": w.kampung.pk, "key": w.membership.pk},
    ),
    "practices:show": lambda w: {"pk": w.good.practice.pk},
    "practices:decide": lambda w: {"pk": w.good.practice.pk},
    "practices:of_kampung": _kampung,
    "practices:new": _kampung,
    "practices:exemplar": _kampung,
    "practices:edit": _practice,
    "practices:move": _practice,
    "practices:attachments": _practice,
    "practices:adopt": _elsewheres_practice,
    "practices:visit_ask": _elsewheres_practice,
    "practices:replication": lambda w: {"pk": w.kampung.pk, "key": w.good.copied.pk},
    "practices:visit_list": _kampung,
    "practices:visit": _study_visit,
    "practices:visit_calendar": _study_visit,
    "practices:peers": _kampung,
    "practices:competitions_of": _kampung,
    "practices:competition": _competition,
    "practices:competition_step": _competition,
}
"""Addresses that name an object of Sukamaju: nobody elsewhere may find it."""

PUBLIC: dict[str, Kwargs] = {
    **dict.fromkeys(
        (
            *("publicsite:home", "publicsite:profile", "publicsite:pokja", "publicsite:activities"),
            *("publicsite:news_list", "publicsite:agenda", "publicsite:agenda_file"),
            *("publicsite:plan", "publicsite:classes", "publicsite:data", "publicsite:potential"),
            *("publicsite:documents", "publicsite:contact", "publicsite:feed"),
            *("publicsite:sitemap", "publicsite:aspirations"),
        ),
        _site,
    ),
    "publicsite:sitemap_of": lambda w: {"code": "91.37"},
    "publicsite:activities_page": lambda w: {**_site(w), "number": 2},
    # Nothing of these is public here: not endorsed, not published, not released.
    "publicsite:activity": lambda w: {**_site(w), "record": w.activity.record},
    "publicsite:activity_card": lambda w: {**_site(w), "record": w.activity.record},
    "publicsite:news": lambda w: {**_site(w), "key": w.site_text.pk},
    "publicsite:photo": lambda w: {
        **_site(w),
        "key": w.photo.pk,
        "width": 360,
        "ending": "jpg",
    },
}
"""Pages of a kampung that everybody reads, wherever they belong."""

PLAIN: dict[str, Kwargs] = {
    "accounts:invitation": lambda w: {"token": w.token},
    "accounts:remove_device": lambda w: {"pk": 37},
    "account_reset_password_from_key": lambda w: {"uidb36": "1", "key": "tidak-ada"},
    "openid_connect_login": lambda w: {"provider_id": "kantor"},
    "openid_connect_callback": lambda w: {"provider_id": "kantor"},
    "mfa_remove_webauthn": lambda w: {"pk": 37},
    "activities:photo_file": lambda w: {"token": photos.link_token(w.photo, w.chair)},
    "coaching:photo_file": lambda w: {
        "token": visit_photos.link_token(visit_photos.photos_of(w.visit.record)[0], w.chair)
    },
    "registry:evidence_file": lambda w: {"token": link_token(w.evidence, w.chair)},
    "partners:delivery_file": lambda w: {"token": "tidak-ada"},
    "api:device_revoke": lambda w: {"pk": 37},
    "api:form_list": lambda w: {"token": "tidak-ada"},
    "api:submission": lambda w: {"token": "tidak-ada"},
    "api:form": lambda w: {"token": "tidak-ada", "code": "profil"},
    "api:manifest": lambda w: {"token": "tidak-ada", "code": "profil"},
    "api:attachment": lambda w: {"token": "tidak-ada", "code": "profil", "name": "kampung.csv"},
    "api:token_revoke": lambda w: {"pk": 37},
    "api:v1_area": lambda w: {"kode": "91.37"},
    "api:v1_instrument": lambda w: {"id": "kampung-kb-2023"},
    "api:v1_kampung": lambda w: {"id": w.kampung.pk},
    "api:v1_kampung_class": lambda w: {"id": w.kampung.pk},
    "api:v1_kampung_gap": lambda w: {"id": w.kampung.pk},
    "api:v1_profil": lambda w: {"id": w.report.pk},
    "api:v1_penduduk": lambda w: {"id": w.report.pk},
    "api:v1_kkbpk": lambda w: {"id": w.report.pk},
    "api:v1_activity": lambda w: {"id": w.activity.pk},
    "api:v1_activity_withdraw": lambda w: {"id": w.activity.pk},
    "api:hooks": lambda w: {"pk": 37},
    "api:hook_end": lambda w: {"key": w.kampung.pk},
    "api:delivery_again": lambda w: {"key": w.kampung.pk},
    "api:v1_hook": lambda w: {"id": w.kampung.pk},
    "api:v1_deliveries": lambda w: {"id": w.kampung.pk},
    "api:v1_delivery_again": lambda w: {"id": w.kampung.pk, "kiriman": w.kampung.pk},
    "api:v1_nothing": lambda w: {"rest": "tidak/ada"},
    "registry:check_in": lambda w: {"token": code_token(w.meeting)},
    "registry:calendar_feed": lambda w: {"secret": w.secret},
    "partners:feed": lambda w: {"secret": w.partner_secret},
    "training:check_in": lambda w: {"token": session_token(w.session)},
    **dict.fromkeys(
        ("training:curriculum", "training:curriculum_edit", "training:question"),
        lambda w: {"code": "peran_seksi"},
    ),
    "training:strike": lambda w: {"code": "peran_seksi", "key": "s1"},
    "training:coverage_file": lambda w: {"extension": "csv"},
    "training:verify": lambda w: {"token": w.certificate.token},
    "areas:logo": lambda w: {"name": "tidakada.png"},
    **dict.fromkeys(
        (
            *("portal:area", "portal:statistics", "portal:statistics_csv", "portal:selected"),
            *("portal:agenda", "portal:agenda_calendar"),
        ),
        lambda w: {"code": "91.37"},
    ),
    "portal:example": lambda w: {"pk": w.good.practice.pk},
    "opendata:area": lambda w: {"slug": "91.37"},
    "opendata:area_catalogue": lambda w: {"slug": "91.37"},
    "opendata:table": lambda w: {"slug": "91.37", "table": "kampung"},
    "opendata:file": lambda w: {"slug": "91.37", "table": "kampung", "name": "terbaru.csv"},
    "opendata:dictionary_file": lambda w: {"extension": "csv"},
    "practices:photo": lambda w: {"pk": w.good.practice.pk, "key": w.good.practice.pk},
    "practices:judge": lambda w: {**_competition(w), "key": w.good.entry.pk},
    "activities:phone_photo": lambda w: {"pk": w.kampung.pk},
    "exchange:export": lambda w: {"what": "klasifikasi", "extension": "csv"},
    "themes:theme": lambda w: {"code": "drppa"},
    "themes:theme_csv": lambda w: {"code": "drppa"},
    "themes:matrix_file": lambda w: {"extension": "csv"},
    "themes:edit": lambda w: {"code": "drppa"},
}
"""Addresses with a part that names nothing of an area."""

ASKED_WITH = {
    "accounts:personal_reveal": {"kolom": "phone"},
    "registry:report_reveal": {"kolom": "plkb_nama"},
}
"""What is asked for where an address that only takes a POST is nothing without it."""

ALL = sorted(set(names()))
PERMISSIONS = permissions()


def acts_of(name: str) -> tuple[Act, ...]:
    """The acts of which one opens an address."""
    return tuple(one for one in PERMISSIONS[name] if isinstance(one, Act))


def is_public(name: str) -> bool:
    return PERMISSIONS[name] == (permitted.PUBLIC,)


def is_own(name: str) -> bool:
    return PERMISSIONS[name] == (permitted.OWN,)


WITH_ACT = [name for name in ALL if acts_of(name)]


def address(name: str, world: World) -> str:
    made = (OBJECTS | PUBLIC | PLAIN).get(name)
    return reverse(name, kwargs=made(world) if made else {})


def asked(client: Client, name: str, world: World) -> HttpResponse:
    """What a GET answers; where only a POST is taken, what a POST of almost nothing answers."""
    url = address(name, world)
    answer = client.get(url)
    if answer.status_code == 405:
        answer = client.post(url, ASKED_WITH.get(name, {}))
    return answer  # type: ignore[return-value]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def person(role: str) -> User:
    area = Area.objects.get(pk=WHERE[Role(role)]) if WHERE[Role(role)] else None
    return make_user(f"orang-{role}", f"Orang {role}", Role(role), area)


def test_every_view_names_who_may_open_it() -> None:
    assert [name for name in ALL if not PERMISSIONS[name]] == []


def test_an_address_whose_view_says_nothing_stays_closed_to_everybody(
    sukamaju: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(person(Role.OPERATOR))
    assert browser.get("/impor/").status_code == 200

    monkeypatch.delattr(resolve("/impor/").func, "permission")

    assert browser.get("/impor/").status_code == 404
    assert browser.get("/ekspor/").status_code == 200


def test_every_address_with_a_part_has_an_example() -> None:
    """Without one the walk below could not go there."""
    missing = [name for name in ALL if name not in OBJECTS | PUBLIC | PLAIN and "<" in _route(name)]
    assert missing == []


def _route(name: str) -> str:
    candidates = get_resolver()
    for part in name.split(":")[:-1]:
        candidates = candidates.namespace_dict[part][1]
    found = candidates.reverse_dict.getlist(name.split(":")[-1])
    return "<" if any(parameters for possible, *_ in found for _, parameters in possible) else ""


def asked_in_turn(client: Client, world: World, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Address → what somebody is answered there, in one world; whatever a request did is undone.

    Each address is asked by a browser of its own, so that none that ends a session speaks for the
    next one.
    """
    session = client.cookies.output(header="", sep=";")
    for name in names:
        browser = Client()
        browser.cookies.load(session)
        with transaction.atomic():
            yield name, asked(browser, name, world)
            transaction.set_rollback(True)


def at_the_door(answer: HttpResponse) -> bool:
    """Whether somebody is sent to sign in."""
    if answer.status_code != 302:
        return False
    try:
        way = resolve(answer.headers["Location"].partition("?")[0])
    except Resolver404:
        return False
    return way.view_name in {"accounts:sign_in", "account_login"}


def test_a_visitor_is_sent_to_sign_in_unless_the_door_is_open(world: World) -> None:
    odd = {
        name: answer.status_code
        for name, answer in asked_in_turn(Client(), world, ALL)
        if (answer.status_code >= 500 if is_public(name) else not at_the_door(answer))
    }

    assert odd == {}


def _text(answer: HttpResponse) -> str:
    streams = getattr(answer, "streaming", False)
    return "" if streams else answer.content.decode(errors="replace")


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.OPERATOR, "92.41"),
        pytest.param(Role.DISTRICT, "92.41.03", marks=pytest.mark.long),
        pytest.param(Role.FIELD, "92.41.03.2007", marks=pytest.mark.long),
    ],
)
def test_what_lies_elsewhere_is_not_found_even_by_who_may_do_everything(
    role: Role, area: str, world: World
) -> None:
    make_area("92.41.03.2007", "Karangasri")
    stranger = signed_in(make_user("lain", "Lain", role, Area.objects.get(pk=area)))

    found = {
        name: answer.status_code
        for name, answer in asked_in_turn(stranger, world, sorted(OBJECTS))
        if answer.status_code != 404 or "Sukamaju" in _text(answer)
    }

    assert found == {}


WITHOUT_ANYTHING = {"exchange:batch_marked", "exchange:portal_workbook"}
"""A batch without problems has no marked workbook, a kampung without reports none to copy."""


def test_what_is_theirs_is_found(world: World) -> None:
    """So that the walk above cannot pass on addresses that nobody finds."""
    missing = set(OBJECTS) - WITHOUT_ANYTHING

    for who in (world.chair, *map(person, WHERE)):
        open_to = [
            name
            for name in sorted(missing)
            if is_own(name) or is_public(name) or any(map(who.can, acts_of(name)))
        ]
        answers = asked_in_turn(signed_in(who), world, open_to)
        missing -= {
            name
            for name, one in answers
            if one.status_code in {200, 302, 409, 422} and not at_the_door(one)
        }

    assert missing == set()


def test_who_lost_the_post_keeps_only_what_is_their_own(world: World) -> None:
    former = signed_in(User.objects.create_user("bekas", name="Bekas"))
    own = [name for name in ALL if is_own(name)]

    broken = [name for name, one in asked_in_turn(former, world, own) if one.status_code >= 500]

    assert own
    assert broken == []
    closed = former.get("/kampung/")
    assert closed.status_code == 404
    assert "sedang tidak memegang jabatan" in closed.content.decode()


def test_the_rule_is_named_with_who_may_and_with_ones_other_posts(world: World) -> None:
    who = person(Role.OPERATOR)
    people.appoint(who, world.holding.post, by=system_user())  # the newer post is acted under

    page = signed_in(who).get("/impor/").content.decode()

    assert "mengimpor data" in page
    assert "Yang boleh: Operator kabupaten" in page
    assert "Ketua Pokja 91.37.01.2001" in page
    assert "Operator kabupaten 91.37" in page


def _without_tokens(answer: Any) -> str:
    return re.sub(r'[A-Za-z0-9]{64}|nonce="[^"]+"', "", _text(answer))


def test_asking_why_tells_nothing_of_what_exists(world: World) -> None:
    browser = signed_in(person(Role.POKJA))

    there = browser.get("/mengapa/", {"alamat": f"/kampung/{world.kampung.pk}/"})
    nowhere = browser.get("/mengapa/", {"alamat": f"/kampung/{uuid4()}/"})
    nonsense = browser.get("/mengapa/", {"alamat": "//contoh.id/"})

    assert _without_tokens(there) == _without_tokens(nowhere)
    assert nonsense.status_code == 200
    assert isinstance(world.kampung.pk, UUID)
