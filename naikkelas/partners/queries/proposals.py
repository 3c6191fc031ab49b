"""Needs that nobody has published yet, derived from what is known: RKM, roadmap, the matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from naikkelas.activities.models import RKMItem
from naikkelas.classification.queries import cutoff_of
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import month_end
from naikkelas.partners.access import KABUPATEN
from naikkelas.partners.models import Need
from naikkelas.partners.queries.matrix import EMPTY, cells_of
from naikkelas.partners.queries.support import Sieve, kampung_in
from naikkelas.partners.rules import inpres
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.roadmap.models import Step
from naikkelas.roadmap.queries import steps_in_force
from naikkelas.roadmap.queries.stored import newest_catalogue, read_catalogue

OWN_AGENCY = "opd_ppkb"
"""The office that runs the programme; its own steps are no need of others."""
MOST = 400


@dataclass(frozen=True, slots=True)
class Proposal:
    """A need as it would be published; `key` names it within its source."""

    kampung: KampungKB
    source: str
    key: str
    title: str
    kegiatan: str = ""
    instansi: str = ""
    rupiah: int | None = None
    needed_by: date | None = None
    why: str = ""
    rkm_item: RKMItem | None = None
    step: Step | None = None

    @property
    def token(self) -> str:
        """By which a page sends it back."""
        return f"{self.kampung.pk.hex}.{self.source}.{self.key}"

    @property
    def source_name(self) -> str:
        return str(Need.Source(self.source).label)


def from_rkm(scopes: Sequence[str], year: int) -> list[Proposal]:
    """Standing items of a year's RKM, approved or not, that lack funds or a partner."""
    lacking = Q(sumber_dana="") | Q(instansi="", instansi_lainnya="")
    items = RKMItem.objects.standing().filter(
        lacking,
        rkm__kampung__in=kampung_in(scopes),
        rkm__year=year,
        state__in=(RKMItem.State.PLANNED, RKMItem.State.RUNNING),
    )
    rows = items.select_related("rkm__kampung__village__parent").order_by(
        "rkm__kampung__village_id", "number"
    )
    return [_of_item(item) for item in rows[:MOST]]


def _of_item(item: RKMItem) -> Proposal:
    lacks = [
        *(["sumber dana"] if not item.sumber_dana else []),
        *(["mitra"] if not (item.instansi or item.instansi_lainnya) else []),
    ]
    deed = inpres.by_code().get(item.inpres_kegiatan)
    last = max(item.month_numbers, default=12)
    return Proposal(
        item.rkm.kampung,
        Need.Source.RKM,
        str(item.pk),
        item.name,
        kegiatan=deed.code if deed else "",
        instansi=deed.instansi if deed else "",
        rupiah=item.cost or None,
        needed_by=month_end(date(item.rkm.year, last, 1)),
        why=f"RKM {item.rkm.year} belum punya {' dan '.join(lacks)}",
        rkm_item=item,
    )


def from_steps(scopes: Sequence[str]) -> list[Proposal]:
    """Open steps of the plan in force that another agency answers for."""
    names = {name.casefold(): code for code, name in reference.names("instansi").items()}
    steps = steps_in_force(Step.objects.filter(kampung__in=kampung_in(scopes))).open()
    rows = list(steps.select_related("kampung__village__parent").order_by("due_on", "pk")[:MOST])
    found = ((step, names.get(step.owner.casefold(), "")) for step in rows)
    return [_of_step(step, code) for step, code in found if code and code != OWN_AGENCY]


def _of_step(step: Step, instansi: str) -> Proposal:
    return Proposal(
        step.kampung,
        Need.Source.STEP,
        str(step.pk),
        step.name,
        instansi=instansi,
        rupiah=round(step.rupiah) or None,
        needed_by=step.due_on,
        why=f"Langkah peta jalan, tanggung jawab {step.owner}",
        step=step,
    )


def without_published(
    proposals: Sequence[Proposal], responsible: Mapping[str, str], sieve: Sieve
) -> list[Proposal]:
    """Those that nobody has published, narrowed as a list is."""
    keys = {one.kampung.pk for one in proposals}
    standing = Need.objects.open().filter(kampung__in=keys)
    present = set(standing.values_list("kampung_id", "source", "source_key"))
    return [
        one
        for one in proposals
        if (one.kampung.pk, one.source, one.key) not in present and _fits(one, sieve, responsible)
    ]


def _fits(one: Proposal, sieve: Sieve, responsible: Mapping[str, str]) -> bool:
    wanted = sieve.codes
    who = one.instansi or responsible.get(one.kegiatan, "")
    return (
        one.kampung.village_id.startswith(sieve.kecamatan)
        and sieve.instansi in ("", who)
        and (wanted is None or one.kegiatan in wanted)
        and sieve.state in ("", one.source)
    )


def from_matrix(
    actor: Actor, scopes: Sequence[str], responsible: Mapping[str, str], today: date
) -> list[Proposal]:
    """Kegiatan that the open steps of a kampung point to, and that nobody does, plans or promised.

    A step of the plan in force answers to a gap; its action names kegiatan of the Inpres.
    """
    codes = inpres_of_actions(scopes[0][:KABUPATEN]) if scopes else {}
    steps = steps_in_force(Step.objects.filter(kampung__in=kampung_in(scopes))).open()
    rows = list(steps.select_related("kampung__village__parent").order_by("due_on", "pk")[:MOST])
    cutoff = cutoff_of(scopes[0]) if scopes else today
    cells = cells_of(actor, list({step.kampung_id for step in rows}), today, cutoff)
    found: dict[tuple[object, str], Proposal] = {}
    for step in rows:
        for code in codes.get(step.action, ()):
            key = (step.kampung_id, code)
            if key not in found and cells.get(key, EMPTY).is_missing:
                found[key] = _of_cell(step, code, responsible)
    return list(found.values())


def _of_cell(step: Step, code: str, responsible: Mapping[str, str]) -> Proposal:
    return Proposal(
        step.kampung,
        Need.Source.MATRIX,
        f"{code}:{step.year}",
        inpres.by_code()[code].name[:250],
        kegiatan=code,
        instansi=responsible[code],
        needed_by=step.due_on,
        why=f"Belum ada di kampung ini, dan diperlukan untuk “{step.name}”",
        step=step,
    )


def inpres_of_actions(kabupaten_code: str) -> dict[str, list[str]]:
    """Action to the kegiatan that the newest catalogue names; empty without a catalogue."""
    version = newest_catalogue(kabupaten_code)
    if version is None:
        return {}
    codes = {row["nomor_portal"]: row["kode"] for row in reference.rows(inpres.LIST)}
    known = inpres.by_code()
    return {
        one.code: [code for number in one.inpres if (code := codes.get(str(number))) in known]
        for one in read_catalogue(version).actions
    }
