"""A village with its Pokja, whose reports the desks above verify."""

from typing import Any

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from tests.people import make_kampung, make_user


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, ketua of the Pokja of Sukamaju: sends."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def budi(sukamaju: Area) -> User:
    """Pak Budi, member of the same Pokja: drafts, and does not send."""
    return make_user("budi", "Pak Budi", Role.POKJA, sukamaju)


@pytest.fixture
def desks(ani: User, sari: User, rina: User, darma: User) -> dict[str, User]:
    """The four desks of a report's way, by the stage that they bring it to."""
    stages = ("dikirim", "diverifikasi_pkb", "diverifikasi_kecamatan", "disahkan")
    return dict(zip(stages, (ani, sari, rina, darma), strict=True))


def sent(kampung: KampungKB, by: User, form: str = "penduduk", **more: Any) -> Any:
    """A report of June 2025, sent by somebody."""
    from naikkelas.registry import actions

    values = more.pop("values", {"pus": 137})
    how: dict[str, Any] = {"year": 2025, "month": 6} | more
    return actions.submit_report(form, kampung, values=values, by=by, **how)


def brought_to(stage: str, report: Any, desks: dict[str, User], form: str = "penduduk") -> Any:
    """The report after the steps that lead to a stage, each by its own desk."""
    from naikkelas.registry import actions

    stages = list(desks)
    for seen in stages[: stages.index(stage)]:
        by = desks[stages[stages.index(seen) + 1]]
        report = actions.accept(form, report.pk, by=by, seen=seen)
    return report
