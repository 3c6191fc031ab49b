"""An import that waits in the queue is stored with the rights of its post, as they are then."""

import pytest

from naikkelas.accounts import actions as people
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.exchange import tasks
from naikkelas.exchange.models import BatchState, ImportBatch
from tests.people import RECORDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(darma: User) -> ImportBatch:
    """A checked batch that Pak Darma has ordered to be stored."""
    return ImportBatch.objects.create(
        area_code="91.37",
        state=BatchState.APPLYING,
        content_sha256="0" * 64,
        uploaded_by=darma.pk,
        uploaded_at=RECORDED,
        file_names=["profil.csv"],
    )


def test_a_post_that_ended_meanwhile_stores_nothing_and_leaves_the_batch_to_the_next(
    waiting: ImportBatch, darma: User
) -> None:
    post = darma.holdings.get().post
    tuti = User.objects.create_user("tuti", name="Bu Tuti")
    people.hand_over(post, to=tuti, by=system_user())

    tasks.apply_batch.call(str(waiting.pk), darma.pk, post.pk)

    waiting.refresh_from_db()
    assert waiting.state == BatchState.READY
    assert "jabatan yang menyuruhnya sudah berakhir" in waiting.step
    assert not Event.objects.filter(verb="import.apply").exists()


def test_the_post_that_was_chosen_counts_and_not_the_newest_one(
    waiting: ImportBatch, darma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody with two posts ordered it as operator; the worker acted under the other."""
    office = darma.holdings.get().post
    other = people.open_post(Role.DISTRICT, [Area.objects.get(pk="91.37.01")], by=darma)
    people.appoint(darma, other, by=system_user())
    acted: list[str] = []
    monkeypatch.setattr(
        "naikkelas.exchange.actions.apply", lambda batch, *, by: acted.append(by.post)
    )

    tasks.apply_batch.call(str(waiting.pk), darma.pk, office.pk)

    assert acted == ["Operator kabupaten 91.37"]
