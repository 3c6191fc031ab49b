"""Tables of good examples."""

from naikkelas.practices.models.practice import Exemplar as Exemplar
from naikkelas.practices.models.practice import Practice as Practice
from naikkelas.practices.models.practice import PracticeAttachment as PracticeAttachment
from naikkelas.practices.models.practice import PracticeChange as PracticeChange
from naikkelas.practices.models.practice import PracticeQuerySet as PracticeQuerySet
from naikkelas.practices.models.practice import PracticeState as PracticeState
from naikkelas.practices.models.practice import PracticeStep as PracticeStep
from naikkelas.practices.models.practice import PracticeVersion as PracticeVersion
