"""What codes, settings, boundaries and code changes must look like. Pure: no Django, no clock."""

from naikkelas.areas.rules.settings import BASES as BASES
from naikkelas.areas.rules.settings import CORRECTED as CORRECTED
from naikkelas.areas.rules.settings import DECLARED as DECLARED
from naikkelas.areas.rules.settings import INSTRUMENTS as INSTRUMENTS
from naikkelas.areas.rules.settings import LEVELS as LEVELS
from naikkelas.areas.rules.settings import PORTAL as PORTAL
from naikkelas.areas.rules.settings import SETTINGS as SETTINGS
from naikkelas.areas.rules.settings import TARGET_MODES as TARGET_MODES
from naikkelas.areas.rules.settings import VERIFIED as VERIFIED
from naikkelas.areas.rules.settings import Setting as Setting
from naikkelas.areas.rules.settings import UnfitValue as UnfitValue
