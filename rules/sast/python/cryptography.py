import hashlib
import random
import secrets
import string
from hashlib import md5, sha256

from Crypto.Cipher import AES, DES
from Crypto.Hash import MD5
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def digest(data, key, iv):
    # ruleid: python.weak-hash
    hashlib.md5(data).hexdigest()
    # ruleid: python.weak-hash
    md5(data)
    # ruleid: python.weak-hash
    hashlib.new("sha1", data)
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
    # ok: python.random-secret
    colour = random.choice(["red", "green"])
    # ok: python.random-secret
    salt = random.SystemRandom().choice(string.digits)
    return token, password, colour, salt
