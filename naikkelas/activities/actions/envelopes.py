"""Taking in what phones send: each envelope once, answered only after it is stored (ADR 31).

The kampung is held while one of its envelopes is stored, so that identical posts at one time go
one after the other; the number of the envelope is its primary key, so that not even two kampung can
both store it. What is answered with success was committed before the answer left.

What only adds rows, as nearly all that comes does, is one statement on PostgreSQL: it holds the
kampung, stores and commits (ADR 38). Everything else, and what does not fit, goes the long way.
"""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any  # JSON values
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from naikkelas.activities.actions.arriving import Landed
from naikkelas.activities.errors import (
    Bentrok,
    KindUnknown,
    NotInTime,
    SchemaUnknown,
)
from naikkelas.activities.models import Envelope, OtherBody
from naikkelas.activities.queries.envelopes import formerly_theirs
from naikkelas.activities.rules import letters, upgrading
from naikkelas.activities.rules.letters import Letter
from naikkelas.audit.actions.rows import Changed, at_once, insert, made, together
from naikkelas.lib.actors import Actor, reaches
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.lib.written import rows
from naikkelas.registry.models import KampungKB

State = Envelope.State
SENT = "Terkirim"
LONGEST_CODE = 60
_TELLING = json.JSONEncoder(default=str, ensure_ascii=False)
_OF_KAMPUNG = ("village_id", "kabupaten_code", "nama", "is_active", "withdrawn_at")
_KAMPUNG = f"""
    SELECT {", ".join(_OF_KAMPUNG)}, EXISTS (SELECT 1 FROM activities_envelope WHERE id = %s)
    FROM registry_kampungkb WHERE id = %s AND withdrawn_at IS NULL
"""
_STILL = """
    SELECT FROM registry_kampungkb
    WHERE id = %s AND village_id = %s AND kabupaten_code = %s AND is_active AND withdrawn_at IS NULL
    FOR UPDATE
"""
"""The kampung, held, where it is still the open one of that village and kabupaten."""
_ONLY_ADDS = frozenset({"kegiatan"})
"""Kinds whose action writes by `insert` and in no other way."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and exact text of an answer."""

    status: int
    text: str


class NoSuchKampung(LookupError):
    """The kampung is not the sender's, and never was."""


def receive(sent: bytes, *, by: Actor) -> Answer:
    """Take in one envelope; the same bytes again get the same answer.

    `letters.Unreadable` for bytes that are no envelope, `NoSuchKampung` where it is not the
    sender's business. Everything else is kept, whatever comes of it: accepted (201), refused in
    words (422), clashing (409) or held for somebody else (403).
    """
    letter = letters.opened(sent)
    digest = letters.digest_of(sent)
    try:
        return _added(letter, digest, sent, by) or _taken_in(letter, digest, sent, by)
    except IntegrityError:
        # The number is taken: by the same envelope, stored meanwhile, or by a record that came
        # another way. Nothing of this try was kept; now both can be seen.
        return _taken_in(replace(letter, met_a_row=True), digest, sent, by)


def _added(letter: Letter, digest: str, sent: bytes, by: Actor) -> Answer | None:
    """Take in something new by one statement; None where that cannot be, and nothing was stored."""
    is_mending = letter.settles is not None or letter.changes
    if connection.vendor != "postgresql" or letter.kind not in _ONLY_ADDS or is_mending:
        return None
    kampung, is_known = _seen(letter)
    if kampung is None or is_known or not reaches(by, kampung.village_id):
        return None
    try:
        seen = [kampung.pk, kampung.village_id, kampung.kabupaten_code]
        with at_once(_STILL, seen):
            landed = applied(kampung, letter, by)
            answer = accepted(letter, digest, landed)
            _keep(None, kampung, letter, digest, sent, by, State.ACCEPTED, landed.record, answer)
    except (Refused, Changed):
        return None  # the long way looks again, with the kampung held, and says why
    return answer


def _taken_in(letter: Letter, digest: str, sent: bytes, by: Actor) -> Answer:
    refusal: Refused
    try:
        with transaction.atomic(), together():
            kampung, is_known = _locked(letter, by)
            known = _known(letter) if is_known else None
            if known and (first := _first_answer(known, letter, digest, sent, by)):
                return first
            landed = applied(kampung, letter, by)
            answer = accepted(letter, digest, landed)
            _keep(known, kampung, letter, digest, sent, by, State.ACCEPTED, landed.record, answer)
            _settle_others(letter, landed, by)
            return answer
    except Refused as refused:
        refusal = refused  # the name of an except clause goes with it
    return _kept_refusal(letter, digest, sent, by, refusal)


def _known(letter: Letter) -> Envelope | None:
    return Envelope.objects.defer("body").filter(pk=letter.id).first()


def _locked(letter: Letter, by: Actor) -> tuple[KampungKB, bool]:
    """The kampung, held, and whether the number of the envelope is known; `NotInTime` where the
    sender's post over it has ended.

    Known when the query began: while it waited for the kampung, the same envelope may have been
    stored. Then its primary key refuses the second one (`receive`).
    """
    kampung, is_known = _seen(letter, hold=True)
    if kampung and reaches(by, kampung.village_id):
        return kampung, is_known
    if not _held_once(letter, by):
        raise NoSuchKampung
    raise NotInTime


def _seen(letter: Letter, *, hold: bool = False) -> tuple[KampungKB | None, bool]:
    """The live kampung with the columns that taking in needs, and whether the number is known.

    Written out, because every submission asks it, and building it anew costs more than answering.
    """
    hold = hold and connection.features.has_select_for_update
    lock = connection.ops.for_update_sql() if hold else ""
    asked = rows(connection, f"{_KAMPUNG} {lock}", [letter.id, letter.kampung])
    if not asked:
        return None, False
    *values, is_known = asked[0]
    values[_OF_KAMPUNG.index("is_active")] = bool(values[_OF_KAMPUNG.index("is_active")])
    row = [letter.kampung, *values]
    return KampungKB.from_db(connection.alias, ["id", *_OF_KAMPUNG], row), bool(is_known)


def _held_once(letter: Letter, by: Actor) -> KampungKB | None:
    kampung = KampungKB.objects.filter(pk=letter.kampung, withdrawn_at__isnull=True).first()
    return kampung if kampung and formerly_theirs(by, kampung) else None


def _first_answer(
    known: Envelope, letter: Letter, digest: str, sent: bytes, by: Actor
) -> Answer | None:
    """The answer to what came before under this number; None where it may be tried (again).

    What was refused was not acknowledged: the same number may bring it again, mended or not.
    """
    if known.kampung_id != letter.kampung:
        return _taken_elsewhere(known, digest)
    if known.state == State.ACCEPTED:
        if known.sha256 == digest:
            return Answer(201, known.answer)
        return _first_for(known, letter, digest) or _other(known, digest, sent, by)
    if known.sha256 != digest and known.sender != by.pk:
        return _other(known, digest, sent, by)
    return None


def _first_for(known: Envelope, letter: Letter, digest: str) -> Answer | None:
    """The first answer for other bytes with the same content: only the clock moved on, since the
    phone packed it again. `hash` is that of the bytes that came, by which the phone knows them.
    """
    first = json.loads(known.answer)
    if first.get("content") != letter.content:
        return None
    return _said(201, **(first | {"hash": digest, "first_hash": known.sha256}))


def _taken_elsewhere(known: Envelope, digest: str) -> Answer:
    """The number belongs to another kampung, whose papers nobody here adds to or hears of."""
    message = "Nomor catatan ini sudah dipakai. Kirim isinya sebagai catatan baru."
    return _said(409, code="isi_lain", id=str(known.pk), hash=digest, message=message)


def _other(known: Envelope, digest: str, sent: bytes, by: Actor) -> Answer:
    """Another content under a number that is taken: both are kept, a person chooses."""
    OtherBody.objects.get_or_create(
        envelope=known,
        sha256=digest,
        defaults={"body": sent, "sender": by.pk, "received_at": timezone.now()},
    )
    return _said(
        409,
        code="isi_lain",
        id=str(known.pk),
        hash=digest,
        first_hash=known.sha256,
        message=(
            "Catatan ini sudah terkirim dengan isi lain. Kedua isi disimpan. "
            "Buka “Perlu diperbaiki” untuk memilih."
        ),
    )


def applied(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """What the kind's own action makes of an envelope; may raise any `Refused`."""
    handler = settings.ENVELOPE_KINDS.get(letter.kind)
    if handler is None:
        raise KindUnknown
    content = (dict(letter.body), dict(letter.changes))
    try:
        body, changes = upgrading.upgraded(letter.kind, letter.schema, content)
    except upgrading.FromTheFuture as error:
        raise SchemaUnknown from error
    landed: Landed = import_string(handler)(kampung, letter.with_content(body, changes), by)
    return landed


def accepted(letter: Letter, digest: str, landed: Landed) -> Answer:
    """The acknowledgement; made once, kept, and given again to each repeat."""
    return _said(
        201,
        id=str(letter.id),
        hash=digest,
        content=letter.content,
        state=SENT,
        record=str(landed.record),
        version=str(landed.version),
        receipt=letters.receipt_of(letter.id),
        received_at=timezone.now().isoformat(timespec="seconds"),
        warnings=list(landed.warnings),
    )


def _keep(
    known: Envelope | None,
    kampung: KampungKB,
    letter: Letter,
    digest: str,
    sent: bytes,
    by: Actor,
    state: str,
    record: UUID | None,
    answer: Answer,
    code: str = "",
) -> None:
    """Write the envelope; what was refused under its number before is laid beside it."""
    if known and known.sha256 != digest:
        _lay_aside(known, by)
    envelope = made(
        Envelope,
        id=letter.id,
        kind=letter.kind,
        schema=letter.schema,
        kampung_id=kampung.pk,
        kabupaten_code=kampung.kabupaten_code,
        sender=by.pk,
        made_at=letter.made_at,
        received_at=timezone.now(),
        sha256=digest,
        body=sent,
        state=state,
        code=code[:LONGEST_CODE],
        record=record,
        answer=answer.text,
    )
    if known is None:
        insert(envelope)
    else:
        envelope.save(force_update=True)


def _lay_aside(known: Envelope, by: Actor) -> None:
    now = timezone.now()
    OtherBody.objects.get_or_create(
        envelope=known,
        sha256=known.sha256,
        defaults={
            "body": known.body,
            "sender": known.sender,
            "received_at": known.received_at,
            "settled_at": now,
            "settled_by": by.pk,
        },
    )


def _settle_others(letter: Letter, landed: Landed, by: Actor) -> None:
    """What this one mends waits no longer: the clash it names, or one's own on the same record."""
    if letter.settles is None and not letter.changes:
        return
    waiting = Envelope.objects.exclude(state=State.ACCEPTED).filter(
        kampung=letter.kampung, settled_at__isnull=True
    )
    mended = Q(sender=by.pk, record=landed.record, state=State.CLASHED)
    if letter.settles:
        mended |= Q(pk=letter.settles, state=State.CLASHED)  # what is held waits for others
    waiting.filter(mended).update(settled_at=timezone.now(), settled_by=by.pk)
    if letter.settles:
        _settle_same_content(letter, by)


def _settle_same_content(letter: Letter, by: Actor) -> None:
    """Other content under a taken number waits no longer where its sender sent the same anew."""
    open_ones = OtherBody.objects.filter(
        envelope=letter.settles,
        envelope__kampung=letter.kampung,
        sender=by.pk,
        settled_at__isnull=True,
        body__isnull=False,
    )
    for other in open_ones:
        if letters.says_the_same(letters.opened(bytes(other.body or b"")), letter):
            other.settled_at, other.settled_by = timezone.now(), by.pk
            other.save(update_fields=["settled_at", "settled_by"])


# Refusals ---------------------------------------------------------------------------------------


@transaction.atomic
def _kept_refusal(letter: Letter, digest: str, sent: bytes, by: Actor, refusal: Refused) -> Answer:
    """Keep what was refused, so that nothing vanishes; the answer says what to do."""
    if isinstance(refusal, NotInTime):
        kampung = _held_once(letter, by)
        if kampung:
            KampungKB.objects.select_for_update().get(pk=kampung.pk)
    else:
        kampung, _ = _locked(letter, by)
    if kampung is None:
        raise NoSuchKampung
    known = Envelope.objects.filter(pk=letter.id).first()
    if known and (first := _first_answer(known, letter, digest, sent, by)):
        return first
    held = isinstance(refusal, NotInTime | NotYours)
    state = State.HELD if held else State.CLASHED if isinstance(refusal, Bentrok) else State.REFUSED
    record, answer = letter.record or letter.base, _refused(letter, digest, refusal)
    _keep(known, kampung, letter, digest, sent, by, state, record, answer, refusal.code)
    return answer


def _refused(letter: Letter, digest: str, refusal: Refused) -> Answer:
    told: dict[str, Any] = {"id": str(letter.id), "hash": digest, "message": str(refusal)}
    if isinstance(refusal, NotInTime):
        return _said(403, code="jabatan_berakhir", kept=True, **told)
    if isinstance(refusal, NotYours):
        told["message"] = (
            "Kiriman ini harus dikirim ketua atau sekretaris Pokja, atau PKB/PLKB. "
            "Isinya disimpan dan menunggu mereka."
        )
    if isinstance(refusal, Bentrok):
        fields = [dict(field) for field in refusal.fields]
        return _said(409, code="bentrok", fields=fields, current=refusal.current, **told)
    return _said(422, code=refusal.code, fields=_fields(refusal), **told)


def _fields(refusal: Refused) -> dict[str, list[str]]:
    """Field to what is wrong with it, where the refusal says which fields it is about."""
    fields: dict[str, list[str]] = dict(getattr(refusal, "fields", {}))
    for finding in getattr(refusal, "findings", ()):
        fields.setdefault(finding.column, []).append(f"{finding.message} {finding.remedy}".strip())
    if column := getattr(refusal, "column", ""):
        fields.setdefault(column, []).append(str(refusal))
    return fields


def _said(status: int, **told: Any) -> Answer:
    return Answer(status, _TELLING.encode(told))


# Clearing ---------------------------------------------------------------------------------------


def clear_bodies(days: int) -> int:
    """Empty the bytes of what was accepted or settled so long ago; hash and answer stay."""
    before = timezone.now() - timedelta(days=days)
    done = Q(state=State.ACCEPTED, settled_at__isnull=True, received_at__lt=before)
    done |= Q(settled_at__lt=before)
    cleared = Envelope.objects.filter(done, body__isnull=False).update(body=None)
    others = OtherBody.objects.filter(settled_at__lt=before, body__isnull=False)
    return cleared + others.update(body=None)
