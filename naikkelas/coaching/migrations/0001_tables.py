"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('coaching', '0001_initial'),
    ]
    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('registry', '0001_tables'),
        ('roadmap', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='PlannedVisit',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('first_day', models.DateField(verbose_name='hari semula')),
                    ('day', models.DateField(verbose_name='hari')),
                    ('state', models.CharField(choices=[('usul', 'Diusulkan'), ('diterima', 'Dijadwalkan'), ('terlaksana', 'Terlaksana'), ('batal', 'Dibatalkan')], default='usul', max_length=10, verbose_name='keadaan')),
                    ('origin', models.CharField(choices=[('usulan', 'Usulan sistem'), ('pendamping', 'Ditambahkan pendamping'), ('kunjungan', 'Disepakati pada kunjungan sebelumnya')], max_length=10, verbose_name='asal')),
                    ('reasons', models.JSONField(default=list, verbose_name='alasan')),
                    ('worth', models.FloatField(null=True, verbose_name='nilai')),
                    ('chance', models.FloatField(null=True, verbose_name='peluang')),
                    ('dropped_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan batal')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_visits', to='registry.kampungkb')),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ],
                options={
                    'ordering': ['day', 'id'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'state', 'day'], name='planned_visit_by_day'), models.Index(fields=['mentor', 'state', 'day'], name='planned_visit_by_mentor')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['usul', 'diterima', 'terlaksana', 'batal'])), name='planned_visit_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'batal'), models.Q(('dropped_reason', ''), _negated=True)), models.Q(models.Q(('state', 'batal'), _negated=True), ('dropped_reason', '')), _connector='OR'), name='planned_visit_dropped_has_its_reason'), models.CheckConstraint(condition=models.Q(('chance__isnull', True), models.Q(('chance__gte', 0), ('chance__lte', 1)), _connector='OR'), name='planned_visit_chance_is_a_chance'), models.UniqueConstraint(condition=models.Q(('state__in', ['usul', 'diterima'])), fields=('kampung', 'mentor', 'day'), name='one_visit_ahead_per_mentor_and_day')],
                },
            ),
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('record', models.UUIDField(editable=False, verbose_name='versi pertama')),
                    ('replaces', models.UUIDField(editable=False, null=True, verbose_name='menggantikan')),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('day', models.DateField(verbose_name='tanggal')),
                    ('kind', models.CharField(choices=[('lapangan', 'Kunjungan lapangan'), ('daring', 'Pendampingan daring')], max_length=10, verbose_name='cara')),
                    ('arrived', models.TimeField(null=True, verbose_name='tiba')),
                    ('left', models.TimeField(null=True, verbose_name='selesai')),
                    ('notes', models.TextField(blank=True, verbose_name='catatan')),
                    ('next_on', models.DateField(null=True, verbose_name='kunjungan berikut')),
                    ('correction', models.CharField(blank=True, max_length=300, verbose_name='alasan perbaikan')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('made_at', models.DateTimeField(null=True, verbose_name='jam pada ponsel')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('withdrawn_by', models.BigIntegerField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan ditarik')),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='registry.kampungkb')),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                    ('planned', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='coaching.plannedvisit')),
                ],
                options={
                    'ordering': ['-day', '-id'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'day'], name='visit_by_kabupaten'), models.Index(fields=['kampung', 'day'], name='visit_by_kampung'), models.Index(fields=['mentor', 'day'], name='visit_by_mentor'), models.Index(fields=['record', 'recorded_at'], name='visit_by_record')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('record',), name='one_standing_version_of_a_visit'), models.UniqueConstraint(condition=models.Q(('replaces__isnull', False)), fields=('replaces',), name='one_visit_replaces_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='visit_withdrawn_with_by_and_reason'), models.CheckConstraint(condition=models.Q(models.Q(('correction', ''), ('replaces__isnull', True)), models.Q(('replaces__isnull', False), models.Q(('correction', ''), _negated=True)), _connector='OR'), name='visit_correction_has_its_reason'), models.CheckConstraint(condition=models.Q(('arrived__isnull', True), ('left__isnull', True), ('left__gte', models.F('arrived')), _connector='OR'), name='visit_leaves_after_it_arrives'), models.CheckConstraint(condition=models.Q(('next_on__isnull', True), ('next_on__gt', models.F('day')), _connector='OR'), name='visit_next_is_later')],
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('what', models.CharField(max_length=300, verbose_name='tindak lanjut')),
                    ('code', models.CharField(blank=True, max_length=60, verbose_name='indikator')),
                    ('owner', models.CharField(choices=[('pokja', 'Pokja'), ('desa', 'Pemerintah desa/kelurahan'), ('kecamatan', 'Kecamatan'), ('skpd', 'SKPD atau mitra'), ('kabupaten', 'Kabupaten')], max_length=10, verbose_name='penanggung jawab')),
                    ('partner_name', models.CharField(blank=True, max_length=120, verbose_name='nama SKPD atau mitra')),
                    ('due_on', models.DateField(verbose_name='tenggat')),
                    ('state', models.CharField(choices=[('terbuka', 'Terbuka'), ('selesai', 'Selesai'), ('batal', 'Dibatalkan')], default='terbuka', max_length=10, verbose_name='keadaan')),
                    ('escalated_to', models.CharField(blank=True, choices=[('pokja', 'Pokja'), ('desa', 'Pemerintah desa/kelurahan'), ('kecamatan', 'Kecamatan'), ('skpd', 'SKPD atau mitra'), ('kabupaten', 'Kabupaten')], max_length=10, verbose_name='dinaikkan ke')),
                    ('escalated_on', models.DateField(null=True, verbose_name='dinaikkan pada')),
                    ('closed_on', models.DateField(null=True, verbose_name='ditutup pada')),
                    ('closed_by', models.BigIntegerField(null=True)),
                    ('closing', models.CharField(blank=True, max_length=500, verbose_name='hasil atau alasan')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='registry.kampungkb')),
                    ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.partner')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followups', to='coaching.visit')),
                ],
                options={
                    'ordering': ['due_on', 'id'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'state', 'due_on'], name='followup_by_day'), models.Index(fields=['kampung', 'state'], name='followup_by_kampung')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['terbuka', 'selesai', 'batal'])), name='followup_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closed_on__isnull', True), ('state', 'terbuka'), ('closing', '')), models.Q(models.Q(('state', 'terbuka'), _negated=True), ('closed_by__isnull', False), ('closed_on__isnull', False), models.Q(('closing', ''), _negated=True)), _connector='OR'), name='followup_closed_with_its_words'), models.CheckConstraint(condition=models.Q(models.Q(('escalated_on__isnull', True), ('escalated_to', '')), models.Q(models.Q(('escalated_to', ''), _negated=True), ('escalated_on__isnull', False)), _connector='OR'), name='followup_escalated_and_since_when_together'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('owner', 'skpd'), _negated=True), ('partner__isnull', True), ('partner_name', '')), models.Q(('owner', 'skpd'), ('partner__isnull', False), ('partner_name', '')), models.Q(('owner', 'skpd'), ('partner__isnull', True), models.Q(('partner_name', ''), _negated=True)), _connector='OR'), name='followup_of_an_office_names_it')],
                },
            ),
            migrations.CreateModel(
                name='FollowUpChange',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('from_state', models.CharField(choices=[('terbuka', 'Terbuka'), ('selesai', 'Selesai'), ('batal', 'Dibatalkan')], max_length=10)),
                    ('to_state', models.CharField(choices=[('terbuka', 'Terbuka'), ('selesai', 'Selesai'), ('batal', 'Dibatalkan')], max_length=10)),
                    ('due_on', models.DateField(verbose_name='tenggat')),
                    ('escalated_to', models.CharField(blank=True, choices=[('pokja', 'Pokja'), ('desa', 'Pemerintah desa/kelurahan'), ('kecamatan', 'Kecamatan'), ('skpd', 'SKPD atau mitra'), ('kabupaten', 'Kabupaten')], max_length=10)),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='catatan')),
                    ('changed_by', models.BigIntegerField()),
                    ('changed_at', models.DateTimeField()),
                    ('followup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='coaching.followup')),
                ],
                options={
                    'ordering': ['changed_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SignOff',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('way', models.CharField(choices=[('akun', 'Disetujui lewat akun Pokja'), ('di_tempat', 'Disetujui di tempat, dicatat pendamping')], max_length=10, verbose_name='cara')),
                    ('role', models.CharField(choices=[('ketua', 'Ketua Pokja'), ('sekretaris', 'Sekretaris Pokja'), ('anggota', 'Anggota Pokja')], max_length=10, verbose_name='jabatan')),
                    ('agrees', models.BooleanField(verbose_name='setuju')),
                    ('remark', models.CharField(blank=True, max_length=300, verbose_name='keterangan')),
                    ('signed_by', models.BigIntegerField()),
                    ('signed_at', models.DateTimeField()),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='coaching.visit')),
                ],
                options={
                    'ordering': ['visit', 'signed_at'],
                    'constraints': [models.UniqueConstraint(fields=('visit', 'way', 'role'), name='one_sign_off_per_visit_way_and_role'), models.CheckConstraint(condition=models.Q(('agrees', True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='sign_off_otherwise_has_its_remark')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                    ('code', models.CharField(blank=True, max_length=60, verbose_name='indikator')),
                    ('text', models.CharField(max_length=500, verbose_name='temuan')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='coaching.visit')),
                ],
                options={
                    'ordering': ['visit', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('visit', 'position'), name='one_finding_per_visit_and_position'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='finding_says_something')],
                },
            ),
            migrations.CreateModel(
                name='VisitCheck',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                    ('kind', models.CharField(choices=[('indikator', 'Indikator yang kurang'), ('langkah', 'Langkah peta jalan'), ('bukti', 'Bukti yang kedaluwarsa'), ('tindak_lanjut', 'Tindak lanjut yang terbuka')], max_length=14, verbose_name='jenis')),
                    ('code', models.CharField(blank=True, max_length=60, verbose_name='kode')),
                    ('words', models.CharField(max_length=400, verbose_name='yang diperiksa')),
                    ('answer', models.CharField(choices=[('sesuai', 'Sesuai'), ('belum', 'Belum'), ('tidak_diperiksa', 'Tidak diperiksa')], max_length=16, verbose_name='hasil')),
                    ('remark', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.evidence')),
                    ('followup', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coaching.followup')),
                    ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmap.step')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='coaching.visit')),
                ],
                options={
                    'ordering': ['visit', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('visit', 'position'), name='one_check_per_visit_and_position'), models.CheckConstraint(condition=models.Q(('answer__in', ['sesuai', 'belum', 'tidak_diperiksa'])), name='visit_check_answer_is_known'), models.CheckConstraint(condition=models.Q(('step__isnull', True), ('kind', 'langkah'), _connector='OR'), name='visit_check_of_a_step_names_it')],
                },
            ),
            migrations.CreateModel(
                name='VisitPhoto',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('record', models.UUIDField(verbose_name='kunjungan')),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('caption', models.CharField(blank=True, max_length=200, verbose_name='keterangan')),
                    ('place', models.PositiveSmallIntegerField(verbose_name='urutan')),
                    ('stored_name', models.CharField(max_length=80)),
                    ('content_type', models.CharField(max_length=60)),
                    ('size', models.IntegerField(verbose_name='ukuran, bita')),
                    ('sha256', models.CharField(max_length=64)),
                    ('sent_sha256', models.CharField(max_length=64)),
                    ('image_hash', models.BigIntegerField(null=True, verbose_name='sidik gambar')),
                    ('taken_on', models.DateField(null=True, verbose_name='tanggal foto')),
                    ('added_by', models.BigIntegerField()),
                    ('added_at', models.DateTimeField()),
                    ('withdrawn_by', models.BigIntegerField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['record', 'place'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('record', 'place'), name='one_visit_photo_per_place'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='visit_photo_withdrawn_and_by_together')],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('assigned_by', models.BigIntegerField()),
                    ('assigned_at', models.DateTimeField()),
                    ('ended_by', models.BigIntegerField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ],
                options={
                    'ordering': ['kampung', 'assigned_at'],
                    'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['kabupaten_code'], name='assignment_by_kabupaten')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('kampung', 'mentor'), name='one_assignment_per_kampung_and_mentor'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='assignment_ended_and_by_together')],
                },
            ),
        ]),
    ]
