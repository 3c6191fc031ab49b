"""The planner's answer as `naikkelas-plan/1`: the same plan gives the same bytes, no clock in it.

See docs/plan-format.md.
"""

from collections.abc import Sequence
from typing import Any

from naikkelas.roadmap.rules import catalogue_file
from naikkelas.roadmap.rules.catalogue_file import plain
from naikkelas.roadmap.rules.modes import DAYS, SEATS
from naikkelas.roadmap.rules.plan_file import PLAN_FORMAT, digest_of, dumped
from naikkelas.roadmap.rules.planning import PlanOutput, goal_words
from naikkelas.roadmap.rules.reasons import sentence
from naikkelas.roadmap.rules.remedies import Remedy
from naikkelas.roadmap.rules.schedule import Step
from naikkelas.roadmap.solver.explaining import Explanation, Option, explain
from naikkelas.roadmap.solver.plan import Expected
from naikkelas.roadmap.solver.world import Mode, Outcomes, Unit

_DECIMALS = 6


def write_plan(output: PlanOutput, remedy: Remedy | None = None) -> str:
    """The plan as text, with what would make its target reachable where it is not."""
    return dumped(plan_data(output, remedy))


def plan_data(output: PlanOutput, remedy: Remedy | None = None) -> dict[str, Any]:
    """The plan as JSON data."""
    asked, plan = output.asked, output.plan
    return {
        "format": PLAN_FORMAT,
        "masukan_sha256": digest_of(asked, output.instrument),
        "instrumen": {"kode": output.instrument.id, "sha256": output.instrument.sha256},
        "katalog": {
            "kode": asked.catalogue.code,
            "sha256": catalogue_file.digest(asked.catalogue),
        },
        "tanggal": asked.cutoff.isoformat(),
        "mulai": f"{asked.start:%Y-%m}",
        "tahun": asked.years,
        "akhir": str(plan.ending),
        "bertentangan": list(plan.conflicts),
        "tahap": [
            {
                "tujuan": str(stage.goal),
                "satuan": goal_words(stage.goal),
                "batas": rounded(stage.bound),
                "nilai": rounded(stage.value),
                "selisih": rounded(stage.gap),
            }
            for stage in plan.stages
        ],
        "harapan": [_year(output, place, year) for place, year in enumerate(plan.years)],
        "agar_tercapai": None if remedy is None else remedy.data(),
        "harga": [_price(output, place, row) for place, row in enumerate(plan.prices)],
        "keputusan": [
            _decision(output, unit, mode, place)
            for place, (unit, mode) in enumerate(
                zip(output.world.units, plan.decisions, strict=True)
            )
        ]
        if output.has_plan
        else [],
        "berubah": list(output.changed) if output.has_plan else [],
        "langkah": [_step(output, step) for step in output.steps],
        "peringatan": list(output.warnings),
    }


def rounded(value: float) -> float | int:
    """Without the noise of the last digits; minus zero is zero."""
    return plain(round(float(value), _DECIMALS) + 0.0)


def _year(output: PlanOutput, place: int, year: Expected) -> dict[str, Any]:
    world = output.world
    return {
        "tahun": output.asked.first_year + place,
        "target": rounded(world.target[place]),
        "baru": rounded(year.newly),
        "kurang": rounded(year.shortfall),
        "kenaikan": rounded(year.gain),
        "pemakaian": {
            use.code: rounded(amount) for use, amount in zip(world.uses, year.uses, strict=True)
        },
        "batas": [
            {
                "kode": cap.code,
                "nama": cap.name,
                "ada": rounded(cap.amounts[place]),
                "dipakai": rounded(used),
            }
            for cap, used in zip(world.caps, year.used, strict=True)
        ],
    }


def _price(output: PlanOutput, place: int, row: Sequence[float]) -> dict[str, Any]:
    cap = output.world.caps[place]
    use = output.world.uses[cap.use]
    # A rupiah more buys nothing that can be seen; a million does.
    unit = 1_000_000 if use.is_money else 1
    return {
        "kode": cap.code,
        "nama": cap.name,
        "per": unit,
        "kenaikan": [rounded(price * unit) for price in row],
    }


def _decision(output: PlanOutput, unit: Unit, mode: Mode | None, place: int) -> dict[str, Any]:
    world = output.world
    facts = output.asked.kampung[place]
    uses = (0.0,) * len(world.uses) if mode is None else mode.uses
    amounts = dict(zip((use.code for use in world.uses), uses, strict=True))
    outcomes = unit.drift[unit.state] if mode is None else mode.outcomes
    return {
        "kampung": unit.code,
        "nama": facts.name,
        "kecamatan": facts.group,
        "keadaan": world.states[unit.state].code,
        "kelas": world.states[unit.state].level,
        "tindakan": [] if mode is None else list(mode.actions),
        "rupiah": rounded(sum(amounts[use.code] for use in world.uses if use.is_money)),
        "biaya": {
            use.code: rounded(amounts[use.code])
            for use in world.uses
            if use.is_money and amounts[use.code]
        },
        "hari": rounded(amounts[DAYS]),
        "kursi": rounded(amounts[SEATS]),
        "peluang": _chances(output, outcomes),
        "penjelasan": _explanation(output, explain(world, output.plan, place)),
    }


def _explanation(output: PlanOutput, told: Explanation) -> dict[str, Any]:
    units, states = output.world.units, output.world.states
    return {
        "alasan": str(told.reason),
        "kalimat": sentence(output, told),
        "termurah": _option(told.cheapest),
        "lain_terbaik": _option(told.next_best),
        "mengikat": [
            {
                "kode": output.world.caps[one.cap].code,
                "tersisa": rounded(one.left),
                "perlu": rounded(one.needed),
            }
            for one in told.binding
        ],
        "digeser_oleh": [units[unit].code for unit in told.displaced_by],
        "kurang": rounded(told.lacking),
        "lebih_murah": rounded(told.cheaper_by),
        "tahun_kedua": [
            {
                "keadaan": states[branch.state].code,
                "kelas": states[branch.state].level,
                "peluang": rounded(min(1.0, branch.chance)),
                "cara": [
                    {
                        "tindakan": mode.split("+") if mode else [],
                        "bagian": rounded(min(1.0, share)),
                    }
                    for mode, share in branch.modes
                ],
            }
            for branch in told.branches
        ],
    }


def _option(option: Option | None) -> dict[str, Any] | None:
    if option is None or option.mode is None:
        return None
    return {
        "tindakan": list(option.mode.actions),
        "rupiah": rounded(option.price),
        "nilai": rounded(option.worth),
    }


def _chances(output: PlanOutput, outcomes: Outcomes) -> list[dict[str, Any]]:
    states = output.world.states
    return [
        {
            "keadaan": states[reached].code,
            "kelas": states[reached].level,
            "peluang": rounded(share),
        }
        for reached, share in outcomes
    ]


def _step(output: PlanOutput, step: Step) -> dict[str, Any]:
    start = output.asked.start
    caps = {cap.code: cap.name for cap in output.world.caps}
    return {
        "urutan": step.order,
        "kampung": step.kampung,
        "tindakan": step.action,
        "nama": output.asked.catalogue.by_code[step.action].name,
        "tahun": step.starts(start).year,
        "triwulan": step.quarter(start),
        "mulai": f"{step.starts(start):%Y-%m}",
        "tenggat": f"{step.due(start):%Y-%m}",
        "penanggung_jawab": step.responsible,
        "pendamping": caps.get(step.days_of, ""),
        "biaya": {source: rounded(amount) for source, amount in step.costs},
        "hari": rounded(step.days),
        "kursi": rounded(step.seats),
        "sesudah": list(step.after),
    }
