"""The people of a kampung: adding, changing, consent, training, leaving, being forgotten."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any  # what the trail is told
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts.rules.names import phone_number
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record, record_view
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import require
from naikkelas.registry import access
from naikkelas.registry.errors import (
    ConsentUnknown,
    IdentifierTaken,
    KampungClosed,
    PersonHoldsPost,
    PersonLeft,
    UnfitDay,
    UnfitPerson,
    UnfitTraining,
)
from naikkelas.registry.models import Kader, KaderConsent, KaderTraining, KampungKB
from naikkelas.registry.queries.pokja import account_with, open_seats_of, runs_a_group

LONGEST_NAME = 120
FORGOTTEN = "Nama dihapus"
"""Stands where the name of a forgotten person stood; terms and trainings stay as counts."""
_LONG_AGO = 2000


@dataclass(frozen=True, slots=True)
class Card:
    """What is kept of a person. The age band is believed for the year in which it was noted."""

    name: str
    sex: str
    phone: str = ""
    age_band: str = ""
    age_noted: int | None = None


@transaction.atomic
def add_kader(kampung: KampungKB, card: Card, *, by: Actor, id: UUID | None = None) -> Kader:
    """A person more; the same identifier again gives the first answer."""
    kampung = locked_kampung(kampung, by)
    given = _checked(card, kampung)
    known = Kader.objects.filter(pk=id).first() if id else None
    if known:
        if known.kampung_id != kampung.pk or known.name != given["name"]:
            raise IdentifierTaken
        return known
    kader = Kader.objects.create(
        id=id or uuid7(),
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        added_by=by.pk,
        added_at=timezone.now(),
        **given,
    )
    record("kader.add", kader, by=by, **about(kader))
    return kader


@transaction.atomic
def edit_kader(kader: Kader, card: Card, *, by: Actor) -> Kader:
    """Change what is kept of a person; the trail names the columns, never what stands in them."""
    kader = _locked(kader, by)
    given = _checked(card, kader.kampung)
    given["account_id"] = given["account_id"] or kader.account_id
    changed = [name for name, value in given.items() if value != getattr(kader, name)]
    if not changed:
        return kader
    for name in changed:
        setattr(kader, name, given[name])
    kader.save(update_fields=changed)
    record("kader.edit", kader, by=by, fields=changed, **about(kader))
    return kader


def _checked(card: Card, kampung: KampungKB) -> dict[str, object]:
    given = asdict(card) | {"name": " ".join(card.name.split())[:LONGEST_NAME]}
    if not given["name"]:
        raise UnfitPerson
    if card.sex not in Kader.Sex.values:
        raise UnfitPerson("Pilih laki-laki atau perempuan.")
    if card.age_band and card.age_band not in Kader.AgeBand.values:
        raise UnfitPerson("Pilih kelompok umur dari daftar.")
    if card.phone.strip():
        given["phone"] = phone_number(card.phone)
        if not given["phone"]:
            raise UnfitPerson(
                "Nomor telepon ini tidak dapat dibaca. Tulis misalnya 0812-3456-7890."
            )
    account = account_with(str(given["phone"]), kampung)
    return given | {"age_noted": _year_noted(card, kampung), "account_id": account}


def _year_noted(card: Card, kampung: KampungKB) -> int | None:
    if not card.age_band:
        return None
    this_year = local_now(kampung.village_id).year
    noted = card.age_noted or this_year
    if not _LONG_AGO <= noted <= this_year:
        raise UnfitPerson(f"Tahun pencatatan umur harus antara {_LONG_AGO} dan {this_year}.")
    return noted


@transaction.atomic
def leave(kader: Kader, *, on: date, by: Actor) -> Kader:
    """Note that somebody no longer works for the kampung; posts are handed over before."""
    kader = _locked(kader, by)
    insist_on_past(on, kader.kampung)
    _insist_on_handed_over(kader)
    kader.left_on = on
    kader.save(update_fields=["left_on"])
    record("kader.leave", kader, by=by, **about(kader))
    return kader


def _insist_on_handed_over(kader: Kader) -> None:
    if open_seats_of(kader).exists():
        raise PersonHoldsPost
    if runs_a_group(kader):
        raise PersonHoldsPost(
            "Orang ini masih penanggung jawab kelompok atau inovasi. Ganti orangnya dahulu."
        )


@transaction.atomic
def come_back(kader: Kader, *, by: Actor) -> Kader:
    """Take back that somebody left: a mistake, or a person who returned."""
    kader = _locked(kader, by, left=True)
    if kader.scrubbed_at:
        raise PersonLeft  # who was forgotten comes back as somebody new
    if kader.left_on is None:
        return kader
    kader.left_on = None
    kader.save(update_fields=["left_on"])
    record("kader.return", kader, by=by, **about(kader))
    return kader


@transaction.atomic
def forget(kader: Kader, *, by: Actor) -> Kader:
    """Take the person out at their request: name and number go, consents end, counts stay.

    What was done stays (archive duty); who did it is then nobody that can be named.
    """
    kader = _locked(kader, by, left=True)
    if kader.name == FORGOTTEN:
        return kader
    _insist_on_handed_over(kader)
    now = timezone.now()
    kader.name, kader.phone, kader.account_id, kader.scrubbed_at = FORGOTTEN, "", None, now
    kader.left_on = kader.left_on or local_now(kader.kampung.village_id).date()
    kader.save(update_fields=["name", "phone", "account", "scrubbed_at", "left_on"])
    standing = kader.consents.filter(withdrawn_at__isnull=True)
    standing.update(withdrawn_at=now, withdrawn_by=by.pk)
    record("kader.forget", kader, by=by, **about(kader))
    return kader


@transaction.atomic
def reveal_phone(kader: Kader, *, by: Actor) -> str:
    """The telephone number, once it is noted who was shown it."""
    require(access.may_reveal_phone(by, kader.kampung))
    record_view(
        kader, "phone", by=by, kabupaten=kader.kabupaten_code, label="nomor telepon pengurus"
    )
    return kader.phone


# Consent ----------------------------------------------------------------------------------------


@transaction.atomic
def give_consent(kader: Kader, purpose: str, *, how: str, on: date, by: Actor) -> KaderConsent:
    """Note what a person agreed to, how and when; given before, the first note stands."""
    kader = _locked(kader, by)
    if purpose not in KaderConsent.Purpose.values or how not in KaderConsent.How.values:
        raise ConsentUnknown
    insist_on_past(on, kader.kampung)
    known = kader.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
    if known:
        return known
    consent = KaderConsent.objects.create(
        kader=kader,
        kabupaten_code=kader.kabupaten_code,
        purpose=purpose,
        how=how,
        given_on=on,
        recorded_by=by.pk,
        recorded_at=timezone.now(),
    )
    record("consent.give", consent, by=by, purpose=_purpose(consent), **about(kader))
    return consent


@transaction.atomic
def withdraw_consent(consent: KaderConsent, *, by: Actor) -> KaderConsent:
    """Take a consent back, as easily as it was given: what it allowed is hidden at once."""
    consent = KaderConsent.objects.select_for_update().get(pk=consent.pk)
    kader = _locked(consent.kader, by, left=True)
    if consent.withdrawn_at:
        raise ConsentUnknown
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by.pk
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("consent.withdraw", consent, by=by, purpose=_purpose(consent), **about(kader))
    return consent


def _purpose(consent: KaderConsent) -> str:
    return str(consent.get_purpose_display()).lower()


# Training ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Training:
    """A training that people took."""

    name: str
    held_on: date
    organiser: str = ""
    hours: int | None = None


@transaction.atomic
def add_training(
    kampung: KampungKB, training: Training, kader: Iterable[UUID], *, by: Actor
) -> list[KaderTraining]:
    """Note a training for several people at once; who has it already is left as it is."""
    kampung = locked_kampung(kampung, by)
    name = " ".join(training.name.split())[:200]
    people = list(Kader.objects.filter(kampung=kampung, pk__in=set(kader), left_on__isnull=True))
    same = KaderTraining.objects.filter(
        kader__in=people, name=name, held_on=training.held_on, withdrawn_at__isnull=True
    )
    known = set(same.values_list("kader_id", flat=True))
    fresh = [one for one in people if one.pk not in known]
    if not name or not fresh:
        raise UnfitTraining
    insist_on_past(training.held_on, kampung)
    rows = [
        KaderTraining.objects.create(
            kader=one,
            kabupaten_code=kampung.kabupaten_code,
            name=name,
            organiser=" ".join(training.organiser.split())[:120],
            held_on=training.held_on,
            hours=training.hours,
            recorded_by=by.pk,
            recorded_at=timezone.now(),
        )
        for one in fresh
    ]
    record("training.add", rows[0], by=by, training=name, people=len(rows), **about(fresh[0]))
    return rows


@transaction.atomic
def withdraw_training(training: KaderTraining, *, by: Actor) -> KaderTraining:
    """Take back a training that was noted by mistake; the row stays."""
    training = KaderTraining.objects.select_for_update().get(pk=training.pk)
    kader = _locked(training.kader, by, left=True)
    if training.withdrawn_at:
        return training
    training.withdrawn_at, training.withdrawn_by = timezone.now(), by.pk
    training.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("training.withdraw", training, by=by, training=training.name, **about(kader))
    return training


# What the actions share -------------------------------------------------------------------------


def locked_kampung(kampung: KampungKB, by: Actor) -> KampungKB:
    """The kampung, held: changes of its people wait for each other."""
    kampung = KampungKB.objects.select_for_update().get(pk=kampung.pk)
    require(access.may_manage_people(by, kampung))
    if not kampung.is_active or kampung.withdrawn_at:
        raise KampungClosed("Kampung ini sudah dinonaktifkan, jadi orangnya tidak diubah lagi.")
    return kampung


def insist_on_past(day: date, kampung: KampungKB) -> None:
    """Refuse a day that has not come yet where the kampung lies."""
    today = local_now(kampung.village_id).date()
    if day > today:
        raise UnfitDay(f"Tanggal ini belum tiba. Isi {id_date(today)} atau sebelumnya.")


def about(kader: Kader) -> dict[str, Any]:
    """What the trail says of a person: the kampung, no name."""
    return {"kabupaten": kader.kabupaten_code, "kampung": kader.kampung.nama}


def _locked(kader: Kader, by: Actor, *, left: bool = False) -> Kader:
    """The person, held; who left only where `left` says so."""
    kader = Kader.objects.select_for_update(of=("self",)).select_related("kampung").get(pk=kader.pk)
    require(access.may_manage_people(by, kader.kampung))
    if kader.left_on and not left:
        raise PersonLeft
    return kader
