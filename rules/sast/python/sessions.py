from datetime import timedelta

import aiohttp_session
from aiohttp_session.cookie_storage import EncryptedCookieStorage
from django.contrib.sessions.serializers import PickleSerializer
from django.core import signing
from flask import Flask
from flask_login import LoginManager
from pyramid.session import PickleSerializer as Pickles
from pyramid.session import SignedCookieSessionFactory
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware as Sessions
from starlette.middleware.sessions import SessionMiddleware

app = Flask(__name__)
login_manager = LoginManager(app)

# ruleid: python.cookie-setting-not-secure
SESSION_COOKIE_SECURE = False
# ruleid: python.cookie-setting-not-secure
CSRF_COOKIE_SECURE: bool = False
# ruleid: python.cookie-setting-not-secure
app.config["SESSION_COOKIE_SECURE"] = False
app.config.update(
    SECRET_KEY=key,
    # ruleid: python.cookie-setting-not-secure
    REMEMBER_COOKIE_SECURE=False,
)
# ok: python.cookie-setting-not-secure
SESSION_COOKIE_SECURE = not DEBUG
# ok: python.cookie-setting-not-secure
app.config["SESSION_COOKIE_SECURE"] = True
# ok: python.cookie-setting-not-secure
LANGUAGE_COOKIE_SECURE = False
if DEBUG:
    # ok: python.cookie-setting-not-secure
    SESSION_COOKIE_SECURE = False


class DevelopmentConfig(Config):
    # ok: python.cookie-setting-not-secure
    SESSION_COOKIE_SECURE = False


class ProductionConfig(Config):
    # ruleid: python.cookie-setting-not-secure
    SESSION_COOKIE_SECURE = False
    # ruleid: python.cookie-setting-not-httponly
    SESSION_COOKIE_HTTPONLY = False
    # ruleid: python.cookie-setting-samesite-off
    SESSION_COOKIE_SAMESITE = None
    # ruleid: python.session-lasts-long
    PERMANENT_SESSION_LIFETIME = timedelta(days=365)


# ruleid: python.cookie-setting-not-httponly
app.config.update({"REMEMBER_COOKIE_HTTPONLY": False})
# ok: python.cookie-setting-not-httponly
CSRF_COOKIE_HTTPONLY = False
# ok: python.cookie-setting-not-httponly
SESSION_COOKIE_HTTPONLY = True

# ruleid: python.cookie-setting-samesite-off
app.config["SESSION_COOKIE_SAMESITE"] = "None"
# ok: python.cookie-setting-samesite-off
CSRF_COOKIE_SAMESITE = "Lax"
# ok: python.cookie-setting-samesite-off
SESSION_COOKIE_SAMESITE = os.environ.get("SAMESITE", "Lax")

# ruleid: python.session-lasts-long
SESSION_COOKIE_AGE = 60 * 60 * 24 * 365
# ruleid: python.session-lasts-long
app.config["REMEMBER_COOKIE_DURATION"] = timedelta(days=180)
# ok: python.session-lasts-long
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
# ok: python.session-lasts-long
app.permanent_session_lifetime = timedelta(minutes=500)

# ruleid: python.token-never-expires
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = False
# ruleid: python.token-never-expires
JWT_REFRESH_TOKEN_EXPIRES = False
# ok: python.token-never-expires
JWT_ACCESS_TOKEN_EXPIRES = timedelta(minutes=15)
# ok: python.token-never-expires
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(minutes=15)

# ruleid: python.session-pickle
SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"
# ruleid: python.session-pickle
sessions = SignedCookieSessionFactory(k, serializer=Pickles(), secure=on)
# ruleid: python.session-pickle
signing.dumps(value, serializer=PickleSerializer)
# ok: python.session-pickle
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
# ok: python.session-pickle
sessions = SignedCookieSessionFactory(secret, secure=True)

# ruleid: python.session-in-signed-cookie
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
# ruleid: python.session-in-signed-cookie
SESSION_ENGINE: str = "django.contrib.sessions.backends.signed_cookies"
# ok: python.session-in-signed-cookie
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# ok: python.session-in-signed-cookie
SESSION_ENGINE = "django.contrib.sessions.backends.cache"

# ruleid: python.session-middleware-insecure
site.add_middleware(SessionMiddleware, secret_key=key, https_only=False)
# ruleid: python.session-middleware-insecure
Starlette(middleware=[Middleware(Sessions, secret_key=k, https_only=False)])
# ok: python.session-middleware-insecure, python.session-middleware-default
site.add_middleware(SessionMiddleware, secret_key=key, https_only=True)
# ok: python.session-middleware-insecure, python.session-middleware-default
site.add_middleware(SessionMiddleware, **options)
# ruleid: python.session-middleware-default
site.add_middleware(SessionMiddleware, secret_key=key)
# ruleid: python.session-middleware-default
sessions = SignedCookieSessionFactory(key)
# ruleid: python.session-middleware-insecure
sessions = SignedCookieSessionFactory(key, secure=False)
# ok: python.session-middleware-default
storage = EncryptedCookieStorage(key, secure=True)
# ruleid: python.session-middleware-default
Starlette(middleware=[Middleware(Sessions, secret_key=key)])
# ok: python.session-middleware-default
site.add_middleware(GZipMiddleware)

# ruleid: python.session-cookie-in-clear
aiohttp_session.setup(app, aiohttp_session.SimpleCookieStorage())
storage = aiohttp_session.SimpleCookieStorage
# ruleid: python.session-cookie-in-clear
aiohttp_session.setup(app, aiohttp_session.SimpleCookieStorage(max_age=60))
# ok: python.session-cookie-in-clear
aiohttp_session.setup(app, EncryptedCookieStorage(key, secure=True))
# ok: python.session-cookie-in-clear
SimpleCookieStorage()

# ruleid: python.flask-login-session-unprotected
login_manager.session_protection = None
# ruleid: python.flask-login-session-unprotected
app.config["SESSION_PROTECTION"] = None
# ok: python.flask-login-session-unprotected
login_manager.session_protection = "strict"
# ok: python.flask-login-session-unprotected
login_manager.login_view = None

# ruleid: python.jwt-cookie-csrf-off
app.config["JWT_COOKIE_CSRF_PROTECT"] = False
# ruleid: python.jwt-cookie-csrf-off
JWT_COOKIE_CSRF_PROTECT = False
# ok: python.jwt-cookie-csrf-off
JWT_COOKIE_CSRF_PROTECT = True
# ok: python.jwt-cookie-csrf-off
app.config["JWT_CSRF_IN_COOKIES"] = False

if production:
    # ok: python.cookie-setting-not-secure
    SESSION_COOKIE_SECURE = True
else:
    # ok: python.cookie-setting-not-secure
    SESSION_COOKIE_SECURE = False

SIMPLE_JWT = {
    # ruleid: python.access-token-lasts-long
    "ACCESS_TOKEN_LIFETIME": timedelta(days=90),
    # ok: python.access-token-lasts-long
    "REFRESH_TOKEN_LIFETIME": timedelta(days=90),
}
# ruleid: python.access-token-lasts-long
ACCESS_TOKEN_EXPIRE_MINUTES = 60 * 24 * 60
# ok: python.access-token-lasts-long
ACCESS_TOKEN_EXPIRE_MINUTES = 30

cherrypy.config.update(
    # ruleid: python.session-option-flag-off
    {"tools.sessions.on": True, "tools.sessions.httponly": False}
)
options = {
    # ruleid: python.session-option-flag-off
    "session.secure": "false",
    # ok: python.session-option-flag-off
    "session.httponly": True,
    # ok: python.session-option-flag-off
    "session.auto": False,
}
