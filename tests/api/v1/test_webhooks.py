"""Webhooks: what is sent, how it is signed, tried again, given up and sent once more."""

import base64
import hashlib
import hmac
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.actions import api_tokens, end_holding
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.accounts.rules import scopes
from naikkelas.api import outgoing, tasks
from naikkelas.api.actions import webhooks
from naikkelas.api.errors import HookAddressUnfit
from naikkelas.api.models import Delivery, Webhook
from naikkelas.api.rules.addresses import destination, is_allowed
from naikkelas.api.rules.retrying import MOST_TRIES
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.actions import edit_kampung
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_values
from tests.api.v1.conftest import Program

pytestmark = pytest.mark.django_db


class Receiver:
    """A program that listens on this machine, and answers as it is told."""

    def __init__(self) -> None:
        receiver = self
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.location = ""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, dict(self.headers), body))
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/terima?a=37"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_TO_LOOPBACK = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    one = Receiver()
    yield one
    one.server.shutdown()
    one.server.server_close()


def _subscribe(program: Program, address: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return program.post("webhook", {"alamat": address}, **headers)


def _edit(kampung: KampungKB, name: str, by: User) -> None:
    edit_kampung(kampung, kampung_values(kampung) | {"nama": name}, by=by)


def test_a_change_arrives_signed(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver
) -> None:
    _edit(kampung, "Sebelum berlangganan", darma)
    made = _subscribe(program, receiver.address).json()
    _edit(kampung, "Sesudahnya", darma)

    tasks.tell_changes()

    ((path, headers, body),) = receiver.got
    told = json.loads(body)
    assert path == "/terima?a=37"
    assert [one["jenis"] for one in told["perubahan"]] == ["kampung.diubah"]
    assert told["perubahan"][0]["objek"]["id"] == str(kampung.pk)
    raw = base64.b64decode(made["rahasia"].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert Delivery.objects.get().state == "terkirim"


def test_nothing_is_sent_twice(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver
) -> None:
    _subscribe(program, receiver.address)
    _edit(kampung, "Satu", darma)

    for _ in range(3):
        tasks.tell_changes()

    assert len(receiver.got) == 1


def test_a_subscriber_is_told_of_what_the_key_sees_only(
    darma: User, kabupaten: dict[str, KampungKB], receiver: Receiver
) -> None:
    program = Program(darma, [scopes.HOOKS, scopes.READ_KAMPUNG], area="91.37.02")
    _subscribe(program, receiver.address)
    _edit(kabupaten["berkembang"], "Di luar", darma)
    _edit(kabupaten["naik"], "Di dalam", darma)

    tasks.tell_changes()

    (told,) = [json.loads(body) for _, _, body in receiver.got]
    assert [one["wilayah"] for one in told["perubahan"]] == ["91.37.02.2001"]


def test_what_does_not_arrive_is_tried_again_and_given_up_at_last(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver
) -> None:
    _subscribe(program, receiver.address)
    _edit(kampung, "Satu", darma)
    receiver.status = 500
    pauses = []

    now = timezone.now()
    for _ in range(40):
        with time_machine.travel(now, tick=False):
            tasks.tell_changes()
            one = Delivery.objects.get()
        if one.state != "menunggu":
            break
        pauses.append((one.due_at - now).total_seconds())
        with time_machine.travel(one.due_at - timedelta(seconds=1), tick=False):
            tasks.tell_changes()  # too early
        now = one.due_at

    assert (one.state, one.tries, len(receiver.got)) == ("mati", MOST_TRIES, MOST_TRIES)
    assert one.last_status == 500
    assert [30 <= pauses[0] <= 33, 60 <= pauses[1] <= 66, 7680 <= pauses[8] <= 8448] == [True] * 3
    assert len({headers["webhook-id"] for _, headers, _ in receiver.got}) == 1


def test_an_address_that_is_gone_is_not_tried_again(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver
) -> None:
    _subscribe(program, receiver.address)
    _edit(kampung, "Satu", darma)
    receiver.status = 410

    tasks.tell_changes()

    assert (Delivery.objects.get().state, len(receiver.got)) == ("mati", 1)


def test_a_dead_delivery_is_sent_once_more_by_program_and_on_screen(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver, client: Client
) -> None:
    hook = _subscribe(program, receiver.address).json()
    _edit(kampung, "Satu", darma)
    receiver.status = 410
    tasks.tell_changes()
    delivery = Delivery.objects.get()
    receiver.status = 200

    dead = program.get(f"webhook/{hook['id']}/kiriman", {"keadaan": "mati"}).json()["data"]
    again = program.post(f"webhook/{hook['id']}/kiriman/{delivery.pk}/ulangi", {})
    tasks.tell_changes()
    client.force_login(darma)
    page = client.get(f"/akun/kunci-api/{program.made.token.pk}/webhook/").content.decode()
    client.post(f"/akun/kunci-api/kiriman/{delivery.pk}/ulangi/")
    tasks.tell_changes()

    assert [one["id"] for one in dead] == [str(delivery.pk)]
    assert again.json()["keadaan"] == "menunggu"
    assert len({body for _, _, body in receiver.got}) == 1
    assert len(receiver.got) == 3
    assert "Terkirim" in page
    assert Event.objects.filter(verb="webhook.replay").count() == 2


def test_a_redirect_is_not_followed(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver
) -> None:
    _subscribe(program, receiver.address)
    _edit(kampung, "Satu", darma)
    receiver.status, receiver.location = 302, receiver.address

    tasks.tell_changes()

    assert (Delivery.objects.get().state, len(receiver.got)) == ("menunggu", 1)


def test_what_a_subscription_ends_with(
    program: Program, kampung: KampungKB, darma: User, sari: User, receiver: Receiver
) -> None:
    """By request, with its key, with the post."""
    hook = _subscribe(program, receiver.address).json()
    keyed, posted = Program(darma), Program(sari)
    for one in (keyed, posted):
        _subscribe(one, receiver.address)
    assert program.delete(f"webhook/{hook['id']}").status_code == 204
    api_tokens.revoke(keyed.made.token, by=darma)
    end_holding(sari.holdings.get(), by=system_user(), leave_vacant=True)

    _edit(kampung, "Satu", darma)
    tasks.tell_changes()

    assert receiver.got == []
    assert program.get(f"webhook/{hook['id']}").status_code == 404
    assert program.get("webhook").json()["data"] == []


def test_one_slow_address_holds_nobody_up(
    program: Program, kampung: KampungKB, darma: User, receiver: Receiver
) -> None:
    now = timezone.now()
    hooks = [_subscribe(program, receiver.address).json()["id"] for _ in range(2)]
    for number in range(40):
        hook = hooks[number >= 37]
        Delivery.objects.create(
            webhook_id=hook, body="{}", changes=1, made_at=now, due_at=now - timedelta(hours=1)
        )

    taken = Delivery.objects.filter(pk__in=tasks.due()).values_list("webhook_id", flat=True)

    assert sorted(map(str, taken)) == sorted([hooks[0]] * 5 + [hooks[1]] * 3)
    assert tasks.due() != list(taken)


def test_the_same_subscription_again_is_the_same(
    program: Program, kampung: KampungKB, receiver: Receiver
) -> None:
    first = _subscribe(program, receiver.address, "37")
    again = _subscribe(program, receiver.address, "37")
    other = _subscribe(program, receiver.address + "&b=1", "37")

    assert (first.status_code, first.json()) == (201, again.json())
    assert (other.status_code, other.json()["code"]) == (409, "api.idempotency_key_reused")
    assert Webhook.objects.count() == 1
    assert first.json()["rahasia"] not in str(list(Webhook.objects.values()))


def test_a_key_has_five_subscriptions_at_most(
    program: Program, kampung: KampungKB, receiver: Receiver
) -> None:
    for number in range(webhooks.MOST_HOOKS):
        assert _subscribe(program, f"{receiver.address}&n={number}").status_code == 201

    assert _subscribe(program, receiver.address).json()["code"] == "api.too_many_hooks"


def test_somebody_elses_subscription_is_not_there(
    program: Program, kampung: KampungKB, sari: User, receiver: Receiver, client: Client
) -> None:
    hook = _subscribe(program, receiver.address).json()
    other = Program(sari)
    client.force_login(sari)

    assert other.get(f"webhook/{hook['id']}").status_code == 404
    assert other.delete(f"webhook/{hook['id']}").status_code == 404
    assert client.get(f"/akun/kunci-api/{program.made.token.pk}/webhook/").status_code == 404
    assert client.post(f"/akun/kunci-api/webhook/{hook['id']}/hentikan/").status_code == 404


def test_a_subscription_is_made_and_ended_on_screen(
    client: Client, program: Program, kampung: KampungKB, darma: User
) -> None:
    client.force_login(darma)
    path = f"/akun/kunci-api/{program.made.token.pk}/webhook/"

    made = client.post(path, {"address": "https://contoh.go.id/terima"})
    bad = client.post(path, {"address": "https://10.0.0.1/"})

    hook = Webhook.objects.get()
    assert webhooks.secret(hook) in made.content.decode()
    assert webhooks.secret(hook) not in client.get(path).content.decode()
    assert (bad.status_code, Webhook.objects.count()) == (422, 1)
    assert client.post(f"/akun/kunci-api/webhook/{hook.pk}/hentikan/").status_code == 302
    assert "Belum ada alamat." in client.get(path).content.decode()


# Where nothing is sent --------------------------------------------------------------------------

UNFIT = (
    "http://contoh.go.id/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.3.7/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://localhost/",
    "https://peladen/",
    "https://basis-data.internal/",
    "https://printer.local/",
    "https://orang:sandi@contoh.go.id/",
    "https://contoh.go.id:22/",
    "https://contoh.go.id/#x",
    "https://contoh.go.id/\r\nHost: lain",
    "https://contoh .go.id/",
    "https://",
    "ftp://contoh.go.id/",
    "file:/etc/passwd",
    "gopher://contoh.go.id/",
    "https://contoh.go.id:99999/",
    "https://[::1/",
)


@pytest.mark.parametrize("address", UNFIT)
def test_addresses_of_this_machine_and_its_network_are_refused(
    program: Program, kampung: KampungKB, address: str
) -> None:
    answer = _subscribe(program, address)

    assert (answer.status_code, answer.json()["code"]) == (422, "api.hook_address_unfit")


@pytest.mark.parametrize(
    "numbers",
    [["127.0.0.1"], ["9.9.9.9", "10.0.0.1"], ["::1"], ["169.254.169.254"], ["::ffff:192.168.0.1"]],
)
def test_a_name_that_leads_to_a_private_address_is_not_followed(
    numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only one of several does."""
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [_entry(n) for n in numbers])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: asked.append(a))

    outcome = outgoing.post("https://contoh.go.id/", b"{}", {})

    assert (outcome.status, asked) == (None, [])
    assert str(HookAddressUnfit()) in outcome.problem


def _entry(number: str) -> tuple[Any, ...]:
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443))


def test_the_connection_goes_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that leads elsewhere at its second resolution (DNS rebinding) gains nothing."""
    answers = iter([["9.9.9.9"], ["127.0.0.1"]])
    reached: list[Any] = []

    def connect(where: Any, *_: Any, **__: Any) -> None:
        reached.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [_entry(n) for n in next(answers)])
    monkeypatch.setattr(socket, "create_connection", connect)

    outcome = outgoing.post("https://contoh.go.id/", b"{}", {})

    assert reached == [("9.9.9.9", 443)]
    assert outcome.problem == "Sambungan ditolak atau terputus."


def test_public_addresses_are_fit() -> None:
    where = destination("https://contoh.go.id:8443/terima?a=1")

    assert (where.host, where.port, where.path) == ("contoh.go.id", 8443, "/terima?a=1")
    assert where.host_header == "contoh.go.id:8443"
    assert is_allowed(ipaddress.ip_address("2606:4700::1111"))


def test_loopback_is_closed_unless_a_test_opens_it(settings: Any, sukamaju: Area) -> None:
    assert settings.WEBHOOKS_TO_LOOPBACK is False
    assert outgoing.post("https://127.0.0.1:9/", b"{}", {}).status is None
