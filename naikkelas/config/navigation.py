"""The main way around, by names of addresses; rooms do not know of each other here."""

from collections.abc import Callable
from dataclasses import dataclass

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


PLACES = (
    Place("Beranda", "insights:home"),
    Place("Kampung", "insights:kampung_list"),
    Place("Peta jalan", "roadmap:home"),
    Place("Langkah", "roadmap:step_list", act=Act.DO_STEP),
    Place("Aplikasi di HP", "activities:app", act=Act.DRAFT, unless=Act.CONFIGURE),
    # Each post takes one of the three steps at most.
    *(Place("Periksa", "registry:review_queue", act=turn.act) for turn in TURNS.values()),
    Place("Mutu data", "registry:quality_list"),
    Place("Impor", "exchange:batch_list", act=Act.IMPORT),
    Place("Orang", "accounts:post_list", act=Act.MANAGE_PEOPLE),
    Place("Jejak", "audit:trail", act=Act.READ_TRAIL),
    Place("Permintaan", "accounts:privacy_requests", act=Act.GUARD_PRIVACY),
    Place("Data pribadi", "audit:register", act=Act.GUARD_PRIVACY),
    Place("Pengaturan", "areas:settings", act=Act.CONFIGURE),
)

KAMPUNG_PLACES = (
    Place("Ringkasan", "insights:kampung"),
    Place("Pokja", "registry:pokja_show"),
    Place("Laporan", "registry:report_list"),
    Place("Kegiatan", "activities:list"),
    Place("Langkah", "roadmap:kampung_steps"),
    Place("RKM", "activities:rkm_list"),
    Place("Kelompok", "registry:group_list"),
    Place("Rapat", "registry:meeting_list"),
    Place("Tugas", "registry:task_list", act=Act.DRAFT),
    Place("Rumah DataKu", "registry:dataku"),
    Place("Inovasi", "registry:innovation_list"),
    Place("Bukti", "registry:evidence_list"),
    Place("Riwayat", "registry:kampung_trail"),
)
"""What there is of one kampung, below the breadcrumb of each of its pages."""

_OF_A_KAMPUNG = "kampung/<uuid:pk>/"


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The entries that the person may use, the present one marked."""
    may = getattr(request.user, "can", lambda _: False)
    return _marked([(place, reverse(place.name)) for place in PLACES if place.is_for(may)], request)


def kampung_navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The pages of the kampung that this address is about; none where it is about no kampung."""
    match = request.resolver_match
    if match is None or not match.route.startswith(_OF_A_KAMPUNG):
        return []
    may = getattr(request.user, "can", lambda _: False)
    pk = match.kwargs["pk"]
    mine = [place for place in KAMPUNG_PLACES if place.is_for(may)]
    shown = [(place, reverse(place.name, args=[pk])) for place in mine]
    return _marked(shown, request)


def _marked(shown: list[tuple[Place, str]], request: HttpRequest) -> list[dict[str, object]]:
    """The entry that the page belongs to most closely is the active one."""
    here = max((url for _, url in shown if _lies_under(request.path, url)), key=len, default="")
    return [{"url": url, "label": place.label, "active": url == here} for place, url in shown]


def _lies_under(path: str, url: str) -> bool:
    """Whether a page belongs to an entry; home has no pages below it."""
    return path == url or (url != "/" and path.startswith(url))
