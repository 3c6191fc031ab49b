"""The gallery: every component on one page, for those who build and test screens."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.lib.actors import Act
from naikkelas.ui import gallery as samples
from naikkelas.ui.levels import NATIONAL_LABELS
from naikkelas.web.permissions import PUBLIC, page_for


@page_for(PUBLIC)  # open where DEBUG is on; elsewhere for those who set up the office
def gallery(request: HttpRequest) -> HttpResponse:
    """All components and charts with sample figures."""
    if not (settings.DEBUG or _may_configure(request)):
        raise Http404
    page = Paginator(range(1, 136), 20).get_page(request.GET.get("halaman"))
    wrong = samples.SampleForm({"name": "Sukamaju", "couples": "empat"})
    context = {
        "is_example": True,
        "drawings": samples.drawings(),
        "kampung": samples.table_rows(),
        "codes": [*NATIONAL_LABELS, None],
        "icons": ICONS,
        "form": samples.SampleForm(),
        "wrong": wrong,
        "page": page,
        "nothing": None,
        "today": samples.CUTOFF,
    }
    return render(request, "ui/gallery.html", context)


def _may_configure(request: HttpRequest) -> bool:
    can = getattr(request.user, "can", None)  # an anonymous visitor has no post
    return bool(can and can(Act.CONFIGURE))


ICONS = (
    *("search", "menu", "user", "sign-out", "home", "list", "map", "report", "upload", "download"),
    *("print", "settings", "calendar", "edit", "plus", "check", "cross", "undo", "arrow-right"),
    *("arrow-left", "arrow-up", "arrow-down", "chevron-down", "sort", "info", "warn", "danger"),
    *("ok", "clock", "target", "chart", "folder", "people"),
)
