"""What the sites of the example say: invented, marked, different from kampung to kampung."""

from dataclasses import dataclass
from random import Random

MARK = "*Tulisan contoh untuk mencoba situs ini. Isinya dikarang.*"


@dataclass(frozen=True, slots=True)
class Place:
    """What a kampung of the example lives from and makes."""

    land: str
    work: str
    product: str
    price: int
    also: str
    worry: str


PLACES = (
    Place("di tepi sungai", "menanam padi", "keripik pisang", 12_000, "kue kering", "air bersih"),
    Place("di kaki bukit", "menyadap karet", "anyaman purun", 35_000, "tas belanja", "jalan kebun"),
    Place("di dataran sawah", "bertani padi", "beras kemasan", 68_000, "tepung beras", "saluran"),
    Place("di dekat pantai", "mencari ikan", "kerupuk ikan", 15_000, "amplang", "sampah plastik"),
    Place("di antara kebun", "berkebun sayur", "abon ikan", 28_000, "sambal botol", "pupuk"),
    Place("di jalan kabupaten", "berdagang", "gula aren", 24_000, "wedang jahe", "lampu jalan"),
    Place("di tepi hutan", "memelihara lebah", "madu hutan", 85_000, "lilin lebah", "bibit pohon"),
    Place("di sekitar danau", "memelihara ikan", "ikan asap", 45_000, "pakan ikan", "bibit ikan"),
)


def welcome(name: str, place: Place) -> str:
    """The words on the first page."""
    return (
        f"{MARK}\n\nSelamat datang di situs {name}, kampung {place.land}. Angka dan kelas di sini "
        "terisi dari laporan yang sudah disahkan; kabar ditulis Pokja."
    )


def story(name: str, kecamatan: str, place: Place) -> str:
    """What kind of kampung it is."""
    return (
        f"{MARK}\n\n## Tentang kampung\n\n{name} terletak {place.land} di Kecamatan {kecamatan}. "
        f"Sebagian besar keluarga {place.work}; pada musim sepi banyak yang membuat "
        f"{place.product} dan {place.also} di rumah.\n\n"
        "## Yang kami kerjakan bersama\n\n"
        "- kelas BKB tiap bulan di posyandu\n"
        "- BKR dan PIK-R untuk remaja di balai desa\n"
        "- BKL dan senam lansia tiap Jumat pagi\n"
        f"- UPPKA yang membuat **{place.product}**\n\n"
        "## Yang masih perlu dibenahi\n\n"
        f"Warga paling sering menyebut {place.worry}. Hal itu dibahas tiap musyawarah dan masuk "
        "rencana kerja masyarakat (RKM)."
    )


def news(name: str, place: Place, dice: Random, photo: str) -> list[tuple[str, str]]:
    """Three pieces of news, the newest last; the last one shows the photo."""
    families, hours = dice.randrange(21, 58), dice.choice(("pagi", "sore"))
    stalls, sold = dice.randrange(7, 14), dice.randrange(31, 79)
    return [
        (
            "Jadwal posyandu dan BKB bulan ini (contoh)",
            f"{MARK}\n\nPosyandu dan kelas BKB dibuka {hours} hari pada minggu kedua.\n\n"
            "## Yang dibawa\n\n- buku KIA\n- kartu menuju sehat\n\nBapak boleh ikut.",
        ),
        (
            f"Musyawarah membahas {place.worry} (contoh)",
            f"{MARK}\n\nSebanyak {families} keluarga hadir. Disepakati tiga hal:\n\n"
            f"1. {place.worry} didata per RT\n2. gotong royong tiap dua minggu\n"
            "3. hasilnya dilaporkan pada pertemuan berikutnya",
        ),
        (
            f"Pasar {place.product} di balai desa (contoh)",
            f"{MARK}\n\n{stalls} meja dibuka oleh UPPKA {name}. Terjual {sold} bungkus "
            f"**{place.product}**.\n\n{photo}\n\nPasar berikutnya bulan depan.",
        ),
    ]


def potential(place: Place) -> str:
    """What the UPPKA makes, with prices."""
    also = place.price // 2_000 * 1_000
    return (
        f"{MARK}\n\n## Produk UPPKA\n\n- **{place.product}**: Rp{place.price:,}\n".replace(",", ".")
        + f"- **{place.also}**: Rp{also:,}\n\n".replace(",", ".")
        + "Pesan lewat pengurus UPPKA di balai desa.\n\n## Potensi\n\n"
        f"Lahan {place.land} cocok untuk kebun bersama. Pokja mencari mitra untuk pelatihan "
        "kemasan dan izin rumah tangga (PIRT)."
    )


def documents(year: int) -> str:
    """What can be read, and where."""
    return (
        f"{MARK}\n\n## Dapat dibaca di balai desa\n\n- SK Pokja dan susunannya\n"
        f"- RKM {year} dengan tanda tangan musyawarah\n- Rekap data keluarga per RT, tanpa nama\n\n"
        "Salinan diberikan pada jam kerja tanpa biaya."
    )


def voice(place: Place) -> tuple[str, str]:
    """What a resident wrote, and the answer."""
    return (
        f"Contoh: bagaimana kelanjutan pembahasan {place.worry} di RT kami?",
        f"Contoh: {place.worry} sudah masuk RKM. Kerja baktinya diumumkan di halaman kabar.",
    )
