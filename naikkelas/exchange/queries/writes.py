"""How often imports have written: what a check is held against when it is applied."""

from django.db.models import Count, Q

from naikkelas.exchange.models import ImportBatch
from naikkelas.registry.queries.locks import turns_of_locks


def writes_into(area_code: str) -> int:
    """How often imports have written into an area, a part of it or a whole around it.

    Locking or reopening a month there counts too, since it changes which rows may be stored. An
    import that is applied counts one, undone one more. What is counted is what is committed:
    an import that is still being stored has its instant already, but nobody sees its rows yet.
    """
    around = [area_code[:length] for length in range(len(area_code))]
    near = Q(area_code__startswith=area_code) | Q(area_code__in=around)
    counted = ImportBatch.objects.filter(near).aggregate(
        applied=Count("applied_at"), undone=Count("undone_at")
    )
    return int(counted["applied"] + counted["undone"]) + turns_of_locks(area_code)
