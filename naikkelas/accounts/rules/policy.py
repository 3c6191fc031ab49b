"""The policy: which post does what, in one table for screens, exports, jobs, search and imports.

Where it may be done is the other half: within the areas of the post (`lib.actors.may`). Both are
asked in the action, so every face of the system (screen, file, command, later REST) gets the same
answer. Source: issue "People and trust", `design/security.md` §4.5 items 7 and 17.
"""

from collections.abc import Mapping
from types import MappingProxyType

from naikkelas.lib.actors import Act

_LOOK = frozenset({Act.SEE, Act.EXPORT})
_POKJA = _LOOK | {Act.DRAFT, Act.DO_STEP}
_POKJA_LEAD = _POKJA | {Act.SEND, Act.SEE_PERSONAL}

POLICY: Mapping[str, frozenset[Act]] = MappingProxyType(
    {
        "sistem": frozenset(Act),
        "admin": _LOOK | {Act.CONFIGURE, Act.MANAGE_PEOPLE, Act.READ_TRAIL, Act.PUBLISH_RULES},
        "nasional": _LOOK,
        "provinsi": _LOOK,
        "operator": _LOOK
        | {Act.DRAFT, Act.SEND, Act.ENDORSE, Act.LOCK_MONTH, Act.REGISTER, Act.IMPORT}
        | {Act.COMPUTE, Act.CONFIGURE, Act.MANAGE_PEOPLE, Act.SEE_PERSONAL, Act.READ_TRAIL}
        | {Act.PLAN, Act.DO_STEP, Act.MENTOR, Act.TRAIN, Act.COORDINATE, Act.COMMIT}
        | {Act.KEEP_THEMES, Act.CURATE},
        "pimpinan": _LOOK
        | {Act.ENDORSE, Act.LOCK_MONTH, Act.SEE_PERSONAL, Act.READ_TRAIL, Act.DECIDE_PLAN},
        "kecamatan": _LOOK
        | {Act.VERIFY_DISTRICT, Act.SEE_PERSONAL, Act.DO_STEP}
        | {Act.MENTOR, Act.COORDINATE, Act.COMMIT},
        "mitra": _LOOK | {Act.DO_STEP, Act.COMMIT, Act.MENTOR_ASKED},
        "pkb": _LOOK
        | {Act.DRAFT, Act.SEND, Act.VERIFY_FIELD, Act.MANAGE_PEOPLE, Act.SEE_PERSONAL}
        | {Act.DO_STEP, Act.MENTOR, Act.TRAIN},
        "ketua_pokja": _POKJA_LEAD,
        "sekretaris_pokja": _POKJA_LEAD,
        "pokja": _POKJA,
        "ppdp": frozenset({Act.SEE, Act.READ_TRAIL, Act.GUARD_PRIVACY}),
    }
)
"""Role to what it does. The example of `docs/panduan` and the page "Hak akses" are made from it."""

POKJA_ROLES = ("ketua_pokja", "sekretaris_pokja", "pokja")

GRANTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sistem": frozenset(POLICY),
        "admin": frozenset(POLICY) - {"sistem"},
        "operator": frozenset(
            {"operator", "pimpinan", "kecamatan", "mitra", "pkb", "ppdp", *POKJA_ROLES}
        ),
        "pkb": frozenset(POKJA_ROLES),
    }
)
"""Which posts a post may fill, in its own areas; nobody grants more than this."""

LEVELS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        "sistem": frozenset({0}),
        "admin": frozenset({0, 1, 2}),
        "nasional": frozenset({0}),
        "provinsi": frozenset({1}),
        "operator": frozenset({0, 1, 2}),
        "pimpinan": frozenset({0, 1, 2}),
        "kecamatan": frozenset({3}),
        "mitra": frozenset({1, 2, 3, 4}),
        "pkb": frozenset({3, 4}),
        "ppdp": frozenset({0, 1, 2}),
        **dict.fromkeys(POKJA_ROLES, frozenset({4})),
    }
)
"""Role to the depth of its areas: 0 the nation … 4 a village."""

SEVERAL_AREAS = frozenset({"pkb", "mitra"})
"""Posts that may have several areas; the others have one."""

STRONG = frozenset(POLICY) - {*POKJA_ROLES, "sistem"}
"""Posts that need a second factor: from PKB upward (security.md item 7)."""

WORDS: Mapping[Act, str] = MappingProxyType(
    {
        Act.SEE: "melihat kampung dan laporannya",
        Act.DRAFT: "mengisi laporan sebagai draf",
        Act.SEND: "mengirim laporan",
        Act.VERIFY_FIELD: "memeriksa laporan sebagai PKB/PLKB",
        Act.VERIFY_DISTRICT: "memeriksa laporan sebagai kecamatan",
        Act.ENDORSE: "mengesahkan laporan",
        Act.LOCK_MONTH: "mengunci dan membuka bulan laporan",
        Act.REGISTER: "mendaftarkan dan menutup kampung",
        Act.IMPORT: "mengimpor data",
        Act.EXPORT: "mengunduh data",
        Act.COMPUTE: "menyimpan hasil hitungan kelas",
        Act.CONFIGURE: "mengubah pengaturan",
        Act.PUBLISH_RULES: "menerbitkan aturan klasifikasi",
        Act.MANAGE_PEOPLE: "mengelola akun dan jabatan",
        Act.SEE_PERSONAL: "melihat nama dan kontak orang",
        Act.READ_TRAIL: "membaca jejak perubahan",
        Act.GUARD_PRIVACY: "mengurus permintaan data pribadi",
        Act.PLAN: "menyusun rencana peta jalan",
        Act.DECIDE_PLAN: "memberlakukan rencana peta jalan",
        Act.DO_STEP: "memperbarui langkah kerja",
        Act.MENTOR: "mendampingi kampung",
        Act.MENTOR_ASKED: "mendampingi kampung yang ditugaskan kepadanya",
        Act.TRAIN: "menyelenggarakan pelatihan",
        Act.COORDINATE: "mengoordinasikan mitra",
        Act.COMMIT: "menawarkan dan melaporkan dukungan",
        Act.KEEP_THEMES: "mengelola tema kampung",
        Act.CURATE: "memilih contoh baik",
    }
)


def roles_that(act: Act) -> tuple[str, ...]:
    """The roles that do this, in the order of the policy; the system itself is not named."""
    return tuple(role for role, acts in POLICY.items() if act in acts and role != "sistem")


def may_grant(role: str, other: str) -> bool:
    """Whether the holder of one post may fill the other."""
    return other in GRANTS.get(role, frozenset())
