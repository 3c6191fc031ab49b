"""What the environment says, parsed once and refused in words when it is wrong."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LAST_PORT = 65_535
_TRUE = {"1", "true", "yes", "ya", "on"}


class BadEnvironment(SystemExit):
    """A variable of the environment cannot be used; the text says which and how to mend it."""


def flag(name: str) -> bool:
    """Whether the variable is switched on."""
    return os.environ.get(name, "").strip().lower() in _TRUE


def whole_number(name: str, default: int) -> int:
    """A number of 0 or more."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal():
        raise BadEnvironment(f"{name} harus bilangan bulat, 0 atau lebih; yang tertulis {text!r}.")
    return int(text)


def port(name: str, default: int) -> int:
    """A port that a server can listen on."""
    number = whole_number(name, default)
    if not is_port(number):
        raise BadEnvironment(f"{name} harus 1 sampai {LAST_PORT}; yang tertulis {number}.")
    return number


def is_port(number: int) -> bool:
    """Whether a server can listen on the port."""
    return 1 <= number <= LAST_PORT


def data_folder() -> Path:
    """The folder of everything that must be kept; made when absent, readable by its owner only."""
    folder = Path(os.environ.get("NAIKKELAS_DATA") or Path.cwd() / "data").expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadEnvironment(
            f"Folder data {folder} tidak dapat dibuat: {error.strerror}. "
            "Setel NAIKKELAS_DATA ke folder yang dapat ditulisi."
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """The signing key: from the environment, else from a file made at the first start."""
    given = os.environ.get("NAIKKELAS_SECRET_KEY")
    if given:
        return given
    path = folder / "kunci-rahasia"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def database(folder: Path) -> dict[str, Any]:
    """Django's description of the database: `DATABASE_URL` or SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    return _postgres(url) if url else _sqlite(folder / "naikkelas.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    # WAL lets readers go on while one writes; IMMEDIATE makes a writer wait instead of failing.
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
        "PRAGMA temp_store=MEMORY;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise BadEnvironment(
            "DATABASE_URL harus berbentuk postgresql://pengguna:sandi@host:5432/nama. "
            "Kosongkan untuk memakai SQLite."
        )
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "naikkelas.config.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "prepare_threshold": _plans_after(options.pop("prepare_threshold", "5")),
            **{key: unquote(value) for key, value in options.items()},
        },
    }


def _plans_after(text: str) -> int | None:
    """After how many times the plan of a query that is written out is kept; None for never, as
    behind a pooler that hands a line on between transactions and knows of no kept plans.
    """
    if text == "off":
        return None
    if not text.isdecimal() or len(text) > 4:
        raise BadEnvironment(
            f"prepare_threshold={text} pada DATABASE_URL harus bilangan bulat atau off."
        )
    return int(text)


def office_identity() -> dict[str, Any]:
    """The OpenID Connect provider of an office, as allauth wants it; empty where there is none."""
    issuer = os.environ.get("NAIKKELAS_OIDC_ISSUER", "")
    if not issuer:
        return {}
    client = os.environ.get("NAIKKELAS_OIDC_CLIENT_ID", "")
    if not client:
        raise BadEnvironment("NAIKKELAS_OIDC_ISSUER disetel tanpa NAIKKELAS_OIDC_CLIENT_ID.")
    return {
        "provider_id": "kantor",
        "name": os.environ.get("NAIKKELAS_OIDC_NAME", "akun kantor"),
        "client_id": client,
        "secret": os.environ.get("NAIKKELAS_OIDC_SECRET", ""),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }


def origin_of(identity: dict[str, Any]) -> list[str]:
    """The origin of an office's provider, to which the button of the sign-in may lead."""
    if not identity:
        return []
    parts = urlsplit(identity["settings"]["server_url"])
    return [f"{parts.scheme}://{parts.netloc}"]
