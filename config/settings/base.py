"""Settings that every environment shares. Nothing of the business lives here."""

from pathlib import Path

import environ
from celery.schedules import crontab

# Celery's own advice: with the application made here, every @shared_task finds it.
from config.celery import app as celery_app  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "django_celery_results",
    "django_celery_beat",
    "django_structlog",
    "apps.organisation",
    "apps.caseload",
    "apps.assessments",
    "apps.performance",
    "apps.audits",
    "apps.inspections",
    "apps.planning",
    "apps.publication",
    "apps.reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "apps.organisation.middleware.NulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.organisation.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "apps.organisation.middleware.ConflictMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
# Gives back what was typed into a form that was open for too long.
CSRF_FAILURE_VIEW = "apps.organisation.unsent.too_old"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "apps.organisation.components.GovukRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.organisation.context.navigation",
                "apps.caseload.context.live_extract",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "organisation:sign_in"
LOGIN_REDIRECT_URL = "organisation:home"
LOGOUT_REDIRECT_URL = "organisation:sign_in"
AXES_LOCKOUT_TEMPLATE = "organisation/locked.html"
AXES_VERBOSE = False  # else every command begins with its version
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]  # pages are English; documents for Wales come in both
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # production collects its files instead
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
# Who judges a run of the measures: "duckdb", or "postgres" where no second connection may be opened.
MEASURES_EXECUTOR = env.str("MEASURES_EXECUTOR", default="duckdb")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# E-mail goes to the terminal unless a server is named; DEFAULT_FROM_EMAIL and SITE_ADDRESS say who writes it.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Probity <probity@localhost>")
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
SESSION_COOKIE_AGE = 2 * 60 * 60  # counted from the last use

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Probity",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

CELERY_RESULT_BACKEND = "django-db"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    # A build that lost its process is taken up again, or fails where people see it.
    "look-after-builds": {"task": "apps.reports.tasks.look_after_builds", "schedule": 60.0},
    # What became public by its moment is written into the trail; readers do not wait for it.
    "note-publications": {"task": "apps.reports.tasks.note_publications", "schedule": 60.0},
    # An import, or a change of the live extract, whose process is gone fails where people see it.
    "fail-lost-extract-work": {"task": "apps.caseload.tasks.fail_lost_jobs", "schedule": 60.0},
    # Whatever put an extract live, within the minute the due list follows it.
    "keep-the-due-list": {"task": "apps.performance.tasks.keep_due_list", "schedule": 60.0},
    "keep-quality-read": {"task": "apps.performance.tasks.keep_quality_read", "schedule": 60.0},
    "keep-equality-counted": {"task": "apps.performance.tasks.keep_equality_counted", "schedule": 60.0},
    "send-due-digests": {
        "task": "apps.performance.tasks.send_digests",
        "schedule": crontab(hour=7, minute=0),
    },
    "keep-to-retention": {
        "task": "apps.performance.tasks.keep_to_retention",
        "schedule": crontab(hour=3, minute=30),
    },
    "forget-form-keys": {
        "task": "apps.organisation.tasks.forget_form_keys",
        "schedule": crontab(hour=3, minute=45),
    },
    "send-audit-reminders": {
        "task": "apps.audits.tasks.send_audit_reminders",
        "schedule": crontab(hour=7, minute=15, day_of_week="mon-fri"),
    },
    # Whatever put an extract live, within minutes its frames are counted; after that it costs a look.
    "keep-frames-counted": {"task": "apps.audits.tasks.count_frames", "schedule": 300.0},
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 3300
CELERY_TASK_SOFT_TIME_LIMIT = 3000
CELERY_TASK_TRACK_STARTED = True
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_500_000  # kilobytes; rendering grows with the pages
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Above the hard limit, so that a long task is never started twice; swept every second.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "unacked_restore_throttle": 1}
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=False)
CELERY_TASK_EAGER_PROPAGATES = False

DJANGO_STRUCTLOG_CELERY_ENABLED = True  # a task's lines carry the id of the request that asked for it
