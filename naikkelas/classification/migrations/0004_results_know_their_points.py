"""Each stored result tells how many points it lacks for Mandiri, so that a list of a province is
sorted in the database. Results that are stored already get theirs from their scores.
"""

from typing import Any

import polars as pl
from django.db import migrations, models

from naikkelas.classification.rules.points import missing_points
from naikkelas.instruments.queries import in_use, instrument_ids
from naikkelas.instruments.rules import Instrument


_SET = (
    "UPDATE classification_result SET points = (SELECT p.points FROM points_of_scores p "
    "WHERE p.scores = classification_result.scores AND p.level = classification_result.level) "
    "WHERE snapshot_id IN (SELECT id FROM classification_snapshot WHERE instrument = %s)"
)


def points_of_what_is_stored(apps: Any, schema_editor: Any) -> None:
    """Each pair of scores and level is reckoned once and looked up in the database."""
    results = apps.get_model("classification", "Result").objects
    known = set(results.values_list("snapshot__instrument", flat=True).distinct())
    with schema_editor.connection.cursor() as cursor:
        for instrument in map(in_use, sorted(known & set(instrument_ids()))):
            own = results.filter(snapshot__instrument=instrument.id)
            pairs = list(own.values_list("scores", "level").distinct())
            points = missing_points(_standings(pairs, instrument), instrument)
            cursor.execute(
                "CREATE TEMPORARY TABLE points_of_scores "
                "(scores text, level text, points smallint, PRIMARY KEY (scores, level))"
            )
            cursor.executemany(
                "INSERT INTO points_of_scores VALUES (%s, %s, %s)",
                [(*pair, lacking) for pair, lacking in zip(pairs, points, strict=True)],
            )
            cursor.execute(_SET, [instrument.id])
            cursor.execute("DROP TABLE points_of_scores")


def _standings(pairs: list[tuple[str, str]], instrument: Instrument) -> pl.DataFrame:
    schema = {"scores": pl.String, "klasifikasi": pl.String}
    return pl.DataFrame(pairs, schema=schema, orient="row").with_columns(
        pl.col("scores").str.slice(place, 1).cast(pl.Int8, strict=False).alias(indicator.code)
        for place, indicator in enumerate(instrument.indicators)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("classification", "0003_results_are_found_by_name"),
        ("instruments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="result",
            name="points",
            field=models.SmallIntegerField(default=-1, verbose_name="poin ke Mandiri"),
        ),
        migrations.RunPython(points_of_what_is_stored, migrations.RunPython.noop, elidable=True),
    ]
