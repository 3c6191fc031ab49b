"""Who acts, as far as the rooms below `accounts` need to know."""

from typing import Any, Protocol


class Actor(Protocol):
    """A signed-in person or the system itself; implemented by `accounts.User`."""

    pk: Any

    @property
    def scope(self) -> str:
        """Dotted area code whose subtree is theirs; empty for the whole nation."""

    @property
    def post(self) -> str:
        """The post under which they act, frozen into the audit trail."""

    @property
    def may_write(self) -> bool:
        """Whether the post writes at all (a head of office only reads)."""

    @property
    def may_configure(self) -> bool:
        """Whether the post changes settings, loads data and takes snapshots."""


def covers(scope: str, code: str) -> bool:
    """Whether the area `code` lies in the subtree of `scope`.

    >>> covers("63.01", "63.01.03.1003"), covers("63.01", "63.011"), covers("", "63")
    (True, False, True)
    """
    return not scope or code == scope or code.startswith(scope + ".")
