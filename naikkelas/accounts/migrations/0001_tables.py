"""The tables of the room."""

import django.db.models.deletion
import naikkelas.lib.ids
from django.conf import settings
from django.db import migrations, models

from naikkelas.lib.migrations import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_rights_follow_the_post'),
        ('accounts', '0003_open_the_posts'),
        ('accounts', '0004_no_rights_on_the_person'),
        ('accounts', '0005_invitations'),
        ('accounts', '0006_shared_memory'),
        ('accounts', '0007_privacy_requests'),
        ('accounts', '0008_count_tries_of_the_pin'),
        ('accounts', '0009_keys_of_phones'),
    ]
    initial = True

    dependencies = [
        ('areas', '0001_tables'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Remembered',
                fields=[
                    ('key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                    ('value', models.TextField()),
                    ('until', models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('username', models.CharField(max_length=60, unique=True, verbose_name='nama pengguna')),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='alamat surel')),
                    ('phone', models.CharField(blank=True, max_length=20, verbose_name='nomor telepon')),
                    ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                    ('scrubbed_at', models.DateTimeField(null=True, verbose_name='data pribadi dihapus pada')),
                ],
                options={
                    'ordering': ['username'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='one_account_per_email'), models.UniqueConstraint(condition=models.Q(('phone', ''), _negated=True), fields=('phone',), name='one_account_per_phone')],
                },
            ),
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('kind', models.CharField(choices=[('skpd', 'SKPD'), ('perusahaan', 'Perusahaan'), ('kampus', 'Perguruan tinggi'), ('masyarakat', 'Kelompok masyarakat'), ('lainnya', 'Lainnya')], max_length=12, verbose_name='jenis')),
                    ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='one_partner_per_name_and_area')],
                },
            ),
            migrations.CreateModel(
                name='PinTries',
                fields=[
                    ('session', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='sidik sesi')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                    ('at', models.DateTimeField(verbose_name='terakhir')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('sistem', 'Sistem'), ('admin', 'Administrator'), ('nasional', 'Pusat'), ('provinsi', 'Provinsi'), ('operator', 'Operator kabupaten'), ('pimpinan', 'Pimpinan'), ('kecamatan', 'Kecamatan'), ('mitra', 'SKPD/mitra'), ('pkb', 'PKB/PLKB'), ('ketua_pokja', 'Ketua Pokja'), ('sekretaris_pokja', 'Sekretaris Pokja'), ('pokja', 'Anggota Pokja'), ('ppdp', 'PPDP/auditor')], max_length=20, verbose_name='peran')),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.partner')),
                ],
                options={
                    'ordering': ['role', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['sistem', 'admin', 'nasional', 'provinsi', 'operator', 'pimpinan', 'kecamatan', 'mitra', 'pkb', 'ketua_pokja', 'sekretaris_pokja', 'pokja', 'ppdp'])), name='post_role_is_known'), models.CheckConstraint(condition=models.Q(('partner__isnull', True), ('role', 'mitra'), _connector='OR'), name='post_of_a_partner_names_it')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, verbose_name='nama')),
                    ('login_name', models.CharField(max_length=254, verbose_name='nama masuk')),
                    ('takes_over', models.BooleanField(default=False, verbose_name='menggantikan pemegang lama')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('invited_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL)),
                    ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.post')),
                ],
                options={
                    'ordering': ['-invited_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_is_accepted_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Holding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateTimeField(verbose_name='sejak')),
                    ('until', models.DateTimeField(null=True, verbose_name='sampai')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='accounts.post')),
                ],
                options={
                    'ordering': ['-since'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('post', 'user'), name='one_open_holding_per_post_and_person'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='holding_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='DeviceToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='nama perangkat')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(verbose_name='dibuat pada')),
                    ('last_used_at', models.DateTimeField(null=True, verbose_name='terakhir dipakai')),
                    ('revoked_at', models.DateTimeField(null=True, verbose_name='dicabut pada')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='device_tokens', to=settings.AUTH_USER_MODEL)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ],
                options={
                    'ordering': ['-made_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('revoked_at__gte', models.F('made_at')), _connector='OR'), name='device_token_is_revoked_after_it_was_made')],
                },
            ),
            migrations.CreateModel(
                name='PostArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateTimeField(verbose_name='sejak')),
                    ('until', models.DateTimeField(null=True, verbose_name='sampai')),
                    ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='accounts.post')),
                ],
                options={
                    'ordering': ['area_id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('post', 'area'), name='one_open_area_per_post'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='post_area_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='PrivacyRequest',
                fields=[
                    ('id', models.UUIDField(default=naikkelas.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('nip', models.CharField(blank=True, max_length=18, verbose_name='NIP')),
                    ('kind', models.CharField(choices=[('akses', 'Salinan data saya'), ('perbaikan', 'Perbaikan data'), ('hapus', 'Penghapusan data'), ('batasi', 'Pembatasan pemakaian')], max_length=10, verbose_name='jenis')),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='keterangan')),
                    ('kabupaten_code', models.CharField(blank=True, max_length=5)),
                    ('opened_at', models.DateTimeField(verbose_name='dibuka')),
                    ('opened_by', models.BigIntegerField()),
                    ('due_at', models.DateTimeField(verbose_name='tenggat')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='selesai')),
                    ('closed_by', models.BigIntegerField(null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('dipenuhi', 'Dipenuhi'), ('sebagian', 'Dipenuhi sebagian'), ('ditolak', 'Ditolak')], max_length=10, verbose_name='hasil')),
                    ('answer', models.CharField(blank=True, max_length=1000, verbose_name='jawaban')),
                    ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['due_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('subject__isnull', False), models.Q(('nip', ''), _negated=True), _connector='OR'), name='privacy_request_is_about_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='privacy_request_closed_with_an_outcome')],
                },
            ),
        ]),
    ]
