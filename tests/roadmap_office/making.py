"""A catalogue, means and a scenario with its answer, made without the planner."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import (
    Attempt,
    CatalogueVersion,
    Lock,
    Means,
    Scenario,
    ScenarioState,
    Step,
)
from naikkelas.roadmap.rules import catalogue_file, outcome
from naikkelas.roadmap.rules import means as rules
from naikkelas.roadmap.rules.means import MeansData, Mentors, Money
from naikkelas.roadmap.rules.outcome import (
    Choice,
    Limit,
    Outcome,
    Outlook,
    PlannedStep,
    Proof,
    Warned,
    Way,
)

AT = datetime(2025, 7, 31, 3, 7, tzinfo=UTC)
INSTRUMENT = "kampung-kb-2023"
CATALOGUE = "katalog-kampung-kb"
YEARS = (2026, 2027, 2028)


def catalogue_text() -> str:
    return catalogue_file.builtin_text(CATALOGUE, INSTRUMENT)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_catalogue(kabupaten: str = "91.37", **more: Any) -> CatalogueVersion:
    text = catalogue_text()
    defaults = {
        "number": CatalogueVersion.objects.filter(kabupaten_code=kabupaten).count() + 1,
        "name": "Katalog uji",
        "instrument": INSTRUMENT,
        "text": text,
        "sha256": _sha(text),
        "saved_by": 0,
        "saved_at": AT,
    }
    return CatalogueVersion.objects.create(kabupaten_code=kabupaten, **(defaults | more))


def means_data(**more: Any) -> MeansData:
    """Enough for a few kampung in one kecamatan."""
    defaults: dict[str, Any] = {
        "start_year": YEARS[0],
        "years": len(YEARS),
        "money": (
            Money("apbd", "APBD", (37e6, 37e6, 37e6)),
            Money("apbn", "APBN", (7e6, 7e6, 7e6)),
            Money("dana_desa", "Dana Desa", (23e6, 23e6, 23e6)),
        ),
        "seats": (37.0, 37.0, 37.0),
        "mentors": (Mentors("91.37.01", "Tanjung", 1, 53.0), Mentors("91.37.02", "Sebelah", 1, 53)),
        "weights": {"dasar": 0, "berkembang": 1, "mandiri": 2, "berkelanjutan": 3},
    }
    return MeansData(**(defaults | more))


def make_means(kabupaten: str = "91.37", **more: Any) -> Means:
    text = rules.write(means_data(**more))
    return Means.objects.create(
        kabupaten_code=kabupaten,
        number=Means.objects.filter(kabupaten_code=kabupaten).count() + 1,
        name="Sumber daya uji",
        text=text,
        sha256=_sha(text),
        saved_by=0,
        saved_at=AT,
    )


def an_outcome(*kampung: KampungKB, **more: Any) -> Outcome:
    """The first kampung is worked on, the others rest."""
    codes = dict.fromkeys(one.village_id.rpartition(".")[0] for one in kampung)
    groups = {code: f"Kecamatan {code[-2:]}" for code in codes}
    way = Way(
        "latih_pokja", ("latih_pokja",), ("Latih Pokja",), 3e6, 1.0, 4.0, 0.8, 0.8, "berkelanjutan"
    )
    defaults: dict[str, Any] = {
        "start_year": YEARS[0],
        "ending": "terbukti",
        "seconds": 0.37,
        "years": tuple(Outlook(y, 1.0, 0.8, 0.2, 1.6, 0.0, 2.0, 0.1, 0.0, 1.0) for y in YEARS),
        "proofs": (Proof("kekurangan", 0.0, 0.2, 1.0), Proof("biaya", 3e6, 3e6, 0.0)),
        "limits": (
            Limit("dana:apbd", "Pagu APBD", "rupiah", "", (37e6,) * 3, (3e6, 0.0, 0.0)),
            *(
                Limit(f"hari:{code}", f"Pendamping {name}", "hari", code, (53.0,) * 3, (1, 0, 0))
                for code, name in groups.items()
            ),
        ),
        "groups": groups,
        "sources": {"apbd": "APBD"},
        "choices": tuple(
            Choice(
                code=one.village_id,
                name=one.nama,
                group=one.village_id.rpartition(".")[0],
                level="berkembang",
                state="110",
                counts=False,
                chosen="" if place else "latih_pokja",
                ways=(way,),
                reasons=("Pagu APBD dipakai kampung lain." if place else "Peluangnya tinggi.",),
                binding=("Pagu APBD",) if place else (),
                displaced_by=(kampung[0].village_id,) if place else (),
                after_failure="" if place else "ulangi cara yang sama tahun berikutnya.",
                later=(0.0 if place else 1.0, 0.37, 0.0),
            )
            for place, one in enumerate(kampung)
        ),
        "steps": tuple(
            PlannedStep(
                one.village_id, "latih_pokja", "Latih Pokja", YEARS[0], 2, "OPD PPKB",
                "Pendamping Kec. Tanjung", 1.0, 4.0, {"apbd": 3e6}, 0,
            )
            for one in kampung[:1]
        ),
        "warned": tuple(
            Warned(one.village_id, "turun kelas", 0.17, "Tepat di ambang.") for one in kampung[:1]
        ),
    }  # fmt: skip
    return Outcome(**(defaults | more))


def make_scenario(
    *kampung: KampungKB, kabupaten: str = "91.37", in_force: bool = False, **more: Any
) -> Scenario:
    """A scenario that is done, with catalogue and means where there are none."""
    catalogue = CatalogueVersion.objects.filter(kabupaten_code=kabupaten).first()
    means = Means.objects.filter(kabupaten_code=kabupaten).first()
    defaults: dict[str, Any] = {
        "name": "Rencana uji",
        "state": ScenarioState.DONE,
        "instrument": INSTRUMENT,
        "basis": "terverifikasi",
        "cutoff": date(2025, 7, 31),
        "catalogue": catalogue or make_catalogue(kabupaten),
        "means": means or make_means(kabupaten),
        "start_year": YEARS[0],
        "years": len(YEARS),
        "solver_version": "naikkelas uji",
        "inputs": "{}",
        "inputs_sha256": _sha("{}"),
        "result": outcome.to_json(an_outcome(*kampung)),
        "progress": 100,
        "requested_by": 0,
        "requested_at": AT,
        "finished_at": AT,
    }
    if in_force:
        defaults |= {"in_force_since": AT, "in_force_by": 0}
    return Scenario.objects.create(kabupaten_code=kabupaten, **(defaults | more))


def make_step(kampung: KampungKB, scenario: Scenario | None = None, **more: Any) -> Step:
    """An open step of a plan in force."""
    plan = (
        scenario
        or Scenario.objects.in_force().filter(kabupaten_code=kampung.kabupaten_code).first()
        or make_scenario(kampung, kabupaten=kampung.kabupaten_code, in_force=True)
    )
    defaults: dict[str, Any] = {
        "action": "latih_pokja",
        "name": "Latih Pokja",
        "year": 2026,
        "quarter": 2,
        "planned_for": date(2026, 6, 30),
        "due_on": date(2026, 6, 30),
        "owner": "OPD PPKB",
        "mentor": "Pendamping Kec. Tanjung",
        "days": 1,
        "seats": 4,
        "costs": {"apbd": 3000000},
        "changed_at": AT,
    }
    return Step.objects.create(
        scenario=plan, kampung=kampung, kabupaten_code=kampung.kabupaten_code, **(defaults | more)
    )


def make_lock(kampung: KampungKB, **more: Any) -> Lock:
    defaults: dict[str, Any] = {
        "year": 2026,
        "wish": Lock.Wish.MUST,
        "reason": "Diminta camat.",
        "set_by": 0,
        "set_at": AT,
    }
    return Lock.objects.create(
        kampung=kampung, kabupaten_code=kampung.kabupaten_code, **(defaults | more)
    )


def make_attempt(kampung: KampungKB, **more: Any) -> Attempt:
    defaults: dict[str, Any] = {
        "action": "latih_pokja",
        "instrument": INSTRUMENT,
        "outcome": Attempt.Outcome.WORKED,
        "happened_on": date(2025, 7, 3),
        "recorded_by": 0,
        "recorded_at": AT,
    }
    return Attempt.objects.create(
        kampung=kampung, kabupaten_code=kampung.kabupaten_code, **(defaults | more)
    )
