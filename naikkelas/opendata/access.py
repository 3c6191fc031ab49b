"""Who may publish. Reading what is published needs no right."""

from naikkelas.lib.actors import Act, Actor, may


def may_publish(actor: Actor, area_code: str) -> bool:
    """Whoever computes an area's classes publishes them too: the worker and operators."""
    return may(actor, Act.COMPUTE, area_code)
