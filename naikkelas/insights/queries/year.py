"""The figures of a year's work in an area: one definition each, for screen, paper, file and JSON.

A figure is counted here by the very function that its own screen counts it with, so that two pages
cannot say two numbers. `since` is the first day of the year of the cut-off, `until` the cut-off.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any  # a set of any rows

from django.db.models import QuerySet, Sum

from naikkelas.activities.models import Kegiatan
from naikkelas.insights.queries.viewpoint import Viewpoint
from naikkelas.lib.actors import Actor, theirs
from naikkelas.registry.models import KampungKB, KampungQuerySet, State
from naikkelas.roadmap import access as roadmap_access
from naikkelas.roadmap.queries import steps_in_force, tally, target

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


def _count(code: str, label: str, unit: str, meaning: str, rows: QuerySet[Any]) -> Figure:
    return Figure(code, label, unit, meaning, rows.count())


CHAPTERS: tuple[Callable[[Asked], Iterator[Chapter]], ...] = (_classes, _plan, _activities)
