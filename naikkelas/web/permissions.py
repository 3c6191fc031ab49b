"""Which act opens an address, said beside its view.

`@page_for`, `@form_for` and `@button_for` say by which methods a view is asked and which act of a
post opens it; one of several acts is enough. `PermissionsMiddleware` asks before the view runs, so
no view can forget to; where the act may be done is asked by the view and, once more, by the action.
An address whose view says nothing stays closed to everybody, and `tests/config/test_doors.py`
fails.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_http_methods

from naikkelas.lib.actors import Act

PUBLIC = "public"
"""Open to everybody: signing in, following an invitation, the logo."""
OWN = "own"
"""About the signed-in person themself, whatever their post."""

Permission = tuple[Act | str, ...]
"""The acts of which one opens the address, or `(PUBLIC,)`, or `(OWN,)`."""
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def page_for(*permission: Act | str) -> Callable[[View], View]:
    """A view that is only read."""
    return _by(("GET", "HEAD"), permission)


def form_for(*permission: Act | str) -> Callable[[View], View]:
    """A view that shows a form and takes it."""
    return _by(("GET", "HEAD", "POST"), permission)


def button_for(*permission: Act | str) -> Callable[[View], View]:
    """A view that is only sent to."""
    return _by(("POST",), permission)


def opened_by(*permission: Act | str) -> Callable[[View], View]:
    """A view of a library, or one with methods of its own."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(*args, **kwargs)

        told: Any = guarded
        told.permission = permission
        if permission == (PUBLIC,):
            told.login_required = False  # what `login_not_required` says to Django
        return cast(View, guarded)

    return around


def _by(methods: Sequence[str], permission: Permission) -> Callable[[View], View]:
    def around(view: View) -> View:
        return opened_by(*permission)(require_http_methods(methods)(view))

    return around


def permission_of(view: object) -> Permission:
    """What opens a view; nothing, where it does not say."""
    return cast(Permission, getattr(view, "permission", ()))


def acts_of(view: object) -> tuple[Act, ...]:
    """The acts of which one opens a view; none for what is public or one's own."""
    return tuple(one for one in permission_of(view) if isinstance(one, Act))


def views(resolver: URLResolver | None = None, *spaces: str) -> Iterator[tuple[str, Any]]:
    """Every address of the house by its full name, with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from views(pattern, *inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or str(pattern.pattern))), pattern.callback


def permissions() -> Mapping[str, Permission]:
    """What opens each address of the house, by its full name."""
    return {name: permission_of(view) for name, view in views()}
