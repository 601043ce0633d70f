"""Settings: one file, read from the environment alone. Each variable is described in docs/operate/settings.md."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from gyoryu.config.logs import logging_settings
from gyoryu.config.searching import known_engine, node_name
from gyoryu.config.secrets import load_fetch_secrets, load_or_create_keys

env = Env()

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]
DEMO_WORLD = env.bool("GYORYU_DEMO", False)
HOME = Path(env.str("GYORYU_HOME", str(ROOT / "var" / "demo" if DEMO_WORLD else ROOT / "var"))).expanduser().resolve()
HOME.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", False)
BASE_URL = env.str("GYORYU_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]", BASE_URL.split("://")[-1].split(":")[0]])
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []

# Without keys in the environment a first start writes its own to HOME/keys.json (mode 0600).
_keys = load_or_create_keys(HOME, env)
SECRET_KEY = _keys.secret_key
SECRET_KEY_FALLBACKS = _keys.secret_key_fallbacks
FIELD_KEYS = _keys.field_keys  # newest first; encrypts contacts, one-time codes and free notes about persons
BLIND_INDEX_KEY = _keys.blind_index_key

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "gyoryu.common",
    "gyoryu.documents",
    "gyoryu.audit",
    "gyoryu.reference",
    "gyoryu.accounts",
    "gyoryu.registry",
    "gyoryu.intake",
    "gyoryu.missions",
    "gyoryu.resolution",
    "gyoryu.exchange",
    "gyoryu.search",
    "gyoryu.insight",
    "gyoryu.notices",
    "gyoryu.web",
    "gyoryu.api",
    "gyoryu.cli",
]

MIDDLEWARE = [
    "gyoryu.web.middleware.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gyoryu.web.hostile.HostileInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gyoryu.web.middleware.ViewerMiddleware",
    "gyoryu.web.middleware.AccessMiddleware",
    "gyoryu.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "gyoryu.config.urls"
WSGI_APPLICATION = "gyoryu.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gyoryu.web.context.page",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

DATABASE_URL = env.str("DATABASE_URL", "")
# For bench/durability.py alone: a database that may lose writes is refused at start unless this is set.
ALLOW_UNSAFE = env.bool("GYORYU_ALLOW_UNSAFE", False)
if DATABASE_URL:
    DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=600, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "gyoryu.common.sqlite",
            "NAME": HOME / "gyoryu.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
            "CONN_MAX_AGE": None,
        }
    }
    if ALLOW_UNSAFE:
        DATABASES["default"]["OPTIONS"] |= {
            "synchronous": env.str("GYORYU_SQLITE_SYNCHRONOUS", "FULL"),
            "allow_unsafe": True,
        }

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "gyoryu_session"
CSRF_FAILURE_VIEW = "gyoryu.web.errors.not_from_us"
CSRF_COOKIE_NAME = "gyoryu_csrf"
LANGUAGE_COOKIE_NAME = "gyoryu_language"
for _cookie in ("SESSION", "CSRF", "LANGUAGE"):
    globals()[f"{_cookie}_COOKIE_SECURE"] = SECURE
    globals()[f"{_cookie}_COOKIE_SAMESITE"] = "Lax"
    globals()[f"{_cookie}_COOKIE_HTTPONLY"] = True
SECURE_SSL_REDIRECT = SECURE and env.bool("GYORYU_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
BEHIND_PROXY = env.bool("GYORYU_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
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
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTHENTICATION_BACKENDS += ["rules.permissions.ObjectPermissionBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "gyoryu.notices.adapter.OutboxAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation that was opened from the mail has verified the address
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[교류 Gyoryu] "
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

LANGUAGE_CODE = env.str("GYORYU_LANGUAGE", "ko")
LANGUAGES = [("ko", _("Korean")), ("en", _("English")), ("th", _("Thai")), ("tr", _("Turkish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.str("GYORYU_TIME_ZONE", "Asia/Seoul")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = env.bool("GYORYU_STATIC_FROM_SOURCE", False)
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# A demo's mails are read at the office's outbox and go nowhere.
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", f"django.core.mail.backends.{'dummy' if DEMO_WORLD else 'console'}.EmailBackend"
)
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", str(HOME / "mail"))  # for the file backend
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
DEFAULT_FROM_EMAIL = env.str("GYORYU_FROM_EMAIL", "Gyoryu <no-reply@localhost>")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What follows the trail, in this order. Each has its own cursor and may be replayed from zero.
FOLLOWERS = [f"gyoryu.{room}.tasks.follow" for room in ("resolution", "insight", "search", "notices")]
SEARCH_ENGINE = known_engine(env.str("GYORYU_SEARCH_ENGINE", "files"), DATABASE_URL)
NODE = node_name(env.str("GYORYU_NODE", ""))

# What the worker does by the clock: a function without arguments, and every how many seconds.
DUTIES: list[tuple[str, int]] = [
    ("gyoryu.notices.tasks.send_due", 5),
    ("gyoryu.exchange.tasks.expire_due", 3600),
    ("gyoryu.registry.tasks.expire_due", 3600),
    ("gyoryu.registry.tasks.send_due_requests", 600),
    ("gyoryu.intake.looking.check_sites", 120),
    ("gyoryu.registry.tasks.resume_runs", 15),
]

if NODE:  # all other work is the first node's
    FOLLOWERS, DUTIES = [f"gyoryu.search.tasks.follow@{NODE}"], []

CHECK_SITES = env.bool("GYORYU_CHECK_SITES", False)
FETCH_PRIVATE, FETCH_SECRETS = env.bool("GYORYU_FETCH_PRIVATE", False), load_fetch_secrets()
OFFICE_FILE = Path(env.str("GYORYU_OFFICE", str(ROOT / "data" / "office" / "gyeonggi.yaml")))
REFERENCE_DIR = Path(env.str("GYORYU_REFERENCE", str(ROOT / "data" / "reference")))
MAPPINGS_DIR = ROOT / "data" / "mappings"
DEMO_FILE = ROOT / "data" / "demo" / "world.yaml"
INDEX_DIR, FILES_DIR = HOME / "index", HOME / "files"

LOGGING = logging_settings(env.str("GYORYU_LOG_LEVEL", "INFO"))
SILENCED_SYSTEM_CHECKS: list[str] = []
