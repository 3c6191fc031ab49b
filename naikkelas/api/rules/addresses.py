"""To which addresses this server sends: https in the public internet, and nowhere near itself.

A webhook lets somebody else choose where a request of ours goes (SSRF). So the address must be
https, its name must lead to public addresses only, and the connection goes to the very address that
was looked at. Sources: IANA special-purpose registries as `ipaddress` has them; RFC 6052, 3056.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from naikkelas.api.errors import HookAddressUnfit

LONGEST = 500
_FIRST_FREE_PORT = 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Destination:
    """An address in parts; `host` is sent as Host and checked against the certificate."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        """The host as the request names it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.is_secure else 80
        return name if self.port == usual else f"{name}:{self.port}"


def destination(address: str, *, to_loopback: bool = False) -> Destination:
    """Take an address apart, or refuse it; http only where loopback is allowed (tests)."""
    if len(address) > LONGEST or any(ord(letter) <= 32 or ord(letter) > 126 for letter in address):
        raise HookAddressUnfit
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise HookAddressUnfit from error
    host = (parts.hostname or "").rstrip(".")
    schemes = ("https", "http") if to_loopback else ("https",)
    if parts.scheme not in schemes or not host or "@" in parts.netloc or parts.fragment:
        raise HookAddressUnfit
    port = (443 if parts.scheme == "https" else 80) if port is None else port
    if port not in {80, 443} and port < _FIRST_FREE_PORT:
        raise HookAddressUnfit
    _insist_on_public_name(host, to_loopback)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, host, port, path)


def _insist_on_public_name(host: str, to_loopback: bool) -> None:
    """Numbers are looked at now, names when they are resolved; single words are of some network."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        is_local = "." not in host or last in {"local", "internal", "localhost"} or last.isdigit()
        if is_local and not to_loopback:
            raise HookAddressUnfit from None
    else:
        if not is_allowed(number, to_loopback=to_loopback):
            raise HookAddressUnfit


def is_allowed(number: Ip, *, to_loopback: bool = False) -> bool:
    """Whether a request may go there.

    >>> [is_allowed(ipaddress.ip_address(n)) for n in ("10.0.0.1", "::ffff:127.0.0.1", "9.9.9.9")]
    [False, False, True]
    """
    if to_loopback and number.is_loopback:
        return True
    inner = _inside(number)
    if inner is not None:
        return is_allowed(inner, to_loopback=to_loopback)
    return number.is_global and not number.is_multicast and not number.is_reserved


def _inside(number: Ip) -> ipaddress.IPv4Address | None:
    """The IPv4 address to which an IPv6 address leads through a translation."""
    if not isinstance(number, ipaddress.IPv6Address):
        return None
    if number.ipv4_mapped:
        return number.ipv4_mapped
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF)
    if number.teredo:
        return number.teredo[1]
    return number.sixtofour
