"""Who may see, report on and manage which kampung."""

from naikkelas.lib.actors import Act, Actor, may
from naikkelas.registry.models import KampungKB, KampungQuerySet, QualityItem
from naikkelas.registry.rules.review import TURNS, VERIFYING


def visible_to(actor: Actor) -> KampungQuerySet:
    """The kampung of the actor's area, inactive ones too; withdrawn rows are nobody's."""
    return KampungKB.objects.filter(withdrawn_at__isnull=True).within_any(actor.scopes)


def may_report(actor: Actor, kampung: KampungKB) -> bool:
    """Fill in reports, and change the description of the kampung."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_register(actor: Actor, village_code: str) -> bool:
    """Open, close and reopen the kampung of a village."""
    return may(actor, Act.REGISTER, village_code)


def may_send(actor: Actor, kampung: KampungKB) -> bool:
    """Send what the desk has drafted: the ketua and the sekretaris of a Pokja, not its members."""
    return may(actor, Act.SEND, kampung.village_id)


def may_take_step(actor: Actor, stage: str, kampung: KampungKB) -> bool:
    """Accept or return a version that stands at this stage."""
    turn = TURNS.get(stage)
    return turn is not None and may(actor, turn.act, kampung.village_id)


def may_verify(actor: Actor) -> bool:
    """Take any step of verification, wherever."""
    return any(actor.can(act) for act in VERIFYING)


def may_lock(actor: Actor, kabupaten_code: str) -> bool:
    """Lock and reopen the months of a kabupaten."""
    return may(actor, Act.LOCK_MONTH, kabupaten_code)


def may_add_evidence(actor: Actor, kampung: KampungKB) -> bool:
    """Add and withdraw evidence: whoever drafts the reports that it backs."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_open_evidence(actor: Actor, kampung: KampungKB) -> bool:
    """Open the files: they show people (daftar hadir, photos), which not every reader may see."""
    acts = (Act.DRAFT, Act.SEE_PERSONAL)
    return any(may(actor, act, kampung.village_id) for act in acts)


def may_close_item(actor: Actor, item: QualityItem) -> bool:
    """Close an item of the queue: the desk whose turn it is, or who endorses in that area."""
    village = item.kampung.village_id
    is_theirs = item.owner_role == actor.desk and may(actor, Act.SEE, village)
    return is_theirs or may(actor, Act.ENDORSE, village)


# People of a kampung ----------------------------------------------------------------------------


def may_manage_people(actor: Actor, kampung: KampungKB) -> bool:
    """Keep the Pokja and its people: its ketua and sekretaris, the PKB, the operator."""
    return may(actor, Act.SEND, kampung.village_id)


def is_own_desk(actor: Actor, kampung: KampungKB) -> bool:
    """Whether the actor sits in the Pokja of this kampung."""
    return actor.desk == "pokja" and may(actor, Act.DRAFT, kampung.village_id)


def may_see_people(actor: Actor, kampung: KampungKB) -> bool:
    """Read the names of its people: the Pokja itself, and posts that may see people at all."""
    return is_own_desk(actor, kampung) or may_reveal_phone(actor, kampung)


def may_reveal_phone(actor: Actor, kampung: KampungKB) -> bool:
    """Have a telephone number shown, which is noted."""
    return may(actor, Act.SEE_PERSONAL, kampung.village_id)


# Meetings ---------------------------------------------------------------------------------------


def may_hold_meetings(actor: Actor, kampung: KampungKB) -> bool:
    """Plan meetings, note who came, write minutes, close tasks: whoever works for the Pokja."""
    return may(actor, Act.DRAFT, kampung.village_id)


def may_read_minutes(actor: Actor, kampung: KampungKB) -> bool:
    """Read lists of names, minutes and decisions, whose free text may name people."""
    return may_see_people(actor, kampung)
