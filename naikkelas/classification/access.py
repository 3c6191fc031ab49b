"""Who may have the classification stored."""

from naikkelas.lib.actors import Actor, covers


def may_take_snapshots(by: Actor, area_code: str) -> bool:
    """Operators store the classification of their own area."""
    return by.may_configure and covers(by.scope, area_code)
