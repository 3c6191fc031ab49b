"""Role × model: through which function a person sees rows, and that it gives exactly their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet

from naikkelas.accounts.access import posts_visible_to
from naikkelas.accounts.models import User
from naikkelas.accounts.queries_privacy import requests_for
from naikkelas.activities import access as plans
from naikkelas.audit import access as trail
from naikkelas.coaching import access as coaching
from naikkelas.exchange import access as imports
from naikkelas.lib.actors import Act, covers
from naikkelas.partners import access as partners
from naikkelas.practices import access as practices
from naikkelas.publicsite import access as sites
from naikkelas.registry import access as registry
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from naikkelas.registry.queries import evidence, groups, meetings, quality
from naikkelas.registry.queries import pokja as people
from naikkelas.roadmap import access as roadmap
from naikkelas.themes import access as themes
from naikkelas.training import access as training
from tests.config import test_doors as doors
from tests.people import make_report
from tests.security.walking import make_neighbours

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Line:
    """The function that gives a person's rows, the act it asks for, and the area of a row."""

    rows: Callable[[User], Rows]
    area: Callable[[Any], str]
    act: Act | None = None


def _kabupaten(row: Any) -> str:
    return str(row.kabupaten_code)


def _village(row: Any) -> str:
    return str(row.kampung.village_id)


def _of(model: Any) -> Line:
    """Versions of reports: those of the kampung that a person sees."""
    return Line(lambda who: model.objects.filter(kampung__in=registry.visible_to(who)), _village)


SEEN_BY: dict[str, Line | str] = {
    "accounts.user": "names by Act.SEE_PERSONAL beside their posts; contacts by access.may_reveal",
    "accounts.partner": "with the posts that name it",
    "accounts.post": Line(posts_visible_to, lambda post: post.codes[0], Act.MANAGE_PEOPLE),
    "accounts.holding": "on the page of its post",
    "accounts.postarea": "on the page of its post",
    "accounts.invitation": "on the page of its post; by its link for who is invited",
    "accounts.remembered": "nobody: counters of the sign-in",
    "accounts.apitoken": "queries_api: one's own programs",
    "accounts.pintries": "nobody: wrong PINs of one session",
    "accounts.privacyrequest": Line(requests_for, _kabupaten, Act.GUARD_PRIVACY),
    "activities.envelope": "queries.envelopes.waiting_for, of a kampung that one reports for",
    "activities.otherbody": "with its envelope",
    "activities.photoupload": "nobody: the phone that sends it, under its own number",
    "accounts.devicetoken": "queries_devices.devices_of: one's own phones",
    "activities.kegiatan": "on the page of a kampung that one sees",
    "activities.rkm": Line(plans.rkm_for, _village),
    "activities.rkmitem": Line(plans.items_for, lambda item: item.rkm.kampung.village_id),
    "activities.rkmitemversion": "on the page of its item",
    "activities.rkmversion": "on the page of its plan",
    "activities.kegiatanphoto": "on the page of its activity; the file by access.may_open_photos",
    "areas.area": "names and codes are public; search within one's own (areas.queries)",
    "areas.areaidentifier": "everybody, in open data; changed by areas.access.may_configure",
    "areas.boundary": "drawn on the map of an area that one sees",
    "areas.areasetting": "areas.access.may_configure",
    "api.answer": "nobody: the program that asked, under its own key",
    "api.webhook": "on the page of one's own programs",
    "api.delivery": "on the page of its webhook",
    "audit.event": Line(trail.visible_to, _kabupaten, Act.READ_TRAIL),
    "audit.seal": "nobody on screen: the verify command",
    "classification.snapshot": "insights.queries, within one's scopes",
    "classification.result": "insights.queries, within one's scopes",
    "classification.areasummary": "insights.queries, within one's scopes",
    "coaching.assignment": Line(coaching.assignments_for, _village),
    "coaching.plannedvisit": Line(coaching.planned_for, _village),
    "coaching.visit": Line(coaching.visits_for, _village),
    "coaching.visitcheck": "on the page of its visit, by access.may_read",
    "coaching.finding": "on the page of its visit, by access.may_read",
    "coaching.signoff": "on the page of its visit",
    "coaching.visitphoto": "on the page of its visit; the file by access.may_read",
    "coaching.followup": Line(coaching.followups_for, _village),
    "coaching.followupchange": "on the page of its follow-up, by access.may_read",
    "exchange.columnmapping": "of the kabupaten where one imports (Act.IMPORT)",
    "exchange.importbatch": Line(imports.visible_to, lambda batch: batch.area_code, Act.IMPORT),
    "instruments.publishedinstrument": "public: the rules hold for everybody",
    "opendata.edition": "everybody: endorsed tables without persons",
    "opendata.editionfile": "everybody, with its edition",
    "partners.mitra": "access.mitra_for: the offices of the kabupaten where one works, no people",
    "partners.responsible": "the table of the kabupaten where one works",
    "partners.need": Line(partners.needs_for, _village),
    "partners.commitment": "access.commitments_for: a partner's own, else of one's kampung",
    "partners.commitmentplace": "on the page of its commitment, where its kampung is seen",
    "partners.commitmentchange": "on the page of its commitment",
    "partners.delivery": "access.deliveries_for: with its commitment, where its kampung is seen",
    "practices.practice": Line(practices.own_practices, _village),
    "practices.practiceversion": "with its practice; others' once published, by practices_for",
    "practices.practicestep": "with its version",
    "practices.practicechange": "on the page of its practice, by access.may_read_versions",
    "practices.practiceattachment": "on the page of its practice",
    "practices.exemplar": Line(practices.own_exemplars, _village),
    "practices.studyvisit": "access.visits_for: of or to a kampung that one sees",
    "practices.replication": Line(practices.replications_for, _village),
    "practices.replicationstep": "on the page of its copy",
    "publicsite.site": "everybody, as the site itself; the reason of a takedown on its desk only",
    "publicsite.formeraddress": "everybody: where an old address leads",
    "publicsite.sitecontact": "everybody, while its owner agrees; history on the desk of the site",
    "publicsite.sitetext": Line(sites.texts_of, _village),
    "publicsite.sitetextversion": "everybody, the published one; others on the page of the text",
    "publicsite.sitetextchange": "on the page of its text",
    "publicsite.photorelease": "everybody, while it holds; decided by access.may_send",
    "publicsite.aspiration": Line(sites.aspirations_of, _village),
    "publicsite.renderedpage": "everybody: copies of public pages",
    "practices.competition": "access.competitions_for: of the kabupaten of a person",
    "practices.competitionentry": Line(practices.own_entries, _village),
    "practices.competitionjudge": "access.may_hold_competition: posts, never persons",
    "practices.judgeanswer": "the judge's own; pooled for the office, and once announced",
    "partners.rakor": "access.rakor_for: of the kabupaten where one works; a partner where asked",
    "partners.rakorinvitation": "on the page of its meeting",
    "partners.rakorminutes": "on the page of its meeting, but for partners",
    "partners.rakortask": "access.tasks_for: with its meeting; a partner its own",
    "partners.partnerfeed": "of one's own post; its secret is shown once",
    "partners.letter": Line(partners.letters_for, lambda one: one.area_id, Act.COORDINATE),
    "registry.kampungkb": Line(registry.visible_to, lambda one: one.village_id),
    "registry.profil": _of(Profil),
    "registry.penduduk": _of(Penduduk),
    "registry.kkbpk": _of(KKBPK),
    "registry.reportdraft": "queries.draft_of: the desk's own, of a kampung that one sees",
    "registry.reviewstep": "on the page of its version",
    "registry.evidence": Line(evidence.visible_to, _village),
    "registry.workplan": "queries.work_plans, of a kampung that one sees",
    "registry.kelompok": Line(groups.groups_visible_to, _village),
    "registry.datakustanding": Line(
        groups.standings_visible_to, lambda row: row.kelompok.kampung.village_id
    ),
    "registry.inovasi": Line(groups.innovations_visible_to, _village),
    "registry.paststop": "on the page of its group or innovation",
    "registry.kader": Line(people.visible_to, _village),
    "registry.kaderconsent": "on the page of its person",
    "registry.kadertraining": "on the page of its person",
    "registry.pokja": Line(people.pokja_visible_to, _village),
    "registry.seksi": "on the page of its Pokja",
    "registry.pokjaseat": "on the page of its Pokja",
    "registry.meeting": Line(meetings.visible_to, _village),
    "registry.meetingattendance": "on the page of its meeting, by access.may_read_minutes",
    "registry.minutes": "on the page of its meeting, by access.may_read_minutes",
    "registry.decision": Line(meetings.tasks_visible_to, _village),
    "registry.calendarfeed": "on the calendar page of its kampung; its secret is shown once",
    "registry.monthlock": "access.may_lock, of one's own kabupaten",
    "registry.qualityitem": Line(quality.visible_to, _village),
    "themes.themeedition": "of one's own kabupaten: queries.catalogue.catalogue_of",
    "themes.thememembership": Line(themes.memberships_for, _village),
    "themes.themeaward": "on the page of its kampung",
    "themes.criterionanswer": Line(themes.answers_for, _village),
    "themes.answercheck": "on the page of its kampung",
    "training.curriculumversion": "queries.curricula: those of one's kabupaten",
    "training.trainingsession": "access.sessions_for: held within one's area, or around it",
    "training.sessioninvitation": "on the page of its session",
    "training.participant": Line(
        training.participants_for, lambda row: row.kader.kampung.village_id
    ),
    "training.presence": "on the page of its session, as its participant",
    "training.testsitting": "on the page of its session, as its participant",
    "training.certificate": "as its participant; by its secret address, initials only",
    "roadmap.scenario": Line(roadmap.scenarios_for, _kabupaten),
    "roadmap.catalogueversion": Line(roadmap.catalogues_for, _kabupaten),
    "roadmap.means": Line(roadmap.means_for, _kabupaten),
    "roadmap.lock": Line(roadmap.locks_for, _village),
    "roadmap.step": Line(roadmap.steps_for, _village),
    "roadmap.stepchange": "on the page of its step",
    "roadmap.attempt": Line(roadmap.attempts_for, _village),
}
"""Model → how its rows reach a person. A new model without a line fails."""

TESTED = sorted(label for label, line in SEEN_BY.items() if isinstance(line, Line))


def test_every_model_says_how_a_person_sees_its_rows() -> None:
    own = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("naikkelas.")
    }

    assert own - set(SEEN_BY) == set()
    assert set(SEEN_BY) - own == set()


@pytest.mark.django_db
@pytest.mark.parametrize("label", TESTED)
def test_each_post_sees_exactly_the_rows_of_its_areas(label: str) -> None:
    line = SEEN_BY[label]
    assert isinstance(line, Line)
    world = doors.World()
    make_neighbours()
    for form in ("penduduk", "kkbpk"):
        make_report(form, world.kampung, date(2025, 7, 3))
    people = list(map(doors.person, doors.WHERE))
    rows = list(apps.get_model(label)._default_manager.all())

    elsewhere = set() if label == "accounts.privacyrequest" else {"92.41"}
    assert {"91.37", *elsewhere} <= {line.area(row)[:5] for row in rows}
    for who in people:
        is_able = line.act is None or who.can(line.act)
        theirs = {row.pk for row in rows if is_able and _is_theirs(who, line.area(row))}
        assert {row.pk for row in line.rows(who)} == theirs, who.post


def _is_theirs(who: User, code: str) -> bool:
    return any(covers(scope, code) for scope in who.scopes)


@pytest.mark.django_db
def test_who_lost_the_post_sees_no_row_of_anything() -> None:
    doors.World()
    former = User.objects.create_user("bekas", name="Bekas")

    for label in TESTED:
        line = SEEN_BY[label]
        assert isinstance(line, Line)
        assert list(line.rows(former)) == [], label


@pytest.mark.django_db
def test_a_withdrawn_kampung_is_nobodys() -> None:
    world = doors.World()
    KampungKB.objects.filter(pk=world.kampung.pk).update(withdrawn_at=world.report.recorded_at)

    assert not registry.visible_to(world.chair).exists()
