"""Who mentors which kampung, what is planned, what was seen, and what was agreed."""

from naikkelas.coaching.models.followups import Desk as Desk
from naikkelas.coaching.models.followups import FollowUp as FollowUp
from naikkelas.coaching.models.followups import FollowUpChange as FollowUpChange
from naikkelas.coaching.models.followups import FollowUpQuerySet as FollowUpQuerySet
from naikkelas.coaching.models.followups import FollowUpState as FollowUpState
from naikkelas.coaching.models.planning import Assignment as Assignment
from naikkelas.coaching.models.planning import AssignmentQuerySet as AssignmentQuerySet
from naikkelas.coaching.models.planning import PlannedVisit as PlannedVisit
from naikkelas.coaching.models.planning import PlannedVisitQuerySet as PlannedVisitQuerySet
from naikkelas.coaching.models.planning import PlanState as PlanState
from naikkelas.coaching.models.visits import Finding as Finding
from naikkelas.coaching.models.visits import SignOff as SignOff
from naikkelas.coaching.models.visits import Visit as Visit
from naikkelas.coaching.models.visits import VisitCheck as VisitCheck
from naikkelas.coaching.models.visits import VisitPhoto as VisitPhoto
from naikkelas.coaching.models.visits import VisitQuerySet as VisitQuerySet
