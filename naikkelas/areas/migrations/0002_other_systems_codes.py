"""What other systems call an area."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaIdentifier',
            fields=[
                ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('scheme', models.CharField(max_length=10, verbose_name='sistem')),
                ('value', models.CharField(max_length=20, verbose_name='kode')),
                ('source', models.CharField(max_length=200, verbose_name='sumber')),
                ('recorded_by', models.BigIntegerField()),
                ('recorded_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='areas.area')),
            ],
            options={
                'ordering': ['scheme', 'area_id', 'recorded_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('area', 'scheme'), name='one_identifier_per_area_and_scheme'), models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('scheme', 'value'), name='one_area_per_identifier')],
            },
        ),
    ]
