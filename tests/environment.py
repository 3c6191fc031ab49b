"""Loaded before Django's settings are: the tests never touch the data of a running copy.

`DATABASE_URL` is left as it is: `make test` sets it for the run on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

os.environ["NAIKKELAS_DATA"] = tempfile.mkdtemp(prefix="naikkelas-tests-")
# WhiteNoise warns where nothing was ever collected, and a warning is an error in tests.
Path(os.environ["NAIKKELAS_DATA"], "statis").mkdir()
os.environ["NAIKKELAS_SECRET_KEY"] = "only-for-tests"
# Static files straight from the rooms, without collecting them first.
os.environ["NAIKKELAS_DEBUG"] = "1"
os.environ.pop("NAIKKELAS_PRODUCTION", None)
# Most tests are not about signing in; those that are switch the requirement on again.
os.environ["NAIKKELAS_WITHOUT_SECOND_FACTOR"] = "1"
# Public pages are asked for anew each time; tests/publicsite shows the holding.
os.environ["NAIKKELAS_PUBLIC_HELD_SECONDS"] = "0"
# A test counts a handful of kampung, beside a test on each other core.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
for name in ("NAIKKELAS_OIDC_ISSUER", "NAIKKELAS_PROXIES"):
    os.environ.pop(name, None)
