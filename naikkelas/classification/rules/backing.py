"""Until when the figures of an accepted version stand: the evidence accepted with it (ADR 16).

What counts is what lay before the person who endorsed: the pieces behind a figure that were there
at that moment. Of several the one that lasts longest decides. A piece that came later was accepted
by nobody, so it neither adds nor prolongs anything, and withdrawing one never gives back what had
ended. A batch that was declared "sudah disahkan" with no evidence there stands until the first
validity date passes that is recorded later.

Once for one kampung and once in columns; a property test holds the two against each other.
Instants are text in UTC as either database writes them, which sorts as they do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone

import polars as pl

_BEHIND = timedelta(hours=7)
EARLIEST_CLOCK = timezone(_BEHIND)
"""The west of the country, where a day ends last: a piece withdrawn at dawn in the east may end
one day too early, never too late."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """When a version was endorsed; `is_declared`: by the import that brought it, unseen."""

    at: str
    is_declared: bool = False


@dataclass(frozen=True, slots=True)
class Backing:
    """A piece of evidence: the columns of a form that it backs, from when, and until when."""

    form: str
    columns: tuple[str, ...]
    until: date | None
    kind: str = ""
    title: str = ""
    added_at: str = ""
    withdrawn_at: str | None = None
    withdrawn_on: date | None = None

    @property
    def ends(self) -> date:
        """The last day on which it backs something: its own last one, or that before it went."""
        gone = self.withdrawn_on - timedelta(days=1) if self.withdrawn_on else date.max
        return min(self.recorded_end, gone)

    @property
    def recorded_end(self) -> date:
        return self.until or date.max

    def was_there(self, moment: str) -> bool:
        return self.added_at <= moment and (self.withdrawn_at is None or moment < self.withdrawn_at)


def lapsed(
    evidence: Iterable[Backing], form: str, cutoff: date, accepted: Acceptance
) -> dict[str, Backing]:
    """Columns of an accepted version that no longer stand, each with the piece that decided."""
    found: dict[str, Backing] = {}
    there: dict[str, list[Backing]] = {}
    later: dict[str, list[Backing]] = {}
    for piece in evidence:
        if piece.form == form:
            for column in piece.columns:
                if piece.was_there(accepted.at):
                    there.setdefault(column, []).append(piece)
                elif accepted.at < piece.added_at:
                    later.setdefault(column, []).append(piece)
    for column, pieces in there.items():
        last = max(pieces, key=lambda piece: piece.ends)
        if last.ends < cutoff:
            found[column] = last
    for column, pieces in later.items() if accepted.is_declared else ():
        first = min(pieces, key=lambda piece: piece.recorded_end)
        if column not in there and first.recorded_end < cutoff:
            found[column] = first
    return found


def day_of(moment: pl.Expr) -> pl.Expr:
    """The day of an instant written as text in UTC, on the clock of the west."""
    return (moment.str.slice(0, 19).str.to_datetime("%Y-%m-%d %H:%M:%S") + _BEHIND).dt.date()


def pieces_of(evidence: pl.DataFrame, key: pl.DataFrame) -> pl.DataFrame:
    """Evidence as one row for each figure, under the number of its kampung."""
    endless = pl.lit(date.max)
    recorded = pl.col("valid_until").fill_null(endless)
    gone = (day_of(pl.col("withdrawn_at")) - timedelta(days=1)).fill_null(endless)
    return (
        evidence.join(key, on="kampung_uuid")
        .select(
            *("k", "form", "added_at", "withdrawn_at"),
            pl.col("columns").str.split("|").alias("column"),
            recorded.alias("recorded_end"),
            pl.min_horizontal(recorded, gone).alias("ends"),
        )
        .explode("column")
    )


def are_endless(pieces: pl.DataFrame) -> bool:
    """Whether no piece ends, so that none can take a figure away."""
    last = pl.min_horizontal("ends", "recorded_end")
    return bool(pieces.select((last == date.max).all()).item())


def ends_of(pieces: pl.DataFrame, form: str, counted: pl.DataFrame) -> pl.DataFrame:
    """(k, column, ends) of the counted versions: until when each figure that has evidence stands.

    `counted` holds one accepted version per kampung; what stands without end is left out.
    """
    moment = pl.col("endorsed_at")
    came = pl.col("added_at") <= moment
    gone = (pl.col("withdrawn_at") <= moment).fill_null(value=False)
    return (
        pieces.filter(pl.col("form") == form)
        .join(counted.select("k", "endorsed_at", "declared"), on="k")
        .select(
            *("k", "column"),
            pl.when(came & ~gone).then("ends").alias("there"),
            pl.when(~came & pl.col("declared")).then("recorded_end").alias("later"),
        )
        .group_by("k", "column")
        .agg(pl.col("there").max(), pl.col("later").min())
        .select("k", "column", pl.coalesce("there", "later").alias("ends"))
        .filter(pl.col("ends") < date.max)
    )


def without(found: pl.DataFrame, lapsed_columns: pl.DataFrame) -> pl.DataFrame:
    """The counted versions with the figures that no longer stand as not filled in."""
    return found.with_columns(_emptied(found, lapsed_columns))


def _emptied(found: pl.DataFrame, gone: pl.DataFrame) -> Iterator[pl.Expr]:
    for (column,), rows in gone.partition_by("column", as_dict=True).items():
        if column in found.columns:
            stands = ~pl.col("k").is_in(rows["k"].implode())
            yield pl.when(stands).then(pl.col(column)).alias(column)
