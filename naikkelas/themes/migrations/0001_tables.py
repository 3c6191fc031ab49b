"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('themes', '0001_themes_as_data'),
    ]
    initial = True

    dependencies = [
        ('registry', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='CriterionAnswer',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('criterion', models.CharField(max_length=60, verbose_name='kriteria')),
                    ('value', models.FloatField(null=True, verbose_name='jawaban')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('replaced_at', models.DateTimeField(null=True, verbose_name='digantikan pada')),
                    ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.evidence', verbose_name='bukti')),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['kampung_id', 'criterion', '-recorded_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('replaced_at__isnull', True)), fields=['kabupaten_code', 'criterion'], name='answer_by_kabupaten')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('kampung', 'criterion'), name='one_current_answer_per_criterion')],
                },
            ),
            migrations.CreateModel(
                name='AnswerCheck',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('is_right', models.BooleanField(verbose_name='sesuai')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='yang perlu diperbaiki')),
                    ('checked_by', models.BigIntegerField()),
                    ('checked_at', models.DateTimeField()),
                    ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='themes.criterionanswer')),
                ],
                options={
                    'ordering': ['-checked_at', '-id'],
                    'indexes': [models.Index(fields=['answer', 'checked_at'], name='answer_check_by_answer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('is_right', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='answer_check_doubt_has_its_reason')],
                },
            ),
            migrations.CreateModel(
                name='ThemeEdition',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('code', models.CharField(max_length=40, verbose_name='kode')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='versi')),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('body', models.CharField(max_length=120, verbose_name='lembaga penanggung jawab')),
                    ('skpd', models.CharField(max_length=120, verbose_name='SKPD')),
                    ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='dasar hukum')),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='sumber')),
                    ('status', models.CharField(max_length=10, verbose_name='status kriteria')),
                    ('instrument', models.CharField(max_length=60, verbose_name='instrumen')),
                    ('levels', models.CharField(blank=True, max_length=300, verbose_name='tingkat')),
                    ('is_closed', models.BooleanField(default=False, verbose_name='tidak dipakai lagi')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('saved_by', models.BigIntegerField()),
                    ('saved_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['kabupaten_code', 'code', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('kabupaten_code', 'code', 'number'), name='one_theme_edition_per_number'), models.CheckConstraint(condition=models.Q(('status__in', ['resmi', 'sebagian', 'sendiri'])), name='theme_edition_status_is_known')],
                },
            ),
            migrations.CreateModel(
                name='ThemeMembership',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('theme', models.CharField(max_length=40, verbose_name='tema')),
                    ('since', models.DateField(null=True, verbose_name='sejak')),
                    ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor SK')),
                    ('decree_date', models.DateField(null=True, verbose_name='tanggal SK')),
                    ('until', models.DateField(null=True, verbose_name='sampai')),
                    ('until_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan berhenti')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.evidence', verbose_name='berkas SK')),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['kampung_id', 'theme', 'recorded_at', 'id'],
                    'indexes': [models.Index(fields=['kabupaten_code', 'theme'], name='theme_membership_by_theme')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True), ('withdrawn_at__isnull', True)), fields=('kampung', 'theme'), name='one_membership_per_kampung_and_theme'), models.CheckConstraint(condition=models.Q(models.Q(('until__isnull', True), ('until_reason', '')), models.Q(('until__isnull', False), models.Q(('until_reason', ''), _negated=True)), _connector='OR'), name='theme_membership_until_and_reason_together'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='theme_membership_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='ThemeAward',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('level', models.CharField(max_length=60, verbose_name='tingkat')),
                    ('awarded_on', models.DateField(verbose_name='ditetapkan pada')),
                    ('decree_number', models.CharField(blank=True, max_length=120, verbose_name='nomor SK')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='themes.thememembership')),
                ],
                options={
                    'ordering': ['-awarded_on', '-recorded_at', '-id'],
                    'indexes': [models.Index(fields=['membership', 'awarded_on'], name='theme_award_by_membership')],
                },
            ),
        ]),
    ]
