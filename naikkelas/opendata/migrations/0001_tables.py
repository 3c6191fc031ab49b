"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('area_code', models.CharField(blank=True, max_length=13, verbose_name='wilayah')),
                    ('table', models.CharField(max_length=20, verbose_name='tabel')),
                    ('cutoff', models.DateField(verbose_name='tanggal hitung')),
                    ('revision', models.PositiveSmallIntegerField(verbose_name='versi')),
                    ('instrument', models.CharField(max_length=60, verbose_name='aturan')),
                    ('licence', models.CharField(max_length=20, verbose_name='lisensi')),
                    ('rows', models.IntegerField(verbose_name='baris')),
                    ('content_sha256', models.CharField(max_length=64)),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('known_at', models.DateTimeField(verbose_name='diketahui pada')),
                    ('checked_at', models.DateTimeField(verbose_name='diperiksa pada')),
                ],
                options={
                    'ordering': ['area_code', 'table', '-cutoff', '-revision'],
                    'constraints': [models.UniqueConstraint(fields=('area_code', 'table', 'cutoff', 'revision'), name='one_edition_per_cutoff_and_revision'), models.CheckConstraint(condition=models.Q(('revision__gte', 1), ('rows__gte', 0)), name='edition_revisions_begin_at_one')],
                },
            ),
            migrations.CreateModel(
                name='EditionFile',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('extension', models.CharField(max_length=8)),
                    ('path', models.CharField(max_length=200)),
                    ('size', models.BigIntegerField(verbose_name='bita')),
                    ('sha256', models.CharField(max_length=64)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='opendata.edition')),
                ],
                options={
                    'ordering': ['edition_id', 'extension'],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'extension'), name='one_file_per_edition_and_extension')],
                },
            ),
        ]),
    ]
