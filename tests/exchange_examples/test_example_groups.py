"""The groups of the example say what its newest reports say, so that no class moves by them."""

from pathlib import Path

import pytest

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.actions import load_areas
from naikkelas.audit.models import Event
from naikkelas.classification import queries as classes
from naikkelas.config.commands.example_groups import make_groups
from naikkelas.config.commands.example_meetings import hold_meetings
from naikkelas.exchange.actions import import_folder
from naikkelas.exchange.examples import pokja, tanah_laut
from naikkelas.exchange.examples.tanah_laut import CUTOFF
from naikkelas.registry import actions, queries
from naikkelas.registry.actions.pokja import load_example as load_people
from naikkelas.registry.models import DatakuStanding, Inovasi, KampungKB, Kelompok
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.registry.rules.schema import PROFIL

PUBLISHED = {"dasar": 93, "berkembang": 25, "mandiri": 3, "berkelanjutan": 14}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.long
def test_derived_facts_of_the_example_equal_its_reports(tmp_path: Path) -> None:
    system = system_user()
    load_areas(by=system)
    tanah_laut.generate(tmp_path)
    import_folder(
        tmp_path, area_code="63.01", by=system, as_reported=True, endorsed=True, is_example=True
    )

    _load_people(system)
    hold_meetings("63.01", CUTOFF, CUTOFF, by=system)

    made = make_groups("63.01", CUTOFF, by=system)

    assert make_groups("63.01", CUTOFF, by=system) == 0
    assert made == Kelompok.objects.count() > 500
    assert Kelompok.objects.filter(stopped_on__isnull=False).exists()
    assert (DatakuStanding.objects.exists(), Inovasi.objects.exists()) == (True, True)
    assert Event.objects.filter(verb="group.examples").count() == 1
    told = 0
    for kampung in KampungKB.objects.live():
        facts = profile_facts(kampung, CUTOFF)
        report = queries.latest(kampung, "profil")
        for column, fact in facts.items():
            assert fact.value == getattr(report, column), (kampung, column)
        told += len(facts)
    assert told > 1200

    _send_the_newest_profile_again()
    found = classes.classify("63.01", cutoff=CUTOFF, instrument="kampung-kb-2023")
    assert dict(found["klasifikasi"].value_counts().iter_rows()) == PUBLISHED


def _load_people(system: User) -> None:
    rows = pokja.people(list(KampungKB.objects.live()), seed=tanah_laut.SEED, by=system.pk)
    tables = (rows.kader, rows.pokja, rows.seksi, rows.seats, rows.consents, rows.trainings)
    load_people("63.01", *tables, by=system)


def _send_the_newest_profile_again() -> None:
    """Without what the records answer: it comes back by itself, and nothing is doubted for it."""
    kampung = KampungKB.objects.live().get(village_id="63.01.10.2004")
    report = queries.latest(kampung, "profil")
    assert report is not None
    facts = profile_facts(kampung, CUTOFF)
    given = queries.values_of(PROFIL, report)
    kept = {column: value for column, value in given.items() if column not in facts}
    again = actions.submit_report(
        "profil", kampung, year=2025, month=7, values=kept, by=system_user(), reason="Contoh."
    )

    assert queries.values_of(PROFIL, again) == given
    assert "berbeda_dari_catatan" not in again.doubts
