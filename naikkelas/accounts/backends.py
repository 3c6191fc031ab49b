"""Who a session belongs to: asked at every request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend

from naikkelas.accounts.models import User
from naikkelas.accounts.queries_visitors import person_of
from naikkelas.accounts.sessions import SessionStore

_asking: ContextVar[SessionStore | None] = ContextVar("asking", default=None)


@contextmanager
def asking_for(session: SessionStore) -> Iterator[None]:
    """While Django looks for the person of this session: the one whom it brought along will do."""
    token = _asking.set(session)
    try:
        yield
    finally:
        _asking.reset(token)


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in as allauth does, and finds the person of a session without a query of its own."""

    def get_user(self, user_id: int) -> User | None:
        brought = _taken_from(_asking.get())
        user = brought if brought and brought.pk == user_id else person_of(user_id)
        return user if user and self.user_can_authenticate(user) else None


def _taken_from(session: SessionStore | None) -> User | None:
    """Once only: whoever asks again may have changed the account meanwhile."""
    if session is None:
        return None
    brought, session.brought = session.brought, None
    return brought
