"""The settings of the house with one address more."""

from naikkelas.config.settings import *  # noqa: F403

ROOT_URLCONF = "benches.submissions_urls"
