"""What every situation shares. Values that differ from place to place come from `LUOSHI_…` variables."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from luoshi.config.env import database, env, env_bool, env_list, replica

PACKAGE = Path(__file__).resolve().parents[2]
PROJECT = Path(env("LUOSHI_HOME", str(Path.cwd())))
VAR = Path(env("LUOSHI_VAR", str(PROJECT / "var")))

DEBUG = False
ALLOWED_HOSTS = env_list("LUOSHI_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("LUOSHI_ORIGINS")

INSTALLED_APPS = [
    "luoshi.base",
    "luoshi.journal",
    "luoshi.people",
    "luoshi.records",
    "luoshi.records.identity",
    "luoshi.campaigns",
    "luoshi.ledger",
    "luoshi.web",
    "luoshi.inlets.chasing",
    "luoshi.inlets.documents",
    "luoshi.inlets.handling",
    "luoshi.inlets.inspections",
    "luoshi.inlets.offices",
    "luoshi.outlets.desk",
    "luoshi.outlets.matters",
    "luoshi.outlets.boards",
    "luoshi.outlets.reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # pages of django-allauth use it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.config.watching.ObservedMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luoshi.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luoshi.web.middleware.ViewerMiddleware",
    "luoshi.web.middleware.MinutesMiddleware",
    "axes.middleware.AxesMiddleware",
    "luoshi.web.replica.ReplicaMiddleware",  # the last: it runs the view
]

ROOT_URLCONF = "luoshi.config.urls"
WSGI_APPLICATION = "luoshi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.web.context.shell",
            ],
        },
    },
]

DATABASES = {"default": database(env("LUOSHI_DATABASE"), VAR / "luoshi.sqlite3")}
if env("LUOSHI_REPLICA"):
    DATABASES["replica"] = replica(env("LUOSHI_REPLICA"), of=env("LUOSHI_DATABASE"))
    DATABASE_ROUTERS = ["luoshi.base.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "luoshi.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "luoshi.inlets.offices.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "luoshi.inlets.offices.account_forms.LogIn",
    "change_password": "luoshi.inlets.offices.account_forms.ChangePassword",
    "reauthenticate": "luoshi.inlets.offices.account_forms.Reauthenticate",
}
# A whole building may share one address; axes counts failures, and an administrator can lift its lock-out.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "10/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "落实"
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env_bool("LUOSHI_INSECURE_ORIGIN")
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "luoshi.inlets.offices.adapter.counted_name"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env_bool("LUOSHI_HTTPS")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "luoshi.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("LUOSHI_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "luoshi_language"
LOCALE_PATHS = [PACKAGE.parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LUOSHI_VAR = VAR
LUOSHI_FILES = VAR / "files"
LUOSHI_KEYS = Path(env("LUOSHI_KEYS", str(VAR / "keys")))
LUOSHI_DIGEST = env("LUOSHI_DIGEST", "sha256")
LUOSHI_UPLOAD_LIMIT = int(env("LUOSHI_UPLOAD_LIMIT", str(20 * 1024 * 1024)))
LUOSHI_NEAR_DUE_DAYS = int(env("LUOSHI_NEAR_DUE_DAYS", "3"))
LUOSHI_VILLAGE_MINUTES = int(env("LUOSHI_VILLAGE_MINUTES", "120"))  # a week; where no campaign says less
LUOSHI_RETURNS_BEFORE_DESIGNATION = 3
LUOSHI_CALLBACK_DAYS = (30, 90)
LUOSHI_REPLICA_LAG = float(env("LUOSHI_REPLICA_LAG", "10"))  # seconds; one that is farther behind is not read from
LUOSHI_INSPECTIONS_A_YEAR = int(env("LUOSHI_INSPECTIONS_A_YEAR", "2"))  # how often a unit may be drawn
LUOSHI_PAUSE_CAP_DAYS = int(env("LUOSHI_PAUSE_CAP_DAYS", "30"))  # working days that a matter may be paused in all
LUOSHI_HELP_DAYS = int(env("LUOSHI_HELP_DAYS", "5"))  # working days that the one asked for help has
LUOSHI_CHASING = env_bool("LUOSHI_CHASING", default=True)  # whether the clock urges by itself
LUOSHI_CHASING_HOURS = (8, 18)  # of working days in Beijing, last one out
LUOSHI_LADDER = (("undertaker", -3), ("help", 0), ("office", 1), ("leader", 5), ("superior", 15))  # working days
LUOSHI_METRICS_TOKEN = env("LUOSHI_METRICS_TOKEN")
LUOSHI_UNOBSERVED: frozenset[str] = frozenset()  # parts of which neither metrics nor logs may say a word
LUOSHI_LOG_FORM = env("LUOSHI_LOG_FORM", "plain")  # or json: `luoshi serve` and `luoshi work` set it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "luoshi.config.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LUOSHI_LOG_FORM}},
    "root": {"handlers": ["console"], "level": env("LUOSHI_LOG", "WARNING")},
    "loggers": {
        "luoshi": {"handlers": ["console"], "level": env("LUOSHI_LOG", "INFO"), "propagate": False},
        "luoshi.requests": {"level": "INFO" if LUOSHI_LOG_FORM == "json" else "WARNING"},
        "axes": {"level": "ERROR"},
    },
}
