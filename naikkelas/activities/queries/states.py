"""How far each thing that a phone sent has come, in the words of the phone."""

from collections.abc import Iterable, Mapping
from typing import Any  # JSON values
from uuid import UUID

from naikkelas.activities.models import Envelope, Kegiatan, PhotoUpload
from naikkelas.activities.queries.envelopes import known_envelopes, visible_uploads
from naikkelas.activities.rules import letters
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.lib.actors import Actor
from naikkelas.registry import queries as registry
from naikkelas.registry.models import ReviewStep, State

SENT, CHECKED, TO_MEND = "Terkirim", "Diperiksa", "Perlu diperbaiki"
WORDS: Mapping[str, str] = {
    State.SENT: SENT,
    State.FIELD_VERIFIED: CHECKED,
    State.DISTRICT_VERIFIED: CHECKED,
    State.ENDORSED: CHECKED,
    State.RETURNED: TO_MEND,
}
"""A version's state in the words of the phone; `step` tells the exact one beside it."""


def states_of(actor: Actor, keys: Iterable[UUID]) -> dict[str, dict[str, Any]]:
    """Number to state, for what the person may see or sent; what never came is left out."""
    wanted = list(keys)
    envelopes = list(known_envelopes(actor, wanted))
    found = {str(one.pk): _of_envelope(one) for one in envelopes}
    accepted = [one.pk for one in envelopes if one.state == Envelope.State.ACCEPTED and one.is_seen]  # type: ignore[attr-defined]  # annotated
    for key, told in _of_records(accepted).items():
        found[key] |= told
    return found | {str(one.pk): _of_upload(one) for one in visible_uploads(actor, wanted)}


def _of_envelope(envelope: Envelope) -> dict[str, Any]:
    """Accepted with its receipt, also where somebody adopted it; `dropped` are the hashes of what
    came under this number and was settled without being used."""
    told: dict[str, Any] = {"hash": envelope.sha256}
    dropped = [other.sha256 for other in envelope.others.all()]
    if envelope.state == Envelope.State.ACCEPTED:
        told |= {"state": SENT, "record": _text(envelope.record)}
        told["receipt"] = letters.receipt_of(envelope.pk)
        told["received_at"] = (envelope.settled_at or envelope.received_at).isoformat()
    else:
        told |= {"state": TO_MEND, "code": envelope.code}
        dropped += [] if envelope.is_waiting else [envelope.sha256]
    return told | ({"dropped": dropped} if dropped else {})


def _of_upload(upload: PhotoUpload) -> dict[str, Any]:
    if upload.refusal:  # refused, or its record has no place for it now
        return {"state": TO_MEND, "comment": upload.refusal}
    if upload.state == PhotoUpload.State.ARRIVING:
        return {"state": "Menunggu sinyal", "offset": upload.received}
    return {"state": SENT, "hash": upload.sha256}


def _of_records(keys: list[UUID]) -> dict[str, dict[str, Any]]:
    """What has become of records; three forms of reports are three tables."""
    told = _of_activities(keys)
    for code, model in registry.MODELS.items():
        stood = dict(model.objects.filter(pk__in=keys).values_list("pk", "state"))
        comments = _comments(code, [pk for pk, state in stood.items() if state == State.RETURNED])
        told |= {str(pk): _word(state) | comments.get(pk, {}) for pk, state in stood.items()}
    return told


def _of_activities(keys: list[UUID]) -> dict[str, dict[str, Any]]:
    """An activity stands where its newest version stands, whichever of its versions is asked."""
    asked = dict(Kegiatan.objects.filter(pk__in=keys).values_list("pk", "origin"))
    newest = Kegiatan.objects.filter(origin__in=asked.values(), withdrawn_at__isnull=True)
    stood = {row["origin"]: row for row in newest.values("origin", "pk", "state")}
    returned = [row["pk"] for row in stood.values() if row["state"] == State.RETURNED]
    comments = _comments(ACTIVITY.code, returned)
    return {
        str(pk): _word(stood[origin]["state"])
        | {"version": str(stood[origin]["pk"])}
        | comments.get(stood[origin]["pk"], {})
        for pk, origin in asked.items()
        if origin in stood
    }


def _word(state: str) -> dict[str, Any]:
    return {"state": WORDS.get(state, SENT), "step": state}


def _comments(form: str, versions: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the desk that sent a report back wants mended."""
    if not versions:
        return {}
    steps = ReviewStep.objects.filter(form=form, version_id__in=versions, to_state=State.RETURNED)
    return {
        step.version_id: {"comment": step.comment, "remarks": step.remarks}
        for step in steps.order_by("taken_at", "pk")
    }


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None
