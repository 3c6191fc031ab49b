"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('roadmap', '0001_initial'),
    ]
    initial = True

    dependencies = [
        ('registry', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='CatalogueVersion',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('number', models.PositiveIntegerField(verbose_name='versi')),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('text', models.TextField(verbose_name='isi (JSON)')),
                    ('sha256', models.CharField(max_length=64)),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('saved_by', models.BigIntegerField()),
                    ('saved_at', models.DateTimeField()),
                    ('instrument', models.CharField(max_length=60, verbose_name='aturan')),
                ],
                options={
                    'ordering': ['kabupaten_code', '-number'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'number'), name='one_catalogueversion_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Means',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('number', models.PositiveIntegerField(verbose_name='versi')),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('text', models.TextField(verbose_name='isi (JSON)')),
                    ('sha256', models.CharField(max_length=64)),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('saved_by', models.BigIntegerField()),
                    ('saved_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'sumber daya dan aturan',
                    'ordering': ['kabupaten_code', '-number'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'number'), name='one_means_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Scenario',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('state', models.CharField(choices=[('menunggu', 'Menunggu giliran'), ('berjalan', 'Sedang dihitung'), ('selesai', 'Selesai'), ('gagal', 'Gagal dihitung')], default='menunggu', max_length=12)),
                    ('instrument', models.CharField(max_length=60, verbose_name='aturan')),
                    ('basis', models.CharField(max_length=16, verbose_name='dasar')),
                    ('cutoff', models.DateField(verbose_name='tanggal hitung')),
                    ('start_year', models.PositiveSmallIntegerField(verbose_name='tahun pertama')),
                    ('years', models.PositiveSmallIntegerField(verbose_name='lama (tahun)')),
                    ('seed', models.PositiveIntegerField(default=0)),
                    ('seconds', models.FloatField(default=8, verbose_name='waktu hitung paling lama (detik)')),
                    ('solver_version', models.CharField(max_length=40)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='mengapa dihitung')),
                    ('proposed_for', models.DateField(null=True, verbose_name='usulan untuk triwulan')),
                    ('worths', models.JSONField(default=dict, verbose_name='percobaan yang melatari peluang')),
                    ('inputs', models.TextField()),
                    ('inputs_sha256', models.CharField(max_length=64)),
                    ('result', models.JSONField(null=True)),
                    ('problem', models.TextField(blank=True, verbose_name='masalah')),
                    ('progress', models.PositiveSmallIntegerField(default=0)),
                    ('step', models.CharField(blank=True, max_length=120)),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('requested_by', models.BigIntegerField()),
                    ('requested_at', models.DateTimeField()),
                    ('heartbeat_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('in_force_since', models.DateTimeField(null=True, verbose_name='berlaku sejak')),
                    ('in_force_by', models.BigIntegerField(null=True)),
                    ('replaced_at', models.DateTimeField(null=True, verbose_name='digantikan pada')),
                    ('catalogue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmap.catalogueversion')),
                    ('means', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmap.means')),
                    ('previous', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmap.scenario')),
                ],
                options={
                    'ordering': ['-requested_at'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'requested_at'], name='scenario_by_kabupaten')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('in_force_since__isnull', False), ('replaced_at__isnull', True)), fields=('kabupaten_code',), name='one_plan_in_force_per_kabupaten'), models.UniqueConstraint(condition=models.Q(('proposed_for__isnull', False)), fields=('kabupaten_code', 'proposed_for'), name='one_proposal_per_kabupaten_and_quarter'), models.CheckConstraint(condition=models.Q(('in_force_since__isnull', True), ('state', 'selesai'), _connector='OR'), name='scenario_in_force_is_done'), models.CheckConstraint(condition=models.Q(models.Q(('in_force_by__isnull', True), ('in_force_since__isnull', True)), models.Q(('in_force_by__isnull', False), ('in_force_since__isnull', False)), _connector='OR'), name='scenario_in_force_and_by_together'), models.CheckConstraint(condition=models.Q(('replaced_at__isnull', True), ('in_force_since__isnull', False), _connector='OR'), name='scenario_replaced_after_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'selesai'), _negated=True), models.Q(('finished_at__isnull', False), ('result__isnull', False)), _connector='OR'), name='scenario_done_has_its_result'), models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='scenario_progress_is_percent')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('action', models.CharField(max_length=60, verbose_name='tindakan')),
                    ('name', models.CharField(max_length=200, verbose_name='nama tindakan')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='urutan')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                    ('quarter', models.PositiveSmallIntegerField(verbose_name='triwulan')),
                    ('planned_for', models.DateField(verbose_name='rencana semula')),
                    ('due_on', models.DateField(verbose_name='tenggat')),
                    ('owner', models.CharField(max_length=120, verbose_name='penanggung jawab')),
                    ('mentor', models.CharField(blank=True, max_length=120, verbose_name='pendamping')),
                    ('days', models.FloatField(default=0, verbose_name='hari pendampingan')),
                    ('seats', models.FloatField(default=0, verbose_name='kursi pelatihan')),
                    ('costs', models.JSONField(default=dict, verbose_name='biaya menurut sumber')),
                    ('state', models.CharField(choices=[('rencana', 'Direncanakan'), ('berjalan', 'Sedang dikerjakan'), ('selesai', 'Selesai, berhasil'), ('gagal', 'Selesai, belum berhasil'), ('batal', 'Dibatalkan')], default='rencana', max_length=10, verbose_name='keadaan')),
                    ('changed_at', models.DateTimeField()),
                    ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.evidence')),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='registry.kampungkb')),
                    ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='roadmap.scenario')),
                ],
                options={
                    'ordering': ['due_on', 'position'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'state', 'due_on'], name='step_by_day'), models.Index(fields=['kampung', 'state'], name='step_by_kampung')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='step_quarter_is_a_quarter'), models.CheckConstraint(condition=models.Q(('days__gte', 0), ('seats__gte', 0)), name='step_amounts_not_negative'), models.CheckConstraint(condition=models.Q(('state__in', ['rencana', 'berjalan', 'selesai', 'gagal', 'batal'])), name='step_state_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('action', models.CharField(max_length=60, verbose_name='tindakan')),
                    ('instrument', models.CharField(max_length=60, verbose_name='aturan')),
                    ('outcome', models.CharField(choices=[('berhasil', 'Berhasil'), ('gagal', 'Belum berhasil')], max_length=10, verbose_name='hasil')),
                    ('happened_on', models.DateField(verbose_name='tanggal')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                    ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='roadmap.step')),
                ],
                options={
                    'ordering': ['-happened_on', '-recorded_at'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'action'], name='attempt_by_action')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('step__isnull', False)), fields=('step',), name='one_attempt_per_step'), models.CheckConstraint(condition=models.Q(('outcome__in', ['berhasil', 'gagal'])), name='attempt_outcome_is_known')],
                },
            ),
            migrations.CreateModel(
                name='StepChange',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('from_state', models.CharField(choices=[('rencana', 'Direncanakan'), ('berjalan', 'Sedang dikerjakan'), ('selesai', 'Selesai, berhasil'), ('gagal', 'Selesai, belum berhasil'), ('batal', 'Dibatalkan')], max_length=10)),
                    ('to_state', models.CharField(choices=[('rencana', 'Direncanakan'), ('berjalan', 'Sedang dikerjakan'), ('selesai', 'Selesai, berhasil'), ('gagal', 'Selesai, belum berhasil'), ('batal', 'Dibatalkan')], max_length=10)),
                    ('due_on', models.DateField(verbose_name='tenggat')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('changed_by', models.BigIntegerField()),
                    ('changed_at', models.DateTimeField()),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='roadmap.step')),
                ],
                options={
                    'ordering': ['changed_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Lock',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                    ('wish', models.CharField(choices=[('harus', 'Harus dikerjakan'), ('jangan', 'Jangan dikerjakan')], max_length=8, verbose_name='kunci')),
                    ('reason', models.CharField(max_length=300, verbose_name='alasan')),
                    ('set_by', models.BigIntegerField()),
                    ('set_at', models.DateTimeField()),
                    ('lifted_by', models.BigIntegerField(null=True)),
                    ('lifted_at', models.DateTimeField(null=True)),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['year', 'kampung'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('kampung', 'year'), name='one_lock_per_kampung_and_year'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='lock_lifted_and_by_together')],
                },
            ),
        ]),
    ]
