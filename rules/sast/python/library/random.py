import hashlib
import random
import secrets
import uuid


def one():
    # ruleid: python.predictable
    sink(random.randint(0, 9))
    # ruleid: python.predictable
    sink(str(random.random())[2:])
    generator = random.Random(1)
    # ruleid: python.predictable
    sink("".join(generator.choice("abc") for _ in range(8)))
    # ruleid: python.predictable
    sink(uuid.uuid1().hex)
    number = str(random.getrandbits(64)).encode()
    # ruleid: python.predictable
    sink(hashlib.sha256(number).hexdigest())
    # ok: python.predictable
    sink(random.SystemRandom().random())
    strong = random.SystemRandom()
    # ok: python.predictable
    sink(strong.choice("abc"))
    # ok: python.predictable
    sink(secrets.token_hex(16))
    # ok: python.predictable
    sink(uuid.uuid4().hex)
    # ok: python.predictable
    sink(random.SystemRandom().randint(0, 9))
