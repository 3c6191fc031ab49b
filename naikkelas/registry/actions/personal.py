"""Showing the name and contact of a companion, which pages mask."""

from django.db import transaction

from naikkelas.audit.actions import record_view
from naikkelas.lib.actors import Act, Actor, may
from naikkelas.lib.refusals import require
from naikkelas.registry.models import Profil, Report
from naikkelas.registry.rules.schema import PROFIL


@transaction.atomic
def reveal(report: Report, column: str, *, by: Actor) -> str:
    """The value, once it is noted who was shown it."""
    field = PROFIL.by_name.get(column)
    require(isinstance(report, Profil) and field is not None and field.personal)
    require(may(by, Act.SEE_PERSONAL, report.kampung.village_id))
    record_view(
        report,
        column,
        by=by,
        kabupaten=report.kabupaten_code,
        label=field.label if field else column,
        nip=getattr(report, "plkb_nip", ""),
    )
    return str(getattr(report, column))
