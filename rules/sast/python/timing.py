import base64
import hashlib
import hmac
from hashlib import sha256
from hmac import new as mac_of

import bcrypt
from flask import request


def verify(key, body, given, user, settings):
    # ruleid: python.timing-mac
    if hmac.new(key, body, sha256).hexdigest() == given:
        return True
    expected = mac_of(key, body, "sha256").digest()
    # ruleid: python.timing-mac
    if given != expected:
        return False
    # ruleid: python.timing-mac
    if base64.b64encode(hmac.new(key, body, "sha256").digest()) == given:
        return True
    # ok: python.timing-mac
    if hmac.compare_digest(expected, given):
        return True
    # ok: python.timing-mac
    if hashlib.sha256(body).hexdigest() == given:
        return True
    return False


def allow(settings, version):
    # ruleid: python.timing-secret
    if request.headers.get("X-Api-Key") == settings.api_key:
        return True
    token = request.headers.get("Authorization")
    # ruleid: python.timing-secret
    if token != f"Bearer {settings.token}":
        return False
    # ruleid: python.timing-secret
    if request.args.get("token", "") == settings.token:
        return True
    # ok: python.timing-secret
    if request.headers.get("X-Api-Key") == "":
        return False
    # ok: python.timing-secret
    if request.headers.get("X-Version") == version:
        return False
    # ok: python.timing-secret
    return hmac.compare_digest(token, settings.token)


def check(user, password, given, salt):
    # ruleid: python.timing-password-hash
    if bcrypt.hashpw(password, user.hashed) == user.hashed:
        return True
    derived = hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=5)
    # ruleid: python.timing-password-hash
    if derived == user.hashed:
        return True
    # ok: python.timing-password-hash
    if bcrypt.checkpw(password, user.hashed):
        return True
    # ok: python.timing-password-hash
    if hmac.compare_digest(derived, user.hashed):
        return True
    return False
