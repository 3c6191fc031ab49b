"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.config.settings")
application = get_wsgi_application()
# Load every room now: the first visitor should not wait for it.
_ = get_resolver().url_patterns
# What is there now stays; looking through it for garbage again and again would find none.
gc.collect()
gc.freeze()
