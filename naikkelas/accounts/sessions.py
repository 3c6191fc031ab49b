"""Sessions in the database, read together with the person and their posts (`queries_visitors`)."""

import json
from functools import lru_cache
from typing import Any, cast  # values of a session

from django.conf import settings
from django.contrib.sessions.backends import db

from naikkelas.accounts.models import User
from naikkelas.accounts.queries_visitors import Visitor, visitor_of

_BACKEND = "_auth_user_backend"
_FORMER_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SessionStore(db.SessionStore):
    """Django's own store in all but how a session is read."""

    brought: User | None = None
    """The person whom the session brought along when it was read. Whether they are the one who is
    signed in, what the session holds decides (`backends`)."""

    def load(self) -> dict[str, Any]:
        """Sessions begun by an older release go on: a phone keeps its own for months."""
        found: dict[str, Any] = super().load()
        if found.get(_BACKEND) == _FORMER_BACKEND:
            found[_BACKEND] = settings.AUTHENTICATION_BACKENDS[0]
        return found

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was signed here and has been checked once is not checked at each request."""
        return cast("dict[str, Any]", json.loads(_checked(session_data)))

    def _get_session_from_db(self) -> Visitor | None:
        found = visitor_of(str(self.session_key))
        if found is None:
            self._session_key = None
            return None
        self.brought = found.person
        return found


@lru_cache(maxsize=4096)
def _checked(session_data: bytes | str) -> str:
    """What stands in a session, as JSON; an empty one where the signature is not ours."""
    return json.dumps(db.SessionStore().decode(session_data))
