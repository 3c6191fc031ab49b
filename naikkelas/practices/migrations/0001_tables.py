"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('practices', '0001_initial'),
        ('practices', '0003_visits_copies_and_competitions'),
    ]
    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('activities', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Competition',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('name', models.CharField(max_length=120, verbose_name='nama lomba')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                    ('instrument', models.CharField(max_length=60, verbose_name='kriteria')),
                    ('opens_on', models.DateField(verbose_name='pendaftaran mulai')),
                    ('closes_on', models.DateField(verbose_name='pendaftaran sampai')),
                    ('state', models.CharField(choices=[('dibuka', 'Pendaftaran dibuka'), ('dinilai', 'Sedang dinilai'), ('diumumkan', 'Diumumkan'), ('dibatalkan', 'Dibatalkan')], default='dibuka', max_length=10, verbose_name='keadaan')),
                    ('words', models.CharField(blank=True, max_length=1000, verbose_name='pengumuman')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('opened_by', models.BigIntegerField()),
                    ('opened_at', models.DateTimeField()),
                    ('announced_by', models.BigIntegerField(null=True)),
                    ('announced_at', models.DateTimeField(null=True, verbose_name='diumumkan pada')),
                ],
                options={
                    'ordering': ['-year', 'name', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'year', 'name'), name='one_competition_per_year_and_name'), models.CheckConstraint(condition=models.Q(('state__in', ['dibuka', 'dinilai', 'diumumkan', 'dibatalkan'])), name='competition_state_is_known'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='competition_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('announced_at__isnull', True), ('announced_by__isnull', True)), models.Q(('announced_at__isnull', False), ('announced_by__isnull', False)), _connector='OR'), name='competition_announced_and_by_together')],
                },
            ),
            migrations.CreateModel(
                name='CompetitionJudge',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('named_by', models.BigIntegerField()),
                    ('named_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('competition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judges', to='practices.competition')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ],
                options={
                    'ordering': ['named_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('competition', 'post'), name='one_judge_per_post')],
                },
            ),
            migrations.CreateModel(
                name='Practice',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('state', models.CharField(choices=[('draf', 'Draf'), ('diajukan', 'Diajukan'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], default='draf', max_length=10, verbose_name='keadaan')),
                    ('number', models.PositiveSmallIntegerField(default=1, verbose_name='versi terbaru')),
                    ('published_number', models.PositiveSmallIntegerField(null=True, verbose_name='versi terbit')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='terbit pada')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('written_by', models.BigIntegerField()),
                    ('written_at', models.DateTimeField()),
                    ('innovation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='registry.inovasi')),
                    ('kampung', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['-written_at', '-id'],
                    'indexes': [models.Index(fields=['kampung', 'state'], name='practice_by_kampung'), models.Index(fields=['kabupaten_code', 'state'], name='practice_by_kabupaten')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draf', 'diajukan', 'terbit', 'ditarik'])), name='practice_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_number__isnull', True)), models.Q(('published_at__isnull', False), ('published_number__isnull', False)), _connector='OR'), name='practice_published_and_since_when_together'), models.CheckConstraint(condition=models.Q(('published_number__isnull', True), ('published_number__lte', models.F('number')), _connector='OR'), name='practice_publishes_a_version_it_has')],
                },
            ),
            migrations.CreateModel(
                name='CompetitionEntry',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('award', models.CharField(blank=True, choices=[('juara', 'Juara'), ('nominasi', 'Nominasi')], max_length=10, verbose_name='penghargaan')),
                    ('feedback', models.CharField(blank=True, max_length=1000, verbose_name='umpan balik')),
                    ('entered_by', models.BigIntegerField()),
                    ('entered_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('competition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='practices.competition')),
                    ('innovation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='registry.inovasi')),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='registry.kampungkb')),
                    ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='practices.practice')),
                ],
                options={
                    'ordering': ['entered_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('competition', 'kampung'), name='one_entry_per_kampung'), models.CheckConstraint(condition=models.Q(models.Q(('innovation__isnull', True), ('practice__isnull', False)), models.Q(('innovation__isnull', False), ('practice__isnull', True)), _connector='OR'), name='entry_is_a_practice_or_an_innovation'), models.CheckConstraint(condition=models.Q(('award__in', ['', 'juara', 'nominasi'])), name='entry_award_is_known')],
                },
            ),
            migrations.CreateModel(
                name='JudgeAnswer',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('measure', models.CharField(max_length=60, verbose_name='kriteria')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='isian ke')),
                    ('value', models.FloatField(null=True, verbose_name='nilai')),
                    ('given_by', models.BigIntegerField()),
                    ('given_at', models.DateTimeField()),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='practices.competitionentry')),
                    ('judge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='practices.competitionjudge')),
                ],
                options={
                    'ordering': ['entry_id', 'judge_id', 'measure', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'judge', 'measure', 'number'), name='one_judge_answer_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Exemplar',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('since', models.DateField(verbose_name='sejak')),
                    ('until', models.DateField(null=True, verbose_name='sampai')),
                    ('reason', models.CharField(max_length=300, verbose_name='alasan')),
                    ('ended_on', models.DateField(null=True, verbose_name='berakhir pada')),
                    ('ended_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan berakhir')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('named_by', models.BigIntegerField()),
                    ('named_at', models.DateTimeField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemplars', to='registry.kampungkb')),
                    ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exemplars', to='practices.practice')),
                ],
                options={
                    'ordering': ['-since', '-id'],
                    'indexes': [models.Index(fields=['kabupaten_code'], name='exemplar_by_kabupaten')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='exemplar_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='exemplar_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='exemplar_end_and_reason_together'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('kampung',), name='one_exemplar_term_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='PracticeAttachment',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('record', models.UUIDField(verbose_name='kegiatan')),
                    ('has_consent', models.BooleanField(default=False, verbose_name='orang di foto setuju')),
                    ('added_by', models.BigIntegerField()),
                    ('added_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='activities.kegiatanphoto')),
                    ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='practices.practice')),
                ],
                options={
                    'ordering': ['added_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('photo__isnull', True), ('has_consent', True), _connector='OR'), name='practice_photo_needs_consent'), models.UniqueConstraint(condition=models.Q(('photo__isnull', False), ('withdrawn_at__isnull', True)), fields=('practice', 'photo'), name='one_practice_attachment_per_photo'), models.UniqueConstraint(condition=models.Q(('photo__isnull', True), ('withdrawn_at__isnull', True)), fields=('practice', 'record'), name='one_practice_attachment_per_activity')],
                },
            ),
            migrations.CreateModel(
                name='PracticeChange',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveSmallIntegerField(verbose_name='versi')),
                    ('from_state', models.CharField(choices=[('draf', 'Draf'), ('diajukan', 'Diajukan'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], max_length=10)),
                    ('to_state', models.CharField(choices=[('draf', 'Draf'), ('diajukan', 'Diajukan'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], max_length=10)),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('changed_by', models.BigIntegerField()),
                    ('changed_at', models.DateTimeField()),
                    ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='practices.practice')),
                ],
                options={
                    'ordering': ['changed_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='PracticeVersion',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveSmallIntegerField(verbose_name='versi')),
                    ('title', models.CharField(max_length=160, verbose_name='judul')),
                    ('problem', models.CharField(max_length=1000, verbose_name='masalah')),
                    ('contact', models.CharField(choices=[('pelindung', 'Pelindung/penanggung jawab'), ('pengarah', 'Pengarah'), ('penasihat', 'Penasihat'), ('ketua', 'Ketua'), ('sekretaris', 'Sekretaris'), ('bendahara', 'Bendahara'), ('koordinator', 'Koordinator seksi'), ('anggota', 'Anggota')], max_length=12, verbose_name='kontak')),
                    ('indicators', models.CharField(max_length=400, verbose_name='indikator')),
                    ('cost', models.BigIntegerField(null=True, verbose_name='biaya')),
                    ('cost_source', models.CharField(blank=True, choices=[('dana_desa', 'Dana desa'), ('apbd', 'APBD'), ('apbn', 'APBN'), ('swadaya', 'Swadaya masyarakat'), ('csr', 'CSR perusahaan'), ('lainnya', 'Sumber lain'), ('tanpa_biaya', 'Tanpa biaya')], max_length=12, verbose_name='sumber biaya')),
                    ('from_on', models.DateField(verbose_name='mulai')),
                    ('until_on', models.DateField(null=True, verbose_name='selesai')),
                    ('saved_by', models.BigIntegerField()),
                    ('saved_at', models.DateTimeField()),
                    ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='practices.practice')),
                ],
                options={
                    'ordering': ['practice_id', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('practice', 'number'), name='one_practice_version_per_number'), models.CheckConstraint(condition=models.Q(('cost__isnull', True), models.Q(('cost__gte', 0), ('cost__lte', 10000000000)), _connector='OR'), name='practice_cost_is_possible'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='practice_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='PracticeStep',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                    ('words', models.CharField(max_length=300, verbose_name='langkah')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='practices.practiceversion')),
                ],
                options={
                    'ordering': ['version_id', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='one_practice_step_per_position')],
                },
            ),
            migrations.CreateModel(
                name='StudyVisit',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('visit_on', models.DateField(verbose_name='tanggal kunjungan')),
                    ('participants', models.PositiveSmallIntegerField(verbose_name='jumlah peserta')),
                    ('purpose', models.CharField(max_length=300, verbose_name='yang ingin dipelajari')),
                    ('state', models.CharField(choices=[('diajukan', 'Menunggu jawaban tuan rumah'), ('disetujui', 'Disetujui'), ('ditolak', 'Tidak dapat diterima'), ('dibatalkan', 'Dibatalkan'), ('selesai', 'Selesai')], default='diajukan', max_length=10, verbose_name='keadaan')),
                    ('answer', models.CharField(blank=True, max_length=300, verbose_name='jawaban tuan rumah')),
                    ('came', models.PositiveSmallIntegerField(null=True, verbose_name='peserta yang datang')),
                    ('report', models.CharField(blank=True, max_length=2000, verbose_name='laporan')),
                    ('changes', models.PositiveSmallIntegerField(default=0)),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('asked_by', models.BigIntegerField()),
                    ('asked_at', models.DateTimeField()),
                    ('answered_by', models.BigIntegerField(null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('closed_by', models.BigIntegerField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('guest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits_made', to='registry.kampungkb')),
                    ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits_received', to='registry.kampungkb')),
                    ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='practices.practice')),
                    ('rkm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='study_visits', to='activities.rkm')),
                ],
                options={
                    'ordering': ['-visit_on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['diajukan', 'disetujui', 'ditolak', 'dibatalkan', 'selesai'])), name='study_visit_state_is_known'), models.CheckConstraint(condition=models.Q(('guest', models.F('host')), _negated=True), name='study_visit_goes_elsewhere'), models.CheckConstraint(condition=models.Q(('participants__gte', 1), ('participants__lte', 500)), name='study_visit_has_participants'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='study_visit_answered_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='study_visit_closed_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'selesai'), _negated=True), models.Q(models.Q(('report', ''), _negated=True), ('came__isnull', False)), _connector='OR'), name='study_visit_done_has_its_report')],
                },
            ),
            migrations.CreateModel(
                name='Replication',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveSmallIntegerField(verbose_name='versi yang ditiru')),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('adopted_on', models.DateField(verbose_name='mulai meniru')),
                    ('stopped_on', models.DateField(null=True, verbose_name='berhenti pada')),
                    ('stopped_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan berhenti')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replications', to='registry.kampungkb')),
                    ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replications', to='practices.practice')),
                    ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replications', to='practices.studyvisit')),
                ],
                options={
                    'ordering': ['-adopted_on', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('stopped_on__isnull', True)), fields=('practice', 'kampung'), name='one_replication_at_work_per_kampung'), models.CheckConstraint(condition=models.Q(models.Q(('stopped_on__isnull', True), ('stopped_reason', '')), models.Q(('stopped_on__isnull', False), models.Q(('stopped_reason', ''), _negated=True)), _connector='OR'), name='replication_stop_and_reason_together'), models.CheckConstraint(condition=models.Q(('stopped_on__isnull', True), ('stopped_on__gte', models.F('adopted_on')), _connector='OR'), name='replication_stops_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='ReplicationStep',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                    ('words', models.CharField(max_length=300, verbose_name='langkah')),
                    ('done_on', models.DateField(null=True, verbose_name='dikerjakan pada')),
                    ('replication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='practices.replication')),
                ],
                options={
                    'ordering': ['replication_id', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('replication', 'position'), name='one_replication_step_per_position')],
                },
            ),
        ]),
    ]
