"""Sessions in the database, read with a query that is written out: it is asked at every request,
and building it anew costs more than the database needs to answer.
"""

from typing import Any  # values of a session

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_BACKEND = "_auth_user_backend"
_FORMER_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SessionStore(db.SessionStore):
    """Django's own store in all but how a session is read."""

    def load(self) -> dict[str, Any]:
        """Sessions begun by an older release go on: a phone keeps its own for months."""
        found: dict[str, Any] = super().load()
        if found.get(_BACKEND) == _FORMER_BACKEND:
            found[_BACKEND] = settings.AUTHENTICATION_BACKENDS[0]
        return found

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return None
        return Session(session_key=str(self.session_key), session_data=found[0])
