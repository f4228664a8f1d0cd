"""The one settings file. Everything that differs between halls comes from the environment.

YICHUANG_HOME   folder of the hall's data, keys and logs (default ./var)
DATABASE_URL    a PostgreSQL server to use instead of the embedded one
YICHUANG_OWNER_URL the same server as the role that owns the tables (default: DATABASE_URL)
YICHUANG_PG_BIN folder of a distribution's PostgreSQL programs for the embedded one
YICHUANG_HOSTS  further names and addresses the hall is reached by, comma-separated (localhost,
                the machine's name and its own addresses always are)
YICHUANG_IDLE   minutes after which an unused log-in ends (default 30)
YICHUANG_SECOND_FACTOR  whose log-in takes a code besides the password: administrators, all or
                off (default: administrators; off in a training hall)
YICHUANG_JOURNAL_HASH  sha256 (default) or sm3: the digest of a new hall's journal
YICHUANG_WITNESS_URL, YICHUANG_WITNESS_KEY  another office's witness and its key: it cosigns
                the journal's heads
YICHUANG_STAMP_URL, YICHUANG_STAMP_CERT  a time-stamping authority (RFC 3161), asked once a
                day, and the file of the root certificates (PEM) its stamps are believed by
YICHUANG_HTTPS  1 where the hall is served over https: cookies are then marked secure, and
                browsers are told to come by https alone (HSTS)
YICHUANG_PROXIES    addresses and networks of the proxies in front, comma-separated (default:
                this machine's own where YICHUANG_HTTPS is 1, else none). They say scheme,
                client and host; the same headers from anybody else are dropped
YICHUANG_FORWARDED  how they say it: x-forwarded (default) or forwarded (RFC 7239)
YICHUANG_UPLOAD_MB  the largest attachment, in MB (default 20)
YICHUANG_SMTP, YICHUANG_MAIL_FROM  the mail server (smtp://, smtp+starttls:// or smtps://, with
                user:password@ where it asks for them) and the address mail comes from
YICHUANG_SMS_URL, YICHUANG_SMS_KEY  an SMS gateway over HTTP, and the key that signs for it
YICHUANG_GROUP_URL, YICHUANG_GROUP_KIND, YICHUANG_GROUP_KEY  the robot of the staff's group:
                wecom or dingtalk, and DingTalk's signing key
YICHUANG_TRAINING_SENDS  1: a training hall sends these messages too (default: it doesn't)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from yichuang.config.home import home
from yichuang.config.hosts import own_hosts
from yichuang.config.postgres import APPLICATION, Cluster
from yichuang.config.proxies import Proxies
from yichuang.messages.targets import Gateway, Group, MailServer

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = home()
SECRET_KEY = os.environ.get("YICHUANG_SECRET_KEY") or HOME.secret("django")
DEBUG = False
_FURTHER_HOSTS = os.environ.get("YICHUANG_HOSTS", "").split(",")
ALLOWED_HOSTS = [*own_hosts(), *(h.strip() for h in _FURTHER_HOSTS if h.strip())]
HTTPS = os.environ.get("YICHUANG_HTTPS") == "1"
PROXIES = Proxies.named(
    os.environ.get("YICHUANG_PROXIES", "127.0.0.0/8,::1" if HTTPS else ""),
    spoken=os.environ.get("YICHUANG_FORWARDED") or "x-forwarded",
    https=HTTPS,
)
# A leading dot, any name below it, is written *. in an origin.
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}"
    for host in ALLOWED_HOSTS
    if HTTPS and host != "*"
]
JOURNAL_HASH = os.environ.get("YICHUANG_JOURNAL_HASH", "sha256")
WITNESS_URL = os.environ.get("YICHUANG_WITNESS_URL", "")
WITNESS_KEY = os.environ.get("YICHUANG_WITNESS_KEY", "")
STAMP_URL = os.environ.get("YICHUANG_STAMP_URL", "")
_STAMP_CERT = os.environ.get("YICHUANG_STAMP_CERT")
STAMP_ROOTS = Path(_STAMP_CERT) if _STAMP_CERT else None


def _way_out(url: str, make: Callable[[str], Any]) -> Any:
    """A channel for messages, or None where its setting is empty."""
    given = os.environ.get(url, "")
    try:
        return make(given) if given else None
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error


MAIL = _way_out(
    "YICHUANG_SMTP",
    lambda url: MailServer.named(url, os.environ.get("YICHUANG_MAIL_FROM", "")),
)
SMS = _way_out(
    "YICHUANG_SMS_URL", lambda url: Gateway.named(url, os.environ.get("YICHUANG_SMS_KEY", ""))
)
GROUP = _way_out(
    "YICHUANG_GROUP_URL",
    lambda url: Group.named(
        url, os.environ.get("YICHUANG_GROUP_KIND", ""), os.environ.get("YICHUANG_GROUP_KEY", "")
    ),
)
TRAINING_SENDS = os.environ.get("YICHUANG_TRAINING_SENDS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "yichuang.journal",
    "yichuang.organization",
    "yichuang.regulations",
    "yichuang.attachments",
    "yichuang.obligations",
    "yichuang.courses",
    "yichuang.messages",
    "yichuang.papers",
    "yichuang.contests",
    "yichuang.acts",
    "yichuang.publications",
    "yichuang.attendance",
    "yichuang.catalog",
    "yichuang.fees",
    "yichuang.reception",
    "yichuang.inquiries",
    "yichuang.cases",
    "yichuang.results",
    "yichuang.leave",
    "yichuang.rosters",
    "yichuang.feedback",
    "yichuang.web",
    "yichuang.api",
    "yichuang.jobs",
]

MIDDLEWARE = [
    "yichuang.config.door.Door",
    "yichuang.web.base.hosts.Hosts",
    "yichuang.api.middleware.ShortWay",
    "yichuang.web.base.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yichuang.web.base.language.Languages",
    "yichuang.web.base.middleware.Refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yichuang.web.accounts.sessions.Sessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yichuang.config.urls"
WSGI_APPLICATION = "yichuang.config.server.pages"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1]],  # a page's templates stand beside it
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yichuang.web.base.context.hall",
            ],
            "builtins": ["yichuang.web.templatetags.say", "yichuang.web.templatetags.words"],
        },
    }
]
# Forms look alike wherever `{{ form }}` stands.
FORM_RENDERER = "yichuang.web.base.forms.Renderer"


def patience() -> str:
    """How long the database waits, by the kind of work: a page, a job or command."""
    if os.environ.get("YICHUANG_SERVES") == "pages":
        return "-c lock_timeout=2s -c statement_timeout=15s"
    return "-c lock_timeout=60s"


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") if "%" not in parts.netloc else _socket(parts.netloc),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "application_name": "yichuang",
            # Only statements sent by `yichuang.database` are prepared, and those are
            # planned once.
            "prepare_threshold": 0,
            # A page gives up on a lock after seconds, on a statement after a quarter of a
            # minute; background work and commands wait longer.
            "options": "-c plan_cache_mode=force_generic_plan " + patience(),
        },
    }


def _socket(netloc: str) -> str:
    return unquote(netloc.rpartition("@")[2])


# The hall runs as a role that owns nothing; opening and migrating use the owner's.
_EMBEDDED = Cluster(HOME.postgres)
DATABASE_URL = os.environ.get("DATABASE_URL") or _EMBEDDED.url(role=APPLICATION)
OWNER_URL = (
    os.environ.get("YICHUANG_OWNER_URL") or os.environ.get("DATABASE_URL") or _EMBEDDED.url()
)
# Jobs may not import the cluster (it stands above them): they keep it up and let go by these.
_IS_EMBEDDED = _EMBEDDED.url(role=APPLICATION) == DATABASE_URL
TEND_DATABASE = _EMBEDDED.tend if _IS_EMBEDDED else (lambda: None)
RELEASE_DATABASE = _EMBEDDED.release if _IS_EMBEDDED else (lambda: None)
DATABASES = {"default": _database(DATABASE_URL)}
OWNER_DATABASE = _database(OWNER_URL)
APPLICATION_ROLE = DATABASES["default"]["USER"] or APPLICATION
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organization.Account"
LOGIN_URL = "web:login"
LOGIN_REDIRECT_URL = "web:start"
LOGOUT_REDIRECT_URL = "web:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "yichuang.organization.passwords.CharacterClasses", "OPTIONS": {"classes": 3}},
]
# GB/T 22239-2019 8.1.4.1 a: passwords are renewed. Going back to an old one renews nothing, so
# the newest five are refused; the standard gives no number.
PASSWORD_HISTORY = 5
# 8.1.4.1 d: two kinds of proof. Empty: the administrators' in a real hall, nobody's in training.
SECOND_FACTOR = os.environ.get("YICHUANG_SECOND_FACTOR", "")
if SECOND_FACTOR not in {"", "all", "administrators", "off"}:
    raise ImproperlyConfigured("YICHUANG_SECOND_FACTOR is one of: all, administrators, off")
# 8.1.4.1 b: failed log-ins are limited. Wrong tries that cost nothing; then each one doubles the
# wait. A browser in which somebody has logged in before counts for itself and may have to wait
# long; all strangers together count for the account and can't keep its owner waiting for long.
TRIES_FREE = 5
TRIES_LONGEST = 15 * 60
TRIES_LONGEST_STRANGERS = 60
# From one address: five tries at one account, then a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "yichuang.web.accounts.pages.locked_out"
AXES_WHITELIST_CALLABLE = "yichuang.web.accounts.known_browsers.is_known"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE = int(os.environ.get("YICHUANG_IDLE", "30")) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "yichuang.web.base.refusals.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
ELDER_COOKIE_NAME = "elder"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served straight from the package: no collecting step, nothing to forget on an upgrade.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
CACHE_FOLDER = HOME.root / "cache"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Pieces of attachments come below this address as plain octets; nowhere else may they.
UPLOADS_AT = "/uploads/"
UPLOAD_MOST = int(os.environ.get("YICHUANG_UPLOAD_MB", "20")) << 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
