"""Settings, all from the environment; the defaults run on a machine that has only Python.

`QA_PORTAL_ENV` is one of demo (the default), test and production. Production refuses what belongs to a trial:
a made-up secret key, a clock that is set, the demo data.
"""

import sys
from datetime import datetime
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from foundation.common.keyring import load_keyring
from qa_portal.env import env_choice, env_flag, env_list, env_networks, env_number, env_path, env_text
from qa_portal.queue import *  # noqa: F403 - the same wherever the portal runs
from qa_portal.terms import *  # noqa: F403 - what the firm has settled

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
ENVIRONMENT = "test" if TESTING else env_choice("QA_PORTAL_ENV", ("demo", "test", "production"), "demo")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env_flag("QA_PORTAL_DEBUG")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("QA_PORTAL_DEBUG shows secrets on error pages: unset it in production.")

DATA_DIR = env_path("QA_PORTAL_DATA", BASE_DIR / "var")
if TESTING:
    import tempfile

    DATA_DIR = Path(tempfile.mkdtemp(prefix="qa-portal-test-"))
DATA_DIR.mkdir(parents=True, exist_ok=True)
FILES_DIR = DATA_DIR / "files"
KEYRING = load_keyring(env_path("QA_PORTAL_KEYS", DATA_DIR / "keys" / "keyring.json"))
SECRET_KEY = env_text("QA_PORTAL_SECRET_KEY") or KEYRING.derive("django-secret-key").hex()

CLOCK_START: datetime | None = None
if clock := env_text("QA_PORTAL_CLOCK"):
    if PRODUCTION:
        raise ImproperlyConfigured("QA_PORTAL_CLOCK sets a trial clock: unset it in production.")
    try:
        CLOCK_START = datetime.fromisoformat(clock)
    except ValueError:
        raise ImproperlyConfigured(
            f"QA_PORTAL_CLOCK must be an ISO time like 2021-03-01T09:00, not {clock!r}."
        ) from None

ALLOWED_HOSTS = env_list("QA_PORTAL_HOSTS", "" if PRODUCTION else "*")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("QA_PORTAL_HOSTS must name the hosts that this portal answers to, separated by commas.")
CSRF_TRUSTED_ORIGINS = env_list("QA_PORTAL_ORIGINS")
SITE_URL = env_text("QA_PORTAL_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "foundation.common",
    "foundation.accounts",
    "foundation.audit",
    "foundation.workdays",
    "foundation.retention",
    "foundation.jobs",
    "foundation.notifications",
    "organization",
    "decisions",
    "records",
    "standards",
    "sampling",
    "assessments",
    "feedback",
    "appeals",
    "knowledge",
    "suggestions",
    "tickets",
    "analysis",
    "calibration",
    "selfcheck",
    "connections",
    "rectification",
    "publication",
    "dashboard",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "connections.middleware.SystemCallMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "foundation.accounts.middleware.PersonalLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "foundation.accounts.middleware.SessionLimitsMiddleware",
    "organization.middleware.PersonMiddleware",
    "organization.middleware.SamePersonMiddleware",
    "organization.middleware.DutiesFirstMiddleware",
    "organization.middleware.OutsideMiddleware",
    "foundation.audit.middleware.AddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foundation.common.middleware.StorableTextMiddleware",
    "foundation.common.middleware.RefusalMiddleware",
    "foundation.common.middleware.PrivateResponseMiddleware",
]

ROOT_URLCONF = "qa_portal.urls"
WSGI_APPLICATION = "qa_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "foundation.common.templatetags.qa",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "foundation.common.templatetags.words",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dashboard.context.shell",
            ],
        },
    }
]

# --- Database, cache, broker: the database is the only truth, the broker a wake-up call.
if TESTING:
    DATABASE_URL = env_text("TEST_DATABASE_URL", "sqlite:///" + str(DATA_DIR / "test.sqlite3"))
else:
    DATABASE_URL = env_text("DATABASE_URL", "sqlite:///" + str(DATA_DIR / "qa_portal.sqlite3"))
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=env_number("QA_PORTAL_CONN_MAX_AGE", 600))}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits at BEGIN instead of failing at its first write; synchronous FULL: an answered commit is on the disk.
    # A database of tests is thrown away: nothing is waited for that only a power cut could take.
    synchronous = "OFF" if TESTING else "FULL"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
elif TESTING:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 2 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Tests speak to no broker: a worker of this machine's own portal would take their jobs for its own.
REDIS_URL = "redis://127.0.0.1:1/0" if TESTING else env_text("REDIS_URL", "redis://127.0.0.1:6379/0")
# Tests have no worker: their tasks go to a queue in memory that nobody reads.
CELERY_BROKER_URL = "memory://" if TESTING else REDIS_URL
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat-schedule")

# --- Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["organization.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation." + name}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "foundation.accounts.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {"login": "foundation.accounts.forms.SignInForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "tickets_online": "10/h/ip,600/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("QA_PORTAL_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "QA Portal"
MFA_ADAPTER = "foundation.accounts.adapter.SealedSecretsAdapter"
PASSWORD_RESET = bool(env_text("QA_PORTAL_MAIL_HOST"))
# Whoever moves results, watches over them or gives rights: a second factor, and two people for each change of such a role.
_strict = ENVIRONMENT != "demo" and not TESTING
SECOND_FACTOR_REQUIRED = env_flag("QA_PORTAL_SECOND_FACTOR", default=_strict)
TWO_PERSON_ROLE_CHANGES = env_flag("QA_PORTAL_TWO_PERSON_ROLES", default=_strict)
if PRODUCTION and not (SECOND_FACTOR_REQUIRED and TWO_PERSON_ROLE_CHANGES):
    raise ImproperlyConfigured(
        "QA_PORTAL_SECOND_FACTOR and QA_PORTAL_TWO_PERSON_ROLES cannot be switched off in production."
    )

# --- Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# Named here as well, the rooms' own words come before those of the libraries: "Code" is 编号 here, and 代码 in allauth.
LOCALE_PATHS = [
    folder / "locale" for name in INSTALLED_APPS if (folder := BASE_DIR.joinpath(*name.split("."))).is_dir()
]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
ORGANIZATION_TIME_ZONE = env_text("QA_PORTAL_TIME_ZONE", "Asia/Shanghai")
FORMAT_MODULE_PATH = ["foundation.common.formats"]

# --- Customers: whether they can write to the firm by a form that needs no sign-in
ONLINE_FORM = env_flag("QA_PORTAL_ONLINE_FORM", default=ENVIRONMENT == "demo" or TESTING)

# --- Files and mail
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
if TESTING:
    # Every test client looks through this folder before its first request; what a test's browser asks for is found in the sources.
    STATIC_ROOT = DATA_DIR / "static"
    STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_DIR)}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# The fonts of PDF files: read where npm has put them, served to nobody.
FONTS_DIR = env_path("QA_PORTAL_FONTS", BASE_DIR / "node_modules" / "@expo-google-fonts" / "noto-sans-sc")
# Whether the box “leave out place and camera” is ticked when somebody adds a photo.
STRIP_PHOTOS = env_flag("QA_PORTAL_STRIP_PHOTOS", default=True)
# On which legal ground units are asked for footage of their cameras; empty: the usual sentence, in the reader's language.
FOOTAGE_GROUND = env_text("QA_PORTAL_FOOTAGE_GROUND", "")
# What a mystery visitor may record, in the words of the organization's own rules; without them the portal says what is usual.
COVERT_NOTICE = {"zh": env_text("QA_PORTAL_COVERT_NOTICE_ZH", ""), "en": env_text("QA_PORTAL_COVERT_NOTICE_EN", "")}
MAX_UPLOAD_BYTES = env_number("QA_PORTAL_MAX_UPLOAD_MB", 200) * 1024 * 1024
DEFAULT_FROM_EMAIL = env_text("QA_PORTAL_MAIL_FROM", "qa-portal@localhost")
if host := env_text("QA_PORTAL_MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = host, env_number("QA_PORTAL_MAIL_PORT", 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env_text("QA_PORTAL_MAIL_USER", ""), env_text("QA_PORTAL_MAIL_PASSWORD", "")
    EMAIL_USE_TLS, EMAIL_TIMEOUT = env_flag("QA_PORTAL_MAIL_TLS", default=True), 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")

# --- Other systems: networks of the house into which events are sent, plain http too; nothing else that is not public gets any.
WEBHOOK_NETWORKS = env_networks("QA_PORTAL_WEBHOOK_NETWORKS")

# --- Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "foundation.common.views.csrf_failure"
# `bin/start --tls` ends TLS itself, for trials; it promises no browser that this address always will (HSTS).
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION or env_flag("QA_PORTAL_TLS")
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_flag("QA_PORTAL_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "foundation.common.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env_text("QA_PORTAL_LOG_LEVEL", "WARNING" if TESTING else "INFO")},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
