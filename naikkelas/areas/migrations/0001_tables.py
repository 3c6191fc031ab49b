"""The tables of the room."""

import django.db.models.deletion
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('areas', '0001_initial'),
        ('areas', '0002_index_other_spellings'),
        ('areas', '0003_fewer_indexes'),
    ]
    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Area',
                fields=[
                    ('code', models.CharField(max_length=13, primary_key=True, serialize=False, verbose_name='kode')),
                    ('name', models.CharField(max_length=100, verbose_name='nama')),
                    ('search_key', models.CharField(max_length=100)),
                    ('aliases', models.CharField(blank=True, max_length=300, verbose_name='ejaan lain')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, 'Provinsi'), (2, 'Kabupaten/kota'), (3, 'Kecamatan'), (4, 'Desa/kelurahan')], verbose_name='tingkat')),
                    ('kind', models.CharField(choices=[('provinsi', 'Provinsi'), ('kabupaten', 'Kabupaten'), ('kota', 'Kota'), ('kecamatan', 'Kecamatan'), ('desa', 'Desa'), ('kelurahan', 'Kelurahan'), ('desa_adat', 'Desa adat')], max_length=10, verbose_name='jenis')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='berlaku sejak')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                    ('parent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='areas.area')),
                    ('replaced_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='areas.area')),
                ],
                options={
                    'ordering': ['code'],
                    'indexes': [models.Index(fields=['search_key'], name='area_by_search_key'), models.Index(fields=['parent'], name='area_by_parent'), models.Index(condition=models.Q(('replaced_by__isnull', False)), fields=['replaced_by'], name='area_with_successor'), models.Index(condition=models.Q(('aliases', ''), _negated=True), fields=['aliases'], name='area_with_aliases')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent__isnull', True)), models.Q(('level__gt', 1), ('parent__isnull', False)), _connector='OR'), name='area_below_province_has_a_parent'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='area_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), ('valid_until__isnull', False), _connector='OR'), name='area_replaced_only_when_ended')],
                },
            ),
            migrations.CreateModel(
                name='Boundary',
                fields=[
                    ('area', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='boundary', serialize=False, to='areas.area')),
                    ('geometry', models.JSONField()),
                    ('source', models.CharField(blank=True, max_length=200, verbose_name='sumber')),
                    ('imported_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='AreaSetting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('area_code', models.CharField(blank=True, max_length=13)),
                    ('key', models.CharField(max_length=40)),
                    ('value', models.JSONField()),
                ],
                options={
                    'ordering': ['area_code', 'key'],
                    'constraints': [models.UniqueConstraint(fields=('area_code', 'key'), name='one_value_per_area_and_setting')],
                },
            ),
        ]),
    ]
