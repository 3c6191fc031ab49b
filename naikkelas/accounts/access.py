"""Who may do what to accounts."""

from naikkelas.lib.actors import Actor, covers


def may_manage(by: Actor, area_code: str) -> bool:
    """Operators manage the accounts of their own area."""
    return by.may_configure and covers(by.scope, area_code)
