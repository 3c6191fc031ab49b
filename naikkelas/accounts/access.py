"""Who may do what to accounts."""

from naikkelas.lib.actors import Act, Actor, may


def may_manage(by: Actor, area_code: str) -> bool:
    """Operators manage the accounts of their own area."""
    return may(by, Act.MANAGE_PEOPLE, area_code)
