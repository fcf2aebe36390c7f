import base64
import hashlib
import random
import secrets
import string
import uuid
from random import SystemRandom, choices

from flask import Flask, make_response, session

app = Flask(__name__)


def letters(count):
    return "".join(random.choice(string.ascii_letters) for _ in range(count))


@app.route("/start")
def start():
    answer = make_response("")
    number = random.randint(0, 10**9)
    # ruleid: python.predictable-session-value
    answer.set_cookie("visitor", str(number))
    # ruleid: python.predictable-session-value
    answer.set_cookie("remember", value=f"r{letters(20)}", secure=True)
    # ruleid: python.predictable-session-value
    session["key"] = base64.b64encode(random.randbytes(16)).decode()
    # ok: python.predictable-session-value
    answer.set_cookie("visitor", secrets.token_urlsafe(32))
    # ok: python.predictable-session-value
    session["key"] = SystemRandom().getrandbits(128)
    # ok: python.predictable-session-value
    session["page"] = len(letters(3))
    return answer


class Account:
    def forget(self):
        # ruleid: python.predictable-secret
        self.reset_token = hashlib.sha256(str(random.random()).encode())
        # ruleid: python.predictable-secret
        password = letters(12)
        # ruleid: python.predictable-secret
        mail = {"to": self.address, "otp": choices(string.digits, k=6)}
        # ruleid: python.predictable-secret
        self.save(api_key=uuid.uuid1().hex)
        # ok: python.predictable-secret
        self.reset_token = secrets.token_hex(16)
        # ok: python.predictable-secret
        colour = random.choice(["red", "blue"])
        # ok: python.predictable-secret
        token = uuid.uuid4().hex
        return password, mail, colour, token


def make_token():
    code = ""
    for _ in range(6):
        code += str(random.randrange(10))
    # ruleid: python.predictable-secret
    return code
