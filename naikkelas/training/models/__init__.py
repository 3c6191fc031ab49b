"""Tables of this room, by noun."""

from naikkelas.training.models.curricula import CurriculumVersion as CurriculumVersion
from naikkelas.training.models.results import Certificate as Certificate
from naikkelas.training.models.results import TestSitting as TestSitting
from naikkelas.training.models.sessions import Participant as Participant
from naikkelas.training.models.sessions import Presence as Presence
from naikkelas.training.models.sessions import SessionInvitation as SessionInvitation
from naikkelas.training.models.sessions import TrainingSession as TrainingSession
