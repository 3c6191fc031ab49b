"""Which columns of a recap are which answers."""

import naikkelas.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(blank=True, max_length=13)),
                ('fingerprint', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=120, verbose_name='nama')),
                ('header_row', models.PositiveSmallIntegerField(verbose_name='baris judul')),
                ('columns', models.JSONField(default=list)),
                ('words', models.JSONField(default=dict)),
                ('saved_by', models.BigIntegerField()),
                ('saved_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['area_code', 'name', '-saved_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('area_code', 'fingerprint'), name='one_mapping_per_area_and_headings')],
            },
        ),
    ]
