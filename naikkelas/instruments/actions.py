"""Publishing instruments. There is no changing and no withdrawing."""

from django.db import transaction
from django.utils import timezone

from naikkelas.audit import actions as trail
from naikkelas.instruments import access
from naikkelas.instruments.errors import AlreadyPublished, InvalidDefinition
from naikkelas.instruments.models import PublishedInstrument
from naikkelas.instruments.rules import InstrumentInvalid, all_ids, builtin_text, load
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require


@transaction.atomic
def publish(text: str, *, by: Actor, kabupaten_code: str = "") -> PublishedInstrument:
    """Check a definition and publish it; publishing the same text again changes nothing.

    With a kabupaten it may be the criteria of a theme of that kabupaten (`access.may_publish`).
    """
    require(access.may_publish_some(by, kabupaten_code))
    try:
        instrument = load(text)
    except InstrumentInvalid as fault:
        raise InvalidDefinition(f"Instrumen tidak sah, {fault}") from fault
    require(access.may_publish(by, instrument.id, kabupaten_code))
    existing = PublishedInstrument.objects.filter(pk=instrument.id).first()
    if existing is not None:
        if existing.sha256 != instrument.sha256:
            raise AlreadyPublished
        return existing
    published = PublishedInstrument.objects.create(
        id=instrument.id,
        version=instrument.version,
        title=instrument.title,
        sha256=instrument.sha256,
        text=text,
        published_at=timezone.now(),
    )
    trail.record("instrument.publish", published, by=by, sha256=instrument.sha256)
    return published


def publish_builtin(*, by: Actor) -> list[PublishedInstrument]:
    """Publish the built-in definitions that are not published yet; returns the new ones."""
    published = set(PublishedInstrument.objects.values_list("id", flat=True))
    return [publish(builtin_text(one), by=by) for one in all_ids() if one not in published]
