"""The themes of the example: who carries which, and answers to their criteria, all invented.

Only the levels of ProKlim in three villages and the first Kampung Pemuda follow the news; their
SK are invented like everything else, and all rows are marked as examples.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from naikkelas.accounts.models import User
from naikkelas.exchange.examples.dice import Dice
from naikkelas.registry.models import KampungKB
from naikkelas.themes.actions.example import load_example
from naikkelas.themes.models import AnswerCheck, CriterionAnswer, ThemeAward, ThemeMembership
from naikkelas.themes.queries.catalogue import Catalogue, catalogue_of

SEED = 8117
SILENT = 0.08
"""Share of kampung that answered nothing: they are "belum dijawab", not zero."""
SHARES = {
    "drppa": 0.55,
    "dashat": 0.25,
    "bersinar": 0.15,
    "proklim": 0.08,
    "layak-anak": 0.1,
    "tangguh-bencana": 0.08,
    "pemuda": 0.06,
}
CARRIED = {
    "63.01.10.2004": ("pemuda", "drppa", "dashat", "layak-anak"),
    "63.01.03.2006": ("proklim",),
    "63.01.07.2010": ("proklim",),
    "63.01.01.2008": ("proklim",),
}
"""Tirta Jaya, where Kampung Pemuda began, and the villages with a level of ProKlim in 2019."""
LEVELS = {"63.01.03.2006": "Utama", "63.01.07.2010": "Madya", "63.01.01.2008": "Pratama"}
BEGUN = {("63.01.10.2004", "pemuda"): date(2025, 5, 8)}
YEAR_OF_LEVELS = 2019


@dataclass(slots=True)
class _Rows:
    memberships: list[ThemeMembership] = field(default_factory=list)
    awards: list[ThemeAward] = field(default_factory=list)
    answers: list[CriterionAnswer] = field(default_factory=list)
    checks: list[AnswerCheck] = field(default_factory=list)


def make_themes(kabupaten_code: str, cutoff: date, *, by: User) -> int:
    """Themes and answers of every example kampung; nothing twice. How many rows."""
    if ThemeMembership.objects.filter(kabupaten_code=kabupaten_code).exists():
        return 0
    catalogue = catalogue_of(kabupaten_code)
    rows = _Rows()
    found = KampungKB.objects.live().filter(kabupaten_code=kabupaten_code, is_example=True)
    for at, kampung in enumerate(found.order_by("village_id")):
        _fill(rows, kampung, catalogue, cutoff, Dice(SEED, at))
    return load_example(
        kabupaten_code, rows.memberships, rows.awards, rows.answers, rows.checks, by=by
    )


def _fill(rows: _Rows, kampung: KampungKB, catalogue: Catalogue, cutoff: date, dice: Dice) -> None:
    carried = [
        code
        for code in catalogue.themes
        if dice.chance(SHARES.get(code, 0)) or code in CARRIED.get(kampung.village_id, ())
    ]
    for code in carried:
        _join(rows, kampung, code, cutoff, dice)
    if dice.chance(SILENT):
        return
    answers = list(_answers(kampung, catalogue, ["drppa", *carried], dice))
    rows.answers += answers
    if dice.chance(0.5):
        rows.checks += [AnswerCheck(answer=one, is_right=True) for one in answers]


def _join(rows: _Rows, kampung: KampungKB, code: str, cutoff: date, dice: Dice) -> None:
    level = LEVELS.get(kampung.village_id) if code == "proklim" else None
    since = BEGUN.get((kampung.village_id, code), cutoff - timedelta(days=dice.between(60, 1500)))
    if level:
        since = date(YEAR_OF_LEVELS, 1, 1)
    membership = ThemeMembership(
        kampung=kampung,
        theme=code,
        since=since,
        decree_number=f"{dice.between(11, 399)}/{since.year} (contoh)" if dice.chance(0.6) else "",
        is_example=True,
    )
    rows.memberships.append(membership)
    if level:
        awarded = ThemeAward(
            membership=membership,
            level=level,
            awarded_on=date(YEAR_OF_LEVELS, 12, 31),
            decree_number="tanggal contoh",
        )
        rows.awards.append(awarded)


def _answers(
    kampung: KampungKB, catalogue: Catalogue, themes: Sequence[str], dice: Dice
) -> Iterator[CriterionAnswer]:
    """How good a village is holds for all its answers; one in eight is left open."""
    likely = dice.uniform(0.25, 0.85)
    codes = {
        measure.code: measure.kind
        for theme in themes
        if theme in catalogue.themes
        for measure in catalogue.instrument(catalogue.themes[theme]).measures
    }
    for code, kind in codes.items():
        if dice.chance(0.12):
            continue
        value = float(dice.chance(likely)) if kind == "flag" else float(dice.between(40, 90))
        yield CriterionAnswer(kampung=kampung, criterion=code, value=value, is_example=True)
