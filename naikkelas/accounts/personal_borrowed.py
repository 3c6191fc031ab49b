"""What the libraries keep about persons in tables of their own: sign-in, sessions, the queue."""

from naikkelas.lib.personal import (
    WITH_ACCOUNT,
    Basis,
    Catalogue,
    Entry,
    Retention,
    Scrub,
    Table,
)

SESSIONS = Retention("sampai keluar; paling lama 31 hari tanpa dipakai")
TASKS = Retention("30 hari sesudah selesai; terhapus sendiri", 30, "finished_at")

BORROWED: Catalogue = {
    "account.emailaddress": Table(
        public=("id", "verified", "primary"),
        personal=(
            Entry(
                ("user", "email"),
                "pengguna",
                "masuk dengan alamat surel",
                Basis.PUBLIC_TASK,
                WITH_ACCOUNT,
                Scrub.DELETE,
                by="user",
                label="alamat surel untuk masuk",
            ),
        ),
    ),
    "account.emailconfirmation": Table(
        public=("id", "created", "sent"),
        personal=(
            Entry(
                ("email_address", "key"),
                "pengguna",
                "tidak dipakai: tidak ada surel yang dikirim",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.DELETE,
                label="konfirmasi alamat surel",
            ),
        ),
    ),
    "mfa.authenticator": Table(
        public=("id",),
        personal=(
            Entry(
                ("user", "type", "created_at", "last_used_at"),
                "pengguna",
                "langkah kedua saat masuk",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.DELETE,
                by="user",
                label="langkah kedua: jenis, sejak kapan, terakhir dipakai",
            ),
            Entry(
                ("data",),
                "pengguna",
                "rahasia langkah kedua, tersandi",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.DELETE,
                label="rahasia langkah kedua",
            ),
        ),
    ),
    "usersessions.usersession": Table(
        public=("id",),
        personal=(
            Entry(
                ("user", "created_at", "ip", "last_seen_at", "user_agent"),
                "pengguna",
                "menunjukkan perangkat yang masuk, agar dapat dikeluarkan",
                Basis.SECURITY,
                SESSIONS,
                Scrub.DELETE,
                by="user",
                label="perangkat yang masuk: peramban, alamat jaringan, waktu",
            ),
            Entry(
                ("session_key", "data"),
                "pengguna",
                "mengenali sesi perangkat itu",
                Basis.SECURITY,
                SESSIONS,
                Scrub.DELETE,
                label="kunci sesi",
            ),
        ),
    ),
    "sessions.session": Table(
        personal=(
            Entry(
                ("session_key", "session_data", "expire_date"),
                "pengguna",
                "tetap masuk di antara dua halaman",
                Basis.SECURITY,
                SESSIONS,
                Scrub.DELETE,
                label="isi sesi: siapa yang masuk, kapan, sidik PIN",
            ),
        )
    ),
    "socialaccount.socialaccount": Table(
        public=("id",),
        personal=(
            Entry(
                ("user", "provider", "uid", "last_login", "date_joined", "extra_data"),
                "pengguna",
                "masuk dengan akun kantor",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.DELETE,
                by="user",
                label="sambungan ke akun kantor",
            ),
        ),
    ),
    "socialaccount.socialtoken": Table(
        public=("id", "app"),
        personal=(
            Entry(
                ("account", "token", "token_secret", "expires_at"),
                "pengguna",
                "tidak dipakai: tidak ada token yang disimpan",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.DELETE,
                label="token akun kantor",
            ),
        ),
    ),
    "socialaccount.socialapp": Table(
        public=(
            *("id", "provider", "provider_id", "name", "client_id", "secret", "key", "settings"),
        )
    ),
    "django_tasks_database.dbtaskresult": Table(
        public=(
            *("id", "status", "enqueued_at", "started_at", "finished_at", "priority"),
            *("task_path", "worker_ids", "queue_name", "backend_name", "run_after"),
            "exception_class_path",
        ),
        personal=(
            Entry(
                ("args_kwargs", "return_value", "traceback"),
                "pengguna yang memulai pekerjaan, dan orang yang disebut di pesan galat",
                "menjalankan impor dan ekspor di latar belakang",
                Basis.PUBLIC_TASK,
                TASKS,
                Scrub.DELETE,
                label="isi pekerjaan antrean: kunci impor dan akun, pesan galat",
            ),
        ),
    ),
    "auth.permission": Table(public=("id", "name", "content_type", "codename")),
    "auth.group": Table(public=("id", "name")),
    "contenttypes.contenttype": Table(public=("id", "app_label", "model")),
}
"""Label of the model to its table."""
