"""Who may keep themes, answer their criteria and check the answers."""

from django.db.models import QuerySet

from naikkelas.lib.actors import Act, Actor, may
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import CriterionAnswer, ThemeMembership

CHECKING = (Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)


def may_keep(actor: Actor, area_code: str) -> bool:
    """Keep the themes of a kabupaten, and say which kampung carries which."""
    return may(actor, Act.KEEP_THEMES, area_code)


def may_answer(actor: Actor, kampung: KampungKB) -> bool:
    """Answer criteria: whoever drafts the reports of the kampung."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_check(actor: Actor, kampung: KampungKB) -> bool:
    """Say whether an answer is right: PKB, kecamatan, kabupaten."""
    return any(may(actor, act, kampung.village_id) for act in CHECKING)


def memberships_for(actor: Actor) -> "QuerySet[ThemeMembership]":
    """Memberships of the kampung that a person sees."""
    return ThemeMembership.objects.filter(kampung__in=registry.visible_to(actor))


def answers_for(actor: Actor) -> "QuerySet[CriterionAnswer]":
    """Answers of the kampung that a person sees."""
    return CriterionAnswer.objects.filter(kampung__in=registry.visible_to(actor))
