"""What this room keeps about persons: the companion of a kampung, who sent and verified, evidence.

The figures of a report are counts of a kampung, not of a person; where a small count goes out to
the public it is suppressed (`lib.suppression`).
"""

from django.db.models import Q
from django.utils import timezone

from naikkelas.accounts.models import PostArea, Role, User
from naikkelas.lib.personal import (
    WITH_ARCHIVE,
    Basis,
    Catalogue,
    Class,
    Entry,
    Person,
    Retention,
    Scrub,
    Table,
    author,
)
from naikkelas.registry.models import Kader, KampungKB, Profil, ReportDraft
from naikkelas.registry.rules.schema import KKBPK, PENDUDUK, PROFIL, Form

_VERSION = (
    *("id", "kampung", "kabupaten_code", "source_id", "tahun", "bulan", "tanggal_isi", "marked"),
    *("state", "endorsed_at", "broken_rules", "doubts", "row_hash", "batch_id", "recorded_at"),
    "withdrawn_at",
)
_TEXT_OF_OFFICIALS = Entry(
    ("reason",),
    "orang yang disebut dalam teks bebas",
    "menjelaskan mengapa angka yang sudah diterima diperbaiki",
    Basis.RECORD,
    WITH_ARCHIVE,
    Scrub.BY_HAND,
)


def _figures(form: Form) -> tuple[str, ...]:
    return tuple(field.name for field in form.fields if not field.personal)


def _report(form: Form, *entries: Entry) -> Table:
    return Table(
        public=(*_VERSION, *_figures(form)),
        personal=(author("recorded_by"), _TEXT_OF_OFFICIALS, *entries),
    )


COMPANION = Entry(
    tuple(field.name for field in PROFIL.fields if field.personal),
    "PKB/PLKB dan pendamping kampung",
    "tahu siapa yang mendampingi kampung dan dapat menghubunginya",
    Basis.PUBLIC_TASK,
    WITH_ARCHIVE,
    Scrub.EMPTY,
    by="plkb_nip",
    identity="nip",
    label="NIP, nama, dan kontak pendamping",
)

WHILE_SERVING = Retention(
    "selama bertugas; nama dan telepon dikosongkan setelah 2 tahun berhenti",
    730,
    "left_on",
    unless="scrubbed_at",
)
_PEOPLE_OF_THE_KAMPUNG = "pengurus Pokja, kader, dan pengelola kelompok"


def _kader(columns: tuple[str, ...], purpose: str, label: str, scrub: Scrub = Scrub.EMPTY) -> Entry:
    """Columns of a person of a kampung; found by the account, where the person has one."""
    basis = Basis.PUBLIC_TASK
    whose = _PEOPLE_OF_THE_KAMPUNG
    return Entry(columns, whose, purpose, basis, WHILE_SERVING, scrub, by="account", label=label)


def _lasting(*own: str, free: tuple[str, ...] = ()) -> Table:
    """A record that begins and may stop, with the person who is responsible for it."""
    common = ("id", "kampung", "kabupaten_code", "since", "stopped_on", "recorded_at")
    return Table(
        public=(*common, "withdrawn_at", *own),
        personal=(
            Entry(
                ("kader",),
                _PEOPLE_OF_THE_KAMPUNG,
                "tahu siapa yang bertanggung jawab",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="penanggung jawab kelompok dan inovasi",
            ),
            Entry(
                ("stopped_reason", *free),
                "orang yang disebut dalam teks bebas",
                "menceritakan kelompok atau inovasi, dan mengapa berhenti",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
            author("recorded_by"),
        ),
    )


CATALOGUE: Catalogue = {
    "kelompok": _lasting("kind", "decree", "members", "last_met_on", free=("nama",)),
    "inovasi": _lasting("is_youth_led", free=("title", "problem", "what")),
    "paststop": Table(
        public=("id", "kampung", "kabupaten_code", "record", "stopped_on", "resumed_at"),
        personal=(
            Entry(
                ("reason",),
                "orang yang disebut dalam teks bebas",
                "menceritakan mengapa kelompok atau inovasi pernah berhenti",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
            author("resumed_by"),
        ),
    ),
    "datakustanding": Table(
        public=(
            *("id", "kelompok", "kabupaten_code", "sk_struktur", "orientasi", "sarana"),
            *("jenis_data", "penyajian", "pemanfaatan", "noted_on", "recorded_at"),
            "withdrawn_at",
        ),
        personal=(author("recorded_by"),),
    ),
    "kader": Table(
        public=(*("id", "kampung", "kabupaten_code", "added_at", "left_on", "scrubbed_at"),),
        personal=(
            _kader(
                ("name",),
                "tahu siapa yang memegang jabatan Pokja dan kelompok; ke situs hanya dengan izin",
                "nama pengurus dan kader",
                Scrub.PSEUDONYM,
            ),
            _kader(("phone",), "menghubungi pengurus dan kader", "telepon pengurus dan kader"),
            _kader(
                ("sex", "age_band", "age_noted"),
                "menghitung bagian perempuan dan pemuda; tanggal lahir tidak dicatat",
                "jenis kelamin dan kelompok umur",
                Scrub.KEEP,
            ),
            _kader(("account",), "menghubungkan kader dengan akunnya", "akun kader", Scrub.KEEP),
            author("added_by"),
        ),
    ),
    "kaderconsent": Table(
        public=("id", "kabupaten_code", "purpose", "recorded_at"),
        personal=(
            Entry(
                ("kader", "how", "given_on", "withdrawn_at"),
                _PEOPLE_OF_THE_KAMPUNG,
                "membuktikan izin menampilkan nama dan foto, dan kapan izin itu ditarik",
                Basis.CONSENT,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="izin pengurus dan kader",
            ),
            author("recorded_by"),
            author("withdrawn_by"),
        ),
    ),
    "kadertraining": Table(
        public=(
            *("id", "kabupaten_code", "name", "organiser", "held_on", "hours", "recorded_at"),
            "withdrawn_at",
        ),
        personal=(
            Entry(
                ("kader",),
                _PEOPLE_OF_THE_KAMPUNG,
                "tahu siapa yang sudah dilatih dan siapa yang belum",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="riwayat pelatihan pengurus dan kader",
            ),
            author("recorded_by"),
            author("withdrawn_by"),
        ),
    ),
    "pokja": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "scheme", "formed_on", "ended_on"),
            *("decree_number", "decree_date", "signed_by", "valid_until", "evidence", "replaces"),
            "recorded_at",
        ),
        personal=(author("recorded_by"),),
    ),
    "seksi": Table(
        public=("id", "pokja", "kabupaten_code", "code", "name", "number", "withdrawn_at"),
    ),
    "pokjaseat": Table(
        public=(
            *("id", "pokja", "kabupaten_code", "post", "seksi", "since", "until", "replaces"),
            *("recorded_at", "ended_at"),
        ),
        personal=(
            Entry(
                ("kader", "end_reason"),
                _PEOPLE_OF_THE_KAMPUNG,
                "mencatat siapa memegang jabatan apa dan sejak kapan",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="riwayat jabatan dalam Pokja",
            ),
            author("recorded_by"),
            author("ended_by"),
        ),
    ),
    "kampungkb": Table(
        public=(
            *("id", "village", "kabupaten_code", "source_id", "nama", "tanggal_pencanangan"),
            *("cakupan_wilayah", "kriteria", "lintang", "bujur", "contoh_kabupaten"),
            *("contoh_provinsi", "is_active", "is_double", "is_example", "broken_rules"),
            *("row_hash", "batch_id", "recorded_at", "withdrawn_at"),
        ),
        personal=(
            Entry(
                ("gambaran_umum",),
                "orang yang disebut dalam teks bebas",
                "memperkenalkan kampung",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
        ),
    ),
    "profil": _report(PROFIL, COMPANION),
    "penduduk": _report(PENDUDUK),
    "kkbpk": _report(KKBPK),
    "reportdraft": Table(
        public=("id", "kampung", "form", "tahun", "bulan", "desk", "saved_at"),
        personal=(
            Entry(
                ("values",),
                "PKB/PLKB dan pendamping kampung",
                "meneruskan laporan yang belum selesai",
                Basis.PUBLIC_TASK,
                Retention("sampai dikirim; diusulkan dihapus setelah setahun", 365, "saved_at"),
                Scrub.DELETE,
                label="isi draf laporan",
            ),
            author("saved_by"),
        ),
    ),
    "reviewstep": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "form", "version_id", "from_state", "to_state"),
            "taken_at",
        ),
        personal=(
            author("taken_by"),
            Entry(
                ("comment", "remarks"),
                "orang yang disebut dalam teks bebas",
                "memberi tahu apa yang harus diperbaiki",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.KEEP,
                label="catatan pemeriksa",
            ),
        ),
    ),
    "evidence": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "form", "columns", "kind", "activity_id"),
            *("content_type", "size", "valid_from", "valid_until", "for_month", "added_at"),
            "withdrawn_at",
        ),
        personal=(
            author("added_by"),
            author("withdrawn_by"),
            Entry(
                ("withdrawn_reason",),
                "orang yang disebut dalam teks bebas",
                "menjelaskan mengapa bukti ditarik",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
            Entry(
                ("title", "stored_name", "original_name", "sha256", "image_hash", "taken_on"),
                "orang di foto, daftar hadir, dan SK, mungkin juga anak",
                "membuktikan fakta yang dilaporkan",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                kind=Class.SPECIFIC,
                label="berkas bukti: judul, nama, sidik, dan tanggal foto",
            ),
        ),
    ),
    "meeting": Table(
        public=(
            *(
                "id",
                "kampung",
                "kabupaten_code",
                "kind",
                "title",
                "held_on",
                "is_public",
                "starts",
                "ends",
            ),
            *("time_zone", "changes", "planned_at", "changed_at", "cancelled_at"),
        ),
        personal=(
            author("planned_by"),
            author("cancelled_by"),
            Entry(
                ("place", "agenda", "cancelled_reason"),
                "orang yang disebut dalam teks bebas",
                "memberi tahu undangan di mana dan tentang apa rapatnya",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="tempat, acara, dan alasan batal",
            ),
        ),
    ),
    "meetingattendance": Table(
        public=("id", "meeting", "kabupaten_code", "is_invited", "added_at", "withdrawn_at"),
        personal=(
            author("noted_by"),
            Entry(
                ("kader", "age_band", "state", "way", "noted_at"),
                "anggota Pokja, kader, dan tamu rapat",
                "mencatat siapa yang diundang dan hadir dalam rapat Pokja",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="daftar hadir rapat",
            ),
            Entry(
                ("guest_name", "guest_key"),
                "tamu rapat",
                "mencatat siapa yang hadir dalam rapat Pokja",
                Basis.PUBLIC_TASK,
                Retention(
                    "bersama daftar hadirnya menurut JRA; nama yang ditolak sekretaris atau tidak "
                    "pernah dikonfirmasi terhapus sendiri sesudah 30 hari"
                ),
                Scrub.BY_HAND,
                label="nama tamu rapat",
            ),
        ),
    ),
    "minutes": Table(
        public=(
            *("id", "meeting", "kabupaten_code", "version", "replaces", "written_at"),
            "withdrawn_at",
        ),
        personal=(
            author("written_by"),
            Entry(
                ("text", "reason"),
                "orang yang disebut dalam teks bebas",
                "mencatat apa yang dibahas dalam rapat",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="isi notulen",
            ),
        ),
    ),
    "decision": Table(
        public=(
            *("id", "meeting", "kampung", "kabupaten_code", "due_on", "state", "decided_at"),
            "closed_at",
        ),
        personal=(
            author("decided_by"),
            author("closed_by"),
            Entry(
                ("what", "kader", "outcome"),
                "penanggung jawab tugas dan orang yang disebut dalam teks bebas",
                "tahu siapa mengerjakan apa setelah rapat",
                Basis.PUBLIC_TASK,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
                label="tugas dan penanggung jawabnya",
            ),
        ),
    ),
    "calendarfeed": Table(
        public=("id", "kampung", "kabupaten_code", "post", "made_at", "revoked_at"),
        personal=(
            author("made_by"),
            author("revoked_by"),
            Entry(
                ("secret_sha256",),
                "pemegang jabatan",
                "membuka agenda rapat di kalender ponsel",
                Basis.SECURITY,
                Retention("sidiknya tetap setelah dicabut, supaya alamat lama tidak hidup lagi"),
                Scrub.KEEP,
                label="sidik alamat kalender",
            ),
        ),
    ),
    "monthlock": Table(
        public=("id", "kabupaten_code", "tahun", "bulan", "locked_at", "reopened_at"),
        personal=(
            author("locked_by"),
            author("reopened_by"),
            Entry(
                ("reason", "reopen_reason"),
                "orang yang disebut dalam teks bebas",
                "menjelaskan mengapa bulan dikunci dan dibuka",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
        ),
    ),
    "qualityitem": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "kind", "form", "version_id", "mark", "detail"),
            *("owner_role", "opened_at", "due_on", "closed_at"),
        ),
        personal=(
            author("closed_by"),
            Entry(
                ("outcome",),
                "orang yang disebut dalam teks bebas",
                "mencatat mengapa angka dianggap benar",
                Basis.RECORD,
                WITH_ARCHIVE,
                Scrub.BY_HAND,
            ),
        ),
    ),
    "workplan": Table(
        public=(
            *("id", "kampung", "kabupaten_code", "year", "revision", "rkm_id", "approved_on"),
            "recorded_at",
        ),
        personal=(author("recorded_by"),),
    ),
}


def nips_of(user: User) -> tuple[str, ...]:
    """The NIPs under which reports of the villages that they serve or served name a PKB: by name
    or by contact.
    """
    held = PostArea.objects.filter(post__holdings__user=user, post__role=Role.FIELD)
    codes = tuple(code for code in held.values_list("area_id", flat=True).distinct() if code)
    kampung = KampungKB.objects.within_any(codes)
    mine = Profil._default_manager.filter(kampung__in=kampung).exclude(**{COMPANION.by: ""})
    named = Q(plkb_nama__iexact=user.name)
    if user.phone:
        named |= Q(plkb_kontak=user.phone)
    return tuple(
        mine.filter(named).order_by("plkb_nip").values_list(COMPANION.by, flat=True).distinct()
    )


def subjects_of(user: User) -> tuple[tuple[str, str], ...]:
    """The person of a kampung that an account is, under which events tell who saw the phone."""
    keys = Kader.objects.filter(account=user).values_list("pk", flat=True)
    return tuple(("registry.kader", str(key)) for key in keys)


def forget(person: Person, by: User) -> list[str]:
    """Remove unsent drafts that name an official; sent versions are emptied column by column.

    Only those of the guard's own areas, as with the versions. Whose name went out with the account
    is marked so, and is not proposed for it again.
    """
    if person.key is not None:
        emptied = Kader.objects.filter(account=person.key, scrubbed_at__isnull=True)
        emptied.update(scrubbed_at=timezone.now())
    count = 0
    theirs = ReportDraft.objects.filter(kampung__in=KampungKB.objects.within_any(by.scopes))
    for nip in person.nips:
        count += theirs.filter(values__plkb_nip=nip).delete()[0]
    return [f"{count} draf laporan"] if count else []
