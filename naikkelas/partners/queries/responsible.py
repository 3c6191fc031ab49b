"""Which agency answers for which kegiatan in a kabupaten."""

from collections.abc import Mapping
from dataclasses import dataclass

from naikkelas.partners.models import Responsible
from naikkelas.partners.queries.support import agency
from naikkelas.partners.rules import inpres
from naikkelas.partners.rules.inpres import Deed


def responsible_in(kabupaten_code: str) -> dict[str, str]:
    """Kegiatan → agency: what the kabupaten has set, else that of the ministry; one query."""
    rows = Responsible.objects.filter(kabupaten_code=kabupaten_code, replaced_at__isnull=True)
    set_here = dict(rows.values_list("kegiatan", "instansi"))
    return {deed.code: set_here.get(deed.code, deed.instansi) for deed in inpres.deeds()}


@dataclass(frozen=True, slots=True)
class Answer:
    """A kegiatan with who answers for it, and whether the kabupaten has said so."""

    deed: Deed
    instansi: str
    is_own: bool

    @property
    def name(self) -> str:
        return agency(self.instansi)


def answers(responsible: Mapping[str, str]) -> list[Answer]:
    """The whole table."""
    return [
        Answer(deed, responsible[deed.code], responsible[deed.code] != deed.instansi)
        for deed in inpres.deeds()
    ]
