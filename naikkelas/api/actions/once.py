"""Writes that happen once, however often a program sends them."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts.models import ApiToken
from naikkelas.api.errors import IdempotencyKeyMissing, IdempotencyKeyReused
from naikkelas.api.models import Answer

KEEP = timedelta(days=2)
_SPACE = UUID("5c1f9f0e-8f5f-4b57-9f63-3a0a8f7f2c37")
_KEY = re.compile(r"[\x21-\x7e]{1,100}")


@dataclass(frozen=True, slots=True)
class Written:
    """An answer to a write; `is_first` is False where it is told again."""

    status: int
    body: str
    location: str
    is_first: bool = True


def key_of(given: str) -> str:
    """The Idempotency-Key, or a refusal that says how one looks."""
    if not _KEY.fullmatch(given):
        raise IdempotencyKeyMissing
    return given


def identifier(token: ApiToken, key: str) -> UUID:
    """The identifier of what is written under a key: the same for ever."""
    return uuid5(_SPACE, f"{token.pk}:{key}")


def once(token: ApiToken, key: str, request: bytes, write: Callable[[], Written]) -> Written:
    """Write and keep the answer, or tell the one that was kept for the same request.

    The row of the key is made first: of two requests at once the second waits for the first. What
    is refused leaves no row, so that it can be sent again once it is mended.
    """
    digest = hashlib.sha256(request).hexdigest()
    try:
        with transaction.atomic():
            row = Answer.objects.create(
                token=token, key=key, request_hash=digest, body="", made_at=timezone.now()
            )
            written = write()
            row.status, row.body, row.location = written.status, written.body, written.location
            row.save(update_fields=["status", "body", "location"])
            return written
    except IntegrityError:
        known = Answer.objects.filter(token=token, key=key).first()
        if known is None:
            raise
    if known.request_hash != digest:
        raise IdempotencyKeyReused
    return Written(known.status, known.body, known.location, is_first=False)


def clear_answers() -> int:
    """Forget answers that nobody waits for any more; how many."""
    return Answer.objects.filter(made_at__lt=timezone.now() - KEEP).delete()[0]
