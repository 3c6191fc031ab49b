"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_tables'),
        ('registry', '0008_no_step_is_replaced_or_truncated'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='RenderedPage',
                fields=[
                    ('key', models.CharField(max_length=200, primary_key=True, serialize=False)),
                    ('scope', models.CharField(blank=True, max_length=5, verbose_name='kabupaten')),
                    ('body', models.BinaryField()),
                    ('content_type', models.CharField(max_length=60)),
                    ('status', models.SmallIntegerField()),
                    ('etag', models.CharField(max_length=40)),
                    ('floor', models.DateTimeField()),
                    ('seen', models.IntegerField()),
                    ('day', models.DateField()),
                    ('rendered_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='FormerAddress',
                fields=[
                    ('slug', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='alamat lama')),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('left_at', models.DateTimeField(verbose_name='diganti pada')),
                    ('left_by', models.BigIntegerField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_addresses', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['-left_at'],
                },
            ),
            migrations.CreateModel(
                name='Site',
                fields=[
                    ('kampung', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='site', serialize=False, to='registry.kampungkb')),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('slug', models.CharField(max_length=60, null=True, unique=True, verbose_name='alamat')),
                    ('domain', models.CharField(max_length=120, null=True, unique=True, verbose_name='domain')),
                    ('theme', models.CharField(choices=[('tanah', 'Tanah'), ('laut', 'Laut'), ('kebun', 'Kebun')], default='tanah', max_length=12, verbose_name='tampilan')),
                    ('has_english', models.BooleanField(default=True, verbose_name='tersedia dalam bahasa Inggris')),
                    ('local_name', models.CharField(blank=True, max_length=120, verbose_name='nama setempat')),
                    ('taken_down_at', models.DateTimeField(null=True, verbose_name='diturunkan pada')),
                    ('taken_down_by', models.BigIntegerField(null=True)),
                    ('taken_down_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan diturunkan')),
                    ('changed_by', models.BigIntegerField()),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['kampung_id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_down_at__isnull', True), ('taken_down_by__isnull', True), ('taken_down_reason', '')), models.Q(('taken_down_at__isnull', False), ('taken_down_by__isnull', False), models.Q(('taken_down_reason', ''), _negated=True)), _connector='OR'), name='site_taken_down_with_who_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('slug__isnull', True), models.Q(('slug', ''), _negated=True), _connector='OR'), models.Q(('domain__isnull', True), models.Q(('domain', ''), _negated=True), _connector='OR')), name='site_address_is_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='SiteText',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('kind', models.CharField(choices=[('kabar', 'Kabar'), ('sambutan', 'Sambutan di beranda'), ('profil', 'Cerita kampung'), ('potensi', 'Potensi dan produk'), ('dokumen', 'Dokumen')], max_length=10, verbose_name='jenis')),
                    ('state', models.CharField(choices=[('draf', 'Draf'), ('diajukan', 'Menunggu PKB'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], default='draf', max_length=10, verbose_name='keadaan')),
                    ('number', models.PositiveIntegerField(default=1, verbose_name='versi')),
                    ('published_number', models.PositiveIntegerField(null=True, verbose_name='versi yang terbit')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='terbit pada')),
                    ('first_published_at', models.DateTimeField(null=True, verbose_name='pertama terbit pada')),
                    ('is_example', models.BooleanField(default=False, verbose_name='contoh')),
                    ('written_by', models.BigIntegerField()),
                    ('written_at', models.DateTimeField()),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_texts', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['-written_at', '-id'],
                    'indexes': [models.Index(condition=models.Q(('state', 'diajukan')), fields=['kabupaten_code', 'state'], name='site_texts_waiting')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'kabar'), _negated=True), fields=('kampung', 'kind'), name='one_text_per_page_of_a_site'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_number__isnull', True)), models.Q(('published_at__isnull', False), ('published_number__isnull', False)), _connector='OR'), name='site_text_published_at_and_number_together')],
                },
            ),
            migrations.CreateModel(
                name='SiteTextChange',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(verbose_name='versi')),
                    ('from_state', models.CharField(choices=[('draf', 'Draf'), ('diajukan', 'Menunggu PKB'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], max_length=10)),
                    ('to_state', models.CharField(choices=[('draf', 'Draf'), ('diajukan', 'Menunggu PKB'), ('terbit', 'Terbit'), ('ditarik', 'Ditarik')], max_length=10)),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='catatan')),
                    ('changed_by', models.BigIntegerField()),
                    ('changed_at', models.DateTimeField()),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='publicsite.sitetext')),
                ],
                options={
                    'ordering': ['-changed_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='SiteTextVersion',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(verbose_name='versi')),
                    ('title', models.CharField(max_length=160, verbose_name='judul')),
                    ('body', models.TextField(verbose_name='isi')),
                    ('restores', models.PositiveIntegerField(null=True, verbose_name='mengembalikan versi')),
                    ('saved_by', models.BigIntegerField()),
                    ('saved_at', models.DateTimeField()),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='publicsite.sitetext')),
                ],
                options={
                    'ordering': ['text_id', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('text', 'number'), name='one_site_text_version')],
                },
            ),
            migrations.CreateModel(
                name='Aspiration',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('words', models.CharField(blank=True, max_length=1000, verbose_name='aspirasi')),
                    ('contact', models.CharField(blank=True, max_length=60, verbose_name='cara menghubungi')),
                    ('state', models.CharField(choices=[('baru', 'Menunggu dibaca'), ('tampil', 'Ditampilkan dengan jawaban'), ('dijawab', 'Dijawab, tidak ditampilkan'), ('ditolak', 'Tidak ditampilkan')], default='baru', max_length=8, verbose_name='keadaan')),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='jawaban')),
                    ('received_at', models.DateTimeField(verbose_name='diterima pada')),
                    ('settled_by', models.BigIntegerField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('kampung', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='aspirations', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['-received_at', '-id'],
                    'indexes': [models.Index(fields=['kampung', 'state', 'received_at'], name='aspirations_by_kampung')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True), ('state', 'baru')), models.Q(models.Q(('state', 'baru'), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='aspiration_settled_at_and_by_together'), models.CheckConstraint(condition=models.Q(('state', 'baru'), ('contact', ''), _connector='OR'), name='settled_aspiration_keeps_no_contact')],
                },
            ),
            migrations.CreateModel(
                name='PhotoRelease',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('faces', models.CharField(choices=[('tanpa', 'Tidak ada orang yang dapat dikenali'), ('dewasa', 'Hanya orang dewasa, dan semuanya setuju'), ('anak', 'Ada anak, orang tua atau walinya memberi izin tertulis')], max_length=8, verbose_name='siapa yang terlihat')),
                    ('folder', models.CharField(max_length=60)),
                    ('width', models.PositiveIntegerField(verbose_name='lebar')),
                    ('height', models.PositiveIntegerField(verbose_name='tinggi')),
                    ('widths', models.CharField(max_length=60, verbose_name='ukuran yang ada')),
                    ('colour', models.CharField(max_length=7, verbose_name='warna')),
                    ('released_by', models.BigIntegerField()),
                    ('released_at', models.DateTimeField()),
                    ('withdrawn_by', models.BigIntegerField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('kampung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.kampungkb')),
                    ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='activities.kegiatanphoto')),
                ],
                options={
                    'ordering': ['released_at', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('photo',), name='one_standing_release_per_photo'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='release_withdrawn_at_and_by_together')],
                },
            ),
            migrations.CreateModel(
                name='SiteContact',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kabupaten_code', models.CharField(max_length=5)),
                    ('number', models.CharField(blank=True, max_length=20, verbose_name='nomor WhatsApp')),
                    ('label', models.CharField(max_length=60, verbose_name='jabatan yang menjawab')),
                    ('how', models.CharField(choices=[('tertulis', 'Tertulis (formulir ditandatangani)'), ('lisan', 'Lisan, disaksikan pengurus'), ('pesan', 'Pesan di telepon')], max_length=8, verbose_name='cara setuju')),
                    ('given_on', models.DateField(verbose_name='disetujui pada')),
                    ('recorded_by', models.BigIntegerField()),
                    ('recorded_at', models.DateTimeField()),
                    ('withdrawn_by', models.BigIntegerField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='ditarik pada')),
                    ('kampung', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='site_contacts', to='registry.kampungkb')),
                ],
                options={
                    'ordering': ['-recorded_at', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('kampung',), name='one_standing_contact_per_site'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('number', ''), _connector='OR'), name='withdrawn_contact_keeps_no_number')],
                },
            ),
        ]),
    ]
