"""Every page, with the example loaded: readable for all (axe, WCAG 2.2 AA), within the CSP.

`make test` looks at one of eight, without the example. The pages are found by walking addresses,
so a new screen is looked at without being named here; an address with parts must be named in
`_parts` or `NO_PAGES`.
"""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts import actions as people
from naikkelas.accounts.actions import api_tokens
from naikkelas.accounts.models import Post, Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.rules.scopes import SCOPES
from naikkelas.activities import actions as activities
from naikkelas.activities.models import RKM
from naikkelas.api.actions import webhooks
from naikkelas.api.models import Delivery
from naikkelas.areas.queries import local_now
from naikkelas.config.commands.example import load_example
from naikkelas.exchange.models import ImportBatch
from naikkelas.registry.models import (
    Evidence,
    Inovasi,
    KampungKB,
    Kelompok,
    PokjaSeat,
    Profil,
    QualityItem,
)
from naikkelas.registry.queries.meetings import code_token
from naikkelas.roadmap.models import Scenario, Step
from tests.activities.making import make_item
from tests.browser.looking import needs_axe, violations
from tests.browser.parts import parts_of
from tests.browser.test_widths import be
from tests.config import test_doors as doors
from tests.people import make_decision, make_meeting

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

FEW_ROWS = """document.querySelectorAll("tbody, ul, ol").forEach(
    (list) => [...list.children].slice(20).forEach((one) => one.remove()))"""
"""Rows of a list are made alike: axe looks at twenty of each, not at 135 x 58 cells."""
NO_PAGES = {  # with parts, and answering with a file, a fragment or to POST only
    "accounts:personal_download",
    "accounts:personal_reveal",
    "activities:app",  # these four: tests/browser/phone
    "activities:app_manifest",
    "activities:app_repair",
    "activities:app_worker",
    "accounts:privacy_request",  # tests/privacy/test_requests.py; the operator answers none
    "accounts:change_areas",
    "accounts:end_holding",
    "accounts:hand_over",
    "accounts:invite",
    "accounts:post_close",
    "accounts:remove_factors",
    "accounts:reset_password",
    "accounts:set_active",
    "accounts:withdraw_invitation",
    "activities:rkm_approve",  # the PKB's; tests/activities/test_rkm_screens.py
    "activities:rkm_csv",
    "activities:rkm_item_restore",
    "activities:rkm_item_strike",
    "activities:rkm_workbook",
    "roadmap:inputs",
    "roadmap:scenario_again",
    "roadmap:scenario_enforce",  # the head's; tests/roadmap_office
    "roadmap:workbook",
    "registry:calendar_download",
    "registry:calendar_feed",
    "registry:meeting_confirm",
    "activities:choose",
    "activities:photo_change",
    "activities:photo_file",
    "activities:restore",
    "activities:suggest",
    "registry:evidence_file",
    "registry:evidence_open",
    "registry:report_reveal",
    "activities:phone_photo",  # JSON for the app
    "activities:phone_provide",
    "account_reset_password_from_key",  # these five: tests/browser/test_signing_in.py
    "accounts:remove_device",
    "mfa_remove_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "areas:logo",
    "api:attachment",  # answers to apps, not to people: tests/api
    "api:device_revoke",
    "api:form",
    "api:form_list",
    "api:manifest",
    "api:submission",
    "api:token_revoke",
    "api:v1_openapi",
    "api:v1_me",
    "api:v1_areas",
    "api:v1_area",
    "api:v1_kampung_list",
    "api:v1_kampung",
    "api:v1_kampung_class",
    "api:v1_kampung_gap",
    "api:v1_profil_list",
    "api:v1_profil",
    "api:v1_penduduk_list",
    "api:v1_penduduk",
    "api:v1_kkbpk_list",
    "api:v1_kkbpk",
    "api:v1_activities",
    "api:v1_activity",
    "api:v1_activity_withdraw",
    "api:v1_classes",
    "api:v1_target",
    "api:v1_figures",
    "api:v1_summary",
    "api:v1_summary_history",
    "api:v1_steps",
    "api:v1_instruments",
    "api:v1_instrument",
    "api:v1_nothing",
    "api:v1_changes",
    "api:v1_hooks",
    "api:v1_hook",
    "api:v1_deliveries",
    "api:v1_delivery_again",
    "api:hook_end",
    "api:delivery_again",
    "exchange:batch_apply",
    "exchange:batch_cancel",
    "exchange:batch_check",
    "exchange:batch_findings",
    "exchange:batch_map",  # of an upload with other headings; tests/exchange/test_mapping.py
    "exchange:batch_marked",
    "exchange:batch_undo",
    "exchange:export",
    "exchange:dhis2_metadata",
    "exchange:dhis2_values",
    "exchange:portal_workbook",
    "registry:dataku_undo",
    "registry:group_undo",
    "registry:innovation_undo",
    "registry:consent_withdraw",
    "registry:kader_forget",
    "registry:kader_leave",
    "registry:kader_phone",
    "registry:kader_return",
    "registry:seat_resume",
    "registry:pokja_end",
    "registry:pokja_reopen",
    "registry:seksi_new",
    "registry:seksi_withdraw",
    "registry:training_withdraw",
    "registry:kampung_activate",
    "registry:kampung_deactivate",
    "registry:report_check",
    "registry:report_draft",
    "coaching:photo_file",  # files, and what answers to POST only
    "insights:year_download",
    "opendata:area_catalogue",
    "opendata:dictionary_file",
    "opendata:file",
    "partners:delivery_file",
    "partners:delivery_open",
    "partners:delivery_take_back",
    "partners:feed",
    "partners:feed_manage",  # a partner's own; tests/partners/test_calendar_feed.py
    "partners:matrix_export",
    "partners:money_export",
    "portal:agenda_calendar",
    "portal:statistics_csv",
    "practices:photo",
    "publicsite:activities_page",  # these four: tests/browser/test_public_pages.py
    "publicsite:activity",
    "publicsite:news",
    "publicsite:text_edit",
    "publicsite:activity_card",
    "publicsite:agenda_file",
    "publicsite:feed",
    "publicsite:photo",
    "publicsite:photo_move",
    "publicsite:resident_settle",
    "publicsite:sitemap",
    "publicsite:sitemap_of",
    "publicsite:text",
    "publicsite:text_move",
    "themes:matrix_file",
    "training:coverage_file",
    "training:strike",
    "training:test",  # the participant's; tests/training
    "training:check_in",
}
PORTAL_OF_AREA = ("area", "statistics", "selected", "agenda")
PHONE: "ViewportSize" = {"width": 360, "height": 740}
DESKTOP: "ViewportSize" = {"width": 1280, "height": 900}

pytestmark = [
    pytest.mark.slow(seconds=300),
    pytest.mark.postgres_only,
    needs_axe,
]


@pytest.fixture
def example(transactional_db: None) -> User:
    """The Tanah Laut example, and its operator."""
    load_example(lambda percent, step: None)
    return User.objects.get(username="operator")


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Name and pattern of every address of ours."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _names(entry, space)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}", str(entry.pattern)


def _activities(kampung: KampungKB) -> dict[str, dict[str, Any]]:
    """The pages of one activity that the Pokja has just reported."""
    chair = User.objects.get(username="pokja")
    values = {"tanggal": timezone.localdate(), "judul": "Posyandu balita", "peserta_p": 23}
    activity = activities.report(kampung, values, by=chair)
    own = {"pk": kampung.pk}
    one = {**own, "record": activity.pk}
    return {
        "activities:list": own,
        "activities:new": own,
        "activities:show": one,
        "activities:edit": one,
        "activities:withdraw": one,
        "activities:photos": one,
        "activities:review_show": {"version": activity.pk},
        "insights:activity_sent": one,
    }


def _hooks() -> dict[str, Any]:
    """The key of a program with a subscription and a delivery."""
    by = User.objects.get(username="operator")
    key = api_tokens.make(by, name="Dasbor", scopes=list(SCOPES), days=90, by=by).token
    hook = webhooks.subscribe(key, "https://contoh.go.id/terima", by=by)
    Delivery.objects.create(
        webhook=hook, body="{}", changes=3, made_at=hook.made_at, due_at=hook.made_at
    )
    return {"pk": key.pk}


def _parts() -> dict[str, dict[str, Any]]:
    """Addresses with parts → the parts that lead to a full page of the example."""
    kampung = KampungKB.objects.live().get(village_id="63.01.10.2004")
    report = Profil.objects.filter(kampung=kampung).order_by("-tanggal_isi")[0]
    own = {"pk": kampung.pk}
    me = {"pk": User.objects.get(username="operator").pk}
    batch = ImportBatch.objects.latest("uploaded_at")
    version = {**own, "form": "profil", "version": report.pk}
    evidence, item, token = _made(kampung)
    return {
        "accounts:personal_data": me,
        "api:hooks": _hooks(),
        "accounts:personal_viewers": me,
        "accounts:post": {"pk": Post.objects.get(role=Role.POKJA_CHAIR).pk},
        "accounts:invitation": {"token": token},
        "activities:evidence_new": own,
        **_activities(kampung),
        "registry:evidence_list": own,
        "registry:evidence_withdraw": {**own, "key": evidence.pk},
        **_groups(kampung),
        **_plans(kampung),
        "registry:quality_item": {"pk": item.pk},
        **_meetings(kampung),
        "registry:review_show": {"form": "profil", "version": report.pk},
        "audit:history": {"kind": "exchange.importbatch", "identifier": str(batch.pk)},
        "registry:kampung_trail": own,
        "exchange:batch_show": {"pk": ImportBatch.objects.latest("uploaded_at").pk},
        "insights:overview": {"code": "63.01.10"},
        **_people(kampung),
        **_roadmap(kampung),
        "insights:kampung": own,
        "insights:what_if": own,
        "exchange:portal": own,
        "registry:kampung_edit": own,
        "registry:report_fill": {**own, "form": "kkbpk"},
        "registry:report_paper": {**own, "form": "profil"},
        "activities:activity_paper": own,
        "registry:report_list": own,
        "registry:report_show": version,
        "registry:report_sent": version,
        **{f"portal:{name}": {"code": "63.01"} for name in PORTAL_OF_AREA},
    }


def _meetings(kampung: KampungKB) -> dict[str, dict[str, Any]]:
    """The pages of a meeting that is held just now, and of its tasks."""
    today = local_now(kampung.village_id).date()
    meeting = make_meeting(kampung, today, starts=time(0, 0), ends=time(23, 59))
    own = {"pk": kampung.pk}
    one = {**own, "key": meeting.pk}
    of_one = ("meeting", "meeting_edit", "meeting_cancel", "meeting_tick", "meeting_code")
    of_all = ("meeting_list", "meeting_new", "calendar", "task_list")
    return {
        **{f"registry:{name}": own for name in of_all},
        **{f"registry:{name}": one for name in (*of_one, "minutes_write", "decision_new")},
        "registry:meeting_paper": {**one, "paper": "daftar-hadir-kosong"},
        "registry:task": {**own, "key": make_decision(meeting).pk},
        "registry:check_in": {"token": code_token(meeting)},
    }


def _plans(kampung: KampungKB) -> dict[str, dict[str, Any]]:
    """The year plans of the example: the one that is drafted, and items of both."""
    running, drafted = RKM.objects.filter(kampung=kampung).order_by("year")
    own = {"pk": kampung.pk}
    draft = {**own, "year": drafted.year}
    item = make_item(drafted, "Kebun gizi (contoh)")
    drafting = ("rkm", "rkm_item_new", "rkm_carry_over", "rkm_agree", "rkm_paper")
    return {
        "activities:rkm_list": own,
        "roadmap:steps_to_rkm": own,
        **{f"activities:{name}": draft for name in drafting},
        "activities:rkm_reopen": {**own, "year": running.year},
        "activities:rkm_item_edit": {**draft, "item": item.pk},
        "activities:rkm_item": {
            **own,
            "year": running.year,
            "item": running.items.standing()[0].pk,
        },
    }


def _groups(kampung: KampungKB) -> dict[str, dict[str, Any]]:
    """The groups of the example and its innovations."""
    own = {"pk": kampung.pk}
    today = timezone.now().date()
    group = {**own, "key": Kelompok.objects.active(today).filter(kampung=kampung)[0].pk}
    innovation = {**own, "key": Inovasi.objects.filter(kampung=kampung)[0].pk}
    return {
        **{f"registry:{name}": own for name in ("group_list", "group_new", "dataku")},
        **{f"registry:{name}": own for name in ("innovation_list", "innovation_new")},
        **{f"registry:group_{name}": group for name in ("show", "edit", "stop")},
        **{f"registry:innovation_{name}": innovation for name in ("show", "edit", "stop")},
    }


def _people(kampung: KampungKB) -> dict[str, dict[str, Any]]:
    """The pages of the example's Pokja."""
    own = {"pk": kampung.pk}
    seat = PokjaSeat.objects.filter(pokja__kampung=kampung, until__isnull=True)[0]
    person = {**own, "key": seat.kader_id}
    of_pokja = ("pokja_show", "pokja_chart", "pokja_decree", "pokja_renew")
    of_person = ("kader_show", "kader_edit", "kader_appoint", "consent_new")
    return {
        **{f"registry:{name}": own for name in (*of_pokja, "training_new", "kader_new")},
        **{f"registry:{name}": person for name in of_person},
        "registry:seat_hand_over": {**own, "key": seat.pk},
    }


def _roadmap(kampung: KampungKB) -> dict[str, dict[str, Any]]:
    """The pages of the example's plan."""
    code, plan = {"code": "63.01"}, {"pk": Scenario.objects.in_force()[0].pk}
    of_plan = ("scenario", "what_if", "kampung_list", "warnings", "annex")
    of_code = ("plan", "scenario_list", "scenario_new", "scenario_compare", "lock_list")
    return {
        **{f"roadmap:{name}": plan for name in of_plan},
        **{f"roadmap:{name}": code for name in (*of_code, "catalogue", "means", "learning")},
        "roadmap:catalogue_action": {**code, "action": "latih_pokja"},
        "roadmap:explanation": {**plan, "kampung": kampung.pk},
        "roadmap:kampung_steps": {"pk": kampung.pk},
        "roadmap:step": {"pk": Step.objects.open()[0].pk},
    }


def _made(kampung: KampungKB) -> tuple[Evidence, QualityItem, str]:
    """What the example has none of: evidence, something to look into, an invitation."""
    now = timezone.now()
    where = {"kampung": kampung, "kabupaten_code": "63.01", "form": "profil"}
    evidence = Evidence.objects.create(
        **where,
        columns="pokja_ada|pokja_sk",
        kind=Evidence.Kind.DECREE,
        title="SK Kepala Desa 7/2025",
        stored_name="37.pdf",
        original_name="sk.pdf",
        content_type="application/pdf",
        size=37_000,
        valid_until=now.date() + timedelta(days=37),
        added_by=1,
        added_at=now,
    )
    item = QualityItem.objects.create(
        **where,
        kind=QualityItem.Kind.WARNING,
        mark="melebihi_batas:pokja_anggota",
        detail="Anggota Pokja: di atas batas yang biasa",
        owner_role="operator",
        opened_at=now,
        due_on=now.date(),
    )
    post = Post.objects.get(role=Role.POKJA_CHAIR)
    invited = people.invite(post, name="Bu Ani", login_name="ani-contoh", by=system_user())
    return evidence, item, invited.token


def _pages(client: Client) -> list[str]:
    """The addresses of the example that answer the operator with a page."""
    known = _parts()
    kampung = KampungKB.objects.live().get(village_id="63.01.10.2004")
    found = []
    for name, pattern in sorted(set(_names(get_resolver()))):
        if name in NO_PAGES:
            continue
        told = known.get(name) or parts_of(pattern, kampung)
        assert told is not None, f"{name}: name its parts in `_parts`, `parts.ROWS` or `NO_PAGES`"
        path = reverse(name, kwargs=told)
        if _is_page(client, path):
            found.append(path)
    return found


def _is_page(client: Client, path: str) -> bool:
    answer = client.get(path)
    is_html = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and "Content-Disposition" not in answer


def _faults(page: "Page", address: str, paths: list[str], size: "ViewportSize") -> list[str]:
    """What is hard to read on these pages, or wider than the screen."""
    page.set_viewport_size(size)
    found = []
    for path in paths:
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{path}: {width} px on a screen of {size['width']}")
        page.evaluate(FEW_ROWS)
        found += [f"{path}: {fault}" for fault in violations(page)]
    return found


@pytest.mark.long
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_every_page_is_readable_for_all_keeps_to_the_csp_and_fits(
    example: User, live_server: LiveServer, page: "Page", client: Client, size: "ViewportSize"
) -> None:
    client.force_login(example)
    paths = _pages(client)
    be("operator", page, live_server)

    assert len(paths) >= 200
    assert _faults(page, live_server.url, paths, size) == []


def test_one_page_of_eight_with_one_of_everything_on_a_phone(
    transactional_db: None, live_server: LiveServer, page: "Page", client: Client
) -> None:
    """The same in short: a small kabupaten, with one row of all that an address can name."""
    world, operator = doors.World(), doors.person(Role.OPERATOR)
    client.force_login(operator)
    some = [one for one in doors.ALL if one not in NO_PAGES][::8]
    paths = [path for one in some if _is_page(client, path := doors.address(one, world))]
    be(operator.username, page, live_server)

    assert len(paths) >= 25
    assert _faults(page, live_server.url, paths, PHONE) == []
