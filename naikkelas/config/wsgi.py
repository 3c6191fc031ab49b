"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.config.settings")
application = get_wsgi_application()
# Load every room now: the first visitor should not wait for it.
_ = get_resolver().url_patterns
