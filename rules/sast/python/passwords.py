import crypt
import hashlib
import os
from hashlib import pbkdf2_hmac, scrypt

import argon2
import bcrypt
import flask_bcrypt
from argon2.low_level import hash_secret_raw
from Crypto.Protocol.KDF import HKDF, PBKDF1, PBKDF2
from Crypto.Protocol.KDF import scrypt as memory_hard
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF as Expand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.contrib.auth.hashers import make_password
from passlib.context import CryptContext
from passlib.hash import bcrypt as slow
from passlib.hash import md5_crypt, pbkdf2_sha256, sha512_crypt
from werkzeug.security import generate_password_hash

ITERATIONS = 1000
SALT = b"pepper and salt"

# ruleid: python.bcrypt-few-rounds
BCRYPT_LOG_ROUNDS = 4
# ok: python.bcrypt-few-rounds
BCRYPT_LOG_ROUNDS = 13


def derive(password, salt, secret, length):
    # ruleid: python.pbkdf2-few-iterations
    hashlib.pbkdf2_hmac("sha256", password, salt, 10_000)
    # ruleid: python.pbkdf2-few-iterations
    pbkdf2_hmac("sha512", password, salt, iterations=ITERATIONS)
    # ruleid: python.pbkdf2-few-iterations
    PBKDF2HMAC(hashes.SHA256(), length=32, salt=salt, iterations=20000)
    # ruleid: python.pbkdf2-few-iterations
    PBKDF2(password, salt, dkLen=32)
    # ruleid: python.pbkdf2-few-iterations
    pbkdf2_sha256.using(rounds=5000).hash(password)
    # ok: python.pbkdf2-few-iterations
    hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    # ok: python.pbkdf2-few-iterations
    PBKDF2(password, salt, 32, count=10**6)
    # ok: python.pbkdf2-few-iterations
    hashlib.pbkdf2_hmac("sha256", password, salt, length)
    # ruleid: python.password-fast-kdf
    PBKDF1(password, salt, 16)
    # ruleid: python.password-fast-kdf
    Expand(hashes.SHA256(), 32, salt, b"app").derive(password.encode())
    # ruleid: python.password-fast-kdf
    HKDF(password, 32, salt, hashes.SHA256)
    # ok: python.password-fast-kdf
    Expand(hashes.SHA256(), 32, salt, b"app").derive(secret)
    # ok: python.password-fast-kdf
    HKDF(secret, 32, salt, hashes.SHA256)
    # ruleid: python.kdf-constant-salt
    pbkdf2_hmac("sha256", password, b"salt", 600_000)
    # ruleid: python.kdf-constant-salt
    hashlib.scrypt(password, salt=SALT, n=2**17, r=8, p=1)
    # ruleid: python.kdf-constant-salt
    Scrypt(salt="fixed".encode(), length=32, n=2**17, r=8, p=1)
    # ruleid: python.kdf-constant-salt
    bcrypt.hashpw(password, b"$2b$12$abcdefghijklmnopqrstuu")
    # ruleid: python.kdf-constant-salt
    hash_secret_raw(password, SALT, 3, 65536, 4, 32, argon2.Type.ID)
    # ok: python.kdf-constant-salt
    pbkdf2_hmac("sha256", password, os.urandom(16), 600_000)
    # ok: python.kdf-constant-salt
    pbkdf2_hmac("sha256", password, salt.encode("ascii"), 600_000)
    # ok: python.kdf-constant-salt
    bcrypt.hashpw(password, bcrypt.gensalt())
    # ok: python.kdf-constant-salt
    make_password(password)
    # ruleid: python.scrypt-low-cost
    scrypt(password, salt=salt, n=1024, r=8, p=1)
    # ruleid: python.scrypt-low-cost
    Scrypt(salt=salt, length=32, n=2**12, r=8, p=1)
    # ruleid: python.scrypt-low-cost
    memory_hard(password, salt, 32, N=4096, r=8, p=1)
    # ok: python.scrypt-low-cost
    scrypt(password, salt=salt, n=2**14, r=8, p=5)
    # ok: python.scrypt-low-cost
    scrypt(password, salt=salt, n=length, r=8, p=1)


def store(password, app):
    # ruleid: python.bcrypt-few-rounds
    bcrypt.hashpw(password, bcrypt.gensalt(5))
    # ruleid: python.bcrypt-few-rounds
    bcrypt.gensalt(rounds=8)
    # ruleid: python.bcrypt-few-rounds
    flask_bcrypt.generate_password_hash(password, 4)
    # ruleid: python.bcrypt-few-rounds
    slow.using(rounds=6).hash(password)
    # ok: python.bcrypt-few-rounds
    bcrypt.gensalt(rounds=12)
    # ok: python.bcrypt-few-rounds
    bcrypt.gensalt()
    # ruleid: python.argon2-low-cost
    argon2.PasswordHasher(time_cost=2, memory_cost=512, parallelism=2)
    # ruleid: python.argon2-low-cost
    argon2.PasswordHasher(1, 8)
    # ok: python.argon2-low-cost
    argon2.PasswordHasher()
    # ok: python.argon2-low-cost
    argon2.PasswordHasher(memory_cost=65536)
    # ruleid: python.passlib-weak-scheme
    md5_crypt.hash(password)
    # ruleid: python.passlib-weak-scheme
    CryptContext(schemes=["plaintext", "bcrypt"])
    # ruleid: python.passlib-weak-scheme
    CryptContext(["des_crypt"])
    # ok: python.passlib-weak-scheme
    sha512_crypt.hash(password)
    # ok: python.passlib-weak-scheme
    CryptContext(schemes=["argon2", "md5_crypt"], deprecated="auto")
    # ok: python.passlib-weak-scheme
    md5_crypt.verify(password, app.old_hash)
    # ruleid: python.werkzeug-weak-password-hash
    generate_password_hash(password, "plain")
    # ruleid: python.werkzeug-weak-password-hash
    generate_password_hash(password, method="sha256", salt_length=8)
    # ruleid: python.werkzeug-weak-password-hash
    generate_password_hash(password, method="pbkdf2:sha256:1000")
    # ok: python.werkzeug-weak-password-hash
    generate_password_hash(password, method="pbkdf2:sha256:600000")
    # ok: python.werkzeug-weak-password-hash
    generate_password_hash(password)
    # ruleid: python.django-make-password-weak
    make_password(password, hasher="unsalted_md5")
    # ruleid: python.django-make-password-weak
    make_password(password, None, "md5")
    # ok: python.django-make-password-weak
    make_password(password, hasher="argon2")
    # ok: python.django-make-password-weak
    make_password(password)
    # ruleid: python.crypt-weak-method
    crypt.crypt(password, crypt.METHOD_MD5)
    # ruleid: python.crypt-weak-method
    crypt.crypt(password, "ab")
    # ok: python.crypt-weak-method
    crypt.crypt(password, crypt.mksalt(crypt.METHOD_SHA512))
    # ok: python.crypt-weak-method
    crypt.crypt(password, app.stored)
