"""What changed: the feed, and subscriptions to it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query

from naikkelas.accounts.rules import scopes
from naikkelas.api.actions import once, webhooks
from naikkelas.api.errors import CursorUnfit, NothingHere
from naikkelas.api.models import Delivery, Webhook
from naikkelas.api.queries.feed import changes, newest_number
from naikkelas.api.queries.paging import page
from naikkelas.api.rules.cursors import cursor_after, key_of
from naikkelas.api.views.v1 import schemas
from naikkelas.api.views.v1.program import endpoint
from naikkelas.api.views.v1.reading import actor_of, visitor_of

Json = dict[str, Any]
FEED = "perubahan"
CREATED = 201
_LARGEST = 2**63 - 1


@endpoint(
    "GET",
    "/perubahan",
    name="v1_changes",
    answers=schemas.Perubahan,
    scope=scopes.READ_CHANGES,
    tag="Perubahan",
)
def feed(request: HttpRequest, asked: Query[schemas.ChangesAsked]) -> Json:
    """Apa yang berubah sesudah kursor, menurut cakupan dan wilayah kunci, tanpa celah.

    Simpan kursor `berikutnya`, juga bila `data` kosong, lalu mulai dari situ. Perubahan muncul
    paling lama satu menit sesudah terjadi.
    """
    token = visitor_of(request).token
    assert token is not None
    after = _number(asked.setelah) if asked.setelah else 0
    if not asked.setelah and asked.mulai == "sekarang":
        after = newest_number()
    found = changes(actor_of(request), token.scope_codes, after, asked.banyak)
    return {
        "data": [webhooks.told(one) for one in found.found],
        "berikutnya": cursor_after(FEED, found.after),
        "ada_lagi": found.more,
    }


def _number(cursor: str) -> int:
    text = key_of(FEED, cursor)
    if not (text.isascii() and text.isdecimal()) or int(text) > _LARGEST:
        raise CursorUnfit
    return int(text)


# Subscriptions ----------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/webhook",
    name="v1_hooks",
    answers=schemas.page_of(schemas.Langganan),
    scope=scopes.HOOKS,
    tag="Webhook",
)
def hook_list(request: HttpRequest, asked: Query[schemas.Paged]) -> Json:
    """Langganan kunci ini yang masih berjalan."""
    rows = _hooks(request)
    found, following = page("webhook", rows, after=asked.setelah, count=asked.banyak)
    return {"data": [_hook(one) for one in found], "berikutnya": following}


@endpoint(
    "POST",
    "/webhook",
    name="v1_hooks",
    answers=schemas.LanggananBaru,
    status=CREATED,
    scope=scopes.HOOKS,
    keyed=True,
    tag="Webhook",
)
def hook_new(request: HttpRequest, body: schemas.Berlangganan, response: HttpResponse) -> Json:
    """Kirim setiap perubahan ke satu alamat.

    Tanda tangannya mengikuti Standard Webhooks: HMAC-SHA256 atas id, waktu, dan isi, dengan rahasia
    yang ada di jawaban ini.
    """
    token = visitor_of(request).token
    assert token is not None
    key = once.key_of(request.headers.get("Idempotency-Key", ""))
    made = webhooks.subscribe(
        token, body.alamat, by=actor_of(request), id=once.identifier(token, key)
    )
    response["Location"] = reverse("api:v1_hook", args=[made.pk])
    return _hook(made) | {"rahasia": webhooks.secret(made)}


@endpoint(
    "GET",
    "/webhook/{id}",
    name="v1_hook",
    answers=schemas.Langganan,
    scope=scopes.HOOKS,
    tag="Webhook",
)
def hook(request: HttpRequest, id: UUID) -> Json:
    """Satu langganan."""
    return _hook(_hook_of(request, id))


@endpoint(
    "DELETE",
    "/webhook/{id}",
    name="v1_hook",
    answers=None,
    status=204,
    scope=scopes.HOOKS,
    tag="Webhook",
)
def hook_end(request: HttpRequest, id: UUID) -> None:
    """Hentikan satu langganan."""
    webhooks.end(_hook_of(request, id), by=actor_of(request))


@endpoint(
    "GET",
    "/webhook/{id}/kiriman",
    name="v1_deliveries",
    answers=schemas.page_of(schemas.Kiriman),
    scope=scopes.HOOKS,
    tag="Webhook",
)
def delivery_list(request: HttpRequest, id: UUID, asked: Query[schemas.DeliveriesAsked]) -> Json:
    """Kiriman satu langganan, yang terlama dahulu."""
    rows = Delivery.objects.filter(webhook=_hook_of(request, id))
    if asked.keadaan:
        rows = rows.filter(state=asked.keadaan)
    found, following = page("kiriman", rows, after=asked.setelah, count=asked.banyak)
    return {"data": [_delivery(one) for one in found], "berikutnya": following}


@endpoint(
    "POST",
    "/webhook/{id}/kiriman/{kiriman}/ulangi",
    name="v1_delivery_again",
    answers=schemas.Kiriman,
    scope=scopes.HOOKS,
    tag="Webhook",
)
def delivery_again(request: HttpRequest, id: UUID, kiriman: UUID) -> Json:
    """Kirim ulang satu kiriman, dengan isi dan nomor yang sama."""
    found = Delivery.objects.filter(webhook=_hook_of(request, id), pk=kiriman).first()
    if found is None:
        raise NothingHere
    return _delivery(webhooks.replay(found, by=actor_of(request)))


def _hooks(request: HttpRequest) -> Any:
    token = visitor_of(request).token
    assert token is not None
    return Webhook.objects.standing().filter(token=token)


def _hook_of(request: HttpRequest, id: UUID) -> Webhook:
    found = _hooks(request).filter(pk=id).first()
    if found is None:
        raise NothingHere
    return found  # type: ignore[no-any-return]


def _hook(one: Webhook) -> Json:
    return {"id": one.pk, "alamat": one.address, "dibuat_pada": one.made_at}


def _delivery(one: Delivery) -> Json:
    waits = one.state == Delivery.State.WAITING
    return {
        "id": one.pk,
        "keadaan": one.state,
        "perubahan": one.changes,
        "percobaan": one.tries,
        "dicoba_lagi_pada": one.due_at if waits else None,
        "jawaban_terakhir": one.last_status,
        "masalah_terakhir": one.last_problem or None,
        "dibuat_pada": one.made_at,
        "selesai_pada": one.done_at,
    }
