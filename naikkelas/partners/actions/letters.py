"""Letters: made once under the next number of their area and year, then only read and printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date, id_date_long
from naikkelas.lib.numbers import id_rupiah
from naikkelas.lib.refusals import require
from naikkelas.partners import access
from naikkelas.partners.errors import RakorCancelled, UnfitLetter
from naikkelas.partners.models import Letter, Mitra, Need, Rakor
from naikkelas.partners.rules import days
from naikkelas.partners.rules import letters as rules


@dataclass(frozen=True, slots=True)
class Head:
    """What the office types: codes of the number, nature, signer, copies; nothing of a person."""

    place: str
    signer: str
    classification: str = ""
    office: str = ""
    nature: str = rules.NATURES[0]
    attachment: str = ""
    copies: str = ""
    dated_on: date | None = None


@transaction.atomic
def invite(rakor: Rakor, head: Head, *, by: Actor, is_example: bool = False) -> Letter:
    """The invitation to a rakor, for all partners on its list."""
    rakor = Rakor.objects.select_for_update(of=("self",)).select_related("area").get(pk=rakor.pk)
    require(access.may_coordinate(by, rakor.area_id))
    if rakor.cancelled_at:
        raise RakorCancelled
    names = list(rakor.invitations.values_list("mitra__name", flat=True))
    body = rules.invitation(
        title=rakor.title,
        day=id_date_long(rakor.held_on),
        hours=rakor.hours,
        place=rakor.place,
        agenda=rakor.points,
    )
    columns = {
        "kind": Letter.Kind.INVITATION,
        "rakor": rakor,
        "subject": f"Undangan {rakor.title}"[:160],
        "recipients": "\n".join(names) or rules.GAP,
        "body": "\n".join(body),
    }
    return _make(rakor.area, head, columns, by, is_example=is_example)


@transaction.atomic
def ask(
    area: Area,
    mitra: Mitra,
    needs: Sequence[Need],
    head: Head,
    *,
    by: Actor,
    is_example: bool = False,
) -> Letter:
    """The request to one partner to support some open needs of an area."""
    require(access.may_coordinate(by, area.code))
    is_ours = all(access.may_coordinate(by, one.kampung.village_id) for one in needs)
    if not needs or not is_ours or mitra.kabupaten_code != area.code[: access.KABUPATEN]:
        raise UnfitLetter("Pilih sedikitnya satu kebutuhan yang masih terbuka di wilayah ini.")
    columns = {
        "kind": Letter.Kind.REQUEST,
        "mitra": mitra,
        "subject": "Permohonan dukungan Kampung Keluarga Berkualitas",
        "recipients": f"Pimpinan {mitra.name}",
        "body": "\n".join(rules.request(mitra.name, [_wanted(one) for one in needs])),
    }
    return _make(area, head, columns, by, is_example=is_example)


def _wanted(need: Need) -> rules.Wanted:
    return rules.Wanted(
        need.title,
        f"Kampung KB {need.kampung.nama}",
        id_date(need.needed_by) if need.needed_by else "",
        id_rupiah(need.rupiah) if need.rupiah else "",
    )


def _make(
    area: Area, head: Head, columns: dict[str, object], by: Actor, *, is_example: bool
) -> Letter:
    """The row under the next number; letters of one area wait for each other."""
    Area.objects.select_for_update().get(pk=area.pk)
    if not head.place.strip() or not head.signer.strip() or head.nature not in rules.NATURES:
        raise UnfitLetter
    day = head.dated_on or local_now(area.code).date()
    if not days.is_fit(day):
        raise UnfitLetter("Tanggal surat ini tidak mungkin. Isi tanggal dari 2016 sampai 2100.")
    numbers = Letter.objects.filter(area=area, year=day.year)
    number = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
    full = rules.full_number(
        head.classification.strip()[:20], number, head.office.strip()[:30], day.year
    )
    letter = Letter.objects.create(
        area=area,
        kabupaten_code=area.code[: access.KABUPATEN],
        year=day.year,
        number=number,
        full_number=full,
        nature=head.nature,
        attachment=head.attachment.strip()[:80],
        place=head.place.strip()[:80],
        dated_on=day,
        copies="\n".join(line.strip() for line in head.copies.splitlines() if line.strip()),
        signer=head.signer.strip()[:120],
        is_example=is_example,
        made_by=by.pk,
        made_at=timezone.now(),
        **columns,
    )
    record(
        "letter.make",
        letter,
        by=by,
        kabupaten=letter.kabupaten_code,
        number=full,
        kind=letter.get_kind_display().lower(),
    )
    return letter
