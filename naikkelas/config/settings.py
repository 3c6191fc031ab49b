"""All settings, read from the environment; the defaults run on one laptop without configuration.

`NAIKKELAS_DATA` holds database, media, uploads and secrets; `DATABASE_URL` names a PostgreSQL;
`PORT` the port; `NAIKKELAS_PRODUCTION=1` demands https and refuses the conveniences of a demo.
"""

import os
import shlex
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from naikkelas.config.environment import (
    data_folder,
    database,
    flag,
    office_identity,
    origin_of,
    port,
    secret_key,
    whole_number,
)

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_folder()
PRODUCTION = flag("NAIKKELAS_PRODUCTION")
DEBUG = flag("NAIKKELAS_DEBUG")

SECRET_KEY = secret_key(DATA)
# A demo is opened from other machines of a local network; production names its hosts.
ALLOWED_HOSTS = os.environ.get("NAIKKELAS_HOSTS", "" if PRODUCTION else "*").split(",")
PORT = port("PORT", 8000)
# Domains of village sites (".kkb.contoh.go.id": all below it); an operator maps each.
SITE_DOMAINS = [one for one in os.environ.get("NAIKKELAS_SITE_DOMAINS", "").split(",") if one]
ALLOWED_HOSTS += SITE_DOMAINS
# How this server is reached from outside: for canonical addresses, feeds and cards of public pages.
PUBLIC_ADDRESS = os.environ.get("NAIKKELAS_PUBLIC_ADDRESS", f"http://localhost:{PORT}").rstrip("/")
# Seconds for which a process shows a public page without asking whether it still stands.
PUBLIC_HELD_SECONDS = float(os.environ.get("NAIKKELAS_PUBLIC_HELD_SECONDS", "2"))

INSTALLED_APPS = [
    "naikkelas.portal",
    "naikkelas.insights",
    "naikkelas.exchange",
    "naikkelas.api",
    "naikkelas.publicsite",
    "naikkelas.opendata",
    "naikkelas.coaching",
    "naikkelas.training",
    "naikkelas.partners",
    "naikkelas.practices",
    "naikkelas.roadmap",
    "naikkelas.classification",
    "naikkelas.activities",
    "naikkelas.themes",
    "naikkelas.registry",
    "naikkelas.instruments",
    "naikkelas.accounts",
    "naikkelas.areas",
    "naikkelas.audit",
    "naikkelas.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "naikkelas.config.policy.PagePolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "naikkelas.publicsite.middleware.PublicPages",
    "naikkelas.config.tokens.NoCookiesBesideKeys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "naikkelas.accounts.middleware.PeopleMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "naikkelas.audit.middleware.RequestIdMiddleware",
    "naikkelas.config.plain_text.PlainTextMiddleware",
    "naikkelas.accounts.middleware.SessionRules",
    "naikkelas.config.permissions.PermissionsMiddleware",
    "naikkelas.config.failures.MethodPage",
]

ROOT_URLCONF = "naikkelas.config.urls"
WSGI_APPLICATION = "naikkelas.config.wsgi.application"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials", "naikkelas.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "naikkelas.config.context.page",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
        },
    }
]

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- how a person signs in (ADR 15) ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["naikkelas.accounts.backends.PeopleBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "insights:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "naikkelas.accounts.passwords.NothingOneCouldGuess"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # the link that an operator hands over: one hour, one use

ACCOUNT_ADAPTER = "naikkelas.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}  # the form turns an e-mail or phone number into the name
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # asked for by allauth; nobody can sign up
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Django's own: allauth's keeps a second copy of each e-mail address.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {
    "login": "naikkelas.accounts.forms.SignInForm",
    "change_password": "naikkelas.accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "naikkelas.accounts.forms.NewPasswordForm",
    "reauthenticate": "naikkelas.accounts.forms.AgainForm",
}
# Guesses are counted by `accounts.known_devices`, before any hashing. What counts all that come
# from a network alike would let a stranger behind an office's router lock everybody there out.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None}
MFA_RATE_LIMITS = {"webauthn_login": None}  # a passkey cannot be guessed
# How many proxies of ours stand before the server: whose X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("NAIKKELAS_PROXIES", "1" if PRODUCTION else "0"))
# Shared by all processes, and JSON only: rate limits and codes that were used.
CACHES = {"default": {"BACKEND": "naikkelas.accounts.shared_cache.SharedCache"}}

MFA_ADAPTER = "naikkelas.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "naikkelas.accounts.forms.CodeForm",
    "reauthenticate": "naikkelas.accounts.forms.CodeAgainForm",
    "activate_totp": "naikkelas.accounts.forms.ActivateAppForm",
    "add_webauthn": "naikkelas.accounts.forms.AddPasskeyForm",
    "login_webauthn": "naikkelas.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "naikkelas.accounts.forms.PasskeyAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # e-mail is optional here
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two factors
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # localhost
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Naik Kelas"
# From PKB upward nobody works without a second factor. The demo and most tests switch it off with
# NAIKKELAS_WITHOUT_SECOND_FACTOR=1, which production does not hear.
SECOND_FACTOR_REQUIRED = PRODUCTION or not flag("NAIKKELAS_WITHOUT_SECOND_FACTOR")

OFFICE_IDENTITY = office_identity()
SOCIALACCOUNT_ADAPTER = "naikkelas.accounts.adapters.OfficeAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OFFICE_IDENTITY] if OFFICE_IDENTITY else []}}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# Seconds without a request, and since signing in. A Pokja keeps its session on its own phone.
SESSION_LIMITS = {"official": (30 * 60, 12 * 60 * 60), "pokja": (30 * 24 * 60 * 60, None)}
PIN_AFTER = 5 * 60  # seconds without a request until a phone with a PIN asks for it
PIN_TRIES = 5

LANGUAGE_CODE = "id"
# The zone of timestamps on screen; a kabupaten's own zone decides the end of its day (areas.rules).
TIME_ZONE = os.environ.get("NAIKKELAS_TIME_ZONE", "Asia/Makassar")
USE_I18N = True
USE_TZ = True
# False, or a template would write key 1385 as "1.385" into a form; `id_number` is for people.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/statis/"
STATIC_ROOT = DATA / "statis"
MEDIA_ROOT = DATA / "media"
IMPORT_ROOT = DATA / "impor"
# Evidence: under MEDIA_ROOT, which no web server serves; each file is asked for by a signed link.
MEDIA_LINK_SECONDS = 5 * 60
# A command that is given the path of each upload: 0 clean, 1 infected; no answer, no upload.
SCANNER = shlex.split(os.environ.get("NAIKKELAS_SCANNER", ""))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# 25 MB in the browser; the command line has no limit.
IMPORT_MAX_BYTES = 25 * 1024 * 1024
IMPORT_MAX_ROWS = 200_000
# Days after which the files of an import are cleared away; 0 keeps them.
IMPORT_KEEP_DAYS = whole_number("NAIKKELAS_IMPORT_KEEP_DAYS", 30)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- what phones send (ADR 31): kind of envelope -> who takes it in; rooms above add theirs ---
ENVELOPE_KINDS = {
    "kegiatan": "naikkelas.activities.actions.arriving.kegiatan",
    "kegiatan.ubah": "naikkelas.activities.actions.arriving.kegiatan_ubah",
    "laporan": "naikkelas.activities.actions.arriving.laporan",
    "laporan.ubah": "naikkelas.activities.actions.arriving.laporan_ubah",
    "odk": "naikkelas.api.actions.arriving.odk",
    "kunjungan": "naikkelas.coaching.actions.arriving.kunjungan",
    "tes": "naikkelas.training.actions.arriving.tes",
}
# Photos that a phone sends: kind -> where they belong (`activities.queries.homes.PhotoHome`).
PHONE_PHOTOS = {
    "kegiatan": "naikkelas.activities.actions.photos.HOME",
    "sebelum": "naikkelas.activities.actions.photos.HOME",
    "sesudah": "naikkelas.activities.actions.photos.HOME",
    "kunjungan": "naikkelas.coaching.actions.photos.HOME",
}
# What a phone takes along beside forms and activities: name -> function of (kampung, actor).
PHONE_PROVISIONS: dict[str, str] = {
    "next": "naikkelas.insights.presenters_phone.next_points",
    "steps": "naikkelas.insights.presenters_phone.steps",
    "links": "naikkelas.insights.presenters_phone.links",
    "visit": "naikkelas.coaching.presenters_phone.visit",
    "training": "naikkelas.training.presenters_phone.courses",
}
# Who works with the app without drafting reports: function of actor -> the kampung where they do;
# and what of the provisions they take along.
PHONE_GUESTS = "naikkelas.coaching.access.kampung_to_visit"
PHONE_GUEST_PROVISIONS = ("visit",)
# What a group did: functions of a group, and of a kampung for the last day of each of its groups.
GROUP_ACTIVITIES = "naikkelas.activities.queries.of_group.activities_of_group"
GROUP_LAST_DAYS = "naikkelas.activities.queries.of_group.last_days"
# Who supports an item of the RKM: function of (item, actor).
RKM_ITEM_SUPPORT = "naikkelas.partners.queries.of_item.support_of_item"
# Names that a follow-up may be passed on to, beside partners with an account: functions of a
# village code.
FOLLOWUP_BODIES = ["naikkelas.partners.queries.bodies.bodies_at"]
# The figures of a year's work for the API: function of (actor, area code, parameters).
YEAR_FIGURES = "naikkelas.insights.queries.year.told"
# Dates for a partner's own calendar: functions of (actor, since) of the rooms beside partners.
PARTNER_DATES = ["naikkelas.coaching.queries.followups.dates_of_partner"]
# The newest release of the app, the oldest that may still send, and the switch that removes it.
PHONE_APP = {"newest": 1, "oldest": 1, "kill": flag("NAIKKELAS_PHONE_APP_OFF")}
PHONE_MOST_KAMPUNG = 60
# Days after which the bytes of an envelope are cleared; its hash and its answer stay.
ENVELOPE_KEEP_DAYS = whole_number("NAIKKELAS_ENVELOPE_KEEP_DAYS", 30)

# --- the API: requests a minute of one key, and of one address without a key ---
API_PER_MINUTE = {"token": 600, "address": 120}
# Only tests let webhooks go to this machine itself.
WEBHOOKS_TO_LOOPBACK = False

TASKS = {
    "default": {
        "BACKEND": os.environ.get("NAIKKELAS_TASKS", "django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *origin_of(OFFICE_IDENTITY)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "naikkelas.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
DEVICE_COOKIE_NAME = "perangkat"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "naikkelas.config.failures.csrf_failure"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60  # the longest of SESSION_LIMITS; officials get less
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sesi"
    CSRF_COOKIE_NAME = "__Host-csrf"
    DEVICE_COOKIE_NAME = "__Host-perangkat"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "naikkelas.lib.scrubbing.ScrubbingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The ends of the chains leave with the log, so that they are kept away from the database.
    "loggers": {"naikkelas.audit.heads": {"level": "INFO"}},
}
