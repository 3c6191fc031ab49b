"""What this room keeps about persons: accounts, who holds which post, invitations, requests."""

from naikkelas.accounts.personal_borrowed import BORROWED as BORROWED
from naikkelas.lib.personal import (
    WITH_ACCOUNT,
    WITH_ARCHIVE,
    Basis,
    Catalogue,
    Entry,
    Retention,
    Scrub,
    Table,
    author,
)

CATALOGUE: Catalogue = {
    "user": Table(
        public=("is_active", "scrubbed_at"),
        personal=(
            Entry(
                ("id",),
                "pengguna",
                "menghubungkan jejak dan jabatan dengan satu orang",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.KEEP,
                by="id",
                label="kunci akun",
            ),
            Entry(
                ("username", "name"),
                "pengguna",
                "mengenali siapa yang memegang jabatan",
                Basis.PUBLIC_TASK,
                WITH_ACCOUNT,
                Scrub.PSEUDONYM,
                by="id",
            ),
            Entry(
                ("email", "phone"),
                "pengguna",
                "masuk dan dihubungi tentang pekerjaan",
                Basis.PUBLIC_TASK,
                WITH_ACCOUNT,
                Scrub.EMPTY,
                by="id",
            ),
            Entry(
                ("password",),
                "pengguna",
                "memastikan bahwa yang masuk adalah orangnya",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.EMPTY,
                label="sidik kata sandi",
            ),
            Entry(
                ("last_login",),
                "pengguna",
                "menemukan akun yang tidak dipakai lagi",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.EMPTY,
                by="id",
                label="waktu masuk terakhir",
            ),
        ),
    ),
    "partner": Table(public=("id", "name", "kind", "area")),
    "post": Table(public=("id", "role", "partner", "opened_at", "closed_at")),
    "postarea": Table(public=("id", "post", "area", "since", "until")),
    "holding": Table(
        public=("id", "post"),
        personal=(
            Entry(
                ("user", "since", "until"),
                "pengguna",
                "hak mengikuti jabatan, dan tahu siapa memegangnya kapan",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
                by="user",
                label="jabatan yang dipegang",
            ),
        ),
    ),
    "invitation": Table(
        public=(
            *("id", "post", "takes_over", "invited_at", "expires_at", "accepted_at"),
            *("withdrawn_at", "token_hash"),
        ),
        personal=(
            Entry(
                ("name", "login_name"),
                "orang yang diundang",
                "mengundang satu orang ke satu jabatan",
                Basis.PUBLIC_TASK,
                Retention("90 hari sesudah undangannya habis", 90, "expires_at"),
                Scrub.PSEUDONYM,
                by="accepted_by",
                or_by="login_name",
                label="nama dan nama masuk orang yang diundang",
            ),
            author("accepted_by"),
            author("invited_by"),
        ),
    ),
    "remembered": Table(
        personal=(
            Entry(
                ("key", "value", "until"),
                "pengguna",
                "membatasi percobaan masuk dan menolak kode yang sudah dipakai",
                Basis.SECURITY,
                Retention("menit sampai hari; terhapus sendiri", 7, "until"),
                Scrub.DELETE,
                label="hitungan percobaan masuk",
            ),
        )
    ),
    "pintries": Table(
        personal=(
            Entry(
                ("session", "user", "tries", "at"),
                "pengguna",
                "mengunci PIN sesudah lima kali salah",
                Basis.SECURITY,
                Retention("paling lama 31 hari; terhapus sendiri", 31, "at"),
                Scrub.DELETE,
                by="user",
                label="hitungan percobaan PIN satu perangkat",
            ),
        )
    ),
    "devicetoken": Table(
        public=("id", "post", "token_hash", "revoked_at"),
        personal=(
            Entry(
                ("name", "last_used_at"),
                "pengguna",
                "mengenali ponsel mana yang memakai kunci, dan mencabutnya bila hilang",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.EMPTY,
                by="user",
                label="nama dan pemakaian terakhir ponsel yang memakai kunci",
            ),
            author("user", "made_at"),
        ),
    ),
    "apitoken": Table(
        public=(
            *("id", "post", "scopes", "is_whole_post", "area_code", "token_hash", "expires_at"),
            "revoked_at",
        ),
        personal=(
            Entry(
                ("name", "last_used_at"),
                "pengguna",
                "mengenali program mana yang memakai kunci, dan mencabutnya bila bocor",
                Basis.SECURITY,
                WITH_ACCOUNT,
                Scrub.EMPTY,
                by="user",
                label="nama dan pemakaian terakhir program yang memakai kunci API",
            ),
            author("user", "made_at"),
        ),
    ),
    "privacyrequest": Table(
        public=("id", "kind", "kabupaten_code", "opened_at", "due_at", "closed_at", "outcome"),
        personal=(
            Entry(
                ("subject", "nip", "note", "answer"),
                "orang yang meminta",
                "menjawab permintaan dalam 3×24 jam",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.KEEP,
                by="subject",
                label="permintaan data pribadi dan jawabannya",
            ),
            author("opened_by"),
            author("closed_by"),
        ),
    ),
}
