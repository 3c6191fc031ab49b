"""Who may have the classification stored."""

from naikkelas.lib.actors import Act, Actor, may


def may_take_snapshots(by: Actor, area_code: str) -> bool:
    """Operators store the classification of their own area."""
    return may(by, Act.COMPUTE, area_code)
