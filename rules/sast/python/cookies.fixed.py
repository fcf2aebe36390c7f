from http.cookies import SimpleCookie

from django.http import HttpResponse
from flask import make_response
from werkzeug.http import dump_cookie

COOKIE_NAME = "session_id"
OPTIONS = {"secure": True, "httponly": True}


def explicit(response, request, value):
    # ruleid: python.cookie-secure-false
    response.set_cookie("basket", value, secure=True, httponly=True)
    # ruleid: python.cookie-secure-false
    self.response.set_cookie(key="basket", value=value, secure=True)
    insecure = False
    # ruleid: python.cookie-secure-false
    response.set_signed_cookie("user", value, salt="u", secure=insecure)
    # ruleid: python.cookie-secure-false
    response.set_cookie("basket", value, None, None, "/", None, False)
    # ruleid: python.cookie-secure-false
    header = dump_cookie("basket", value, secure=True)
    # ok: python.cookie-secure-false
    response.set_cookie("basket", value, secure=not settings.DEBUG)
    # ok: python.cookie-secure-false
    response.set_cookie("basket", value, secure=True)
    # ok: python.cookie-secure-false
    browser.add_cookie({"name": "basket", "secure": False})
    # ok: python.cookie-secure-false
    connect("host", value, secure=False)
    return header


def scripts(response, value):
    # ruleid: python.cookie-httponly-false
    response.set_cookie("basket", value, secure=True, httponly=False)
    # ruleid: python.cookie-httponly-false
    put.set_cookie(key=COOKIE_NAME, secure=True, httponly=False)
    # ruleid: python.cookie-httponly-false
    resp.set_cookie("sid", value, secure=True, http_only=False)
    # ok: python.cookie-httponly-false
    response.set_cookie("csrftoken", value, httponly=False)
    # ok: python.cookie-httponly-false
    response.set_cookie(CSRF_COOKIE_NAME, value, httponly=False)
    # ok: python.cookie-httponly-false
    response.set_cookie("basket", value, httponly=True)


def session(request, user, value):
    response = make_response("ok")
    # ruleid: python.session-cookie-without-secure
    response.set_cookie("session", value, httponly=True)
    # ruleid: python.session-cookie-without-secure
    response.set_cookie(COOKIE_NAME, value, max_age=3600, httponly=True)
    # ruleid: python.session-cookie-without-secure
    response.set_cookie(key="access_token", value=value, httponly=True)
    # ruleid: python.session-cookie-without-secure
    HttpResponse().set_signed_cookie("auth", value, httponly=True)
    # ok: python.session-cookie-without-secure
    response.set_cookie("session", value, secure=True, httponly=True)
    # ok: python.session-cookie-without-secure
    response.set_cookie("session", value, **OPTIONS)
    # ok: python.session-cookie-without-secure
    response.set_cookie("session", "", httponly=True)
    # ok: python.session-cookie-without-secure
    response.set_cookie("session", value, max_age=0, httponly=True)
    # ok: python.session-cookie-without-secure
    response.set_cookie("author", value, httponly=True)
    # ok: python.session-cookie-without-secure
    response.set_cookie("csrf_token", value, httponly=True)
    # ok: python.session-cookie-without-secure
    session.cookies.set_cookie(session_cookie)

    # ruleid: python.session-cookie-without-httponly
    response.set_cookie("session", value, secure=True)
    # ruleid: python.session-cookie-without-httponly
    self.set_secure_cookie("auth_user", user.name, secure=True)
    # ruleid: python.session-cookie-without-httponly
    response.set_cookie(name="jwt", value=value, secure=True)
    # ok: python.session-cookie-without-httponly
    response.set_cookie("session", value, secure=True, httponly=True)
    # ok: python.session-cookie-without-httponly
    response.set_cookie("csrf_token", value, secure=True)
    # ok: python.session-cookie-without-httponly
    response.set_cookie("token", value="", secure=True)


def flags(response, value):
    # ruleid: python.cookie-without-flags
    response.set_cookie("theme", value)
    # ruleid: python.cookie-without-flags
    response.set_cookie(key="theme", value=value, max_age=3600)
    # ok: python.cookie-without-flags
    response.set_cookie("theme", value, secure=True)
    # ok: python.cookie-without-flags
    response.set_cookie("theme", "", expires=0)
    # ok: python.cookie-without-flags
    response.set_cookie(cookie)


def sites(response, value):
    # ruleid: python.cookie-samesite-none
    response.set_cookie("basket", value, secure=True, samesite="None")
    # ruleid: python.cookie-samesite-none
    response.set_cookie(key="b", value=value, secure=True, samesite="none")
    # ok: python.cookie-samesite-none
    response.set_cookie("basket", value, secure=True, samesite="Lax")
    # ok: python.cookie-samesite-none
    response.set_cookie("basket", value, secure=True, samesite=SAME_SITE)


def passwords(response, form):
    # ruleid: python.cookie-password
    response.set_cookie("password", form["password"], secure=True)
    # ruleid: python.cookie-password
    response.set_cookie(key="user_pwd", value=form["p"], **OPTIONS)
    # ok: python.cookie-password
    response.set_cookie("password", "", max_age=0)
    # ok: python.cookie-password
    response.set_cookie("password_changed", "yes", **OPTIONS)


def morsels(value):
    cookies = SimpleCookie()
    cookies["session"] = value
    # ruleid: python.morsel-flag-off
    cookies["session"]["secure"] = False
    # ruleid: python.morsel-flag-off
    response.cookies["session"]["httponly"] = False
    # ok: python.morsel-flag-off
    cookies["session"]["httponly"] = True
    # ok: python.morsel-flag-off
    options["server"]["secure"] = False
    # ok: python.morsel-flag-off
    cookies["csrftoken"]["httponly"] = False
