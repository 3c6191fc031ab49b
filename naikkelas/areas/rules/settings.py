"""The settings that hang on an area and are inherited downwards (decision 11).

A value is plain JSON. `check` gives the value as it is stored, or raises `UnfitValue` with a
sentence for the person who typed it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any  # a setting's value is any JSON


class UnfitValue(ValueError):
    """A value that a setting cannot take; the text says what to enter instead."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key in the database, its words on screen, its default and its check."""

    key: str
    label: str
    help: str
    default: Any
    check: Callable[[Any], Any]


LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "belum_lapor": "Belum Lapor",
        "dasar": "Dasar",
        "berkembang": "Berkembang",
        "mandiri": "Mandiri",
        "berkelanjutan": "Berkelanjutan",
    }
)
"""Level codes in data with their national labels, lowest first."""

PORTAL = "kampung-kb-2023"
CORRECTED = "kampung-kb-2023-terkoreksi"
INSTRUMENTS: Mapping[str, str] = MappingProxyType(
    {
        PORTAL: "Aturan portal nasional 2023",
        CORRECTED: "Aturan portal 2023, cacatnya diperbaiki",
    }
)
"""Rules that can be in force for Kampung KB; the other one always runs beside it (decision 4)."""

DECLARED, VERIFIED = "dilaporkan", "terverifikasi"
BASES: Mapping[str, str] = MappingProxyType(
    {
        VERIFIED: "Terverifikasi: yang sudah disahkan dan buktinya masih berlaku",
        DECLARED: "Dilaporkan: semua laporan, juga yang belum diperiksa",
    }
)
"""From which facts a class is computed; both are always shown, one counts for the target."""

ANY_RISE = "any_rise"

TARGET_MODES: Mapping[str, str] = MappingProxyType(
    {
        "newly_reached": "Kampung yang tahun ini baru mencapai kelas yang dipilih",
        ANY_RISE: "Kampung yang tahun ini naik ke kelas mana pun",
    }
)
"""How a target counts (decision 3; the press words it in both ways). `roadmap` reads the keys."""

TIME_ZONES: Mapping[str, str] = MappingProxyType(
    {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
)

CAPS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "people": ("Penduduk, remaja, dan peserta BPJS (orang)", 200_000),
        "families": ("Keluarga, PUS, dan peserta KB (keluarga atau pasangan)", 100_000),
        "members": ("Anggota Pokja (orang)", 1_000),
    }
)
"""Largest figures that can be true in one kampung: label and default (decision 7)."""

FOLLOWUP_DESKS: Mapping[str, str] = MappingProxyType(
    {
        "kecamatan": "Naik ke kecamatan sesudah (hari)",
        "kabupaten": "Naik ke kabupaten sesudah (hari)",
    }
)
"""Desks that are called in for what was agreed at a visit and is overdue."""

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of open data: its name and the address of its text."""

    name: str
    url: str


LICENCES: Mapping[str, Licence] = MappingProxyType(
    {
        "cc-by-4.0": Licence(
            "Creative Commons Atribusi 4.0 (CC BY 4.0)",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        "cc-by-sa-4.0": Licence(
            "Creative Commons Atribusi-BerbagiSerupa 4.0 (CC BY-SA 4.0)",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        "cc0-1.0": Licence(
            "Creative Commons Nol 1.0 (CC0), tanpa syarat",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
    }
)
"""Under which others may use what is published."""


def _text(label: str, longest: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = " ".join(str(value).split())
        if len(text) > longest:
            raise UnfitValue(f"{label} terlalu panjang. Paling banyak {longest} huruf.")
        return text

    return check


def _level_labels(value: Any) -> dict[str, str]:
    given = {code: " ".join(str(text).split()) for code, text in dict(value).items()}
    if unknown := sorted(set(given) - set(LEVELS)):
        raise UnfitValue(f"Kelas {', '.join(unknown)} tidak dikenal.")
    labels = {code: given.get(code) or label for code, label in LEVELS.items()}
    if any(len(label) > 30 for label in labels.values()):
        raise UnfitValue("Sebutan kelas terlalu panjang. Paling banyak 30 huruf.")
    if len({label.casefold() for label in labels.values()}) < len(labels):
        raise UnfitValue("Dua kelas memakai sebutan yang sama. Beri sebutan yang berbeda.")
    return labels


def _one_of(choices: Mapping[str, str], label: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in choices:
            raise UnfitValue(f"{label} tidak dikenal. Pilih salah satu dari daftar.")
        return str(value)

    return check


def _target_rule(value: Any) -> dict[str, Any]:
    share, levels, mode = value.get("share"), value.get("levels"), value.get("mode")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
        raise UnfitValue("Isi target antara 0 dan 100 persen, misalnya 5.")
    if mode not in TARGET_MODES:
        raise UnfitValue("Cara menghitung target tidak dikenal. Pilih salah satu dari daftar.")
    if not set(levels) <= set(LEVELS) or (mode == "newly_reached" and not levels):
        raise UnfitValue("Pilih sedikitnya satu kelas yang dihitung untuk target.")
    ordered = [code for code in LEVELS if code in levels]
    return {"share": round(float(share), 6), "levels": ordered, "mode": mode}


def _cutoff(value: Any) -> str:
    if value == TODAY:
        return TODAY
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise UnfitValue("Tanggal tidak dapat dibaca. Isi tanggal, misalnya 31-07-2025.") from error
    if not 2016 <= day.year <= 2100:
        raise UnfitValue("Isi tanggal dari tahun 2016.")
    return day.isoformat()


def _contact(value: Any) -> str:
    text = str(value).strip()
    is_mail = "@" in text and "." in text.rpartition("@")[2] and not set(text) & set(' <>"')
    if text and not is_mail and not text.startswith("https://"):
        raise UnfitValue("Isi alamat surel, atau alamat web yang dimulai dengan https://.")
    return text


def _hard_caps(value: Any) -> dict[str, int]:
    caps = {key: default for key, (_, default) in CAPS.items()} | dict(value)
    for key, cap in caps.items():
        if key not in CAPS:
            raise UnfitValue(f"Batas {key} tidak dikenal.")
        if isinstance(cap, bool) or not isinstance(cap, int) or not 0 < cap < 2**31:
            raise UnfitValue(f"{CAPS[key][0]}: isi bilangan bulat lebih dari nol.")
    return caps


def _followup_days(value: Any) -> dict[str, int]:
    days = {key: value.get(key) for key in FOLLOWUP_DESKS}
    if not all(type(one) is int and 0 < one <= 365 for one in days.values()):
        raise UnfitValue("Isi hari antara 1 dan 365.")
    if days["kabupaten"] <= days["kecamatan"]:
        raise UnfitValue("Kabupaten dipanggil sesudah kecamatan: isi hari yang lebih banyak.")
    return days


def _logo(value: Any) -> str:
    name = str(value)
    if name and not (name.replace(".", "", 1).isalnum() and name.endswith((".png", ".jpg"))):
        raise UnfitValue("Nama berkas logo tidak dikenal. Unggah logonya sekali lagi.")
    return name


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.key: setting
        for setting in (
            Setting(
                "office_name",
                "Nama kantor",
                "Tertulis di kepala setiap halaman dan laporan.",
                "",
                _text("Nama kantor", 120),
            ),
            Setting(
                "office_unit",
                "Bidang atau unit",
                "Tertulis di bawah nama kantor.",
                "",
                _text("Bidang atau unit", 120),
            ),
            Setting("logo", "Logo", "Berkas PNG atau JPEG, paling besar 1 MB.", "", _logo),
            Setting(
                "level_labels",
                "Sebutan kelas",
                "Kode kelas tetap sama; yang berubah hanya sebutannya di layar dan laporan.",
                dict(LEVELS),
                _level_labels,
            ),
            Setting(
                "instrument",
                "Aturan yang berlaku",
                "Aturan kelas yang dinyatakan. Aturan yang lain selalu dihitung di sampingnya.",
                PORTAL,
                _one_of(INSTRUMENTS, "Aturan"),
            ),
            Setting(
                "target_rule",
                "Aturan target",
                "Bagian dari semua kampung yang setiap tahun harus mencapai kelas yang dipilih.",
                {"share": 0.05, "levels": ["mandiri", "berkelanjutan"], "mode": "newly_reached"},
                _target_rule,
            ),
            Setting(
                "target_basis",
                "Kelas yang dihitung untuk target",
                "Kelas yang lain selalu tampil di sampingnya.",
                VERIFIED,
                _one_of(BASES, "Kelas untuk target"),
            ),
            Setting(
                "cutoff",
                "Tanggal hitung",
                "Semua angka dihitung per tanggal ini.",
                TODAY,
                _cutoff,
            ),
            Setting(
                "hard_caps",
                "Angka terbesar yang dapat diterima",
                "Angka di atas batas ini ditolak di formulir dan saat impor.",
                {key: default for key, (_, default) in CAPS.items()},
                _hard_caps,
            ),
            Setting(
                "followup_days",
                "Tindak lanjut yang terlambat",
                "Berapa hari sesudah tenggat sebuah tindak lanjut pendampingan dinaikkan.",
                {"kecamatan": 7, "kabupaten": 21},
                _followup_days,
            ),
            Setting(
                "time_zone",
                "Zona waktu",
                "Menentukan kapan satu hari laporan berakhir.",
                "Asia/Makassar",
                _one_of(TIME_ZONES, "Zona waktu"),
            ),
            Setting(
                "data_licence",
                "Lisensi data terbuka",
                "Tertulis di setiap berkas dan katalog data terbuka.",
                "cc-by-4.0",
                _one_of({code: one.name for code, one in LICENCES.items()}, "Lisensi"),
            ),
            Setting(
                "data_contact",
                "Kontak data terbuka",
                "Ke mana orang bertanya tentang data: surel kantor atau halaman web.",
                "",
                _contact,
            ),
        )
    }
)
