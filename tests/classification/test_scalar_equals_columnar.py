"""One kampung scored alone and all kampung scored in columns come to the same."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.classification.rules.backing import Acceptance, Backing, lapsed
from naikkelas.classification.rules.classify import classify
from naikkelas.classification.rules.facts import (
    ACTIVITY_SCHEMA,
    EVIDENCE_SCHEMA,
    KAMPUNG_SCHEMA,
    SCORED_COLUMNS,
    Facts,
    assemble,
    version_schema,
)
from naikkelas.classification.rules.one import Activity, measures_of, split
from naikkelas.instruments.rules import builtin, score_one
from naikkelas.lib.fields import Kind
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.schema import REPORTS

CUTOFF = date(2025, 7, 31)
COUNTS = st.none() | st.integers(-3, 40) | st.sampled_from([100_001, 200_001, 2_000_000_000])
AGENCIES = [option.code for option in reference.options("instansi")]
PROGRAMMES = [*reference.POKTAN, *reference.SARANA, "kependudukan", "sektor_lain"]


def _listed(codes: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(codes), max_size=4).map("|".join)


def _answer(form: Any, name: str) -> st.SearchStrategy[Any]:
    kind = form.field(name).kind
    if name == "program_tambahan":
        return _listed(PROGRAMMES)
    if kind == Kind.CHOICES:
        return _listed([option.code for option in form.field(name).options])
    return st.none() | st.booleans() if kind == Kind.FLAG else COUNTS


def _on_its_day(piece: Backing) -> Backing:
    """At three in the morning of UTC it is ten in Jakarta: the day is the same."""
    gone = piece.withdrawn_at
    return replace(piece, withdrawn_on=date.fromisoformat(gone[:10]) if gone else None)


VERSIONS = {
    form.code: st.none()
    | st.fixed_dictionaries({name: _answer(form, name) for name in SCORED_COLUMNS[form.code]})
    for form in REPORTS
}
ACTIVITIES = st.lists(
    st.builds(
        Activity,
        on=st.integers(0, 800).map(lambda days: CUTOFF - timedelta(days=days)),
        number=st.sampled_from([None, 26, 34, 35, 1007]),
        agencies=_listed(AGENCIES).map(lambda text: tuple(split(text))),
        is_endorsed=st.booleans(),
    ),
    max_size=4,
)
MOMENTS = [f"2025-07-{day:02d} 03:00:00.5" for day in range(28, 32)]
WITHDRAWN = st.none() | st.sampled_from(MOMENTS)
EVIDENCE = st.lists(
    st.sampled_from([form.code for form in REPORTS]).flatmap(
        lambda form: st.builds(
            Backing,
            form=st.just(form),
            columns=st.lists(
                st.sampled_from([*SCORED_COLUMNS[form], "pokja_sk"]), min_size=1, max_size=5
            ).map(tuple),
            until=st.none() | st.integers(-2, 2).map(lambda days: CUTOFF + timedelta(days=days)),
            added_at=st.sampled_from(MOMENTS),
            withdrawn_at=WITHDRAWN,
        ).map(_on_its_day)
    ),
    max_size=4,
)
ENDORSED = st.fixed_dictionaries(
    {
        form.code: st.none() | st.builds(Acceptance, st.sampled_from(MOMENTS), st.booleans())
        for form in REPORTS
    }
)
KAMPUNG = st.tuples(st.fixed_dictionaries(VERSIONS), ACTIVITIES, ENDORSED, EVIDENCE)


@pytest.mark.parametrize("verified", [False, True])
@settings(max_examples=40)
@given(kampung=st.lists(KAMPUNG, min_size=1, max_size=5))
def test_every_kampung_scores_the_same_alone_and_among_others(
    verified: bool, kampung: list[Any]
) -> None:
    declared = facts_of(kampung)
    known = declared.accepted() if verified else declared
    for code in ("kampung-kb-2023", "kampung-kb-2023-terkoreksi"):
        rule = builtin(code)

        together = classify(known, rule, CUTOFF)

        for place, one in enumerate(kampung):
            reports, activities = _accepted(*one) if verified else one[:2]
            alone = score_one(rule, measures_of(rule, reports, activities, CUTOFF))
            row = together.row(place, named=True)
            assert [score.score for score in alone.scores] == [
                row[indicator.code] for indicator in rule.indicators
            ]
            assert row["klasifikasi"] == alone.level
            assert {code: row[f"indeks_{code}"] for code in alone.indexes} == alone.indexes


def _accepted(
    reports: dict[str, Any],
    activities: list[Activity],
    endorsed: dict[str, Acceptance | None],
    evidence: list[Backing],
) -> tuple[dict[str, Any], list[Activity]]:
    """What the dossier of one kampung does with its facts."""
    standing = {
        form: answers | dict.fromkeys(lapsed(evidence, form, CUTOFF, accepted))
        if answers is not None and (accepted := endorsed[form])
        else None
        for form, answers in reports.items()
    }
    return standing, [activity for activity in activities if activity.is_endorsed]


def facts_of(kampung: list[Any]) -> Facts:
    """What was drawn, as columns."""
    keys = [str(place) for place in range(len(kampung))]
    versions = {
        form.code: pl.DataFrame(
            [
                {
                    "kampung_uuid": key,
                    "tanggal_isi": CUTOFF,
                    "own": False,
                    "source_id": 7,
                    "recorded_at": "",
                    "marked": False,
                    "endorsed": (accepted := endorsed[form.code]) is not None,
                    "endorsed_at": accepted and accepted.at,
                    "declared": bool(accepted and accepted.is_declared),
                }
                | reports[form.code]
                for key, (reports, _, endorsed, _) in zip(keys, kampung, strict=True)
                if reports[form.code] is not None
            ],
            schema=version_schema(form),
        )
        for form in REPORTS
    }
    activities = [
        (key, activity.on, activity.number, "|".join(activity.agencies), activity.is_endorsed)
        for key, (_, own, _, _) in zip(keys, kampung, strict=True)
        for activity in own
    ]
    evidence = [
        (
            *(key, piece.form, "|".join(piece.columns), piece.until),
            *(piece.added_at, piece.withdrawn_at),
        )
        for key, (_, _, _, own) in zip(keys, kampung, strict=True)
        for piece in own
    ]
    named = [(key, "91.37.01.2001", int(key), "Contoh", False, False) for key in keys]
    return assemble(
        pl.DataFrame(named, schema=KAMPUNG_SCHEMA, orient="row"),
        versions,
        pl.DataFrame(activities, schema=ACTIVITY_SCHEMA, orient="row"),
        pl.DataFrame(evidence, schema=EVIDENCE_SCHEMA, orient="row"),
    )
