"""Settings of the site. What differs between places comes from the environment: see config/environment.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yunpei.config.environment import Unsafe, current
from yunpei.config.keys import kept_keys
from yunpei.config.settings.database import database

_environment = current()
if _problems := _environment.problems():
    raise Unsafe(_problems)
_kept: dict[str, str] = {}
if not (_environment.secret_key and _environment.field_keys and _environment.blind_key):
    _kept = kept_keys(_environment.data)

# ---- ours ---------------------------------------------------------------------------------------------------------------

YUNPEI_ENV = _environment.kind
YUNPEI_DATA: Path = _environment.data
YUNPEI_DEMO = _environment.kind == "demo"  # the clock is a row that the ops page moves
YUNPEI_FIELD_KEYS = _environment.field_keys or _kept["field_keys"]
YUNPEI_BLIND_KEY = _environment.blind_key or _kept["blind_key"]
YUNPEI_UPLOADS = YUNPEI_DATA / "files"
YUNPEI_PAPER_SEAL = YUNPEI_DATA / "paper-seal.pem"  # made with the first paper that is signed
YUNPEI_STUDY_STORE = YUNPEI_DATA / "study.sqlite3"  # used where the site itself is on SQLite
YUNPEI_TIME_STAMPS = _environment.time_stamps
YUNPEI_IDENTITY_CHECK = _environment.identity_check
YUNPEI_URGE_DAYS = _environment.urge_days
_sending = _environment.sending
YUNPEI_SENDER, YUNPEI_WAYS, YUNPEI_SMS = _sending.path, _sending.ways, _sending.sms

# ---- Django -------------------------------------------------------------------------------------------------------------

SECRET_KEY = _environment.secret_key or _kept["secret_key"]
DEBUG = _environment.debug
ALLOWED_HOSTS = list(_environment.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]"]
# Where the codes on papers lead: the first host that the site answers for.
_host = ALLOWED_HOSTS[0].lstrip(".")
YUNPEI_ADDRESS = f"https://{_host}" if _environment.production else f"http://{_host}:8000"
DATABASES: dict[str, dict[str, Any]] = {"default": database(_environment.database_url, YUNPEI_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
ROOT_URLCONF = "yunpei.config.urls"

# django.contrib.messages would take the label of our own `messages`, and admin is no way to change what is evidence.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "yunpei.common",
    "yunpei.people",
    "yunpei.evidence",
    "yunpei.files",
    "yunpei.messages",
    "yunpei.catalogue",
    "yunpei.funds",
    "yunpei.training",
    "yunpei.learning",
    "yunpei.credentials",
    "yunpei.casework",
    "yunpei.oversight",
    "yunpei.demo",
    "yunpei.interfaces",
    "yunpei.portals.ui",
    "yunpei.portals.public",
    "yunpei.portals.learner",
    "yunpei.portals.organisation",
    "yunpei.portals.bureau",
    "yunpei.portals.ops",
]

MIDDLEWARE = [
    "yunpei.config.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "yunpei.config.speaking.SpeakingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yunpei.config.actors.ActorMiddleware",
    "yunpei.config.refusals.RefusalMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("yunpei.portals.ui.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]

# ---- language and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "portals" / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # pages show it; tables keep UTC

# ---- static files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = YUNPEI_DATA / "static"
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a digest need `collectstatic`, which `yunpei serve` runs; tests and development read the rooms' own folders.
    "staticfiles": {
        "BACKEND": _manifest
        if YUNPEI_ENV in ("demo", "production")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = YUNPEI_ENV in ("development", "test")
MEDIA_ROOT = YUNPEI_UPLOADS

# ---- signing in ---------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["yunpei.people.backends.SessionsOnly"]  # a password alone signs nobody in
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# ---- mail, where the site sends any ---------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
globals().update(_sending.mail)

# ---- security -----------------------------------------------------------------------------------------------------------

_https = _environment.production
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_ENGINE = "yunpei.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "yunpei.portals.ui.errors.stale_form"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = False  # the proxy in front does it; it alone knows the outside port
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 365 * 86400 if _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if YUNPEI_ENV == "production" else "WARNING"},
}
