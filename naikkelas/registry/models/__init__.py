"""Tables of the registry."""

from naikkelas.registry.models.evidence import Evidence as Evidence
from naikkelas.registry.models.kampung import KampungKB as KampungKB
from naikkelas.registry.models.kampung import KampungQuerySet as KampungQuerySet
from naikkelas.registry.models.meetings import CalendarFeed as CalendarFeed
from naikkelas.registry.models.meetings import Decision as Decision
from naikkelas.registry.models.meetings import Meeting as Meeting
from naikkelas.registry.models.meetings import MeetingAttendance as MeetingAttendance
from naikkelas.registry.models.meetings import Minutes as Minutes
from naikkelas.registry.models.pokja import Kader as Kader
from naikkelas.registry.models.pokja import KaderConsent as KaderConsent
from naikkelas.registry.models.pokja import KaderTraining as KaderTraining
from naikkelas.registry.models.pokja import Pokja as Pokja
from naikkelas.registry.models.pokja import PokjaSeat as PokjaSeat
from naikkelas.registry.models.pokja import Seksi as Seksi
from naikkelas.registry.models.pokja import held_on as held_on
from naikkelas.registry.models.quality import MonthLock as MonthLock
from naikkelas.registry.models.quality import QualityItem as QualityItem
from naikkelas.registry.models.reports import KKBPK as KKBPK
from naikkelas.registry.models.reports import Penduduk as Penduduk
from naikkelas.registry.models.reports import Profil as Profil
from naikkelas.registry.models.reports import Report as Report
from naikkelas.registry.models.reports import ReportDraft as ReportDraft
from naikkelas.registry.models.reports import ReportQuerySet as ReportQuerySet
from naikkelas.registry.models.reports import ReviewStep as ReviewStep
from naikkelas.registry.models.reports import State as State
from naikkelas.registry.models.work_plan import WorkPlan as WorkPlan
