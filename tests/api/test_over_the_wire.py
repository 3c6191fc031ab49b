"""The whole way of an app over real connections: cut, tried again, all at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.actions import devices
from naikkelas.accounts.models import Role
from naikkelas.activities.models import Envelope
from naikkelas.areas.models import Area
from naikkelas.registry.models import KKBPK, KampungKB
from tests.api.openrosa_client import Answered, OpenRosaClient, instance, multipart
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def app(live_server: LiveServer, kampung: KampungKB) -> OpenRosaClient:
    chair = make_user("ketut", "Bu Ketut", Role.POKJA_CHAIR, kampung.village)
    connected = devices.connect(chair, name="HP Bu Ketut", by=chair)
    return OpenRosaClient(f"{live_server.url}/odk/{connected.token}")


def _answers(kampung: KampungKB, **more: object) -> dict[str, object]:
    return {"kampung": kampung.pk, "bulan": f"{datetime.now(UTC):%Y-%m}-01", **more}


def test_a_connection_that_breaks_anywhere_leaves_nothing_or_all(
    app: OpenRosaClient, kampung: KampungKB
) -> None:
    """Cut in the head, in the XML, before the last boundary: then tried again until it is told."""
    identifier = uuid4()
    xml = instance("kkbpk", _answers(kampung, iud=37), id=identifier)
    whole = len(multipart(xml))

    for after in (0, 37, whole // 2, whole - 20, whole - 1):
        app.send_cut(xml, after)
        assert KKBPK.objects.count() == 0, after
    answers = [app.send(xml) for _ in range(3)]

    assert {answer.status for answer in answers} == {201}
    assert KKBPK.objects.get().pk == identifier
    assert Envelope.objects.count() == 1


@pytest.mark.postgres_only
def test_an_answer_that_was_lost_is_given_again(app: OpenRosaClient, kampung: KampungKB) -> None:
    xml = instance("kkbpk", _answers(kampung, iud=37))

    app.send_cut(xml, 0, without_answer=True)
    answers = [app.send(xml) for _ in range(3)]

    assert {answer.status for answer in answers} == {201}
    assert KKBPK.objects.count() == 1
    assert Envelope.objects.count() == 1


@pytest.mark.postgres_only
def test_the_same_submission_eight_times_at_once_is_one_row_and_eight_equal_answers(
    app: OpenRosaClient, kampung: KampungKB
) -> None:
    xml = instance("kkbpk", _answers(kampung, iud=37))

    def send(_: int) -> Answered:
        try:
            return app.send(xml)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert (KKBPK.objects.count(), Envelope.objects.count()) == (1, 1)
