"""The figures of a year's work in an area: one definition each, for screen, paper, file and JSON.

A figure is counted here by the very function that its own screen counts it with, so that two pages
cannot say two numbers. `since` is the first day of the year of the cut-off, `until` the cut-off.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any  # a set of any rows, JSON values

from django.db.models import QuerySet, Sum

from naikkelas.activities.models import Kegiatan
from naikkelas.coaching.queries import totals as coaching
from naikkelas.insights.queries.viewpoint import Viewpoint, viewpoint
from naikkelas.lib.actors import Actor, theirs
from naikkelas.partners.queries import totals as partners
from naikkelas.practices.queries import totals as practices
from naikkelas.registry.models import KampungKB, KampungQuerySet, State
from naikkelas.roadmap import access as roadmap_access
from naikkelas.roadmap.queries import steps_in_force, tally, target
from naikkelas.themes.queries import totals as themes
from naikkelas.training.queries import totals as training

Number = int | float


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its meaning; `value` is None where nothing is known, which is not zero."""

    code: str
    label: str
    unit: str
    meaning: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The figures of one kind of work; `page`, `parts`: the address of the screen they stand on."""

    title: str
    figures: tuple[Figure, ...]
    page: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures: a person's part of an area, from the first day of the year to the cut-off."""

    view: Viewpoint
    actor: Actor
    scopes: tuple[str, ...]
    since: date
    until: date

    @property
    def kampung(self) -> KampungQuerySet:
        """The live kampung that are counted."""
        return KampungKB.objects.live().within_any(self.scopes)

    @property
    def kabupaten(self) -> str:
        """The kabupaten of the area; empty above it."""
        return self.view.area_code[: len("63.01")] if self.view.is_live else ""


def year(view: Viewpoint, actor: Actor) -> tuple[Chapter, ...]:
    """Every chapter of the year up to the cut-off in view."""
    scopes = theirs(actor, view.area_code)
    since = view.cutoff.replace(month=1, day=1)
    asked = Asked(view, actor, scopes, since, view.cutoff)
    return tuple(chapter for make in CHAPTERS for chapter in make(asked))


def figures(chapters: tuple[Chapter, ...]) -> Iterator[tuple[Chapter, Figure]]:
    """All figures in their order."""
    return ((chapter, figure) for chapter in chapters for figure in chapter.figures)


def told(actor: Actor, area_code: str, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
    """The chapters as JSON values, for the API beside this room (`settings.YEAR_FIGURES`)."""
    return as_json(year(viewpoint(area_code, parameters), actor))


def as_json(chapters: tuple[Chapter, ...]) -> list[dict[str, Any]]:
    """What is not known is null."""
    return [
        {"title": chapter.title, "figures": [asdict(one) for one in chapter.figures]}
        for chapter in chapters
    ]


# Chapters ---------------------------------------------------------------------------------------


def _classes(asked: Asked) -> Iterator[Chapter]:
    """As the ring of Beranda."""
    view = asked.view
    if not view.is_live:
        return
    found = target(view.area_code, view.cutoff, view.instrument)
    progress = found.progress
    yield Chapter(
        "Kelas",
        (
            _count("kampung", "Kampung KB", "kampung", "Yang aktif pada hari ini.", asked.kampung),
            Figure(
                *("target", "Target tahun ini", "kampung"),
                "Banyaknya kampung yang harus baru mencapai kelas target.",
                progress.needed,
            ),
            Figure(
                *("naik", "Baru mencapai kelas target", "kampung"),
                "Mencapai kelas target sejak 31 Desember tahun lalu.",
                len(progress.reached),
            ),
            Figure(
                *("turun", "Turun dari kelas target", "kampung"),
                "Berada di kelas target pada 31 Desember tahun lalu, sekarang tidak.",
                len(progress.dropped),
            ),
        ),
        "insights:overview",
        (view.slug,),
    )


def _plan(asked: Asked) -> Iterator[Chapter]:
    """As the page of the plan in force."""
    steps = steps_in_force(roadmap_access.steps_for(asked.actor)).filter(kampung__in=asked.kampung)
    found = tally(steps, asked.until)
    yield Chapter(
        "Peta jalan",
        (
            Figure(
                *("langkah", "Langkah dalam rencana yang berlaku", "langkah"),
                "Semua langkah tahun pertama.",
                found.total,
            ),
            Figure(
                *("langkah_selesai", "Langkah selesai", "langkah"),
                "Yang dilaporkan selesai.",
                found.done,
            ),
            Figure(
                *("langkah_gagal", "Langkah tidak berhasil", "langkah"),
                "Dicoba, tetapi tidak berhasil.",
                found.failed,
            ),
        ),
        *(("roadmap:plan", (asked.view.area_code,)) if asked.kabupaten else ()),
    )


def _activities(asked: Asked) -> Iterator[Chapter]:
    held = Kegiatan.objects.filter(
        kampung__in=asked.kampung,
        withdrawn_at__isnull=True,
        tanggal__range=(asked.since, asked.until),
    )
    endorsed = held.filter(state=State.ENDORSED)
    people = endorsed.aggregate(people=Sum("peserta_l") + Sum("peserta_p"))["people"]
    yield Chapter(
        "Kegiatan",
        (
            _count("kegiatan", "Kegiatan dilaporkan", "kegiatan", "Menurut tanggalnya.", held),
            _count(
                *("kegiatan_disahkan", "Kegiatan disahkan", "kegiatan"),
                "Yang sudah disahkan kabupaten.",
                endorsed,
            ),
            Figure(
                *("peserta", "Peserta kegiatan yang disahkan", "orang"),
                "Jumlah peserta yang dicatat; kegiatan tanpa hitungan tidak menambah apa pun.",
                people,
            ),
        ),
    )


def _coaching(asked: Asked) -> Iterator[Chapter]:
    found = coaching.totals(asked.kampung, asked.since, asked.until)
    yield Chapter(
        "Pendampingan",
        (
            Figure(
                *("kunjungan", "Kunjungan pendamping", "kunjungan"),
                "Menurut tanggalnya; yang ditarik tidak dihitung.",
                found.visits,
            ),
            Figure(
                *("kampung_dikunjungi", "Kampung yang dikunjungi", "kampung"),
                "Paling sedikit satu kali.",
                found.visited,
            ),
            Figure(
                *("tindak_lanjut_selesai", "Tindak lanjut selesai", "tindak lanjut"),
                "Ditutup sebagai selesai dalam masa ini.",
                found.done,
            ),
            Figure(
                *("tindak_lanjut_terbuka", "Tindak lanjut terbuka", "tindak lanjut"),
                "Belum ditutup sampai sekarang.",
                found.open,
            ),
            Figure(
                *("tindak_lanjut_lewat", "Di antaranya lewat tenggat", "tindak lanjut"),
                "Tenggatnya sebelum hari terakhir masa ini.",
                found.late,
            ),
        ),
        "coaching:mentors",
    )


def _training(asked: Asked) -> Iterator[Chapter]:
    found = training.totals(asked.kampung, asked.since, asked.until)
    yield Chapter(
        "Pelatihan",
        (
            Figure(
                *("pelatihan", "Pelatihan yang dihadiri", "pelatihan"),
                "Dengan peserta yang tercatat hadir.",
                found.sessions,
            ),
            Figure(
                *("orang_dilatih", "Orang yang hadir", "orang"),
                "Setiap orang dihitung satu kali.",
                found.people,
            ),
            Figure(
                *("kampung_dilatih", "Kampung asal peserta", "kampung"),
                "Dengan paling sedikit satu peserta yang hadir.",
                found.kampung,
            ),
            Figure(
                *("sertifikat", "Sertifikat yang berlaku", "sertifikat"),
                "Diterbitkan dalam masa ini; yang dicabut tidak dihitung.",
                found.certificates,
            ),
            Figure(
                *("jam_pelatihan", "Jam pelajaran bersertifikat", "jam"),
                "Dijumlahkan menurut orang.",
                found.hours,
            ),
        ),
        "training:session_list",
    )


def _partners(asked: Asked) -> Iterator[Chapter]:
    found = partners.totals(asked.kampung, asked.since, asked.until)
    yield Chapter(
        "Mitra",
        (
            Figure(
                *("kebutuhan", "Kebutuhan yang terbuka", "kebutuhan"),
                "Diterbitkan dan belum ditutup.",
                found.needs,
            ),
            Figure(
                *("komitmen", "Komitmen yang disepakati", "komitmen"),
                "Masanya menyentuh masa ini; tawaran dan yang batal tidak dihitung.",
                found.commitments,
            ),
            Figure(
                *("dijanjikan", "Rupiah yang dijanjikan", "rupiah"),
                "Bagian kampung ini dari komitmen itu; barang dan tenaga tidak dirupiahkan.",
                found.promised,
            ),
            Figure(
                *("diserahkan", "Rupiah yang diserahkan", "rupiah"),
                "Penyerahan dalam masa ini.",
                found.delivered,
            ),
            Figure(
                *("kampung_didukung", "Kampung yang menerima dukungan", "kampung"),
                "Rupiah, barang, atau tenaga.",
                found.helped,
            ),
        ),
        *(("partners:area", (asked.kabupaten,)) if asked.kabupaten else ()),
    )


def _themes(asked: Asked) -> Iterator[Chapter]:
    found = themes.totals(asked.kampung, asked.until)
    yield Chapter(
        "Tema",
        (
            Figure(
                *("bertema", "Kampung dengan tema", "kampung"),
                "Paling sedikit satu tema pada hari terakhir.",
                found.carrying,
            ),
            Figure(
                *("bertema_ganda", "Kampung dengan dua tema atau lebih", "kampung"),
                "Pada hari terakhir.",
                found.several,
            ),
            Figure(
                *("kriteria_dijawab", "Kampung yang menjawab kriteria", "kampung"),
                "Paling sedikit satu kriteria tema terjawab sampai sekarang.",
                found.answered,
            ),
        ),
        "themes:home",
    )


def _practices(asked: Asked) -> Iterator[Chapter]:
    found = practices.totals(asked.kampung, asked.since, asked.until)
    yield Chapter(
        "Contoh baik",
        (
            Figure(
                *("contoh_terbit", "Praktik baik yang terbit", "praktik"),
                "Terbit sampai sekarang.",
                found.published,
            ),
            Figure(
                *("kampung_contoh", "Kampung contoh", "kampung"),
                "Pada hari terakhir.",
                found.exemplars,
            ),
            Figure(
                *("tiruan", "Praktik yang mulai ditiru", "tiruan"),
                "Mulai ditiru dalam masa ini.",
                found.copies,
            ),
        ),
        "practices:library",
    )


def _count(code: str, label: str, unit: str, meaning: str, rows: QuerySet[Any]) -> Figure:
    return Figure(code, label, unit, meaning, rows.count())


CHAPTERS: tuple[Callable[[Asked], Iterator[Chapter]], ...] = (
    _classes,
    _plan,
    _activities,
    _coaching,
    _training,
    _partners,
    _themes,
    _practices,
)
