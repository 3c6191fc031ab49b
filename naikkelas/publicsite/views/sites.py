"""The pages of a site that everybody reads."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from naikkelas.publicsite import pages, rendered
from naikkelas.publicsite.queries.sites import PublicSite, site_at

Make = Callable[[PublicSite, str], rendered.Made]


def answered(request: HttpRequest, slug: str, make: Make) -> HttpResponse:
    """The page of a site in the language asked for; 410 where the site was taken down."""
    language = rendered.language_of(request)

    def subject() -> PublicSite:
        site = site_at(slug)
        if site is None:
            raise Http404("Situs kampung ini tidak ada.")
        return site

    def made(site: PublicSite) -> rendered.Made:
        return pages.gone(site, language) if site.is_down else make(site, language)

    return rendered.answer(request, subject, made)


@login_not_required
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Beranda."""
    return answered(request, slug, pages.home)
