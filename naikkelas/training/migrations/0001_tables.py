"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
import naikkelas.training.models.results
import naikkelas.training.models.sessions
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('training', '0001_initial'),
    ]
    initial = True

    dependencies = [
        ('areas', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='CurriculumVersion',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('code', models.SlugField(db_index=False, max_length=40, verbose_name='kode')),
                    ('number', models.PositiveIntegerField(verbose_name='versi')),
                    ('name', models.CharField(max_length=160, verbose_name='nama')),
                    ('text', models.TextField(verbose_name='isi (JSON)')),
                    ('sha256', models.CharField(max_length=64)),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('is_own', models.BooleanField(default=False, verbose_name='buatan kabupaten')),
                    ('saved_by', models.BigIntegerField()),
                    ('saved_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['kabupaten_code', 'code', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'code', 'number'), name='one_curriculum_per_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='curriculum_counts_from_one')],
                },
            ),
            migrations.CreateModel(
                name='TrainingSession',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('starts_on', models.DateField(verbose_name='hari pertama')),
                    ('ends_on', models.DateField(verbose_name='hari terakhir')),
                    ('starts', models.TimeField(verbose_name='mulai')),
                    ('ends', models.TimeField(verbose_name='selesai')),
                    ('time_zone', models.CharField(max_length=40)),
                    ('place', models.CharField(max_length=160, verbose_name='tempat')),
                    ('trainer', models.CharField(blank=True, max_length=160, verbose_name='pelatih')),
                    ('seats', models.PositiveSmallIntegerField(verbose_name='kursi')),
                    ('taken', models.PositiveSmallIntegerField(default=0, verbose_name='kursi terisi')),
                    ('cost', models.PositiveBigIntegerField(null=True, verbose_name='biaya (rupiah)')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('planned_by', models.BigIntegerField()),
                    ('planned_at', models.DateTimeField()),
                    ('cancelled_by', models.BigIntegerField(null=True)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('cancelled_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan batal')),
                    ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                    ('curriculum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='training.curriculumversion')),
                ],
                options={
                    'ordering': ['-starts_on', '-id'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'starts_on'], name='session_by_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='session_ends_on_or_after_its_first_day'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='session_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('seats__gte', 1), ('taken__lte', models.F('seats'))), name='session_is_never_overbooked'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True), ('cancelled_reason', '')), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), models.Q(('cancelled_reason', ''), _negated=True)), _connector='OR'), name='session_cancelled_at_and_by_together')],
                },
            ),
            migrations.CreateModel(
                name='SessionInvitation',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='karena')),
                    ('invited_by', models.BigIntegerField()),
                    ('invited_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                    ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='training.trainingsession')),
                ],
                options={
                    'ordering': ['invited_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('session', 'kampung'), name='one_standing_invitation_per_kampung')],
                },
            ),
            migrations.CreateModel(
                name='Participant',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('state', models.CharField(choices=[('terdaftar', 'Terdaftar'), ('menunggu', 'Daftar tunggu'), ('batal', 'Batal')], max_length=10, verbose_name='keadaan')),
                    ('seat', models.PositiveSmallIntegerField(null=True, verbose_name='kursi')),
                    ('seed', models.CharField(default=naikkelas.training.models.sessions.new_seed, max_length=32)),
                    ('registered_by', models.BigIntegerField()),
                    ('registered_at', models.DateTimeField()),
                    ('cancelled_by', models.BigIntegerField(null=True)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('kader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kader')),
                    ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='training.trainingsession')),
                ],
                options={
                    'ordering': ['registered_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'batal'), _negated=True), fields=('session', 'kader'), name='one_place_per_kader_and_session'), models.UniqueConstraint(condition=models.Q(('seat__isnull', False)), fields=('session', 'seat'), name='one_person_per_seat'), models.CheckConstraint(condition=models.Q(models.Q(('seat__gte', 1), ('state', 'terdaftar')), models.Q(models.Q(('state', 'terdaftar'), _negated=True), ('seat__isnull', True)), _connector='OR'), name='participant_with_a_seat_is_registered'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False), ('state', 'batal')), models.Q(models.Q(('state', 'batal'), _negated=True), ('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), _connector='OR'), name='participant_cancelled_at_and_by_together')],
                },
            ),
            migrations.CreateModel(
                name='Certificate',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                    ('serial', models.PositiveIntegerField(verbose_name='nomor urut')),
                    ('token', models.CharField(default=naikkelas.training.models.results.new_token, max_length=32, unique=True)),
                    ('issued_on', models.DateField(verbose_name='diterbitkan')),
                    ('hours', models.PositiveSmallIntegerField(verbose_name='jam pelajaran')),
                    ('score', models.PositiveSmallIntegerField(verbose_name='nilai')),
                    ('made_training', models.BooleanField(default=True)),
                    ('issued_by', models.BigIntegerField()),
                    ('issued_at', models.DateTimeField()),
                    ('revoked_by', models.BigIntegerField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='dicabut')),
                    ('revoked_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan dicabut')),
                    ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kadertraining')),
                    ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.participant')),
                ],
                options={
                    'ordering': ['-year', '-serial'],
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'year', 'serial'), name='one_certificate_per_number'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('participant',), name='one_standing_certificate_per_participant'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True), ('revoked_reason', '')), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='certificate_revoked_at_by_and_why_together'), models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='certificate_score_is_a_percentage')],
                },
            ),
            migrations.CreateModel(
                name='Presence',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('day', models.DateField(verbose_name='hari')),
                    ('way', models.CharField(choices=[('centang', 'Dicentang'), ('kode', 'Kode QR')], max_length=8, verbose_name='cara')),
                    ('noted_by', models.BigIntegerField()),
                    ('noted_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presence', to='training.participant')),
                ],
                options={
                    'ordering': ['day', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('participant', 'day'), name='one_presence_per_participant_and_day')],
                },
            ),
            migrations.CreateModel(
                name='TestSitting',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('kind', models.CharField(choices=[('pra', 'Tes awal'), ('pasca', 'Tes akhir')], max_length=5, verbose_name='jenis')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='percobaan ke')),
                    ('drawn', models.JSONField(verbose_name='soal yang diundi')),
                    ('answers', models.JSONField(verbose_name='jawaban')),
                    ('right', models.PositiveSmallIntegerField(verbose_name='benar')),
                    ('asked', models.PositiveSmallIntegerField(verbose_name='soal')),
                    ('way', models.CharField(choices=[('daring', 'Daring'), ('hp', 'Aplikasi di HP')], max_length=6, verbose_name='cara')),
                    ('made_at', models.DateTimeField(null=True, verbose_name='menurut jam HP')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='training.participant')),
                ],
                options={
                    'ordering': ['recorded_at', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('participant', 'kind', 'number'), name='one_sitting_per_kind_and_number'), models.CheckConstraint(condition=models.Q(('asked__gte', 1), ('number__gte', 1), ('right__lte', models.F('asked'))), name='sitting_has_no_more_right_than_asked')],
                },
            ),
        ]),
    ]
