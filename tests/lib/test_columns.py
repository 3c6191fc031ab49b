"""The bulk road in and out of a table, on whichever database the tests run on."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from django.db import DataError, connection, transaction
from polars.testing import assert_frame_equal

from naikkelas.lib import columns

pytestmark = pytest.mark.django_db
SCHEMA = {
    "key_uuid": pl.String,
    "small": pl.Int16,
    "whole": pl.Int32,
    "big": pl.Int64,
    "part": pl.Float64,
    "is_so": pl.Boolean,
    "day": pl.Date,
    "words": pl.String,
    "short": pl.String,
}
_TYPES = "uuid, smallint, integer, bigint, double precision, boolean, date, text, varchar(20)"


@pytest.fixture
def table() -> str:
    """A table with a column of each type that frames carry, besides an instant and JSON."""
    kinds = zip(SCHEMA, _TYPES.split(", "), strict=True)
    named = ", ".join(f"{name} {kind}" for name, kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bulk ({named}, at timestamp with time zone, told jsonb)")
    return "bulk"


def _stored() -> pl.DataFrame:
    query = f"SELECT {', '.join(SCHEMA)} FROM bulk ORDER BY big"
    return columns.read_frame(connection, query, [], SCHEMA)


def _rows(count: int) -> pl.DataFrame:
    """Every third row of nothing but its number, the others with cells of uneven length."""
    absent = pl.col("big") % 3 == 0
    number = pl.int_range(count, dtype=pl.Int64)
    return pl.select(number.alias("big")).select(
        ("f" + pl.col("big").cast(pl.String).str.zfill(31)).alias("key_uuid"),
        *(
            pl.when(~absent).then(cells).alias(name)
            for name, cells in {
                "small": (pl.col("big") % 200 - 100).cast(pl.Int64),
                "whole": -pl.col("big"),
                "part": pl.col("big") / 8,
                "is_so": pl.col("big") % 2 == 0,
                "day": pl.date(1999, 12, 30) + pl.duration(days=pl.col("big") % 999),
                "words": pl.lit("é\"'\\,\n\t")
                + pl.lit("–").repeat_by(pl.col("big") % 7).list.join(""),
                "short": pl.when(pl.col("big") % 2 == 0).then(pl.lit("")).otherwise(pl.lit("NULL")),
            }.items()
        ),
        "big",
    )


def test_rows_come_back_as_they_were_written(table: str) -> None:
    # given more rows than are sent at a time, with gaps, signs, quotes and line ends
    rows = _rows(45_001)
    # when they are written
    count = columns.write_frame(connection, table, rows)
    # then each cell is read as it was, and absent stays unlike empty
    assert count == rows.height
    expected = rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    assert_frame_equal(_stored(), expected)


def test_rows_of_one_length_come_back_as_they_were_written(table: str) -> None:
    # given rows without a gap, whose texts are all of one length
    rows = pl.DataFrame(
        {"big": [1, 2], "small": [-3, 4], "short": ["ab", "cd"], "day": [date(1970, 1, 1)] * 2}
    )
    # when they are written
    columns.write_frame(connection, table, rows)
    # then they are read as they were
    assert _stored().select(rows.columns).rows() == rows.rows()


def test_an_instant_and_json_are_stored_as_such(table: str) -> None:
    # given an instant with its microseconds, and JSON as text
    at = datetime(2025, 7, 31, 23, 59, 59, 123456, tzinfo=UTC)
    rows = pl.DataFrame({"big": [1, 2], "told": ['{"a": [1, "é"]}', None]}).with_columns(
        pl.lit(at).alias("at")
    )
    # when they are written
    columns.write_frame(connection, table, rows)
    # then the database knows them
    told = "told ->> 'a'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST(at AS text), {told} FROM bulk ORDER BY big")
        (first, second) = cursor.fetchall()
    assert first[0].startswith("2025-07-31 23:59:59.123456")
    assert first[1].replace(" ", "") == '[1,"é"]'
    assert second[1] is None


def test_text_that_is_too_long_for_its_column_is_refused(table: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite knows no lengths")
    # given a text of more letters than its column takes
    rows = pl.DataFrame({"big": [1], "short": ["é" * 21]})
    # when it is written, then the database refuses it
    with pytest.raises(DataError), transaction.atomic(), connection.wrap_database_errors:
        columns.write_frame(connection, table, rows)
