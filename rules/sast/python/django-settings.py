import os

from aiohttp import web
from decouple import config
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.utils.decorators import method_decorator


class Production(Configuration):
    # ruleid: python.django-debug
    DEBUG = True
    # ruleid: python.django-allowed-hosts-any
    ALLOWED_HOSTS = ["*"]


class Staging(Configuration):
    # ruleid: python.django-debug
    DEBUG = config("DEBUG", default=True, cast=bool)
    # ruleid: python.django-allowed-hosts-any
    ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")


class Open(Configuration):
    # ruleid: python.django-debug
    DEBUG = os.environ.get("DEBUG", "True") == "True"
    # ok: python.django-allowed-hosts-any
    ALLOWED_HOSTS = ["*.example.org"]


class Dev(Configuration):
    # ok: python.django-debug
    DEBUG = True
    # ok: python.django-allowed-hosts-any
    ALLOWED_HOSTS = ["*"]


class Careful(Configuration):
    # ok: python.django-debug
    DEBUG = os.environ.get("DEBUG", "") == "1"
    # ok: python.django-allowed-hosts-any
    ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")


class Text(Configuration):
    # ruleid: python.django-debug-from-text
    DEBUG = bool(os.environ.get("DEBUG", False))
    # ok: python.django-debug-from-text
    DEBUG_TOOLBAR = os.environ.get("DEBUG", False)


class Texts(Configuration):
    # ruleid: python.django-debug-from-text
    DEBUG = os.getenv("DEBUG", "False")


class Compared(Configuration):
    # ok: python.django-debug-from-text
    DEBUG = os.getenv("DEBUG", "False") == "True"


class Converted(Configuration):
    # ok: python.django-debug-from-text
    DEBUG = os.getenv("DEBUG", "False")
    DEBUG = DEBUG.lower() == "true"


# ruleid: python.django-no-password-validators
AUTH_PASSWORD_VALIDATORS = []
if strict:
    # ok: python.django-no-password-validators
    AUTH_PASSWORD_VALIDATORS = []


class Validated:
    # ruleid: python.django-no-password-validators
    AUTH_PASSWORD_VALIDATORS: list = []


class Checked:
    # ok: python.django-no-password-validators
    AUTH_PASSWORD_VALIDATORS = [
        # ruleid: python.django-short-password
        {
            "NAME": (
                "django.contrib.auth.password_validation"
                ".MinimumLengthValidator"
            ),
            "OPTIONS": {"min_length": 4},
        },
        # ok: python.django-short-password
        {
            "NAME": (
                "django.contrib.auth.password_validation"
                ".MinimumLengthValidator"
            ),
            "OPTIONS": {"min_length": 12},
        },
    ]


# ruleid: python.django-short-password
app.config["SECURITY_PASSWORD_LENGTH_MIN"] = 6
# ok: python.django-short-password
SECURITY_PASSWORD_LENGTH_MIN = 10

# ruleid: python.django-weak-password-hasher
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# ruleid: python.django-weak-password-hasher
PASSWORD_HASHERS = (
    "django.contrib.auth.hashers.UnsaltedSHA1PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
)
# ok: python.django-weak-password-hasher
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.MD5PasswordHasher",
]
# ok: python.django-weak-password-hasher
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher"]

# ruleid: python.django-nosniff-off
SECURE_CONTENT_TYPE_NOSNIFF = False
# ruleid: python.django-nosniff-off
settings.SECURE_CONTENT_TYPE_NOSNIFF = False
# ok: python.django-nosniff-off
SECURE_CONTENT_TYPE_NOSNIFF = True
# ok: python.django-nosniff-off
SECURE_CONTENT_TYPE_NOSNIFF = not DEBUG

# ruleid: python.django-ssl-redirect-off
SECURE_SSL_REDIRECT = False
# ruleid: python.django-ssl-redirect-off
settings.SECURE_SSL_REDIRECT = False
# ok: python.django-ssl-redirect-off
SECURE_SSL_REDIRECT = True
# ok: python.django-ssl-redirect-off
SECURE_SSL_REDIRECT = config("SECURE_SSL_REDIRECT", default=True)

# ruleid: python.hsts-off
SECURE_HSTS_SECONDS = 0
# ruleid: python.hsts-off
response.headers["Strict-Transport-Security"] = "max-age=0"
# ok: python.hsts-off
SECURE_HSTS_SECONDS = 3600
# ok: python.hsts-off
response.headers["Strict-Transport-Security"] = "max-age=31536000"

# ruleid: python.django-referrer-policy
SECURE_REFERRER_POLICY = "unsafe-url"
# ruleid: python.django-referrer-policy
response["Referrer-Policy"] = "unsafe-url"
# ok: python.django-referrer-policy
SECURE_REFERRER_POLICY = "same-origin"
# ok: python.django-referrer-policy
response["Referrer-Policy"] = "strict-origin-when-cross-origin"

# ruleid: python.frame-options-weak
X_FRAME_OPTIONS = "ALLOWALL"
# ruleid: python.frame-options-weak
response.headers["X-Frame-Options"] = "ALLOW-FROM https://example.org"
# ruleid: python.frame-options-weak
handler.set_header("X-Frame-Options", "*")
# ok: python.frame-options-weak
X_FRAME_OPTIONS = "SAMEORIGIN"
# ok: python.frame-options-weak
response.headers["X-Frame-Options"] = "DENY"


# ruleid: python.clickjacking-exempt
@xframe_options_exempt
def widget(request):
    return None


# ruleid: python.clickjacking-exempt
@method_decorator(xframe_options_exempt, name="dispatch")
class Widget(View):
    pass


# ok: python.clickjacking-exempt
@xframe_options_sameorigin
def panel(request):
    return None


# ok: python.clickjacking-exempt
@method_decorator(xframe_options_sameorigin, name="dispatch")
class Panel(View):
    pass


# ruleid: python.django-middleware-without-clickjacking
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
# ruleid: python.django-middleware-without-clickjacking
MIDDLEWARE = ("django.contrib.auth.middleware.AuthenticationMiddleware",)
# ok: python.django-middleware-without-clickjacking
MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# ok: python.django-middleware-without-clickjacking
MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "csp.middleware.CSPMiddleware",
]

# ruleid: python.django-forwarded-host
USE_X_FORWARDED_HOST = True
# ruleid: python.django-forwarded-host
settings.USE_X_FORWARDED_HOST = True
# ok: python.django-forwarded-host
USE_X_FORWARDED_HOST = False
# ok: python.django-forwarded-host
USE_X_FORWARDED_PORT = True

# ruleid: python.upload-size-unlimited
DATA_UPLOAD_MAX_MEMORY_SIZE = None
# ruleid: python.upload-size-unlimited
site = web.Application(client_max_size=0)
# ok: python.upload-size-unlimited
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# ok: python.upload-size-unlimited
site = web.Application(client_max_size=1024**2)

# ruleid: python.django-security-checks-silenced
SILENCED_SYSTEM_CHECKS = ["models.W042", "security.W003"]
SILENCED_SYSTEM_CHECKS = [
    # ruleid: python.django-security-checks-silenced
    "security.W019",
    # ok: python.django-security-checks-silenced
    "security.W004",
]
# ok: python.django-security-checks-silenced
SILENCED_SYSTEM_CHECKS = ["models.W042"]
