"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.conf import settings
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0003_seals'),
    ]
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(blank=True, max_length=5)),
                    ('number', models.BigIntegerField(verbose_name='nomor dalam rantai')),
                    ('event_id', models.UUIDField(unique=True)),
                    ('digest', models.CharField(max_length=64)),
                    ('sealed_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['kabupaten_code', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'number'), name='one_seal_per_kabupaten_and_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seal_numbers_begin_at_one')],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(db_index=True)),
                    ('actor_post', models.CharField(max_length=120)),
                    ('verb', models.CharField(max_length=60)),
                    ('kabupaten_code', models.CharField(blank=True, max_length=5)),
                    ('subject_type', models.CharField(max_length=60)),
                    ('subject_id', models.CharField(max_length=64)),
                    ('before', models.JSONField(default=dict)),
                    ('after', models.JSONField(default=dict)),
                    ('data', models.JSONField(default=dict)),
                    ('request_id', models.CharField(blank=True, max_length=36)),
                    ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'at'], name='event_by_kabupaten'), models.Index(fields=['subject_type', 'subject_id', 'at'], name='event_by_subject')],
                },
            ),
        ]),
    ]
