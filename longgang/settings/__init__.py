"""The settings of one district. What differs between two machines comes from the environment."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", BASE_DIR / "var"))  # data folder: database, uploads, `env`

# What this installation is
DEMO = env.flag("DEMO", default=False)  # shows login codes and ready-made logins on the page
STAFF_TOTP = env.flag("STAFF_TOTP", default=not DEMO)  # staff need a second factor
DISTRICT_CODE = env.text("DISTRICT_CODE", "211403")  # GB/T 2260 code of the district
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")  # as printed in links and QR codes

# Of the duty office: whom the gates call when in doubt; the demo's is invented, nobody's begins so
DUTY_PHONE = env.text("DUTY_PHONE", "0429-0000000" if DEMO else "")
CONFLICT_MINUTES = env.number("CONFLICT_MINUTES", 120)  # until a conflict of checks is overdue

SECRET_KEY = env.text("SECRET_KEY")  # signs sessions; `longgang serve` makes one
DEBUG = env.flag("DEBUG", default=False)  # for developers: errors in full on the page
# Host names under which the pages may be asked for, separated by commas
ALLOWED_HOSTS = env.text("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "longgang.site.views.refuse_old_form"

# Keys that seal personal data: "id:base64,id:base64"; the first seals, all open
SEALING_KEYS = env.text("SEALING_KEYS")
# What seals: AES-256-GCM or SM4-GCM; what the other sealed stays readable
SEALING_CIPHER = env.text("SEALING_CIPHER", "AES-256-GCM")
INDEX_KEY = env.text("INDEX_KEY")  # base64; finds sealed values exactly, without opening them

INSTALLED_APPS = [
    "longgang.site",
    "longgang.core",
    "longgang.audit",
    "longgang.accounts",
    "longgang.areas",
    "longgang.people",
    "longgang.notices",
    "longgang.trail",
    "longgang.health",
    "longgang.measures",
    "longgang.arrivals",
    "longgang.isolation",
    "longgang.passes",
    "longgang.tracing",
    "longgang.checkpoints",
    "longgang.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "longgang.site.middleware.StackRoomMiddleware",  # first: all others stand in that room
    "django.middleware.security.SecurityMiddleware",
    "longgang.site.middleware.MachineDoor",
    "csp.middleware.CSPMiddleware",  # before these: static files and errors carry the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "longgang.site.middleware.RequestLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "longgang.audit.middleware.RequestIdMiddleware",
    "longgang.accounts.middleware.AccessMiddleware",
    "longgang.site.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "longgang.demo.urls" if DEMO else "longgang.site.urls"
WSGI_APPLICATION = "longgang.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "longgang.site.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "longgang.site.rendering.FormRenderer"


def _database(url: str) -> dict[str, Any]:
    """A PostgreSQL address as Django wants it; the embedded server's names a socket folder."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "longgang.core.postgres",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Tries to connect again are given up soon: once PostgreSQL is back, who asks next gets in
        # at once, instead of waiting for an attempt that sleeps for twice as long each time
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 2},
            # For the statements of core.prepared: planned once, not anew for each value
            "options": "-c plan_cache_mode=force_generic_plan",
            **query,
        },
        # After PostgreSQL was restarted, nobody gets one of the connections that died with it
        "CONN_HEALTH_CHECKS": True,
        # The database that tests make for themselves; two runs at once need two names
        "TEST": {"NAME": env.text("TEST_DATABASE", "test_longgang")},
    }


# postgresql://user:password@host:port/name; `longgang serve` brings its own PostgreSQL without it
DATABASES = {"default": _database(env.text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and lock-outs must count across processes, so the cache lives in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Work that is done later, from every module's jobs.py
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Who carries messages to phones; until one is chosen they wait
SMS_GATEWAY = env.text(
    "SMS_GATEWAY",
    "longgang.notices.gateways.DemoGateway"
    if DEMO
    else "longgang.notices.gateways.UnconfiguredGateway",
)

# Logins
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["longgang.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # people have phones, not mail addresses
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "site:home"
LOGOUT_REDIRECT_URL = "site:home"
SESSION_ENGINE = "longgang.accounts.sessions"  # sealed: a copy of the table opens no door
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no plates in cookies

# allauth does the signing in: residents by phone and code, staff by number or phone, password, TOTP
CODE_SENDER = "longgang.notices.api.notify"  # the port through which codes leave the house
ACCOUNT_ADAPTER = "longgang.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"phone", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # no sign-up page: a code opens accounts
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/900s/key",
    "request_login_code": "60/m/ip,10/m/key" if DEMO else "30/m/ip,1/60s/key,5/h/key,10/d/key",
    "try_login_code": "60/m/ip,6/m/key",  # counted outside the session: tabs at once do not help
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)  # proxies before the web server
MFA_ADAPTER = "longgang.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp"]  # who loses the authenticator goes to the administrator
MFA_TOTP_ISSUER = "数字龙港"
MFA_TOTP_TOLERANCE = 1

# Languages: Chinese first, English complete
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "longgang.site.formats"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "uploads"  # outside the web root: served by views that ask who wants it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "longgang.site.storage.StaticStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
REQUEST_MAX_BYTES = 4 * UPLOAD_MAX_BYTES  # several photos in one form

# Nothing inline, nothing from elsewhere
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC_URL.startswith("https://") else 0
# Only a proxy that we were told of may say that its caller came by https.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # How much is said on the terminal: DEBUG, INFO, WARNING or ERROR
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
