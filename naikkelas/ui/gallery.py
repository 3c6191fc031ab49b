"""Sample figures of the gallery: invented, so that it needs no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin
from typing import Any

from django import forms

from naikkelas.lib.dates import month_ends
from naikkelas.ui import charts
from naikkelas.ui.levels import NATIONAL_LABELS

CUTOFF = date(2025, 7, 31)
COUNTS = {"dasar": 93, "berkembang": 25, "mandiri": 3, "berkelanjutan": 14}
AREAS = (
    ("Melati", {"dasar": 9, "berkembang": 3, "berkelanjutan": 1}, 1, 0),
    ("Kenanga Raya", {"dasar": 14, "berkembang": 4, "mandiri": 1, "berkelanjutan": 2}, 2, 1),
    ("Cempaka", {"belum_lapor": 3, "dasar": 6, "berkembang": 2, "berkelanjutan": 4}, 0, 0),
    ("Anggrek Hulu", {"belum_lapor": 1, "dasar": 11, "mandiri": 2}, 0, 2),
)
CODES = (*NATIONAL_LABELS, None)


@dataclass(frozen=True, slots=True)
class SampleKampung:
    """A row of the sample tables."""

    name: str
    kecamatan: str
    code: str | None
    index: float | None
    families: int | None
    trend: str


class SampleForm(forms.Form):
    """One field of each kind that the report forms use."""

    name = forms.CharField(label="Nama kampung", help_text="Seperti tertulis di SK pencanangan.")
    declared = forms.DateField(
        label="Tanggal pencanangan",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Tanggal pencanangan belum diisi. Pilih tanggalnya."},
    )
    couples = forms.IntegerField(
        label="Pasangan usia subur (PUS)",
        required=False,
        help_text="Bulan lalu: 412.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    fund = forms.ChoiceField(
        label="Sumber dana utama",
        choices=[("", "Pilih"), ("apbd", "APBD"), ("dana_desa", "Dana Desa")],
    )
    has_pokja = forms.ChoiceField(
        label="Ada Pokja?",
        choices=[("ya", "Ya"), ("tidak", "Tidak")],
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    groups = forms.MultipleChoiceField(
        label="Kelompok kegiatan yang ada",
        required=False,
        choices=[("bkb", "BKB"), ("bkr", "BKR"), ("bkl", "BKL"), ("uppka", "UPPKA")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    sure = forms.BooleanField(label="Angka sudah dicocokkan dengan Rumah DataKu")


def _caption(title: str, unit: str = "kampung") -> charts.Caption:
    return charts.Caption(
        title=title, unit=unit, source="angka karangan galeri", cutoff=CUTOFF, example=True
    )


def drawings(labels: Mapping[str, str] | None = None) -> list[charts.Chart]:
    """One of each kind of chart."""
    return [
        charts.level_bar(COUNTS, _caption("Kampung menurut kelas"), labels),
        charts.ring(3, 7, _caption("Target 2025"), forecast=(5, 9)),
        charts.bars_by_area(
            [charts.AreaCounts(name, counts, "#", up, down) for name, counts, up, down in AREAS],
            _caption("Kelas menurut kecamatan"),
            labels,
        ),
        charts.history(
            _history(), _caption("Kelas dan indeks, 24 bulan terakhir", "indeks 0–4"), labels
        ),
        charts.plan_and_real(
            [charts.Amounts("Dana Desa", 37e6, 23e6), charts.Amounts("Perusahaan (CSR)", 7e6, 0)],
            charts.Caption("Dana menurut sumber", "rupiah", "Angka contoh", example=True),
        ),
        charts.outlook(
            _outlook(),
            _caption("Perkiraan lima tahun", "kampung per tahun"),
            name="Dengan rencana",
            other_name="Tanpa kegiatan",
        ),
        charts.intervals(
            [
                charts.IntervalRow("Latih Pokja", 0.9, 0.3, 1.5),
                charts.IntervalRow("Rapat rutin", 0.1, -0.7, 0.9),
                charts.IntervalRow("Susun RKM", note="Terlalu sedikit untuk disimpulkan"),
            ],
            _caption("Akibat satu kunjungan", "poin skor"),
        ),
        charts.tile_map(_tiles(), _caption("Peta kotak", "satu kotak satu desa"), labels),
        charts.geo_map(_features(), _caption("Peta batas", "desa dan kelurahan"), labels),
    ]


def table_rows() -> list[SampleKampung]:
    names = (
        "Sukamaju",
        "Harapan Baru",
        "Karang Tengah Selatan",
        "Sumber Rejo",
        "Muara",
        "Sidodadi",
    )
    lines: list[list[float | None]] = [
        [2.1, 2.4, 2.4, 2.9, 3.1],
        [1.0, None, 1.2],
        [3.4, 3.1, 2.8],
        [2.0, 2.0],
        [],
        [1.5, 3.9],
    ]
    return [
        SampleKampung(
            name=name,
            kecamatan=AREAS[place % len(AREAS)][0],
            code=CODES[place],
            index=None if code_is_empty(CODES[place]) else 1.25 + place * 0.55,
            families=None if code_is_empty(CODES[place]) else 1234 * (place + 1),
            trend=charts.sparkline(lines[place], f"Indeks {name}"),
        )
        for place, name in enumerate(names)
    ]


def code_is_empty(code: str | None) -> bool:
    return code in (None, "belum_lapor")


def _history() -> list[charts.HistoryPoint]:
    months = month_ends(CUTOFF, 24)
    points = []
    for place, month in enumerate(months):
        reported = place not in (0, 13)
        shape = 1.6 + place * 0.075
        indexes = {
            "Input": round(min(4.0, shape + 0.3), 2) if reported else None,
            "Proses": round(min(4.0, shape - 0.1 + (place % 3) * 0.1), 2) if reported else None,
            "Output": round(1.2 + place * 0.06, 2) if reported else None,
        }
        code = "belum_lapor" if place < 2 else "dasar" if place < 17 else "berkembang"
        points.append(charts.HistoryPoint(month, code, indexes))
    return points


def _outlook() -> list[charts.OutlookPoint]:
    """Five years, the intervals wider the later."""
    return [
        charts.OutlookPoint(
            str(CUTOFF.year + 1 + place),
            target=7,
            value=9.5 - place,
            interval=(6 - place, 12 + place),
            other=1.5,
            other_interval=(0, 3),
        )
        for place in range(5)
    ]


def _tiles() -> list[charts.TileGroup]:
    groups = []
    for name, counts, _, _ in AREAS:
        codes: list[str | None] = [code for code, count in counts.items() for _ in range(count)]
        codes.insert(2, None)
        tiles = [
            charts.Tile(f"Desa {name} {place}", code, "#", marked=place == 4)
            for place, code in enumerate(codes, start=1)
        ]
        groups.append(charts.TileGroup(name, tiles))
    return groups


def _features() -> list[charts.MapFeature]:
    """Hexagons in five rows, as if they were villages."""
    features = []
    for row in range(5):
        for column in range(8):
            code = CODES[(row * 3 + column * 2) % len(CODES)]
            geometry = _hexagon(114.6 + column * 0.104 + (row % 2) * 0.052, -3.8 - row * 0.09)
            features.append(charts.MapFeature(f"Desa {row + 1}.{column + 1}", code, geometry, "#"))
    return features


def _hexagon(longitude: float, latitude: float) -> dict[str, Any]:
    ring = [
        [longitude + 0.06 * sin(turn * pi / 3), latitude + 0.06 * cos(turn * pi / 3)]
        for turn in range(7)
    ]
    return {"type": "Polygon", "coordinates": [ring]}
