"""What the app on the phone talks to: JSON in, JSON out, described in docs/api/kerja.md.

These addresses are open doors that look for themselves who comes: a phone is answered in words that
it can act on (401, 403), never with a page to sign in.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast  # JSON values
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.models import User
from naikkelas.activities.actions import envelopes, uploads
from naikkelas.activities.errors import PhotoBroken, PieceUnfit, StorageFull, TooManyUploads
from naikkelas.activities.models import PhotoUpload
from naikkelas.activities.queries import provisions, states
from naikkelas.activities.queries.envelopes import visible_uploads
from naikkelas.activities.queries.homes import may_send
from naikkelas.activities.rules import letters
from naikkelas.activities.rules.measure import Buckets
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.web.permissions import PUBLIC, button_for, opened_by, page_for

_BUCKETS = Buckets(burst=3000, a_second=10)
_RANGE = re.compile(r"bytes (\d{1,9})-(\d{1,9})/(\d{1,9})")
_MOST_KEYS = 500
_LONGEST_COUNT = 5
_HEADERS = {
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""For a program to read: nothing in them is ever shown, run or kept on the way."""
View = Callable[..., HttpResponse]


def _say(status: int, **told: Any) -> JsonResponse:
    response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    if status in {429, 503, 507}:
        response["Retry-After"] = "30"
    return response


def _nothing_here() -> JsonResponse:
    return _say(404, code="tidak_ada", message="Tidak ditemukan di wilayah Anda.")


def for_phones(view: View) -> View:
    """An address of the phone: says in JSON who may not, instead of sending them to a page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = answer(request, *args, **kwargs)
        for name, value in _HEADERS.items():
            if name not in response:
                response[name] = value
        return response

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _stranger(request)
        if not _BUCKETS.may(request.user.pk, time.monotonic()):
            return _say(
                429, code="terlalu_cepat", message="Terlalu banyak kiriman. Tunggu sebentar."
            )
        try:
            return view(request, *args, **kwargs)
        except NotYours:
            return _nothing_here()

    answered.answers_json = True  # type: ignore[attr-defined]
    return answered


def _stranger(request: HttpRequest) -> HttpResponse:
    """The session has ended, or the account was closed while the phone was away."""
    key = request.session.get("_auth_user_id")
    if key and User.objects.filter(pk=key, is_active=False).exists():
        return _say(
            403,
            code="akun_ditutup",
            message=(
                "Akun Anda ditutup. Isian di HP tetap tersimpan. "
                "Hubungi PKB/PLKB atau operator kabupaten."
            ),
        )
    return _say(
        401,
        code="sesi_habis",
        message="Silakan masuk lagi. Isian di HP tetap tersimpan dan terkirim sesudahnya.",
    )


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


# Who am I ---------------------------------------------------------------------------------------


@page_for(PUBLIC)
@for_phones
def greet(request: HttpRequest) -> HttpResponse:
    """The handshake: who is signed in, for which kampung, the token for sending, the versions."""
    user = _user(request)
    waiting = request.GET.get("menunggu", "")
    if waiting.isdecimal() and len(waiting) <= _LONGEST_COUNT:
        signing_in.note_unsent(request.session.session_key, int(waiting))
    mine = [
        _kampung(one, user) for one in provisions.kampung_of(user)[: settings.PHONE_MOST_KAMPUNG]
    ]
    if not mine:
        return _post_ended()
    return _say(
        200,
        user=user.pk,
        name=user.name,
        post=user.post,
        role=user.role,
        may_send=user.can(Act.SEND),
        csrf=get_token(request),
        server_time=timezone.now().isoformat(timespec="seconds"),
        app=settings.PHONE_APP,
        kampung=mine,
        account="ok",
    )


def _post_ended() -> JsonResponse:
    return _say(
        403,
        code="jabatan_berakhir",
        message=(
            "Jabatan Anda sudah berakhir atau tidak mengisi laporan. Isian di HP tetap tersimpan. "
            "Hubungi PKB/PLKB desa Anda."
        ),
    )


def _kampung(one: KampungKB, user: User) -> dict[str, Any]:
    """A kampung as the app names it; a guest (`tamu`) takes along and sends visits only."""
    village = one.village
    told = {
        "id": str(one.pk),
        "nama": one.nama,
        "kode": one.village_id,
        "desa": village.name,
        "kecamatan": village.parent.name if village.parent else "",
        "kabupaten_kode": one.kabupaten_code,
        "contoh": one.is_example,
    }
    return told if user.can(Act.DRAFT) else told | {"tamu": True}


# Sending ----------------------------------------------------------------------------------------


@button_for(PUBLIC)
@for_phones
def send(request: HttpRequest) -> HttpResponse:
    """One envelope; answered only after it is stored."""
    if not _is_json(request):
        return _say(415, code="bukan_json", message="Kiriman harus berupa application/json.")
    sent = _whole_body(request, letters.LARGEST)
    if isinstance(sent, HttpResponse):
        return sent
    try:
        answer = envelopes.receive(sent, by=_user(request))
    except letters.Unreadable as error:
        return _say(400, code="tidak_terbaca", message=str(error), hash=letters.digest_of(sent))
    except envelopes.NoSuchKampung:
        return _nothing_here()
    return HttpResponse(answer.text.encode(), status=answer.status, content_type="application/json")


def _is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _whole_body(request: HttpRequest, most: int) -> bytes | HttpResponse:
    """All bytes that were announced; a body that was cut off on its way is none."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        return _say(411, code="tanpa_panjang", message="Kiriman tanpa Content-Length.")
    if int(length) > most:
        return _say(413, code="terlalu_besar", message="Kiriman ini terlalu besar.")
    body = request.body
    if len(body) != int(length):
        return _say(400, code="terpotong", message="Kiriman terpotong di jalan. Dikirim ulang.")
    return body


def _object(request: HttpRequest) -> Mapping[str, Any] | HttpResponse:
    if not _is_json(request):
        return _say(415, code="bukan_json", message="Kiriman harus berupa application/json.")
    body = _whole_body(request, letters.LARGEST)
    if isinstance(body, HttpResponse):
        return body
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or b"\\u0000" in body:
        return _say(400, code="tidak_terbaca", message="Kiriman ini tidak dapat dibaca.")
    return told


# Photos -----------------------------------------------------------------------------------------


@button_for(PUBLIC)
@for_phones
def photo_begin(request: HttpRequest) -> HttpResponse:
    """Announce a photo; the answer says from which byte on it is wanted."""
    told = _object(request)
    if isinstance(told, HttpResponse):
        return told
    kampung = _kampung_of(request, told.get("kampung"))
    if kampung is None:
        return _nothing_here()
    try:
        upload = uploads.begin(kampung, uploads.announced(told), by=_user(request))
    except NotYours:
        raise
    except TooManyUploads as refused:
        return _say(429, code=refused.code, message=str(refused))
    except Refused as refused:
        return _say(422, code=refused.code, message=str(refused))
    return _say(200, **_progress(upload))


@opened_by(PUBLIC)
@require_http_methods(["GET", "PUT"])
@for_phones
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a photo has come (GET); one more piece of it (PUT)."""
    upload = visible_uploads(_user(request), [pk]).select_related("kampung").first()
    if upload is None or not may_send(_user(request), upload.kind, upload.kampung):
        return _nothing_here()
    return _piece(request, upload) if request.method == "PUT" else _say(200, **_progress(upload))


def _piece(request: HttpRequest, upload: PhotoUpload) -> HttpResponse:
    piece = _whole_body(request, uploads.LARGEST_PIECE)
    if isinstance(piece, HttpResponse):
        return piece
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    start, end, size = map(int, found.groups()) if found else (0, -1, 0)
    if size != upload.size or end - start + 1 != len(piece):
        return _say(416, code="bagian_salah", **_progress(upload))
    try:
        upload = uploads.add_piece(upload, start, piece, by=_user(request))
    except NotYours:
        raise
    except StorageFull as refused:
        return _say(507, code=refused.code, message=str(refused), **_progress(upload))
    except (PieceUnfit, PhotoBroken) as refused:
        upload.refresh_from_db()
        status = 409 if isinstance(refused, PieceUnfit) else 422
        return _say(status, code=refused.code, message=str(refused), **_progress(upload))
    except Refused as refused:
        return _say(422, code=refused.code, message=str(refused), id=str(upload.pk))
    return _say(201 if _is_done(upload) else 200, **_progress(upload))


def _is_done(upload: PhotoUpload) -> bool:
    return upload.state in {PhotoUpload.State.WAITING, PhotoUpload.State.STORED}


def _progress(upload: PhotoUpload) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": str(upload.pk),
        "offset": upload.received,
        "done": _is_done(upload),
    }
    if _is_done(upload):
        receipt = letters.receipt_of(upload.pk)
        waits = upload.state == PhotoUpload.State.WAITING
        told |= {"sha256": upload.sha256, "receipt": receipt, "waiting": waits}
    elif upload.state == PhotoUpload.State.REFUSED:
        told |= {"refused": True, "message": upload.refusal}
    return told


def _kampung_of(request: HttpRequest, key: object) -> KampungKB | None:
    try:
        pk = UUID(str(key))
    except ValueError:
        return None
    return kampung_for(_user(request)).filter(pk=pk).first()


# How things stand, and what to take along -------------------------------------------------------


@button_for(PUBLIC)
@for_phones
def standing(request: HttpRequest) -> HttpResponse:
    """How far the things of these numbers have come."""
    told = _object(request)
    if isinstance(told, HttpResponse):
        return told
    try:
        keys = [UUID(key) for key in told["ids"]]
    except (KeyError, ValueError, TypeError, AttributeError):
        return _say(400, code="tidak_terbaca", message="Kiriman ini tidak dapat dibaca.")
    return _say(200, states=states.states_of(_user(request), keys[:_MOST_KEYS]))


@page_for(PUBLIC)
@gzip_page  # 140 KB of lists and last values; nothing secret stands beside what people wrote
@for_phones
def provide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a phone takes along to work without a signal."""
    user, kampung = _user(request), _kampung_of(request, pk)
    if kampung and access.may_report(user, kampung):
        return _say(200, **provisions.of(kampung, user))
    if kampung and provisions.kampung_of(user).filter(pk=kampung.pk).exists():
        return _say(200, **provisions.of_guest(kampung, user))
    return _nothing_here()
