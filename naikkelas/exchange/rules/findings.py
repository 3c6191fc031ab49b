"""The list of what is wrong or doubtful: gathered in columns, worded without a loop over rows."""

import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from naikkelas.exchange.rules.tables import FINDINGS, ROW, Severity
from naikkelas.registry.rules.limits import Sentence

KEPT = 100_000
"""Findings of one table that are kept in detail; all are counted."""
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass
class Findings:
    """Findings of one table of one file."""

    file: str
    sheet: str
    parts: list[pl.DataFrame] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    kept: int = 0

    def add(
        self,
        rows: pl.DataFrame,
        severity: Severity,
        code: str,
        sentence: Sentence,
        *,
        column: str = "",
        label: str = "",
        of: str = "",
    ) -> None:
        """Word one finding for each of `rows`: `ROW` and, where the sentence names them, the text
        columns `value` and `limit`.
        """
        if rows.is_empty():
            return
        self.counts[severity] += rows.height
        # One chunk: Polars 2.1 panics on text whose first chunks a filter has emptied.
        rows = rows.head(max(KEPT - self.kept, 0)).rechunk()
        if rows.is_empty():
            return
        self.kept += rows.height
        words = {"label": label, "of": of}
        value = pl.col("value") if "value" in rows.columns else pl.lit("")
        self.parts.append(
            rows.select(
                pl.lit(self.file).alias("file"),
                pl.lit(self.sheet).alias("sheet"),
                pl.col(ROW).cast(pl.UInt32).alias("row"),
                pl.lit(column).alias("column"),
                value.fill_null("").str.slice(0, 200).alias("value"),
                pl.lit(severity.value).alias("severity"),
                pl.lit(str(code)).alias("code"),
                _worded(sentence.message, words).alias("message"),
                _worded(sentence.remedy, words).alias("remedy"),
            )
        )

    def frame(self) -> pl.DataFrame:
        """All kept findings, by row."""
        empty = pl.DataFrame(schema=dict(FINDINGS))
        return pl.concat([empty, *self.parts]).sort("row", maintain_order=True)


def _worded(text: str, words: dict[str, str]) -> pl.Expr:
    """A sentence whose {value} and {limit} are columns and whose other places are fixed."""
    columns: list[pl.Expr] = []

    def put(place: re.Match[str]) -> str:
        name = place[1]
        if name in words:
            return words[name]
        columns.append(pl.col(name).cast(pl.String).fill_null("").str.slice(0, 200))
        return "{}"

    return pl.format(_PLACE.sub(put, text), *columns)
