"""The words of the portal in English, and how each language writes figures and days.

The Indonesian words stand in the templates themselves. Programme terms (Pokja, poktan …) stay
Indonesian in both languages, as in GLOSSARY.md; so does what people wrote. Names of classes,
indicators and themes are in `publicsite/reference/names.csv`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from naikkelas.lib.dates import id_date
from naikkelas.lib.numbers import id_number
from naikkelas.publicsite.rules.words import ENGLISH as SHARED

_EXAMPLE = "An example, not the real state of things."

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # The frame.
        "Portal": "Portal",
        "Cari kampung": "Find a kampung",
        "Statistik": "Statistics",
        "Terpilih": "Outstanding",
        "Agenda": "Agenda",
        "Contoh baik": "Good examples",
        "Tentang": "About",
        "Masuk": "Sign in",
        "Masuk untuk Pokja dan petugas": "Sign in, for Pokja and officers",
        "Tentang portal ini": "About this portal",
        "Wilayah di atasnya": "Areas above",
        "Kampung Keluarga Berkualitas": "Kampung Keluarga Berkualitas",
        "Portal Kampung KB": "Kampung KB portal",
        # Figures and charts.
        "per {day}": "as of {day}",
        "Per": "As of",
        "Aturan": "Rule",
        "Tabel": "Table",
        "Grafik": "Chart",
        "Lihat sebagai tabel": "Show as a table",
        "Klasifikasi Kampung KB": "Classes of Kampung KB",
        "Kelas dari bulan ke bulan": "Classes month by month",
        "Peta kampung di halaman ini": "Map of the kampung on this page",
        "kampung": "kampung",
        "Kampung": "Kampung",
        "Bagian": "Share",
        "Jumlah": "Total",
        "Wilayah": "Area",
        "Desa/kelurahan": "Village",
        "Kecamatan": "Kecamatan",
        "Provinsi": "Provinces",
        "Kabupaten dan kota": "Kabupaten and kota",
        "Naik": "Rose",
        "Turun": "Fell",
        "terverifikasi": "verified",
        "yang diketahui sampai {day}": "as known until {day}",
        "Aturan portal nasional 2023": "Rule of the national portal, 2023",
        "Aturan portal 2023, cacatnya diperbaiki": "Rule of the portal, 2023, its faults mended",
        "Kelas menurut wilayah": "Classes by area",
        "Kampung KB": "Kampung KB",
        "Mandiri ke atas": "Self-reliant (Mandiri) and above",
        "Target {year}: baru mencapai {levels}": "Target {year}: newly at {levels}",
        "{n} dari {m}": "{n} of {m}",
        "Naik kelas sejak {day}": "Rose since {day}",
        "Turun kelas sejak {day}": "Fell since {day}",
        "Belum pernah melapor": "Never reported",
        "Semua angka per {day}": "All figures as of {day}",
        "Contoh, bukan keadaan yang sebenarnya.": _EXAMPLE,
        "contoh": "example",
        "Belum ada hitungan yang diketahui untuk hari ini. Pilih hari yang lain.": (
            "Nothing had been computed for this day by then. Choose another day."
        ),
        "Belum ada Kampung KB yang tercatat di sini pada hari itu.": (
            "No Kampung KB was registered here on that day."
        ),
        # First page.
        "Kampung Keluarga Berkualitas di {area}": "Kampung Keluarga Berkualitas in {area}",
        "Kampung Keluarga Berkualitas di {area}: cari kampung, lihat kelas yang terverifikasi, "
        "statistik, agenda, dan contoh baik.": (
            "Kampung Keluarga Berkualitas in {area}: find a kampung, see verified classes, "
            "statistics, agenda and good examples."
        ),
        "Kelas yang sudah disahkan, apa yang berikutnya, dan apa yang dikerjakan bersama di "
        "setiap kampung.": (
            "Endorsed classes, what comes next, and what is done together in every kampung."
        ),
        "Cari kampung, desa, atau kode": "Kampung, village or code",
        "Cari": "Search",
        "Statistik menurut hari dan wilayah": "Statistics by day and area",
        "Kampung terpilih": "Outstanding kampung",
        "Semua agenda": "The whole agenda",
        "Belum ada pelatihan, lomba, atau pertemuan terbuka yang akan datang.": (
            "No training, competition or open meeting is coming up."
        ),
        "Belum ada contoh baik yang terbit.": "No good example has been published yet.",
        # Statistics.
        "Statistik {area}": "Statistics of {area}",
        "Keadaan per {day}": "As of {day}",
        "Keadaan per": "As of",
        "sebagaimana diketahui sampai {day}": "as known until {day}",
        "Yang diketahui sampai": "As known until",
        "Pilih hari": "Choose a day",
        "Tampilkan": "Show",
        "Tanggal dalam alamat ini tidak dapat dipakai: pilih hari dari 1 Januari 2016 sampai hari "
        "ini. Yang tampil ialah keadaan per {day}.": (
            "The day in this address cannot be used: choose one from 1 January 2016 to today. "
            "What is shown is as of {day}."
        ),
        "Setiap hari sejak 2016 dapat dipilih. Kosongkan “diketahui” untuk semua laporan yang "
        "sudah masuk sampai sekarang.": (
            "Any day since 2016 can be chosen. Leave “as known until” empty for all reports that "
            "have come in by now."
        ),
        "Tingkat provinsi dan nasional dihitung pada hari-hari tertentu; yang tampil ialah yang "
        "terdekat sebelum hari pilihan Anda.": (
            "Provinces and the nation are computed on certain days; the nearest one before the "
            "day of your choice is shown."
        ),
        "Jumlah Kampung KB menurut kelas di {area}, per {day}: menurut wilayah, dari bulan ke "
        "bulan, dan terhadap target.": (
            "Kampung KB by class in {area} as of {day}: by area, month by month, and against the "
            "target."
        ),
        "Grafik bulan ke bulan hanya ada untuk yang diketahui sekarang.": (
            "Month by month is shown only for what is known now."
        ),
        "Cara angka ini dihitung": "How these figures are made",
        "Yang dihitung hanya laporan yang sudah disahkan dan buktinya masih berlaku pada hari itu "
        "(terverifikasi). Angkanya sama dengan yang dilihat kantor, karena dihitung oleh fungsi "
        "yang sama.": (
            "Only endorsed reports whose evidence was valid on that day are counted (verified). "
            "The figures are those that the office sees, since the same functions count them."
        ),
        "“Keadaan per” memakai isian sampai akhir hari itu. “Yang diketahui sampai” menghitungnya "
        "seperti pada hari itu, tanpa laporan, pengesahan, dan perbaikan yang datang sesudahnya.": (
            "“As of” takes entries until the end of that day. “As known until” counts as on that "
            "day, without reports, endorsements and corrections that came later."
        ),
        "Target tahunan: {percent}% dari semua kampung, dibulatkan ke atas, harus baru mencapai "
        "{levels}.": (
            "Target of the year: {percent}% of all kampung, rounded up, must newly reach {levels}."
        ),
        "Turun dari kelas itu: {n} kampung.": "Fallen from these classes: {n} kampung.",
        "Unduh CSV": "Download CSV",
        "Unduh data ini": "Download these data",
        "Data terbuka {area} per {day}, dengan arti kolom, lisensi, versi, dan SHA-256. Alamatnya "
        "tetap.": "Open data of {area} as of {day}, with the meaning of columns, licence, version "
        "and SHA-256. The addresses stay.",
        "Itulah akhir bulan terakhir yang terbit sampai hari pilihan Anda.": "That is the last "
        "month end that is published up to the day you chose.",
        "Semua tabel, kamus, dan katalog": "All tables, dictionary and catalogue",
        # Search.
        "Cari Kampung KB di {area} menurut nama, kelas, tema, kegiatan, dan jarak; hasilnya "
        "sebagai daftar atau peta.": (
            "Find Kampung KB in {area} by name, class, theme, activity and distance, as a list or "
            "a map."
        ),
        "Nama kampung, desa, atau kode": "Name of kampung or village, or code",
        "Kelas": "Class",
        "Tema": "Theme",
        "Semua": "All",
        "Kegiatan yang disahkan, 12 bulan terakhir": "Endorsed activities, last 12 months",
        "Urutkan": "Order",
        "Kode wilayah": "Code of the area",
        "Nama": "Name",
        "Dekat saya": "Near me",
        "Hapus semua saringan": "Clear all filters",
        "Letak Anda hanya diminta bila Anda menekan “Dekat saya”, dibulatkan ke sekitar satu "
        "kilometer, dan tidak disimpan.": (
            "Your place is asked for only when you press “Near me”, rounded to about a kilometre, "
            "and not kept."
        ),
        "Letak tidak dapat dibaca. Pilih wilayah dari daftar.": (
            "Your place could not be read. Choose an area from the list."
        ),
        "Untuk kampung di dekat Anda, pilih wilayahnya dari daftar.": (
            "For kampung near you, choose the area from the list."
        ),
        "{n} kampung terdekat": "The {n} nearest kampung",
        "{n} kampung ditemukan": "{n} kampung found",
        "Letak kampung contoh ialah titik tengah desanya.": (
            "An example kampung stands at the centre of its village."
        ),
        "Diurutkan menurut jarak dari {place}.": "Ordered by distance from {place}.",
        "Tanpa jarak": "Without distance",
        "Tampilan": "View",
        "Daftar": "List",
        "Peta": "Map",
        "Tidak ada kampung yang cocok. Periksa ejaannya, atau hapus sebagian saringan.": (
            "No kampung fits. Check the spelling, or clear some of the filters."
        ),
        "sekitar {km} km": "about {km} km",
        "{n} kegiatan cocok, terakhir {day}": "{n} activities fit, the last on {day}",
        "Halaman hasil": "Pages of results",
        "Sebelumnya": "Previous",
        "Berikutnya": "Next",
        "Halaman {n} dari {m}": "Page {n} of {m}",
        # Comparing.
        "Bandingkan": "Compare",
        "Bandingkan yang dicentang": "Compare those ticked",
        "Paling banyak {n} kampung.": "At most {n} kampung.",
        "Bandingkan kampung": "Compare kampung",
        "Kelas terverifikasi, indikator, dan langkah berikutnya dari beberapa kampung, "
        "berdampingan.": (
            "Verified class, indicators and what comes next of several kampung, side by side."
        ),
        "Belum ada kampung yang dipilih. Centang dua sampai empat kampung di hasil pencarian, lalu "
        "tekan “Bandingkan yang dicentang”.": (
            "No kampung is chosen yet. Tick two to four among the results of a search, then press "
            "“Compare those ticked”."
        ),
        "Paling banyak {n} kampung dapat dibandingkan; yang lain tidak ditampilkan.": (
            "At most {n} kampung can be compared; the others are not shown."
        ),
        "Berdampingan untuk belajar satu sama lain, bukan peringkat: keadaan setiap kampung "
        "berbeda.": (
            "Side by side to learn from each other, not a ranking: every kampung is different."
        ),
        "Keluarkan": "Take out",
        "Kelas terverifikasi": "Verified class",
        "Data terisi": "Data filled in",
        "Isian terakhir yang disahkan": "Last endorsed entry",
        "Yang berikutnya": "What is next",
        "kurang {n} poin": "{n} points short",
        "sudah di kelas tertinggi": "at the highest class already",
        "Indeks {name}": "Index {name}",
        "ambang {n}": "threshold {n}",
        "dari {n}": "of {n}",
        "Kampung ini memakai aturan yang berbeda, jadi indikatornya tidak dapat disandingkan.": (
            "These kampung are under different rules, so their indicators cannot stand side by "
            "side."
        ),
        "Kembali mencari": "Back to the search",
        # Outstanding kampung.
        "Kampung yang menonjol di {area} karena kemajuan yang terverifikasi, mutu data, dan "
        "bertahannya; dengan alasan masing-masing.": (
            "Kampung that stand out in {area} by verified progress, quality of data and lasting; "
            "each with its reasons."
        ),
        "Dipilih menurut mutu dan kemajuan, bukan banyaknya unggahan.": (
            "Chosen by quality and progress, not by how much is posted."
        ),
        "Aturannya": "The rule",
        "Naik: kelas terverifikasinya lebih tinggi daripada setahun sebelumnya, atau jumlah ketiga "
        "indeksnya naik paling sedikit {n} di kelas yang sama.": (
            "Progress: its verified class is higher than a year before, or its three indexes "
            "together rose by at least {n} within the class."
        ),
        "Data dapat dipercaya: paling sedikit {n}% isian lengkap, dan isian terakhir yang disahkan "
        "paling lama tiga bulan.": (
            "Data to be trusted: at least {n}% filled in, and the last endorsed entry no older "
            "than three months."
        ),
        "Bertahan: kelasnya tidak turun dari triwulan ke triwulan selama setahun, dan bukan baru "
        "dicapai pada triwulan terakhir.": (
            "Lasting: its class did not fall from quarter to quarter within a year, and was not "
            "reached in the last quarter only."
        ),
        "Ketiganya harus terpenuhi. Bila yang memenuhi lebih dari {n}, yang tampil ialah yang naik "
        "paling jauh; urutannya menurut nama, tanpa juara. Aturan ini buatan kami sendiri.": (
            "All three must hold. Where more than {n} pass, those that rose furthest are shown, by "
            "name and without winners. The rule is our own."
        ),
        "Per {day}: {n} dari {m} kampung memenuhi ketiga syarat.": (
            "As of {day}: {n} of {m} kampung meet all three conditions."
        ),
        "Naik kelas dalam setahun, dari": "Rose within a year, from",
        "Jumlah ketiga indeks naik {n} dalam setahun": (
            "The three indexes together rose by {n} within a year"
        ),
        "Data terisi {n}%, isian terakhir {day}": "Data filled in {n}%, last entry {day}",
        "Kelas ini sudah bertahan {n} triwulan": "Quarters at this class so far: {n}",
        "Belum ada kampung yang memenuhi ketiga syarat pada hari itu.": (
            "No kampung met all three conditions on that day."
        ),
        "Kampung terpilih dipilih di setiap kabupaten dan kota. Pilih wilayahnya:": (
            "Outstanding kampung are chosen in every kabupaten and kota. Choose the area:"
        ),
        # Agenda and good examples.
        "Agenda {area}": "Agenda of {area}",
        "Agenda Kampung KB": "Agenda of Kampung KB",
        "Pelatihan, lomba, dan pertemuan terbuka Kampung KB di {area}, juga sebagai kalender.": (
            "Trainings, competitions and open meetings of Kampung KB in {area}, also as a calendar."
        ),
        "Pertemuan yang tampil ialah sosialisasi dan sarasehan, yang terbuka untuk semua; "
        "tempatnya ada di situs kampung.": (
            "The meetings shown are outreach (sosialisasi) and forums (sarasehan), open to all; "
            "their places stand on the site of the kampung."
        ),
        "Kalender (iCalendar)": "Calendar (iCalendar)",
        "Akan datang": "Coming up",
        "Sebulan terakhir": "Last month",
        "Lomba": "Competition",
        "pendaftaran": "entries",
        "Pertemuan terbuka": "Open meeting",
        "Pelatihan": "Training",
        "Apa yang dikerjakan kampung untuk satu masalah, dengan langkah dan biayanya, supaya dapat "
        "ditiru.": (
            "What a kampung did about a problem, with its steps and its cost, so that others can "
            "do likewise."
        ),
        "Cari contoh baik": "Find good examples",
        "Kata": "Words",
        "Indikator": "Indicator",
        "Belum ada contoh baik yang cocok.": "No good example fits.",
        "Masalahnya": "The problem",
        "Langkahnya": "The steps",
        "Masa": "Time",
        "masih berjalan": "still running",
        "Biaya": "Cost",
        "Tanya kepada": "Whom to ask",
        "Semua contoh baik": "All good examples",
        # About.
        "Apa isi portal Kampung Keluarga Berkualitas, dari mana angkanya, dan apa yang tidak "
        "dimuat.": (
            "What the portal of Kampung Keluarga Berkualitas holds, where its figures come from, "
            "and what it leaves out."
        ),
        "Portal ini menunjukkan Kampung Keluarga Berkualitas di {area} kepada siapa saja, tanpa "
        "masuk.": (
            "This portal shows Kampung Keluarga Berkualitas in {area} to everybody, without "
            "signing in."
        ),
        "Dari mana angkanya": "Where the figures come from",
        "Pokja setiap kampung melapor; PKB, kecamatan, dan kabupaten memeriksa dan mengesahkan. "
        "Yang tampil di sini hanya yang sudah disahkan.": (
            "The Pokja of each kampung reports; PKB, kecamatan and kabupaten check and endorse. "
            "Only what was endorsed is shown here."
        ),
        "Kelas dihitung dari dua belas indikator dalam tiga dimensi: input, proses, dan output. "
        "Nama aturan dan harinya tertulis di dekat setiap angka.": (
            "The class is computed from twelve indicators in three dimensions: input, process and "
            "output. The name of the rule and the day stand near every figure."
        ),
        "Yang tidak dimuat": "What is left out",
        "Tidak ada nama, NIK, nomor telepon, atau data keluarga. Laporan memuat jumlah, bukan "
        "orang.": (
            "No names, NIK, phone numbers or data of families. Reports hold totals, not persons."
        ),
        "Bukan peringkat": "Not a ranking",
        "Portal ini tidak mengurutkan kampung dari yang terburuk. Kampung terpilih dipilih menurut "
        "aturan yang tertulis di halamannya, bukan banyaknya unggahan.": (
            "This portal puts no kampung last. Outstanding kampung are chosen by a rule that is "
            "written on their page, not by how much is posted."
        ),
        "Data contoh": "Example data",
        "Isi portal ini dibuat untuk mencoba. Tidak satu pun angkanya menggambarkan keadaan yang "
        "sebenarnya.": (
            "What this portal holds was made to try things out. None of its figures describes "
            "reality."
        ),
        # Privacy.
        "Bagaimana data pribadi dilindungi menurut UU 27/2022: apa yang disimpan, apa yang tidak "
        "pernah tampil, dan hak Anda.": (
            "How personal data are protected under Law 27/2022: what is kept, what is never shown, "
            "and your rights."
        ),
        "Menurut Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.": (
            "Under Law 27 of 2022 on the protection of personal data."
        ),
        "Saat Anda membuka portal ini": "When you open this portal",
        "Tidak ada akun, kuki, pelacak, atau berkas dari pihak lain. Letak Anda hanya dibaca bila "
        "Anda menekan “Dekat saya”; letak itu dibulatkan ke sekitar satu kilometer di ponsel Anda, "
        "dipakai untuk satu pencarian, dan tidak disimpan di basis data.": (
            "There is no account, cookie, tracker or file of others. Your place is read only when "
            "you press “Near me”; it is rounded to about a kilometre on your phone, used for one "
            "search, and not kept in the database."
        ),
        "Yang disimpan tentang orang": "What is kept about persons",
        "Laporan memuat jumlah, bukan orang. Yang bernama hanya pengguna, kader dan pengurus "
        "Pokja, serta petugas pendamping. NIK ditolak.": (
            "Reports hold totals, not persons. Named are only users, kader and officers of a "
            "Pokja, and the officers who accompany it. NIK are refused."
        ),
        "Tentang siapa": "About whom",
        "Untuk apa": "What for",
        "Dasar": "Legal basis",
        "Yang tidak pernah tampil di sini": "What is never shown here",
        "Nama, NIK, nomor telepon, dan kontak siapa pun; juga jumlah orang atau keluarga, karena "
        "yang dihitung di sini ialah kampung.": (
            "Names, NIK, phone numbers and contacts of anybody; nor numbers of persons or "
            "families, since what is counted here are kampung."
        ),
        "Hak Anda": "Your rights",
        "Anda dapat meminta salinan, perbaikan, pembatasan, atau penghapusan data Anda. Permintaan "
        "dijawab dalam 3×24 jam. Yang mempunyai akun memintanya di “Data saya” setelah masuk; yang "
        "lain lewat kantor yang namanya ada di bawah.": (
            "You can ask for a copy, a correction, a restriction or the removal of your data. "
            "Requests are answered within 3×24 hours. Who has an account asks under “Data saya” "
            "after signing in; others through the office named below."
        ),
        "Dinas yang membidangi pengendalian penduduk dan keluarga berencana di wilayah Anda": (
            "The office for population and family planning of your area"
        ),
        # Accessibility.
        "Sejauh mana portal ini dapat dipakai semua orang, apa yang sudah diuji, dan apa yang "
        "belum.": "How far everybody can use this portal, what was tested, and what was not.",
        "Kami membuat portal ini menurut WCAG 2.2 tingkat AA. Inilah yang sudah dan yang belum "
        "diuji.": (
            "We make this portal to WCAG 2.2 level AA. This is what was tested and what was not."
        ),
        "Yang sudah diuji, oleh mesin": "Tested, by machines",
        "Setiap jenis halaman diperiksa dengan axe menurut aturan WCAG 2.2 A dan AA, pada lebar "
        "360 dan 1280 piksel.": (
            "Each kind of page is checked by axe for the rules of WCAG 2.2 A and AA, 360 and 1280 "
            "pixels wide."
        ),
        "Semua isi dapat dibaca dan semua saringan dapat dipakai tanpa JavaScript.": (
            "All of it can be read, and all filters used, without JavaScript."
        ),
        "Peta berupa tautan yang dapat dicapai dengan papan ketik, dan setiap grafik dan peta "
        "mempunyai tabel.": (
            "Maps are links that a keyboard reaches, and every chart and map has a table."
        ),
        "Kelas selalu ditulis dengan warna, angka, dan kata bersama-sama.": (
            "Classes always have a colour, a number and a word together."
        ),
        "Yang belum diuji": "Not tested",
        "Belum ada uji dengan penyandang disabilitas.": "No test with disabled people yet.",
        "Belum ada uji dengan pembaca layar TalkBack, NVDA, atau VoiceOver.": (
            "No test with the screen readers TalkBack, NVDA or VoiceOver yet."
        ),
        "Teks yang ditulis kampung (contoh baik, nama kegiatan) tidak diperiksa dan hanya ada "
        "dalam bahasa Indonesia.": (
            "What kampung write (good examples, names of activities) is not checked and in "
            "Indonesian only."
        ),
        "Bila ada yang menghalangi Anda": "If something stands in your way",
        "Sampaikan kepada kantor di bawah ini: halaman apa, alat apa, dan apa yang tidak dapat "
        "dilakukan.": (
            "Tell the office below: which page, which device, and what could not be done."
        ),
    }
)
"""Indonesian → English; a test reads all templates."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def said(words: str, language: str) -> str:
    """The words in a language; those of the portal first, then those of all public pages.

    >>> said("Statistik", "en"), said("Statistik", "id"), said("Bahasa", "en")
    ('Statistics', 'Statistik', 'Language')
    """
    if language != "en":
        return words
    return ENGLISH.get(words) or SHARED.get(words, words)


def figure_in(value: float, language: str, decimals: int | None = None) -> str:
    """A figure as a language writes it.

    >>> figure_in(1234.5, "id", 2), figure_in(1234.5, "en", 2), figure_in(37, "en")
    ('1.234,50', '1,234.50', '37')
    """
    written = id_number(value, decimals)
    if language != "en":
        return written
    return written.translate(str.maketrans(".,", ",."))


def day_in(day: date, language: str) -> str:
    """A day as a language writes it.

    >>> day_in(date(2025, 7, 31), "id"), day_in(date(2025, 7, 31), "en")
    ('31 Juli 2025', '31 July 2025')
    """
    if language != "en":
        return id_date(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
