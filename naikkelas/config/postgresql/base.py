"""Django's PostgreSQL in all but one question, which every request asks."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Sees whether the line to the database still stands without asking the database."""

    def is_usable(self) -> bool:
        """Whether the line is open and silent.

        A server that stops says so, and one that is killed leaves a line that has ended; both are
        something to read where nobody has asked. Django sends `SELECT 1` instead and waits.
        """
        if self.connection is None or self.connection.closed:
            return False
        watched = select.poll()
        watched.register(self.connection.fileno(), select.POLLIN)
        return not watched.poll(0)
