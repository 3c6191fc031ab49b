"""The tables of the room."""

import django.db.models.deletion
import django.db.models.expressions
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('classification', '0001_initial'),
        ('classification', '0002_declared_and_verified'),
        ('classification', '0003_results_are_found_by_name'),
        ('classification', '0004_results_know_their_points'),
    ]
    initial = True

    dependencies = [
        ('registry', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='AreaSummary',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('area_code', models.CharField(blank=True, max_length=13)),
                    ('parent_code', models.CharField(blank=True, max_length=13)),
                    ('depth', models.PositiveSmallIntegerField()),
                    ('instrument', models.CharField(max_length=60)),
                    ('basis', models.CharField(choices=[('dilaporkan', 'Dilaporkan'), ('terverifikasi', 'Terverifikasi')], default='dilaporkan', max_length=14)),
                    ('cutoff', models.DateField()),
                    ('kampung', models.IntegerField()),
                    ('never_reported', models.IntegerField()),
                    ('belum_lapor', models.IntegerField()),
                    ('dasar', models.IntegerField()),
                    ('berkembang', models.IntegerField()),
                    ('mandiri', models.IntegerField()),
                    ('berkelanjutan', models.IntegerField()),
                    ('without_level', models.IntegerField()),
                    ('rose', models.IntegerField()),
                    ('fell', models.IntegerField()),
                    ('completeness_sum', models.IntegerField()),
                    ('fresh', models.IntegerField(verbose_name='melapor dalam 3 bulan terakhir')),
                ],
                options={
                    'indexes': [models.Index(fields=['parent_code', 'instrument', 'basis', 'cutoff'], name='summary_by_parent')],
                    'constraints': [models.UniqueConstraint(fields=('area_code', 'instrument', 'basis', 'cutoff'), name='one_summary_per_area_and_cutoff'), models.CheckConstraint(condition=models.Q(('kampung', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('belum_lapor'), '+', models.F('dasar')), '+', models.F('berkembang')), '+', models.F('mandiri')), '+', models.F('berkelanjutan')), '+', models.F('without_level')))), name='summary_levels_add_up')],
                },
            ),
            migrations.CreateModel(
                name='Snapshot',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('instrument', models.CharField(max_length=60)),
                    ('instrument_sha256', models.CharField(max_length=64)),
                    ('basis', models.CharField(choices=[('dilaporkan', 'Dilaporkan'), ('terverifikasi', 'Terverifikasi')], default='dilaporkan', max_length=14)),
                    ('cutoff', models.DateField(verbose_name='tanggal hitung')),
                    ('known_at', models.DateTimeField(verbose_name='diketahui pada')),
                    ('taken_at', models.DateTimeField()),
                    ('taken_by', models.BigIntegerField(null=True)),
                    ('kampung_count', models.IntegerField()),
                ],
                options={
                    'ordering': ['kabupaten_code', 'cutoff', 'known_at'],
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'instrument', 'basis', 'cutoff', 'known_at'), name='one_snapshot_per_cutoff_and_knowledge')],
                },
            ),
            migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('village_code', models.CharField(max_length=13)),
                    ('name_key', models.CharField(blank=True, max_length=120)),
                    ('scores', models.CharField(max_length=64)),
                    ('index_input', models.SmallIntegerField(null=True)),
                    ('index_proses', models.SmallIntegerField(null=True)),
                    ('index_output', models.SmallIntegerField(null=True)),
                    ('level', models.CharField(blank=True, max_length=16)),
                    ('never_reported', models.BooleanField(default=False)),
                    ('points', models.SmallIntegerField(default=-1, verbose_name='poin ke Mandiri')),
                    ('completeness', models.SmallIntegerField(verbose_name='kelengkapan, persen')),
                    ('last_entry', models.DateField(null=True, verbose_name='laporan terakhir')),
                    ('kampung', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                    ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='classification.snapshot')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'kampung', 'snapshot'), name='one_result_per_snapshot')],
                },
            ),
        ]),
    ]
