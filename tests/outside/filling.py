"""A form on a phone, as ODK Collect fills it in: JavaRosa's own classes, driven event by event.

Nothing here knows how our forms are written: it loads what was downloaded, asks JavaRosa what
stands in each control, gives answers as Collect's widgets do, and lets JavaRosa finalise and write.
Source: `org.javarosa.form.api` as Collect's `FormController` calls it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any  # objects of Java have no types here

from tests.outside.java import javarosa

QUESTION, END = 4, 1
OK, REQUIRED, VIOLATED = 0, 1, 2
"""What a controller makes of an answer (`FormEntryController.ANSWER_…`)."""


class Unfinished(Exception):
    """JavaRosa does not finalise the form; names the question that stands against it."""


@cache
def _engine() -> Any:
    """JavaRosa with the parts of a form that Collect registers."""
    jpype = javarosa()
    jpype.JClass("org.javarosa.model.xform.XFormsModule")().registerModule()
    return jpype


def _beside(folder: Path) -> None:
    """Files beside the form lie in a folder, as Collect lays them: jr://file-csv/… and others."""
    jpype = _engine()

    def derive(uri: Any, context: Any = None) -> Any:
        path = folder / str(uri).rpartition("/")[2]
        of_file = {
            "getLocalURI": lambda: str(path),
            "getURI": lambda: f"jr://file/{path.name}",
            "getStream": lambda: jpype.JClass("java.io.FileInputStream")(str(path)),
            "doesBinaryExist": path.exists,
            "isReadOnly": lambda: True,
        }
        return jpype.JProxy("org.javarosa.core.reference.Reference", dict=of_file)

    of_folder = {"derives": lambda uri: str(uri).startswith("jr://file"), "derive": derive}
    manager = jpype.JClass("org.javarosa.core.reference.ReferenceManager").instance()
    manager.reset()
    manager.addReferenceFactory(
        jpype.JProxy("org.javarosa.core.reference.ReferenceFactory", dict=of_folder)
    )


@dataclass(frozen=True)
class Told:
    """What became of an answer: taken, or refused with the words of the form."""

    outcome: int
    words: str = ""

    @property
    def is_taken(self) -> bool:
        return self.outcome == OK


class Filling:
    """One form, opened and filled in."""

    def __init__(self, xml: bytes, files: dict[str, bytes], folder: Path) -> None:
        jpype = _engine()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        (folder / "form.xml").write_bytes(xml)
        _beside(folder)
        load = jpype.JClass("org.javarosa.xform.util.XFormUtils").getFormFromFormXml
        self.form = load(str(folder / "form.xml"), None)
        factory = jpype.JClass("org.javarosa.core.model.instance.InstanceInitializationFactory")
        self.form.initialize(True, factory())
        self.model = jpype.JClass("org.javarosa.form.api.FormEntryModel")(self.form)
        self.controller = jpype.JClass("org.javarosa.form.api.FormEntryController")(self.model)

    def _prompts(self) -> Iterator[tuple[str, Any]]:
        """The questions that are asked now, in the order of the screen."""
        begin = _engine().JClass("org.javarosa.core.model.FormIndex").createBeginningOfFormIndex()
        self.controller.jumpToIndex(begin)
        while (event := self.controller.stepToNextEvent()) != END:
            if event == QUESTION:
                index = self.model.getFormIndex()
                name = str(index.getReference().getNameLast())
                yield name, self.model.getQuestionPrompt(index)

    def shown(self) -> dict[str, str]:
        """What stands in each control that is asked now; empty where nothing does."""
        return {name: _text(prompt.getAnswerValue()) for name, prompt in self._prompts()}

    def notes(self) -> dict[str, str]:
        """The words of each question that is asked now, with the figures in them."""
        return {name: str(prompt.getQuestionText()) for name, prompt in self._prompts()}

    def answer(self, name: str, value: object) -> Told:
        """Give an answer as the widget of the question does; None takes it back."""
        for found, prompt in self._prompts():
            if found == name:
                outcome = self.controller.answerQuestion(
                    self.model.getFormIndex(), _data(prompt, value), True
                )
                words = prompt.getConstraintText() if outcome == VIOLATED else ""
                return Told(int(outcome), str(words or ""))
        raise KeyError(f"{name} is not asked now")

    def finished(self) -> bytes:
        """The instance as it is sent, once JavaRosa has nothing against it."""
        jpype = _engine()
        if (outcome := self.form.validate(True)) is not None:
            raise Unfinished(str(outcome.failedPrompt.getReference().getNameLast()))
        self.controller.finalizeFormEntry()
        visitor = jpype.JClass("org.javarosa.model.xform.XFormSerializingVisitor")()
        payload = visitor.createSerializedPayload(self.form.getMainInstance())
        return bytes(payload.getPayloadStream().readAllBytes())


def _text(data: Any) -> str:
    """An answer as the instance writes it."""
    return "" if data is None else str(data.uncast().getString())


def _data(prompt: Any, value: object) -> Any:
    """An answer as Collect's widgets make it: by what is asked and what was typed or ticked."""
    jpype = _engine()
    package = "org.javarosa.core.model.data"
    if value is None:
        return None
    if isinstance(value, bool):
        raise TypeError("flags are choices")
    choices = prompt.getSelectChoices()
    if isinstance(value, (list, tuple)):
        chosen = jpype.JClass("java.util.ArrayList")()
        for one in value:
            chosen.add(_selection(choices, str(one)))
        return jpype.JClass(f"{package}.SelectMultiData")(chosen)
    if choices is not None:
        return jpype.JClass(f"{package}.SelectOneData")(_selection(choices, str(value)))
    if isinstance(value, date):
        day = jpype.JClass("java.time.LocalDate").of(value.year, value.month, value.day)
        zone = jpype.JClass("java.time.ZoneId").systemDefault()
        moment = jpype.JClass("java.util.Date").from_(day.atStartOfDay(zone).toInstant())
        return jpype.JClass(f"{package}.DateData")(moment)
    if isinstance(value, int):
        return jpype.JClass(f"{package}.IntegerData")(value)
    return jpype.JClass(f"{package}.StringData")(str(value))


def _selection(choices: Any, value: str) -> Any:
    for one in choices:
        if str(one.getValue()) == value:
            return one.selection()
    raise KeyError(f"{value} is not offered")
