"""Files that come along with what is said of a theme: kept as evidence of the kampung."""

import hashlib
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from naikkelas.lib.actors import Actor
from naikkelas.registry.actions.evidence import Claim, add_file
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.registry.queries.evidence import same_file
from naikkelas.registry.rules.backing import THEME, THEME_ANSWER, THEME_DECREE
from naikkelas.registry.rules.files import Upload

DECREE = Claim(THEME, (THEME_DECREE,), Evidence.Kind.DECREE)
ANSWER = Claim(THEME, (THEME_ANSWER,), Evidence.Kind.OTHER)

Done = TypeVar("Done")


def with_file(
    kampung: KampungKB,
    upload: Upload,
    claim: Claim,
    act: Callable[[UUID | None], Done],
    *,
    by: Actor,
) -> Done:
    """Keep the file, then do the act with the identifier of its evidence.

    The act is tried without a file first and undone, so that a refusal leaves no file behind.
    """
    with transaction.atomic():
        act(None)
        transaction.set_rollback(True)
    return act(_kept(kampung, upload, claim, by))


def _kept(kampung: KampungKB, upload: Upload, claim: Claim, by: Actor) -> UUID:
    """The evidence that holds the file; one that the kampung has already is taken as it is."""
    same = same_file(kampung, hashlib.sha256(upload.content).hexdigest())
    return same[0].pk if same else add_file(kampung, claim, upload, by=by).pk
