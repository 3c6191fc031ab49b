"""The example's history was imported as endorsed, so both of its classes are the published ones."""

from pathlib import Path

import pytest

from naikkelas.accounts.queries import system_user
from naikkelas.areas.actions import load_areas
from naikkelas.classification import queries
from naikkelas.classification.models import Basis
from naikkelas.exchange.actions import import_folder
from naikkelas.exchange.examples import tanah_laut
from naikkelas.roadmap.queries import Ground, target

PORTAL = "kampung-kb-2023"
KABUPATEN = "63.01"
PUBLISHED = {"dasar": 93, "berkembang": 25, "mandiri": 3, "berkelanjutan": 14}


@pytest.mark.slow
@pytest.mark.django_db
def test_both_classes_and_the_target_are_the_published_ones(tmp_path: Path) -> None:
    load_areas(by=system_user())
    tanah_laut.generate(tmp_path)
    import_folder(
        tmp_path,
        area_code=KABUPATEN,
        by=system_user(),
        as_reported=True,
        endorsed=True,
        is_example=True,
    )

    for basis in Basis:
        found = queries.classify(
            KABUPATEN, cutoff=tanah_laut.CUTOFF, instrument=PORTAL, basis=basis
        )
        assert dict(found["klasifikasi"].value_counts().iter_rows()) == PUBLISHED
    ground = Ground.of(KABUPATEN)
    assert ground.accepted is ground.facts  # nothing is computed twice
    status = target(KABUPATEN, tanah_laut.CUTOFF, PORTAL, ground=ground)
    assert (status.basis, status.progress.needed) == ("terverifikasi", 7)
    assert (len(status.progress.reached), len(status.across.reached)) == (3, 3)
