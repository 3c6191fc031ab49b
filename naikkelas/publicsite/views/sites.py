"""The pages of a site that everybody reads."""

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from naikkelas.publicsite import rendered
from naikkelas.publicsite.pages import facts, machines, shell, telling
from naikkelas.publicsite.queries.photos import TYPES, path_of, standing
from naikkelas.publicsite.queries.sites import Moved, PublicSite, site_at
from naikkelas.web.permissions import PUBLIC, page_for

Make = Callable[[PublicSite, str], rendered.Made]
View = Callable[..., HttpResponse]


def site_or_404(slug: str) -> PublicSite:
    """The site of an address, else 404."""
    site = site_at(slug)
    if site is None:
        raise Http404("Situs kampung ini tidak ada.")
    return site


def answered(request: HttpRequest, slug: str, make: Make) -> HttpResponse:
    """The page of a site in the language asked for; 410 where the site was taken down."""
    language = rendered.language_of(request)

    def made(site: PublicSite) -> rendered.Made:
        return shell.gone(site, language) if site.is_down else make(site, language)

    return rendered.answer(request, lambda: site_or_404(slug), made)


def _view(make: Make, name: str) -> View:
    """A view of one page without further parts."""

    @page_for(PUBLIC)
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        return answered(request, slug, make)

    view.__name__ = view.__qualname__ = name
    return view


home = _view(telling.home, "home")
profile = _view(facts.profile, "profile")
pokja = _view(facts.pokja, "pokja")
plan = _view(facts.plan, "plan")
classes = _view(facts.classes, "classes")
data = _view(facts.data, "data")
documents = _view(facts.documents, "documents")
potential = _view(telling.potential, "potential")
agenda = _view(telling.agenda, "agenda")
contact = _view(telling.contact, "contact")
news_list = _view(telling.news_list, "news_list")
activities = _view(telling.activities(1), "activities")
feed = _view(machines.feed, "feed")
agenda_file = _view(machines.agenda_file, "agenda_file")
sitemap = _view(machines.sitemap, "sitemap")


@page_for(PUBLIC)
def activities_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A later page of the activities."""
    if not 1 < number < 10_000:
        raise Http404
    return answered(request, slug, telling.activities(number))


@page_for(PUBLIC)
def activity(request: HttpRequest, slug: str, record: UUID) -> HttpResponse:
    """One activity."""
    return answered(request, slug, telling.activity(record))


@page_for(PUBLIC)
def activity_card(request: HttpRequest, slug: str, record: UUID) -> HttpResponse:
    """The picture for sharing an activity."""
    return answered(request, slug, machines.card(record))


@page_for(PUBLIC)
def news(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """One piece of news."""
    return answered(request, slug, telling.news(key))


@page_for(PUBLIC)
def photo(request: HttpRequest, slug: str, key: UUID, width: int, ending: str) -> HttpResponse:
    """A picture, as long as its release holds: asked anew each time, so a withdrawal is at once."""
    try:
        site = site_or_404(slug)
    except Moved as moved:
        raise Http404 from moved
    release = None if site.is_down else standing(site).filter(pk=key).first()
    if release is None or ending not in TYPES or str(width) not in release.widths.split("|"):
        raise Http404
    etag = f'"{release.folder}-{width}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse | FileResponse = HttpResponse(status=304)
    else:
        path = path_of(release, width, ending)
        if not path.is_file():
            raise Http404
        response = FileResponse(path.open("rb"), content_type=TYPES[ending])
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.is_public_page = True  # type: ignore[union-attr]
    return response  # type: ignore[return-value]
