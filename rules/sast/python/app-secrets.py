import os

import bottle
import itsdangerous
import tornado.web
from aiohttp_session.cookie_storage import EncryptedCookieStorage
from bottle import request
from decouple import config
from fastapi import FastAPI
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from pyramid.session import SignedCookieSessionFactory
from starlette.middleware.sessions import SessionMiddleware

env = Env()
flask_app = Flask(__name__)
server = FastAPI()
SIGNING = "not much of a key"

# ruleid: python.secret-key-literal
SECRET_KEY = "not much of a key"
# ruleid: python.secret-key-literal
JWT_SECRET_KEY: str = "not much of a key"
# ok: python.secret-key-literal
SECRET_KEY = os.environ["SECRET_KEY"]
# ok: python.secret-key-literal
SECRET_KEY = ""
# ok: python.secret-key-literal
SECRET_KEY = "DJANGO_SECRET_KEY"
# ok: python.secret-key-literal
SECRET_KEY = "{{ secret_key }}"
# ok: python.secret-key-literal
CACHE_KEY = "not much of a key"


class Config:
    # ruleid: python.secret-key-literal
    SECRET_KEY = "not much of a key"
    # ruleid: python.secret-key-literal
    SECURITY_PASSWORD_SALT = "salted"


class TestingConfig(Config):
    # ok: python.secret-key-literal
    SECRET_KEY = "not much of a key"


if DEBUG:
    # ok: python.secret-key-literal
    SECRET_KEY = "not much of a key"

# ruleid: python.flask-secret-key-literal
flask_app.secret_key = "not much of a key"
# ruleid: python.flask-secret-key-literal
flask_app.config["SECRET_KEY"] = "not much of a key"
# ruleid: python.flask-secret-key-literal
flask_app.config["JWT_SECRET_KEY"] = SIGNING
flask_app.config.from_mapping(
    # ruleid: python.flask-secret-key-literal
    SECRET_KEY="dev",
    DATABASE="app.sqlite",
)
# ok: python.flask-secret-key-literal
flask_app.secret_key = os.environ["SECRET_KEY"]
# ok: python.flask-secret-key-literal
flask_app.config["SECRET_KEY_FILE"] = "/run/secrets/key"
# ok: python.flask-secret-key-literal
form.secret_key = "name"

# ruleid: python.secret-key-default
key = os.environ.get("SECRET_KEY", "not much of a key")
# ruleid: python.secret-key-default
key = os.getenv("DJANGO_SECRET_KEY", default="not much of a key")
# ruleid: python.secret-key-default
key = os.environ.get("SECRET_KEY") or "not much of a key"
# ruleid: python.secret-key-default
key = env.str("JWT_SECRET", default="not much of a key")
# ruleid: python.secret-key-default
key = config("SECRET_KEY", default="not much of a key")
# ok: python.secret-key-default
key = os.environ.get("SECRET_KEY", "")
# ok: python.secret-key-default
key = os.environ.get("SECRET_KEY")
# ok: python.secret-key-default
key = os.environ.get("AWS_SECRET_KEY", "not much of a key")
# ok: python.secret-key-default
key = env("CACHE_KEY", default="prefix")

# ruleid: python.session-key-literal
server.add_middleware(SessionMiddleware, secret_key="not much of a key")
# ruleid: python.session-key-literal
server.add_middleware(SessionMiddleware, secret_key=SIGNING)
# ruleid: python.session-key-literal
storage = EncryptedCookieStorage(b"Thirty  two  length  bytes  key.")
# ruleid: python.session-key-literal
sessions = SignedCookieSessionFactory("not much of a key")
# ok: python.session-key-literal
server.add_middleware(SessionMiddleware, secret_key=settings.key)
# ok: python.session-key-literal
sessions = SignedCookieSessionFactory(settings["session.secret"])

# ruleid: python.tornado-cookie-secret-literal
tornado.web.Application(handlers, cookie_secret="not much of a key")
# ruleid: python.tornado-cookie-secret-literal
settings = {"debug": False, "cookie_secret": "not much of a key"}
# ok: python.tornado-cookie-secret-literal
tornado.web.Application(handlers, cookie_secret=options.cookie_secret)
# ok: python.tornado-cookie-secret-literal
settings = {"cookie_secret": os.environ["COOKIE_SECRET"]}

# ruleid: python.itsdangerous-key-literal
links = URLSafeTimedSerializer("not much of a key", salt="links")
# ruleid: python.itsdangerous-key-literal
links = itsdangerous.TimestampSigner(secret_key=SIGNING)
# ok: python.itsdangerous-key-literal
links = URLSafeTimedSerializer(flask_app.config["SECRET_KEY"])
# ok: python.itsdangerous-key-literal
late = itsdangerous.SignatureExpired("too late")


def visits(response, secret):
    # ruleid: python.bottle-cookie-secret-literal
    user = request.get_cookie("account", secret="not much of a key")
    # ruleid: python.bottle-cookie-secret-literal
    bottle.response.set_cookie("account", user, secret=SIGNING)
    # ok: python.bottle-cookie-secret-literal
    bottle.response.set_cookie("account", user, secret=secret)
    # ok: python.bottle-cookie-secret-literal
    request.get_cookie("theme")
