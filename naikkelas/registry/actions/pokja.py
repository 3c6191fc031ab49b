"""The Pokja of a kampung: its decree, its seksi, who takes a post and who hands it on."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # what the trail is told
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone

from naikkelas.audit.actions import record
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.refusals import NotYours, require
from naikkelas.registry import access
from naikkelas.registry.actions import evidence as evidences
from naikkelas.registry.actions.people import insist_on_past, locked_kampung
from naikkelas.registry.errors import (
    PersonLeft,
    PokjaEnded,
    PokjaExists,
    PostTaken,
    SameEvidence,
    SeksiExists,
    SeksiInUse,
    TermCannotResume,
    TermEnded,
    UnfitDay,
    UnfitDecree,
    UnfitPost,
)
from naikkelas.registry.models import Evidence, Kader, KampungKB, Pokja, PokjaSeat, Seksi
from naikkelas.registry.queries.evidence import same_file
from naikkelas.registry.queries.pokja import post_in_words
from naikkelas.registry.rules.files import Upload
from naikkelas.registry.rules.structure import SEKSI_POSTS, SINGLE_POSTS, official_seksi

LONGEST_NUMBER = 120
LONGEST_OFFICE = 80
LONGEST_SEKSI = 120


@dataclass(frozen=True, slots=True)
class Decree:
    """The SK of a Pokja. `signed_by` is an office ("Kepala Desa"), never a name."""

    number: str = ""
    signed_on: date | None = None
    signed_by: str = ""
    valid_until: date | None = None


NO_DECREE = Decree()


@transaction.atomic
def form(
    kampung: KampungKB, scheme: str, *, formed_on: date, by: Actor, decree: Decree = NO_DECREE
) -> Pokja:
    """Open the first Pokja of a kampung, with the seksi of its structure; the SK may follow."""
    kampung = locked_kampung(kampung, by)
    if kampung.pokja.filter(ended_on__isnull=True).exists():
        raise PokjaExists
    last = kampung.pokja.order_by("-ended_on").first()
    if last and last.ended_on and formed_on < last.ended_on:
        raise UnfitDay(f"Pokja sebelumnya bertugas sampai {id_date(last.ended_on)}.")
    pokja = _open(kampung, scheme, formed_on, decree, by, replaces=None)
    record("pokja.form", pokja, by=by, **_about(pokja))
    return pokja


@transaction.atomic
def renew(
    pokja: Pokja,
    scheme: str,
    *,
    formed_on: date,
    decree: Decree,
    keep: Collection[UUID] = (),
    by: Actor,
) -> Pokja:
    """Open the next Pokja under a new SK; the terms in `keep` go on, the others end that day.

    Under another structure a term without a seksi of the same name goes on as a plain member.
    """
    kampung = locked_kampung(pokja.kampung, by)
    pokja = _locked(pokja, by)
    if not decree.number.strip():
        raise UnfitDecree("Pokja yang baru membutuhkan SK. Isi nomor dan tanggalnya.")
    if formed_on <= pokja.formed_on:
        raise UnfitDay(
            f"Pokja yang sekarang mulai {id_date(pokja.formed_on)}. Isi hari sesudahnya."
        )
    late = Q(since__gt=formed_on) | Q(until__gt=formed_on)
    if pokja.seats.filter(late).exclude(until=F("since")).exists():
        raise UnfitDay("Ada jabatan yang dimulai atau diserahkan sesudah hari itu. Isi hari lain.")
    seats = list(pokja.seats.filter(until__isnull=True).order_by("since", "id"))
    for seat in seats:
        _end(seat, formed_on, PokjaSeat.Reason.NEW_DECREE, by)
    pokja.ended_on = formed_on
    pokja.save(update_fields=["ended_on"])
    fresh = _open(kampung, scheme, formed_on, decree, by, replaces=pokja)
    kept = _carry_over(fresh, [seat for seat in seats if seat.pk in set(keep)], pokja, by)
    record("pokja.renew", fresh, by=by, kept=kept, **_about(fresh))
    return fresh


@transaction.atomic
def end(pokja: Pokja, *, on: date, by: Actor) -> Pokja:
    """The Pokja works no longer from a day on, and none follows it yet; all terms end with it."""
    pokja = _locked(pokja, by)
    _insist_on_day(pokja, on)
    seats = pokja.seats.filter(until__isnull=True)
    if pokja.seats.filter(Q(since__gt=on) | Q(until__gt=on)).exclude(until=F("since")).exists():
        raise UnfitDay("Ada jabatan yang dimulai atau diserahkan sesudah hari itu. Isi hari lain.")
    for seat in list(seats.select_for_update().order_by("since", "id")):
        _end(seat, on, PokjaSeat.Reason.POKJA_ENDED, by)
    pokja.ended_on = on
    pokja.save(update_fields=["ended_on"])
    record("pokja.end", pokja, by=by, **_about(pokja))
    return pokja


@transaction.atomic
def reopen(pokja: Pokja, *, by: Actor) -> Pokja:
    """Undo of the end, while none has followed: who served that day goes on, but who has left."""
    kampung = locked_kampung(pokja.kampung, by)
    pokja = Pokja.objects.select_for_update().get(pk=pokja.pk)
    last = kampung.pokja.order_by("-formed_on", "-recorded_at").first()
    if pokja.ended_on is None or last is None or last.pk != pokja.pk:
        raise PokjaExists
    ended = pokja.seats.filter(end_reason=PokjaSeat.Reason.POKJA_ENDED, kader__left_on__isnull=True)
    ended.update(until=None, end_reason="", ended_by=None, ended_at=None)
    pokja.kampung, pokja.ended_on = kampung, None
    pokja.save(update_fields=["ended_on"])
    record("pokja.reopen", pokja, by=by, **_about(pokja))
    return pokja


def _open(
    kampung: KampungKB,
    scheme: str,
    formed_on: date,
    decree: Decree,
    by: Actor,
    replaces: Pokja | None,
) -> Pokja:
    if scheme not in Pokja.Scheme.values:
        raise UnfitPost("Pilih susunan Pokja: 8 seksi atau 4 seksi.")
    insist_on_past(formed_on, kampung)
    pokja = Pokja.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        scheme=scheme,
        formed_on=formed_on,
        replaces=replaces,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
        **_columns(decree, kampung),
    )
    for one in official_seksi(scheme):
        _new_seksi(pokja, one.name, one.number, one.code)
    return pokja


def _carry_over(fresh: Pokja, seats: list[PokjaSeat], former: Pokja, by: Actor) -> int:
    """The number of terms that go on in the new Pokja; own seksi with people come along."""
    by_name = {one.name: one for one in fresh.seksi.all()}
    for seat in seats:
        seksi, post = None, seat.post
        if seat.seksi:
            if not seat.seksi.code and seat.seksi.name not in by_name:
                made = _new_seksi(fresh, seat.seksi.name, len(by_name) + 1)
                by_name[made.name] = made
            seksi = by_name.get(seat.seksi.name)
            post = post if seksi else PokjaSeat.Post.MEMBER.value
        if not _has_seat(fresh, seat.kader, post, seksi):
            _seat(fresh, seat.kader, post, seksi, fresh.formed_on, by, replaces=seat)
    return fresh.seats.count()


def _has_seat(pokja: Pokja, kader: Kader, post: str, seksi: Seksi | None) -> bool:
    return pokja.seats.filter(kader=kader, post=post, seksi=seksi, until__isnull=True).exists()


# The decree -------------------------------------------------------------------------------------


@transaction.atomic
def set_decree(pokja: Pokja, decree: Decree, *, by: Actor) -> Pokja:
    """Note the SK of the Pokja that works now, or mend what was noted; a new SK is `renew`."""
    pokja = _locked(pokja, by)
    given = _columns(decree, pokja.kampung)
    before = {name: getattr(pokja, name) for name in given}
    changed = [name for name, value in given.items() if value != before[name]]
    if not changed:
        return pokja
    for name in changed:
        setattr(pokja, name, given[name])
    pokja.save(update_fields=changed)
    record(
        "pokja.decree",
        pokja,
        by=by,
        before={name: before[name] for name in changed},
        after={name: given[name] for name in changed},
        **_about(pokja),
    )
    return pokja


def keep_decree(pokja: Pokja, upload: Upload, *, by: Actor) -> Evidence:
    """Keep the file of the SK as evidence of "Pokja dan SK-nya"; sent before, that one is taken.

    The file is looked at and stored first, in its own transaction: decoding may take seconds.
    """
    require(access.may_manage_people(by, pokja.kampung))
    if not pokja.decree_number:
        raise UnfitDecree("Isi nomor dan tanggal SK dahulu, lalu unggah berkasnya.")
    claim = evidences.Claim(
        form="profil",
        facts=("pokja",),
        kind=Evidence.Kind.DECREE,
        title=f"SK Pokja nomor {pokja.decree_number}",
        valid_from=pokja.decree_date,
        valid_until=pokja.valid_until,
    )
    try:
        kept = evidences.add_file(pokja.kampung, claim, upload, by=by)
    except SameEvidence:
        kept = same_file(pokja.kampung, hashlib.sha256(upload.content).hexdigest())[0]
    _link(pokja, kept, by)
    return kept


@transaction.atomic
def _link(pokja: Pokja, kept: Evidence, by: Actor) -> None:
    pokja = _locked(pokja, by)
    pokja.evidence = kept
    pokja.save(update_fields=["evidence"])
    record("pokja.decree_file", pokja, by=by, **_about(pokja))


def _columns(decree: Decree, kampung: KampungKB) -> dict[str, object]:
    """The decree as columns, once its days fit."""
    number = " ".join(decree.number.split())[:LONGEST_NUMBER]
    office = " ".join(decree.signed_by.split())[:LONGEST_OFFICE]
    if bool(number) != bool(decree.signed_on):
        raise UnfitDecree
    if not number and (office or decree.valid_until):
        raise UnfitDecree
    if number and not office:
        raise UnfitDecree("Tulis jabatan yang menandatangani SK, misalnya Kepala Desa.")
    if decree.signed_on:
        insist_on_past(decree.signed_on, kampung)
        if decree.valid_until and decree.valid_until < decree.signed_on:
            raise UnfitDecree(
                f"SK berlaku sampai {id_date(decree.valid_until)}, sebelum tanggal SK "
                f"({id_date(decree.signed_on)}). Perbaiki salah satu."
            )
    return {
        "decree_number": number,
        "decree_date": decree.signed_on,
        "signed_by": office,
        "valid_until": decree.valid_until,
    }


# Seksi ------------------------------------------------------------------------------------------


@transaction.atomic
def add_seksi(pokja: Pokja, name: str, *, by: Actor) -> Seksi:
    """A seksi that the village adds; the official structure is a minimum."""
    pokja = _locked(pokja, by)
    name = " ".join(name.split())[:LONGEST_SEKSI]
    standing = pokja.seksi.filter(withdrawn_at__isnull=True)
    if not name or standing.filter(name__iexact=name).exists():
        raise SeksiExists
    seksi = _new_seksi(pokja, name, pokja.seksi.count() + 1)
    record("seksi.add", seksi, by=by, seksi=name, **_about(pokja))
    return seksi


@transaction.atomic
def withdraw_seksi(seksi: Seksi, *, by: Actor) -> Seksi:
    """Take away a seksi that the village added and that nobody works in."""
    pokja = _locked(seksi.pokja, by)
    seksi = Seksi.objects.select_for_update().get(pk=seksi.pk)
    if seksi.code or seksi.seats.filter(until__isnull=True).exists():
        raise SeksiInUse
    if seksi.withdrawn_at is None:
        seksi.withdrawn_at = timezone.now()
        seksi.save(update_fields=["withdrawn_at"])
        record("seksi.withdraw", seksi, by=by, seksi=seksi.name, **_about(pokja))
    return seksi


def _new_seksi(pokja: Pokja, name: str, number: int, code: str = "") -> Seksi:
    return Seksi.objects.create(
        pokja=pokja, kabupaten_code=pokja.kabupaten_code, code=code, name=name, number=number
    )


# Posts and terms --------------------------------------------------------------------------------


@transaction.atomic
def appoint(
    pokja: Pokja, kader: Kader, post: str, *, since: date, by: Actor, seksi: Seksi | None = None
) -> PokjaSeat:
    """Give a person a post from a day on."""
    pokja = _locked(pokja, by)
    kader = _serving(pokja, kader)
    _insist_on_fit(pokja, post, seksi)
    _insist_on_day(pokja, since)
    _insist_on_free(pokja, kader, post, seksi)
    seat = _seat(pokja, kader, post, seksi, since, by)
    record("pokja.appoint", seat, by=by, **_about(pokja), **_named(seat))
    return seat


@transaction.atomic
def hand_over(
    seat: PokjaSeat, successor: Kader, *, on: date, by: Actor, reason: str = "diganti"
) -> PokjaSeat:
    """End a term and appoint the successor on the same day, in one act."""
    pokja = _locked(seat.pokja, by)
    seat = _open_seat(seat)
    successor = _serving(pokja, successor)
    if successor.pk == seat.kader_id:
        raise PostTaken("Orang ini sudah memegang jabatan itu. Pilih penggantinya.")
    _insist_on_day(pokja, on, after=seat)
    _end(seat, on, reason, by)
    _insist_on_free(pokja, successor, seat.post, seat.seksi)
    fresh = _seat(pokja, successor, seat.post, seat.seksi, on, by, replaces=seat)
    record("pokja.hand_over", fresh, by=by, **_about(pokja), **_named(fresh))
    return fresh


@transaction.atomic
def end_term(seat: PokjaSeat, *, on: date, reason: str, by: Actor) -> PokjaSeat:
    """End a term; one that was noted by mistake counts as never held."""
    pokja = _locked(seat.pokja, by)
    seat = _open_seat(seat)
    if reason == PokjaSeat.Reason.MISTAKE:
        on = seat.since
    _insist_on_day(pokja, on, after=seat)
    _end(seat, on, reason, by)
    record("pokja.end_term", seat, by=by, **_about(pokja), **_named(seat))
    return seat


@transaction.atomic
def resume_term(seat: PokjaSeat, *, by: Actor) -> PokjaSeat:
    """Undo the end of a term while nobody has taken the post."""
    pokja = _locked(seat.pokja, by)
    seat = PokjaSeat.objects.select_for_update().get(pk=seat.pk)
    if seat.until is None:
        return seat
    if PokjaSeat.objects.filter(replaces=seat).exists() or seat.kader.left_on:
        raise TermCannotResume
    if seat.seksi and seat.seksi.withdrawn_at:
        raise TermCannotResume
    _insist_on_free(pokja, seat.kader, seat.post, seat.seksi)
    seat.until, seat.end_reason, seat.ended_by, seat.ended_at = None, "", None, None
    seat.save(update_fields=["until", "end_reason", "ended_by", "ended_at"])
    record("pokja.resume_term", seat, by=by, **_about(pokja), **_named(seat))
    return seat


def _seat(
    pokja: Pokja,
    kader: Kader,
    post: str,
    seksi: Seksi | None,
    since: date,
    by: Actor,
    replaces: PokjaSeat | None = None,
) -> PokjaSeat:
    return PokjaSeat.objects.create(
        pokja=pokja,
        kabupaten_code=pokja.kabupaten_code,
        kader=kader,
        post=post,
        seksi=seksi,
        since=since,
        replaces=replaces,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )


def _end(seat: PokjaSeat, on: date, reason: str, by: Actor) -> None:
    if reason not in PokjaSeat.Reason.values:
        raise UnfitPost("Pilih alasan berakhirnya jabatan.")
    seat.until, seat.end_reason = on, reason
    seat.ended_by, seat.ended_at = by.pk, timezone.now()
    seat.save(update_fields=["until", "end_reason", "ended_by", "ended_at"])


def _insist_on_fit(pokja: Pokja, post: str, seksi: Seksi | None) -> None:
    if post not in PokjaSeat.Post.values:
        raise UnfitPost("Pilih jabatan dari daftar.")
    if seksi and (seksi.pokja_id != pokja.pk or seksi.withdrawn_at):
        raise UnfitPost("Seksi ini bukan bagian dari Pokja yang sekarang. Pilih seksi lain.")
    if seksi and post not in SEKSI_POSTS:
        raise UnfitPost("Jabatan ini tidak memakai seksi. Kosongkan seksinya.")
    if post == PokjaSeat.Post.COORDINATOR and seksi is None:
        raise UnfitPost("Pilih seksi yang dikoordinasi.")


def _insist_on_day(pokja: Pokja, day: date, after: PokjaSeat | None = None) -> None:
    insist_on_past(day, pokja.kampung)
    first = after.since if after else pokja.formed_on
    if day < first:
        what = "Masa tugas ini" if after else "Pokja ini"
        raise UnfitDay(f"{what} mulai {id_date(first)}. Isi hari itu atau sesudahnya.")


def _insist_on_free(pokja: Pokja, kader: Kader, post: str, seksi: Seksi | None) -> None:
    """Refuse a post that is held; the constraints say the same for acts at once."""
    held = pokja.seats.filter(until__isnull=True)
    if post in SINGLE_POSTS and held.filter(post=post).exists():
        raise PostTaken
    if post == PokjaSeat.Post.COORDINATOR and held.filter(post=post, seksi=seksi).exists():
        raise PostTaken
    same = held.filter(kader=kader, seksi=seksi)
    if (same if seksi else same.filter(post=post)).exists():
        raise PostTaken("Orang ini sudah memegang jabatan itu.")


def _serving(pokja: Pokja, kader: Kader) -> Kader:
    kader = Kader.objects.select_for_update().get(pk=kader.pk)
    require(kader.kampung_id == pokja.kampung_id)
    if kader.left_on:
        raise PersonLeft
    return kader


def _open_seat(seat: PokjaSeat) -> PokjaSeat:
    seat = PokjaSeat.objects.select_for_update().get(pk=seat.pk)
    if seat.until is not None:
        raise TermEnded
    return seat


def _locked(pokja: Pokja, by: Actor) -> Pokja:
    """The Pokja, held, while it is in office; after its kampung, as everywhere."""
    kampung = locked_kampung(pokja.kampung, by)
    pokja = Pokja.objects.select_for_update().get(pk=pokja.pk)
    pokja.kampung = kampung
    if pokja.ended_on is not None:
        raise PokjaEnded
    return pokja


def _about(pokja: Pokja) -> dict[str, Any]:
    return {"kabupaten": pokja.kabupaten_code, "kampung": pokja.kampung.nama}


def _named(seat: PokjaSeat) -> dict[str, Any]:
    """What the trail says of a term: the post, no name."""
    return {"post": post_in_words(seat)}


# The example ------------------------------------------------------------------------------------


@transaction.atomic
def load_example(kabupaten_code: str, *tables: Sequence[Model], by: Actor) -> int:
    """Store the invented people of the example; each table after those that it points to."""
    require(by.can(Act.IMPORT))
    kampung = KampungKB.objects.within(kabupaten_code)
    if kampung.filter(is_example=False).exists():
        raise NotYours
    count = 0
    for rows in tables:
        if rows:
            count += len(type(rows[0])._default_manager.bulk_create(rows, batch_size=500))
    record("people.load_example", Pokja(), by=by, kabupaten=kabupaten_code, rows=count)
    return count
