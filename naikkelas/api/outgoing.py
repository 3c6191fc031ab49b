"""The one way out: a POST to an address that somebody else has chosen.

The name is resolved once, every answer is looked at, and the connection goes to the address that
was looked at, so that a name cannot lead elsewhere meanwhile. Redirects are not followed, proxies
of the environment not used, and of the answer no more is read than its status.
"""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from naikkelas.api.errors import HookAddressUnfit
from naikkelas.api.rules.addresses import Destination, destination, is_allowed

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: the status, or what stood in its way."""

    status: int | None
    problem: str = ""


def post(
    address: str, body: bytes, headers: Mapping[str, str], *, to_loopback: bool = False
) -> Outcome:
    """Send JSON there, and say what came of it; never raises for what lies outside."""
    try:
        where = destination(address, to_loopback=to_loopback)
        number = resolve(where, to_loopback=to_loopback)
    except HookAddressUnfit as refusal:
        return Outcome(None, str(refusal))
    except OSError:
        return Outcome(None, "Nama alamatnya tidak ditemukan.")
    connection = _connection(where, number)
    told = {"Content-Type": "application/json", "User-Agent": "NaikKelas-Webhook/1", **headers}
    try:
        connection.request("POST", where.path, body, {"Host": where.host_header, **told})
        return Outcome(connection.getresponse().status)
    except TimeoutError:
        return Outcome(None, f"Tidak dijawab dalam {SECONDS:.0f} detik.")
    except ssl.SSLError:
        return Outcome(None, "Sertifikat TLS alamat itu tidak dapat dipercaya.")
    except (OSError, HTTPException):
        return Outcome(None, "Sambungan ditolak atau terputus.")
    finally:
        connection.close()


def resolve(where: Destination, *, to_loopback: bool = False) -> str:
    """The address to which the name leads; refused if any of its addresses is not public."""
    found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    allowed = [is_allowed(ipaddress.ip_address(n), to_loopback=to_loopback) for n in numbers]
    if not numbers or not all(allowed):
        raise HookAddressUnfit
    return numbers[0]


class _PinnedHttp(HTTPConnection):
    """Connects to a number, whatever the name would lead to by now."""

    number = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.number, self.port), self.timeout)


class _PinnedHttps(HTTPSConnection):
    """As above; the certificate is held against the name."""

    number = ""

    def connect(self) -> None:
        bare = socket.create_connection((self.number, self.port), self.timeout)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(bare, server_hostname=self.host)


def _connection(where: Destination, number: str) -> _PinnedHttp | _PinnedHttps:
    kind = _PinnedHttps if where.is_secure else _PinnedHttp
    connection = kind(where.host, where.port, timeout=SECONDS)
    connection.number = number
    return connection
