import hashlib
import hashlib as h
import random
import secrets
import string
from hashlib import md5, sha256
from hashlib import sha1 as short
from random import choice as pick

import bcrypt
import ecdsa
import numpy as np
import paramiko
import pyDes
import rsa as plain_rsa
from Crypto.Cipher import AES, DES
from Crypto.Cipher import ARC4 as Stream
from Crypto.Cipher.AES import MODE_ECB as PLAIN
from Crypto.Hash import MD5
from Crypto.PublicKey import RSA
from Cryptodome.Hash import MD4 as Old
from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dh, ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import SECP192R1 as Small
from cryptography.hazmat.primitives.asymmetric.rsa import (
    generate_private_key as generate,
)
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


BITS = 1024


def digest(data, key, iv, password, user):
    # ruleid: python.weak-hash
    h.md5(data)
    # ruleid: python.weak-hash
    short(data)
    # ruleid: python.weak-hash
    Old.new(data)
    # ok: python.weak-hash
    # ruleid: python.password-hash
    hashlib.md5(password.encode()).hexdigest()
    # ruleid: python.password-hash
    h.sha256(iv + user.password)
    # ruleid: python.password-hash
    hashlib.new("sha512", password)
    # ruleid: python.password-hash
    user.password_hash = hashlib.sha256(iv + data).hexdigest()
    hasher = hashlib.sha512()
    # ruleid: python.password-hash
    hasher.update(user.password)
    # ok: python.password-hash
    hasher.update(data)
    # ok: python.password-hash
    bcrypt.hashpw(hashlib.sha256(password).digest(), bcrypt.gensalt())
    # ok: python.password-hash
    hashlib.scrypt(password, salt=iv, n=16384, r=8, p=1)
    # ok: python.password-hash
    hashlib.pbkdf2_hmac("sha256", password, iv, 600000)
    # ok: python.password-hash
    hashlib.sha256(password_reset_page)
    # ruleid: python.weak-cipher
    Stream.new(key)
    # ruleid: python.ecb-mode
    AES.new(key, PLAIN)
    # ruleid: python.short-rsa-key
    generate(65537, BITS)
    # ruleid: python.short-rsa-key
    RSA.generate(bits=0x400)
    # ruleid: python.short-curve
    ec.generate_private_key(ec.SECP192R1())
    # ruleid: python.short-curve
    ec.generate_private_key(Small())
    # ruleid: python.short-curve
    ecdsa.SigningKey.generate()
    # ruleid: python.short-curve
    ecdsa.SigningKey.generate(curve=ecdsa.NIST192p)
    # ok: python.short-curve
    ecdsa.SigningKey.generate(curve=ecdsa.NIST256p)
    # ok: python.short-curve
    ec.generate_private_key(ec.SECP256R1())
    # ruleid: python.weak-hash
    hashlib.md5(data).hexdigest()
    # ruleid: python.weak-hash
    md5(data)
    # ruleid: python.weak-hash
    hashlib.new("sha1", data)
    # ruleid: python.weak-hash
    hashlib.new("md" + "5", data)
    # ruleid: python.weak-hash
    getattr(hashlib, "md5")(data)
    # ruleid: python.weak-hash
    hashlib.file_digest(data, "sha1")
    # ok: python.weak-hash
    hashlib.md5(user.session_id)
    # ok: python.weak-hash
    csrf_token = hashlib.sha1(data).hexdigest()
    # ruleid: python.weak-hash
    hashlib.sha1(data, usedforsecurity=True)
    # ruleid: python.weak-hash
    MD5.new(data)
    # ruleid: python.weak-hash
    hashes.Hash(hashes.SHA1())
    # ok: python.weak-hash
    hashlib.md5(data, usedforsecurity=False)
    # ok: python.weak-hash
    hashlib.new("sha256", data)
    # ok: python.weak-hash
    sha256(data)
    # ok: python.weak-hash
    image.md5()
    # ruleid: python.weak-cipher
    DES.new(key, DES.MODE_CBC, iv)
    # ruleid: python.weak-cipher
    Cipher(algorithms.TripleDES(key), modes.CBC(iv))
    # ruleid: python.weak-cipher
    pyDes.triple_des(key)
    # ruleid: python.weak-cipher
    Cipher(decrepit.ARC4(key), None)
    # ruleid: python.ecb-mode
    AES.new(key)
    # ok: python.weak-cipher, python.ecb-mode
    AES.new(key, AES.MODE_GCM)
    # ruleid: python.ecb-mode
    AES.new(key, AES.MODE_ECB)
    # ruleid: python.ecb-mode
    Cipher(algorithms.AES(key), modes.ECB())
    # ok: python.ecb-mode
    Cipher(algorithms.AES(key), modes.GCM(iv))
    # ruleid: python.short-rsa-key
    rsa.generate_private_key(public_exponent=65537, key_size=1024)
    # ruleid: python.short-rsa-key
    RSA.generate(512)
    # ruleid: python.short-rsa-key
    plain_rsa.newkeys(1024)
    # ruleid: python.short-rsa-key
    paramiko.RSAKey.generate(bits=1024)
    # ruleid: python.short-rsa-key
    dh.generate_parameters(generator=2, key_size=1024)
    # ok: python.short-rsa-key
    plain_rsa.newkeys(3072)
    # ok: python.short-rsa-key
    RSA.generate(2048)
    # ok: python.short-rsa-key
    rsa.generate_private_key(65537, 3072)


def invent(self):
    # ruleid: python.random-secret
    token = random.choice(string.ascii_letters)
    # ruleid: python.random-secret
    password = "".join(random.choice(string.digits) for _ in range(8))
    # ruleid: python.random-secret
    self.session_id = random.getrandbits(64)
    # ok: python.random-secret
    token = secrets.token_urlsafe(32)
    for _ in range(8):
        # ruleid: python.random-secret
        password += random.choice(string.digits)
    # ok: python.random-secret
    colour = random.choice(["red", "green"])
    # ok: python.random-secret
    salt = random.SystemRandom().choice(string.digits)
    # ruleid: python.random-secret
    api_key = "".join(pick(string.digits) for _ in range(8))
    # ok: python.random-secret
    max_tokens = random.randint(1, 9)
    # ruleid: python.random-secret
    self.session["reset_code"] = random.randint(100000, 999999)
    # ruleid: python.random-secret
    User(name="guest", password=str(random.random()))
    # ruleid: python.random-secret
    aes_key = np.random.bytes(32)
    # ok: python.random-secret
    self.session["colour"] = random.choice(["red", "green"])
    # ok: python.random-secret
    tokens = random.sample(words, 5)
    return token, password, colour, salt


def make_token():
    # ruleid: python.random-secret
    return "".join(random.choice(string.digits) for _ in range(8))


def make_colour():
    # ok: python.random-secret
    return random.choice(["red", "green"])
