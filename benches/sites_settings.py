"""The settings of the house with one trivial address more."""

from naikkelas.config.settings import *  # noqa: F403

ROOT_URLCONF = "benches.sites_urls"
