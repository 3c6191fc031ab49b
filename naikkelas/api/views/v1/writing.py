"""Everything that is written, by the same actions as the screens, once under each key."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from naikkelas.accounts.rules import scopes
from naikkelas.activities import actions as activities
from naikkelas.activities.actions.reporting import current
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries import values_of
from naikkelas.api.actions import once
from naikkelas.api.actions.once import Written
from naikkelas.api.errors import NothingHere
from naikkelas.api.views.v1 import schemas
from naikkelas.api.views.v1.program import JSON, endpoint, rendered
from naikkelas.api.views.v1.reading import (
    activity_json,
    activity_of,
    actor_of,
    kampung_of,
    report_json,
    visitor_of,
)
from naikkelas.api.views.v1.tags import insist_on_seen, tag_of
from naikkelas.lib.fields import Kind
from naikkelas.registry import actions as registry
from naikkelas.registry.queries import kept_answers
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form

Json = dict[str, Any]
OK, CREATED, GONE = 200, 201, 204


def _declare_report(form: Form) -> None:
    into, out = schemas.REPORT_IN[form.code], schemas.REPORT_OUT[form.code]

    @endpoint(
        "POST",
        f"/laporan/{form.code}",
        name=f"v1_{form.code}_list",
        answers=out,
        status=CREATED,
        scope=scopes.WRITE_REPORTS,
        summary=f"Kirim laporan {form.name} satu bulan; bulan yang sudah ada diperbaiki begitu",
        keyed=True,
        tag="Laporan",
    )
    def send(request: HttpRequest, body: into) -> HttpResponse:  # type: ignore[valid-type]
        return _written(request, lambda key: _report(request, form, body, key))


def _report(request: HttpRequest, form: Form, body: Any, key: str) -> Written:
    """Names and contacts, which programs do not send, stay as they were last reported."""
    actor, token = actor_of(request), visitor_of(request).token
    assert token is not None
    kampung = kampung_of(actor, body.kampung)
    values = kept_answers(kampung, form, body.tahun, body.bulan)
    values |= _values(form, body.isi.model_dump())
    report = registry.submit_report(
        form.code,
        kampung,
        year=body.tahun,
        month=body.bulan,
        values=values,
        by=actor,
        id=once.identifier(token, key),
        reason=body.alasan,
    )
    answer = schemas.REPORT_OUT[form.code].model_validate(report_json(form, report))
    where = reverse(f"api:v1_{form.code}", args=[report.pk])
    return Written(CREATED, rendered(request, answer, CREATED), where)


def _values(form: Form, given: Json) -> Json:
    """What the action reads: lists of codes of a source are joined as files have them."""
    joined = {field.name for field in form.fields if field.kind == Kind.CODES}
    return {name: "|".join(value) if name in joined else value for name, value in given.items()}


@endpoint(
    "POST",
    "/kegiatan",
    name="v1_activities",
    answers=schemas.Kegiatan,
    status=CREATED,
    scope=scopes.WRITE_ACTIVITIES,
    keyed=True,
    tag="Kegiatan",
)
def send_activity(request: HttpRequest, body: schemas.KegiatanBaru) -> HttpResponse:
    """Kirim satu kegiatan yang sudah dilaksanakan."""
    return _written(request, lambda key: _activity(request, body, key))


def _activity(request: HttpRequest, body: Any, key: str) -> Written:
    actor, token = actor_of(request), visitor_of(request).token
    assert token is not None
    kampung = kampung_of(actor, body.kampung)
    values = body.isi.model_dump()
    stored = activities.report(kampung, values, by=actor, id=once.identifier(token, key))
    stored.kampung = kampung
    where = reverse("api:v1_activity", args=[stored.record])
    return Written(CREATED, _told(request, stored, CREATED), where)


@endpoint(
    "PATCH",
    "/kegiatan/{id}",
    name="v1_activity",
    answers=schemas.Kegiatan,
    scope=scopes.WRITE_ACTIVITIES,
    keyed=True,
    matched=True,
    tag="Kegiatan",
)
def mend_activity(request: HttpRequest, id: UUID, body: schemas.KegiatanUbah) -> HttpResponse:
    """Ubah sebagian isian satu kegiatan.

    Isian yang tidak disebut tetap; null mengosongkan. Perubahan menjadi versi baru, yang diperiksa
    dari awal lagi; versi lama tetap tersimpan.
    """
    return _written(request, lambda key: _mended(request, id, body, key))


def _mended(request: HttpRequest, id: UUID, body: Any, key: str) -> Written:
    actor, token = actor_of(request), visitor_of(request).token
    assert token is not None
    seen = _seen(request, id)
    before, given = values_of(seen), body.isi.model_dump(exclude_unset=True)
    stored = activities.revise(
        seen.record,
        {name: (before[name], value) for name, value in given.items()},
        base=seen.pk,
        by=actor,
        id=once.identifier(token, key),
    )
    stored.kampung = seen.kampung
    return Written(OK, _told(request, stored, OK), "")


@endpoint(
    "POST",
    "/kegiatan/{id}/tarik",
    name="v1_activity_withdraw",
    answers=None,
    status=204,
    scope=scopes.WRITE_ACTIVITIES,
    keyed=True,
    matched=True,
    tag="Kegiatan",
)
def withdraw_activity(request: HttpRequest, id: UUID, body: schemas.Penarikan) -> HttpResponse:
    """Tarik satu kegiatan yang keliru dilaporkan, dengan alasannya.

    Sejak itu kegiatan tidak dihitung dan tidak tampil di sini; riwayatnya tetap tersimpan.
    """
    return _written(request, lambda key: _withdrawn(request, id, body.alasan))


def _withdrawn(request: HttpRequest, id: UUID, reason: str) -> Written:
    activities.withdraw(_seen(request, id).record, reason=reason, by=actor_of(request))
    return Written(GONE, "", "")


def _seen(request: HttpRequest, id: UUID) -> Kegiatan:
    """The activity, locked, if it still is what the program saw."""
    actor = actor_of(request)
    now = current(activity_of(actor, id).record, actor)
    if now.withdrawn_at:
        raise NothingHere
    tag = tag_of(_told(request, now, OK).encode())
    insist_on_seen(tag, request.headers.get("If-Match", ""))
    return now


def _told(request: HttpRequest, activity: Kegiatan, status: int) -> str:
    """An activity as it will be read."""
    return rendered(request, schemas.Kegiatan.model_validate(activity_json(activity)), status)


def _written(request: HttpRequest, write: Any) -> HttpResponse:
    """The answer to a write: the first one, also where the same is sent again."""
    token = visitor_of(request).token
    assert token is not None
    key = once.key_of(request.headers.get("Idempotency-Key", ""))
    sent = f"{request.method} {request.path}\n".encode() + request.body
    written = once.once(token, key, sent, lambda: write(key))
    answer = HttpResponse(written.body, status=written.status, content_type=JSON)
    if written.location:
        answer["Location"] = written.location
    if written.body:
        answer["ETag"] = tag_of(written.body.encode())
    answer["Idempotency-Replayed"] = "false" if written.is_first else "true"
    return answer


for _form in REPORTS:
    _declare_report(FORMS[_form.code])
