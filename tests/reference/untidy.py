"""Neutral report sets as nasty as a source can be: drawn from a seed, at every edge of the rule.

Each kampung draws its own habits (how much is filled in, how much of it well), then versions whose
days crowd around the cut-offs, figures that are ties or stand on a band's edge, gaps, negatives,
giants, rows stored twice, marks on the wrong version. Ids are shuffled, so that 9, 10 and 100
come in the wrong order when they are compared as text.
"""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.reference.portal import (
    LONG_TERM,
    MECHANISMS,
    METHODS,
    POKTAN,
    SARANA,
    TARGETS,
    UNMET,
    Cells,
    Neutral,
)

CUTOFFS = (date(2023, 8, 29), date(2024, 2, 29), date(2025, 2, 28), date(2025, 7, 31))
FUNDS = ("apbn", "apbd", "dana_desa", "hibah_masyarakat", "csr", "swadaya_masyarakat")
DATA = ("pk_pemutakhiran", "data_rutin_bkkbn", "potensi_desa", "data_sektoral", "lainnya")
AGENCIES = (
    "opd_ppkb",
    "perwakilan_bkkbn",
    "lainnya",
    "puskesmas",
    "bps",
    "swasta",
    "tni_polri",
    "dinas_kesehatan",
    "dinas_sosial",
    "dinas_pertanian",
    "kanwil_kemenag",
)
PROGRAMMES = (
    *POKTAN,
    *SARANA,
    "sekretariat|sekretariat",
    "rumah_dataku|rumah_dataku|sekretariat",
    "bkb|bkb",
    "pelayanan_kb_kr",
    "kependudukan",
    "sektor_lain|sektor_lain",
)
BIGGEST = 2**31 - 1
AGES = [
    f"{sex}_{low:02}_{low + 4:02}" if low < 75 else f"{sex}_75_plus"
    for sex in "lp"
    for low in range(0, 80, 5)
]
MENTOR = ("plkb_nip", "plkb_nama", "plkb_kontak", "pengarah")
FREQUENCIES = tuple(f"frekuensi_{name}" for name in MECHANISMS)
COLUMNS = {
    "kampung": [
        "id",
        "kode_desa",
        "nama",
        "tanggal_pencanangan",
        "cakupan_wilayah",
        "kriteria",
        "gambaran_umum",
        "lintang",
        "bujur",
        "contoh_kabupaten",
        "contoh_provinsi",
        "aktif",
        "cacat",
    ],
    "profil": [
        *["id", "kampung_id", "bulan", "tahun", "tanggal_isi", "aktif"],
        *["pokja_ada", "pokja_sk", "pokja_anggota", "pokja_terlatih", "pokja_pelatihan"],
        *("pokja_anggota_terlatih", "plkb_ada", *MENTOR, "regulasi_ada", "regulasi"),
        *["sumber_dana", "rkm_ada", "penggunaan_data_ada", "penggunaan_data"],
        *(*POKTAN, *SARANA, "program_tambahan", *MECHANISMS, *FREQUENCIES, "cacat"),
    ],
    "penduduk": [
        *("id", "kampung_id", "tanggal_isi", "aktif", *AGES),
        *[
            "pus",
            "keluarga",
            "remaja",
            "keluarga_balita",
            "keluarga_remaja",
            "keluarga_lansia",
            "cacat",
        ],
    ],
    "kkbpk": [
        *["id", "kampung_id", "bulan", "tahun", "tanggal_isi", "aktif"],
        *(name for name, _ in TARGETS),
        *["iud", "mow", "mop", "kondom", "implan", "suntik", "pil", "hamil", "ingin_anak_segera"],
        *(*UNMET, "pengguna_bpjs", "cacat"),
    ],
    "intervensi": [
        "id",
        "kampung_id",
        "tanggal",
        "tempat",
        "judul",
        "deskripsi",
        "jenis_post",
        "kategori",
        "inpres_kegiatan",
        "sasaran",
        "instansi",
        "instansi_lainnya",
        "jumlah_foto",
        "cacat",
    ],
}
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2025, 12, 31)
# part / whole that end in ,5 or beside an edge: 40.5, 50.5, 29.5, 22.5, 24.5, 19.5, 6.5, 9.5, 12.5.
SHARES = (81, 101, 59, 61, 45, 49, 39, 13, 19, 25, 6, 12, 18, 20, 46, 50, 60, 82, 102)
EDGE_SUMS = (47, 48, 52, 53, 102, 103, 152, 153)
# Binary noise at an edge (E4): 109/200 is 55 %, 23/40 is 57 %; and teenagers as many as a cap.
NOISY_TARGETS: tuple[Cells, ...] = (
    *({},) * 5,
    {"keluarga_balita": "200"},
    {"keluarga_balita": "40"},
    {"remaja": "200000"},
)
_NOBODY = {name: "0" for name, _ in TARGETS}
NOISY_PARTICIPANTS: tuple[Cells, ...] = (
    _NOBODY | {"peserta_bkb": "109", "peserta_bkr": "98"},
    _NOBODY | {"peserta_bkb": "23", "peserta_bkr": "95"},
    _NOBODY | {"peserta_pik_r": "200000"},
)


def write(folder: Path, villages: Sequence[str], seed: int) -> Neutral:
    """Draw one kampung (a few times two) for each village and write the five files."""
    neutral = draw(villages, seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(getattr(neutral, name))
    return neutral


def draw(villages: Sequence[str], seed: int) -> Neutral:
    """The same seed and villages give the same set."""
    return _Hand(Random(seed)).draw(villages)


class _Hand:
    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.rows: dict[str, list[Cells]] = {name: [] for name in COLUMNS}

    def draw(self, villages: Sequence[str]) -> Neutral:
        for village in villages:
            self._kampung(village)
            if self.dice.random() < 0.03:  # D8: two live kampung, or a live and a closed one
                self._kampung(village)
        for name, rows in self.rows.items():
            self._number(name, rows)
        self._lay_the_two_skipped()
        self._orphan()
        return Neutral(**self.rows)

    # --- one kampung ---

    def _kampung(self, village: str) -> None:
        place = len(self.rows["kampung"])
        self._put(
            "kampung",
            id=str(place),  # numbered at last, with all that refer to it
            kode_desa=village,
            nama=self.dice.choice(
                (f"Kampung {place}", f'Kampung "{place}", Baru', f"Mekar {place}")
            ),
            tanggal_pencanangan=self.dice.choice(("", "2016-05-01", "2025-08-01", "2022-10-17")),
            cakupan_wilayah=self.dice.choice(("", "desa", "dusun", "rw")),
            gambaran_umum=self.dice.choice(("", "Sawah, kebun;\nsungai “besar”")),
            aktif="ya" if self.dice.random() < 0.98 else "tidak",
        )
        care = self.dice.choice((0.15, 0.6, 0.85, 0.97))
        if self.dice.random() < 0.06:
            return  # never reported at all
        for form in ("profil", "penduduk", "kkbpk"):
            if self.dice.random() < 0.88:
                self._versions(form, str(place), care)
        for _ in range(self.dice.choice((0, 0, 1, 3, 9))):
            self._activity(str(place))

    def _versions(self, form: str, kampung: str, care: float) -> None:
        count = self.dice.choice((1, 1, 2, 2, 3, 5))
        days = [self._day() for _ in range(count)]
        if self.dice.random() < 0.4:
            days = [days[0]] * count  # equal days: the larger id counts
        marked = self.dice.randrange(count) if self.dice.random() < 0.9 else None
        for place, day in enumerate(days):
            mark = "ya" if place == marked else self.dice.choice(("", "tidak"))
            common = {"kampung_id": kampung, "tanggal_isi": day.isoformat(), "aktif": mark}
            if form != "penduduk":  # month and year never decide (D2)
                common["bulan"] = str(self.dice.randint(1, 12))
                common["tahun"] = str(self.dice.randint(2019, 2025))
            answers = getattr(self, f"_{form}")(care)
            self._put(form, **common, **answers)

    def _day(self) -> date:
        if self.dice.random() < 0.4:
            return FIRST_DAY + timedelta(self.dice.randrange((LAST_DAY - FIRST_DAY).days))
        border = self.dice.choice(CUTOFFS)
        if self.dice.random() < 0.5:
            border = border.replace(year=border.year - 1, day=min(border.day, 28))
        return border + timedelta(self.dice.choice((-1, 0, 0, 1, 2, 3)))

    # --- answers ---

    def _flag(self, care: float) -> str:
        return "ya" if self.dice.random() < care else self.dice.choice(("tidak", ""))

    def _some(self, codes: Sequence[str], care: float) -> str:
        """A part of a list in any order, now and then a code twice."""
        chosen = [code for code in codes if self.dice.random() < care]
        self.dice.shuffle(chosen)
        return "|".join(chosen)

    def _profil(self, care: float) -> Cells:
        programmes = self.dice.choice((0, 0, 0, 0, 1, 1, 2))
        members = self.dice.choice(("", "0", "-3", "1", "24", "1000", "1001", str(BIGGEST)))
        return {
            "pokja_ada": self._flag(care),
            "pokja_anggota": members if self.dice.random() < 0.5 else "17",
            "pokja_terlatih": self._flag(care),
            "pokja_anggota_terlatih": self.dice.choice(("", "0", "5", "90")),
            "plkb_ada": self._flag(care),
            "plkb_nama": self.dice.choice(("", "PKB Contoh")),
            "regulasi_ada": self._flag(care),
            "regulasi": self.dice.choice(("", "camat", "gubernur|camat")),
            "sumber_dana": self._some(FUNDS, care),
            "rkm_ada": self._flag(care),
            "penggunaan_data_ada": self._flag(0.5),
            "penggunaan_data": self._some(DATA, care),
            **{code: self._flag(care) for code in (*POKTAN, *SARANA, *MECHANISMS)},
            "program_tambahan": "|".join(self.dice.choices(PROGRAMMES, k=programmes)),
            "frekuensi_monev": self.dice.choice(("", "bulanan")),
        }

    def _penduduk(self, care: float) -> Cells:
        pus = self.dice.choice(("200",) * 14 + ("0", "", "", "-7", "100000"))
        rare = self.dice.choice(("100001", str(BIGGEST), "1", "40", "1000"))
        return {
            **{column: self._odd_count(self.dice.randint(0, 400)) for column in AGES},
            "pus": pus if self.dice.random() < 0.94 else rare,
            **{target: self._odd_count(100, 0.12 - 0.1 * care) for _, target in TARGETS},
            **self.dice.choice(NOISY_TARGETS),
        }

    def _kkbpk(self, care: float) -> Cells:
        return {
            **self._participants(care),
            **self._methods(),
            **{name: self._odd_count(4) for name in ("hamil", "ingin_anak_segera")},
            **self._unmet(),
            "pengguna_bpjs": self._odd_count(300),
        }

    def _participants(self, care: float) -> Cells:
        """Of targets of 100: percents that add up to an edge, or anything."""
        if self.dice.random() < 0.1:
            return self.dice.choice(NOISY_PARTICIPANTS)
        if self.dice.random() < 0.5:
            total = self.dice.choice(EDGE_SUMS)
            cuts = sorted(self.dice.randint(0, total) for _ in range(4))
            shares = [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
            return {name: str(share) for (name, _), share in zip(TARGETS, shares, strict=True)}
        return {name: self._odd_count(round(60 * care), 0.2) for name, _ in TARGETS}

    def _methods(self) -> Cells:
        """Of a PUS of 200: users at an edge, long-term methods at another."""
        users = self.dice.choice((81, 101, 82, 83, 59, 61, 102, 160, 40, 200, 0, 240))
        part = self.dice.choice((0.195, 0.2, 0.225, 0.23, 0.245, 0.25, 0.3, 0.1, 1))
        long_term = round(users * part)
        counts = dict.fromkeys(METHODS, 0)
        for size, names in ((long_term, LONG_TERM), (users - long_term, METHODS[4:])):
            counts[self.dice.choice(names)] += size
        cells = {name: str(count) for name, count in counts.items()}
        if self.dice.random() < 0.5:
            for name, count in counts.items():
                if count == 0 and self.dice.random() < 0.7:
                    cells[name] = ""
        if self.dice.random() < 0.15:
            cells[self.dice.choice(METHODS)] = self.dice.choice(
                ("-10", "-300", str(BIGGEST), "100001")
            )
        if self.dice.random() < 0.1:
            cells |= dict.fromkeys(LONG_TERM, "")
        return cells

    def _unmet(self) -> Cells:
        wanting = self.dice.choice(SHARES)
        later = self.dice.randint(0, wanting)
        cells = {UNMET[0]: str(later), UNMET[1]: str(wanting - later)}
        if self.dice.random() < 0.3:
            cells[self.dice.choice(UNMET)] = ""
        if self.dice.random() < 0.12:
            odd = self.dice.choice(("", "-1", "-50", "0", str(BIGGEST), "100000", "100001"))
            cells[self.dice.choice(UNMET)] = odd
        if self.dice.random() < 0.06:
            cells |= dict.fromkeys(UNMET, "")
        return cells

    def _odd_count(self, usual: int, oddity: float = 0.06) -> str:
        if self.dice.random() >= oddity:
            return str(usual)
        odd = ("", "0", "-1", "-40", "1", "3", "250", "200000", "200001", "100000", str(BIGGEST))
        return self.dice.choice(odd)

    # --- activities ---

    def _activity(self, kampung: str) -> None:
        agencies = self.dice.choices(AGENCIES, k=self.dice.choice((0, 1, 1, 2, 3)))
        if self.dice.random() < 0.9:
            agencies = list(dict.fromkeys(agencies))
        self._put(
            "intervensi",
            kampung_id=kampung,
            tanggal=self._day().isoformat(),
            judul="Penyuluhan",
            deskripsi=self.dice.choice(("", "bersama warga, di balai")),
            jenis_post=self.dice.choice(("kegiatan", "sebelum_sesudah")),
            kategori=self.dice.choice(("", "keagamaan", "ekonomi")),
            instansi="|".join(agencies),
            instansi_lainnya=self.dice.choice(("", "Karang Taruna")),
        )

    def _lay_the_two_skipped(self) -> None:
        """Activities 26 and 34 bring their kampung the agency that lifts its score (E15)."""
        for row in self.rows["intervensi"]:
            if row["id"] not in {"26", "34"}:
                continue
            others = [a for a in self.rows["intervensi"] if a["kampung_id"] == row["kampung_id"]]
            for other in others:
                other["instansi"] = "puskesmas|bps|swasta"
            row["instansi"] = "dinas_kesehatan|puskesmas"

    # --- rows and their numbers ---

    def _put(self, name: str, **cells: str) -> None:
        self.rows[name].append(dict.fromkeys(COLUMNS[name], "") | cells)

    def _number(self, name: str, rows: list[Cells]) -> None:
        numbers = self.dice.sample(range(1, 2 * len(rows) + 40), len(rows))
        if name == "intervensi":  # the two numbers that the portal skips are always there
            numbers = list(dict.fromkeys((26, 34, *numbers)))[: len(rows)]
            self.dice.shuffle(numbers)
        for row, number in zip(rows, numbers, strict=True):
            row["id"] = str(number)
        if name == "kampung":
            self._refer(numbers)
        self.dice.shuffle(rows)

    def _refer(self, numbers: list[int]) -> None:
        for name in ("profil", "penduduk", "kkbpk", "intervensi"):
            for row in self.rows[name]:
                row["kampung_id"] = str(numbers[int(row["kampung_id"])])

    def _orphan(self) -> None:
        """An activity of a kampung that the set does not hold: refused by an import."""
        taken = {int(row["id"]) for row in self.rows["intervensi"]}
        self._put(
            "intervensi",
            id=str(max(taken, default=0) + 1),
            kampung_id="999999",
            tanggal="2025-01-01",
            judul="Tanpa kampung",
            jenis_post="kegiatan",
            instansi="bps",
        )
