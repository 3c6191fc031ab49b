"""The main way around, by names of addresses; rooms do not know of each other here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any  # entries of a template
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from naikkelas.lib.actors import Act
from naikkelas.registry.rules.review import TURNS


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    label: str
    name: str
    act: Act = Act.SEE
    unless: Act | None = None
    """An act whose holders have no use for it."""
    group: str = ""
    """The heading under which the entry stands; most people need those without one."""

    def is_for(self, may: Callable[[Act], bool]) -> bool:
        """Whether a person with these acts is shown the entry."""
        return may(self.act) and not (self.unless and may(self.unless))


ACCELERATION, OFFICE = "Percepatan", "Kelola"

PLACES = (
    Place("Beranda", "insights:home"),
    Place("Kampung", "insights:kampung_list"),
    Place("Peta jalan", "roadmap:home"),
    Place("Langkah", "roadmap:step_list", act=Act.DO_STEP),
    Place("Mitra", "partners:home", group=ACCELERATION),
    Place("Tema", "themes:home", group=ACCELERATION),
    Place("Aplikasi di HP", "activities:app", act=Act.DRAFT, unless=Act.CONFIGURE),
    Place("Pendampingan", "coaching:mentors", act=Act.MENTOR, group=ACCELERATION),
    Place(
        "Kampung dampingan",
        "coaching:plan",
        act=Act.MENTOR_ASKED,
        unless=Act.MENTOR,
        group=ACCELERATION,
    ),
    Place("Tindak lanjut", "coaching:followups", act=Act.DO_STEP, group=ACCELERATION),
    # Each post takes one of the three steps at most.
    *(Place("Periksa", "registry:review_queue", act=turn.act) for turn in TURNS.values()),
    Place("Tulisan situs", "publicsite:queue", act=Act.VERIFY_FIELD, group=ACCELERATION),
    Place("Contoh baik", "practices:library", group=ACCELERATION),
    Place("Lomba", "practices:competition_list", group=ACCELERATION),
    Place("Hasil kunjungan", "coaching:effects_home", group=ACCELERATION),
    Place("Mutu data", "registry:quality_list"),
    Place("Impor", "exchange:batch_list", act=Act.IMPORT),
    Place("Pelatihan", "training:session_list", group=ACCELERATION),
    Place("Orang", "accounts:post_list", act=Act.MANAGE_PEOPLE, group=OFFICE),
    Place("Jejak", "audit:trail", act=Act.READ_TRAIL, group=OFFICE),
    Place("Permintaan", "accounts:privacy_requests", act=Act.GUARD_PRIVACY, group=OFFICE),
    Place("Data pribadi", "audit:register", act=Act.GUARD_PRIVACY, group=OFFICE),
    Place("Pengaturan", "areas:settings", act=Act.CONFIGURE, group=OFFICE),
)

_POKJA, _REPORTS, _PLAN = "Pokja", "Laporan", "Rencana"

KAMPUNG_PLACES = (
    Place("Ringkasan", "insights:kampung"),
    Place("Laporan bulanan", "registry:report_list", group=_REPORTS),
    Place("Kegiatan", "activities:list", group=_REPORTS),
    Place("Bukti", "registry:evidence_list", group=_REPORTS),
    Place("Riwayat", "registry:kampung_trail", group=_REPORTS),
    Place("Untuk portal", "exchange:portal", group=_REPORTS),
    Place("Langkah", "roadmap:kampung_steps", group=_PLAN),
    Place("Kunjungan", "coaching:visits", group=_PLAN),
    Place("RKM", "activities:rkm_list", group=_PLAN),
    Place("Mitra", "partners:kampung", group=_PLAN),
    Place("Tema", "themes:kampung", group=_PLAN),
    Place("Susunan", "registry:pokja_show", group=_POKJA),
    Place("Kelompok", "registry:group_list", group=_POKJA),
    Place("Rapat", "registry:meeting_list", group=_POKJA),
    Place("Tugas", "registry:task_list", act=Act.DRAFT, group=_POKJA),
    Place("Pelatihan", "training:kampung", group=_POKJA),
    Place("Rumah DataKu", "registry:dataku", group=_POKJA),
    Place("Inovasi", "registry:innovation_list", group=_POKJA),
    Place("Contoh baik", "practices:of_kampung", group=ACCELERATION),
    Place("Kampung sebaya", "practices:peers", group=ACCELERATION),
    Place("Kunjungan belajar", "practices:visit_list", group=ACCELERATION),
    Place("Lomba", "practices:competitions_of", group=ACCELERATION),
    Place("Situs", "publicsite:manage", group=_POKJA),
)
"""What there is of one kampung, below the breadcrumb of each of its pages, in groups."""

_OF_A_KAMPUNG = "kampung/<uuid:pk>/"
_ANY = UUID(int=0)
"""Stands for a kampung in an address until it is known which."""


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries that the person may use, the present one marked, the lesser ones in groups."""
    may = getattr(request.user, "can", lambda _: False)
    return _grouped(
        [(place, _address(place.name)) for place in PLACES if place.is_for(may)], request
    )


def kampung_navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of the kampung that this address is about; none where it is about no kampung."""
    match = request.resolver_match
    if match is None or not match.route.startswith(_OF_A_KAMPUNG):
        return []
    may = getattr(request.user, "can", lambda _: False)
    pk = str(match.kwargs["pk"])
    mine = [place for place in KAMPUNG_PLACES if place.is_for(may)]
    places = [(place, _address(place.name, _ANY).replace(str(_ANY), pk)) for place in mine]
    return _grouped(places, request)


@cache
def _address(name: str, *parts: UUID) -> str:
    """Put together once: a page of a kampung shows some forty of them."""
    return reverse(name, args=parts)


def _grouped(shown: list[tuple[Place, str]], request: HttpRequest) -> list[dict[str, Any]]:
    """Entries in their order; a group stands at its first one, and one alone stands for itself."""
    marked = _marked([(place.label, url) for place, url in shown], request)
    groups: dict[str, list[dict[str, Any]]] = {}
    for (place, _), entry in zip(shown, marked, strict=True):
        groups.setdefault(place.group or place.name, []).append(entry)
    return [
        entries[0] if len(entries) == 1 else _group(name, entries)
        for name, entries in groups.items()
    ]


def _group(label: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The page that stands for a group is its first one."""
    active = any(entry["active"] for entry in entries)
    return {"url": entries[0]["url"], "label": label, "active": active, "entries": entries}


def _marked(shown: list[tuple[str, str]], request: HttpRequest) -> list[dict[str, Any]]:
    """The entry that the page belongs to most closely is the active one."""
    here = max((url for _, url in shown if _lies_under(request.path, url)), key=len, default="")
    return [{"url": url, "label": label, "active": url == here} for label, url in shown]


def _lies_under(path: str, url: str) -> bool:
    """Whether a page belongs to an entry; home has no pages below it."""
    return path == url or (url != "/" and path.startswith(url))
