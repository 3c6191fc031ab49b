"""Partners, needs, commitments and deliveries, made without the actions."""

from datetime import UTC, date, datetime, time
from typing import Any

from naikkelas.accounts.models import Holding, Partner, Post, Role, User
from naikkelas.areas.models import Area
from naikkelas.partners.models import (
    Commitment,
    CommitmentPlace,
    Delivery,
    Letter,
    Mitra,
    Need,
    Rakor,
    RakorInvitation,
    RakorTask,
)
from naikkelas.partners.rules import course
from naikkelas.registry.models import KampungKB

AT = datetime(2025, 7, 31, 3, 7, tzinfo=UTC)


def make_mitra(code: str = "91.37", **more: Any) -> Mitra:
    """Dinas Kesehatan of a kabupaten, without account, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": code[:5],
        "area_id": code,
        "areas": code,
        "name": "Dinas Kesehatan",
        "kind": Mitra.Kind.OFFICE,
        "instansi": "dinas_kesehatan",
        "contact_name": "Kepala Seksi",
        "contact_phone": "+6281234567890",
        "added_by": 0,
        "added_at": AT,
        "changed_at": AT,
    }
    return Mitra.objects.create(**(defaults | more))


def make_need(kampung: KampungKB, **more: Any) -> Need:
    """An open need for a class of pregnant women, written by hand, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "title": "Narasumber kelas ibu hamil",
        "kegiatan": "3.c.02",
        "instansi": "dinas_kesehatan",
        "source": Need.Source.OWN,
        "published_by": 0,
        "published_at": AT,
    }
    return Need.objects.create(kampung=kampung, **(defaults | more))


def make_commitment(mitra: Mitra, *kampung: KampungKB, **more: Any) -> Commitment:
    """Rp3.700.000 from the APBD, agreed upon, for July to December 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": mitra.kabupaten_code,
        "title": "Dukungan kelas ibu hamil",
        "kegiatan": "3.c.02",
        "rupiah": 3_700_000 if "quantity" not in more else None,
        "sumber_dana": "apbd",
        "starts_on": date(2025, 7, 1),
        "ends_on": date(2025, 12, 31),
        "state": course.AGREED,
        "offered_by": 0,
        "offered_at": AT,
        "changed_at": AT,
    }
    made = Commitment.objects.create(mitra=mitra, **(defaults | more))
    shares = course.shares(made.rupiah, len(kampung)) if made.rupiah is not None else None
    for number, one in enumerate(kampung):
        CommitmentPlace.objects.create(
            commitment=made, kampung=one, rupiah=shares[number] if shares else None
        )
    return made


def make_delivery(commitment: Commitment, **more: Any) -> Delivery:
    """Rp37.000 in the first kampung of a commitment, unless told."""
    place = commitment.places.select_related("kampung")[0]
    defaults: dict[str, Any] = {
        "kampung": place.kampung,
        "kabupaten_code": commitment.kabupaten_code,
        "delivered_on": date(2025, 7, 30),
        "rupiah": 37_000,
        "recorded_by": 0,
        "recorded_at": AT,
    }
    return Delivery.objects.create(commitment=commitment, **(defaults | more))


def make_partner_user(username: str, mitra: Mitra, *areas: str) -> User:
    """Somebody who acts for a partner, which gets an account where it has none."""
    if mitra.account is None:
        mitra.account = Partner.objects.create(
            name=mitra.name, kind=Partner.Kind.OFFICE, area=mitra.area
        )
        mitra.save(update_fields=["account"])
    user = User.objects.create_user(username, name=f"Orang {mitra.name}")
    codes = areas or (mitra.area_id,)
    post = Post.objects.create_with_areas(
        Role.PARTNER, list(Area.objects.filter(pk__in=codes)), partner=mitra.account
    )
    Holding.objects.create(post=post, user=user, since=AT)
    return user


def make_rakor(mitra: Mitra, **more: Any) -> Rakor:
    """A rakor of a partner's area to which it is asked, held on 3 July 2025, unless told."""
    defaults: dict[str, Any] = {
        "area_id": mitra.area_id,
        "kabupaten_code": mitra.kabupaten_code,
        "kind": Rakor.Kind.COORDINATION,
        "title": "Rakor Kampung KB",
        "held_on": date(2025, 7, 3),
        "starts": time(9, 0),
        "time_zone": "Asia/Jakarta",
        "planned_by": 0,
        "planned_at": AT,
        "changed_at": AT,
    }
    made = Rakor.objects.create(**(defaults | more))
    RakorInvitation.objects.create(rakor=made, mitra=mitra)
    return made


def make_rakor_task(rakor: Rakor, mitra: Mitra, **more: Any) -> RakorTask:
    """An open task of a partner, due on 31 July 2025, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": rakor.kabupaten_code,
        "what": "Kirim data",
        "due_on": date(2025, 7, 31),
        "decided_by": 0,
        "decided_at": AT,
    }
    return RakorTask.objects.create(rakor=rakor, mitra=mitra, **(defaults | more))


def make_letter(rakor: Rakor, **more: Any) -> Letter:
    """The invitation to a meeting under number 1, unless told."""
    defaults: dict[str, Any] = {
        "area_id": rakor.area_id,
        "kabupaten_code": rakor.kabupaten_code,
        "year": 2025,
        "number": 1,
        "full_number": "400.13/001/DPPKB/2025",
        "kind": Letter.Kind.INVITATION,
        "nature": "Biasa",
        "subject": "Undangan",
        "place": "Uji",
        "dated_on": date(2025, 6, 30),
        "recipients": "Dinas Kesehatan",
        "body": "Kami mengundang.",
        "signer": "Kepala Dinas",
        "made_by": 0,
        "made_at": AT,
    }
    return Letter.objects.create(rakor=rakor, **(defaults | more))
