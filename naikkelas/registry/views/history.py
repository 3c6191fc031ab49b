"""What its readers and its verifiers see around a version: its history and its evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any  # a template context

from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB, Report
from naikkelas.registry.queries import evidence, verification
from naikkelas.registry.queries.people import Who
from naikkelas.registry.rules import review
from naikkelas.registry.rules.schema import Form


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a version's history."""

    words: str
    at: datetime
    who: Who | None
    comment: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    is_return: bool = False


def history_of(report: Report, form: Form, reader: Actor) -> list[Told]:
    """Sent, verified, returned, endorsed: who, when and with which words, oldest first."""
    code = report.kampung.village_id
    sender = verification.senders([report], reader=reader, code=code).get(report.pk)
    words = "Diimpor" if report.batch_id else "Dikirim"
    steps = verification.steps_of(form.code, report, reader=reader)
    first = Told(words, report.recorded_at, sender, comment=report.reason)
    return [first, *(_told(step, form) for step in steps)]


def _told(step: verification.Step, form: Form) -> Told:
    labels = form.by_name
    remarks = [(labels[name].label, text) for name, text in step.remarks.items() if name in labels]
    is_return = step.after == review.Stage.RETURNED
    words = "Dikembalikan untuk diperbaiki" if is_return else review.WORDS[step.after]
    return Told(words, step.at, step.who, step.comment, tuple(remarks), is_return)


def evidence_behind(
    kampung: KampungKB, form: Form, *, month: str = "", endorsed_at: datetime | None = None
) -> dict[str, Any]:
    """The context of `registry/evidence_block.html`: the facts of a form with what backs them."""
    today = local_now(kampung.village_id).date()
    backed = evidence.block(kampung, form.code, today, endorsed_at)
    address = reverse("registry:evidence_list", args=[kampung.pk])
    return {
        "backed": backed,
        "backed_count": sum(one.counts for one in backed),
        "evidence_url": f"{address}?formulir={form.code}" + (f"&bulan={month}" if month else ""),
    }
