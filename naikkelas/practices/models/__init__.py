"""Tables of good examples."""

from naikkelas.practices.models.competitions import Competition as Competition
from naikkelas.practices.models.competitions import CompetitionEntry as CompetitionEntry
from naikkelas.practices.models.competitions import CompetitionJudge as CompetitionJudge
from naikkelas.practices.models.competitions import CompetitionState as CompetitionState
from naikkelas.practices.models.competitions import JudgeAnswer as JudgeAnswer
from naikkelas.practices.models.practice import Exemplar as Exemplar
from naikkelas.practices.models.practice import Practice as Practice
from naikkelas.practices.models.practice import PracticeAttachment as PracticeAttachment
from naikkelas.practices.models.practice import PracticeChange as PracticeChange
from naikkelas.practices.models.practice import PracticeQuerySet as PracticeQuerySet
from naikkelas.practices.models.practice import PracticeState as PracticeState
from naikkelas.practices.models.practice import PracticeStep as PracticeStep
from naikkelas.practices.models.practice import PracticeVersion as PracticeVersion
from naikkelas.practices.models.visits import Replication as Replication
from naikkelas.practices.models.visits import ReplicationStep as ReplicationStep
from naikkelas.practices.models.visits import StudyVisit as StudyVisit
from naikkelas.practices.models.visits import VisitState as VisitState
