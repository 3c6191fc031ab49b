"""What the public may see of a kampung: accepted reports, endorsed activities, open meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any  # figures of a report, by column

from django.db.models import Max

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.queries import local_now, setting
from naikkelas.classification.queries import Basis, Card, Dossier, card, cutoff_of, dossier
from naikkelas.classification.queries import instrument_of as rule_of
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.registry.models import KKBPK, Penduduk, Profil, Report, State
from naikkelas.ui.levels import Level, level

FORMS: Mapping[str, type[Report]] = {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}


def endorsed(site: PublicSite) -> Any:  # the queryset of activities, typed by its manager
    """The activities that were accepted, newest first."""
    return Kegiatan.objects.filter(
        kampung=site.kampung, withdrawn_at__isnull=True, state=State.ENDORSED
    ).order_by("-tanggal", "-id")


@dataclass
class Shown:
    """One site with its accepted facts, each read when a page asks for it, once."""

    site: PublicSite

    @cached_property
    def today(self) -> date:
        """The day on the clock of the kampung."""
        return local_now(self.site.kampung.village_id, remembered=True).date()

    @cached_property
    def dossier(self) -> Dossier:
        return dossier(self.site.kampung).on(Basis.VERIFIED)

    @cached_property
    def card(self) -> Card:
        """The verified class by the rule in force; nothing that is only declared counts."""
        code = self.site.kampung.village_id
        return card(
            self.site.kampung,
            cutoff=cutoff_of(code),
            instrument=rule_of(code),
            known=self.dossier,
            basis=Basis.VERIFIED,
        )

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Code → word of the levels here."""
        found: Mapping[str, str] = setting(self.site.kampung.village_id, "level_labels")
        return found

    @property
    def level(self) -> Level:
        return level(self.card.level, self.labels)

    def report(self, form: str) -> Report | None:
        """The accepted version of a form that counts today; None where none does."""
        version = self.dossier.version_at(form, self.card.cutoff)
        return FORMS[form]._default_manager.get(pk=version.pk) if version else None

    @cached_property
    def fresh_on(self) -> date | None:
        """The newest day that any of this tells of: an accepted entry or an endorsed activity."""
        done: date | None = endorsed(self.site).aggregate(newest=Max("tanggal"))["newest"]
        entries: Sequence[date | None] = (self.card.last_entry, done)
        return max((day for day in entries if day), default=None)
