import base64
import hashlib
import os
import random
import secrets
import ssl
import time
import uuid
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from uuid import uuid1 as make_id

import pyotp
from pyotp import TOTP

SECRET = "not so secret"


def identify(user, page):
    # ruleid: python.uuid1-secret
    session_id = str(uuid.uuid1())
    # ruleid: python.uuid1-secret
    user.reset_token = make_id().hex
    # ruleid: python.uuid1-secret
    user.save(token=uuid.uuid5(uuid.NAMESPACE_URL, page))
    # ok: python.uuid1-secret
    user.token = uuid.uuid4().hex
    # ok: python.uuid1-secret
    row_id = uuid.uuid1()
    # ok: python.uuid1-secret
    page_id = uuid.uuid5(uuid.NAMESPACE_URL, page)
    return session_id, row_id, page_id


def seed(settings):
    # ruleid: python.predictable-seed
    random.seed(time.time())
    # ruleid: python.predictable-seed
    random.Random(int(datetime.now().timestamp()))
    # ruleid: python.predictable-seed
    random.seed(os.getpid())
    # ok: python.predictable-seed
    random.seed(settings.seed)
    # ok: python.predictable-seed
    random.Random(42)


def reset_code(now):
    random.seed(now)
    # ruleid: python.seeded-secret
    return str(random.randint(100000, 999999))


def password_of(length, letters):
    random.seed(12)
    # ruleid: python.seeded-secret
    password = "".join(random.choice(letters) for _ in range(length))
    # ok: python.seeded-secret
    colour = random.choice(["red", "green"])
    return password, colour


def shuffle(cards):
    random.seed(3)
    # ok: python.seeded-secret
    return random.sample(cards, 5)


def invent(user):
    # ruleid: python.short-secret
    token = secrets.token_hex(4)
    # ruleid: python.short-secret
    user.session_key = token_hex(6)
    # ruleid: python.short-secret
    api_key = os.urandom(8)
    # ok: python.short-secret
    access_token = secrets.token_urlsafe(32)
    # ok: python.short-secret
    secret = secrets.token_hex()
    # ok: python.short-secret
    suffix = secrets.token_hex(4)
    return token, api_key, access_token, secret, suffix


def tell(user, key):
    # ruleid: python.time-secret
    token = hashlib.sha256(str(time.time()).encode()).hexdigest()
    # ruleid: python.time-secret
    user.reset_token = sha256(f"{user.id}{time.time()}".encode()).hexdigest()
    # ruleid: python.time-secret
    session_id = base64.b64encode(str(datetime.now()).encode())
    # ok: python.time-secret
    cache_name = hashlib.sha256(str(time.time()).encode()).hexdigest()
    # ok: python.time-secret
    token_expires = time.time() + 3600
    # ok: python.time-secret
    token = secrets.token_urlsafe(32)
    return token, session_id, cache_name, token_expires


def draw(length):
    # ruleid: python.ssl-pseudo-bytes
    ssl.RAND_pseudo_bytes(length)
    # ok: python.ssl-pseudo-bytes
    ssl.RAND_bytes(length)
    # ok: python.ssl-pseudo-bytes
    os.urandom(length)


# ruleid: python.ssl-pseudo-bytes
draw_some = ssl.RAND_pseudo_bytes(16)


def second_factor(user, code):
    # ruleid: python.totp-secret-in-code
    pyotp.TOTP("not so secret").now()
    # ruleid: python.totp-secret-in-code
    TOTP(SECRET, interval=30)
    # ok: python.totp-secret-in-code
    pyotp.TOTP(user.totp_secret).now()
    # ok: python.totp-secret-in-code
    pyotp.TOTP(pyotp.random_base32())
    # ruleid: python.totp-wide-window
    TOTP(user.totp_secret).verify(code, valid_window=20)
    # ruleid: python.totp-wide-window
    user.totp.verify(otp=code, valid_window=10)
    # ok: python.totp-wide-window
    TOTP(user.totp_secret).verify(code, valid_window=1)
    # ok: python.totp-wide-window
    TOTP(user.totp_secret).verify(code)
