"""The rows of one table on their way through the checks: refused, marked or doubted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from naikkelas.exchange.rules import cells, checks
from naikkelas.exchange.rules.checks import Check, flag_name
from naikkelas.exchange.rules.findings import Findings
from naikkelas.exchange.rules.layouts import Layout
from naikkelas.exchange.rules.tables import ROW, Severity
from naikkelas.registry.rules.limits import SENTENCES, Sentence

REFUSED = "_ditolak"
DOUBTED = "_meragukan"


@dataclass(frozen=True)
class Options:
    """What an import is checked by. `today` is the date in the zone of the kabupaten.

    `locked` are the months (kabupaten, year, month) that take no rows.
    """

    area_code: str
    today: date
    caps: Mapping[str, int]
    as_reported: bool
    locked: frozenset[tuple[str, int, int]] = frozenset()


@dataclass
class Sieve:
    """A typed table with two flags for each row; every step narrows or marks it."""

    layout: Layout
    findings: Findings
    raw: pl.DataFrame
    frame: pl.DataFrame

    @classmethod
    def of(cls, layout: Layout, findings: Findings, raw: pl.DataFrame) -> "Sieve":
        """The rows typed; those with a cell that cannot be read are refused at once."""
        frame = cells.typed(layout, raw)
        sieve = cls(
            layout,
            findings,
            raw,
            frame.with_columns(
                pl.lit(value=False).alias(REFUSED), pl.lit(value=False).alias(DOUBTED)
            ),
        )
        sieve._refuse_unreadable()
        return sieve

    def _refuse_unreadable(self) -> None:
        codes = [name for name in self.frame.columns if name.startswith("!")]
        for name in codes:
            if self.frame.get_column(name).null_count() == self.frame.height:
                continue
            for code in self.frame.get_column(name).unique().drop_nulls():
                column, broken = name.removeprefix("!"), pl.col(name) == code
                if code in cells.LEFT_OUT:
                    self._leave_out(broken, code, column)
                else:
                    self.refuse(broken, code, cells.UNREADABLE[code], column=column)
        self.frame = self.frame.drop(codes)

    def refuse(
        self,
        broken: pl.Expr,
        code: str,
        sentence: Sentence,
        *,
        column: str = "",
        limit: pl.Expr | None = None,
    ) -> None:
        """Refuse the rows where `broken`; those that were refused before get no further finding
        but for cells that cannot be read (a person mends a row once).
        """
        mask = self.frame.select(broken.fill_null(value=False)).to_series()
        if not mask.any():
            return
        field = self.layout.by_name.get(column)
        shown = limit if limit is not None else pl.lit(str(field.max_length if field else ""))
        rows = self.frame.select(ROW, shown.alias("limit")).with_columns(self._as_written(column))
        self.findings.add(
            rows.filter(mask),
            Severity.HARD,
            code,
            sentence,
            column=column,
            label=field.label if field else "",
        )
        self.frame = self.frame.with_columns((pl.col(REFUSED) | mask).alias(REFUSED))

    def _leave_out(self, broken: pl.Expr, code: str, column: str) -> None:
        """Tell of cells that stay empty while the rest of their row is read."""
        rows = self.frame.filter(broken)
        sentence, label = cells.LEFT_OUT[code], self.layout.by_name[column].label
        self.findings.add(
            rows.select(ROW), Severity.SOFT, code, sentence, column=column, label=label
        )
        doubted = (pl.col(DOUBTED) | broken.fill_null(value=False)).alias(DOUBTED)
        self.frame = self.frame.with_columns(doubted)

    def _as_written(self, column: str) -> pl.Series:
        if column in self.raw.columns:
            return self.raw.get_column(column).alias("value")
        return pl.Series("value", [""] * self.raw.height, dtype=pl.String)

    def hard_rules(self, options: Options) -> None:
        """Refuse what breaks a hard rule, or mark it in `broken_rules` when taken as reported."""
        found = checks.hard(self.layout, self.frame.columns, today=options.today, caps=options.caps)
        severity = Severity.SOFT if options.as_reported else Severity.HARD
        broken = self.apply(found, severity)
        self.frame = self.frame.with_columns(checks.marks(self.frame, broken).alias("broken_rules"))
        if broken and not options.as_reported:
            self.frame = self.frame.with_columns(
                pl.any_horizontal(REFUSED, *(flag_name(*pair) for pair in broken)).alias(REFUSED)
            )
        self.frame = self.frame.drop(flag_name(*pair) for pair in broken)

    def apply(self, found: list[Check], severity: Severity) -> list[tuple[str, str]]:
        """Report the rows not yet refused that break these rules; the rules that any row breaks.

        Their flags stay in the frame, as columns named by `checks.flag_name`.
        """
        if not found:
            return []
        flags = self.frame.select(
            (check.broken.fill_null(value=False) & ~pl.col(REFUSED)).alias(
                flag_name(check.rule, check.column)
            )
            for check in found
        )
        broken = []
        for check in found:
            mask = flags.get_column(flag_name(check.rule, check.column))
            if mask.any():
                broken.append((str(check.rule), check.column))
                self._report(check, mask, severity)
        self.frame = self.frame.hstack(flags.select(flag_name(*pair) for pair in broken))
        return broken

    def _report(self, check: Check, mask: pl.Series, severity: Severity) -> None:
        rows = self.frame.filter(mask).select(
            ROW, check.value.alias("value"), check.limit.alias("limit")
        )
        self.findings.add(
            rows,
            severity,
            check.rule,
            SENTENCES[check.rule],
            column=check.column,
            label=check.label,
            of=check.of,
        )
        if severity is Severity.SOFT:
            self.frame = self.frame.with_columns((pl.col(DOUBTED) | mask).alias(DOUBTED))

    def replace(self, frame: pl.DataFrame) -> None:
        """Go on with a frame of the same rows in the same order (columns were added)."""
        self.frame = frame
