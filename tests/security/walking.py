"""One walk through the house: every address that answers a GET, as every person, noted once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.audit.actions import record
from naikkelas.audit.queries.catalogue import columns_of, table_of
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.lib.personal import Class
from naikkelas.registry.models import Evidence, KampungKB, QualityItem, State
from tests.activities.making import make_item, make_rkm
from tests.coaching.making import make_one_of_everything
from tests.config import test_doors as doors
from tests.partners.making import (
    make_commitment,
    make_delivery,
    make_letter,
    make_mitra,
    make_need,
    make_rakor,
    make_rakor_task,
)
from tests.people import (
    make_area,
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
    make_user,
)
from tests.practices.making import Following
from tests.publicsite.making import make_aspiration, make_text
from tests.roadmap_office.making import make_attempt, make_lock, make_scenario, make_step
from tests.themes.making import make_answer, make_membership
from tests.training.making import make_certificate, make_participant, make_session

ELSEWHERE = "Karangasri"
"""A word that stands in every row of the other kabupaten, and nowhere in ours."""

SEARCHES = (
    ("areas:search", {"q": ELSEWHERE[:6]}),
    ("insights:kampung_list", {"cari": ELSEWHERE[:6]}),
    ("accounts:post_list", {"cari": ELSEWHERE[:6]}),
    ("audit:trail", {"cari": ELSEWHERE[:6], "kabupaten": "92.41"}),
    ("insights:kampung_list", {"wilayah": "92.41"}),
    ("insights:home", {"wilayah": "92.41"}),
    ("registry:quality_list", {"kecamatan": "92.41.03"}),
    ("exchange:export", {"wilayah": "92.41"}),
)


SHORTEST = 5
"""Shorter texts (roles, states, initials) are words that stand everywhere."""


@dataclass(frozen=True)
class Visit:
    """What one person was answered."""

    role: str
    name: str
    url: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    def __str__(self) -> str:
        return f"{self.role} at {self.url} ({self.name})"


def make_neighbours() -> KampungKB:
    """Another kabupaten in the same database, with one of everything."""
    village = make_area("92.41.03.2007", ELSEWHERE)
    make_area("92.41.03", f"Kecamatan {ELSEWHERE}")
    make_area("92.41", f"Kabupaten {ELSEWHERE}")
    kampung = make_kampung(village, nama=f"Kampung {ELSEWHERE}")
    for form in ("profil", "penduduk", "kkbpk"):
        make_report(form, kampung, date(2025, 7, 3), state=State.SENT)
    by = make_user("lain-op", f"Op {ELSEWHERE}", Role.OPERATOR, village.parent.parent)  # type: ignore[union-attr]
    make_user("lain-pkb", f"Pkb {ELSEWHERE}", Role.FIELD, village)
    record("kampung.register", kampung, by=by, kabupaten="92.41", after={"nama": ELSEWHERE})
    ImportBatch.objects.create(
        area_code="92.41",
        state=BatchState.READY,
        content_sha256="1" * 64,
        uploaded_by=by.pk,
        uploaded_at=timezone.now(),
        file_names=[f"{ELSEWHERE}.csv"],
    )
    more = {"kampung": kampung, "kabupaten_code": "92.41", "form": "profil"}
    Evidence.objects.create(
        **more, title=ELSEWHERE, stored_name="x.pdf", added_by=by.pk, added_at=timezone.now()
    )
    QualityItem.objects.create(
        **more,
        kind="keras",
        mark=ELSEWHERE,
        detail=ELSEWHERE,
        owner_role="operator",
        opened_at=timezone.now(),
        due_on=date(2025, 8, 1),
    )
    make_text(kampung, ELSEWHERE, ELSEWHERE)
    make_aspiration(kampung, ELSEWHERE)
    kader = make_kader(kampung, ELSEWHERE)
    make_seat(make_pokja(kampung), kader)
    session = make_session(village.parent.parent, trainer=ELSEWHERE, place=ELSEWHERE)  # type: ignore[union-attr, arg-type]
    make_certificate(make_participant(session, kader))
    meeting = make_meeting(kampung, place=ELSEWHERE)
    make_decision(meeting, what=ELSEWHERE)
    make_guest(meeting, ELSEWHERE)
    make_minutes(meeting, ELSEWHERE)
    make_dataku_standing(make_group(kampung, "rumah_dataku", ELSEWHERE))
    make_innovation(kampung, ELSEWHERE)
    make_membership(kampung, "proklim", decree_number=ELSEWHERE)
    make_answer(kampung, note=ELSEWHERE)
    Following(kampung, ELSEWHERE)
    plan = make_scenario(kampung, kabupaten="92.41", in_force=True, name=f"Rencana {ELSEWHERE}")
    make_step(kampung, plan, owner=ELSEWHERE)
    make_lock(kampung, reason=ELSEWHERE)
    make_attempt(kampung)
    make_item(make_rkm(kampung), name=ELSEWHERE, responsible=ELSEWHERE)
    make_one_of_everything(kampung, ELSEWHERE)
    mitra = make_mitra("92.41", name=ELSEWHERE, contact_name=ELSEWHERE)
    need = make_need(kampung, title=ELSEWHERE)
    make_delivery(make_commitment(mitra, kampung, need=need, title=ELSEWHERE))
    rakor = make_rakor(mitra, title=ELSEWHERE)
    make_rakor_task(rakor, mitra, what=ELSEWHERE)
    make_letter(rakor, body=ELSEWHERE)
    return kampung


NOTED_BY_LOOKING = {
    "sessions.session",  # a session's last use
    "usersessions.usersession",
    "accounts.remembered",  # rate limits
    "publicsite.renderedpage",  # copies of public pages
}


def digests() -> dict[str, str]:
    """Table → digest of all its rows, but for those that tell when somebody last was here."""
    return {
        model._meta.label_lower: _digest(model)
        for model in apps.get_models()
        if model._meta.label_lower not in NOTED_BY_LOOKING and not model._meta.proxy
    }


def _digest(model: type[models.Model]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
        rows = sorted(repr(row) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def said_of_persons() -> dict[str, str]:
    """Each text of a personal column, with the column; not what stands in a public one too."""
    personal: dict[str, str] = {}
    public: set[str] = set()
    for model in apps.get_models():
        table = table_of(model)
        for column in columns_of(model):
            if not isinstance(column, models.CharField | models.TextField):
                continue
            values = set(model._default_manager.values_list(column.name, flat=True))
            told = {str(value) for value in values if value and len(str(value)) > SHORTEST}
            if table.class_of(column.name) is Class.PUBLIC:
                public |= told
            else:
                personal |= dict.fromkeys(told, f"{model._meta.label_lower}.{column.name}")
    return {value: of for value, of in personal.items() if value not in public}


def visits(
    world: doors.World, people: Mapping[Role, User], browsers: Mapping[Role, Client]
) -> Iterator[Visit]:
    """Every address as every person whose door it is, and as a visitor."""
    addresses: list[tuple[str, str, dict[str, str]]] = [
        (name, doors.address(name, world), {}) for name in doors.ALL
    ]
    addresses += [(name, doors.address(name, world), query) for name, query in SEARCHES]
    for number, (role, who) in enumerate(people.items()):
        client = browsers[role]
        for name, url, query in addresses:
            acts = doors.acts_of(name)
            # What knows no posts (allauth's pages, public ones) two people look at for all.
            if number > 1 and (doors.is_public(name) or (":" not in name and name != "denied")):
                continue
            if not acts or any(who.can(act) for act in acts):
                yield _visit(client, role, name, url, query)
    for name, url, query in addresses:
        if doors.is_public(name):
            yield _visit(Client(), "visitor", name, url, query)


def _visit(client: Client, role: str, name: str, url: str, query: dict[str, str]) -> Visit:
    answer: Any = client.get(url, query)
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    return Visit(role, name, url, answer.status_code, dict(answer.headers), text)
