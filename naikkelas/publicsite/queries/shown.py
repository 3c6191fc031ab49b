"""What the public may see of a kampung: accepted reports, endorsed activities, open meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any  # figures of a report, values of settings

from naikkelas.activities.models import Kegiatan
from naikkelas.areas.queries import local_now, several_settings
from naikkelas.classification.queries import Basis, Card, Dossier, card, cutoff_from, dossier
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rules.names import levels_in
from naikkelas.registry.models import KKBPK, Penduduk, Profil, Report, State
from naikkelas.ui.levels import Level, level

SETTINGS = ("cutoff", "time_zone", "instrument", "level_labels")
FORMS: Mapping[str, type[Report]] = {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}


def endorsed(site: PublicSite) -> Any:  # the queryset of activities, typed by its manager
    """The activities that were accepted, newest first."""
    return Kegiatan.objects.filter(
        kampung=site.kampung, withdrawn_at__isnull=True, state=State.ENDORSED
    ).order_by("-tanggal", "-id")


def listed(site: PublicSite) -> Any:  # as `endorsed`
    """The same with what a list shows of them, and nothing else."""
    return endorsed(site).only("origin", "tanggal", "tempat", "judul")


@dataclass
class Shown:
    """One site with its accepted facts, each read when a page asks for it, once."""

    site: PublicSite
    _reports: dict[str, Report | None] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What holds in the area of the kampung, of `SETTINGS`."""
        return several_settings(self.site.kampung.village_id, SETTINGS)

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
        chosen = self.settings
        return card(
            self.site.kampung,
            cutoff=cutoff_from(str(chosen["cutoff"]), str(chosen["time_zone"])),
            instrument=str(chosen["instrument"]),
            known=self.dossier,
            basis=Basis.VERIFIED,
        )

    @property
    def labels(self) -> Mapping[str, str]:
        """Code → word of the levels here."""
        found: Mapping[str, str] = self.settings["level_labels"]
        return found

    def level_in(self, language: str) -> Level:
        """The verified class with its words in a language."""
        return level(self.card.level, levels_in(self.labels, language))

    def report(self, form: str) -> Report | None:
        """The accepted version of a form that counts today; None where none does."""
        if form not in self._reports:
            version = self.dossier.version_at(form, self.card.cutoff)
            known = FORMS[form]._default_manager
            self._reports[form] = known.get(pk=version.pk) if version else None
        return self._reports[form]

    @cached_property
    def fresh_on(self) -> date | None:
        """The newest day that any of this tells of: an accepted entry or an endorsed activity."""
        entries: Sequence[date | None] = (self.card.last_entry, *self._done)
        return max((day for day in entries if day), default=None)

    @property
    def _done(self) -> list[date]:
        """The days of the endorsed activities; those of `endorsed`, which the dossier holds."""
        return [activity.on for activity in self.dossier.activities]

    def done_in(self, days: int) -> int:
        """How many endorsed activities there were in the last days."""
        since = self.today - timedelta(days=days)
        return sum(since < on <= self.today for on in self._done)
