"""The API keeps to its schema, whatever is sent: schemathesis over all operations and posts.

`CONTRACT_EXAMPLES` says how many requests are drawn for each operation and kind (fitting the
schema, or not); `make soak` draws many. Each request is undone, so that the last one meets the same
world as the first.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.http import JsonResponse
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.case import Case

from naikkelas.accounts.models import Role, User
from naikkelas.activities.models import Kegiatan
from naikkelas.api.actions import webhooks
from naikkelas.api.models import Delivery
from naikkelas.areas.models import Area
from naikkelas.classification.actions import take_snapshots
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.api.v1.conftest import Program
from tests.insights.conftest import CUTOFF
from tests.people import make_area, make_user
from tests.roadmap_office.making import make_scenario, make_step

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "4"))
PROFILE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
POSTS = ("operator", "ketua", "di luar", "tanpa kunci")


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Real requests begin and end by closing what is in a transaction, as each test here is."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def contract(_one_connection: None) -> Any:
    """The schema, asked from the application itself."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


class Known:
    """Identifiers of what there is, so that not every request is about nothing."""

    def __init__(self, kampung: KampungKB, hook: UUID, delivery: UUID) -> None:
        self.kampung, self.hook, self.delivery = kampung.pk, hook, delivery
        self.by_path = {
            "/api/v1/kampung/": kampung.pk,
            "/api/v1/laporan/profil/": Profil.objects.values_list("pk", flat=True)[0],
            "/api/v1/laporan/penduduk/": Penduduk.objects.values_list("pk", flat=True)[0],
            "/api/v1/laporan/kkbpk/": KKBPK.objects.values_list("pk", flat=True)[0],
            "/api/v1/kegiatan/": Kegiatan.objects.values_list("pk", flat=True)[0],
            "/api/v1/webhook/": hook,
            "/api/v1/instrumen/": "kampung-kb-2023",
        }

    def put_into(self, case: "Case[Any]") -> None:
        """Let the request be about something that there is."""
        for beginning, key in self.by_path.items():
            if case.path.startswith(beginning) and "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = str(key)
        if "kiriman" in (case.path_parameters or {}):
            case.path_parameters["kiriman"] = str(self.delivery)
        if "kode" in (case.path_parameters or {}):
            case.path_parameters["kode"] = "91.37.01"
        if isinstance(case.body, dict) and "kampung" in case.body:
            case.body["kampung"] = str(self.kampung)


@pytest.fixture
def known(kampung: KampungKB, darma: User) -> tuple[Known, dict[str, dict[str, str]]]:
    """The world, and the headers with which each post comes."""
    make_step(kampung, make_scenario(kampung, in_force=True))
    take_snapshots("91.37", cutoffs=[CUTOFF], instruments=["kampung-kb-2023"], by=darma)
    chair = make_user("ketut", "Bu Ketut", Role.POKJA_CHAIR, Area.objects.get(pk="91.37.01.2001"))
    away = make_user("jauh", "Jauh", Role.FIELD, make_area("92.41.03.2007", "Karangasri"))
    operator = Program(darma)
    hook = webhooks.subscribe(operator.made.token, "https://contoh.go.id/", by=darma)
    delivery = Delivery.objects.create(
        webhook=hook, body="{}", changes=1, made_at=hook.made_at, due_at=hook.made_at
    )
    comers = {
        "operator": operator.key,
        "ketua": Program(chair).key,
        "di luar": Program(away).key,
        "tanpa kunci": {},
    }
    return Known(kampung, hook.pk, delivery.pk), comers


def _operations(contract: Any) -> list[Any]:
    return [one.ok() for one in contract.get_all_operations()]


ADDRESS_ALONE = {"/api/v1/saya", "/api/v1/instrumen"}
_NOT_ASKED = ("positive_data_acceptance", "ignored_auth", "use_after_free")
"""A rule of the programme may refuse what fits the schema (a month that is locked); who is let in
without a key is tested in `test_door.py`; each request is undone, so none is used after its end."""


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_keeps_its_contract(
    contract: Any, known: tuple[Known, dict[str, dict[str, str]]], mode: GenerationMode
) -> None:
    there, comers = known
    answered: Counter[tuple[str, int]] = Counter()
    untried: set[str] = set()
    for operation in _operations(contract):
        strategy = _strategy(operation, mode)
        if strategy is None:
            continue

        @PROFILE
        @given(case=strategy, who=st.sampled_from(POSTS), is_there=st.booleans())
        def ask(case: "Case[Any]", who: str, is_there: bool) -> None:
            assume(_is_sent(case))
            if mode is GenerationMode.POSITIVE:
                case.headers.pop("If-None-Match", None)  # or ignored as a cache would
                if is_there:
                    there.put_into(case)
            with transaction.atomic():
                response = case.call(headers=comers[who])
                transaction.set_rollback(True)
            answered[who, response.status_code] += 1
            case.validate_response(response, excluded_checks=_left_out(who))

        try:
            ask()
        except Unsatisfiable:
            # Nothing can be wrong with a request that consists of an address alone.
            assert mode is GenerationMode.NEGATIVE
            untried.add(operation.path)
    assert untried <= ADDRESS_ALONE
    assert not {status for _, status in answered} & {500, 502, 503}
    if mode is GenerationMode.POSITIVE:
        assert {who for who, status in answered if status == 200} == set(POSTS)
        assert {status for _, status in answered} >= {200, 401, 404}
    else:
        assert {status for _, status in answered} >= {400, 401, 404, 422}


def _is_sent(case: "Case[Any]") -> bool:
    """Whether every part of the question reaches the address; an empty list leaves nothing."""
    asked = (case.query or {}).items()
    return all(value is not None and urlencode({name: value}, doseq=True) for name, value in asked)


def _strategy(operation: Any, mode: GenerationMode) -> Any:
    """How requests are drawn; None where nothing of an operation can be wrong."""
    try:
        found = operation.as_strategy(generation_mode=mode)
        found.validate()
    except Exception:
        assert mode is GenerationMode.NEGATIVE
        return None
    return found


def _left_out(who: str) -> list[Any]:
    """Without a key nobody is told what else was wrong with their request."""
    by_key = ("negative_data_rejection", "missing_required_header")
    names = (*_NOT_ASKED, *(by_key if who == "tanpa kunci" else ()))
    return [one for one in schemathesis.checks.CHECKS.get_all() if one.__name__ in names]


def test_a_broken_promise_would_be_seen(
    contract: Any,
    known: tuple[Known, dict[str, dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An answer that lacks members, and one that fails, would make the walk above fail."""
    there, comers = known
    operation = next(one for one in _operations(contract) if one.path == "/api/v1/kampung/{id}")
    case = operation.Case(path_parameters={"id": str(there.kampung)})
    assert case.call_and_validate(headers=comers["operator"]).status_code == 200

    for answer in (JsonResponse({"id": 37}), JsonResponse({}, status=500)):
        monkeypatch.setattr("naikkelas.api.views.v1.program.run", lambda *_, found=answer: found)
        with pytest.raises(FailureGroup):
            case.call_and_validate(headers=comers["operator"])
