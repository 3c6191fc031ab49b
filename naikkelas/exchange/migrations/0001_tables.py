"""The tables of the room."""

import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('exchange', '0001_initial'),
        ('exchange', '0002_words_for_undone'),
        ('exchange', '0003_activities_of_endorsed_batches'),
    ]
    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='ImportBatch',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('area_code', models.CharField(blank=True, max_length=13)),
                    ('state', models.CharField(choices=[('diunggah', 'Menunggu diperiksa'), ('diperiksa', 'Sedang diperiksa'), ('siap', 'Siap diterapkan'), ('ditolak', 'Tidak dapat dibaca'), ('diterapkan', 'Sedang diterapkan'), ('selesai', 'Sudah diterapkan'), ('dibatalkan', 'Ditarik kembali')], max_length=12)),
                    ('file_names', models.JSONField(default=list)),
                    ('content_sha256', models.CharField(max_length=64)),
                    ('as_reported', models.BooleanField(default=False)),
                    ('endorsed', models.BooleanField(default=False, verbose_name='sudah disahkan')),
                    ('is_example', models.BooleanField(default=False)),
                    ('progress', models.PositiveSmallIntegerField(default=0)),
                    ('step', models.CharField(blank=True, max_length=120)),
                    ('problem', models.TextField(blank=True)),
                    ('counts', models.JSONField(default=dict)),
                    ('uploaded_by', models.BigIntegerField()),
                    ('uploaded_at', models.DateTimeField()),
                    ('heartbeat_at', models.DateTimeField(null=True)),
                    ('applied_at', models.DateTimeField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-uploaded_at'],
                },
            ),
        ]),
    ]
