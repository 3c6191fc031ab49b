"""Every write of this room."""

from naikkelas.opendata.actions.publishing import publish as publish
from naikkelas.opendata.actions.refreshing import refresh_published as refresh_published
